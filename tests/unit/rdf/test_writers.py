import io

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from pqgraph import iris, terms
from pqgraph.rdf import terms as t
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import make_writer

_IS_A = t.iri(terms.rdf.type)
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
nodes = st.one_of(
    st.sampled_from(
        [t.iri(terms.parl.uin), t.iri(terms.parl.answer), t.iri("http://data.parliament.uk/members/1")]
    ),
    any_text.map(lambda text: t.iri(iris.person(text))),
    any_text.map(lambda text: t.iri(iris.topic(text) + "#a.")),
)
predicates = st.sampled_from([_IS_A, t.iri(terms.parl.uin), t.iri("http://example.org/p-1")])
objects = st.one_of(
    nodes,
    any_text.map(t.literal),
    any_text.map(lambda text: t.lang_literal(text, "en")),
    st.booleans().map(t.boolean),
    st.integers().map(t.integer),
    st.dates().map(t.date),
    any_text.map(lambda text: t.typed(text, terms.xsd.date)),
    any_text.map(lambda text: t.typed(text, terms.xsd.boolean)),
    any_text.map(lambda text: t.typed(text, terms.xsd.integer)),
)
triples = st.lists(st.tuples(nodes, predicates, objects), max_size=12)


def written(name: str, chunks: list[tuple[list[t.Triple], str | None]]) -> bytes:
    stream = io.BytesIO()
    writer = make_writer(stream, FORMATS[name])
    for chunk, graph in chunks:
        writer.write(chunk, graph)
    writer.close()
    return stream.getvalue()


def statements(data: bytes, name: str) -> set[str]:
    kind = ox.RdfFormat.from_media_type(FORMATS[name].media_type)
    return {str(q) for q in ox.parse(data, format=kind, base_iri="http://base/")}


def expected(chunks: list[tuple[list[t.Triple], str | None]], *, quads: bool) -> set[str]:
    lines = [
        f"{s} {p} {o} <{graph}> ." if graph and quads else f"{s} {p} {o} ."
        for chunk, graph in chunks
        for s, p, o in chunk
    ]
    return {str(q) for q in ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)}


@pytest.mark.parametrize("name", FORMATS)
@given(first=triples, second=triples)
def test_every_format_carries_every_triple(name: str, first: list[t.Triple], second: list[t.Triple]) -> None:
    chunks: list[tuple[list[t.Triple], str | None]] = [(first, None), (second, iris.PROVENANCE_GRAPH)]
    if name == "rdfxml":
        # It may refuse classes that end in no name of XML; test_xml_names.py has those.
        chunks = [([each for each in chunk if each[1] != _IS_A], graph) for chunk, graph in chunks]
    assert statements(written(name, chunks), name) == expected(chunks, quads=FORMATS[name].quads)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_document_is_valid(name: str) -> None:
    assert statements(written(name, []), name) == set()


def test_turtle_is_made_for_reading() -> None:
    q = t.iri("http://data.parliament.uk/resources/1012383")
    answer = t.iri("http://data.parliament.uk/resources/1012383/answer")
    chunk = [
        (q, t.iri(terms.rdf.type), t.iri(terms.parl.WrittenParliamentaryQuestion)),
        (q, t.iri(terms.parl.uin), t.literal("194746")),
        (q, t.iri(terms.dcterms.date), t.typed("2018-11-22", terms.xsd.date)),
        (q, t.iri(terms.parl.registeredInterest), t.boolean(False)),
        (q, t.iri(terms.pq.daysToAnswer), t.integer(5)),
        (q, t.iri(terms.parl.answer), answer),
        (answer, t.iri(terms.rdf.type), t.iri(terms.parl.WrittenParliamentaryAnswer)),
        (answer, t.iri(terms.rdf.type), t.iri(terms.pq.SubstantiveAnswer)),
    ]
    body = written("turtle", [(chunk, None)]).decode().split(" .\n\n", 1)[1]
    assert body == (
        "<http://data.parliament.uk/resources/1012383> a parl:WrittenParliamentaryQuestion ;\n"
        '    parl:uin "194746" ;\n'
        '    dcterms:date "2018-11-22"^^xsd:date ;\n'
        "    parl:registeredInterest false ;\n"
        "    pq:daysToAnswer 5 ;\n"
        "    parl:answer <http://data.parliament.uk/resources/1012383/answer> .\n"
        "\n"
        "<http://data.parliament.uk/resources/1012383/answer> a parl:WrittenParliamentaryAnswer ,\n"
        "        pq:SubstantiveAnswer .\n"
    )


def test_rdflib_reads_our_turtle_and_trig() -> None:
    chunk = [(t.iri("http://e/1-2.3"), t.iri(terms.parl.uin), t.literal('q "x" \\ \n é'))]
    turtle = rdflib.Graph().parse(data=written("turtle", [(chunk, None)]), format="turtle")
    assert [str(o) for o in turtle.objects()] == ['q "x" \\ \n é']
    trig = rdflib.Dataset()
    trig.parse(data=written("trig", [(chunk, "http://e/g")]), format="trig")
    assert {str(g) for _, _, _, g in trig.quads()} == {"http://e/g"}


@pytest.mark.parametrize("name", ["jsonld", "rdfxml"])
def test_a_failing_stream_is_not_lost_in_the_serialisers_thread(name: str) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "No space left on device")

    writer = make_writer(Full(), FORMATS[name])
    writer.write([(t.iri("http://e/s"), t.iri("http://e/p"), t.literal("o"))])
    with pytest.raises(OSError, match="No space left"):
        writer.close()
