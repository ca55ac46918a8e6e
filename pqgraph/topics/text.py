"""Text made comparable: what the tagger searches, and where each byte of it came from.

Letters and digits stay; every other character separates words. So "home-to-school" and "home to school" are
one, whatever the hyphens and spaces, and a label can be searched with a space at either end, which makes word
boundaries part of the search. Marks on letters and characters without width vanish (Unicode NFKD).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["lowered", "searchable", "searchable_in_place", "searchable_with_origins"]

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_WHITE = b" \t\n\r"
_SEPARATE = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))


class _Folded(dict[str, str]):
    """What a character beyond ASCII is taken for, reckoned once a character."""

    def __missing__(self, character: str) -> str:
        self[character] = found = "".join(map(_fold, unicodedata.normalize("NFKD", character)))
        return found


def _fold(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):  # accents, soft hyphens, zero-width spaces, byte order marks
        return ""
    if category.startswith("Z"):
        return " "
    if category == "Cs":  # a lone surrogate cannot be encoded
        return "|"
    # Modifier letters (Lm) hold the apostrophe U+02BC; none of them makes a word.
    return character.casefold() if character.isalnum() and category != "Lm" else "|"


_FOLDED = _Folded()
# Most texts beyond ASCII have only these, and replace() is far faster than a search for all others.
_SINGLE = dict.fromkeys(map(ord, "’‘“”–—£\u00a0"))
_COMMON = tuple((character, _FOLDED[character]) for character in "’‘“”–—£…\u00a0\u200b")


def _fold_run(match: re.Match[str]) -> str:
    return "".join([_FOLDED[character] for character in match[0]])


def searchable(text: str) -> bytes:
    """The text with a space for each character that is no letter or digit; white space counts once.

    Case is kept. A comma between words leaves two spaces, so a label of two words does not match across it.
    """
    if not text.isascii():
        for character, folded in _COMMON:
            text = text.replace(character, folded)
        if not text.isascii():
            text = _NON_ASCII.sub(_fold_run, text)
    # Nearly all texts pass these tests; they and replace() cost a tenth of a regular expression.
    if "\n" in text or "\r" in text or "\t" in text:
        text = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.encode().translate(_SEPARATE)


def lowered(data: bytes) -> bytes:
    """The result of :func:`searchable` in lower case, byte for byte; others have no case left."""
    return data.lower()


def searchable_in_place(text: str) -> bytes | None:
    """The result of :func:`searchable` if each of its bytes stands for the character at its place, else ``None``.

    So it is for most texts, and places in them need no list of origins, which costs ten times the search.
    """
    if not text.isascii() and not text.translate(_SINGLE).isascii():
        return None
    data = searchable(text)
    return data if len(data) == len(text) else None


def searchable_with_origins(text: str) -> tuple[bytes, list[int]]:
    """Like :func:`searchable`, with the index in ``text`` that each byte came from.

    Runs of white space count as one and none is left at the ends, so the bytes can differ from those of
    :func:`searchable` in such spaces, but never in words.
    """
    data = bytearray()
    origins: list[int] = []
    for index, character in enumerate(text):
        for byte in (character if character.isascii() else _FOLDED[character]).encode():
            if byte in _WHITE:
                if not data or data[-1] in _WHITE:
                    continue
                byte = 0x20
            data.append(byte)
            origins.append(index)
    if data and data[-1] == 0x20:
        data.pop()
        origins.pop()
    return bytes(data).translate(_SEPARATE), origins
