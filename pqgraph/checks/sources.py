"""From a focus node back to the line of the source file that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import unquote

import msgspec

from pqgraph.checks.results import Finding
from pqgraph.rdf.terms import Term
from pqgraph.terms import dcterms, parl, pq, prov

__all__ = ["HOLDING", "SourceLookup", "attach_sources"]

HOLDING = (
    parl.answer,
    parl.attachment,
    parl.previousAnswerVersion,
    pq.allocation,
    pq.earlierState,
    pq.holdingAnswer,
)
"""By these a question, or an answer, has nodes of its own; what has no source has that of the node that has it."""


def _links(data: bytes, predicate: str) -> Iterator[tuple[str, str]]:
    """Subjects and objects of a predicate. A search for bytes: a pattern over whole lines takes ten times as long."""
    needle = f"> <{predicate}> ".encode()
    at = data.find(needle)
    while at >= 0:
        start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
        subject = data[start : at + 1]
        # Inside a text the same bytes may stand; there, something else closes the subject before.
        if subject.startswith(b"<") and subject.find(b">") == len(subject) - 1:
            line_end = end if end >= 0 else len(data)
            yield subject.decode(), data[at + len(needle) : line_end].decode().removesuffix(" .")
        at = data.find(needle, at + 1)


class SourceLookup:
    """Where the record stood that a node was read from.

    A question says so itself (``prov:wasDerivedFrom``); answers, attachments and earlier versions are asked
    for their question; nodes that many questions share (members, bodies) have no one place.

    Args:
        data: N-Triples that hold the nodes, one space between terms as pqgraph and Oxigraph write them.
        nodes: The nodes that will be asked for, in N-Triples syntax.
        titles: File names by source IRI, where the data does not hold the provenance graph.
    """

    def __init__(self, data: bytes, nodes: Iterable[Term], titles: Mapping[str, str] | None = None) -> None:
        wanted = set(nodes)
        self._holder: dict[str, str] = {}
        self._place: dict[str, str] = {}
        if not wanted:
            return
        pending = wanted
        while pending:
            found: dict[str, str] = {}
            for parent, child in chain.from_iterable(_links(data, link) for link in HOLDING):
                if child not in pending or child in self._holder or child == parent:
                    continue
                found[child] = min(parent, found.get(child, parent))
            self._holder.update(found)
            pending = set(found.values())
        wanted |= set(self._holder.values())
        for node, place in _links(data, prov.wasDerivedFrom):
            # Of several sources the first by IRI, so that the answer does not depend on their order.
            if node in wanted and place.startswith("<"):
                self._place[node] = min(place, self._place.get(node, place))
        sources = {place[1:-1].partition("#")[0] for place in self._place.values()}
        self._titles = dict(titles or {})
        for node, title in _links(data, dcterms.title):
            if node[1:-1] in sources and title.endswith('"'):
                self._titles[node[1:-1]] = msgspec.json.decode(title, type=str)

    def __call__(self, node: Term) -> str | None:
        """The place: ``questions.jsonl.gz#L12``, or with the source's IRI if its file name is not known."""
        seen: set[str] = set()
        while node not in self._place:
            if node in seen or node not in self._holder:
                return None
            seen.add(node)
            node = self._holder[node]
        source, _, fragment = self._place[node][1:-1].partition("#")
        title = self._titles.get(source, source)
        return f"{title}#{unquote(fragment)}" if fragment else title


def attach_sources(findings: Iterable[Finding], lookup: Callable[[Term], str | None]) -> list[Finding]:
    """The findings with their ``source`` filled in; those that have one keep it."""
    return [
        finding
        if finding.source is not None
        else msgspec.structs.replace(finding, source=lookup(finding.focus))
        for finding in findings
    ]
