"""The frame around every page: templates, styles, headers."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pqgraph.api.pages import links, words
from pqgraph.errors import PqgraphError

if TYPE_CHECKING:
    import jinja2

__all__ = ["HEADERS", "STATIC", "is_installed", "render", "static_file"]

_HERE = Path(__file__).parent
STATIC = "/static/"
"""Where styles are, below the root."""
HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "same-origin"),
)
"""Headers of every page: nothing inline, nothing from elsewhere, nobody's frame."""
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def is_installed() -> bool:
    """Whether the libraries that make pages are there (extra ``serve``)."""
    try:
        import jinja2  # noqa: F401
        import nh3  # noqa: F401
    except ImportError:
        return False
    return True


@cache
def _static() -> dict[str, tuple[str, bytes]]:
    """Files by the name under which they are served, which holds a digest of what is in them."""
    found = {}
    for path in sorted((_HERE / "static").iterdir()):
        if path.suffix in _TYPES:
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()[:10]
            found[f"{path.stem}-{digest}{path.suffix}"] = (_TYPES[path.suffix], data)
    return found


def static_file(name: str) -> tuple[str, bytes] | None:
    """Media type and content of a file that pages use; ``None`` if there is none of that name."""
    return _static().get(name)


def _address_of(name: str) -> str:
    """The address of a static file: ``site.css``."""
    stem, _, suffix = name.rpartition(".")
    for each in _static():
        if each.startswith(f"{stem}-") and each.endswith(f".{suffix}"):
            return STATIC + each
    raise KeyError(name)


@cache
def _environment() -> jinja2.Environment:
    try:
        import jinja2
    except ImportError as problem:
        raise PqgraphError(
            "PQ902", "pages need jinja2 and nh3", advice="Install them: pip install 'pqgraph[serve]'."
        ) from problem
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "day": words.day,
        "moment": words.moment,
        "phrase": words.phrase,
        "shortened": words.shortened,
    }
    environment.globals |= {
        "count": words.count,
        "page_of": links.page_of,
        "outside": links.outside,
        "static": _address_of,
    }
    return environment


def render(template: str, **values: Any) -> bytes:
    """A page.

    Args:
        template: Name of the template.
        values: What it shows; everything is escaped that is not marked as clean.

    Raises:
        PqgraphError: PQ902, jinja2 is not installed.
    """
    text = _environment().get_template(template).render(values)
    # Nothing but a lone surrogate cannot be encoded.
    return text.encode("utf-8", "replace")
