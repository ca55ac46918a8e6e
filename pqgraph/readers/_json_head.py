"""Recognising JSON by the beginning of a file, wherever that is cut off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import orjson

from pqgraph.readers._pages import peek

__all__ = ["key_paths", "looks_like_json"]

Path = tuple[str, ...]

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)("?)|[{}\[\]:,]', re.DOTALL)
_DEPTH = 4
_ELEMENT = "*"


def looks_like_json(head: bytes) -> bool:
    """Whether a file that begins so can be JSON: its first character is a brace or a bracket."""
    return peek(head).lstrip().startswith(("{", "["))


@lru_cache(maxsize=2)  # every reader of JSON looks at the same head in turn
def key_paths(head: bytes) -> frozenset[Path]:
    """The keys in a beginning of JSON or JSON Lines, each with the keys above it; array elements are ``*``.

    ``{"results":[{"value":{"id":1,"ho`` has ``("results",)``, ``("results", "*", "value")`` and
    ``("results", "*", "value", "id")``. Nothing deeper than four steps is given. What is not JSON gives the
    empty set.
    """
    text = peek(head).lstrip()
    if not text.startswith(("{", "[")):
        return frozenset()
    if (of_lines := _paths_of_lines(text)) is not None:
        return frozenset(of_lines)
    paths = _scan(text)
    if text.startswith("{"):
        # The first line of JSON Lines may be broken, and everything behind it would seem to stand inside it.
        _, _, rest = text.partition("\n")
        if rest.lstrip().startswith("{"):
            paths |= _scan(rest.lstrip())
    return frozenset(paths)


def _paths_of_lines(text: str) -> set[Path] | None:
    """The keys in the lines of JSON Lines; ``None`` if the first line is not whole.

    Lines that are whole go through the parser, which takes a tenth of the time.
    """
    paths: set[Path] = set()
    for number, line in enumerate(text.split("\n")):
        try:
            _gather(orjson.loads(line), (), paths)
        except orjson.JSONDecodeError:
            if not number:
                return None
            paths |= _scan(line)
    return paths


def _gather(value: Any, above: Path, paths: set[Path]) -> None:
    if len(above) == _DEPTH:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            paths.add(path := (*above, key))
            if isinstance(each, (dict, list)):
                _gather(each, path, paths)
    elif isinstance(value, list):
        for each in value:
            _gather(each, (*above, _ELEMENT), paths)


def _scan(text: str) -> set[Path]:
    paths: set[Path] = set()
    stack: list[str] = []  # the key, or "*", under which the scan stands, for each open object or array
    is_object: list[bool] = []
    at_key = False
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark[0] == '"':
            if not match[2]:
                break  # the head ends inside a string
            if at_key and is_object and is_object[-1]:
                stack[-1] = match[1]
                if len(stack) <= _DEPTH:
                    paths.add(tuple(stack))
                at_key = False
        elif mark in "{[":
            is_object.append(mark == "{")
            stack.append(_ELEMENT)
            at_key = mark == "{"
        elif mark in "}]":
            if stack:
                stack.pop()
                is_object.pop()
            at_key = False
        elif mark == ",":
            at_key = bool(is_object) and is_object[-1]
    return paths
