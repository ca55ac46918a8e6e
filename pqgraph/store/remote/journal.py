"""How far a load has come, in a small file, so that a second run goes on where the first one stopped."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec

from pqgraph.errors import PqgraphError

__all__ = ["Journal", "State", "default_path", "key_of"]

_VERSION = 1


class State(msgspec.Struct, forbid_unknown_fields=True):
    """What stands in a journal.

    Attributes:
        version: Of this form.
        key: Digest of what is loaded, where to and how: :func:`key_of`.
        before: Statements of each graph before the load; the default graph is ``""``.
        done: How many chunks the server has taken.
    """

    version: int
    key: str
    before: dict[str, int]
    done: int = 0


def key_of(*parts: object) -> str:
    """Digest of what makes a load this load."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def default_path(key: str) -> Path:
    """Where a journal stands unless a place is named: in the current folder."""
    return Path(f".pqgraph-load-{key}.json")


class Journal:
    """The journal of one load.

    Args:
        path: The file.
        key: What :func:`key_of` gives for this load.

    Raises:
        PqgraphError: PQ612, the file is none, or the journal of another load.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key
        self.state = self._read()

    def begin(self, before: dict[str, int]) -> State:
        """Start a new journal, or go on with the one that is there.

        Nothing is written before there is something to go on with.

        Args:
            before: Statements of each graph now, for a new one.
        """
        if self.state is None:
            self.state = State(_VERSION, self._key, before)
        return self.state

    def advance(self, state: State, done: int) -> None:
        """The server has taken so many chunks.

        Raises:
            PqgraphError: PQ606, it cannot be written.
        """
        state.done = done
        self._write(state)

    def remove(self) -> None:
        """The load is done, or must start again."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> State | None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise PqgraphError("PQ612", problem.strerror or str(problem), place=str(self._path)) from problem
        try:
            state = msgspec.json.decode(data, type=State)
        except msgspec.MsgspecError as problem:
            raise PqgraphError("PQ612", f"not a journal: {problem}", place=str(self._path)) from problem
        if (state.version, state.key) != (_VERSION, self._key):
            raise PqgraphError("PQ612", "it tells of another load", place=str(self._path))
        return state

    def _write(self, state: State) -> None:
        # Not files.output: no need to bring each step to the disk; a chunk that is sent twice does no harm.
        temporary = None
        try:
            handle, temporary = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(msgspec.json.encode(state))
            Path(temporary).replace(self._path)
        except OSError as problem:
            if temporary:
                with suppress(OSError):
                    Path(temporary).unlink()
            raise PqgraphError("PQ606", problem.strerror or str(problem), place=str(self._path)) from problem
