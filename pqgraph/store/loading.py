"""Loading a long document into a store while it is still being written.

Oxigraph loads without Python's lock, so on two processors the parts of a document that are finished are loaded while
the rest is made. Small parts leave little to be loaded in the end and take less memory; but each becomes sorted files
of its own, which must be merged (:meth:`LocalStore.optimize` in the end), so parts grow with the document.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from pqgraph.rdf.formats import RdfFormat
from pqgraph.store.builder import StoreBuilder

__all__ = ["PART_SIZE", "BackgroundLoader"]

PART_SIZE = 25_000_000
"""Bytes of the first parts: some 180,000 statements."""
_LARGEST = 150_000_000
"""Of so many bytes Oxigraph makes one batch of a million statements anyway."""
_SHARE = 10
"""A part is at least this share of what was written before it."""


class BackgroundLoader:
    """Takes a document in a line-based format, part after part; a context manager that waits for what it started.

    ::

        with BackgroundLoader(builder, find_format("nquads")) as loader:
            writer = make_writer(loader.stream, find_format("nquads"))
            ...
            loader.finish()

    Parts are loaded one after the other, in order, so the store and its content are the same on every run.

    Args:
        builder: The store in the making; nobody else adds to it before :meth:`finish`.
        rdf_format: N-Triples or N-Quads.
        part_size: Bytes after which one of the first parts is handed on; it ends with the write that reaches them.
    """

    def __init__(self, builder: StoreBuilder, rdf_format: RdfFormat, *, part_size: int = PART_SIZE) -> None:
        self._builder = builder
        self._format = rdf_format
        self._part_size = part_size
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pqgraph-load")
        self._loading: list[Future[None]] = []
        self._parts = 0
        self._size = 0
        self._written = 0
        self._path, self._file = self._open()

    def __enter__(self) -> BackgroundLoader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        # The store must not be thrown away under a part that is being loaded.
        self._worker.shutdown(wait=True, cancel_futures=True)

    @property
    def stream(self) -> BinaryIO:
        """Where to write; each call of ``write`` takes whole lines, and nothing but ``write`` is there."""
        return cast(BinaryIO, self)

    def write(self, data: bytes) -> int:
        """Take whole lines.

        Raises:
            PqgraphError: An earlier part could not be loaded, as :meth:`StoreBuilder.add`.
        """
        self._file.write(data)
        self._size += len(data)
        if self._size >= max(self._part_size, min(self._written // _SHARE, _LARGEST)):
            self._hand_on()
            self._path, self._file = self._open()
        return len(data)

    def finish(self) -> None:
        """Load the last part and wait for all.

        Raises:
            PqgraphError: As :meth:`StoreBuilder.add`.
        """
        self._hand_on()
        for part in self._loading:
            part.result()

    def _open(self) -> tuple[Path, BinaryIO]:
        self._parts += 1
        self._size = 0
        path = self._builder.scratch / f"part-{self._parts:05}{self._format.suffixes[0]}"
        return path, path.open("wb", buffering=1 << 20)

    def _hand_on(self) -> None:
        self._file.close()
        self._written += self._size
        waiting = []
        for part in self._loading:
            if part.done():
                part.result()
            else:
                waiting.append(part)
        self._loading = [*waiting, self._worker.submit(self._load, self._path)]

    def _load(self, path: Path) -> None:
        self._builder.add(path, self._format)
        path.unlink()
