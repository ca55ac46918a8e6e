"""The links of N-Triples and N-Quads alone, without a look at each literal: a file's order is told by its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pqgraph.readers._parl_lines import texts
from pqgraph.readers._parl_terms import Block, Iri, Node, add, short_name

__all__ = ["UnusualError", "usual_links"]

_MOST = 1 << 12
"""So many links are held that may recur, and so many predicates."""
_LONG = 200
"""A link of so many bytes is not held."""
# Parts are told by the one character that ends them, which the engine finds several times as fast as one of a set;
# and of a line with a literal only the beginning is looked at. So a part may hold what it must not, an end of line
# even, and a literal may have any end; but only where the line is wrong.
_LITERAL = rb'"[^\n]*+\n'
_LINK = rb"<([^>]*)>(?: <[^>]*>)? \.\r?\n"
# A statement, and those after it that have the same subject and a literal: these are most, and passed over unseen. Or,
# from a line on that is none, all the rest: without that, the engine would look for a statement from each sign on.
_STATEMENTS = re.compile(
    rb"(<[^>]*>) <([^>]*)> (?:"
    + _LINK
    + rb"|"
    + _LITERAL
    + rb")(?:\1 <[^>]*> "
    + _LITERAL
    + rb")*+|((?s:.+))"
)


class UnusualError(Exception):
    """There is a line that is not as machines write it, or is wrong."""


def usual_links(stream: BinaryIO) -> Iterator[Block]:
    """The subjects with their links, run by run, as long as all lines are as machines write them.

    Up to the first line that is wrong, the runs are those of :func:`~pqgraph.readers._parl_lines.line_blocks`; a line
    that is wrong may pass.

    Raises:
        UnusualError: A line is not as machines write it: the runs from there on are not known.
        PqgraphError: PQ104, PQ110.
    """
    known: dict[bytes, Iri] = {}
    names: dict[bytes, str] = {}
    head, subject, node = b"", "", Node()
    for text in texts(stream):
        # What stands between two matches (nothing), and the four groups, in turns.
        parts = _STATEMENTS.split(text)
        if any(parts[4::5]) or b"\\" in b"".join(filter(None, parts)):
            raise UnusualError
        try:
            for start, predicate, link in zip(parts[1::5], parts[2::5], parts[3::5], strict=True):
                if start != head:
                    if head:
                        yield subject, node
                    head, subject, node = start, start[1:-1].decode(), {}
                if link is None:
                    continue  # a literal
                if (name := names.get(predicate)) is None:
                    if len(names) >= _MOST:
                        names.clear()
                    name = names[predicate] = short_name(predicate.decode())
                if (value := known.get(link)) is None:
                    value = Iri(link.decode())
                    if len(known) >= _MOST:
                        known.clear()
                    if len(link) < _LONG:
                        known[link] = value
                if name in node:
                    add(node, name, value)
                else:
                    node[name] = value
        except UnicodeDecodeError:
            raise UnusualError from None
    if head:
        yield subject, node
