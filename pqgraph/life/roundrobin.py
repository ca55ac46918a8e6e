"""Round robins: one question that one Member puts to many answering bodies on one day.

"To ask the Secretary of State for Defence, how many staff his Department employs" and the same to fifteen other
ministers are fifteen questions, with UINs and answers of their own. Only the addressee tells them apart, and the
words that go with it: his, her or their Department.
"""

from __future__ import annotations

import re

__all__ = ["LEAST_BODIES", "round_robin_key"]

LEAST_BODIES = 5
"""The same question to so many bodies is a round robin. Many are put to two, because both are concerned."""

# Lists of questions are cut at 255 characters, the address included; the longest usual one has 95. Longer keys
# would differ between a list and a whole text.
_LENGTH = 150
# Names of departments go on with a capital after a comma; the question itself begins with a small letter.
_ADDRESS = re.compile(
    r"\W*[Tt]{1,2}o ask\b.*?,\s(?=[a-z(]|(?:If|What|How|Whether|When|Which|Why|Pursuant|With|Further)\b)"
    r"(?!representing |and |on behalf )"
)
# Some addresses have no comma behind them.
_BEGINS = re.compile(
    r"\s(?=(?:what|whether|when|how|if|which|who|why|for what|on what|with reference|pursuant) )"
)
_TAG = re.compile(r"<[^<>]*>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_AGREEING = re.compile(
    r"\b(?:(?P<theirs>his|her|their|its)(?: own)?(?P<body> (?:department|office|ministry|commission|committee))?"
    r"|(?P<they>he|she|they)|(?P<have>has|have)|(?P<them>him|them))\b"
)


def round_robin_key(text: str) -> str:
    """What the questions of a round robin have in common: the text without its addressee.

    Questions of one Member on one day that have the same key are one question put to several bodies. The key is
    the same for a clipped text as for the whole one.

    >>> round_robin_key("To ask the Secretary of State for Wales, how many staff her Office employs.")
    'how many staff their department employs'

    Args:
        text: The question, plain or as an HTML fragment.
    """
    if "<" in text:
        text = _TAG.sub(" ", text)
    plain = " ".join(_INVISIBLE.sub("", text).replace("’", "'").split())
    address = _ADDRESS.match(plain)
    if address is None:
        address = _BEGINS.search(plain)
    asked = plain[address.end() :] if address is not None else plain
    # Clerks set commas in some texts of a set and not in others.
    return _AGREEING.sub(_plural, asked.lower().replace(",", ""))[:_LENGTH].strip(" .;:")


def _plural(match: re.Match[str]) -> str:
    if match["theirs"]:
        return "their department" if match["body"] else "their"
    return "they" if match["they"] else "have" if match["have"] else "them"
