"""The names that the reader of ``parl#`` knows. Readers know no RDF library's or generated vocabulary."""

from __future__ import annotations

__all__ = [
    "ANSWER_NAMES",
    "DCTERMS",
    "FOAF",
    "MINTED",
    "PARL",
    "PARLIAMENT_ONLY",
    "PART_NAMES",
    "PQ",
    "QUESTION_NAMES",
    "RDFS",
    "RDF_TYPE",
]

PARL = "http://data.parliament.uk/schema/parl#"
PQ = "https://w3id.org/pqgraph/def#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MINTED = "https://w3id.org/pqgraph/id/"
"""What the IRIs that pqgraph makes begin with."""

_EVERYWHERE = frozenset({RDF_TYPE, "http://www.w3.org/2002/07/owl#sameAs"})


def _names(namespace: str, names: str) -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


PARLIAMENT_ONLY = _names(
    PARL,
    "askingMember askingMemberPrinted pqStatus wpqType dateForAnswer indexStatus answeringDeptPrinted",
)
"""Names of Parliament's triple store that neither pqgraph nor the Linked Data API writes."""

# What pqgraph works out anew, and what says something of Parliament's indexing, not of the question.
# firstIndexedBy and lastModifiedBy are logins of staff: personal data.
_LEFT_OUT = (
    _names(
        PARL,
        "answeringDept containsAttachment correctedItem dateFirstIndexed dateLastModified externalLocation "
        "failedOral firstIndexedBy groupedAnswer hasTable headingChanged headingDueDate indexStatus "
        "lastModifiedBy questionTextFromTabled searchDate statisticsIndicated transferredQuestion "
        "uncontrolled unstarredQuestion",
    )
    | _names(PQ, "answeredLate answeringBody daysToAnswer inSession")
    | _names(DCTERMS, "bibliographicCitation creator publisher relation subject")
    | {
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
    }
)
_ANSWERING = _names(PARL, "answeringMember answeringMemberPrinted answeringMemberConstituency") | _names(
    PQ, "answeringMemberPeerage answeringMemberPartyPrinted"
)

QUESTION_NAMES = (
    _EVERYWHERE
    | _LEFT_OUT
    | PARLIAMENT_ONLY
    | _ANSWERING
    | _names(
        PARL,
        "AnswerDate AnsweringBody QuestionStatus answer answerText answeringDeptId answeringDeptShortName "
        "answeringDeptSortName correctedWmsMc correctingItem dateOfAnswer dateOfHoldingAnswer dateTabled "
        "ddpCreated ddpModified hansardHeading holdingAnswer houseId humanIndexable legislature "
        "parliamentNumber prorogationAnswer published questionText registeredInterest session sessionNumber "
        "tablingMember tablingMemberConstituency tablingMemberPrinted uin version "
        "writtenParliamentaryQuestionType",
    )
    | _names(PQ, "apiIdentifier groupedWith tablingMemberPartyPrinted tablingMemberPeerage textClipped")
    | _names(DCTERMS, "date identifier title")
)
ANSWER_NAMES = (
    _EVERYWHERE
    | _ANSWERING
    | _names(
        PARL,
        "answerText attachment dateOfAnswer groupedQuestionUIN isMinisterialCorrection "
        "previousAnswerVersion questionFirstAnswered questionFirstMinisteriallyCorrected",
    )
    | _names(PQ, "attachmentCount comparableText correctingMember dateCorrected textClipped")
)
PART_NAMES = (
    _EVERYWHERE
    | _ANSWERING
    | _names(PARL, "answerText attachment fileName")
    | _names(DCTERMS, "format title")
    | _names(PQ, "fileSize")
    | {f"{FOAF}page"}
)
"""Names on attachments and earlier versions."""
