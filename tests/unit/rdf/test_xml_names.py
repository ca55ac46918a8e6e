"""RDF/XML writes properties as names of elements: what has none is refused, all else can be read back."""

from __future__ import annotations

import io

import pytest
import rdflib

from pqgraph import terms
from pqgraph.errors import PqgraphError
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import make_writer
from pqgraph.rdf.xml_names import is_class_name, is_property_name

_RDF = terms.PREFIXES["rdf"]
_IS_A = f"<{terms.rdf.type}>"


def written(*triples: tuple[str, str, str]) -> bytes:
    stream = io.BytesIO()
    writer = make_writer(stream, FORMATS["rdfxml"])
    for triple in triples:
        writer.write([triple])
    writer.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("iri", "fits"),
    [
        ("http://a/b", True),
        ("http://a/1b", True),
        ("http://a/b-1.", True),
        ("http://a/_", True),
        ("http://a/é", True),
        ("urn:x:y", True),
        (f"{_RDF}_1", True),
        (f"{_RDF}type", True),
        ("http://a/1", False),
        ("http://a/", False),
        ("http://a#", False),
        ("http://a/x%20", False),
        ("http://a/-", False),
        ("http://a/b'", False),
        (f"{terms.PREFIXES['foaf']}", False),
        ("http://www.w3.org/2000/xmlns/a", False),
        (f"{_RDF}li", False),
        (f"{_RDF}Description", False),
        (f"{_RDF}aboutEach", False),
    ],
)
def test_properties(iri: str, fits: bool) -> None:
    assert is_property_name(iri) is fits
    triple = ("<http://a/s>", f"<{iri}>", '"o"')
    if fits:
        graph = rdflib.Graph().parse(data=written(triple), format="xml")
        assert [str(p) for p in graph.predicates()] == [iri]
    else:
        with pytest.raises(PqgraphError, match="PQ302") as caught:
            written(("<http://a/s>", "<http://a/p>", '"o"'), triple)
        assert f"property <{iri}>" in caught.value.found


def test_classes() -> None:
    """The first class of a thing names its element; those after it stand inside."""
    assert not is_class_name("http://a/1")
    assert is_class_name(f"{_RDF}li")
    first = ("<http://a/s>", _IS_A, "<http://a/1>")
    with pytest.raises(PqgraphError, match="PQ302 RDF/XML cannot hold the class <http://a/1>"):
        written(first)
    graph = rdflib.Graph().parse(data=written(("<http://a/s>", "<http://a/p>", '"o"'), first), format="xml")
    assert len(graph) == 2


def test_texts() -> None:
    """Parsers take a plain carriage return for a line end, and read no other control character at all."""
    said = ("<http://a/s>", "<http://a/p>", r'"a\r\nb\rc\t<&#13;>"')
    (text,) = rdflib.Graph().parse(data=written(said), format="xml").objects()
    assert str(text) == "a\r\nb\rc\t<&#13;>"
    with pytest.raises(PqgraphError, match="PQ302") as caught:
        written(said, ("<http://a/s>", "<http://a/p>", r'"a\f\uFFFE"'))
    assert caught.value.found == (
        r"RDF/XML cannot hold the text 'a\x0c\ufffe', which has characters that are not of XML"
    )


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"rdfxml"}))
def test_other_formats_write_all(name: str) -> None:
    stream = io.BytesIO()
    writer = make_writer(stream, FORMATS[name])
    writer.write([("<http://a/s>", "<http://a/1>", '"o"')])
    writer.close()
    assert b"http://a/1" in stream.getvalue()
