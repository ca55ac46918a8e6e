"""Answers of endpoints, parsed as they come and checked for being whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar, cast

import orjson

from pqgraph.errors import PqgraphError
from pqgraph.rdf.guard import checked_stream
from pqgraph.rdf.terms import Triple
from pqgraph.store.evaluating import result_of
from pqgraph.store.remote.refusals import title_of
from pqgraph.store.remote.servers import VIRTUOSO, Kind
from pqgraph.store.remote.transport import Response
from pqgraph.store.results import Boolean, RdfTerm, Row, Solutions, Triples
from pqgraph.store.sparql import Token

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["GRAPH", "ROWS", "Answer", "TripleIterator", "probe_of"]

_T = TypeVar("_T")
TripleIterator = Iterator[Triple]
ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPH = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.7"
_JSON = ("application/sparql-results+json", "application/json")
_XML = ("application/sparql-results+xml", "application/xml", "text/xml")
_PAGE = ("text/html", "application/xhtml+xml")
_END_OF = {
    "sparql": re.compile(rb"</(?:[\w.-]+:)?sparql\s*>(?:\s|<!--(?:(?!-->).)*-->)*\Z", re.DOTALL),
    "RDF": re.compile(
        rb"(?:</(?:[\w.-]+:)?RDF\s*>|<(?:[\w.-]+:)?RDF\b[^<>]*/>)(?:\s|<!--(?:(?!-->).)*-->)*\Z", re.DOTALL
    ),
}
_MOST_TRUTH = 1 << 16
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_VIRTUOSO_ASK = "__ASK_RETVAL"


class Failure(Protocol):
    """Makes an error of the endpoint."""

    def __call__(self, why: str, *, code: str = "PQ605", advice: str | None = None) -> PqgraphError:
        """The error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is about to be read.

    Attributes:
        response: The response.
        failure: Makes an error of the endpoint.
        kind: The kind of server.
    """

    response: Response
    failure: Failure
    kind: Kind

    def check(self) -> None:
        """What the headers tell.

        Raises:
            PqgraphError: PQ605, it is a web page; PQ609, it is only a part.
        """
        headers, body = self.response.headers, self.response.body
        if self.response.media_type in _PAGE:
            title = title_of(self.response.text())
            found = f"it answers with a web page{f' ({title})' if title else ''} in place of a result"
            advice = "Give the address of the SPARQL endpoint itself; docs/endpoints.md tells the usual ones."
            raise self.failure(found, advice=advice)
        if limit := headers.get("X-SPARQL-MaxRows"):
            body.close()
            rows = f"{int(limit):,}" if limit.strip().isdigit() else limit
            advice = f"Ask for fewer than {rows} rows (by parameters), or have the server's ResultSetMaxRows raised."
            raise self.failure(f"it gives no more than {rows} rows, and the answer has as many",
                               code="PQ609", advice=advice)  # fmt: skip
        if state := headers.get("X-SQL-State"):
            body.close()
            what = " ".join(headers.get("X-SQL-Message", "").split())[:150]
            raise self.failure(f"it says that the result is not complete ({state}: {what})", code="PQ609",
                               advice="Ask for less, or have the server's time limit raised.")  # fmt: skip

    def truth(self) -> bool:
        """The answer of an ASK; closes the body.

        Raises:
            PqgraphError: PQ605, it is none; PQ609, it is not whole.
        """
        body = self.response.body
        with body:
            data = self._guarded(lambda: body.read(_MOST_TRUTH))
            while data and (more := self._guarded(lambda: body.read(_MOST_TRUTH))):
                data += more
                if len(data) > _MOST_TRUTH:
                    raise self.failure("its answer is too long for true or false")
            body.drain()
            is_json = self.response.media_type in _JSON
            if is_json:
                try:
                    orjson.loads(data)
                except ValueError as problem:
                    raise self._broken(problem) from problem
            result = self._parsed(io.BytesIO(data))
            if isinstance(result, Boolean):
                self._check_end("sparql", is_json)
                return result.value
            # Virtuoso 7.2.5 answers with rows: none is no.
            rows = list(self._guarded(lambda: list(result.rows)))
            self._check_end("sparql", is_json)
            if result.variables != (_VIRTUOSO_ASK,):
                raise self.failure("its answer is neither true nor false")
            return any(term is not None and term.value not in ("0", "false") for row in rows for term in row)

    def solutions(self) -> Solutions:
        """The rows of a SELECT; they stream.

        Raises:
            PqgraphError: PQ605, PQ609; also while they are read.
        """
        result = self._parsed(cast(BinaryIO, self.response.body))
        if isinstance(result, Boolean):
            raise self.failure("its answer is true or false where rows were asked for")
        return Solutions(result.variables, self._rows(result.rows))

    def triples(self) -> Triples:
        """The triples of a CONSTRUCT or DESCRIBE; they stream.

        Raises:
            PqgraphError: PQ605, PQ609; also while they are read.
        """
        import pyoxigraph as ox

        media_type = self.response.media_type
        kind = ox.RdfFormat.from_media_type(media_type)
        if kind is None:
            raise self.failure(f"it answers with {media_type or 'no media type'}, which is not RDF")
        marked = kind in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)
        if not marked and not self.response.body.framed:
            raise self.failure(
                f"it tells neither the length of its answer nor sends it in chunks, and {kind.name} has no end that "
                "could be seen: nobody can tell whether it is whole",
                code="PQ609", advice="Ask the server directly, or by HTTP/1.1.",
            )  # fmt: skip
        body = cast(BinaryIO, self.response.body)
        parser = self._guarded(lambda: ox.parse(checked_stream(body, media_type, "its answer"), kind))
        return Triples(self._graph(parser, kind == ox.RdfFormat.RDF_XML))

    def _parsed(self, stream: BinaryIO) -> Solutions | Boolean:
        import pyoxigraph as ox

        media_type = self.response.media_type
        if media_type not in _JSON + _XML:
            raise self.failure(f"it answers with {media_type or 'no media type'}, which is not a result")
        kind = ox.QueryResultsFormat.JSON if media_type in _JSON else ox.QueryResultsFormat.XML
        result = self._guarded(lambda: result_of(ox.parse_query_results(stream, kind)))
        assert not isinstance(result, Triples)
        return result

    def _rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        body, is_json = self.response.body, self.response.media_type in _JSON
        try:
            while (row := self._guarded(lambda: next(rows, None))) is not None:
                yield _with_booleans(row) if is_json and self.kind is VIRTUOSO else row
            body.drain()
            self._check_end("sparql", is_json)
        finally:
            body.close()

    def _graph(self, quads: ox.QuadParser, is_xml: bool) -> TripleIterator:
        body = self.response.body
        try:
            while (quad := self._guarded(lambda: next(quads, None))) is not None:
                yield str(quad.subject), str(quad.predicate), str(quad.object)
            body.drain()
            self._check_end("RDF", not is_xml)
        finally:
            body.close()

    def _check_end(self, root: str, enough: bool) -> None:
        """XML must end with its root's end tag: the parser does not mind if it is missing."""
        if not enough and not _END_OF[root].search(self.response.body.tail):
            raise self.failure("its answer breaks off before its end tag", code="PQ609")

    def _guarded(self, call: Callable[[], _T]) -> _T:
        """Turn what goes wrong while parsing into errors of the endpoint."""
        try:
            return call()
        except (PqgraphError, SyntaxError, OSError, ValueError) as problem:
            raise self._broken(problem) from problem

    def _broken(self, problem: BaseException) -> PqgraphError:
        if self.response.body.problem is not None:
            return self.response.body.problem
        if isinstance(problem, PqgraphError) and problem.code.id == "PQ114":
            return self.failure(f"{problem.place}: {problem.found}", code="PQ114")
        what = problem.found if isinstance(problem, PqgraphError) else str(problem)
        return self.failure(
            f"its answer breaks off or is damaged: {' '.join(what.split())[:200]}", code="PQ609"
        )


def _with_booleans(row: Row) -> Row:
    """Virtuoso writes the booleans true and false as 1 and 0 in JSON, and only there."""
    if not any(term is not None and term.datatype == _BOOLEAN for term in row):
        return row
    words = {"1": "true", "0": "false"}
    return tuple(
        RdfTerm(term.kind, words.get(term.value, term.value), _BOOLEAN)
        if term is not None and term.datatype == _BOOLEAN
        else term
        for term in row
    )


def probe_of(text: str, parts: Sequence[Token]) -> str | None:
    """A SELECT with the rows that a CONSTRUCT makes its triples of; ``None`` if the text is no CONSTRUCT.

    Args:
        text: The query.
        parts: Its tokens.
    """
    start = next((i for i, t in enumerate(parts) if t.is_word("CONSTRUCT")), None)
    if start is None:
        return None
    end = parts[start].end
    if parts[start + 1].text == "{":
        depth = 0
        for token in parts[start + 1 :]:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if depth == 0:
                end = token.end
                break
    return f"{text[: parts[start].start]}SELECT (1 AS ?pqgraph_row) {text[end:]}"
