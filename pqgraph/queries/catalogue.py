"""Finding stored queries: the shipped ones by name, anybody's by path."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pqgraph import resources
from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Header, parse_header
from pqgraph.store import sparql
from pqgraph.store.sparql import Kind, Token

__all__ = ["Default", "StoredQuery", "find", "is_one_term", "load", "names", "shipped"]

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
_MAX_BYTES = 1 << 20
_IRI_TYPES = frozenset(("iri", "topic", "member", "body", "house"))
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Default:
    """The row of a parameter's ``VALUES`` block, as it stands in the file.

    Attributes:
        text: The term as written, or ``UNDEF``.
        first: Index of its first token.
        last: Index after its last token.
    """

    text: str
    first: int
    last: int

    @property
    def is_undef(self) -> bool:
        """Whether it says that nothing is given."""
        return self.text.upper() == "UNDEF"


@dataclass(frozen=True)
class StoredQuery:
    """A stored query, read and checked.

    Attributes:
        name: Its file's name without ``.rq``.
        text: The SPARQL as it stands in the file; it runs in any store.
        header: What it says of itself; of a file without a header, an empty one.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        defaults: The row of each parameter.
    """

    name: str
    text: str
    header: Header
    form: str
    defaults: dict[str, Default]

    @cached_property
    def tokens(self) -> list[Token]:
        """The SPARQL text as tokens."""
        return sparql.tokens(self.text, place=self.name)

    def is_required(self, param: str) -> bool:
        """Whether the user must give this parameter."""
        return self.defaults[param].is_undef and not self.header.params[param].optional


def names() -> list[str]:
    """The names of the shipped stored queries, sorted."""
    return sorted(p.stem for p in resources.folder("queries").glob("*.rq"))


def shipped() -> list[StoredQuery]:
    """All shipped stored queries, by name."""
    return [find(name) for name in names()]


def find(name_or_path: str | Path) -> StoredQuery:
    """A stored query: a shipped one by its name, or a file by its path (anything with a ``/`` or ``.rq``).

    Raises:
        PqgraphError: PQ501 there is none; PQ502 to PQ507 it cannot be used (:func:`load`).
    """
    wanted = str(name_or_path)
    if isinstance(name_or_path, Path) or wanted.endswith(".rq") or "/" in wanted or "\\" in wanted:
        path = Path(name_or_path)
        if not path.is_file():
            raise PqgraphError("PQ501", "there is no such file", place=wanted, advice=_advice(path.stem))
        return load(_read(path), name=path.stem, place=wanted)
    known = names()
    if not _NAME.match(wanted) or wanted not in known:
        raise PqgraphError("PQ501", f"{wanted!r} is not the name of a stored query", advice=_advice(wanted))
    path = resources.resource("queries", f"{wanted}.rq")
    return load(_read(path), name=wanted, place=path.name)


def load(text: str, *, name: str, place: str) -> StoredQuery:
    """Read a stored query and check that header and SPARQL fit each other.

    Args:
        text: The file's content.
        name: Its name.
        place: Where it stands, for messages.

    Raises:
        PqgraphError: PQ502 the header is broken, or does not fit the ``VALUES`` rows and the projection;
            PQ503 the SPARQL is not valid; PQ507 it does more than read.
    """
    header = parse_header(text, place=place)
    parts = sparql.tokens(text, place=place)
    form = sparql.read_only_form(parts, place=place)
    from pqgraph.store.local import check_syntax

    check_syntax(text, place=place)
    if header is None:
        return StoredQuery(name, text, Header(summary=""), form, {})
    defaults = {param: _default(param, parts, place) for param in header.params}
    for param, default in defaults.items():
        kind = header.params[param].type
        if not default.is_undef and not _fits(kind, parts[default.first : default.last]):
            raise PqgraphError(
                "PQ502", f"the default of {param}, {default.text}, is not of type {kind}", place=place
            )
    if header.columns:
        projected = _projection(parts) if form == "SELECT" else []
        if list(header.columns) != projected:
            stated, given = ", ".join(header.columns), ", ".join(projected) or "no rows"
            found = f"the header's columns are {stated}, but the query gives {given}"
            raise PqgraphError("PQ502", found, place=place)
    return StoredQuery(name, text, header, form, defaults)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise PqgraphError("PQ110", "a query is text, and this is more than a megabyte", place=str(path))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise PqgraphError("PQ105", "a query is UTF-8 text", place=str(path)) from problem
    except OSError as problem:
        raise PqgraphError("PQ101", problem.strerror or str(problem), place=str(path)) from problem


def _advice(wanted: str) -> str | None:
    close = difflib.get_close_matches(wanted.lower(), names(), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(close)}?" if close else None


def _default(param: str, parts: list[Token], place: str) -> Default:
    """The one-variable VALUES block of a parameter."""
    blocks = [
        i + 3
        for i, token in enumerate(parts[:-3])
        if token.is_word("VALUES")
        and parts[i + 1].kind is Kind.VARIABLE
        and parts[i + 1].text[1:] == param
        and parts[i + 2].text == "{"
    ]
    if len(blocks) != 1:
        found = f"parameter {param} needs one block VALUES ?{param} {{ … }}, and there are {len(blocks)}"
        raise PqgraphError("PQ502", found, place=place)
    first = last = blocks[0]
    while parts[last].text != "}":
        last += 1
    row = parts[first:last]
    if not is_one_term(row):
        raise PqgraphError("PQ502", f"the VALUES block of {param} must hold one term or UNDEF", place=place)
    return Default("".join(t.text for t in row), first, last)


def is_one_term(row: list[Token]) -> bool:
    """Whether tokens are exactly one RDF term, or ``UNDEF``."""
    kinds = [t.kind for t in row]
    match kinds:
        case [Kind.IRI | Kind.NAME | Kind.STRING | Kind.NUMBER]:
            return True
        case [Kind.WORD]:
            return row[0].is_word("UNDEF", "TRUE", "FALSE")
        case [Kind.SIGN, Kind.NUMBER]:
            return row[0].text in "+-"
        case [Kind.STRING, Kind.LANGUAGE]:
            return True
        case [Kind.STRING, Kind.SIGN, Kind.IRI | Kind.NAME]:
            return row[1].text == "^^"
        case _:
            return False


def _fits(kind: str, row: list[Token]) -> bool:
    if kind in _IRI_TYPES:
        return row[0].kind in (Kind.IRI, Kind.NAME)
    if kind == "boolean":
        return row[0].is_word("TRUE", "FALSE")
    if kind == "integer":
        return row[-1].kind is Kind.NUMBER and row[-1].text.isdecimal()
    if kind == "date":
        return len(row) == 3 and row[2].text in ("xsd:date", f"<{_XSD}date>")
    return len(row) == 1 and row[0].kind is Kind.STRING


def _projection(parts: list[Token]) -> list[str]:
    """Names of the variables that the outermost SELECT gives, in its order."""
    start = next(i for i, t in enumerate(parts) if t.is_word("SELECT"))
    found: list[str] = []
    depth = 0
    for i, token in enumerate(parts[start + 1 :], start + 1):
        if depth == 0 and (token.text == "{" or token.is_word("WHERE", "FROM")):
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind is Kind.VARIABLE and (depth == 0 or (depth == 1 and parts[i - 1].is_word("AS"))):
            found.append(token.text[1:])
    return found
