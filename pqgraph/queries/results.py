"""Results in the standard formats, written while they are read.

SELECT and ASK: `JSON <https://www.w3.org/TR/sparql11-results-json/>`_, `XML
<https://www.w3.org/TR/rdf-sparql-XMLres/>`_, `CSV and TSV
<https://www.w3.org/TR/sparql11-results-csv-tsv/>`_, and a Markdown table for people. CONSTRUCT and DESCRIBE:
any RDF format. Where a standard says nothing of ASK (CSV, TSV), the result is the word ``true`` or ``false``
on a line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import orjson

from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import FORMATS, RdfFormat
from pqgraph.rdf.terms import clean_text
from pqgraph.rdf.writers import make_writer
from pqgraph.store.results import Boolean, RdfTerm, ResultSet, Row, Solutions, Triples
from pqgraph.terms import xsd

if TYPE_CHECKING:
    import rdflib

    RdflibGraph = rdflib.Graph

__all__ = ["MEDIA_TYPES", "Cut", "first_rows", "to_rdflib", "write"]

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
}
"""Formats of SELECT and ASK results with their media types (IANA); CONSTRUCT takes
:data:`pqgraph.rdf.formats.FORMATS`."""

_ROWS_AT_ONCE = 1000


@dataclass(slots=True)
class Cut:
    """Whether a result went on after the rows that were wanted; known when these have been read."""

    more: bool = False


def first_rows(result: Solutions, limit: int) -> tuple[Solutions, Cut]:
    """The first rows of a result, and whether there are more. No more than one row beyond is computed."""
    cut = Cut()

    def rows() -> Iterator[Row]:
        for place, row in enumerate(result.rows):
            if place == limit:
                cut.more = True
                return
            yield row

    return Solutions(result.variables, rows()), cut


def write(result: ResultSet, format_name: str, stream: BinaryIO, *, spreadsheet_safe: bool = False) -> int:
    """Write a result.

    Args:
        result: What the query gave; it is read to its end.
        format_name: A key of :data:`MEDIA_TYPES` for SELECT and ASK, of :data:`pqgraph.rdf.formats.FORMATS`
            for CONSTRUCT and DESCRIBE.
        stream: An open binary stream.
        spreadsheet_safe: In CSV, put an apostrophe before everything that a spreadsheet would take for a
            formula, save literals with the type and form of a number (`OWASP
            <https://owasp.org/www-community/attacks/CSV_Injection>`_).
            The file then no longer holds exactly what the graph says.

    Returns:
        How many rows or triples were written; 1 for ASK.

    Raises:
        PqgraphError: PQ901, the format does not go with the kind of result; PQ508 or PQ605 while the result
            is read.
    """
    if isinstance(result, Triples):
        if format_name not in FORMATS:
            raise _unfit(format_name, "a graph", FORMATS)
        return _write_graph(result, FORMATS[format_name], stream)
    if format_name not in MEDIA_TYPES:
        raise _unfit(format_name, "rows" if isinstance(result, Solutions) else "true or false", MEDIA_TYPES)
    if isinstance(result, Boolean):
        stream.write(_BOOLEAN.get(format_name, "{}\n").format(str(result.value).lower()).encode())
        return 1
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in result.rows:
            count += 1
            yield row

    rows = counted()
    match format_name:
        case "json":
            pieces = _json(result.variables, rows)
        case "xml":
            pieces = _xml(result.variables, rows)
        case "csv":
            pieces = _csv(result.variables, rows, safe=spreadsheet_safe)
        case "tsv":
            pieces = _tsv(result.variables, rows)
        case _:
            pieces = _markdown(result.variables, rows)
    while batch := list(islice(pieces, _ROWS_AT_ONCE)):
        stream.write("".join(batch).encode())
    return count


def _unfit(name: str, kind: str, known: object) -> PqgraphError:
    allowed = ", ".join(known) if isinstance(known, dict) else ""
    return PqgraphError(
        "PQ901", f"the query gives {kind}, which {name} cannot hold", advice=f"Use one of: {allowed}."
    )


def _write_graph(result: Triples, rdf_format: RdfFormat, stream: BinaryIO) -> int:
    # A CONSTRUCT may give a triple for each of its solutions; a graph holds it once.
    triples = sorted(set(result.triples))
    writer = make_writer(stream, rdf_format)
    for _, group in groupby(triples, key=lambda triple: triple[0]):
        writer.write(list(group))
    writer.close()
    return len(triples)


def to_rdflib(result: Triples) -> rdflib.Graph:
    """The graph of a CONSTRUCT or DESCRIBE as a graph of rdflib.

    rdflib normalises literals while it parses, so that ``01`` of type integer becomes ``1``.
    """
    import rdflib

    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in result.triples)
    return rdflib.Graph().parse(data=lines, format="nt")


_XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
)
_BOOLEAN = {
    "json": '{{"head":{{}},"boolean":{}}}\n',
    "xml": _XML_HEAD + "<head/>\n<boolean>{}</boolean>\n</sparql>\n",
}


def _json(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    head = orjson.dumps({"vars": variables}).decode()
    yield f'{{"head":{head},"results":{{"bindings":['
    before = "\n"
    for row in rows:
        binding = {
            name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None
        }
        yield before + orjson.dumps(binding).decode()
        before = ",\n"
    yield "\n]}}\n"


def _json_term(term: RdfTerm) -> dict[str, str]:
    if term.kind == "iri":
        return {"type": "uri", "value": term.value}
    if term.kind == "bnode":
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": clean_text(term.value)[0]}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype:
        found["datatype"] = term.datatype
    return found


def _xml(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    yield f"{_XML_HEAD}<head>{names}</head>\n<results>\n"
    for row in rows:
        cells = [
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(variables, row, strict=True)
            if term is not None
        ]
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: RdfTerm) -> str:
    # A carriage return would be read as a line feed (XML 1.0, 2.11); other control characters XML cannot
    # carry.
    value = escape(clean_text(term.value)[0], {"\r": "&#13;"})
    if term.kind == "iri":
        return f"<uri>{value}</uri>"
    if term.kind == "bnode":
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
    if term.datatype:
        return f"<literal datatype={quoteattr(term.datatype)}>{value}</literal>"
    return f"<literal>{value}</literal>"


_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_QUOTED = re.compile(r'[",\r\n]')


def _csv(variables: tuple[str, ...], rows: Iterator[Row], *, safe: bool) -> Iterator[str]:
    yield ",".join(variables) + "\r\n"
    for row in rows:
        cells = [_csv_cell(term, safe=safe) for term in row]
        # One empty cell alone would be an empty line, which readers skip.
        yield ('""' if cells == [""] else ",".join(cells)) + "\r\n"


def _csv_cell(term: RdfTerm | None, *, safe: bool) -> str:
    if term is None:
        return ""
    value = f"_:{term.value}" if term.kind == "bnode" else term.value
    if safe and value[:1] in _FORMULA and not (term.datatype and _NUMBER.match(value)):
        value = f"'{value}"
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


# Turtle's short forms, which the TSV format shares.
_SHORT = {
    xsd.integer: re.compile(r"[+-]?[0-9]+\Z"),
    "http://www.w3.org/2001/XMLSchema#decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    "http://www.w3.org/2001/XMLSchema#double": re.compile(
        r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+\Z"
    ),
    xsd.boolean: re.compile(r"(?:true|false)\Z"),
}


def _tsv(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join(["" if term is None else _tsv_cell(term) for term in row]) + "\n"


def _tsv_cell(term: RdfTerm) -> str:
    short = _SHORT.get(term.datatype or "")
    return term.value if short and short.match(term.value) else term.ntriples()


def _markdown(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    yield f"| {' | '.join(variables)} |\n|{' --- |' * len(variables)}\n"
    for row in rows:
        yield f"| {' | '.join('' if term is None else _markdown_cell(term) for term in row)} |\n"


_MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")


def _markdown_cell(term: RdfTerm) -> str:
    if term.kind == "iri" and re.match(r"https?://[^\s|]*\Z", term.value):
        return f"<{term.value}>"
    value = f"_:{term.value}" if term.kind == "bnode" else term.value
    escaped = _MARKDOWN.sub(r"\\\1", html.escape(value, quote=False))
    return re.sub(r"\r\n|\r|\n", "<br>", escaped)
