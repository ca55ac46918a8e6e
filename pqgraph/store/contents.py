"""What tells one state of a store from another, for whatever is made of a store and kept beside it.

The manifest names the content: a digest of all that was loaded, in its order. The same inputs give the same. When
statements are added to a store, the manifest names the new content before the first of them goes in, so that after a
crash in between nothing that was made of the old content passes for fresh.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from msgspec import structs

from pqgraph.files import sync_folder
from pqgraph.store.manifest import (
    FILE_NAME,
    FORMER_NAME,
    Manifest,
    StoreInput,
    read_manifest,
    with_loads,
    write_manifest,
)

__all__ = ["ContentChange", "ContentDigest", "Digesting"]

_DIGITS = 32


class ContentDigest:
    """Gathers what is loaded into a new store."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add_file(self, path: Path) -> None:
        """Take in a file.

        Raises:
            OSError: It cannot be read.
        """
        with path.open("rb") as stream:
            self._digest.update(hashlib.file_digest(stream, "sha256").digest())

    def add_digest(self, digest: bytes) -> None:
        """Take in the digest of something else that was loaded."""
        self._digest.update(digest)

    def hexdigest(self) -> str:
        """The content so far."""
        return self._digest.hexdigest()[:_DIGITS]


class Digesting:
    """A binary stream that gathers the digest of what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.name = str(getattr(stream, "name", "stdin"))

    def read(self, size: int = -1) -> bytes:
        """Read, as from the stream itself."""
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def as_stream(self) -> BinaryIO:
        """The same for the type checker: nothing but :meth:`read` is called."""
        return cast(BinaryIO, self)

    def digest(self) -> bytes:
        """Digest of what was read so far."""
        return self._digest.digest()


class ContentChange:
    """Statements on their way into a store folder; a context manager around the transaction that adds them.

    Args:
        folder: The store folder.
        loads: The files that they come from, with their copies.

    Raises:
        PqgraphError: On entering: PQ601, PQ604 as :func:`read_manifest`.
        OSError: The manifest cannot be written.
    """

    is_made = False
    """Whether the statements are in, though an error ends the block: then the new manifest stays."""

    def __init__(self, folder: Path, loads: Iterable[StoreInput]) -> None:
        self._folder = folder
        self._loads = tuple(loads)
        self._old: Manifest | None = None
        self._former = folder / FORMER_NAME

    def __enter__(self) -> ContentChange:
        old = self._old = read_manifest(self._folder)
        # Whatever fills the disk meanwhile, another name for the old manifest needs no space to be put back.
        self._former.unlink(missing_ok=True)
        with suppress(OSError):
            os.link(self._folder / FILE_NAME, self._former)
        # The copies are named at once, too: after a crash nobody can tell whether the statements are in, and a build
        # that leaves them out would lose them.
        coming = structs.replace(old, content=self._content(old), inputs=with_loads(old.inputs, self._loads))
        write_manifest(self._folder, coming)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or self._old is None or self.is_made:
            self._former.unlink(missing_ok=True)
            return
        # If this fails, too, the manifest names what a build will bring in; the error that is raised is the first one.
        with suppress(OSError):
            if self._former.exists():
                self._former.replace(self._folder / FILE_NAME)
                sync_folder(self._folder)
            else:
                write_manifest(self._folder, self._old)

    def finish(self, before: int, after: int) -> None:
        """Write what the store now is.

        Args:
            before: Statements before the change.
            after: Statements now. If there are none more, the content is what it was.

        Raises:
            OSError: The manifest cannot be written.
        """
        old = self._old
        if old is None:
            raise ValueError("the change has not begun: use it in a with block")
        content = old.content if after == before else self._content(old)
        inputs = with_loads(old.inputs, self._loads)
        write_manifest(self._folder, Manifest.now(after, inputs, content=content, keeps=old.keeps))

    def _content(self, old: Manifest) -> str:
        parts = [old.content or "", *(given.kept or given.sha256 for given in self._loads)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
