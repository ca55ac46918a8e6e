"""Rows made by hand, and what stands in a picture of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from pqgraph.charts import Caption, Picture, draw
from pqgraph.queries.header import Chart, Column
from pqgraph.store.results import RdfTerm, Row

XSD = "http://www.w3.org/2001/XMLSchema#"
NOTICE = "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
SVG = "{http://www.w3.org/2000/svg}"


def term(value: object) -> RdfTerm | None:
    """A term of a Python value; texts that begin with http are IRIs."""
    if value is None:
        return None
    if isinstance(value, int):
        return RdfTerm("literal", str(value), XSD + "integer")
    if isinstance(value, float):
        return RdfTerm("literal", repr(value).upper(), XSD + "double")
    text = str(value)
    return RdfTerm("iri" if text.startswith("http") else "literal", text)


def terms(rows: Sequence[Sequence[object]]) -> list[Row]:
    return [tuple(term(value) for value in row) for row in rows]


def drawn(
    chart: Chart,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    about: Mapping[str, Column] | None = None,
    caption: Caption | None = None,
) -> Picture:
    return draw(chart, columns, terms(rows), about or {}, caption or Caption("Which?"))


def texts(picture: Picture) -> list[str]:
    """All texts of a picture, line by line, in the order of drawing."""
    root = ElementTree.fromstring(picture.svg)
    found = []
    for element in root.iter(f"{SVG}text"):
        lines = [span.text or "" for span in element.iter(f"{SVG}tspan")]
        found += lines or [element.text or ""]
    return found


def marks(picture: Picture, role: str) -> list[str]:
    """What a screen reader says of each mark: ``bar``, ``circle``, ``rect``, ``rule mark``, …"""
    root = ElementTree.fromstring(picture.svg)
    return [
        element.get("aria-label", "")
        for element in root.iter()
        if element.get("aria-roledescription") == role and element.get("role") == "graphics-symbol"
    ]
