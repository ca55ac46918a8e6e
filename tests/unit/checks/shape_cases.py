"""The cases of the record shapes: for every constraint, data that breaks it and exactly what must be found.

The table below is the one place to edit. ``python tests/unit/checks/shape_cases.py`` writes it out as a manifest in the
form of the W3C's SHACL tests (``tests/cases/shapes``), so that any other engine can run it too; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "cases" / "shapes"

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "parl": "http://data.parliament.uk/schema/parl#",
    "pq": "https://w3id.org/pqgraph/def#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RES = "http://data.parliament.uk/resources/"
Q, Q2 = f"<{RES}1012383>", f"<{RES}1012384>"
A = f"<{RES}1012383/answer>"
DOC = f"<{RES}1012383/answer/attachment/1>"
OLD = f"<{RES}1012383/answer/previousversion/9230>"
COMMONS, LORDS = "<http://data.parliament.uk/terms/25259>", "<http://data.parliament.uk/terms/25277>"
MEMBER, MINISTER, ZERO = (f"<http://data.parliament.uk/members/{n}>" for n in (4649, 4113, 0))
OTHER = "<http://data.parliament.uk/members/7>"
UNRESOLVED = "<https://w3id.org/pqgraph/id/person/Thelma_Walker>"
ID = "https://w3id.org/pqgraph/id/"
BODY, BODY2 = f"<{ID}answering-body/60>", f"<{ID}answering-body/7>"
SESSION, TOPIC = f"<{ID}session/2017-19>", f"<{ID}topic/schools>"
PARTY, PARTY2 = f"<{ID}party/15>", f"<{ID}party/4>"
SEAT, SEAT2 = f"<{ID}constituency/3423>", f"<{ID}constituency/3761>"
TENURE = f"<{ID}membership/4649/commons/2017-06-08>"
NOWHERE = "<http://example.org/nowhere>"
MONTH, MONTH2 = (f"<http://reference.data.gov.uk/id/month/2018-{n}>" for n in (11, 12))
MONTH_LINES = ["a pq:Month", 'skos:prefLabel "2018-11"', 'pq:startDate "2018-11-01"^^xsd:date']

Graph = dict[str, list[str]]
PARTIES: Graph = {
    PARTY: ["a pq:Party", 'skos:prefLabel "Labour"', 'pq:abbreviation "Lab"'],
    PARTY2: ["a pq:Party", 'skos:prefLabel "Conservative"', 'pq:abbreviation "Con"'],
}
SEATS: Graph = {
    SEAT: ["a pq:Constituency", 'skos:prefLabel "Colne Valley"'],
    SEAT2: ["a pq:Constituency", 'skos:prefLabel "Stratford-on-Avon"'],
}


@dataclass
class Case:
    """Data and what must be found in it: focus node, shape, component, value."""

    name: str
    graph: Graph
    expected: list[tuple[str, str, str, str | None]] = field(default_factory=list)


# -- data ----------------------------------------------------------------------------------------------------------

MEMBERS: Graph = {
    MEMBER: ["a parl:Member", 'foaf:name "Thelma Walker"'],
    MINISTER: ["a parl:Member", 'foaf:name "Nadhim Zahawi"'],
}
TENURE_LINES = [
    "a pq:SeatIncumbency",
    "a org:Membership",
    f"org:member {MEMBER}",
    f"org:organization {COMMONS}",
    'pq:startDate "2017-06-08"^^xsd:date',
    'pq:endDate "2019-11-06"^^xsd:date',
]
HOUSE: Graph = {COMMONS: ["a pq:House", 'skos:prefLabel "House of Commons"']}
QUESTION: Graph = {
    Q: [
        "a parl:WrittenParliamentaryQuestion",
        'dcterms:date "2018-11-22"^^xsd:date',
        'parl:questionText "To ask the Secretary of State for Education, what steps he is taking."',
        'parl:uin "194746"',
        'parl:houseId "1"',
        f"parl:legislature {COMMONS}",
        f"parl:tablingMember {MEMBER}",
        f"prov:wasDerivedFrom <{ID}source/0123456789abcdef#L1>",
    ],
    **HOUSE,
    **MEMBERS,
}
ANSWER: Graph = {
    **QUESTION,
    Q: [*QUESTION[Q], f"parl:answer {A}"],
    A: [
        "a parl:WrittenParliamentaryAnswer",
        "a pq:SubstantiveAnswer",
        'parl:answerText "<p>We have given £252 million.</p>"',
        'parl:dateOfAnswer "2018-11-27"^^xsd:date',
        f"parl:answeringMember {MINISTER}",
    ],
}
ATTACHED: Graph = {
    **ANSWER,
    A: [*ANSWER[A], f"parl:attachment {DOC}"],
    DOC: ["a pq:Attachment", 'dcterms:title "Table"'],
}
CORRECTED: Graph = {
    **ANSWER,
    A: [
        *(line for line in ANSWER[A] if "Substantive" not in line),
        "a pq:CorrectingAnswer",
        "parl:isMinisterialCorrection true",
        f"parl:previousAnswerVersion {OLD}",
    ],
    OLD: ["a pq:EarlierVersion", 'parl:answerText "<p>We have given £25 million.</p>"'],
}

ALLOCATION, ALLOCATION2 = f"<{RES}1012383/allocation/1>", f"<{RES}1012383/allocation/2>"
STATE = f"<{RES}1012383/earlier-state/1>"
HELD, HELD2 = f"<{RES}1012383/answer/holding>", f"<{RES}1012384/answer/holding>"
ROBIN, ROBIN2 = (
    f"<{ID}round-robin/commons/2018-11-22/0123456789abcdef>",
    f"<{ID}round-robin/commons/2018-11-22/a>",
)
A_BODY: Graph = {BODY2: ["a pq:AnsweringBody", 'skos:prefLabel "Communities"']}
# Transferred, reworded, held, answered.
LIVED: Graph = {
    **ANSWER,
    Q: [
        *ANSWER[Q],
        f"pq:allocation {ALLOCATION}",
        f"pq:allocation {ALLOCATION2}",
        f"pq:earlierState {STATE}",
        f"pq:holdingAnswer {HELD}",
        f"pq:partOfRoundRobin {ROBIN}",
    ],
    ALLOCATION: ["a pq:AnsweringBodyAllocation", f"pq:allocatedTo {BODY}"],
    ALLOCATION2: [
        "a pq:AnsweringBodyAllocation",
        f"pq:allocatedTo {BODY2}",
        f"pq:previousAllocation {ALLOCATION}",
    ],
    STATE: ["a pq:EarlierState", 'parl:hansardHeading "Schools"'],
    HELD: [
        "a parl:WrittenParliamentaryAnswer",
        "a pq:HoldingAnswer",
        'parl:dateOfAnswer "2018-11-26"^^xsd:date',
    ],
    ROBIN: ["a pq:RoundRobin"],
    BODY: ["a pq:AnsweringBody", 'skos:prefLabel "Department for Education"'],
    **A_BODY,
}


def edited(
    graph: Graph,
    subject: str,
    *,
    drop: Iterable[str] = (),
    add: Iterable[str] = (),
    nodes: Graph | None = None,
) -> Graph:
    """A copy in which the subject lacks the properties ``drop`` and has the lines ``add``; with more nodes."""
    new = {node: list(lines) for node, lines in graph.items()} | (nodes or {})
    new[subject] = [line for line in new.get(subject, []) if line.split()[0] not in set(drop)] + list(add)
    return new


# -- what passes ---------------------------------------------------------------------------------------------------


def passing() -> Iterator[Case]:
    """Records without any finding, which together have every property of the graph."""
    full = edited(
        ATTACHED,
        Q,
        add=[
            'parl:hansardHeading "Special Educational Needs"',
            "parl:registeredInterest false",
            'parl:AnsweringBody "Department for Education"',
            'parl:answeringDeptId "60"',
            'parl:answeringDeptShortName "Education"',
            'parl:answeringDeptSortName "Education"',
            f"pq:answeringBody {BODY}",
            'parl:tablingMemberPrinted "Thelma Walker"',
            'parl:tablingMemberConstituency "Colne Valley"',
            'pq:tablingMemberPartyPrinted "Labour"',
            f"pq:tablingMemberParty {PARTY}",
            f"pq:tablingMemberSeat {SEAT}",
            'parl:AnswerDate "2018-11-27"^^xsd:date',
            'parl:writtenParliamentaryQuestionType "NamedDay"',
            'parl:QuestionStatus "Answered"',
            'parl:dateOfHoldingAnswer "2018-11-26"^^xsd:date',
            'parl:session "2017-19"',
            'parl:sessionNumber "1"',
            'parl:parliamentNumber "57"',
            f"pq:inSession {SESSION}",
            f"pq:groupedWith {Q2}",
            f"pq:monthTabled {MONTH}",
            "pq:sortKey 201811220000194746",
            'pq:dateAnswered "2018-11-27"^^xsd:date',
            "pq:daysToAnswer 5",
            "pq:answeredLate false",
            f"dcterms:subject {TOPIC}",
            'pq:apiIdentifier "1674556"',
            'pq:externalIdentifier "uk.org.publicwhip/wrans/2018-11-22.194746.h"',
            'pq:externalIdentifier "uk.org.publicwhip/wrans/2018-11-22.194746.q0"',
            "parl:externalLocation <https://questions-statements.parliament.uk/written-questions/detail/2018-11-22/194746>",
            'dcterms:title "Written question 194746"',
            'dcterms:identifier "194746"',
            'parl:version "1"',
            "parl:published true",
            "parl:humanIndexable false",
            'parl:ddpCreated "2018-11-22T10:00:00Z"^^xsd:dateTime',
            'parl:ddpModified "2018-11-27T17:29:33.4274321Z"^^xsd:dateTime',
            f"<http://www.w3.org/2002/07/owl#sameAs> <{ID}question/commons/2018-11-22/194746>",
        ],
        nodes={
            **PARTIES,
            **SEATS,
            TENURE: [
                *TENURE_LINES,
                f"pq:constituency {SEAT}",
                'pq:peerage "Life peer"',
                f"pq:electedFor {PARTY}",
                'pq:seenOn "2018-11-22"^^xsd:date',
                'pq:externalIdentifier "uk.org.publicwhip/member/41772"',
            ],
            BODY: ["a pq:AnsweringBody", 'skos:prefLabel "Department for Education"'],
            SESSION: ["a pq:Session", 'skos:prefLabel "2017-19"'],
            MONTH: MONTH_LINES,
            TOPIC: ["a skos:Concept", 'skos:prefLabel "Schools"@en'],
            MEMBER: [
                *MEMBERS[MEMBER],
                'rdfs:label "Biography information for Thelma Walker"',
                'pq:listName "Walker, Thelma"',
                'foaf:givenName "Thelma"',
                'foaf:familyName "Walker"',
                'foaf:gender "F"',
                'skos:altLabel "Mrs Thelma Walker"',
                'pq:dateOfDeath "2099-01-01"^^xsd:date',
                'pq:externalIdentifier "uk.org.publicwhip/person/25647"',
                f"org:hasMembership {TENURE}",
            ],
            DOC: [
                *ATTACHED[DOC],
                'parl:fileName "table.xlsx"',
                "foaf:page <https://qna.files.parliament.uk/qna-attachments/1012383/original/table.xlsx>",
                'dcterms:format "application/vnd.ms-excel"',
                "pq:fileSize 0",
            ],
        },
    )
    yield Case(
        "pass-substantive",
        edited(
            full,
            A,
            add=[
                'parl:answeringMemberPrinted "Nadhim Zahawi"',
                'parl:answeringMemberConstituency "Stratford-on-Avon"',
                'pq:answeringMemberPartyPrinted "Conservative"',
                f"pq:answeringMemberParty {PARTY2}",
                f"pq:answeringMemberSeat {SEAT2}",
                "parl:isMinisterialCorrection false",
                'parl:questionFirstAnswered "2018-11-27T17:29:33.427Z"^^xsd:dateTime',
                'parl:groupedQuestionUIN "194747"',
                "pq:attachmentCount 1",
            ],
        ),
    )
    yield Case(
        "pass-correcting",
        edited(
            CORRECTED,
            A,
            add=[
                'pq:dateCorrected "2018-11-27"^^xsd:date',
                f"pq:correctingMember {MINISTER}",
                'pq:comparableText "<p>We have given <del>£25</del> <ins>£252</ins> million.</p>"',
                'parl:questionFirstMinisteriallyCorrected "2018-11-28T11:45:56+01:00"^^xsd:dateTime',
            ],
            nodes={
                OLD: [
                    *CORRECTED[OLD],
                    f"parl:answeringMember {MINISTER}",
                    'parl:answeringMemberPrinted "Nadhim Zahawi"',
                    'parl:answeringMemberConstituency "Stratford-on-Avon"',
                    'pq:answeringMemberPeerage "Life peer"',
                    'pq:answeringMemberPartyPrinted "Conservative"',
                    f"parl:attachment {DOC}",
                    'parl:dateOfAnswer "2018-11-27"^^xsd:date',
                    "pq:textClipped true",
                    f"pq:replaces {HELD}",
                ],
                Q: [*CORRECTED[Q], f"pq:holdingAnswer {HELD}"],
                HELD: LIVED[HELD],
                DOC: ATTACHED[DOC],
            },
        ),
    )
    lords = edited(
        ANSWER,
        Q,
        drop=["parl:uin", "parl:houseId", "parl:legislature"],
        add=[
            'parl:uin "HL553"',
            'parl:houseId "2"',
            f"parl:legislature {LORDS}",
            'pq:tablingMemberPeerage "Life peer"',
        ],
        nodes={LORDS: ["a pq:House", 'skos:prefLabel "House of Lords"']},
    )
    yield Case(
        "pass-lords-holding",
        edited(
            edited(
                {**lords, Q: [*lords[Q], f"pq:holdingAnswer {A}"]},
                A,
                add=["a pq:HoldingAnswer", 'pq:answeringMemberPeerage "Excepted hereditary"'],
            ),
            A,
            drop=["a"],
            add=["a parl:WrittenParliamentaryAnswer", "a pq:HoldingAnswer"],
        ),
    )
    yield Case(
        "pass-life",
        {
            **LIVED,
            Q: [
                *LIVED[Q],
                "pq:awaitsAnswer true",
                "pq:transferred true",
                f"pq:pursuantTo {Q2}",
                'pq:pursuedUin "HL553"',
                'pq:pursuedAnswerDate "2018-10-12"^^xsd:date',
            ],
            A: [
                *LIVED[A],
                f"pq:replaces {HELD}",
                f"pq:refersToAnswer <{RES}1012384/answer>",
                "pq:refersElsewhere true",
                'pq:referredUin "194700"',
                'pq:referredAnswerDate "2018-10-12"^^xsd:date',
            ],
            ALLOCATION: [
                *LIVED[ALLOCATION],
                'parl:AnsweringBody "Department for Education"',
                'pq:allocationSeen "2018-11-22"^^xsd:date',
            ],
            STATE: [
                *LIVED[STATE],
                'parl:questionText "To ask the Secretary of State for Education, what st"',
                "pq:textClipped true",
                'dcterms:date "2018-11-21"^^xsd:date',
                'parl:AnswerDate "2018-11-26"^^xsd:date',
                'pq:changeSeen "2018-11-23"^^xsd:date',
            ],
            ROBIN: [*LIVED[ROBIN], 'dcterms:date "2018-11-22"^^xsd:date'],
        },
    )
    yield Case(
        "pass-prorogation",
        edited(
            ANSWER,
            A,
            drop=["a", "parl:answeringMember"],
            add=["a parl:WrittenParliamentaryAnswer", "a pq:ProrogationAnswer"],
        ),
    )


# -- what fails ----------------------------------------------------------------------------------------------------

PARAMETERS = {
    "class": "Class",
    "closed": "Closed",
    "datatype": "Datatype",
    "disjoint": "Disjoint",
    "hasValue": "HasValue",
    "in": "In",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "minCount": "MinCount",
    "minInclusive": "MinInclusive",
    "minLength": "MinLength",
    "nodeKind": "NodeKind",
    "not": "Not",
    "or": "Or",
    "pattern": "Pattern",
    "qualifiedMaxCount": "QualifiedMaxCount",
    "qualifiedMinCount": "QualifiedMinCount",
    "uniqueLang": "UniqueLang",
}
"""The constraint parameters that the shapes use, with their components. ``qualifiedValueShape`` belongs to two others."""

Extra = tuple[str, str, str, str | None]


class Table:
    """Failing cases on one kind of node."""

    def __init__(self, prefix: str, base: Graph, subject: str) -> None:
        self.prefix, self.base, self.subject = prefix, base, subject
        self.cases: list[Case] = []

    def fail(
        self,
        name: str,
        parameter: str,
        value: str | None = None,
        *,
        drop: Iterable[str] = (),
        add: Iterable[str] = (),
        nodes: Graph | None = None,
        extra: Iterable[Extra] = (),
        base: Graph | None = None,
        subject: str | None = None,
    ) -> None:
        """One constraint broken. ``value`` is the value reported, ``extra`` what is found besides."""
        shape = f"{self.prefix}-{name}" if name else self.prefix
        focus = subject or self.subject
        graph = edited(self.base if base is None else base, focus, drop=drop, add=add, nodes=nodes)
        expected = [(focus, shape, parameter, value), *extra]
        self.cases.append(Case(f"{shape}-{parameter}", graph, expected))

    def bad(self, name: str, path: str, parameter: str, value: str, **more: object) -> None:
        """A property that has one bad value."""
        self.fail(name, parameter, value, drop=[path], add=[f"{path} {value}"], **more)  # type: ignore[arg-type]

    def twice(self, name: str, path: str, first: str, second: str, **more: object) -> None:
        """A property with one value too many."""
        self.fail(name, "maxCount", drop=[path], add=[f"{path} {first}", f"{path} {second}"], **more)  # type: ignore[arg-type]

    def text(self, name: str, path: str, *, one: bool = True) -> None:
        """A plain literal that is not empty."""
        if one:
            self.twice(name, path, '"One"', '"Two"')
        self.bad(name, path, "datatype", '"Une"@fr')
        self.bad(name, path, "minLength", '""')

    def flag(self, name: str, path: str, **more: object) -> None:
        """A boolean."""
        self.twice(name, path, "true", "false", **more)
        self.bad(name, path, "datatype", '"yes"^^xsd:boolean')

    def moment(self, name: str, path: str, *, one: bool) -> None:
        """A time; its zone is a matter of its own."""
        if one:
            self.twice(
                name, path, '"2018-11-22T10:00:00Z"^^xsd:dateTime', '"2018-11-22T11:00:00Z"^^xsd:dateTime'
            )
        self.bad(name, path, "datatype", '"2018-11-22T25:00:00Z"^^xsd:dateTime')
        self.bad(f"{name}Zone", path, "pattern", '"2018-11-22T10:00:00"^^xsd:dateTime')

    def link(self, name: str, path: str) -> None:
        """An IRI of some class."""
        self.bad(
            name, path, "nodeKind", '"x"', extra=[(self.subject, f"{self.prefix}-{name}", "class", '"x"')]
        )
        self.bad(name, path, "class", NOWHERE)

    def person(self, name: str, path: str) -> None:
        """A member, or a name that is not resolved, but nobody's number."""
        own = f"{self.prefix}-{name}"
        self.twice(name, path, MEMBER, MINISTER)
        self.bad(
            name, path, "nodeKind", '"Thelma Walker"', extra=[(self.subject, own, "or", '"Thelma Walker"')]
        )
        self.bad(name, path, "or", NOWHERE)
        self.bad(name, path, "not", ZERO, extra=[(self.subject, own, "or", ZERO)])


def question_cases() -> list[Case]:
    t = Table("Question", QUESTION, Q)
    t.fail("", "closed", '"2018-11-22"^^xsd:date', add=['parl:dateTabled "2018-11-22"^^xsd:date'])
    blank = {("_:q" if node == Q else node): lines for node, lines in QUESTION.items()}
    t.fail("", "nodeKind", "_:q", base=blank, subject="_:q")
    t.fail("dateTabledKnown", "minCount", drop=["dcterms:date"])
    t.twice("dateTabled", "dcterms:date", '"2018-11-22"^^xsd:date', '"2018-11-23"^^xsd:date')
    t.bad("dateTabled", "dcterms:date", "datatype", '"2018-11-22T00:00:00"^^xsd:dateTime')
    t.fail("questionText", "minCount", drop=["parl:questionText"])
    t.twice("questionText", "parl:questionText", '"To ask."', '"To ask again."')
    t.bad("questionText", "parl:questionText", "datatype", '"To ask."@en')
    t.bad(
        "questionText",
        "parl:questionText",
        "minLength",
        '""',
        extra=[(Q, "Question-questionText", "pattern", '""')],
    )
    t.bad("questionText", "parl:questionText", "pattern", '" \\n"')
    t.fail(
        "textClipped",
        "in",
        "false",
        add=["pq:textClipped false"],
        extra=[(Q, "Question-textWhole", "maxCount", None)],
    )
    t.fail("textWhole", "maxCount", add=["pq:textClipped true"])
    t.twice("uin", "parl:uin", '"194746"', '"194747"')
    t.bad("uin", "parl:uin", "datatype", "194746")
    t.bad("uin", "parl:uin", "pattern", '"19474b"')
    t.fail("uinKnown", "minCount", drop=["parl:uin"])
    t.fail(
        "houseId",
        "maxCount",
        add=['parl:houseId "2"'],
        base=edited(QUESTION, Q, drop=["parl:uin"]),
        extra=[(Q, "Question-uinKnown", "minCount", None)],
    )
    t.bad(
        "houseId",
        "parl:houseId",
        "in",
        '"3"',
        extra=[(Q, "QuestionHouse", "or", Q), (Q, "QuestionNumber", "or", Q)],
    )
    t.fail(
        "legislature",
        "maxCount",
        add=[f"parl:legislature {LORDS}"],
        nodes={LORDS: ["a pq:House", 'skos:prefLabel "Lords"']},
    )
    t.fail("legislature", "class", COMMONS, nodes={COMMONS: ['skos:prefLabel "House of Commons"']})
    third = "<http://data.parliament.uk/terms/1>"
    t.bad(
        "legislature",
        "parl:legislature",
        "in",
        third,
        nodes={third: ["a pq:House", 'skos:prefLabel "Third House"']},
        extra=[(third, "House", "in", third), (Q, "QuestionHouse", "or", Q)],
    )
    t.fail("houseKnown", "minCount", drop=["parl:legislature", "parl:houseId"])
    t.text("hansardHeading", "parl:hansardHeading")
    t.flag("registeredInterest", "parl:registeredInterest")
    t.text("answeringBodyName", "parl:AnsweringBody", one=False)
    t.twice("answeringDeptId", "parl:answeringDeptId", '"60"', '"7"')
    t.bad("answeringDeptId", "parl:answeringDeptId", "datatype", "60")
    t.bad("answeringDeptId", "parl:answeringDeptId", "pattern", '"DfE"')
    t.text("answeringDeptShortName", "parl:answeringDeptShortName")
    t.text("answeringDeptSortName", "parl:answeringDeptSortName")
    bodies = {node: ["a pq:AnsweringBody", 'skos:prefLabel "Department"'] for node in (BODY, BODY2)}
    t.twice("answeringBody", "pq:answeringBody", BODY, BODY2, nodes=bodies)
    t.link("answeringBody", "pq:answeringBody")
    t.person("tablingMember", "parl:tablingMember")
    name = {UNRESOLVED: ["a pq:UnresolvedMember", 'foaf:name "Thelma Walker"']}
    t.bad("tablingMemberResolved", "parl:tablingMember", "not", UNRESOLVED, nodes=name)
    t.fail("tablingMemberKnown", "minCount", drop=["parl:tablingMember"])
    t.text("tablingMemberPrinted", "parl:tablingMemberPrinted", one=False)
    t.text("tablingMemberConstituency", "parl:tablingMemberConstituency")
    t.text("tablingMemberPeerage", "pq:tablingMemberPeerage")
    t.text("tablingMemberPartyPrinted", "pq:tablingMemberPartyPrinted")
    t.twice("tablingMemberParty", "pq:tablingMemberParty", PARTY, PARTY2, nodes=PARTIES)
    t.link("tablingMemberParty", "pq:tablingMemberParty")
    t.twice("tablingMemberSeat", "pq:tablingMemberSeat", SEAT, SEAT2, nodes=SEATS)
    t.link("tablingMemberSeat", "pq:tablingMemberSeat")
    tabled = '"2018-11-22"^^xsd:date'
    for shape, path, order in (
        ("dateForAnswer", "parl:AnswerDate", "dueAfterTabling"),
        ("dateOfHoldingAnswer", "parl:dateOfHoldingAnswer", "heldAfterTabling"),
    ):
        t.twice(shape, path, '"2018-11-27"^^xsd:date', '"2018-11-28"^^xsd:date')
        t.bad(
            shape,
            path,
            "datatype",
            '"2018-11-31"^^xsd:date',
            extra=[(Q, f"Question-{order}", "lessThanOrEquals", tabled)],
        )
        t.fail(order, "lessThanOrEquals", tabled, add=[f'{path} "2018-11-21"^^xsd:date'])
    t.twice("type", "parl:writtenParliamentaryQuestionType", '"NamedDay"', '"Ordinary"')
    t.bad("type", "parl:writtenParliamentaryQuestionType", "in", '"named day"')
    t.twice("status", "parl:QuestionStatus", '"Tabled"', '"Answered"')
    t.bad("status", "parl:QuestionStatus", "in", '"answered"')
    t.text("session", "parl:session", one=False)
    t.text("sessionNumber", "parl:sessionNumber")
    t.text("parliamentNumber", "parl:parliamentNumber")
    t.link("inSession", "pq:inSession")
    t.bad("groupedWith", "pq:groupedWith", "nodeKind", '"194747"')
    months = dict.fromkeys((MONTH, MONTH2), MONTH_LINES)
    t.twice("monthTabled", "pq:monthTabled", MONTH, MONTH2, nodes=months)
    t.link("monthTabled", "pq:monthTabled")
    t.twice("sortKey", "pq:sortKey", "201811220000194746", "201811220000194747")
    t.bad("sortKey", "pq:sortKey", "datatype", '"201811220000194746"')
    t.bad("sortKey", "pq:sortKey", "pattern", "194746")
    t.twice("dateAnswered", "pq:dateAnswered", '"2018-11-27"^^xsd:date', '"2018-11-28"^^xsd:date')
    t.bad("dateAnswered", "pq:dateAnswered", "datatype", '"27/11/2018"^^xsd:date')
    t.bad("awaitsAnswer", "pq:awaitsAnswer", "in", "false")
    t.twice("daysToAnswer", "pq:daysToAnswer", "5", "6")
    t.bad("daysToAnswer", "pq:daysToAnswer", "datatype", "5.0")
    t.bad("daysToAnswer", "pq:daysToAnswer", "minInclusive", "-1")
    t.flag("answeredLate", "pq:answeredLate", extra=[(Q, "Question-answeredInTime", "not", "true")])
    t.bad("answeredInTime", "pq:answeredLate", "not", "true")
    t.link("subject", "dcterms:subject")
    t.twice("apiIdentifier", "pq:apiIdentifier", '"1"', '"2"')
    t.bad("apiIdentifier", "pq:apiIdentifier", "datatype", "1674556")
    t.bad("apiIdentifier", "pq:apiIdentifier", "pattern", '"/Questions/1674556"')
    t.text("externalIdentifier", "pq:externalIdentifier", one=False)
    t.twice("externalLocation", "parl:externalLocation", NOWHERE, "<http://example.org/elsewhere>")
    t.bad("externalLocation", "parl:externalLocation", "nodeKind", '"http://example.org/"')
    t.text("title", "dcterms:title")
    t.text("identifier", "dcterms:identifier")
    t.text("version", "parl:version")
    t.flag("published", "parl:published")
    t.flag("humanIndexable", "parl:humanIndexable")
    t.moment("ddpCreated", "parl:ddpCreated", one=True)
    t.moment("ddpModified", "parl:ddpModified", one=True)
    t.link("answer", "parl:answer")
    t.fail("derivedFrom", "minCount", drop=["prov:wasDerivedFrom"])
    t.bad("derivedFrom", "prov:wasDerivedFrom", "nodeKind", '"questions.json"')
    group = Table("QuestionGroup", QUESTION, Q)
    group.fail("", "disjoint", Q, add=[f"pq:groupedWith {Q2}", f"pq:groupedWith {Q}"])
    house = Table("QuestionHouse", QUESTION, Q)
    house.fail(
        "", "or", Q, drop=["parl:houseId"], add=['parl:houseId "2"'], extra=[(Q, "QuestionNumber", "or", Q)]
    )
    number = Table("QuestionNumber", QUESTION, Q)
    number.fail("", "or", Q, drop=["parl:uin"], add=['parl:uin "HL553"'])
    return [*t.cases, *group.cases, *house.cases, *number.cases]


def answer_cases() -> list[Case]:
    t = Table("Answer", ANSWER, A)
    t.fail("", "closed", '"2018-11-27"^^xsd:date', add=['parl:dateAnswered "2018-11-27"^^xsd:date'])
    blank = {("_:a" if n == A else n): [x.replace(A, "_:a") for x in lines] for n, lines in ANSWER.items()}
    t.fail(
        "", "nodeKind", "_:a", base=blank, subject="_:a", extra=[(Q, "Question-answer", "nodeKind", "_:a")]
    )
    t.fail("kind", "qualifiedMinCount", drop=["a"], add=["a parl:WrittenParliamentaryAnswer"])
    t.fail(
        "kind",
        "qualifiedMaxCount",
        add=["a pq:HoldingAnswer"],
        extra=[(A, "HoldingAnswer-question", "minCount", None)],
    )
    t.fail("question", "minCount", base={A: ANSWER[A], **MEMBERS})
    t.fail("question", "class", Q2, nodes={Q2: [f"parl:answer {A}"]})
    t.text("answerText", "parl:answerText")
    t.fail("answerTextKnown", "minCount", drop=["parl:answerText"])
    t.fail(
        "textClipped",
        "in",
        "false",
        add=["pq:textClipped false"],
        extra=[(A, "Answer-textWhole", "maxCount", None)],
    )
    t.fail("textWhole", "maxCount", add=["pq:textClipped true"])
    t.twice("dateOfAnswer", "parl:dateOfAnswer", '"2018-11-27"^^xsd:date', '"2018-11-28"^^xsd:date')
    t.bad("dateOfAnswer", "parl:dateOfAnswer", "datatype", '"27/11/2018"^^xsd:date')
    t.fail("dateOfAnswerKnown", "minCount", drop=["parl:dateOfAnswer"])
    t.person("answeringMember", "parl:answeringMember")
    name = {UNRESOLVED: ["a pq:UnresolvedMember", 'foaf:name "Thelma Walker"']}
    t.bad("answeringMemberResolved", "parl:answeringMember", "not", UNRESOLVED, nodes=name)
    t.text("answeringMemberPrinted", "parl:answeringMemberPrinted", one=False)
    t.text("answeringMemberConstituency", "parl:answeringMemberConstituency")
    t.text("answeringMemberPeerage", "pq:answeringMemberPeerage")
    t.text("answeringMemberPartyPrinted", "pq:answeringMemberPartyPrinted")
    t.twice("answeringMemberParty", "pq:answeringMemberParty", PARTY, PARTY2, nodes=PARTIES)
    t.link("answeringMemberParty", "pq:answeringMemberParty")
    t.twice("answeringMemberSeat", "pq:answeringMemberSeat", SEAT, SEAT2, nodes=SEATS)
    t.link("answeringMemberSeat", "pq:answeringMemberSeat")
    t.flag(
        "isMinisterialCorrection",
        "parl:isMinisterialCorrection",
        extra=[(A, "SubstantiveAnswer-isMinisterialCorrection", "not", "true")],
    )
    t.moment("questionFirstAnswered", "parl:questionFirstAnswered", one=False)
    t.moment("questionFirstMinisteriallyCorrected", "parl:questionFirstMinisteriallyCorrected", one=False)
    t.twice("dateCorrected", "pq:dateCorrected", '"2018-11-28"^^xsd:date', '"2018-11-29"^^xsd:date')
    answered = '"2018-11-27"^^xsd:date'
    t.bad(
        "dateCorrected",
        "pq:dateCorrected",
        "datatype",
        '"2018-11-28Z"',
        extra=[(A, "Answer-correctedAfterAnswer", "lessThanOrEquals", answered)],
    )
    t.fail(
        "correctedAfterAnswer", "lessThanOrEquals", answered, add=['pq:dateCorrected "2018-11-26"^^xsd:date']
    )
    t.person("correctingMember", "pq:correctingMember")
    t.text("comparableText", "pq:comparableText")
    t.bad("groupedQuestionUIN", "parl:groupedQuestionUIN", "datatype", "194747")
    t.bad("groupedQuestionUIN", "parl:groupedQuestionUIN", "pattern", '"194747, 194748"')
    t.link("attachment", "parl:attachment")
    t.twice("attachmentCount", "pq:attachmentCount", "1", "2")
    t.bad("attachmentCount", "pq:attachmentCount", "datatype", '"1"')
    t.cases[-1].expected.append((A, "Answer-attachmentCount", "minInclusive", '"1"'))
    t.bad("attachmentCount", "pq:attachmentCount", "minInclusive", "0")
    t.link("previousAnswerVersion", "parl:previousAnswerVersion")

    kind = Table("AnswerClass", ANSWER, A)
    kind.fail(
        "",
        "class",
        A,
        drop=["a"],
        add=["a pq:SubstantiveAnswer"],
        extra=[(Q, "Question-answer", "class", A)],
    )
    somebody = Table("AnsweredBySomebody", ANSWER, A)
    somebody.fail("answeringMember", "minCount", drop=["parl:answeringMember"])
    substantive = Table("SubstantiveAnswer", ANSWER, A)
    substantive.fail("isMinisterialCorrection", "not", "true", add=["parl:isMinisterialCorrection true"])
    correcting = Table("CorrectingAnswer", CORRECTED, A)
    correcting.fail("isMinisterialCorrection", "hasValue", drop=["parl:isMinisterialCorrection"])
    correcting.fail(
        "previousAnswerVersion",
        "minCount",
        drop=["parl:previousAnswerVersion"],
        base={node: lines for node, lines in CORRECTED.items() if node != OLD},
    )
    prorogation = Table("ProrogationAnswer", ANSWER, A)
    prorogation.fail(
        "answeringMember",
        "maxCount",
        drop=["a"],
        add=["a parl:WrittenParliamentaryAnswer", "a pq:ProrogationAnswer"],
    )
    others = (kind, somebody, substantive, correcting, prorogation)
    return [*t.cases, *(case for table in others for case in table.cases)]


def part_cases() -> list[Case]:
    t = Table("Attachment", ATTACHED, DOC)
    t.fail("", "closed", '"x"', add=['dcterms:description "x"'])
    blank = {
        ("_:d" if n == DOC else n): [x.replace(DOC, "_:d") for x in lines] for n, lines in ATTACHED.items()
    }
    t.fail("", "nodeKind", "_:d", base=blank, subject="_:d", extra=[])
    t.fail("answer", "minCount", base={DOC: ATTACHED[DOC]})
    t.text("title", "dcterms:title")
    t.text("fileName", "parl:fileName")
    t.text("format", "dcterms:format")
    t.twice("page", "foaf:page", NOWHERE, "<http://example.org/elsewhere>")
    t.bad("page", "foaf:page", "nodeKind", '"http://example.org/"')
    t.twice("fileSize", "pq:fileSize", "1", "2")
    t.bad("fileSize", "pq:fileSize", "datatype", '"1 kB"^^xsd:integer')
    t.bad("fileSize", "pq:fileSize", "minInclusive", "-1")
    t.cases[1].expected.append((A, "Answer-attachment", "nodeKind", "_:d"))
    for case in t.cases:
        if case.name == "Attachment-fileSize-datatype":
            case.expected.append((DOC, "Attachment-fileSize", "minInclusive", '"1 kB"^^xsd:integer'))

    e = Table("EarlierVersion", CORRECTED, OLD)
    e.fail("", "closed", '"2018-11-27"^^xsd:date', add=['pq:dateCorrected "2018-11-27"^^xsd:date'])
    blank = {
        ("_:o" if n == OLD else n): [x.replace(OLD, "_:o") for x in lines] for n, lines in CORRECTED.items()
    }
    e.fail(
        "",
        "nodeKind",
        "_:o",
        base=blank,
        subject="_:o",
        extra=[(A, "Answer-previousAnswerVersion", "nodeKind", "_:o")],
    )
    e.fail("answer", "minCount", base={OLD: CORRECTED[OLD]})
    e.text("answerText", "parl:answerText")
    e.person("answeringMember", "parl:answeringMember")
    e.text("answeringMemberPrinted", "parl:answeringMemberPrinted", one=False)
    e.text("answeringMemberConstituency", "parl:answeringMemberConstituency")
    e.text("answeringMemberPeerage", "pq:answeringMemberPeerage")
    e.text("answeringMemberPartyPrinted", "pq:answeringMemberPartyPrinted")
    e.link("attachment", "parl:attachment")
    e.fail("textClipped", "in", "false", add=["pq:textClipped false"])
    e.twice("dateOfAnswer", "parl:dateOfAnswer", '"2018-11-27"^^xsd:date', '"2018-11-28"^^xsd:date')
    e.bad("dateOfAnswer", "parl:dateOfAnswer", "datatype", '"27/11/2018"^^xsd:date')
    held = {HELD: LIVED[HELD], HELD2: LIVED[HELD], Q: [*CORRECTED[Q], f"pq:holdingAnswer {HELD}"]}
    held[Q2] = [*(line for line in QUESTION[Q]), f"pq:holdingAnswer {HELD2}"]
    e.twice("replaces", "pq:replaces", HELD, HELD2, nodes=held)
    e.link("replaces", "pq:replaces")
    return [*t.cases, *e.cases]


def life_cases() -> list[Case]:
    q = Table("Question", LIVED, Q)
    q.link("allocation", "pq:allocation")
    for case in q.cases:  # the allocations are then nobody's
        case.expected += [
            (node, "Allocation-question", "minCount", None) for node in (ALLOCATION, ALLOCATION2)
        ]
    q.fail("transferred", "in", "false", add=["pq:transferred false"])
    plain = Table("Question", QUESTION, Q)
    plain.link("earlierState", "pq:earlierState")
    both = {HELD: LIVED[HELD], A: LIVED[HELD]}
    plain.twice("holdingAnswer", "pq:holdingAnswer", HELD, A, nodes=both)
    plain.link("holdingAnswer", "pq:holdingAnswer")
    plain.bad("pursuantTo", "pq:pursuantTo", "nodeKind", '"194700"')
    plain.bad("pursuedUin", "pq:pursuedUin", "datatype", "194700")
    plain.bad("pursuedUin", "pq:pursuedUin", "pattern", '"194700 and 194701"')
    plain.bad("pursuedAnswerDate", "pq:pursuedAnswerDate", "datatype", '"12 October 2018"')
    robins = {ROBIN: LIVED[ROBIN], ROBIN2: LIVED[ROBIN]}
    plain.twice("partOfRoundRobin", "pq:partOfRoundRobin", ROBIN, ROBIN2, nodes=robins)
    plain.link("partOfRoundRobin", "pq:partOfRoundRobin")

    a = Table("Answer", ANSWER, A)
    before = {HELD: LIVED[HELD], OLD: CORRECTED[OLD]}
    before[Q] = [*ANSWER[Q], f"pq:holdingAnswer {HELD}"]
    a.fail(
        "replaces",
        "maxCount",
        add=[f"pq:replaces {HELD}", f"pq:replaces {OLD}", f"parl:previousAnswerVersion {OLD}"],
        nodes=before,
    )
    a.bad("replaces", "pq:replaces", "nodeKind", '"x"', extra=[(A, "Answer-replaces", "or", '"x"')])
    a.bad("replaces", "pq:replaces", "or", NOWHERE)
    a.bad("refersToAnswer", "pq:refersToAnswer", "nodeKind", '"194700"')
    a.fail("refersElsewhere", "in", "false", add=["pq:refersElsewhere false"])
    a.bad("referredUin", "pq:referredUin", "datatype", "194700")
    a.bad("referredUin", "pq:referredUin", "pattern", '"PQ 194700"')
    a.bad("referredAnswerDate", "pq:referredAnswerDate", "datatype", '"12 October 2018"')

    h = Table("HoldingAnswer", {HELD: LIVED[HELD]}, HELD)
    h.fail("question", "minCount")
    h.fail("question", "class", Q2, nodes={Q2: [f"pq:holdingAnswer {HELD}"]})

    c = Table("Allocation", LIVED, ALLOCATION)
    c.fail("", "closed", '"x"', add=['dcterms:description "x"'])
    renamed = {
        ("_:c" if n == ALLOCATION else n): [x.replace(ALLOCATION, "_:c") for x in lines]
        for n, lines in LIVED.items()
    }
    nodes: list[Extra] = [
        (Q, "Question-allocation", "nodeKind", "_:c"),
        (ALLOCATION2, "Allocation-previousAllocation", "nodeKind", "_:c"),
    ]
    c.fail("", "nodeKind", "_:c", base=renamed, subject="_:c", extra=nodes)
    c.fail("question", "minCount", base={ALLOCATION: LIVED[ALLOCATION], BODY: LIVED[BODY]})
    c.fail("question", "maxCount", nodes={Q2: [*QUESTION[Q], f"pq:allocation {ALLOCATION}"]})
    c.fail("question", "class", Q2, nodes={Q2: [f"pq:allocation {ALLOCATION}"]})
    c.cases[-1].expected.append((ALLOCATION, "Allocation-question", "maxCount", None))
    c.twice("allocatedTo", "pq:allocatedTo", BODY, BODY2)
    c.link("allocatedTo", "pq:allocatedTo")
    c.fail("allocatedToKnown", "minCount", drop=["pq:allocatedTo"])
    c.text("answeringBodyName", "parl:AnsweringBody")
    c.twice("allocationSeen", "pq:allocationSeen", '"2018-11-22"^^xsd:date', '"2018-11-23"^^xsd:date')
    c.bad("allocationSeen", "pq:allocationSeen", "datatype", '"2018-11-22T00:00:00"^^xsd:dateTime')
    third = {
        ALLOCATION2: LIVED[ALLOCATION2],
        f"<{RES}1012383/allocation/3>": ["a pq:AnsweringBodyAllocation", f"pq:allocatedTo {BODY}"],
    }
    three = {**LIVED, **third, Q: [*LIVED[Q], f"pq:allocation <{RES}1012383/allocation/3>"]}
    c.twice(
        "previousAllocation", "pq:previousAllocation", ALLOCATION2, f"<{RES}1012383/allocation/3>", base=three
    )
    c.link("previousAllocation", "pq:previousAllocation")
    order = Table("AllocationOrder", LIVED, ALLOCATION)
    order.fail("", "disjoint", ALLOCATION, add=[f"pq:previousAllocation {ALLOCATION}"])

    e = Table("EarlierState", LIVED, STATE)
    e.fail("", "closed", '"x"', add=['dcterms:description "x"'])
    renamed = {
        ("_:e" if n == STATE else n): [x.replace(STATE, "_:e") for x in lines] for n, lines in LIVED.items()
    }
    e.fail(
        "",
        "nodeKind",
        "_:e",
        base=renamed,
        subject="_:e",
        extra=[(Q, "Question-earlierState", "nodeKind", "_:e")],
    )
    e.fail("question", "minCount", base={STATE: LIVED[STATE]})
    e.fail("question", "maxCount", nodes={Q2: [*QUESTION[Q], f"pq:earlierState {STATE}"]})
    e.fail("question", "class", Q2, nodes={Q2: [f"pq:earlierState {STATE}"]})
    e.cases[-1].expected.append((STATE, "EarlierState-question", "maxCount", None))
    e.text("questionText", "parl:questionText")
    e.fail("textClipped", "in", "false", add=["pq:textClipped false"])
    e.text("hansardHeading", "parl:hansardHeading")
    for name, path in (
        ("dateTabled", "dcterms:date"),
        ("dateForAnswer", "parl:AnswerDate"),
        ("changeSeen", "pq:changeSeen"),
    ):
        e.twice(name, path, '"2018-11-22"^^xsd:date', '"2018-11-23"^^xsd:date')
        e.bad(name, path, "datatype", '"2018-11-22T00:00:00"^^xsd:dateTime')

    r = Table("RoundRobin", LIVED, ROBIN)
    r.fail("", "closed", '"x"', add=['dcterms:description "x"'])
    renamed = {
        ("_:r" if n == ROBIN else n): [x.replace(ROBIN, "_:r") for x in lines] for n, lines in LIVED.items()
    }
    r.fail(
        "",
        "nodeKind",
        "_:r",
        base=renamed,
        subject="_:r",
        extra=[(Q, "Question-partOfRoundRobin", "nodeKind", "_:r")],
    )
    r.fail("question", "minCount", base={ROBIN: LIVED[ROBIN]})
    r.fail("question", "class", Q2, nodes={Q2: [f"pq:partOfRoundRobin {ROBIN}"]})
    r.twice("date", "dcterms:date", '"2018-11-22"^^xsd:date', '"2018-11-23"^^xsd:date')
    r.bad("date", "dcterms:date", "datatype", '"2018-11-22T00:00:00"^^xsd:dateTime')
    return [case for table in (q, plain, a, h, c, order, e, r) for case in table.cases]


def shared_cases() -> list[Case]:
    """Nodes that questions share, each alone."""
    m = Table("Member", {MEMBER: MEMBERS[MEMBER]}, MEMBER)
    m.fail("", "pattern", ZERO, base={ZERO: ["a parl:Member"]}, subject=ZERO)
    m.fail(
        "",
        "nodeKind",
        "_:m",
        base={"_:m": ["a parl:Member"]},
        subject="_:m",
        extra=[("_:m", "Member", "pattern", "_:m")],
    )
    m.fail(
        "",
        "not",
        MEMBER,
        add=["a pq:UnresolvedMember"],
        extra=[(MEMBER, "UnresolvedMember", "pattern", MEMBER)],
    )
    label = "Biography information for"
    m.twice("label", "rdfs:label", f'"{label} A"', f'"{label} B"')
    m.bad("label", "rdfs:label", "datatype", f'"{label} A"@en')
    m.bad("label", "rdfs:label", "pattern", f'"{label} "')
    m.text("name", "foaf:name")
    m.text("listName", "pq:listName")
    for name in ("givenName", "familyName", "gender"):
        m.text(name, f"foaf:{name}")
    m.text("altLabel", "skos:altLabel", one=False)
    m.twice("dateOfDeath", "pq:dateOfDeath", '"2021-01-22"^^xsd:date', '"2021-01-23"^^xsd:date')
    m.bad("dateOfDeath", "pq:dateOfDeath", "datatype", '"2021-02-29"^^xsd:date')
    m.text("externalIdentifier", "pq:externalIdentifier", one=False)
    m.bad("hasMembership", "org:hasMembership", "nodeKind", '"Colne Valley"')
    u = Table(
        "UnresolvedMember", {UNRESOLVED: ["a pq:UnresolvedMember", 'foaf:name "Thelma Walker"']}, UNRESOLVED
    )
    u.fail(
        "", "pattern", NOWHERE, base={NOWHERE: ["a pq:UnresolvedMember", 'foaf:name "X"']}, subject=NOWHERE
    )
    u.fail(
        "",
        "nodeKind",
        "_:u",
        base={"_:u": ["a pq:UnresolvedMember", 'foaf:name "X"']},
        subject="_:u",
        extra=[("_:u", "UnresolvedMember", "pattern", "_:u")],
    )
    u.fail("name", "minCount", drop=["foaf:name"])
    u.text("name", "foaf:name")
    b = Table("AnsweringBody", {BODY: ["a pq:AnsweringBody", 'skos:prefLabel "Education"']}, BODY)
    odd = f"<{ID}answering-body/DfE>"
    b.fail("", "pattern", odd, base={odd: b.base[BODY]}, subject=odd)
    b.fail(
        "",
        "nodeKind",
        "_:b",
        base={"_:b": b.base[BODY]},
        subject="_:b",
        extra=[("_:b", "AnsweringBody", "pattern", "_:b")],
    )
    h = Table("House", HOUSE, COMMONS)
    h.fail("", "in", NOWHERE, base={NOWHERE: HOUSE[COMMONS]}, subject=NOWHERE)
    s = Table("Session", {SESSION: ["a pq:Session", 'skos:prefLabel "2017-19"']}, SESSION)
    s.fail("", "pattern", NOWHERE, base={NOWHERE: s.base[SESSION]}, subject=NOWHERE)
    s.fail(
        "",
        "nodeKind",
        "_:s",
        base={"_:s": s.base[SESSION]},
        subject="_:s",
        extra=[("_:s", "Session", "pattern", "_:s")],
    )
    n = Table("Month", {MONTH: MONTH_LINES}, MONTH)
    n.fail("", "pattern", NOWHERE, base={NOWHERE: MONTH_LINES}, subject=NOWHERE)
    alike = [("_:m", "Month", "pattern", "_:m")]
    n.fail("", "nodeKind", "_:m", base={"_:m": MONTH_LINES}, subject="_:m", extra=alike)
    n.fail("prefLabel", "minCount", drop=["skos:prefLabel"])
    n.twice("prefLabel", "skos:prefLabel", '"2018-11"', '"2018-12"')
    n.bad("prefLabel", "skos:prefLabel", "datatype", '"2018-11"@en')
    n.bad("prefLabel", "skos:prefLabel", "pattern", '"November 2018"')
    n.fail("startDate", "minCount", drop=["pq:startDate"])
    n.twice("startDate", "pq:startDate", '"2018-11-01"^^xsd:date', '"2018-11-02"^^xsd:date')
    n.bad("startDate", "pq:startDate", "datatype", '"November 2018"')
    for table in (b, h, s):
        table.fail("prefLabel", "minCount", drop=["skos:prefLabel"])
        table.text("prefLabel", "skos:prefLabel")
    c = Table("Topic", {TOPIC: ["a skos:Concept", 'skos:prefLabel "Schools"@en']}, TOPIC)
    c.fail("", "nodeKind", "_:c", base={"_:c": c.base[TOPIC]}, subject="_:c")
    c.fail("prefLabel", "minCount", drop=["skos:prefLabel"])
    c.fail("prefLabel", "uniqueLang", add=['skos:prefLabel "School"@en'])
    c.bad("prefLabel", "skos:prefLabel", "datatype", '"Schools"')
    c.bad("prefLabel", "skos:prefLabel", "minLength", '""@en')
    p = Table("Party", {PARTY: PARTIES[PARTY]}, PARTY)
    k = Table("Constituency", {SEAT: SEATS[SEAT]}, SEAT)
    w = Table("Membership", {TENURE: TENURE_LINES, **MEMBERS, **HOUSE}, TENURE)
    for table, lines in ((p, p.base[PARTY]), (k, k.base[SEAT]), (w, TENURE_LINES)):
        others: Graph = {**MEMBERS, **HOUSE} if table is w else {}
        table.fail("", "pattern", NOWHERE, base={NOWHERE: lines, **others}, subject=NOWHERE)
        alike = [("_:n", table.prefix, "pattern", "_:n")]
        table.fail("", "nodeKind", "_:n", base={"_:n": lines, **others}, subject="_:n", extra=alike)
    p.text("prefLabel", "skos:prefLabel")
    p.text("abbreviation", "pq:abbreviation")
    k.text("prefLabel", "skos:prefLabel")
    w.fail("member", "minCount", drop=["org:member"])
    w.twice("member", "org:member", MEMBER, MINISTER)
    w.bad("member", "org:member", "class", UNRESOLVED)
    w.fail("organization", "minCount", drop=["org:organization"])
    w.twice("organization", "org:organization", COMMONS, LORDS)
    w.bad("organization", "org:organization", "nodeKind", '"Commons"')
    first, last = '"2017-06-08"^^xsd:date', '"2019-11-06"^^xsd:date'
    no_day = '"2019-11-31"^^xsd:date'
    order = (TENURE, "Membership-endsAfterStart", "lessThanOrEquals")
    w.twice("startDate", "pq:startDate", first, '"2017-06-09"^^xsd:date')
    w.bad("startDate", "pq:startDate", "datatype", no_day, extra=[(*order, no_day)])
    w.twice("endDate", "pq:endDate", last, '"2019-11-07"^^xsd:date')
    w.bad("endDate", "pq:endDate", "datatype", no_day, extra=[(*order, first)])
    w.twice("constituency", "pq:constituency", SEAT, SEAT2)
    w.bad("constituency", "pq:constituency", "nodeKind", '"Colne Valley"')
    w.text("peerage", "pq:peerage")
    w.bad("electedFor", "pq:electedFor", "nodeKind", '"Labour"')
    w.twice("seenOn", "pq:seenOn", '"2026-05-20"^^xsd:date', '"2026-05-21"^^xsd:date')
    w.bad("seenOn", "pq:seenOn", "datatype", '"May 2026"')
    w.text("externalIdentifier", "pq:externalIdentifier", one=False)
    w.fail(
        "endsAfterStart",
        "lessThanOrEquals",
        first,
        drop=["pq:endDate"],
        add=['pq:endDate "2017-06-07"^^xsd:date'],
    )
    return [case for table in (m, u, b, h, s, n, c, p, k, w) for case in table.cases]


def all_cases() -> list[Case]:
    return [
        *passing(),
        *question_cases(),
        *answer_cases(),
        *part_cases(),
        *life_cases(),
        *shared_cases(),
    ]


# -- writing -------------------------------------------------------------------------------------------------------


def turtle(graph: Graph) -> str:
    return "".join(f"\n{node} " + " ;\n    ".join(lines) + " .\n" for node, lines in graph.items() if lines)


def prefixes(body: str) -> str:
    used = [name for name in PREFIXES if f"{name}:" in body.replace(f"<{name}:", "")]
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)


def manifest(cases: list[Case]) -> str:
    from pqgraph.checks.shapes import shipped_shapes

    shapes = shipped_shapes()
    entries, bodies = [], []
    for case in cases:
        results = []
        for focus, slug, parameter, value in case.expected:
            info = shapes.find(slug)
            assert info is not None, slug
            path = info.path and (
                f"[ sh:inversePath <{info.path[1:]}> ]" if info.path[0] == "^" else f"<{info.path}>"
            )
            if parameter == "closed":  # the path is that of the property at fault, which was added last
                path = case.graph[focus][-1].split()[0]
            rows = [
                "a sh:ValidationResult",
                f"sh:focusNode {focus}",
                f"sh:resultPath {path}" if path else None,
                f"sh:value {value}" if value else None,
                f"sh:resultSeverity sh:{info.severity.value.capitalize()}",
                f"sh:sourceConstraintComponent sh:{PARAMETERS[parameter]}ConstraintComponent",
                f"sh:sourceShape <{info.iri}>",
            ]
            results.append(" ;\n        sh:result [ " + " ; ".join(row for row in rows if row) + " ]")
        entries.append(f"<#{case.name}>")
        bodies.append(
            f'\n<#{case.name}> a sht:Validate ;\n    rdfs:label "{case.name}" ;\n'
            f"    mf:action [ sht:dataGraph <data/{case.name}.ttl> ; sht:shapesGraph <record-shapes.ttl> ] ;\n"
            f"    mf:result [ a sh:ValidationReport ;\n        sh:conforms {'false' if case.expected else 'true'}"
            f"{''.join(results)} ] ;\n    mf:status sht:approved .\n"
        )
    head = (
        "# Written by tests/unit/checks/shape_cases.py; edit the table there.\n\n"
        "@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .\n"
        "@prefix sht: <http://www.w3.org/ns/shacl-test#> .\n"
    )
    # The prefixes are looked for in what is written with them.
    body = (
        '\n<> a mf:Manifest ;\n    rdfs:label "Record shapes of pqgraph" ;\n    mf:entries (\n        '
        + "\n        ".join(entries)
        + "\n    ) .\n"
        + "".join(bodies)
    )
    return head + prefixes(body) + body


def files() -> dict[Path, str]:
    """Everything that the table gives, by path."""
    cases = all_cases()
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)
    written = {FOLDER / "data" / f"{case.name}.ttl": prefixes(t := turtle(case.graph)) + t for case in cases}
    written[FOLDER / "manifest.ttl"] = manifest(cases)
    shapes = sorted((ROOT / "shapes" / "record").glob("*.ttl"))
    written[FOLDER / "record-shapes.ttl"] = (
        "# All of shapes/record in one file, for engines that take one; written by tests/unit/checks/shape_cases.py.\n\n"
        + "\n".join(path.read_text("utf-8") for path in shapes)
    )
    return written


def main() -> None:
    wanted = files()
    for old in FOLDER.rglob("*.ttl"):
        if old not in wanted:
            old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(wanted) - 2} cases in {FOLDER}")


if __name__ == "__main__":
    main()
