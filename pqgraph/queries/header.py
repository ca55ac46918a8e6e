"""The header of a stored query: ``#+`` comment lines that hold YAML.

`grlc <https://github.com/CLARIAH/grlc>`_ reads the same lines (``summary``, ``description``, ``tags``,
``endpoint``, …); ``params``, ``columns``, ``family``, ``competency``, ``chart``, ``example``, ``keys`` and ``index``
are pqgraph's.
``docs/queries.md`` tells the form.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
import yaml

from pqgraph import iris
from pqgraph.errors import PqgraphError

__all__ = [
    "FAMILIES",
    "Chart",
    "ChartKind",
    "Column",
    "ColumnType",
    "Family",
    "Header",
    "IndexOrder",
    "Param",
    "ParamType",
    "bounded",
    "parse_header",
    "read_yaml",
]

ParamType = Literal[
    "iri",
    "string",
    "integer",
    "date",
    "month",
    "year",
    "number",
    "boolean",
    "enum",
    "topic",
    "member",
    "body",
    "house",
    "text",
]
ColumnType = Literal["iri", "string", "integer", "decimal", "date", "dateTime", "boolean"]
ChartKind = Literal["bar", "line", "heatmap", "network"]
Family = Literal[
    "members", "departments", "topics", "networks", "life-cycle", "evidence", "quality", "description"
]
FAMILIES: dict[Family, str] = {
    "members": "What members ask",
    "departments": "How departments answer",
    "topics": "What is asked about",
    "networks": "Who has to do with whom",
    "life-cycle": "What becomes of a question",
    "evidence": "What stays unanswered, and what answers rest on",
    "quality": "How good the data is",
    "description": "Everything about one thing, as a graph",
}
"""The families of stored queries in the order of the table of contents, each with its heading."""

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
_OWN_KEYS = frozenset(("params", "columns", "family", "competency", "chart", "example", "keys", "index"))
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z", re.ASCII)
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
    min: int | None = None
    """The smallest value of an ``integer``."""
    max: int | None = None
    """The greatest value of an ``integer``; of a ``text``, how many questions it may find."""
    language: str | None = None
    """The language tag of a ``string``."""
    datatype: str | None = None
    """The datatype IRI of a ``string``, if it is not to be a plain literal."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variable of the projection."""

    type: ColumnType
    """What its terms are. Any column may be empty in some rows."""
    help: str = ""
    """What it means, if the name does not say it."""


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How rows are drawn. ``chart: bar`` alone leaves the choice of columns to whoever draws."""

    kind: ChartKind
    """``bar``, ``line``, ``heatmap`` or ``network``."""
    x: str | None = None
    """The column along the horizontal axis; of a network, where an edge begins."""
    y: str | None = None
    """The column along the vertical axis; of a network, where an edge ends."""
    series: str | None = None
    """The column that tells bars or lines apart by colour."""
    value: str | None = None
    """The column that a heat map's colour or an edge's width stands for."""


class IndexOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same list in the terms of the search index (:mod:`pqgraph.queries.indexed`).

    Fields are those of :data:`pqgraph.search.FIELDS`.
    """

    order: str
    """The field that keys are ordered by, with ``-`` before it if from the greatest; equals stand by ``pq:sortKey`` in
    the same direction, then by IRI."""
    params: dict[str, str] = {}
    """The field that each parameter restricts; with ``>=`` or ``<=`` before it, to values from there or up to there."""
    where: dict[str, str] = {}
    """What fields must hold whatever is given."""
    without: dict[str, str] = {}
    """What they must not hold."""
    past: tuple[str, ...] = ()
    """Fields that must hold a day before today's, which is that of SPARQL's ``NOW()``."""


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
    family: Family | None = None
    """Where it stands in the table of contents, :data:`FAMILIES`."""
    competency: tuple[str, ...] = ()
    """Longer questions that it answers, in the words of those who would ask them."""
    chart: Chart | None = None
    """How its rows are drawn."""
    example: dict[str, str] = {}
    """Values of parameters that give a telling answer; documentation shows it."""
    keys: tuple[str, ...] = ()
    """What an inner SELECT finds first, so that a limit may stand there (:mod:`pqgraph.queries.first_rows`)."""
    index: IndexOrder | None = None
    """How the search index finds the first of them."""


# The one that is made of libyaml is ten times as fast; it comes with PyYAML on all usual platforms.
if TYPE_CHECKING:
    _BaseLoader = yaml.BaseLoader
else:
    _BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_BaseLoader):
    """YAML with all scalars as text, so that a parameter may be called ``on`` or ``no``; no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return cast(dict[Any, Any], super().construct_mapping(node, deep))


def read_yaml(text: str, *, place: str) -> dict[str, Any] | None:
    """The YAML in the ``#+`` lines of a query; all scalars are text.

    Returns:
        The mapping, or ``None`` if there is not one ``#+`` line.

    Raises:
        PqgraphError: PQ502, it is not a mapping in YAML.
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
    return data


def parse_header(text: str, *, place: str) -> Header | None:
    """Read the header of a query.

    A header with none of pqgraph's own keys is grlc's: its summary need not be a question, and may be missing.

    Args:
        text: The whole query.
        place: Name of the file, for messages.

    Returns:
        The header, or ``None`` if there is not one ``#+`` line.

    Raises:
        PqgraphError: PQ502, the header is broken.
    """
    data = read_yaml(text, place=place)
    if data is None:
        return None
    known = (*Header.__struct_fields__, *sorted(_GRLC_KEYS))
    own = bool(_OWN_KEYS & data.keys())
    for key in data.keys() - set(known):
        close = difflib.get_close_matches(str(key), known, n=1, cutoff=0.75)
        # grlc passes over what it does not know; a misspelt key would be lost without a word.
        if own or close:
            hint = f"Did you mean {close[0]}?" if close else None
            raise PqgraphError("PQ502", f"the header has an unknown key {key!r}", place=place, advice=hint)
    ours = {key: value for key, value in data.items() if key in Header.__struct_fields__}
    # Short forms: one competency question, a chart of which only the kind is said, one tag.
    for key in ("competency", "tags", "keys"):
        if isinstance(ours.get(key), str):
            ours[key] = [ours[key]]
    if isinstance(ours.get("chart"), str):
        ours["chart"] = {"kind": ours["chart"]}
    if not own:
        ours.setdefault("summary", "")
    try:
        header = msgspec.convert(ours, Header, strict=False)
    except msgspec.ValidationError as problem:
        raise PqgraphError("PQ502", str(problem), place=place) from problem
    if own:
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
        if (param.language or param.datatype) and param.type != "string":
            raise PqgraphError(
                "PQ502", f"{name}: language and datatype go with type string only", place=place
            )
        if param.datatype and not iris.is_iri(param.datatype):
            raise PqgraphError("PQ502", f"{name}: the datatype must be a whole IRI", place=place)
        if param.language and not _LANGUAGE.match(param.language):
            raise PqgraphError("PQ502", f"{name}: {param.language!r} is not a language", place=place)
        if param.language and param.datatype:
            raise PqgraphError("PQ502", f"{name}: give a language or a datatype, not both", place=place)
        if param.min is not None and param.type != "integer":
            raise PqgraphError("PQ502", f"{name}: min goes with type integer only", place=place)
        if param.max is not None and param.type not in ("integer", "text"):
            raise PqgraphError("PQ502", f"{name}: max goes with types integer and text only", place=place)
        if param.min is not None and param.max is not None and param.min > param.max:
            raise PqgraphError("PQ502", f"{name}: min is greater than max", place=place)
    if sum(param.type == "text" for param in header.params.values()) > 1:
        raise PqgraphError("PQ502", "there is more than one parameter of type text", place=place)
    for question in header.competency:
        if not question.strip().endswith("?"):
            raise PqgraphError("PQ502", f"competency: {question!r} does not end in '?'", place=place)
    for name in header.example:
        if name not in header.params:
            raise PqgraphError("PQ502", f"example: there is no parameter {name}", place=place)
    if header.index is not None:
        _check_index(header, header.index, place)
    if header.chart is not None:
        for role in ("x", "y", "series", "value"):
            column = getattr(header.chart, role)
            if column is not None and column not in header.columns:
                raise PqgraphError("PQ502", f"chart: there is no column {column} for {role}", place=place)


def bounded(field: str) -> tuple[str, str]:
    """A field of :attr:`IndexOrder.params` as its bound (``>=``, ``<=`` or nothing) and its name."""
    return (field[:2], field[2:]) if field.startswith((">=", "<=")) else ("", field)


def _check_index(header: Header, index: IndexOrder, place: str) -> None:
    from pqgraph.search import FIELDS, Kind

    if len(header.keys) == 0:
        raise PqgraphError("PQ502", "index: it goes with keys, and there are none", place=place)
    fields = [index.order.removeprefix("-"), *index.where, *index.without, *index.past]
    for param, field in index.params.items():
        if param not in header.params:
            raise PqgraphError("PQ502", f"index: there is no parameter {param}", place=place)
        fields.append(bounded(field)[1])
    for field in fields:
        if field not in FIELDS or FIELDS[field].kind is Kind.TEXT:
            raise PqgraphError(
                "PQ502",
                f"index: {field} is no field that can be compared",
                place=place,
                advice="See docs/search.md.",
            )
