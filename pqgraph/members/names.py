"""Names of members as they are printed, brought to one form that can be compared.

The same member is ``Ms Diane Abbott``, ``Abbott, Ms Diane``, ``Rt Hon Diane Abbott MP`` and ``Biography information
for Ms Diane Abbott``; a peer is ``Lord Rennard``, ``Rennard, L.`` and ``The Lord Rennard MBE``. Forms of address,
letters after the name, case, accents, apostrophes and hyphens carry nothing that tells two members apart; rank, given
name, family name and title do. Nothing is shortened, completed or guessed: a name that lacks its given name or its
territorial part is another name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Name", "fold", "parse_name", "party_key"]

LONGEST = 300
"""No name has so many characters; what has is not looked at."""


class Name(NamedTuple):
    """A name in the form that is compared."""

    key: str
    """Folded words: ``diane abbott``, ``lord rennard``, ``bishop st albans``; without middle initials."""
    initials: str = ""
    """The middle initials, which many sources leave out: ``m`` of ``Grahame M. Morris``."""
    hints: tuple[str, ...] = ()
    """What stands in brackets behind the name: a party, a constituency."""

    def fits(self, other: Name) -> bool:
        """Whether both can be forms of one name: the same words, and no initials that differ."""
        return self.key == other.key and (
            not self.initials or not other.initials or self.initials == other.initials
        )

    @property
    def is_title(self) -> bool:
        """Whether this is a rank with a title (``lord rennard``), not a given and a family name."""
        return self.key.partition(" ")[0] in _RANKS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LABEL = "biography information for "
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*\Z")
# Where the list of abbreviations is Parliament's own: nameListAs of the Members API, and the lists of the Lords.
_RANK_OF_ABBREVIATION = {
    "l": "lord",
    "b": "baroness",
    "e": "earl",
    "v": "viscount",
    "m": "marquess",
    "d": "duke",
    "c": "countess",
    "bp": "bishop",
    "abp": "archbishop",
    "ly": "lady",
}
_RANKS = _words(
    "lord baroness earl viscount viscountess marquess marchioness duke duchess countess bishop archbishop lady"
)
_SAME_RANK = {"baron": "lord", "marquis": "marquess"}
_ADDRESS = _words(
    "the rt right hon honourable honorable mr mrs ms miss mx sir dame dr doctor prof professor rev revd reverend most "
    "very ven venerable col colonel capt captain maj major brigadier lieutenant lieut lt gen general commander cdr "
    "admiral vice rear field marshal air chief of and fleet learned gallant"
)
_LETTERS = _words(
    "mp qc kc pc mep msp mla am bt cb cbe obe mbe kbe dbe gbe om ch kt kg lg kp gcb kcb dcb gcmg kcmg dcmg cmg gcvo "
    "kcvo dcvo cvo lvo mvo gcsi gcie cie dso dsc dfc mc dl jp td vd vrd erd rd frs fba frse frcp frcs fmedsci freng "
    "phd dphil bem qpm ksg"
)
_TRANSLATED = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i",
        "’": None, "‘": None, "'": None, "ʼ": None, "`": None, "´": None, "′": None, "＇": None,
    }
)  # fmt: skip


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without accents, apostrophes, invisible characters and punctuation; words parted by one space.

    >>> fold("Ynys Môn"), fold("O’Donnell"), fold("Heaton-Harris"), fold("Birmingham, Ladywood")
    ('ynys mon', 'odonnell', 'heaton harris', 'birmingham ladywood')
    """
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_TRANSLATED)).casefold()
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = text.translate(_TRANSLATED).replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name | None:
    """The name in a text, or ``None`` if it holds no whole name.

    >>> parse_name("Mr James Frith (Labour)")
    Name(key='james frith', initials='', hints=('Labour',))
    >>> parse_name("Rennard, L.") == parse_name("The Lord Rennard MBE")
    True

    Args:
        text: A name as printed in either order, with or without form of address and letters.

    Returns:
        ``None`` also for a family name alone, a rank alone, or more than 300 characters.
    """
    if len(text) > LONGEST:
        return None
    text = " ".join(text.split())
    if text[: len(_LABEL)].casefold() == _LABEL:
        text = text[len(_LABEL) :]
    hints: list[str] = []
    while len(hints) < 3 and (match := _BRACKETS.search(text)):
        hints.insert(0, match[1].strip())
        text = text[: match.start()]
    words = _in_order(text)
    if not words:
        return None
    while len(words) > 1 and words[-1] in _LETTERS:
        words.pop()
    words = _without_address(words)
    if words and _SAME_RANK.get(words[0], words[0]) in _RANKS:
        key = _title(words)
        return Name(key, "", tuple(filter(None, hints))) if key else None
    if len(words) < 2:
        return None
    middle = words[1:-1]
    initials = "".join(word for word in middle if len(word) == 1)
    kept = [words[0], *(word for word in middle if len(word) > 1), words[-1]]
    return Name(" ".join(kept), initials, tuple(filter(None, hints)))


def _in_order(text: str) -> list[str]:
    """The folded words, given name or rank first, also if the text has the family name or title first."""
    parts = [fold(part).split() for part in text.split(",")]
    parts = [part for part in parts if part]
    while len(parts) > 1 and all(word in _LETTERS for word in parts[-1]):
        parts.pop()
    if len(parts) == 1:
        return parts[0]
    if len(parts) != 2:
        return []
    last, first = parts
    if len(first) == 1:
        first = [_RANK_OF_ABBREVIATION.get(first[0], first[0])]
    return first + last


def _without_address(words: list[str]) -> list[str]:
    # "Air Chief Marshal the Lord Stirrup": the rank after an article is the rank, whatever stands before.
    for place, word in enumerate(words[:-1]):
        if word == "the" and _SAME_RANK.get(words[place + 1], words[place + 1]) in _RANKS:
            return words[place + 1 :]
    start = 0
    while start < len(words) and words[start] in _ADDRESS:
        start += 1
    # "Major" alone is a family name, not an address.
    return words[start:]


def _title(words: list[str]) -> str | None:
    """Rank and title: "earl sandwich" for "Earl of Sandwich", which lists print as "Sandwich, E."."""
    rank, rest = _SAME_RANK.get(words[0], words[0]), words[1:]
    if rank in ("lord", "lady") and rest and rest[0] in ("bishop", "archbishop"):
        rank, rest = rest[0], rest[1:]
    if rest and rest[0] == "of":
        rest = rest[1:]
    return " ".join([rank, *rest]) if rest else None


_PARTY_WORDS = frozenset({"the", "party", "member", "members"})
_PARTIES = {
    "lab": "labour",
    "labour co op": "labour",
    "labour co operative": "labour",
    "labour and co operative": "labour",
    "lab co op": "labour",
    "con": "conservative",
    "conservatives": "conservative",
    "conservative and unionist": "conservative",
    "ld": "liberal democrat",
    "lib dem": "liberal democrat",
    "liberal democrats": "liberal democrat",
    "xb": "crossbench",
    "cb": "crossbench",
    "crossbencher": "crossbench",
    "cross bench": "crossbench",
    "cross bencher": "crossbench",
    "bshp": "bishops",
    "bishop": "bishops",
    "ind": "independent",
    "non afl": "non affiliated",
    "non aff": "non affiliated",
    "unaffiliated": "non affiliated",
    "snp": "scottish national",
    "pc": "plaid cymru",
    "dup": "democratic unionist",
    "uup": "ulster unionist",
    "sdlp": "social democratic and labour",
    "sf": "sinn fein",
    "ruk": "reform uk",
    "apni": "alliance",
    "spk": "speaker",
}


@lru_cache(maxsize=4096)
def party_key(text: str) -> str:
    """A party's name or abbreviation in the form that is compared.

    >>> party_key("Labour (Co-op)") == party_key("Lab") == party_key("Labour Party")
    True
    """
    folded = fold(text)
    words = " ".join(word for word in folded.split() if word not in _PARTY_WORDS) or folded
    return _PARTIES.get(words, words)
