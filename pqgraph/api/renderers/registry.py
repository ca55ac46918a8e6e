"""The formats of a response, by name, suffix and media type. A further one is a row more (:func:`with_format`)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pqgraph.api.config.model import Formatter
from pqgraph.api.protocol import Problem, detail_of
from pqgraph.api.renderers import lda_json, lda_xml
from pqgraph.api.renderers.content import Content
from pqgraph.api.renderers.jsonld import json_ld
from pqgraph.api.renderers.lda_csv import CsvRenderer, columns_of, further_columns, table_columns
from pqgraph.api.renderers.turtle import turtle
from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import make_writer

__all__ = ["BUILT_IN", "Format", "Formats"]

Renderer = Callable[[Content], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: Its name for ``_format``, and its suffix.
        media_type: Its media type.
        render: Writes a page.
        accepted: Further media types that ask for it.
        aliases: Further names.
        charset: Whether the media type is followed by ``charset=utf-8``.
        headers: Further headers that its responses have.
    """

    name: str
    media_type: str
    render: Renderer
    accepted: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    charset: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


class Formats:
    """The formats that a server offers.

    Args:
        formats: In the order of preference among equals; the first is taken where nothing is asked for.
    """

    def __init__(self, formats: tuple[Format, ...]) -> None:
        self.all = formats
        self._by_name = {name: f for f in formats for name in (f.name, *f.aliases)}
        self._by_type = {kind: f for f in reversed(formats) for kind in (f.media_type, *f.accepted)}

    def named(self, name: str) -> Format | None:
        """The format of a name or suffix."""
        return self._by_name.get(name)

    def typed(self, media_type: str) -> Format | None:
        """The format of a media type."""
        return self._by_type.get(media_type)

    def with_format(self, added: Format) -> Formats:
        """The same formats and one more."""
        return Formats((*self.all, added))

    def described(self, formatters: Iterable[Formatter]) -> Formats:
        """The same formats and those that a description names: by suffix and ``_format`` only, not by media type.

        Formatters of a kind that is not offered are left out.
        """
        added: dict[str, Format] = {}
        for formatter in formatters:
            base = self.named(formatter.kind)
            if base is not None and self.named(formatter.name) is None and formatter.name not in added:
                media_type = formatter.media_type or base.media_type
                added[formatter.name] = replace(
                    base, name=formatter.name, media_type=media_type, accepted=(), aliases=()
                )
        return Formats((*self.all, *added.values()))


def _json(content: Content) -> bytes:
    body = lda_json.document(content.tree)
    if content.callback is None:
        return body
    # The comment in front keeps plug-ins from taking the body for something of their own.
    return b"/**/" + content.callback.encode() + b"(" + body + b");"


def _xml(content: Content) -> bytes:
    return lda_xml.document(content.typed_tree)


def _csv(content: Content) -> bytes:
    return _table(content, safe=False)


def _spreadsheet(content: Content) -> bytes:
    return _table(content, safe=True)


def _table(content: Content, *, safe: bool) -> bytes:
    columns = table_columns(content.viewer.table) if content.has_table else None
    if columns is None:
        renderer = CsvRenderer(columns_of(content.trees), safe=safe)
    elif content.viewer.chains:
        further = further_columns(columns, content.asked_keys, content.whole_trees)
        lines = CsvRenderer(columns, further=further, safe=safe).lines(content.trees, content.whole_trees)
        return "".join(lines).encode()
    else:
        renderer = CsvRenderer(columns, safe=safe)
    return "".join(renderer.lines(content.trees)).encode()


def _rdf(name: str) -> Renderer:
    def render(content: Content) -> bytes:
        stream = io.BytesIO()
        writer = make_writer(stream, FORMATS[name])
        writer.write(list(content.graph))
        try:
            writer.close()
        except PqgraphError as error:
            if error.code.id != "PQ302":
                raise
            raise Problem(422, detail_of(error)) from None
        return stream.getvalue()

    return render


def _turtle(content: Content) -> bytes:
    return turtle(content.graph, content.api.names.prefixes)


def _json_ld(content: Content) -> bytes:
    return json_ld(content.graph)


BUILT_IN = Formats(
    (
        Format("json", "application/json", _json, accepted=("text/json",)),
        Format("ttl", "text/turtle", _turtle, ("application/x-turtle",), ("turtle",), charset=True),
        Format("rdf", "application/rdf+xml", _rdf("rdfxml"), aliases=("owl",)),
        Format("nt", "application/n-triples", _rdf("ntriples")),
        Format("jsonld", "application/ld+json", _json_ld, aliases=("json-ld",)),
        Format("xml", "application/xml", _xml, ("text/xml",), charset=True),
        Format("csv", "text/csv", _csv, charset=True),
        Format(
            "spreadsheet",
            "text/csv",
            _spreadsheet,
            charset=True,
            headers=(("Content-Disposition", 'attachment; filename="items.csv"'),),
        ),
        Format("text", "text/plain", _json, aliases=("txt",), charset=True),
    )
)
"""The formats that need no template; pages for people are added by the server."""
