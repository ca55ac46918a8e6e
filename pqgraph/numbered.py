"""A set of IRIs that takes a bit for most of them, so that memory stays flat with a million questions."""

from __future__ import annotations

__all__ = ["NumberedIris"]

_BITS = 10
_MASK = (1 << _BITS) - 1


class NumberedIris:
    """IRIs that end in a number, nearly all near others; any other string may be added, too.

    >>> iris = NumberedIris()
    >>> iris.add("http://data.parliament.uk/resources/1012383")
    True
    >>> iris.add("http://data.parliament.uk/resources/1012383")
    False
    """

    def __init__(self) -> None:
        self._blocks: dict[tuple[str, int], int] = {}
        self._others: set[str] = set()

    def add(self, iri: str) -> bool:
        """Add an IRI; whether it is new."""
        stem = iri.rstrip("0123456789")
        digits = iri[len(stem) :]
        if not digits or digits[0] == "0" or len(digits) > 18:  # "01" is not "1"
            if iri in self._others:
                return False
            self._others.add(iri)
            return True
        number = int(digits)
        key = (stem, number >> _BITS)
        block = self._blocks.get(key, 0)
        bit = 1 << (number & _MASK)
        if block & bit:
            return False
        self._blocks[key] = block | bit
        return True
