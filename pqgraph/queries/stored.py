"""A stored query: its text, its header, and the places where values may stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from msgspec import structs

from pqgraph.errors import PqgraphError
from pqgraph.queries import grlc
from pqgraph.queries.first_rows import check_keys
from pqgraph.queries.header import Header, parse_header, read_yaml
from pqgraph.queries.places import (
    Default,
    Slot,
    fits,
    is_one_term,
    projection,
    rows_of_hits,
    text_block,
    values_block,
    values_blocks,
)
from pqgraph.store import sparql
from pqgraph.store.sparql import Token

__all__ = ["Default", "Slot", "StoredQuery", "is_one_term", "load", "load_cube"]


class _Place(NamedTuple):
    first: int
    last: int
    param: str
    blank: str


@dataclass(frozen=True)
class StoredQuery:
    """A stored query, read and checked.

    Attributes:
        name: Its file's name without ``.rq``.
        text: The SPARQL as it stands in the file; it runs in any store.
        header: What it says of itself; of a file without a header, an empty one.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        defaults: What stands in the place of each parameter.
        tokens: The text as tokens.
        cube: The same question put to the statistics (``queries/cube/``), with fewer parameters.
    """

    name: str
    text: str
    header: Header
    form: str
    defaults: dict[str, Default]
    tokens: list[Token] = field(repr=False, compare=False)
    cube: StoredQuery | None = None

    @property
    def body(self) -> str:
        """The text without the lines of the header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip() + "\n"

    def is_required(self, param: str) -> bool:
        """Whether the user must give this parameter."""
        return self.defaults[param].is_undef and not self.header.params[param].optional

    def filled(self, rows: Mapping[str, str | None]) -> str:
        """The text with other terms in the places of parameters; all else is left as it is.

        Args:
            rows: SPARQL text of what stands for each parameter named; ``None`` for "nothing given".

        Raises:
            PqgraphError: PQ999, what is put in is not one term (of a text search: rows of terms), so that
                it would change more than its place.
        """
        places = sorted(
            _Place(slot.first, slot.last, param, slot.blank)
            for param in rows
            for slot in self.defaults[param].slots
        )
        pieces: list[str] = []
        expected: list[str] = []
        token = offset = 0
        for place in places:
            row = rows[place.param]
            put = place.blank if row is None else row
            found = sparql.tokens(put)
            text_search = self.header.params[place.param].type == "text"
            if row is not None and not (rows_of_hits(found) if text_search else is_one_term(found)):
                raise PqgraphError("PQ999", f"the value of {place.param} is not one term")
            pieces += [self.text[offset : self.tokens[place.first].start], put]
            expected += [t.text for t in self.tokens[token : place.first]] + [t.text for t in found]
            token, offset = place.last, self.tokens[place.last - 1].end
        text = "".join(pieces) + self.text[offset:]
        expected += [t.text for t in self.tokens[token:]]
        # Read again: what was put in must not have grown together with what stands beside it.
        if [t.text for t in sparql.tokens(text, place=self.name)] != expected:
            raise PqgraphError("PQ999", f"binding changed the structure of {self.name}")
        return text


def load(text: str, *, name: str, place: str) -> StoredQuery:
    """Read a stored query and check that header and SPARQL fit each other.

    Without ``params`` in the header, variables named as grlc has it (``?_name``, ``?_name_iri``) are the
    parameters (:mod:`pqgraph.queries.grlc`).

    Args:
        text: The file's content.
        name: Its name.
        place: Where it stands, for messages.

    Raises:
        PqgraphError: PQ502 the header is broken, or does not fit the ``VALUES`` rows and the projection;
            PQ503 the SPARQL is not valid; PQ507 it does more than read.
    """
    header = parse_header(text, place=place)
    parts, form = _syntax(text, place)
    if header is None or not header.params:
        params, defaults = grlc.parameters(read_yaml(text, place=place) or {}, parts, place)
        header = structs.replace(header or Header(summary=""), params=params)
        query = StoredQuery(name, text, header, form, defaults, parts)
        _check_values_may_stand(query, place)
        _check_columns(query, place)
        _check_keys(query, place)
        return query
    found: dict[str, Default] = {}
    for param, about in header.params.items():
        default = text_block(parts, place) if about.type == "text" else values_block(param, parts, place)
        (slot,) = default.slots
        if not default.is_undef and not fits(about, parts[slot.first : slot.last]):
            raise PqgraphError(
                "PQ502", f"the default of {param}, {default.text}, is not of type {about.type}", place=place
            )
        found[param] = default
    query = StoredQuery(name, text, header, form, found, parts)
    _check_columns(query, place)
    _check_keys(query, place)
    return query


def load_cube(plain: StoredQuery, text: str, *, place: str) -> StoredQuery:
    """A stored query with its second text, which puts the same question to the statistics.

    The second text has the columns of the first and some of its parameters, with the same defaults. It may
    have a header, of which only ``params`` and ``columns`` are looked at: names, which must fit.

    Args:
        plain: The stored query.
        text: The content of ``queries/cube/NAME.rq``.
        place: Where that stands, for messages.

    Returns:
        The stored query with :attr:`StoredQuery.cube`.

    Raises:
        PqgraphError: PQ502 the texts do not fit each other; PQ503; PQ507.
    """
    said = read_yaml(text, place=place) or {}
    parts, form = _syntax(text, place)
    names = [name for name in plain.header.params if name in values_blocks(parts)]
    for key, found in (("params", names), ("columns", list(plain.header.columns))):
        if key in said and sorted(said[key]) != sorted(found):
            raise PqgraphError(
                "PQ502",
                f"the header's {key} are {', '.join(said[key])}, but it should say {', '.join(found)}",
                place=place,
            )
    for name in plain.header.params.keys() - set(names):
        if not (plain.defaults[name].is_undef and plain.header.params[name].optional):
            raise PqgraphError(
                "PQ502", f"it lacks {name}, which {plain.name} never runs without", place=place
            )
    defaults = {name: values_block(name, parts, place) for name in names}
    for name, default in defaults.items():
        if default.text != plain.defaults[name].text:
            raise PqgraphError(
                "PQ502",
                f"the default of {name} is {default.text}, and that of {plain.name} {plain.defaults[name].text}",
                place=place,
            )
    params = {name: plain.header.params[name] for name in names}
    header = structs.replace(plain.header, params=params, keys=())
    query = StoredQuery(plain.name, text, header, form, defaults, parts)
    if form != plain.form:
        raise PqgraphError("PQ502", f"its form is {form}, and that of {plain.name} {plain.form}", place=place)
    _check_columns(query, place)
    return replace(plain, cube=query)


def _syntax(text: str, place: str) -> tuple[list[Token], str]:
    from pqgraph.store.local import check_syntax

    parts = sparql.tokens(text, place=place)
    form = sparql.read_only_form(parts, place=place)
    check_syntax(text, place=place)
    return parts, form


def _check_columns(query: StoredQuery, place: str) -> None:
    if query.header.columns:
        projected = projection(query.tokens) if query.form == "SELECT" else []
        if list(query.header.columns) != projected:
            stated, given = ", ".join(query.header.columns), ", ".join(projected) or "no rows"
            found = f"the header's columns are {stated}, but the query gives {given}"
            raise PqgraphError("PQ502", found, place=place)


def _check_keys(query: StoredQuery, place: str) -> None:
    if query.header.keys:
        check_keys(query.header.keys, query.tokens, place)


def _check_values_may_stand(query: StoredQuery, place: str) -> None:
    """Whether terms may stand where a grlc query has its parameters: not in the SELECT line, for example."""
    from pqgraph.store.local import check_syntax

    for name, param in query.header.params.items():
        try:
            check_syntax(query.filled({name: "<urn:x>" if param.type == "iri" else '"x"'}), place=place)
        except PqgraphError as problem:
            if problem.code.id != "PQ503":
                raise
            raise PqgraphError(
                "PQ502", f"no value can stand where the parameter {name} stands", place=place
            ) from problem
