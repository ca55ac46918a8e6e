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

_MEMBERS = f"""
SELECT DISTINCT ?member ?name ?known WHERE {{
  {{ ?member <{foaf.name}> ?name }} UNION {{ ?member <{pq.listName}> ?name }}
  OPTIONAL {{ ?member a ?known . FILTER(?known = <{parl.Member}>) }}
}}"""
_PRINTED = f"""
SELECT DISTINCT ?name WHERE {{
  {{ ?s <{parl.tablingMemberPrinted}> ?name }} UNION {{ ?s <{parl.answeringMemberPrinted}> ?name }}
}}"""
_BEHIND = """
SELECT DISTINCT ?member ?known WHERE {{
  VALUES ?name {{ {names} }}
  {{ ?s <{tabled}> ?name ; <{tabling}> ?member }} UNION {{ ?s <{answered}> ?name ; <{answering}> ?member }}
  OPTIONAL {{ ?member a ?known . FILTER(?known = <{member}>) }}
}}"""
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

    ``foaf:name`` and ``pq:listName`` are looked at first, then names as printed with questions and answers.

    Returns:
        A label for each IRI.
    """
    wanted = _keys(name)
    resolved: dict[str, str] = {}
    unresolved: dict[str, str] = {}
    for member, label, known in _rows(target, _MEMBERS):
        if member and label and wanted & _keys(label.value):
            (resolved if known else unresolved).setdefault(member.value, label.value)
    if resolved or unresolved:
        return resolved or unresolved
    printed = [term for (term,) in _rows(target, _PRINTED) if term and wanted & _keys(term.value)]
    if not printed:
        return {}
    behind = _BEHIND.format(
        names=" ".join(sorted(serialise(term) for term in printed)),
        tabled=parl.tablingMemberPrinted,
        tabling=parl.tablingMember,
        answered=parl.answeringMemberPrinted,
        answering=parl.answeringMember,
        member=parl.Member,
    )
    for member, known in _rows(target, behind):
        if member:
            (resolved if known else unresolved).setdefault(member.value, name)
    return resolved or unresolved


def known_names(target: Queryable) -> set[str]:
    """All names of members that the data holds."""
    return {label.value for _, label, _ in _rows(target, _MEMBERS) if label}


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
