"""Reader ``parl-triples``: RDF that speaks Parliament's vocabulary ``parl#`` already."""

from __future__ import annotations

from collections.abc import Iterator

from pqgraph.errors import PqgraphError
from pqgraph.model import Locator, Rejected, SourceFile
from pqgraph.readers._parl_nodes import records
from pqgraph.readers._parl_records import FieldError, RecordReader
from pqgraph.readers._parl_statements import tell_syntax
from pqgraph.readers.base import Item, Source, UnknownFields

__all__ = ["READER", "ParlTriples"]

_VOCABULARY = (b"http://data.parliament.uk/schema/parl#", b"WrittenParliamentary")
# Ontologies and shapes speak of the vocabulary; they hold no questions.
_OTHER = (b"owl#Ontology", b"owl:Ontology", b"NodeShape")


class ParlTriples:
    """Reads what pqgraph writes, in every format, and Parliament's own triples.

    Parliament's triple store has question and answer on one node, its own names (``askingMember``, ``pqStatus``,
    ``wpqType``, ``answeringDeptPrinted``), days as ``22/04/2021`` and as times at midnight, and question texts
    in HTML. The day tabled is ``parl:dateTabled``; ``dcterms:date`` is so only in what pqgraph and the Linked
    Data API write, in Parliament's store it is the day of the last event. ``Named Day`` becomes ``NamedDay``. Flags
    that are true and false at once say nothing, except that ``correctingItem`` decides ``correctedWmsMc``.
    ``holdingAnswer`` stays true when the substantive answer has come, so the status decides.

    Left out: what pqgraph works out anew (topics, days to answer, links to sessions and bodies), thesaurus terms,
    the state of indexing, and ``firstIndexedBy`` and ``lastModifiedBy``, which are logins of staff and so
    personal data. What the graph does not have cannot be read back: the abbreviation of a party.

    A record's locator is the IRI of its question. Besides RDF, the three-column CSV in which Parliament's
    example triples are published is read; such a file is held in memory.
    """

    name = "parl-triples"
    summary = "RDF with data.parliament.uk/schema/parl#: pqgraph's own, and Parliament's triples"
    description = (
        "Written questions that are RDF already: what pqgraph writes (Turtle, N-Triples, N-Quads, TriG, "
        "JSON-LD, RDF/XML), results from Parliament's triple store, and the CSV of triples (subject, "
        "predicate, object) that Parliament published as examples."
    )

    def accepts(self, head: bytes) -> bool:
        """Whether this begins like RDF about written questions."""
        if any(word not in head for word in _VOCABULARY) or any(word in head for word in _OTHER):
            return False
        return tell_syntax(head) is not None

    def read(self, source: Source, file: SourceFile) -> Iterator[Item]:
        """The questions in the order of the source, if that is grouped by question; else in that of their IRIs.

        Raises:
            PqgraphError: PQ301 for bad syntax; PQ104, PQ105, PQ110, PQ114; PQ109 if there is no question.
        """
        reader = RecordReader(file, UnknownFields())
        found = False
        for record in records(source, file):
            found = True
            try:
                yield reader.question(record)
            except FieldError as problem:
                yield Rejected(code=problem.code, locator=Locator(file, record.iri), found=str(problem))
            yield from reader.take_notices()
        if not found:
            raise PqgraphError("PQ109", "there is no parl:WrittenParliamentaryQuestion", place=file.name)


READER = ParlTriples()
