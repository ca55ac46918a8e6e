"""Answers that are kept, because the same is asked for again and again: the store of a process never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from pqgraph.api.protocol import Request, Response

__all__ = ["Kept"]

_MOST_OF_ONE = 64 * 1024
"""Bytes of an answer that is kept."""
_OVERHEAD = 2_000
"""Bytes that an answer takes beside its body, about."""
Key = tuple[str, str, str, str | None]


class Kept:
    """Keeps answers to GET, up to a size in all; those asked for least recently go first.

    An answer depends on the address and on ``Accept`` alone. Pages for people are not kept, nor answers to clients
    that say what they have (``If-None-Match``), which have no body, nor anything but a success.

    Args:
        most: Bytes that all kept answers may take.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._answers: OrderedDict[Key, Response] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes that the kept answers take, about."""
        return self._size

    def find(self, request: Request) -> Response | None:
        """The answer to a request, if it is kept."""
        key = _key(request)
        with self._lock:
            found = None if key is None else self._answers.get(key)
            if found is not None and key is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, request: Request, response: Response) -> None:
        """Keep an answer, if it is one that is kept."""
        key = _key(request)
        if key is None or response.status != 200 or len(response.body) > _MOST_OF_ONE:
            return
        if (response.header("Content-Type") or "").startswith("text/html"):
            return
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = response
            self._size += _weight(key, response)
            while self._size > self._most:
                oldest = self._answers.popitem(last=False)
                self._size -= _weight(*oldest)


def _key(request: Request) -> Key | None:
    if request.method != "GET" or request.header("If-None-Match") is not None:
        return None
    return request.base, request.path, request.query, request.header("Accept")


def _weight(key: Key, response: Response) -> int:
    return _OVERHEAD + sum(len(part or "") for part in key) + len(response.body)
