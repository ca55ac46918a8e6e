"""What RDF/XML cannot say: properties and classes without a name that an element can have, and some characters.

A property is written as the name of an element, and not every IRI ends in one.

`RDF 1.1 XML Syntax, 5.1 and 5.3 <https://www.w3.org/TR/rdf-syntax-grammar/>`_, `Namespaces in XML, 4
<https://www.w3.org/TR/xml-names/>`_, `XML 1.0, 2.2 <https://www.w3.org/TR/xml/#charsets>`_.
"""

from __future__ import annotations

import re

from pqgraph import terms

__all__ = ["is_class_name", "is_property_name", "is_text"]

_START = re.compile(
    "[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_INSIDE = re.compile("[-.0-9\u00b7\u0300-\u036f\u203f\u2040]")
_RESERVED = frozenset(
    f"{terms.PREFIXES['rdf']}{name}"
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li"),
        *("aboutEach", "aboutEachPrefix", "bagID"),
    )
)
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XMLNS = "http://www.w3.org/2000/xmlns/"


def is_property_name(iri: str) -> bool:
    """Whether a property of this IRI can be written.

    >>> is_property_name("http://example.org/since2024")
    True
    >>> is_property_name("http://example.org/2024")
    False
    """
    return is_class_name(iri) and iri not in _RESERVED


def is_class_name(iri: str) -> bool:
    """Whether a thing can be written as an element with the name of its class."""
    # Nothing but the last characters counts; from the end no IRI is looked at twice.
    for place in range(len(iri) - 1, -1, -1):
        if _START.match(iri[place]):
            return not iri.startswith(_XMLNS)
        if not _INSIDE.match(iri[place]):
            return False
    return False


def is_text(text: str) -> bool:
    """Whether XML has all characters of a text.

    >>> is_text("a\\r\\n\\tb"), is_text("a\\x0c")
    (True, False)
    """
    return _NO_CHARACTER.search(text) is None
