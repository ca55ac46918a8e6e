"""Where ``ontology/``, ``shapes/`` and ``queries/`` are: beside the package in a checkout, inside it when installed.

No other module knows this.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

__all__ = ["Folder", "folder", "resource"]

Folder = Literal["ontology", "shapes", "queries"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: Folder) -> Path:
    """The folder of shipped data called ``name``.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the pqgraph installation lacks its {name} folder")


def resource(name: Folder, *parts: str) -> Path:
    """A file inside a folder of shipped data, for example ``resource("ontology", "topics.ttl")``."""
    return folder(name).joinpath(*parts)
