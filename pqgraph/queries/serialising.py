"""RDF terms as SPARQL text."""

from __future__ import annotations

import re

from pqgraph.store.results import RdfTerm

__all__ = ["serialise"]

_U_AFTER_BACKSLASH = re.compile(r"\\\\([uU])")


def serialise(term: RdfTerm) -> str:
    r"""A term as SPARQL, such that every engine reads the same one.

    Some engines (rdflib is one) resolve ``\u`` escapes in the whole text before they look for strings,
    without regard for a backslash before them. So the letter after an escaped backslash is itself escaped if
    it is a ``u``.

    >>> print(serialise(RdfTerm("literal", 'a "quote"')))
    "a \"quote\""
    >>> print(serialise(RdfTerm("literal", r"\u0022")))
    "\\\U000000750022"
    """
    return _U_AFTER_BACKSLASH.sub(lambda match: f"\\\\\\U{ord(match[1]):08X}", term.ntriples())
