"""The names that the reader of ``parl#`` knows. Readers know neither the ontology nor an RDF library's terms."""

from __future__ import annotations

__all__ = [
    "ANSWER_NAMES",
    "INDEXING_NAMES",
    "MINTED",
    "NAMESPACES",
    "PARL",
    "PARLIAMENT_ONLY",
    "PART_NAMES",
    "PQ",
    "QUESTION_NAMES",
    "RDF",
]

PARL = "http://data.parliament.uk/schema/parl#"
PQ = "https://w3id.org/pqgraph/def#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "parl": PARL,
    "pq": PQ,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
"""Prefixes of the names below."""
MINTED = "https://w3id.org/pqgraph/id/"
"""What the IRIs that pqgraph makes begin with."""

_EVERYWHERE = frozenset({"rdf:type", "owl:sameAs"})


def _names(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}:{name}" for name in names.split())


PARLIAMENT_ONLY = _names(
    "parl",
    "askingMember askingMemberPrinted pqStatus wpqType dateForAnswer indexStatus answeringDeptPrinted",
)
"""Names of Parliament's triple store that neither pqgraph nor the Linked Data API writes."""

# What pqgraph works out anew, and what says something of Parliament's indexing, not of the question.
# firstIndexedBy and lastModifiedBy are logins of staff: personal data.
_LEFT_OUT = (
    _names(
        "parl",
        "answeringDept containsAttachment correctedItem dateFirstIndexed dateLastModified externalLocation "
        "failedOral firstIndexedBy groupedAnswer hasTable headingChanged headingDueDate indexStatus "
        "lastModifiedBy questionTextFromTabled searchDate statisticsIndicated transferredQuestion "
        "uncontrolled unstarredQuestion",
    )
    | _names(
        "pq",
        "answeredLate answeringBody awaitsAnswer dateAnswered daysToAnswer inSession monthTabled "
        "partOfRoundRobin pursuantTo pursuedAnswerDate pursuedUin sortKey tablingMemberParty tablingMemberSeat "
        "transferred",
    )
    | _names("dcterms", "bibliographicCitation creator publisher relation subject")
    | {"skos:prefLabel", "prov:wasDerivedFrom"}
)
_ANSWERING = _names("parl", "answeringMember answeringMemberPrinted answeringMemberConstituency") | _names(
    "pq", "answeringMemberParty answeringMemberPartyPrinted answeringMemberPeerage answeringMemberSeat"
)
INDEXING_NAMES = _names("dcterms", "title identifier") | _names(
    "parl", "version published humanIndexable ddpCreated ddpModified parliamentNumber sessionNumber"
)

QUESTION_NAMES = (
    _EVERYWHERE
    | _LEFT_OUT
    | PARLIAMENT_ONLY
    | _ANSWERING
    | INDEXING_NAMES
    | _names(
        "parl",
        "AnswerDate AnsweringBody QuestionStatus answer answerText answeringDeptId answeringDeptShortName "
        "answeringDeptSortName correctedWmsMc correctingItem dateOfAnswer dateOfHoldingAnswer dateTabled "
        "hansardHeading holdingAnswer houseId legislature prorogationAnswer questionText registeredInterest "
        "session tablingMember tablingMemberConstituency tablingMemberPrinted uin "
        "writtenParliamentaryQuestionType",
    )
    | _names(
        "pq",
        "allocation apiIdentifier earlierState externalIdentifier groupedWith holdingAnswer "
        "tablingMemberPartyPrinted tablingMemberPeerage textClipped",
    )
    | {"dcterms:date"}
)
ANSWER_NAMES = (
    _EVERYWHERE
    | _ANSWERING
    | _names(
        "parl",
        "answerText attachment dateOfAnswer groupedQuestionUIN isMinisterialCorrection "
        "previousAnswerVersion questionFirstAnswered questionFirstMinisteriallyCorrected",
    )
    | _names("pq", "attachmentCount comparableText correctingMember dateCorrected textClipped")
    | _names("pq", "referredAnswerDate referredUin refersElsewhere refersToAnswer replaces")
)
PART_NAMES = (
    _EVERYWHERE
    | _ANSWERING
    | _names("parl", "AnswerDate AnsweringBody answerText attachment dateOfAnswer fileName hansardHeading")
    | _names("dcterms", "date format title")
    | _names("pq", "allocatedTo allocationSeen changeSeen fileSize previousAllocation replaces textClipped")
    | {"parl:questionText", "foaf:page"}
)
"""Names on attachments, earlier versions, allocations and earlier states."""
