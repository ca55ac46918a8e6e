"""Answers before their correction, from the marks in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqgraph.life.corrections import before_correction

INS, DEL = '<ins class="ministerial">', '<del class="ministerial">'


@pytest.mark.parametrize(
    ("html", "earlier", "later"),
    [
        (f"<p>£{DEL}25</del>{INS}252</ins> million</p>", "<p>£25 million</p>", "<p>£252 million</p>"),
        (f"<p>Yes{INS} (Paid for by others)</ins></p>", "<p>Yes</p>", "<p>Yes (Paid for by others)</p>"),
        (f"<p>Yes.</p><p>{DEL}No.</del></p>", "<p>Yes.</p><p>No.</p>", "<p>Yes.</p><p></p>"),
        # Block-level marks, and tags inside.
        (
            f"{DEL}<p>Old <em>one</em></p></del>{INS}<p>New <a href='x'>one</a></p></ins>",
            "<p>Old <em>one</em></p>",
            "<p>New <a href='x'>one</a></p>",
        ),
        # Nested: put in, then part of it taken out; and an answer's own marks.
        (f"a{INS}b{DEL}c</del>d</ins>e", "ae", "abde"),
        (f"a{DEL}b{DEL}c</del>d</del>e", "abcde", "ae"),
        (f"<p><del>7</del> {DEL}8</del></p>", "<p><del>7</del> 8</p>", "<p><del>7</del> </p>"),
        # Other ways to write the same.
        ("<DEL CLASS='ministerial x'>a</DEL><ins id=\"1\" class=ministerial>b</ins>", "a", "b"),
        # Not closed, or only closed.
        (f"a{DEL}b", "ab", "a"),
        (f"a</del>{INS}b</ins>", "a</del>", "a</del>b"),
        # Byte for byte.
        (f"&amp;  <br/>\r\n{INS}</ins>\u200b", "&amp;  <br/>\r\n\u200b", "&amp;  <br/>\r\n\u200b"),
    ],
)
def test_versions(html: str, earlier: str, later: str) -> None:
    assert before_correction(html) == (earlier, later)


@pytest.mark.parametrize(
    "html", ["<p>Yes.</p>", "<p><ins>Yes.</ins></p>", "<p>A ministerial <del>one</del></p>", ""]
)
def test_without_marks_nothing_can_be_told(html: str) -> None:
    assert before_correction(html) is None


@given(st.lists(st.tuples(st.sampled_from(["", "ins", "del"]), st.text(alphabet="ab <>&;p/\n")), max_size=8))
def test_what_was_put_in_or_taken_out_comes_apart(parts: list[tuple[str, str]]) -> None:
    clean = [(mark, re.sub(r"<(?=/?(?:ins|del))", "", text)) for mark, text in parts]
    html = "".join(f'<{m} class="ministerial">{t}</{m}>' if m else t for m, t in clean)
    versions = before_correction(html)
    if any(mark for mark, _ in clean):
        assert versions is not None
        assert versions.earlier == "".join(text for mark, text in clean if mark != "ins")
        assert versions.later == "".join(text for mark, text in clean if mark != "del")
    else:
        assert versions is None


def test_real_corrections(shared_data: Path) -> None:
    """Domain facts, 8.4, 19: four of five real corrected answers have marks."""
    path = shared_data / "lda" / "answeredquestions.json"
    items = json.loads(path.read_text(encoding="utf-8"))["result"]["items"]
    corrected = {
        item["uin"]: item["answer"]["answerText"]["_value"]
        for item in items
        if item["answer"]["isMinisterialCorrection"]["_value"] == "true"
    }
    versions = {uin: before_correction(html) for uin, html in corrected.items()}
    assert {uin for uin, found in versions.items() if found is None} == {"208713"}
    for uin, found in versions.items():
        if found is not None:
            assert "ministerial" not in found.earlier + found.later
            assert found.earlier != found.later
            kept = re.sub(r"<(ins|del) class=\"ministerial\">.*?</\1>", "", corrected[uin], flags=re.DOTALL)
            assert len(kept) <= min(len(found.earlier), len(found.later))
    paid = versions["212349"]
    assert paid is not None
    assert "£499,000 (Paid for by G4S)</p>" in paid.later
    assert "£499,000 </p>" in paid.earlier
    sureties = versions["208509"]
    assert sureties is not None
    assert ("£247,834.46" in sureties.earlier, "£14,251.10" in sureties.earlier) == (True, False)
    assert ("£247,834.46" in sureties.later, "£14,251.10" in sureties.later) == (False, True)
