"""Small texts inside parameters: languages, and places on the earth."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from pqgraph.api.protocol import Problem
from pqgraph.api.selection import Near

__all__ = ["LANGUAGE", "languages_of", "near_by"]

LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}\Z", re.ASCII)
"""The form of a language tag."""
_MILES_A_DEGREE = 69.0


def languages_of(text: str | None) -> tuple[str, ...]:
    """The tags of a list, in small letters; ``none`` stands for texts without language and becomes empty.

    >>> languages_of("en,cy,none")
    ('en', 'cy', '')

    Raises:
        Problem: 400, one is no language tag.
    """
    tags = [tag.strip().lower() for tag in (text or "").split(",") if tag.strip()]
    for tag in tags:
        if not LANGUAGE.match(tag):
            raise Problem(400, f"{tag[:40]!r} is not a language tag.")
    return tuple(dict.fromkeys("" if tag == "none" else tag for tag in tags))


def near_by(texts: Sequence[str | None]) -> Near:
    """The bounds around a place.

    Args:
        texts: Latitude and longitude in degrees and a distance in miles.

    Raises:
        Problem: 400, one is missing, no number, or not on the earth.
    """
    given = [text for text in texts if text]
    if len(given) != len(texts):
        raise Problem(400, "near-lat, near-long and _distance belong together.")
    try:
        latitude, longitude, miles = map(float, given)
    except ValueError:
        raise Problem(400, "near-lat, near-long and _distance are numbers.") from None
    if not (abs(latitude) < 90 and abs(longitude) <= 180 and 0 < miles < 13_000):
        raise Problem(400, "near-lat, near-long or _distance is not on the earth.")
    height = miles / _MILES_A_DEGREE
    width = height / math.cos(math.radians(latitude))
    return Near(latitude - height, latitude + height, longitude - width, longitude + width)
