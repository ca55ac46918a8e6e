"""Errors for clients: one body everywhere, or its words as plain text for people.

The body is that of `problem details <https://www.rfc-editor.org/rfc/rfc9457>`_.
"""

from __future__ import annotations

from http import HTTPStatus

import orjson

from pqgraph.api.negotiation import media_ranges
from pqgraph.api.protocol import Problem, Request, Response
from pqgraph.api.responses import CORS

__all__ = ["problem_response"]

_TEXT = ("text/plain", "text/html", "application/xhtml+xml")


def problem_response(problem: Problem, request: Request) -> Response:
    """The response for a problem.

    Args:
        problem: What is wrong.
        request: The request; its ``Accept`` and suffix tell who asks.
    """
    title = HTTPStatus(problem.status).phrase
    if problem.status < 400:
        text = f"{problem.detail}\n".encode()
        return Response(problem.status, (("Content-Type", "text/plain"), *CORS, *problem.headers), text)
    best = next((kind for kind, _ in media_ranges(request.header("Accept") or "")), "")
    if best in _TEXT or request.path.endswith((".text", ".txt", ".html")):
        lines = [f"{problem.status} {title}", problem.detail]
        allowed = problem.extra.get("allowed")
        if isinstance(allowed, dict):
            lines += [f"{name}: {' '.join(values)}" for name, values in allowed.items()]
        elif isinstance(allowed, list):
            lines.append(f"allowed: {' '.join(allowed)}")
        body, kind = "\n".join((*lines, "")).encode(errors="replace"), "text/plain; charset=utf-8"
    else:
        document = {
            "type": "about:blank",
            "title": title,
            "status": problem.status,
            "detail": problem.detail,
            **problem.extra,
        }
        body, kind = orjson.dumps(document), "application/problem+json"
    # A cache must not show a program's answer to people: some pages are there for people only.
    own = (("Content-Type", kind), *CORS, ("X-Content-Type-Options", "nosniff"), ("Vary", "Accept"))
    return Response(problem.status, (*own, *problem.headers), body)
