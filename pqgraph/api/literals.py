"""The parts of a term in N-Triples syntax, and what may be one."""

from __future__ import annotations

from functools import lru_cache

import orjson

from pqgraph.iris import is_iri
from pqgraph.rdf.terms import Term
from pqgraph.store.local import is_valid_iri

__all__ = ["XSD", "datatype_of", "is_node", "language_of", "text_of"]

XSD = "http://www.w3.org/2001/XMLSchema#"


def text_of(term: Term) -> str:
    """The lexical form of a literal, the IRI of an IRI, the label of a blank node."""
    if term[0] != '"':
        return term[1:-1] if term[0] == "<" else term[2:]
    quoted = term if term[-1] == '"' else term[: term.rindex('"') + 1]
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        text: str = orjson.loads(quoted)
    except orjson.JSONDecodeError:  # \' and \U0001F600 are escapes of N-Triples that JSON does not have
        return quoted[1:-1].encode("ascii", "backslashreplace").decode("unicode_escape")
    return text


def _suffix(term: Term) -> str:
    return term[term.rindex('"') + 1 :] if term[0] == '"' else ""


def language_of(term: Term) -> str:
    """The language tag of a literal, in small letters; empty if it has none."""
    suffix = _suffix(term)
    return suffix[1:].lower() if suffix.startswith("@") else ""


@lru_cache(maxsize=256)
def _datatype(suffix: str) -> str | None:
    return suffix.removeprefix("^^<").removesuffix(">") if suffix.startswith("^^") else None


def datatype_of(term: Term) -> str | None:
    """The datatype IRI of a literal; ``None`` for plain ones, those with a language, and what is no literal."""
    return _datatype(_suffix(term))


def is_node(text: str) -> bool:
    """Whether a client's text is an IRI that a query may name.

    :func:`pqgraph.iris.is_iri` lets through what no serialisation minds; an engine refuses a query for characters that
    RFC 3987 does not allow at their place, such as brackets in a path.
    """
    return is_iri(text) and is_valid_iri(text)
