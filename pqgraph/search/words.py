"""How texts become words: the analyzers, and the list of words that prefixes are looked up in.

Words are compared in lower case, without accents, and by their English stem (Snowball), so that "schools" finds
"school". A stem no longer begins like its words ("universities" is "univers"), so what an asterisk stands for is
looked up in a list of all words as they are written, which lies beside the index.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

__all__ = ["WORDS_FILE", "WordList", "english", "unstemmed", "words_of"]

WORDS_FILE = "words.txt"
_LONGEST = 64
"""Longer runs of letters and digits are no words but addresses or codes; they are not indexed."""
_SEPARATE = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))
_COMMON = "’‘“”–—£…\u00a0"
"""The most frequent characters beyond ASCII, which all part words."""


def _analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for part in (
        tantivy.Filter.remove_long(_LONGEST),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
    ):
        builder = builder.filter(part)
    return (builder.filter(tantivy.Filter.stemmer("english")) if stemmed else builder).build()


@cache
def english() -> tantivy.TextAnalyzer:
    """Cuts a text into stems."""
    return _analyzer(stemmed=True)


@cache
def unstemmed() -> tantivy.TextAnalyzer:
    """Cuts a text into words that are comparable, but as they are written."""
    return _analyzer(stemmed=False)


def words_of(text: str) -> list[bytes]:
    """The words of a text for :class:`WordList`, in lower case; some with other characters between them."""
    text = text.lower()
    if not text.isascii():
        for character in _COMMON:
            text = text.replace(character, " ")
    # Bytes are translated and parted three times as fast as a regular expression finds words.
    return text.encode().translate(_SEPARATE).split()


class WordList:
    """All words of an index, sorted; a few megabytes for the whole corpus, read when they are first needed.

    Args:
        folder: The folder of the index. The file is opened now, so the list outlives it.

    Raises:
        OSError: It cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        with (folder / WORDS_FILE).open("rb") as stream:
            # A map needs no closing, but nothing cannot be mapped.
            empty = os.fstat(stream.fileno()).st_size == 0
            self._data = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    @staticmethod
    def write(folder: Path, words: set[bytes]) -> None:
        """Write the list into the folder of an index.

        Args:
            folder: The folder.
            words: Words as :func:`words_of` gives them.

        Raises:
            OSError: It cannot be written.
        """
        analyze = unstemmed().analyze
        plain: set[str] = set()
        for word in words:
            if not word.isascii():
                plain.update(analyze(word.decode()))
            elif len(word) < _LONGEST:
                plain.add(word.decode())
        with (folder / WORDS_FILE).open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{word}\n" for word in sorted(plain))
            stream.flush()
            os.fsync(stream.fileno())

    @cached_property
    def _words(self) -> list[str]:
        return bytes(self._data).decode().split("\n")[:-1]

    def beginning_with(self, prefix: str) -> list[str]:
        """The words that begin so."""
        start = bisect_left(self._words, prefix)
        # Above every character that goes on after the prefix.
        return self._words[start : bisect_left(self._words, prefix + "\U0010ffff", lo=start)]
