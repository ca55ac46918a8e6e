"""Lists and items of the Linked Data API as pages: one more format of the engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pqgraph.api.literals import is_node
from pqgraph.api.pages import things
from pqgraph.api.pages.data import Data
from pqgraph.api.pages.frame import HEADERS, render
from pqgraph.api.pages.life import life_of
from pqgraph.api.pages.links import Address, outside, page_of
from pqgraph.api.pages.lists import DATASETS, Way, filters_of, form_of, list_of
from pqgraph.api.pages.properties import Properties
from pqgraph.api.pages.question import question_of
from pqgraph.api.paging import DescriptionPage, ListPage
from pqgraph.api.renderers.content import Content
from pqgraph.api.renderers.registry import BUILT_IN, Format
from pqgraph.api.views import TABLES
from pqgraph.api.views import Property as Shown
from pqgraph.rdf.terms import Term
from pqgraph.terms import parl, pq, rdf, skos

__all__ = ["FORMATS", "html_format"]

FORMATS = (*(each.name for each in BUILT_IN.all), "html")
"""Names of the formats that pages link to."""
_THINGS: dict[str, Callable[[Data, str], things.Thing | None]] = {
    parl.Member: things.member,
    pq.UnresolvedMember: things.member,
    pq.AnsweringBody: things.department,
    skos.Concept: things.topic,
}


def html_format(data: Data, *, parliament: bool = True) -> Format:
    """The format that makes pages for people.

    Args:
        data: The store, of which pages tell more than a view shows.
        parliament: Whether the API is Parliament's, whose lists have a search form; pages of others show what
            their views show.
    """
    return Format(
        "html",
        "text/html",
        partial(_render, data, parliament),
        accepted=("application/xhtml+xml",),
        aliases=("htm",),
        charset=True,
        headers=HEADERS,
    )


def _render(data: Data, parliament: bool, content: Content) -> bytes:
    if isinstance(content.page, ListPage):
        selection = content.selection
        if parliament and selection is not None and selection.types == (parl.WrittenParliamentaryQuestion,):
            listed = list_of(data, content, FORMATS)
            return render("list.html", here="search", data=data, list=listed, **_formats(content))
        return _plain_list(data, content, content.page, parliament=parliament)
    iri = content.items[0]
    types = _types(data, iri) if parliament and not isinstance(content.page, DescriptionPage) else ()
    if parl.WrittenParliamentaryQuestion in types:
        return _question(data, content, iri)
    for kind, page in _THINGS.items():
        if kind in types:
            body = _thing(data, page(data, iri), content)
            if body is not None:
                return body
    return _item(data, content, iri, parliament=parliament)


def _types(data: Data, iri: str) -> tuple[str, ...]:
    if not is_node(iri):
        return ()
    return tuple(row["t"] for row in data.rows(f"SELECT ?t WHERE {{ <{iri}> <{rdf.type}> ?t }}"))


def _formats(content: Content) -> dict[str, object]:
    address = Address.of(content.page.about, suffixes=FORMATS)
    return {
        "formats": tuple(Way(name, address.as_format(name), name == "html") for name in FORMATS),
        "views": tuple(
            Way(name, str(address.put("_view", name)), name == content.viewer.name)
            for name in sorted(content.endpoint.viewers if content.endpoint is not None else ())
        ),
    }


def _question(data: Data, content: Content, iri: str) -> bytes:
    question = question_of(data, iri)
    base = _list_of(content)
    return render(
        "question.html",
        here="search",
        data=data,
        q=question,
        life=life_of(data, question),
        properties=_properties(data, content, base).of(iri, content.index),
        base=base,
        **_formats(content),
    )


def _list_of(content: Content) -> Address:
    """The list to which "more like this" leads: of the dataset in which the item was asked for."""
    path = Address.of(content.page.about).path
    dataset = "/" + path.strip("/").partition("/")[0]
    return Address(dataset if dataset in DATASETS else "/writtenquestions")


def _properties(data: Data, content: Content, base: Address | None) -> Properties:
    keys: dict[str, str] = {}
    if content.has_table:
        keys = {view.predicate[1:-1]: view.key for view in _flat(content.viewer.table)}
    return Properties(data, content.api.names, base, keys)


def _flat(table: str) -> list[Shown]:
    """The properties of a table with those of inner nodes."""
    found = list(TABLES[table])
    # The list grows while it is gone through.
    for view in found:
        found += view.inner
    return found


def _thing(data: Data, thing: things.Thing | None, content: Content) -> bytes | None:
    """The page of a member, department or topic."""
    if thing is None:
        return None
    table = _properties(data, content, None).of(thing.iri, content.index)
    return render("thing.html", here="", data=data, thing=thing, properties=table, **_formats(content))


def _item(data: Data, content: Content, iri: str, *, parliament: bool) -> bytes:
    definition = isinstance(content.page, DescriptionPage)
    title = data.labels([iri]).get(iri) or iri
    return render(
        "item.html",
        here="",
        data=data,
        title="Definition" if definition else title,
        iri=iri,
        properties=_properties(data, content, None).of(iri, content.index),
        parliament=parliament,
        **_formats(content),
    )


def _plain_list(data: Data, content: Content, page: ListPage, *, parliament: bool) -> bytes:
    """The page of a list of anything."""
    base = Address.of(page.address, suffixes=FORMATS)
    number = page.page or 0
    sized = base.put("_pageSize", str(page.page_size)) if page.page_size_given else base
    table = _properties(data, content, base)
    labels = data.labels(content.items)
    items = [
        {
            "iri": iri,
            "title": labels.get(iri) or iri,
            "href": page_of(iri) if parliament else outside(iri),
            "properties": table.of(iri, _only(content, iri)),
        }
        for iri in content.items
    ]
    return render(
        "plain_list.html",
        here="members" if base.path == "/members" else "",
        data=data,
        title=(content.endpoint.label if content.endpoint is not None else None) or "List",
        items=items,
        filters=filters_of(data, sized),
        form=form_of(data, base) if parliament else None,
        page=page,
        first=number * page.page_size + 1,
        previous=str(sized.put("_page", str(number - 1))) if number else None,
        next=str(sized.put("_page", str(number + 1))) if page.has_next else None,
        parliament=parliament,
        **_formats(content),
    )


def _only(content: Content, iri: str) -> dict[Term, dict[Term, list[Term]]]:
    """What the graph says of an item and of what it points to."""
    node = f"<{iri}>"
    wanted = {node} | {o for values in content.index.get(node, {}).values() for o in values}
    return {s: {p: list(o) for p, o in about.items()} for s, about in content.index.items() if s in wanted}
