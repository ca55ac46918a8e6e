"""The header of a stored query: ``#+`` comment lines that hold YAML.

`grlc <https://github.com/CLARIAH/grlc>`_ reads the same lines (``summary``, ``description``, ``tags``,
``endpoint``, …); ``params`` and ``columns`` are pqgraph's. ``docs/queries.md`` tells the form.
"""

from __future__ import annotations

import re
from typing import Any, Literal, cast

import msgspec
import yaml

from pqgraph.errors import PqgraphError

__all__ = ["Column", "ColumnType", "Header", "Param", "ParamType", "parse_header"]

ParamType = Literal["iri", "string", "integer", "date", "boolean", "enum", "topic", "member", "body", "house"]
ColumnType = Literal["iri", "string", "integer", "decimal", "date", "dateTime", "boolean"]

# What grlc knows and pqgraph has no use for; anything else unknown is a mistake.
_GRLC_KEYS = frozenset(
    (
        "contact",
        "defaults",
        "endpoint",
        "endpoint-method",
        "endpoint_in_url",
        "enumerate",
        "licence",
        "license",
    )
) | frozenset(("method", "mime", "namespace", "pagination", "transform", "url"))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z", re.ASCII)


class Param(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter.

    Its default is the row of its ``VALUES`` block; ``UNDEF`` there means that nothing is given.
    """

    type: ParamType
    """What values it takes, ``docs/queries.md``."""
    help: str
    """One line for the user."""
    choices: tuple[str, ...] = ()
    """The values of an ``enum``."""
    optional: bool = False
    """Whether the query may run with nothing given. If not, and the default is ``UNDEF``, the user must give
    it."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variable of the projection."""

    type: ColumnType
    """What its terms are. Any column may be empty in some rows."""
    help: str = ""
    """What it means, if the name does not say it."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a stored query says of itself."""

    summary: str
    """The question that it answers, ending in a question mark."""
    description: str = ""
    """What is counted and what is not."""
    tags: tuple[str, ...] = ()
    """Words to group queries by."""
    params: dict[str, Param] = {}
    """Parameters by the name of their variable."""
    columns: dict[str, Column] = {}
    """Columns by the name of their variable, in the order of the projection."""


class _Loader(yaml.BaseLoader):
    """YAML with all scalars as text, so that a parameter may be called ``on`` or ``no``; no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return cast(dict[Any, Any], yaml.BaseLoader.construct_mapping(self, node, deep))


def parse_header(text: str, *, place: str) -> Header | None:
    """Read the header of a query.

    Args:
        text: The whole query.
        place: Name of the file, for messages.

    Returns:
        The header, or ``None`` if there is not one ``#+`` line.

    Raises:
        PqgraphError: PQ502, the header is broken.
    """
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.startswith("#+")]
    if not numbered:
        return None
    source = "\n".join(line[3:] if line[2:3] == " " else line[2:] for _, line in numbered)
    try:
        data = yaml.load(source, Loader=_Loader)  # _Loader makes text, lists and mappings only
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f"{place}:{numbered[mark.line][0]}" if mark and mark.line < len(numbered) else place
        raise PqgraphError("PQ502", f"not YAML: {problem.problem}", place=where) from problem
    except yaml.YAMLError as problem:
        raise PqgraphError("PQ502", f"not YAML: {problem}", place=place) from problem
    if not isinstance(data, dict):
        raise PqgraphError("PQ502", "the header is not a mapping of keys to values", place=place)
    ours = {key: value for key, value in data.items() if key not in _GRLC_KEYS}
    try:
        header = msgspec.convert(ours, Header, strict=False)
    except msgspec.ValidationError as problem:
        raise PqgraphError("PQ502", str(problem), place=place) from problem
    _check(header, place)
    return header


def _check(header: Header, place: str) -> None:
    if not header.summary.strip().endswith("?"):
        raise PqgraphError("PQ502", "the summary is not a question that ends in '?'", place=place)
    for name in (*header.params, *header.columns):
        if not _NAME.match(name):
            raise PqgraphError("PQ502", f"{name!r} cannot be the name of a variable", place=place)
    for name, param in header.params.items():
        if (param.type == "enum") != bool(param.choices):
            raise PqgraphError("PQ502", f"{name}: choices go with type enum, and only with it", place=place)
