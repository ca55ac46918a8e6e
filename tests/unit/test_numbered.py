"""The set of IRIs against a plain one."""

from hypothesis import given
from hypothesis import strategies as st

from pqgraph.numbered import NumberedIris

STEMS = st.sampled_from(
    [
        "",
        "https://w3id.org/pqgraph/id/question/commons/2018-01-18/",
        "http://data.parliament.uk/resources/",
        "HL",
    ]
)
NUMBERS = st.one_of(st.integers(0, 3000).map(str), st.integers(0).map(str), st.from_regex(r"0*[0-9]{0,3}\Z"))


@given(st.lists(st.one_of(st.text(max_size=4), st.builds(str.__add__, STEMS, NUMBERS))))
def test_it_is_a_set(given_iris: list[str]) -> None:
    iris, plain = NumberedIris(), set[str]()
    for iri in given_iris:
        assert iris.add(iri) == (iri not in plain)
        plain.add(iri)
