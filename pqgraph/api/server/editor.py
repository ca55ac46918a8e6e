"""The page with the SPARQL editor, and the files that it needs.

The editor is Yasgui (``@zazuko/yasgui``, MIT), which ``tools/editor.py`` puts into ``pqgraph/api/static/`` before
pqgraph is packed. Without it, the page has a plain text field. Nothing comes from elsewhere when it runs.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from pqgraph.api.pages.frame import is_installed, render
from pqgraph.api.pages.site import wants_page
from pqgraph.api.protocol import Request, Response
from pqgraph.api.responses import finished
from pqgraph.terms import PREFIXES

__all__ = ["FILES", "answer"]

FILES = ("yasgui.min.js", "yasgui.min.css", "editor.js", "editor.css")
"""What the page loads; the first two are there once they have been fetched."""
_FOLDER = Path(__file__).resolve().parent.parent / "static"
_UNDER = "/static/editor/"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The editor sets the size of its parts by style attributes; scripts stay as strict as everywhere.
_HEADERS = (("Content-Security-Policy", _POLICY), ("Referrer-Policy", "same-origin"))


@cache
def _files() -> dict[str, tuple[bytes, bytes, str]]:
    """Name, content, the same compressed, and its tag."""
    found = {}
    for name in FILES:
        path = _FOLDER / name
        if path.is_file():
            data = path.read_bytes()
            found[name] = (
                data,
                gzip.compress(data, 9, mtime=0),
                f'"{hashlib.sha256(data).hexdigest()[:32]}"',
            )
    return found


def answer(request: Request) -> Response | None:
    """The editor's page or a file of it; ``None`` for all other requests."""
    if request.method not in ("GET", "HEAD"):
        return None
    if request.path.startswith(_UNDER):
        return _file(request, request.path.removeprefix(_UNDER))
    bare = request.path in ("/sparql", "/sparql/") and not request.query
    if not bare or not is_installed() or not wants_page(request):
        return None
    whole = all(name in _files() for name in FILES)
    body = render("editor.html", here="sparql", whole=whole, prefixes=sorted(PREFIXES.items()))
    return finished(
        request,
        body,
        "text/html; charset=utf-8",
        f"{request.base}/sparql",
        varies=True,
        etag=True,
        more=_HEADERS,
    )


def _file(request: Request, name: str) -> Response | None:
    found = _files().get(name)
    if found is None:
        return None
    plain, small, tag = found
    kind = _TYPES[Path(name).suffix]
    headers = [
        ("Content-Type", kind),
        ("Cache-Control", "public, max-age=86400"),
        ("Vary", "Accept-Encoding"),
    ]
    packed = "gzip" in (request.header("Accept-Encoding") or "").lower()
    tag = f'{tag[:-1]}-gz"' if packed else tag
    headers.append(("ETag", tag))
    if tag in (request.header("If-None-Match") or ""):
        return Response(304, tuple(headers[1:]))
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    return Response(200, tuple(headers), small if packed else plain)
