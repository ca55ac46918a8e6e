"""Stream writers: triples in, one RDF serialisation out, with flat memory.

Each writer takes the statements of one record at a time, as terms or as N-Triples, in the order in which they shall
stand. Same statements in, same bytes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol, cast

from pqgraph import terms
from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import RdfFormat
from pqgraph.rdf.terms import Term, Triple, triples_of

__all__ = ["Writer", "make_writer", "ntriples"]


class Writer(Protocol):
    """Takes triples, writes one document."""

    def write(self, triples: Sequence[Triple], graph: str | None = None) -> None:
        """Write the triples of one record; ``graph`` is an IRI, ``None`` the default graph.

        A format without named graphs writes the triples all the same, so nothing is lost.
        """

    def write_text(self, text: str, graph: str | None = None) -> None:
        """The same for statements that are N-Triples already, as :func:`pqgraph.rdf.terms.about` makes them."""

    def close(self) -> None:
        """Finish the document. An empty one is valid too. The stream stays open."""


def ntriples(triples: Iterable[Triple]) -> str:
    """The triples as N-Triples, one line each."""
    # Joining tuples and then lines stays inside the interpreter's C code; a format string for each line does not.
    body = " .\n".join(map(" ".join, triples))
    return f"{body} .\n" if body else ""


# No literal has it inside: line ends are escaped there.
_LINE_END = " .\n"


class LineWriter:
    """N-Triples and N-Quads: the natural form, one line for a statement."""

    def __init__(self, stream: BinaryIO, *, quads: bool) -> None:
        self._write = stream.write
        self._quads = quads

    def write(self, triples: Sequence[Triple], graph: str | None = None) -> None:
        self.write_text(ntriples(triples), graph)

    def write_text(self, text: str, graph: str | None = None) -> None:
        if graph is not None and self._quads:
            text = text.replace(_LINE_END, f" <{graph}>{_LINE_END}")
        self._write(text.encode())

    def close(self) -> None:
        pass


# The part of Turtle's PN_LOCAL that needs no escape and nobody has to think about.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z", re.ASCII)
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in terms.PREFIXES.items()}
_A = f"<{terms.rdf.type}>"
_BOOLEAN = f'"^^<{terms.xsd.boolean}>'
_INTEGER = f'"^^<{terms.xsd.integer}>'
_INTEGER_FORM = re.compile(r'"[+-]?[0-9]+"\^\^<')


class TurtleWriter:
    """Turtle and TriG for reading: prefixes, a block for each subject, ``a`` for the type.

    Turtle needs its prefixes before the first triple, so all of the project's stand at the top.
    """

    def __init__(self, stream: BinaryIO, *, graphs: bool) -> None:
        self._stream = stream
        self._graphs = graphs
        self._short: dict[Term, str] = {_A: "a"}
        lines = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in terms.PREFIXES.items()]
        stream.write("".join(lines).encode())

    def write(self, triples: Sequence[Triple], graph: str | None = None) -> None:
        if not triples:
            return
        body = "".join(self._blocks(triples))
        if graph is not None and self._graphs:
            inner = "".join(f"    {line}\n" if line else "\n" for line in body.strip("\n").split("\n"))
            body = f"\n<{graph}> {{\n{inner}}}\n"
        self._stream.write(body.encode())

    def write_text(self, text: str, graph: str | None = None) -> None:
        self.write(triples_of(text), graph)

    def close(self) -> None:
        pass

    def _blocks(self, triples: Sequence[Triple]) -> Iterator[str]:
        subject = predicate = None
        for s, p, o in triples:
            if s != subject:
                if subject is not None:
                    yield " .\n"
                yield f"\n{self._term(s)} {self._predicate(p)} {self._object(o)}"
            elif p != predicate:
                yield f" ;\n    {self._predicate(p)} {self._object(o)}"
            else:
                yield f" ,\n        {self._object(o)}"
            subject, predicate = s, p
        yield " .\n"

    def _predicate(self, term: Term) -> str:
        short = self._short.get(term)
        if short is None:
            short = self._short[term] = self._term(term)
        return short

    def _term(self, term: Term) -> str:
        cut = max(term.rfind("#"), term.rfind("/")) + 1
        prefix = _BY_NAMESPACE.get(term[1:cut])
        local = term[cut:-1]
        return f"{prefix}:{local}" if prefix and _LOCAL.match(local) else term

    def _object(self, term: Term) -> str:
        if term[0] == "<":
            return self._term(term)
        if term[-1] != ">":
            return term
        if term.endswith(_BOOLEAN) and term[1 : -len(_BOOLEAN)] in ("true", "false"):
            return term[1 : -len(_BOOLEAN)]
        if term.endswith(_INTEGER) and _INTEGER_FORM.match(term):
            return term[1 : -len(_INTEGER)]
        lexical, _, datatype = term.rpartition("^^")
        return f"{lexical}^^{self._term(datatype)}"


class LibraryWriter:
    """JSON-LD and RDF/XML, by Oxigraph's serialisers. Triples are passed on as they come.

    Closing raises PQ302 if RDF/XML has no way to say one of them.
    """

    def __init__(self, stream: BinaryIO, rdf_format: RdfFormat) -> None:
        import queue
        import threading

        import pyoxigraph as ox

        # Oxigraph's serialiser pulls from an iterator and we push, so it runs in a thread of its own behind a
        # short queue: memory stays flat and no document is held.
        self._queue: queue.Queue[tuple[str, str | None] | None] = queue.Queue(maxsize=16)
        self._failure: BaseException | None = None
        self._quads = rdf_format.quads
        media_type = rdf_format.media_type
        check = None
        if rdf_format.name == "rdfxml":
            check = _check_names()
            stream = cast(BinaryIO, _Returns(stream))

        ended = threading.Event()

        def statements() -> Iterator[Any]:
            while (item := self._queue.get()) is not None:
                text, graph = item
                where = ox.NamedNode(graph) if graph and self._quads else ox.DefaultGraph()
                for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES, lenient=True):
                    if self._quads:
                        yield ox.Quad(quad.subject, quad.predicate, quad.object, where)
                    else:
                        if check is not None:
                            check(quad)
                        yield quad.triple
            ended.set()

        def run() -> None:
            try:
                kind = ox.RdfFormat.from_media_type(media_type)
                if kind is None:
                    raise PqgraphError("PQ302", f"the installed Oxigraph cannot write {rdf_format.title}")
                ox.serialize(statements(), stream, kind, prefixes=terms.PREFIXES)
            except BaseException as problem:
                self._failure = problem
                # Whoever writes must not wait for a queue that nobody empties.
                while not ended.is_set() and self._queue.get() is not None:
                    pass

        self._thread = threading.Thread(target=run, name="pqgraph-serialiser", daemon=True)
        self._thread.start()

    def write(self, triples: Sequence[Triple], graph: str | None = None) -> None:
        self.write_text(ntriples(triples), graph)

    def write_text(self, text: str, graph: str | None = None) -> None:
        if text:
            self._queue.put((text, graph))

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            raise self._failure


class _Returns:
    """A stream of XML in which carriage returns are references: parsers take plain ones for line ends (XML 1.0, 2.11).

    Oxigraph's serialiser leaves them as they are. They stand in texts only.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        self._stream.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def _check_names() -> Callable[[Any], None]:
    """A check of each statement of a document in RDF/XML: has its property a name that an element can have?

    Oxigraph's serialiser writes an element without a name otherwise, which no parser reads; nor does any read texts
    with characters that are not of XML.
    """
    import pyoxigraph as ox

    from pqgraph.rdf.xml_names import is_class_name, is_property_name, is_text

    is_a = ox.NamedNode(terms.rdf.type)
    fit: set[Any] = set()
    before: Any = None

    def check(quad: Any) -> None:
        nonlocal before
        predicate = quad.predicate
        if predicate not in fit:
            if not is_property_name(predicate.value):
                raise _unnamed("property", predicate.value)
            fit.add(predicate)
        subject = quad.subject
        # The class that comes first names the element of its thing, those after it stand inside.
        if predicate == is_a and subject != before and isinstance(quad.object, ox.NamedNode):
            kind = quad.object
            if kind not in fit and not is_class_name(kind.value):
                raise _unnamed("class", kind.value)
        elif isinstance(quad.object, ox.Literal) and not is_text(quad.object.value):
            raise _unwritable(
                f"the text {quad.object.value[:40]!r}, which has characters that are not of XML"
            )
        before = subject

    return check


def _unnamed(what: str, iri: str) -> PqgraphError:
    return _unwritable(f"the {what} <{iri}>, which does not end in a name that an XML element can have")


def _unwritable(what: str) -> PqgraphError:
    return PqgraphError("PQ302", f"RDF/XML cannot hold {what}", advice="Use turtle, ntriples or jsonld.")


def make_writer(stream: BinaryIO, rdf_format: RdfFormat) -> Writer:
    """The writer of a format on an open binary stream."""
    match rdf_format.name:
        case "ntriples":
            return LineWriter(stream, quads=False)
        case "nquads":
            return LineWriter(stream, quads=True)
        case "turtle":
            return TurtleWriter(stream, graphs=False)
        case "trig":
            return TurtleWriter(stream, graphs=True)
        case _:
            return LibraryWriter(stream, rdf_format)
