"""Pictures: a chart's description in Vega-Lite, and what vl-convert draws of it, without browser or network."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from pqgraph.errors import PqgraphError
from pqgraph.files import output
from pqgraph.rdf.terms import clean_text

__all__ = ["PICTURE_FORMATS", "Picture", "require"]

PICTURE_FORMATS = {"svg": "image/svg+xml", "png": "image/png"}
"""Formats of pictures with their media types."""


def require() -> None:
    """See that the libraries that draw are installed.

    Raises:
        PqgraphError: PQ902, they are not.
    """
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as problem:
        raise PqgraphError(
            "PQ902",
            f"charts are drawn by altair and vl-convert, and {problem.name} is not installed",
            advice="Install them: pip install 'pqgraph[charts]'.",
        ) from problem


def _clean(part: Any) -> Any:
    """The same description without characters that XML cannot carry: one of them, and vl-convert aborts."""
    match part:
        case str():
            return clean_text(part)[0]
        case dict():
            return {key: _clean(value) for key, value in part.items()}
        case list():
            return [_clean(value) for value in part]
    return part


_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'(\sid="|="url\(#)(clip|gradient_)([0-9]+)')


def _renumbered(svg: str) -> str:
    """The same picture with its inner names counted from 0; vl-convert goes on counting from picture to picture."""
    numbers: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{numbers.setdefault(match[2] + match[3], len(numbers))}"

    # In tags only; quotation marks in their values are escaped, so no text of a label is meant.
    return _TAG.sub(lambda tag: _ID.sub(name, tag[0]), svg)


class Picture:
    """A finished chart. Notebooks show it as it is.

    Args:
        spec: Its description in `Vega-Lite <https://vega.github.io/vega-lite/>`_; everything that is drawn is
            in it.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec: dict[str, Any] = _clean(spec)

    @cached_property
    def svg(self) -> str:
        """The picture as SVG; the same rows give the same text."""
        import vl_convert

        # No base address is allowed: whatever the rows hold, nothing is fetched.
        return _renumbered(vl_convert.vegalite_to_svg(self.spec, allowed_base_urls=[])) + "\n"

    def png(self, *, scale: float = 2) -> bytes:
        """The picture as PNG, by default with twice as many dots as the SVG has units."""
        import vl_convert

        return bytes(vl_convert.svg_to_png(self.svg, scale=scale))

    def save(self, path: str | Path) -> None:
        """Write it to a file: ``.svg``, ``.png``, or ``.json`` for its Vega-Lite description.

        Raises:
            PqgraphError: PQ901, another suffix; PQ606, the file cannot be written.
        """
        suffix = Path(path).suffix.lower().lstrip(".")
        if suffix not in ("svg", "png", "json"):
            raise PqgraphError(
                "PQ901", f"a picture is saved as .svg, .png or .json, not as {Path(path).name!r}"
            )
        data = (
            json.dumps(self.spec, ensure_ascii=False, indent=1).encode()
            if suffix == "json"
            else self.data(suffix)
        )
        with output(path) as stream:
            stream.write(data)

    def data(self, format_name: str) -> bytes:
        """The picture in a format of :data:`PICTURE_FORMATS`."""
        return self.png() if format_name == "png" else self.svg.encode()

    def _repr_svg_(self) -> str:
        return self.svg
