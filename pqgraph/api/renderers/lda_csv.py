"""CSV as lda.data.parliament.uk gave it.

Elda made it from its XML by a stylesheet (``csv.xsl``), so this renderer takes what the JSON renderer makes of the
graph. It differs in two things: which columns there are does not depend on the page, and a quotation mark
inside a value is doubled (`RFC 4180 <https://www.rfc-editor.org/rfc/rfc4180>`_), without which many answers could
not be read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["QUESTION_COLUMNS", "Column", "CsvRenderer", "columns_of", "further_columns", "table_columns"]

_SEPARATOR = " ; "
_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        heading: As it stands in the first row; headings repeat.
        path: The keys that lead to the value. A resource at its end shows its label, or the last part of its
            IRI if it has none.
    """

    heading: str
    path: tuple[str, ...]


def _column(heading: str, path: str) -> Column:
    return Column(heading, tuple(path.split(".")))


_URI = _column("answer > uri", "answer._about")

QUESTION_COLUMNS: tuple[Column, ...] = (
    _column("uri", "_about"),
    _column("answering body", "AnsweringBody"),
    _column("answer > is ministerial correction", "answer.isMinisterialCorrection"),
    _column("answer > date of answer", "answer.dateOfAnswer"),
    _column("answer > answer text", "answer.answerText"),
    _column("answer > answering member constituency", "answer.answeringMemberConstituency"),
    _column("answer > answering member printed", "answer.answeringMemberPrinted"),
    _column("answer > grouped question UIN", "answer.groupedQuestionUIN"),
    _column("answer > question first answered", "answer.questionFirstAnswered"),
    _column("answer > question first ministerially corrected", "answer.questionFirstMinisteriallyCorrected"),
    _URI,
    _column("answer > answering member", "answer.answeringMember"),
    _column("answer > answering member > uri", "answer.answeringMember._about"),
    _URI,
    _column("answer > attachment > file name", "answer.attachment.fileName"),
    _column("answer > attachment > file name", "answer.attachment.fileName"),
    _column("answer > attachment > title", "answer.attachment.title"),
    _column("answer > attachment > title", "answer.attachment.title"),
    _URI,
    _column(
        "answer > previous answer version > answering member constituency",
        "answer.previousAnswerVersion.answeringMemberConstituency",
    ),
    _column(
        "answer > previous answer version > answering member printed",
        "answer.previousAnswerVersion.answeringMemberPrinted",
    ),
    _column("answer > previous answer version > uri", "answer.previousAnswerVersion._about"),
    _column(
        "answer > previous answer version > answering member > label",
        "answer.previousAnswerVersion.answeringMember.label",
    ),
    _column("answering dept id", "answeringDeptId"),
    _column("answering dept short name", "answeringDeptShortName"),
    _column("answering dept sort name", "answeringDeptSortName"),
    _column("date", "date"),
    _column("hansard heading", "hansardHeading"),
    _column("house id", "houseId"),
    _column("legislature > pref label", "legislature.prefLabel"),
    _column("question text", "questionText"),
    _column("registered interest", "registeredInterest"),
    _column("tabling member > label", "tablingMember.label"),
    _column("tabling member constituency", "tablingMemberConstituency"),
    _column("tabling member printed", "tablingMemberPrinted"),
    _column("uin", "uin"),
)
"""The 36 columns of ``answeredquestions``."""


_BY_TABLE = {"question": QUESTION_COLUMNS}


def table_columns(name: str) -> tuple[Column, ...] | None:
    """The fixed columns of a table; ``None`` if they are those of what is shown."""
    return _BY_TABLE.get(name)


def columns_of(items: Iterable[dict[str, Any]]) -> tuple[Column, ...]:
    """A column for each way to a value in some items, in the order of the ways."""
    ways: set[tuple[str, ...]] = set()
    for item in items:
        _ways(item, (), ways)
    ways.discard(("_about",))
    return (
        Column("uri", ("_about",)),
        *(Column(" > ".join("uri" if key == "_about" else key for key in way), way) for way in sorted(ways)),
    )


def further_columns(
    columns: Iterable[Column], asked: Iterable[Sequence[str | None]], items: Sequence[dict[str, Any]]
) -> tuple[Column, ...]:
    """Columns for what a request asks for beside the columns of a table.

    Args:
        columns: Those of the table; none of them is made again.
        asked: The keys that lead to each thing asked for; ``None`` stands for any key.
        items: What is known of the items; where any key is meant, they tell which there are.
    """
    known = {column.path for column in columns}
    found: dict[tuple[str, ...], Column] = {}
    ways: set[tuple[str, ...]] = set()
    for keys in asked:
        path = tuple(key for key in keys if key is not None)
        fitting = [path]
        if None in keys:
            if not ways:
                for item in items:
                    _ways(item, (), ways)
            fitting = sorted(way for way in ways if _fits(way, keys))
        for way in fitting:
            if way not in known:
                found.setdefault(way, Column(" > ".join(map(_words, way)), way))
    return tuple(found.values())


def _fits(way: tuple[str, ...], keys: Sequence[str | None]) -> bool:
    return len(way) >= len(keys) and all(
        key is None or key == part for key, part in zip(keys, way, strict=False)
    )


def _words(key: str) -> str:
    """A key as the headings of the table have it: ``prefLabel`` as ``pref label``, ``UIN`` as it is."""
    words = _CAPITALS.sub(" ", key).split(" ")
    return (
        "uri" if key == "_about" else " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in words)
    )


def _ways(value: Any, above: tuple[str, ...], ways: set[tuple[str, ...]]) -> None:
    if isinstance(value, list):
        for each in value:
            _ways(each, above, ways)
    elif isinstance(value, dict) and "_value" not in value:
        for key, inner in value.items():
            _ways(inner, (*above, key), ways)
    elif above:
        ways.add(above)


class CsvRenderer:
    """Renders items as rows.

    Args:
        columns: The columns.
        further: Columns after these, whose values stand in other trees.
        safe: Whether an apostrophe is put before what a spreadsheet would take for a formula (`OWASP
            <https://owasp.org/www-community/attacks/CSV_Injection>`_). Values are then no longer exact.
    """

    def __init__(
        self,
        columns: Iterable[Column] = QUESTION_COLUMNS,
        *,
        further: Iterable[Column] = (),
        safe: bool = False,
    ) -> None:
        self._columns = tuple(columns)
        self._further = tuple(further)
        self._safe = safe

    def cells(self, item: dict[str, Any]) -> list[str]:
        """The values of an item, one for each column; empty where there is none.

        Args:
            item: The item as :class:`~pqgraph.api.renderers.lda_json.JsonRenderer` makes it.
        """
        return self._guarded(_cells(item, self._columns))

    def lines(
        self, items: Iterable[dict[str, Any]], beside: Iterable[dict[str, Any]] | None = None
    ) -> Iterator[str]:
        """The document, line by line: the headings, then a row for each item.

        Args:
            items: The items.
            beside: For each of them the tree with the values of the further columns.
        """
        yield _line(column.heading for column in (*self._columns, *self._further))
        if beside is None:
            for item in items:
                yield _line(self.cells(item))
            return
        for item, other in zip(items, beside, strict=True):
            yield _line([*self.cells(item), *self._guarded(_cells(other, self._further))])

    def _guarded(self, cells: list[str]) -> list[str]:
        if not self._safe:
            return cells
        return [f"'{cell}" if cell[:1] in _FORMULA and not _NUMBER.match(cell) else cell for cell in cells]


def _cells(item: dict[str, Any], columns: Iterable[Column]) -> list[str]:
    known: dict[tuple[str, ...], str] = {}
    cells = []
    for column in columns:
        cell = known.get(column.path)
        if cell is None:
            cell = known[column.path] = _shown(item, column.path, 0)
        cells.append(cell)
    return cells


def _line(cells: Iterable[str]) -> str:
    quoted = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell else "" for cell in cells]
    return ",".join(quoted) + "\n"


def _shown(value: Any, path: tuple[str, ...], step: int) -> str:
    if isinstance(value, list):
        # A node that lacks the property keeps its place between the separators.
        shown = [_shown(each, path, step) for each in value]
        return _SEPARATOR.join(shown) if any(shown) else ""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if step < len(path):
        return _shown(value.get(path[step]), path, step + 1)
    if "_value" in value:
        return str(value["_value"])
    for label in ("label", "prefLabel"):
        if label in value:
            return _shown(value[label], (), 0)
    return str(value.get("_about", "")).rpartition("/")[2]
