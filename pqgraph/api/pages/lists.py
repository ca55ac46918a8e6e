"""The page of a list: form, filters, counts, questions, ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pqgraph.api.literals import is_node
from pqgraph.api.pages.cards import Card, cards_of
from pqgraph.api.pages.data import Data
from pqgraph.api.pages.facets import Facet, facets_of, text_of_selection
from pqgraph.api.pages.links import Address
from pqgraph.api.pages.words import day, phrase, shortened
from pqgraph.api.paging import ListPage
from pqgraph.api.renderers.content import Content

__all__ = ["DATASETS", "Filter", "Form", "List", "Way", "filters_of", "form_of", "list_of"]

DATASETS = {
    "/writtenquestions": "Written questions",
    "/answeredquestions": "Questions with an answer",
    "/commonswrittenquestions": "Written questions of the Commons",
    "/lordswrittenquestions": "Written questions of the Lords",
    "/commonsansweredquestions": "Commons questions with an answer",
}
"""The datasets with what they are called on pages."""
SIZES = (10, 25, 50, 100)
_SORTABLE = 20_000
"""A list that is longer is not offered in orders that the store must sort by."""
_PREFIXES = {
    "min-": "from",
    "max-": "until",
    "minEx-": "after",
    "maxEx-": "before",
    "exists-": "has",
    "part-": "with",
}
_NAMES = {
    "AnsweringBody": "department",
    "answeringBody": "department",
    "legislature": "House",
    "subject": "topic",
    "tablingMember": "asked by",
    "tablingMemberParty": "party",
    "date": "tabled",
    "_search": "words",
    "mnisId": "asked by member",
    "q": "department with",
    "startDate": "tabled from",
    "endDate": "tabled until",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the same in another form."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is filtered by.

    Attributes:
        name: The property in words.
        value: The value in words.
        href: The list without it.
    """

    name: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the search form holds."""

    dataset: str = "/writtenquestions"
    text: str = ""
    department: str = ""
    house: str = ""
    topic: str = ""
    member: str = ""
    since: str = ""
    until: str = ""
    answered: str = ""
    open: bool = False


@dataclass(frozen=True)
class List:
    """A page of a list of questions."""

    title: str
    address: Address
    form: Form
    filters: tuple[Filter, ...]
    facets: list[Facet] | None
    cards: list[Card]
    total: int | None
    first: int
    last: int
    previous: str | None
    next: str | None
    pages: tuple[Way, ...]
    sorts: tuple[Way, ...]
    sizes: tuple[Way, ...]
    formats: tuple[Way, ...]
    views: tuple[Way, ...]
    text: str | None


def list_of(data: Data, content: Content, formats: Sequence[str]) -> List:
    """What the page of a list of questions shows.

    Args:
        data: The store.
        content: The list.
        formats: Names of the formats.
    """
    page, selection, endpoint = content.page, content.selection, content.endpoint
    assert isinstance(page, ListPage) and selection is not None and endpoint is not None
    base = Address.of(page.address, suffixes=formats)
    here = Address.of(page.about, suffixes=formats)
    # A link to a filter keeps the size of pages.
    sized = base.put("_pageSize", str(page.page_size)) if page.page_size_given else base
    text = text_of_selection(selection)
    number = page.page or 0
    first = number * page.page_size + 1
    facets = facets_of(data, selection, sized)
    return List(
        title=DATASETS.get(base.path) or endpoint.label or "Written questions",
        address=base,
        form=form_of(data, base),
        filters=filters_of(data, sized),
        facets=facets,
        cards=cards_of(data, content.items, text),
        total=page.total,
        first=first,
        last=first + len(content.items) - 1,
        previous=_page(sized, number - 1) if number else None,
        next=_page(sized, number + 1) if page.has_next else None,
        pages=_pages(sized, number, page),
        # Where the index counts, it sorts too.
        sorts=_sorts(sized, page.total, indexed=facets is not None),
        sizes=tuple(
            Way(str(size), str(base.put("_pageSize", str(size))), size == page.page_size)
            for size in SIZES
            if size <= endpoint.max_page_size
        ),
        formats=tuple(Way(name, here.as_format(name), name == "html") for name in formats),
        views=tuple(
            Way(name, str(sized.put("_view", name)), name == content.viewer.name)
            for name in sorted(endpoint.viewers)
        ),
        text=text,
    )


def _page(base: Address, number: int) -> str:
    return str(base.put("_page", str(number)) if number else base.drop("_page"))


def _pages(base: Address, number: int, page: ListPage) -> tuple[Way, ...]:
    """The first page, the last, and those around this one."""
    if page.total is None:
        return ()
    last = max(0, (page.total - 1) // page.page_size)
    wanted = sorted({0, last, *range(max(0, number - 2), min(last, number + 2) + 1)})
    return tuple(Way(f"{n + 1:,}", _page(base, n), n == number) for n in wanted)


def _sorts(base: Address, total: int | None, *, indexed: bool) -> tuple[Way, ...]:
    now = base.first("_sort")
    ways = [Way("newest first", str(base.drop("_sort", "_page")), not now)]
    others = (
        ("oldest first", "sortKey"),
        ("longest wait first", "-daysToAnswer,-sortKey"),
        ("heading", "hansardHeading"),
    )
    short = now or (total is not None and total <= _SORTABLE)
    return (
        *ways,
        *(
            Way(label, str(base.put("_sort", key)), now == key)
            for label, key in others
            if short or (indexed and key != "hansardHeading")
        ),
    )


def filters_of(data: Data, base: Address) -> tuple[Filter, ...]:
    """What a list is filtered by, one entry for each parameter."""
    names = dict.fromkeys(
        name for name, _ in base.parameters if name == "_search" or not name.startswith("_")
    )
    found = []
    for name in names:
        if name.startswith(("lang-", "near-")) or name == "callback":
            continue
        values = base.values(name)
        shown = _topics(data, values) if name == "subject" else None
        if shown is None:
            shown = " or ".join(_value(data, name, value) for value in values[:4])
            if len(values) > 4:
                shown += f" or {len(values) - 4} others"
        rest = base.drop(name, f"lang-{name}", "_page")
        found.append(Filter(_name(name), shown, str(rest)))
    return tuple(found)


def _topics(data: Data, values: list[str]) -> str | None:
    """A topic with all that are narrower, which a search by topic lists one by one."""
    if len(values) > 1 and values[0] in data.topics and set(values) == set(data.narrower(values[0])):
        return f"{data.topics[values[0]].label} and narrower"
    return None


def _name(parameter: str) -> str:
    for prefix, words in _PREFIXES.items():
        if parameter.startswith(prefix):
            rest = parameter.removeprefix(prefix)
            return f"{_words(rest)} {words}" if prefix != "exists-" else f"has {_words(rest)}"
    return _words(parameter)


def _words(parameter: str) -> str:
    known = _NAMES.get(parameter)
    return known or " ".join(phrase(part) for part in parameter.split(".") if part)


def _value(data: Data, name: str, value: str) -> str:
    if value.startswith("http") and is_node(value):
        return data.label(value)
    if len(value) == 10 and value[:4].isdecimal():
        return day(value)
    if name.startswith("exists-"):
        return {"true": "yes", "false": "no"}.get(value, value)
    return shortened(value, 80)


def form_of(data: Data, base: Address) -> Form:
    """What the search form holds for a list."""
    topic, member = base.first("subject"), base.first("tablingMember")
    labels = data.labels(iri for iri in (topic, member) if iri)
    department = base.first("answeringBody")
    if not department:
        printed = base.first("AnsweringBody").casefold()
        department = next((b.iri for b in data.bodies if b.label.casefold() == printed), "")
    form = Form(
        dataset=base.path if base.path in DATASETS else "/writtenquestions",
        text=base.first("_search"),
        department=department,
        house=base.first("legislature"),
        topic=labels.get(topic, ""),
        member=labels.get(member, ""),
        since=base.first("min-date") or base.first("startDate"),
        until=base.first("max-date") or base.first("endDate"),
        answered={"true": "yes", "false": "no"}.get(base.first("exists-answer"), ""),
    )
    more = (form.topic, form.member, form.since, form.until, form.answered, form.house)
    return Form(**{f: getattr(form, f) for f in Form.__slots__ if f != "open"}, open=any(more))
