"""Which format a response has: ``_format``, the suffix, ``Accept``, the description's default, JSON; in this order."""

from __future__ import annotations

from pqgraph.api.protocol import Problem
from pqgraph.api.renderers.registry import Format, Formats

__all__ = ["Choice", "choose", "media_ranges", "refused", "split_suffix"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A format.

    Attributes:
        format: The format.
        negotiated: Whether ``Accept`` could have changed it.
    """

    format: Format
    negotiated: bool


def split_suffix(path: str, formats: Formats) -> tuple[str, Format | None]:
    """A path without the suffix of a format, and the format."""
    stem, dot, suffix = path.rpartition(".")
    found = formats.named(suffix) if dot and stem and not stem.endswith("/") and "/" not in suffix else None
    return (path, None) if found is None else (stem, found)


def media_ranges(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an ``Accept`` header with their weights, best first; malformed ones are left out.

    `RFC 9110, 12.5.1 <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1>`_.
    """
    found = [each for each in _weighted(accept) if 0 < each[1] <= 1]
    # Equal weights: the more specific first, then in the order of the header.
    return sorted(found, key=lambda each: (-each[1], each[0].count("*")))


def refused(accept: str) -> frozenset[str]:
    """The media types that an ``Accept`` header rules out, whatever its ranges let through.

    >>> sorted(refused("application/json;q=0, */*"))
    ['application/json']
    """
    return frozenset(media_type for media_type, weight in _weighted(accept) if weight == 0)


def _weighted(accept: str) -> list[tuple[str, float]]:
    """The media ranges as they stand; what has a malformed weight is left out."""
    found = []
    for part in accept.split(",")[:50]:
        media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = -1.0
        if media_type.count("/") == 1 and weight >= 0:
            found.append((media_type, weight))
    return found


def choose(
    formats: Formats, suffix: Format | None, asked: str | None, accept: str | None, default: str | None
) -> Choice:
    """The format of a response.

    Args:
        formats: The formats that are offered.
        suffix: That of the path's suffix.
        asked: ``_format``.
        accept: The header.
        default: Name of the description's default format.

    Raises:
        Problem: 400, ``_format`` names none.
    """
    if asked is not None:
        found = formats.named(asked)
        if found is None:
            names = [each.name for each in formats.all]
            raise Problem(
                400, f"There is no format {asked[:40]!r}.", {"parameter": "_format", "allowed": names}
            )
        return Choice(found, negotiated=False)
    if suffix is not None:
        return Choice(suffix, negotiated=False)
    usual = (formats.named(default) if default else None) or formats.all[0]
    without = {each.media_type for each in map(formats.typed, refused(accept or "")) if each is not None}
    fit = [each for each in formats.all if each.media_type not in without]
    for media_type, _ in media_ranges(accept or ""):
        found = formats.typed(media_type)
        if media_type == "*/*":
            found = usual if usual.media_type not in without else next(iter(fit), usual)
        elif found is None and media_type.endswith("/*"):
            found = next((f for f in fit if f.media_type.startswith(media_type[:-1])), None)
        if found is not None:
            return Choice(found, negotiated=True)
    return Choice(usual, negotiated=True)
