"""Names that hold a label and are no topic: departments, constituencies, places and firms."""

import pytest

from pqgraph.rdf.reference import bodies
from pqgraph.topics import Tagger, default_tagger, topics
from pqgraph.topics.names import NAMES

FCDO = "Foreign, Commonwealth and Development"


@pytest.fixture(scope="module")
def tag():
    return default_tagger().tag


@pytest.mark.parametrize(
    "text",
    [
        "To ask the Minister of State, Department for Business, Innovation and Skills what his policy is.",
        "To ask the Secretary of State for Children, Schools and Families what his policy is.",
        "To ask the Secretary of State for Energy and Climate Change what his policy is.",
        "To ask the Minister of State, Department for Transport how many he met.",
        "To ask the Minister for Women and Equality how many she met.",
        "To ask the Deputy Foreign Secretary, what his policy is.",
        f"To ask the Minister of State for {FCDO} Affairs, what his policy is.",
        f"To ask the Secretary of State, {FCDO} Affairs, what his policy is.",
        "To ask the Secretary of State for Innovation, Universities and Skills what his policy is.",
    ],
)
def test_whom_a_question_addresses_is_no_topic(tag, text):
    assert tag(None, text) == ()


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (f"{FCDO} Office: Fire Extinguishers", ()),
        (f"{FCDO} Office: Official Hospitality", ("government",)),
        ("Foreign and Commonwealth Office: Flags", ()),
        ("Ministry of Defence: Fire Extinguishers", ()),
        ("Department for Energy and Climate Change: Fire Extinguishers", ()),
        ("Department for Innovation, Universities and Skills: Fire Extinguishers", ()),
        # These are asked of what they are named after.
        ("Northern Ireland Office: Fire Extinguishers", ("northern-ireland",)),
        ("House of Commons Commission: Fire Extinguishers", ("parliament",)),
        ("Prime Minister: Fire Extinguishers", ("government",)),
        ("Women and Equalities: Fire Extinguishers", ("equality",)),
        # The Commonwealth itself.
        ("Commonwealth: Politics and Government", ("foreign-affairs",)),
        ("Foreign, Commonwealth and Development Office: Commonwealth", ("foreign-affairs",)),
    ],
)
def test_names_of_departments(tag, heading, found):
    assert tag(heading, "") == found


@pytest.mark.parametrize(
    "text",
    [
        "with the Foreign, Commonwealth & Development Office on it.",
        "with the Secretary of State for Foreign, Commonwealth, and Development Affairs on it.",
        "in the former Department for Innovation, Universities and Skills.",
    ],
)
def test_names_of_departments_in_texts(tag, text):
    assert tag(None, text) == ()


def test_foreign_and_commonwealth_nationals_are_a_topic(tag):
    assert "foreign-affairs" in tag(None, "how many foreign and Commonwealth nationals serve.")


@pytest.mark.parametrize(
    ("heading", "text", "found"),
    [
        (
            "Sewage: Sherwood Forest",
            "how many discharges occurred in Sherwood Forest constituency",
            ("water",),
        ),
        (None, "on state school capacity in (a) Epping Forest constituency and (b) England", ("schools",)),
        (None, "asylum seekers in New Forest East constituency in 2025", ("asylum",)),
        ("Local Government: New Forest", "by New Forest District Council", ("local-government",)),
        (None, "flying over Waltham Forest", ()),
        (None, "protect pubs in the Forest of Dean constituency", ("hospitality",)),
        (None, "a sentence in HMP Forest Bank", ("prisons",)),
        (None, "from the hon. Member for Arbroath and Broughty Ferry of 31 January 2025", ()),
        (None, "what his Department has paid to Korn Ferry", ()),
        (None, "the hon. Member for Vauxhall and Camberwell Green", ()),
        (None, "delivery performance for constituents in Rugby", ()),
        (None, "in Feltham and Heston constituency", ()),
        (None, "signed by the United Kingdom of Great Britain and Northern Ireland", ()),
        (None, "what gifts and hospitality she received", ()),
        # The same words where they mean what they say.
        (None, "ferries between Great Britain and Northern Ireland", ("northern-ireland", "shipping")),
        ("Hospitality Industry", "", ("hospitality",)),
        ("New Forest National Park", "", ("environment",)),
        ("Epping Forest: Trees", "", ("environment",)),
        ("Western Forest", "", ("environment",)),
        (None, "commercial forest timber", ("environment",)),
        (None, "to protect global forests", ("environment",)),
        ("Shipping: Ferry Operators", "", ("shipping",)),
        (None, "the closure by Vauxhall of its plant in Luton", ("manufacturing",)),
        ("Rugby: Girls", "", ("sport",)),
        (None, "Millwall Rugby Club", ("sport",)),
        (None, "at HMYOI Feltham", ("prisons",)),
    ],
)
def test_places_and_firms(tag, heading, text, found):
    assert tag(heading, text) == found


def test_every_name_is_needed():
    """A name stands in the list only if a topic would be read out of it."""
    labels = Tagger(topics())
    assert [name for name in NAMES if not labels.find(name)] == []
    assert [name for name in NAMES if default_tagger().find(name)] == []
    assert len(set(NAMES)) == len(NAMES)
    known = {name for body in bodies() for name in (body.label, *body.other_labels, *body.addressed_as)}
    assert known.isdisjoint(NAMES)
