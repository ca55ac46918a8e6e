"""Headers that every answer has."""

from __future__ import annotations

import hashlib
import re

from pqgraph.api.protocol import Request, Response

__all__ = ["CORS", "finished", "header_safe"]

CORS = (("Access-Control-Allow-Origin", "*"),)
"""Anybody's page may read what is public."""
_ALWAYS = (*CORS, ("X-Content-Type-Options", "nosniff"))
_UNSAFE = re.compile(r"[^\x20-\x7e]")


def header_safe(value: str) -> str:
    """A header value without line ends and other characters that could end it."""
    return _UNSAFE.sub(
        lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode(errors="replace")), value
    )


def finished(
    request: Request,
    body: bytes,
    content_type: str,
    location: str,
    *,
    varies: bool,
    etag: bool,
    more: tuple[tuple[str, str], ...] = (),
) -> Response:
    """A 200 with its headers, or a 304 if the client has it already.

    Args:
        request: The request.
        body: The whole body.
        content_type: Its media type.
        location: The address under which this representation always stands.
        varies: Whether ``Accept`` chose it.
        etag: Whether to say which version this is.
        more: Further headers, of the format.
    """
    headers = [("Content-Type", content_type), ("Content-Location", header_safe(location)), *_ALWAYS, *more]
    if varies:
        headers.append(("Vary", "Accept"))
    if etag:
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers.append(("ETag", tag))
        known = [
            each.strip().removeprefix("W/") for each in (request.header("If-None-Match") or "").split(",")
        ]
        if tag in known or known == ["*"]:
            kept = [each for each in headers if each[0] != "Content-Type"]
            return Response(304, tuple(kept))
    return Response(200, tuple(headers), body)
