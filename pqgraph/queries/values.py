"""What a user may write as the value of a parameter, and which RDF term it means."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable

from pqgraph import iris, resources
from pqgraph.errors import PqgraphError
from pqgraph.model import House
from pqgraph.queries.header import Param
from pqgraph.queries.lookup import bodies_called, known_names, members_called
from pqgraph.queries.places import in_range
from pqgraph.rdf.terms import clean_text
from pqgraph.store.results import Queryable, RdfTerm
from pqgraph.terms import xsd

__all__ = ["check"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{0,18}\.\d{1,18}\Z", re.ASCII)
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}\Z", re.ASCII)
_XSD_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
_NUMBER = re.compile(r"\d{1,9}\Z", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{10,}\Z", re.ASCII)
_MAX_LENGTH = 10_000
_HOUSES = {
    word: house
    for house in House
    for word in (house.slug, house.label.lower(), f"the {house.label.lower()}", iris.house(house))
}


def check(name: str, param: Param, text: str, target: Queryable | None = None) -> RdfTerm:
    """The term that a value means.

    Args:
        name: The parameter, for messages.
        param: Its type.
        text: The value as the user wrote it.
        target: The data, to look up names of members and answering bodies.

    Raises:
        PqgraphError: PQ505, the value is not of the type, names nothing, or names several.
    """
    if len(text) > _MAX_LENGTH:
        raise _misfit(name, f"it has {len(text)} characters; {_MAX_LENGTH} are allowed")
    if clean_text(text)[1]:
        raise _misfit(name, "it holds characters that no RDF term can carry, such as control characters")
    if param.choices:
        text = _choice(name, param, text)
    if param.type in ("string", "enum", "text"):
        if param.type == "text" and not text.strip():
            raise _misfit(name, "there is nothing to search for")
        return RdfTerm("literal", text, param.datatype, param.language)
    term = _BY_TYPE[param.type](name, text.strip(), target)
    if param.type == "integer" and not in_range(param, int(term.value)):
        raise _misfit(name, f"{term.value} is {_range(param)}")
    return term


def _misfit(name: str, why: str, advice: str | None = None) -> PqgraphError:
    return PqgraphError("PQ505", f"the value of {name} does not fit: {why}", advice=advice)


def _choice(name: str, param: Param, text: str) -> str:
    """The choice that is meant; case and outer spaces do not matter if that leaves one."""
    if text in param.choices:
        return text
    meant = [choice for choice in param.choices if choice.casefold() == text.strip().casefold()]
    if len(meant) == 1:
        return meant[0]
    close = difflib.get_close_matches(text, param.choices, n=1)
    hint = f"Did you mean {close[0]}? " if close else ""
    raise _misfit(
        name, f"{text!r} is not one of its choices", f"{hint}Use one of: {', '.join(param.choices)}."
    )


def _range(param: Param) -> str:
    if param.min is None:
        return f"more than {param.max}"
    return f"less than {param.min}" if param.max is None else f"not between {param.min} and {param.max}"


def _iri(name: str, text: str, _: Queryable | None) -> RdfTerm:
    # Oxigraph is stricter than RFC 3987's characters alone (hosts, percent signs).
    if not iris.is_iri(text) or not _accepted(text):
        raise _misfit(name, f"{text!r} is not an absolute IRI", "Write it whole, without < >.")
    return RdfTerm("iri", text)


def _accepted(iri: str) -> bool:
    from pqgraph.store.local import is_valid_iri

    return is_valid_iri(iri)


def _integer(name: str, text: str, _: Queryable | None) -> RdfTerm:
    if not _INTEGER.match(text):
        raise _misfit(name, f"{text!r} is not a whole number of up to 18 digits")
    return RdfTerm("literal", str(int(text)), xsd.integer)


def _number(name: str, text: str, _: Queryable | None) -> RdfTerm:
    if _INTEGER.match(text):
        return RdfTerm("literal", str(int(text)), xsd.integer)
    if not _DECIMAL.match(text):
        raise _misfit(name, f"{text!r} is not a number such as 12 or -0.5")
    return RdfTerm("literal", text, _XSD_DECIMAL)


def _date(name: str, text: str, _: Queryable | None) -> RdfTerm:
    try:
        if not _DATE.match(text):
            raise ValueError
        dt.date.fromisoformat(text)
    except ValueError:
        raise _misfit(name, f"{text!r} is not a day of the calendar", "Write it as 2018-11-22.") from None
    return RdfTerm("literal", text, xsd.date)


def _month(name: str, text: str, target: Queryable | None) -> RdfTerm:
    if _looks_like_iri(text):
        return _iri(name, text, target)
    if not _MONTH.match(text):
        raise _misfit(name, f"{text!r} is not a month", "Write it as 2018-11.")
    return RdfTerm("iri", iris.month(int(text[:4]), int(text[5:])))


def _year(name: str, text: str, target: Queryable | None) -> RdfTerm:
    if _looks_like_iri(text):
        return _iri(name, text, target)
    if not _YEAR.match(text):
        raise _misfit(name, f"{text!r} is not a year", "Write it as 2018.")
    return RdfTerm("iri", iris.year(int(text)))


def _boolean(name: str, text: str, _: Queryable | None) -> RdfTerm:
    lower = text.lower()
    if lower not in ("true", "false"):
        raise _misfit(name, f"{text!r} is neither true nor false")
    return RdfTerm("literal", lower, xsd.boolean)


def _house(name: str, text: str, _: Queryable | None) -> RdfTerm:
    house = _HOUSES.get(text) or _HOUSES.get(text.lower())
    if house is None:
        raise _misfit(name, f"{text!r} is not a House", "Use commons or lords.")
    return RdfTerm("iri", iris.house(house))


def _looks_like_iri(text: str) -> bool:
    return text.startswith(("http://", "https://", "urn:")) or text.startswith("<")


def _topic(name: str, text: str, target: Queryable | None) -> RdfTerm:
    if _looks_like_iri(text):
        return _iri(name, text, target)
    from pqgraph.topics import resolve_topic

    try:
        slug = resolve_topic(text)
    except ValueError as problem:
        raise _misfit(name, str(problem), "'pqgraph list topics' shows them.") from problem
    return RdfTerm("iri", iris.topic(slug))


def _member(name: str, text: str, target: Queryable | None) -> RdfTerm:
    if _looks_like_iri(text):
        return _iri(name, text, target)
    if _NUMBER.match(text):
        try:
            return RdfTerm("iri", iris.member(text))
        except ValueError as problem:
            raise _misfit(name, str(problem)) from problem
    if _LONG_NUMBER.match(text):
        raise _misfit(name, f"{text!r} is too long for the number of a member")
    if target is None:
        raise _misfit(
            name, "names are looked up in data, and there is none", "Give the MNIS number or the IRI."
        )
    return _only(name, text, members_called(text, target), lambda: known_names(target))


def _body(name: str, text: str, target: Queryable | None) -> RdfTerm:
    if _looks_like_iri(text):
        return _iri(name, text, target)
    if _NUMBER.match(text):
        return RdfTerm("iri", iris.answering_body(str(int(text))))
    if _LONG_NUMBER.match(text):
        raise _misfit(name, f"{text!r} is too long for the number of an answering body")
    found: dict[str, str] = {}
    labels: set[str] = set()
    for source in (target, _reference):
        place = source() if callable(source) else source
        if place is not None and not found:
            found, known = bodies_called(text, place)
            labels |= known
    return _only(name, text, found, lambda: labels)


def _reference() -> Queryable:
    from pqgraph.store.local import LocalStore

    return LocalStore.in_memory([resources.resource("ontology", "bodies.ttl")])


def _only(name: str, text: str, found: dict[str, str], known: Callable[[], Iterable[str]]) -> RdfTerm:
    """The one thing found."""
    if len(found) == 1:
        return RdfTerm("iri", next(iter(found)))
    if found:
        listed = "; ".join(f"{label} <{iri}>" for iri, label in sorted(found.items()))
        raise _misfit(
            name, f"{text!r} names {len(found)}: {listed}", "Give the number or the IRI of the one you mean."
        )
    close = difflib.get_close_matches(text, sorted(known()), n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(close)}? " if close else ""
    raise _misfit(name, f"nothing is called {text!r}", f"{hint}A number or an IRI is taken as it is.")


_BY_TYPE: dict[str, Callable[[str, str, Queryable | None], RdfTerm]] = {
    "iri": _iri,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "month": _month,
    "year": _year,
    "boolean": _boolean,
    "house": _house,
    "topic": _topic,
    "member": _member,
    "body": _body,
}
