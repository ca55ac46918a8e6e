"""Rows of the Linked Data API's CSV as the trees that its JSON has.

Elda makes its CSV from its XML by a stylesheet (``csv.xsl``). A heading is the path of a property in words:
``answer > grouped question UIN``; ``uri`` is the IRI of what the path names. Headings repeat: the IRI of a node is
written before each of its properties that is a resource, and columns of a node come twice if the page has both
single ones and several. Which columns there are depends on the page; a page of ``answeredquestions`` mostly has 36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from pqgraph.readers._lda_items import ANSWER, ATTACHMENT, LEGISLATURE, MEMBER, QUESTION, VERSION

__all__ = ["SEPARATOR", "SHOWN", "Columns", "Path", "name_of", "split_cell", "with_label"]

Path = tuple[str, ...]
Tree = dict[str, object]

_ANSWER: Path = ("answer",)
_ATTACHMENT: Path = ("answer", "attachment")
_VERSION: Path = ("answer", "previousAnswerVersion")
_RESOURCES: dict[Path, frozenset[str]] = {
    (): QUESTION,
    ("tablingMember",): MEMBER,
    ("legislature",): LEGISLATURE,
    _ANSWER: ANSWER,
    (*_ANSWER, "answeringMember"): MEMBER,
    _ATTACHMENT: ATTACHMENT,
    _VERSION: VERSION,
    (*_VERSION, "answeringMember"): MEMBER,
    (*_VERSION, "attachment"): ATTACHMENT,
}
SHOWN = ""
"""Last step of the path of a column that shows a resource which has a label and nothing else: the column has the label,
or the end of the IRI if there is no label."""
_LABELS = {"tablingMember": "label", "answeringMember": "label", "legislature": "prefLabel"}
_PLACES = {
    "tablingMember": "http://data.parliament.uk/members/",
    "answeringMember": "http://data.parliament.uk/members/",
    "legislature": "http://data.parliament.uk/terms/",
}
SEPARATOR = " ; "
"""What stands between the values of a cell."""
# Only these are split: the separator may stand in a text.
_MANY = frozenset(
    {
        "AnsweringBody",
        "groupedQuestionUIN",
        "questionFirstAnswered",
        "questionFirstMinisteriallyCorrected",
        "session",
        "tablingMemberPrinted",
    }
)
_DAYS = frozenset({"AnswerDate", "date", "dateOfAnswer", "dateOfHoldingAnswer", "dateTabled"})
_SPREADSHEET_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^a-z]+")
# What programs put behind a heading that stands there already: _1 (readr 1), ...11 (readr 2), .1 (read.csv, pandas).
_REPEATED = re.compile(r"[a-z](?:_|\.|\.{3})\d+", re.IGNORECASE)


def name_of(heading: str) -> str:
    """A heading without what programs change in it: ``answer > uri_1`` and ``answer...uri.1`` are ``answer uri``."""
    return _NOT_LETTERS.sub(" ", heading.lower()).strip()


def _headings() -> Iterator[tuple[str, Path]]:
    for above, keys in _RESOURCES.items():
        for key in keys:
            path = (*above, key)
            words = ("uri" if step == "_about" else _CAPITAL.sub(" ", step) for step in path)
            yield name_of(" ".join(words)), ((*path, SHOWN) if path in _RESOURCES else path)


_PATHS = dict(_headings())


class Columns:
    """What the columns of a file mean.

    Args:
        headings: The first row.
    """

    def __init__(self, headings: Sequence[str]) -> None:
        self.width = len(headings)
        """How many columns there are."""
        self.places: dict[Path, int] = {}
        """Where the column of each path is that has one; the first, if headings repeat."""
        self._headings: dict[Path, str] = {}
        self.unknown: list[str] = []
        """Headings that are not known."""
        self.re_exported = headings[0] == "" or any(_REPEATED.search(heading) for heading in headings)
        """Whether R or another program wrote the file anew; R writes ``NA`` where there is nothing."""
        self.notes: list[tuple[str, str, str]] = []
        """What was found in the last row: code, heading, description."""
        for place, heading in enumerate(headings):
            path = _PATHS.get(name_of(heading))
            if path is None:
                if name_of(heading):
                    self.unknown.append(heading)
            elif path not in self.places:
                self.places[path] = place
                self._headings[path] = heading
        self.missing = frozenset({"", "NA"} if self.re_exported else {""})
        """What says that there is nothing in a cell."""
        self._below = {
            above: [(path[-1], place) for path, place in self.places.items() if path[:-1] == above]
            for above in _RESOURCES
        }
        self._version = [
            ("/".join(path[2:]), place) for path, place in self.places.items() if path[:2] == _VERSION
        ]

    def has(self, *path: str) -> bool:
        """Whether there is a column of this property."""
        return path in self.places

    def heading(self, pointer: str) -> str | None:
        """The heading of the column that a JSON pointer into the tree leads to, if it leads to one."""
        path = tuple(step for step in pointer.split("/")[1:] if not step.isdecimal())
        for candidate in (path, (*path, "_about"), (*path, SHOWN)):
            if candidate in self._headings:
                return self._headings[candidate]
        return None

    def tree(self, cells: list[str]) -> Tree:
        """A row as an item in the shape of the API's JSON."""
        self.notes = []
        item = self._node((), cells)
        for name in ("tablingMember", "legislature"):
            if part := self._labelled(name, (name,), cells):
                item[name] = part
        answer = self._node(_ANSWER, cells)
        if part := self._labelled("answeringMember", (*_ANSWER, "answeringMember"), cells):
            answer["answeringMember"] = part
        if attachments := self.attachments(cells):
            answer["attachment"] = attachments
        if versions := self._taken(self._version, cells):
            answer["previousAnswerVersion"] = list(map(self._nested, self._several(versions, _VERSION)))
        if answer:
            item["answer"] = answer
        return item

    def attachments(self, cells: list[str]) -> list[Tree]:
        """The attachments of the answer, as trees of texts."""
        joined = self._taken(self._below[_ATTACHMENT], cells)
        return self._several(joined, _ATTACHMENT) if joined else []

    def _taken(self, columns: list[tuple[str, int]], cells: list[str]) -> Tree:
        missing = self.missing
        return {key: cell for key, place in columns if (cell := cells[place]) not in missing}

    def _node(self, path: Path, cells: list[str]) -> Tree:
        node = self._taken(self._below[path], cells)
        for key in node.keys() & _MANY:
            if SEPARATOR in (value := str(node[key])):
                node[key] = split_cell(value)
        for key in node.keys() & _DAYS:
            if "/" in (value := str(node[key])) and (match := _SPREADSHEET_DAY.fullmatch(value)):
                day, month, year = match.groups()
                node[key] = f"{year if len(year) == 4 else '20' + year}-{month:>02}-{day:>02}"
                self.notes.append(("PQ258", self._headings[(*path, key)], f"{value} is read as {node[key]}"))
        return node

    def _labelled(self, name: str, path: Path, cells: list[str]) -> Tree:
        node = self._taken(self._below[path], cells)
        return with_label(node, name) if SHOWN in node else node

    def _several(self, node: Tree, path: Path) -> list[Tree]:
        """The nodes whose values are joined, column by column."""
        texts = {key: str(value) for key, value in node.items()}
        if not any(
            SEPARATOR in text or text.startswith("; ") or text.endswith(" ;") for text in texts.values()
        ):
            return [node]
        counting = next(key for key in chain(("_about", "fileName"), texts) if key in texts)
        count = len(split_cell(texts[counting]))
        nodes: list[Tree] = [{} for _ in range(count)]
        for key, text in texts.items():
            values = [text] if count == 1 else split_cell(text)
            if len(values) != count:
                found = f"{len(values)} values for {count}; which is whose cannot be told"
                self.notes.append(("PQ256", self._headings[(*path, *key.split("/"))], found))
                continue
            for each, value in zip(nodes, values, strict=True):
                if value:
                    each[key] = value
        if "_about" in texts or count < 10:
            return nodes
        # They stand in the order of their IRIs as text, …/1, …/10, …/2, and the IRIs are not there.
        order = sorted(range(count), key=lambda number: str(number + 1))
        return [each for _, each in sorted(zip(order, nodes, strict=True), key=lambda pair: pair[0])]

    def _nested(self, node: Tree) -> Tree:
        """A version whose keys are paths, as a tree."""
        tree: Tree = {}
        parts: dict[str, Tree] = {}
        for key, value in node.items():
            name, slash, rest = key.partition("/")
            if slash:
                parts.setdefault(name, {})[rest] = value
            else:
                tree[name] = value
        for name, part in parts.items():
            if name == "attachment":
                tree[name] = self._several(part, (*_VERSION, name))
            else:
                tree[name] = with_label(part, name) if SHOWN in part else part
        return tree


def with_label(node: Tree, name: str) -> Tree:
    """A resource with a label or an IRI instead of what its column shows.

    Args:
        node: The resource.
        name: The property whose value it is.
    """
    shown = str(node.pop(SHOWN))
    about = node.get("_about")
    if about is None and shown.isascii() and shown.isdecimal():
        node["_about"] = _PLACES[name] + shown
    elif about is None or shown != str(about).rpartition("/")[2]:
        node.setdefault(_LABELS[name], shown)
    return node


def split_cell(text: str) -> list[str]:
    """The values of a cell that has several."""
    # Where white space at the ends was cut off, the first or last value was empty.
    padded = f"{' ' if text.startswith('; ') else ''}{text}{' ' if text.endswith(' ;') else ''}"
    return padded.split(SEPARATOR)
