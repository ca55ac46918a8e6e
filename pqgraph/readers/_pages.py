"""What the readers of pages share."""

from __future__ import annotations

__all__ = ["peek"]


def peek(head: bytes) -> str:
    """The beginning of a file as text, good enough to tell its format, with ``LF`` line ends; never fails."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
