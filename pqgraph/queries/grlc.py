"""Queries written for grlc: parameters by the names of variables.

`grlc <https://github.com/CLARIAH/grlc>`_ takes them from `BASIL <https://github.com/the-open-university/basil>`_:
``?_name`` must be given, ``?__name`` may be; a suffix tells what the value becomes.

==========================  ============================================
``?_name``                  a plain literal; so does ``?_name_literal``
``?_name_iri``              an IRI
``?_name_number``           a number
``?_name_integer``          an ``xsd:integer``
``?_name_prefix_datatype``  a literal of that datatype
``?_name_en``               a literal in that language
==========================  ============================================

Decorators ``defaults`` and ``enumerate`` give defaults and allowed values. grlc pastes values into the text;
here each is a term that takes the place of whole tokens, as everywhere (:mod:`pqgraph.queries.binding`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pqgraph.errors import PqgraphError
from pqgraph.queries.header import Param, ParamType
from pqgraph.queries.places import Default, Slot
from pqgraph.queries.serialising import serialise
from pqgraph.queries.values import check
from pqgraph.store.sparql import Kind, Token
from pqgraph.terms import PREFIXES, xsd

__all__ = ["parameters"]

_VARIABLE = re.compile(
    r"""[?$](?P<mark>__?)(?P<name>[A-Za-z0-9]+)
        (?:_(?P<type>iri|number|literal|integer)
          |_(?P<prefix>[A-Za-z0-9]+)_(?P<local>[A-Za-z0-9]+)
          |_(?P<language>[A-Za-z0-9]+))?\Z""",
    re.VERBOSE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}\Z")
_TYPES: dict[str, ParamType] = {
    "iri": "iri",
    "number": "number",
    "literal": "string",
    "integer": "integer",
}
_DATATYPES: dict[str, ParamType] = {xsd.integer: "integer", xsd.date: "date", xsd.boolean: "boolean"}


def parameters(
    decorators: Mapping[str, Any], parts: list[Token], place: str
) -> tuple[dict[str, Param], dict[str, Default]]:
    """The parameters of a query by the names of its variables, and where each stands.

    Args:
        decorators: The header as it was written.
        parts: The tokens of the query.
        place: Where the query stands, for messages.

    Raises:
        PqgraphError: PQ502, a suffix means nothing, two variables of one parameter disagree, or a default
            is not a value of the type.
    """
    declared = {**PREFIXES, **_prefixes(parts)}
    defaults, choices = _decorator(decorators, "defaults"), _decorator(decorators, "enumerate")
    found: dict[str, Param] = {}
    slots: dict[str, list[Slot]] = {}
    for i, token in enumerate(parts):
        match = _VARIABLE.match(token.text) if token.kind is Kind.VARIABLE else None
        if match is None:
            continue
        name = match["name"]
        allowed = choices.get(name, ())
        param = _param(match, declared, tuple(allowed) if isinstance(allowed, list) else (), place)
        before = found.setdefault(name, param)
        if before != param:
            raise PqgraphError("PQ502", f"parameter {name} is written in two ways, {token.text}", place=place)
        slots.setdefault(name, []).append(Slot(i, i + 1, token.text))
    terms = dict.fromkeys(found, "UNDEF")
    for name, value in defaults.items():
        if name in found:
            try:
                terms[name] = serialise(check(name, found[name], str(value)))
            except PqgraphError as problem:
                raise PqgraphError("PQ502", f"defaults: {problem.found}", place=place) from problem
    return found, {name: Default(terms[name], tuple(slots[name])) for name in found}


def _param(match: re.Match[str], prefixes: Mapping[str, str], choices: tuple[str, ...], place: str) -> Param:
    kind: ParamType = "string"
    datatype = language = None
    if match["type"]:
        kind = _TYPES[match["type"]]
    elif match["prefix"]:
        if match["prefix"] not in prefixes:
            raise PqgraphError(
                "PQ502",
                f"{match[0]} names a datatype, and the prefix {match['prefix']} is not declared",
                place=place,
            )
        iri = prefixes[match["prefix"]] + match["local"]
        kind = _DATATYPES.get(iri, "string")
        datatype = iri if kind == "string" else None
    elif match["language"]:
        language = match["language"]
        if not _LANGUAGE.match(language):
            raise PqgraphError("PQ502", f"{match[0]}: {language} is no type and no language", place=place)
    return Param(
        kind,
        "",
        choices=choices,
        optional=match["mark"] == "__",
        datatype=datatype,
        language=language,
    )


def _prefixes(parts: list[Token]) -> dict[str, str]:
    return {
        parts[i + 1].text[:-1]: parts[i + 2].text[1:-1]
        for i, token in enumerate(parts[:-2])
        if token.is_word("PREFIX") and parts[i + 2].kind is Kind.IRI
    }


def _decorator(decorators: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A decorator that grlc writes as a list of one-key mappings. A name alone says "ask the endpoint"."""
    found: dict[str, Any] = {}
    value = decorators.get(key)
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            found.update(entry)
    return found
