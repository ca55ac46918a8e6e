"""Errors of pqgraph in the words of a response."""

from __future__ import annotations

import pytest

from pqgraph.api.protocol import detail_of
from pqgraph.errors import PqgraphError


@pytest.mark.parametrize(
    ("found", "advice", "detail"),
    [
        ("the value of since does not fit", None, "the value of since does not fit."),
        ("it ends in a stop.", None, "it ends in a stop."),
        ("did you mean 'send'?", None, "did you mean 'send'?"),
        (
            "did you mean 'send'?",
            "See 'pqgraph list topics'.",
            "did you mean 'send'? See 'pqgraph list topics'.",
        ),
        ("no such name", "See 'pqgraph list topics'.", "no such name. See 'pqgraph list topics'."),
    ],
)
def test_sentences(found: str, advice: str | None, detail: str) -> None:
    assert detail_of(PqgraphError("PQ505", found, advice=advice)) == detail
