"""Reader ``twfy-xml``: written answers of both Houses as TheyWorkForYou (parlparse) publishes them."""

from __future__ import annotations

from collections.abc import Iterator

from pqgraph.model import Locator, Notice, SourceFile
from pqgraph.readers._twfy_groups import Day, Group
from pqgraph.readers._xml import elements, inner_text, local_name, root_of
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "TwfyXml"]

_KNOWN = frozenset({"major-heading", "minor-heading", "ques", "reply", "gidredirect"})
_MARKS = ("wrans/", "<ques")


class TwfyXml:
    """Reads a day's file: headings, questions, replies, and where identifiers have moved.

    There is one record for each UIN. Questions that are answered together have one ``ques`` with several
    numbered paragraphs, or several ``ques``; each gets the whole reply, and the UINs of the others. Hansard
    numbers the paragraphs of such a list, ends them with semicolons, and puts "To ask the …" before it once;
    the record has the sentence that was tabled: the opening, then the paragraph without number and semicolon.

    What the date in the identifiers means depends on the time of the file. Files made of the printed Hansard
    (until 2014; they have column numbers) give the day of the answer and do not tell when a question was
    tabled. Later ones give the day it was tabled, and the day of the answer in the file name alone
    (``answers2023-12-19.xml``); it is left open where a question has several replies.

    The answer is an HTML fragment as Parliament publishes it, without the numbers of paragraphs and the
    marks of recognised dates and names. A first paragraph "holding answer 22 October 2009" becomes the date
    of the holding answer.

    A file may have been replaced by a later scrape of the same day (``latest="no"``). Then its records are
    marked as superseded, and a notice (PQ257) says so; most of what such a file held has moved to the newer
    one and left only ``gidredirect`` behind, which the notice counts. A redirect inside a file tells another
    identifier of a question in a group; the record has it.

    Locators are XPaths: ``/publicwhip/ques[3]``, for one of several numbered paragraphs ``…/p[2]``.
    """

    name = "twfy-xml"
    summary = "XML of TheyWorkForYou (parlparse): written answers of both Houses since 2001"
    description = (
        "TheyWorkForYou's parser of Parliament's web pages writes one XML file a day and House: "
        "answersDATE.xml for the Commons, lordswransDATE.xml for the Lords, with a letter for each scrape. "
        "This reader takes those made of the printed Hansard and those made of the present database. "
        "Members are named by TheyWorkForYou's own identifiers, which the register of members resolves."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins with ``publicwhip`` and is about written answers."""
        root = root_of(head)
        return root is not None and root.name == "publicwhip" and any(mark in root.rest for mark in _MARKS)

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions in the order of the source.

        Raises:
            PqgraphError: PQ104, PQ105, PQ108, PQ110, PQ114.
        """
        unknown = UnknownFields()
        day: Day | None = None
        group = Group()
        questions = moved = 0
        for path, element in elements(source, file):
            if day is None:
                parent = element.getparent()
                day = Day(file, parent)
            name = local_name(element)
            if name not in _KNOWN:
                yield from unknown.check({name}, _KNOWN, "publicwhip/", Locator(file, path))
                continue
            if name == "gidredirect":
                old, new = element.get("oldgid", ""), element.get("newgid", "")
                if day.is_same(old, new):
                    group.redirects.append(old)
                else:
                    moved += 1
                continue
            if group.is_complete_before(name):
                for item in group.items(day):
                    questions += not isinstance(item, Notice)
                    yield item
                moved += group.stray_redirects
                group = group.next(keep_heading=name == "ques")
            if name == "major-heading":
                group.department = inner_text(element) or None
                group.heading = None
            elif name == "minor-heading":
                group.heading, group.heading_id = inner_text(element) or None, element.get("id")
            elif name == "ques":
                group.add_question(path, element)
            else:
                group.add_reply(path, element)
        if day is None:
            return
        for item in group.items(day):
            questions += not isinstance(item, Notice)
            yield item
        moved += group.stray_redirects
        if day.superseded:
            found = (
                f"scrape version {day.edition or '?'} is superseded; {questions} question(s) are left in it, "
                f"{moved} identifier(s) have moved to a newer one"
            )
            yield Notice(code="PQ257", locator=Locator(file, "/publicwhip"), found=found)


READER = TwfyXml()
