"""Questions of the questions-statements API that have more fields than are known, or others of the wrong shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pqgraph.model import Locator, Notice
from pqgraph.readers._api_shapes import NAMES, NESTED
from pqgraph.readers._json import FieldError, token
from pqgraph.readers.base import UnknownFields

__all__ = ["known", "unknown_fields", "wrong_shape"]

_PLACE = re.compile(r"(?P<found>.*?)(?: - at `\$(?P<path>[^`]*)`)?", re.DOTALL)
_STEP = re.compile(r"\.?([^.\[\]]+)\]?")


def known(value: dict[str, Any]) -> dict[str, Any]:
    """The question without the fields that are not known."""
    clean: dict[str, Any] = {}
    for name, field in value.items():
        if name not in NAMES:
            continue
        inner_names = NESTED.get(name)
        if inner_names is not None and isinstance(field, dict):
            field = {key: each for key, each in field.items() if key in inner_names}
        elif inner_names is not None and isinstance(field, list):
            field = [
                {key: inner for key, inner in each.items() if key in inner_names}
                if isinstance(each, dict)
                else each
                for each in field
            ]
        clean[name] = field
    return clean


def wrong_shape(problem: msgspec.ValidationError) -> FieldError:
    """What the decoder says of a field, as an error of that field (PQ202)."""
    match = _PLACE.fullmatch(str(problem))
    steps = _STEP.findall(match["path"] or "") if match else []
    found = match["found"] if match else str(problem)
    pointer = "".join(map(token, steps))
    return FieldError("PQ202", pointer, f"{steps[-1] if steps else 'the record'}: {found}")


def unknown_fields(unknown: UnknownFields, value: dict[str, Any], locator: Locator) -> Iterator[Notice]:
    """Notices for the fields of a question, and of what is nested in it, that are not known."""
    yield from unknown.check(set(value), NAMES, "", locator)
    for name, known_names in NESTED.items():
        nested = value.get(name)
        for each in nested if isinstance(nested, list) else [nested]:
            if isinstance(each, dict):
                yield from unknown.check(set(each), known_names, f"{name}.", locator)
