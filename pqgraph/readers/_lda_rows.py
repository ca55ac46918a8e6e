"""Rows of the Linked Data API's CSV as records, where nothing in them is unusual.

Such a row needs no tree: it is known from the headings which column has what. All other rows raise ``ValueError`` or
``KeyError`` here, and are read as the trees that :mod:`pqgraph.readers._lda_columns` makes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import cast

from pqgraph.model import Answer, Attachment, Locator, MemberReference, Question
from pqgraph.readers import _lda_plain as plain
from pqgraph.readers._lda_columns import SEPARATOR, SHOWN, Columns, Path, split_cell, with_label

__all__ = ["UsualRows"]

# In the order in which the code below unpacks them.
_ITEM: tuple[Path, ...] = (
    ("_about",),
    ("uin",),
    ("questionText",),
    ("hansardHeading",),
    ("date",),
    ("houseId",),
    ("answeringDeptId",),
    ("AnsweringBody",),
    ("answeringDeptShortName",),
    ("answeringDeptSortName",),
    ("registeredInterest",),
    ("tablingMember", "_about"),
    ("tablingMember", "label"),
    ("tablingMember", SHOWN),
    ("tablingMemberPrinted",),
    ("tablingMemberConstituency",),
)
_ANSWER: tuple[Path, ...] = (
    ("answer", "_about"),
    ("answer", "answerText"),
    ("answer", "dateOfAnswer"),
    ("answer", "isMinisterialCorrection"),
    ("answer", "questionFirstAnswered"),
    ("answer", "questionFirstMinisteriallyCorrected"),
    ("answer", "groupedQuestionUIN"),
    ("answer", "answeringMember", "_about"),
    ("answer", "answeringMember", "label"),
    ("answer", "answeringMember", SHOWN),
    ("answer", "answeringMemberPrinted"),
    ("answer", "answeringMemberConstituency"),
)
_ATTACHMENT = ("answer", "attachment")
# A row that has a ``houseId``, as all here have, is not asked for the House's name.
_UNREAD = ("legislature",)


class UsualRows:
    """Reads the rows of one file.

    Args:
        columns: The columns of the file.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        places = columns.places
        self._end = columns.width
        self._item = self._picked([places.get(path, self._end) for path in _ITEM])
        self._answer = self._picked([places.get(path, self._end) for path in _ANSWER])
        self._attachments = self._picked(
            [place for path, place in places.items() if path[:-1] == _ATTACHMENT]
        )
        self._others = self._picked(
            [
                place
                for path, place in places.items()
                if path not in _ITEM and path not in _ANSWER and path[:-1] not in (_ATTACHMENT, _UNREAD)
            ]
        )

    def _picked(self, places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
        # What has no column is looked for behind the last one, where each row gets an empty cell; here it also
        # makes sure that there are two places at least, because for one itemgetter gives no tuple.
        return itemgetter(*places, self._end, self._end)

    def question(self, row: list[str], locator: Locator) -> Question:
        """The record of a row; what there is to tell about it is in the notes of the columns.

        Raises:
            ValueError, KeyError: There is something unusual in it.
        """
        columns = self._columns
        columns.notes = []
        missing = columns.missing
        cells = [*row, ""]
        if not missing.issuperset(self._others(cells)):
            raise ValueError
        item, answer = self._item(cells), self._answer(cells)
        if columns.re_exported:
            item, answer = _without_na(item), _without_na(answer)
        attachments = () if missing.issuperset(self._attachments(cells)) else self._attached(row)
        iri, uin, text, heading, tabled, house, body, names, short_name, sort_name, interest = item[:11]
        return plain.question(
            locator=locator,
            iri=iri,
            uin=uin,
            text=text,
            heading=heading,
            tabled=tabled,
            house=house,
            body=plain.answering_body(body, _values(names), short_name, sort_name),
            asking_member=_member("tablingMember", *item[11:16])[0],
            registered_interest=interest,
            answers=(_answer(answer, uin, attachments),) if attachments or any(answer) else (),
        )

    def _attached(self, row: list[str]) -> tuple[Attachment, ...]:
        return tuple(
            plain.attachment(iri=each.get("_about"), title=each.get("title"), file_name=each.get("fileName"))
            for each in cast(list[dict[str, str]], self._columns.attachments(row))
        )


def _answer(cells: tuple[str, ...], uin: str, attachments: tuple[Attachment, ...]) -> Answer:
    iri, text, answered, correction, first_answered, first_corrected, grouped_with = cells[:7]
    return plain.answer(
        iri=iri or None,
        text=text,
        answered=answered,
        given_by=_member("answeringMember", *cells[7:12]),
        is_correction=correction,
        first_answered=_values(first_answered),
        first_corrected=_values(first_corrected),
        grouped_with=_values(grouped_with),
        uin=uin,
        attachments=attachments,
    )


def _without_na(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(["" if cell == "NA" else cell for cell in cells])


@lru_cache(maxsize=16384)
def _member(
    role: str, about: str, label: str, shown: str, printed: str, seat: str
) -> tuple[MemberReference | None, bool]:
    """Who tabled or answered, as :func:`pqgraph.readers._lda_plain.member` has it, from the cells about them."""
    if shown:
        cells = (("_about", about), ("label", label), (SHOWN, shown))
        node = with_label({key: cell for key, cell in cells if cell}, role)
        about, label = cast(str, node.get("_about", "")), cast(str, node.get("label", ""))
    # A minister's name is never split.
    names = _values(printed) if role == "tablingMember" else (printed,) if printed else ()
    return plain.member(about or None, label, names, seat)


def _values(cell: str) -> tuple[str, ...]:
    """Each value of a cell once, without empty ones."""
    if SEPARATOR in cell:
        return tuple(dict.fromkeys(value for value in split_cell(cell) if value))
    return (cell,) if cell else ()
