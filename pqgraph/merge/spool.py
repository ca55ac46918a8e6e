"""Records on disk, in parts, until all inputs have been read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard
from msgspec import Struct

from pqgraph.errors import PqgraphError

__all__ = ["Spool"]

_T = TypeVar("_T", bound=Struct)
_CHUNK = 1 << 20
"""Bytes of records that a part gathers before they are written."""
_TOTAL = 1 << 26
"""Bytes that all parts together may gather; reached only by corpora of very many parts."""
_SUFFIX = ".records"


class Spool:
    """Files of records, one for each part; appended to while reading, read back part by part.

    Args:
        folder: An existing folder for the files; those that are there are read back, too.
        kind: The type of the records.
    """

    def __init__(self, folder: Path, kind: type[_T]) -> None:
        self._folder = folder
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
        self._waiting: dict[str, list[bytes]] = {}
        self._sizes: dict[str, int] = {}
        self._total = 0

    def put(self, part: str, record: Struct) -> None:
        """Add a record to a part; ``part`` is a file name."""
        data = self._encoder.encode(record)
        self._waiting.setdefault(part, []).append(data)
        size = self._sizes[part] = self._sizes.get(part, 0) + len(data)
        self._total += len(data)
        if size >= _CHUNK:
            self._write(part)
        elif self._total >= _TOTAL:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for part in sorted(self._waiting):
            self._write(part)

    def parts(self) -> list[str]:
        """The parts that have records, sorted."""
        self.flush()
        return sorted(path.name.removesuffix(_SUFFIX) for path in self._folder.glob(f"*{_SUFFIX}"))

    def read(self, part: str) -> Iterator[Struct]:
        """The records of a part in the order of their coming.

        Raises:
            PqgraphError: PQ604, the file is damaged.
        """
        path = self._folder / f"{part}{_SUFFIX}"
        if not path.exists():
            return
        try:
            with path.open("rb") as stream:
                while head := stream.read(4):
                    data = stream.read(int.from_bytes(head, "big"))
                    yield from self._decoder.decode(zstandard.decompress(data))
        except (zstandard.ZstdError, msgspec.MsgspecError) as problem:
            raise PqgraphError("PQ604", f"kept records are damaged: {problem}", place=str(path)) from problem

    def _write(self, part: str) -> None:
        records = self._waiting.pop(part)
        self._total -= self._sizes.pop(part)
        # One MessagePack array from items that are encoded already.
        packed = b"\xdd" + len(records).to_bytes(4, "big") + b"".join(records)
        data = zstandard.compress(packed, 1)
        with (self._folder / f"{part}{_SUFFIX}").open("ab") as stream:
            stream.write(len(data).to_bytes(4, "big") + data)
