"""How long a server is waited for, and how often it is asked again."""

from __future__ import annotations

import email.utils
import random
import time
from dataclasses import dataclass

__all__ = ["RETRIED", "Limits", "pause_before", "retry_after"]

RETRIED = frozenset({429, 502, 503, 504})
"""Status codes that say "later", not "no": too many requests, and a server or gateway that is not ready."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request with its retries.

    Attributes:
        connect: Seconds to wait for a connection.
        read: Seconds to wait for the answer to begin, and then for each part of it.
        total: Seconds for all of it: retries, pauses and reading the answer to its end.
        retries: How often a request is sent again after a broken connection or one of :data:`RETRIED`.
        pause: Seconds before the first retry; each further pause is twice as long.
        longest_pause: The longest pause, also if the server asks for more (``Retry-After``): then it fails.
    """

    connect: float = 10
    read: float = 60
    total: float = 600
    retries: int = 3
    pause: float = 0.5
    longest_pause: float = 30


def pause_before(retry: int, limits: Limits) -> float:
    """Seconds to wait before a retry.

    A part of it is random, so that clients that failed together do not come back together.

    Args:
        retry: 1 for the first.
        limits: The limits.
    """
    whole: float = min(limits.pause * 2 ** (retry - 1), limits.longest_pause)
    return whole * (1 - random.random() / 4)


def retry_after(value: str | None, *, now: float | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, by number or date (RFC 9110, 10.2.3).

    Args:
        value: The header.
        now: Seconds since the epoch; the present if left out.

    Returns:
        ``None`` if there is none, or none that can be read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = email.utils.parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, then - (time.time() if now is None else now))
