"""RDF terms as SPARQL text."""

from __future__ import annotations

from pqgraph.store.results import RdfTerm

__all__ = ["serialise"]


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
    text = term.ntriples()
    if "\\\\" not in text:
        return text
    return text.replace("\\\\u", "\\\\\\U00000075").replace("\\\\U", "\\\\\\U00000055")
