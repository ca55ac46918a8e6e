"""One line of JSON on stderr for each request, and for what happens to the server.

What people look for is theirs: neither their addresses nor their parameters are written.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TextIO

__all__ = ["AccessLog"]


class AccessLog:
    """Writes the log.

    Args:
        stream: Where to; stderr if left out.
        requests: Whether requests are written too, or only what happens to the server.
    """

    def __init__(self, stream: TextIO | None = None, *, requests: bool = True) -> None:
        self._stream = stream
        self._requests = requests

    def request(self, method: str, path: str, status: int, size: int, seconds: float) -> None:
        """Write that a request was answered."""
        if self._requests:
            self._write(
                event="request",
                method=method[:20],
                path=path[:500],
                status=status,
                bytes=size,
                ms=round(seconds * 1000, 2),
            )

    def note(self, text: str) -> None:
        """Write that something happened."""
        self._write(event="server", note=text)

    def _write(self, **fields: object) -> None:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        # In ASCII: what a client puts into a path ends no line, whatever the reader takes for the end of one.
        line = json.dumps({"time": now, **fields}, separators=(",", ":"))
        print(line, file=self._stream or sys.stderr, flush=True)
