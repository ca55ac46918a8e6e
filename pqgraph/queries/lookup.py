"""Looking up members and answering bodies by name in the data that a query is put to.

Names are compared in Python (case, spaces and Unicode forms do not matter), because engines differ in what
they make of them, and there are only some thousands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pqgraph.queries.serialising import serialise
from pqgraph.store.results import Queryable, RdfTerm, Solutions
from pqgraph.terms import foaf, parl, pq, skos

__all__ = ["bodies_called", "known_names", "members_called"]

_NAMES = f"""
SELECT DISTINCT ?member ?name WHERE {{
  {{ ?member <{foaf.name}> ?name }} UNION {{ ?member <{pq.listName}> ?name }}
}}"""
_NAMED = f"""
SELECT DISTINCT ?member ?name WHERE {{{{
  VALUES ?name {{{{ {{terms}} }}}}
  {{{{ ?member <{foaf.name}> ?name }}}} UNION {{{{ ?member <{pq.listName}> ?name }}}}
}}}}"""
_PRINTED = f"""
SELECT DISTINCT ?name WHERE {{
  {{ ?s <{parl.tablingMemberPrinted}> ?name }} UNION {{ ?s <{parl.answeringMemberPrinted}> ?name }}
}}"""
_BEHIND = f"""
SELECT DISTINCT ?member ?name WHERE {{{{
  VALUES ?name {{{{ {{terms}} }}}}
  {{{{ ?s <{parl.tablingMemberPrinted}> ?name ; <{parl.tablingMember}> ?member }}}}
  UNION {{{{ ?s <{parl.answeringMemberPrinted}> ?name ; <{parl.answeringMember}> ?member }}}}
}}}}"""
_RESOLVED = f"""
SELECT DISTINCT ?member WHERE {{{{ VALUES ?member {{{{ {{terms}} }}}} ?member a <{parl.Member}> }}}}"""
_BODIES = f"""
SELECT DISTINCT ?body ?label WHERE {{
  ?body a <{pq.AnsweringBody}> .
  {{ ?body <{skos.prefLabel}> ?label }} UNION {{ ?body <{skos.altLabel}> ?label }}
}}"""


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _keys(name: str) -> set[str]:
    """The ways a name may stand: as written, and "Walker, Thelma" also as "Thelma Walker"."""
    last, comma, first = name.partition(",")
    return {_key(name), _key(f"{first} {last}")} if comma else {_key(name)}


def _rows(target: Queryable, text: str) -> Iterator[tuple[RdfTerm | None, ...]]:
    result = target.query(text)
    return result.rows if isinstance(result, Solutions) else iter(())


def members_called(name: str, target: Queryable) -> dict[str, str]:
    """Members of a name, and if there are none, unresolved names that equal it.

    ``foaf:name`` and ``pq:listName`` are looked at first, then names as printed with questions and answers; of
    each, what is written exactly so goes before what differs in case or spaces. A store finds the exact ones
    at once; for the others all names are read.

    Returns:
        A label for each IRI.
    """
    wanted = _keys(name)
    exact = [RdfTerm("literal", text) for text in _spellings(name)]
    found = _named(_rows_with(target, _NAMED, exact), wanted) or _named(_rows(target, _NAMES), wanted)
    if found:
        return _resolved(found, target)
    found = _behind(exact, name, target)
    if not found:
        printed = [term for (term,) in _rows(target, _PRINTED) if term and wanted & _keys(term.value)]
        found = _behind(printed, name, target)
    return _resolved(found, target)


def _named(rows: Iterator[tuple[RdfTerm | None, ...]], wanted: set[str]) -> dict[str, str]:
    """Members with a name that is wanted."""
    return {
        member.value: name.value for member, name in rows if member and name and wanted & _keys(name.value)
    }


def _behind(printed: list[RdfTerm], name: str, target: Queryable) -> dict[str, str]:
    """Whom printed names stand for."""
    return {member.value: name for member, _ in _rows_with(target, _BEHIND, printed) if member}


def _resolved(found: dict[str, str], target: Queryable) -> dict[str, str]:
    """The members among them; if there are none, all."""
    terms = [RdfTerm("iri", iri) for iri in found]
    known = {term.value for (term,) in _rows_with(target, _RESOLVED, terms) if term}
    return {iri: label for iri, label in found.items() if iri in known} or found


def _rows_with(target: Queryable, text: str, terms: list[RdfTerm]) -> Iterator[tuple[RdfTerm | None, ...]]:
    if not terms:
        return iter(())
    return _rows(target, text.format(terms=" ".join(sorted(serialise(term) for term in terms))))


def _spellings(name: str) -> set[str]:
    """A name as written, and "Walker, Thelma" also as "Thelma Walker"."""
    plain = " ".join(name.split())
    last, comma, first = plain.partition(",")
    return {name, plain, f"{first.strip()} {last.strip()}"} if comma else {name, plain}


def known_names(target: Queryable) -> set[str]:
    """All names of members that the data holds."""
    return {label.value for _, label in _rows(target, _NAMES) if label}


def bodies_called(label: str, target: Queryable) -> tuple[dict[str, str], set[str]]:
    """Answering bodies with a preferred or alternative label, and all such labels.

    Returns:
        A label for each IRI found; every label there is.
    """
    wanted = _key(label)
    found: dict[str, str] = {}
    known: set[str] = set()
    for body, term in _rows(target, _BODIES):
        if body and term:
            known.add(term.value)
            if _key(term.value) == wanted:
                found.setdefault(body.value, term.value)
    return found, known
