"""Which format a result has: ``format``, ``Accept``, the usual one."""

from __future__ import annotations

from dataclasses import dataclass

from pqgraph.api.negotiation import media_ranges, refused
from pqgraph.api.protocol import Problem
from pqgraph.queries.results import MEDIA_TYPES
from pqgraph.rdf.formats import FORMATS

__all__ = ["GRAPHS", "TABLES", "ResultFormat", "choose"]


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format of results.

    Attributes:
        name: What clients call it.
        media_type: What ``Content-Type`` says.
        accepted: Further media types that ask for it.
        aliases: Further names.
        charset: Whether the media type is followed by ``charset=utf-8``.
        written: What :func:`pqgraph.queries.results.write` calls it, if that is another name.
        headers: Further headers that its responses have.
    """

    name: str
    media_type: str
    accepted: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    charset: bool = False
    written: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


TABLES = (
    ResultFormat("json", MEDIA_TYPES["json"], ("application/json", "text/json"), ("srj",)),
    ResultFormat("xml", MEDIA_TYPES["xml"], ("application/xml", "text/xml"), ("srx",)),
    ResultFormat("csv", MEDIA_TYPES["csv"], charset=True),
    # CSV for a spreadsheet, which would take some values for formulas; by name only, since programs want them exact.
    ResultFormat(
        "spreadsheet",
        MEDIA_TYPES["csv"],
        charset=True,
        written="csv",
        headers=(("Content-Disposition", 'attachment; filename="rows.csv"'),),
    ),
    ResultFormat("tsv", MEDIA_TYPES["tsv"], charset=True),
    ResultFormat("md", MEDIA_TYPES["md"], aliases=("markdown",), charset=True),
)
"""Formats of SELECT and ASK; the first is the usual one."""
GRAPHS = (
    ResultFormat("turtle", FORMATS["turtle"].media_type, ("application/x-turtle",), ("ttl",), charset=True),
    ResultFormat("ntriples", FORMATS["ntriples"].media_type, ("text/plain",), ("nt",)),
    ResultFormat(
        "rdfxml", FORMATS["rdfxml"].media_type, ("application/xml", "text/xml"), ("rdf", "rdf+xml", "xml")
    ),
    ResultFormat("jsonld", FORMATS["jsonld"].media_type, ("application/json",), ("json-ld", "json")),
    ResultFormat("nquads", FORMATS["nquads"].media_type, aliases=("nq",)),
    ResultFormat("trig", FORMATS["trig"].media_type),
)
"""Formats of CONSTRUCT and DESCRIBE, and of descriptions."""


def choose(
    offered: tuple[ResultFormat, ...], asked: str | None, accept: str | None, *, strict: bool = False
) -> ResultFormat:
    """The format of a result.

    Args:
        offered: What the kind of result can be written in.
        asked: A name or media type that the request gives as a parameter.
        accept: The header. If it allows none of them, the usual format is sent, as RFC 9110 (12.5.1) allows, because
            clients that ask for graphs often send types of tables, and the other way round.
        strict: Whether an unknown name is refused; else it is passed over, since clients send all kinds.

    Raises:
        Problem: 400, the name is unknown.
    """
    if asked is not None:
        wanted = asked.strip().lower()
        for each in offered:
            if wanted in (each.name, each.media_type, *each.aliases, *each.accepted):
                return each
        if strict:
            names = [each.name for each in offered]
            raise Problem(
                400,
                f"There is no format {asked[:40]!r} for this.",
                {"parameter": "_format", "allowed": names},
            )
    without = refused(accept or "")
    fit = [each for each in offered if without.isdisjoint((each.media_type, *each.accepted))]
    for media_type, _ in media_ranges(accept or ""):
        if media_type == "*/*":
            return next(iter(fit), offered[0])
        for each in offered:
            if media_type in (each.media_type, *each.accepted):
                return each
        if media_type.endswith("/*"):
            group = next((each for each in fit if each.media_type.startswith(media_type[:-1])), None)
            if group is not None:
                return group
    return offered[0]
