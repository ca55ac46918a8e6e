"""Writing an index: one pass, flat memory, whole or not at all."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pqgraph.errors import PqgraphError
from pqgraph.files import sync_folder
from pqgraph.rdf.terms import Triple
from pqgraph.search.documents import Broader, Documents
from pqgraph.search.fields import LAYOUT, TEXT_FIELDS, make_schema
from pqgraph.search.stamp import STAMP_FILE, Stamp, sizes, write_stamp
from pqgraph.search.words import WordList, english, words_of

__all__ = ["IndexWriter", "is_installed"]

_HEAP = 100_000_000
"""Bytes that tantivy gathers before it writes a segment."""
_DATA = "data-"


def is_installed() -> bool:
    """Whether tantivy is there (``pip install 'pqgraph[search]'``)."""
    return importlib.util.find_spec("tantivy") is not None


class IndexWriter:
    """Writes an index; a context manager. What is there before stays until :meth:`finish`.

    Args:
        place: The folder of the index, :data:`pqgraph.search.FOLDER` in the store's folder. It is made.
        broader: The topics above each topic, by slug.

    Raises:
        PqgraphError: On entering and in all methods: PQ606, the index cannot be written.
    """

    def __init__(self, place: Path, *, broader: Broader) -> None:
        self._place = place
        self._documents = Documents(broader)
        self._words: set[bytes] = set()
        self._data: Path | None = None
        self._finished = False
        self._count = 0

    def __enter__(self) -> IndexWriter:
        import tantivy

        self._make = tantivy.Document.from_dict
        self._schema = make_schema()
        with self._writing():
            self._place.mkdir(exist_ok=True)
            self._data = Path(tempfile.mkdtemp(prefix=_DATA, dir=self._place))
            self._data.chmod(0o755)
            index = tantivy.Index(self._schema, path=str(self._data), reuse=False)
            index.register_tokenizer("english", english())
            # One thread: it keeps up with the mapping, and the same questions give the same segments.
            self._writer = index.writer(heap_size=_HEAP, num_threads=1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished and self._data is not None:
            del self._writer  # ends its thread
            shutil.rmtree(self._data, ignore_errors=True)

    def add(self, subject: str, triples: Iterable[Triple]) -> None:
        """Add a question; anything else, a member for example, is passed over.

        Args:
            subject: IRI of the question, which must not have been added before.
            triples: What is said of it and its answers.
        """
        document = self._documents.of(subject, triples)
        if document is None:
            return
        self._count += 1
        texts = [str(text) for name in TEXT_FIELDS for text in document.get(name, ())]
        self._words.update(words_of(" ".join(texts)))
        # tantivy takes a value alone in a third less time than a list of one.
        fields = {name: values[0] if len(values) == 1 else values for name, values in document.items()}
        with self._writing():
            self._writer.add_document(self._make(fields, self._schema))

    def finish(self, content: str) -> int:
        """Write everything to disk and put the stamp on it.

        Args:
            content: The content of the store, as its manifest has it.

        Returns:
            How many questions are in the index.
        """
        data = self._data
        if data is None:
            raise ValueError("the writer is not at work: use it in a with block")
        with self._writing():
            self._writer.commit()
            self._writer.wait_merging_threads()
            WordList.write(data, self._words)
            for file in data.iterdir():
                file.chmod(0o644)  # tantivy keeps some of its files from other users
            sync_folder(data)
            stamp = Stamp(
                layout=LAYOUT,
                content=content,
                documents=self._count,
                data=data.name,
                files=sizes(data),
            )
            write_stamp(self._place, stamp)
        self._finished = True
        for left in self._place.iterdir():
            if left.name != data.name and left.name.startswith((_DATA, f".{STAMP_FILE}.")):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        return self._count

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, RuntimeError) as problem:
            # tantivy reports a full disk as whatever was at work then.
            message = problem.strerror if isinstance(problem, OSError) else None
            place = str(self._place.parent) + os.sep + self._place.name
            raise PqgraphError("PQ606", f"search index: {message or problem}", place=place) from problem
