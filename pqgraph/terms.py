"""Vocabulary constants: full IRIs by prefix.

Generated from ``ontology/`` by ``tools/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "PREFIXES",
    "dcterms",
    "foaf",
    "org",
    "owl",
    "parl",
    "pq",
    "prov",
    "qb",
    "rdf",
    "rdfs",
    "skos",
    "void",
    "xsd",
]

PREFIXES: Final[dict[str, str]] = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "parl": "http://data.parliament.uk/schema/parl#",
    "pq": "https://w3id.org/pqgraph/def#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The project's prefixes, the same in every file it writes."""


class dcterms:
    """Terms of <http://purl.org/dc/terms/>."""

    abstract: Final = "http://purl.org/dc/terms/abstract"
    bibliographicCitation: Final = "http://purl.org/dc/terms/bibliographicCitation"
    created: Final = "http://purl.org/dc/terms/created"
    creator: Final = "http://purl.org/dc/terms/creator"
    date: Final = "http://purl.org/dc/terms/date"
    description: Final = "http://purl.org/dc/terms/description"
    format: Final = "http://purl.org/dc/terms/format"
    identifier: Final = "http://purl.org/dc/terms/identifier"
    isPartOf: Final = "http://purl.org/dc/terms/isPartOf"
    isReplacedBy: Final = "http://purl.org/dc/terms/isReplacedBy"
    issued: Final = "http://purl.org/dc/terms/issued"
    license: Final = "http://purl.org/dc/terms/license"
    modified: Final = "http://purl.org/dc/terms/modified"
    publisher: Final = "http://purl.org/dc/terms/publisher"
    rights: Final = "http://purl.org/dc/terms/rights"
    source: Final = "http://purl.org/dc/terms/source"
    subject: Final = "http://purl.org/dc/terms/subject"
    title: Final = "http://purl.org/dc/terms/title"


class foaf:
    """Terms of <http://xmlns.com/foaf/0.1/>."""

    Document: Final = "http://xmlns.com/foaf/0.1/Document"
    familyName: Final = "http://xmlns.com/foaf/0.1/familyName"
    gender: Final = "http://xmlns.com/foaf/0.1/gender"
    givenName: Final = "http://xmlns.com/foaf/0.1/givenName"
    name: Final = "http://xmlns.com/foaf/0.1/name"
    page: Final = "http://xmlns.com/foaf/0.1/page"


class org:
    """Terms of <http://www.w3.org/ns/org#>."""

    Membership: Final = "http://www.w3.org/ns/org#Membership"
    Organization: Final = "http://www.w3.org/ns/org#Organization"
    hasMembership: Final = "http://www.w3.org/ns/org#hasMembership"
    member: Final = "http://www.w3.org/ns/org#member"
    organization: Final = "http://www.w3.org/ns/org#organization"


class owl:
    """Terms of <http://www.w3.org/2002/07/owl#>."""

    AnnotationProperty: Final = "http://www.w3.org/2002/07/owl#AnnotationProperty"
    Class: Final = "http://www.w3.org/2002/07/owl#Class"
    DatatypeProperty: Final = "http://www.w3.org/2002/07/owl#DatatypeProperty"
    ObjectProperty: Final = "http://www.w3.org/2002/07/owl#ObjectProperty"
    Ontology: Final = "http://www.w3.org/2002/07/owl#Ontology"
    disjointWith: Final = "http://www.w3.org/2002/07/owl#disjointWith"
    imports: Final = "http://www.w3.org/2002/07/owl#imports"
    sameAs: Final = "http://www.w3.org/2002/07/owl#sameAs"
    versionIRI: Final = "http://www.w3.org/2002/07/owl#versionIRI"
    versionInfo: Final = "http://www.w3.org/2002/07/owl#versionInfo"


class parl:
    """Terms of <http://data.parliament.uk/schema/parl#>."""

    AnswerDate: Final = "http://data.parliament.uk/schema/parl#AnswerDate"
    AnsweringBody: Final = "http://data.parliament.uk/schema/parl#AnsweringBody"
    Member: Final = "http://data.parliament.uk/schema/parl#Member"
    QuestionStatus: Final = "http://data.parliament.uk/schema/parl#QuestionStatus"
    WrittenParliamentaryAnswer: Final = "http://data.parliament.uk/schema/parl#WrittenParliamentaryAnswer"
    WrittenParliamentaryQuestion: Final = "http://data.parliament.uk/schema/parl#WrittenParliamentaryQuestion"
    answer: Final = "http://data.parliament.uk/schema/parl#answer"
    answerText: Final = "http://data.parliament.uk/schema/parl#answerText"
    answeringDeptId: Final = "http://data.parliament.uk/schema/parl#answeringDeptId"
    answeringDeptShortName: Final = "http://data.parliament.uk/schema/parl#answeringDeptShortName"
    answeringDeptSortName: Final = "http://data.parliament.uk/schema/parl#answeringDeptSortName"
    answeringMember: Final = "http://data.parliament.uk/schema/parl#answeringMember"
    answeringMemberConstituency: Final = "http://data.parliament.uk/schema/parl#answeringMemberConstituency"
    answeringMemberPrinted: Final = "http://data.parliament.uk/schema/parl#answeringMemberPrinted"
    attachment: Final = "http://data.parliament.uk/schema/parl#attachment"
    dateOfAnswer: Final = "http://data.parliament.uk/schema/parl#dateOfAnswer"
    dateOfHoldingAnswer: Final = "http://data.parliament.uk/schema/parl#dateOfHoldingAnswer"
    ddpCreated: Final = "http://data.parliament.uk/schema/parl#ddpCreated"
    ddpModified: Final = "http://data.parliament.uk/schema/parl#ddpModified"
    externalLocation: Final = "http://data.parliament.uk/schema/parl#externalLocation"
    fileName: Final = "http://data.parliament.uk/schema/parl#fileName"
    groupedQuestionUIN: Final = "http://data.parliament.uk/schema/parl#groupedQuestionUIN"
    hansardHeading: Final = "http://data.parliament.uk/schema/parl#hansardHeading"
    houseId: Final = "http://data.parliament.uk/schema/parl#houseId"
    humanIndexable: Final = "http://data.parliament.uk/schema/parl#humanIndexable"
    isMinisterialCorrection: Final = "http://data.parliament.uk/schema/parl#isMinisterialCorrection"
    legislature: Final = "http://data.parliament.uk/schema/parl#legislature"
    parliamentNumber: Final = "http://data.parliament.uk/schema/parl#parliamentNumber"
    previousAnswerVersion: Final = "http://data.parliament.uk/schema/parl#previousAnswerVersion"
    published: Final = "http://data.parliament.uk/schema/parl#published"
    questionFirstAnswered: Final = "http://data.parliament.uk/schema/parl#questionFirstAnswered"
    questionFirstMinisteriallyCorrected: Final = (
        "http://data.parliament.uk/schema/parl#questionFirstMinisteriallyCorrected"
    )
    questionText: Final = "http://data.parliament.uk/schema/parl#questionText"
    registeredInterest: Final = "http://data.parliament.uk/schema/parl#registeredInterest"
    session: Final = "http://data.parliament.uk/schema/parl#session"
    sessionNumber: Final = "http://data.parliament.uk/schema/parl#sessionNumber"
    tablingMember: Final = "http://data.parliament.uk/schema/parl#tablingMember"
    tablingMemberConstituency: Final = "http://data.parliament.uk/schema/parl#tablingMemberConstituency"
    tablingMemberPrinted: Final = "http://data.parliament.uk/schema/parl#tablingMemberPrinted"
    uin: Final = "http://data.parliament.uk/schema/parl#uin"
    version: Final = "http://data.parliament.uk/schema/parl#version"
    writtenParliamentaryQuestionType: Final = (
        "http://data.parliament.uk/schema/parl#writtenParliamentaryQuestionType"
    )


class pq:
    """Terms of <https://w3id.org/pqgraph/def#>."""

    AnsweringBody: Final = "https://w3id.org/pqgraph/def#AnsweringBody"
    AnsweringBodyAllocation: Final = "https://w3id.org/pqgraph/def#AnsweringBodyAllocation"
    Attachment: Final = "https://w3id.org/pqgraph/def#Attachment"
    Constituency: Final = "https://w3id.org/pqgraph/def#Constituency"
    CorrectingAnswer: Final = "https://w3id.org/pqgraph/def#CorrectingAnswer"
    EarlierState: Final = "https://w3id.org/pqgraph/def#EarlierState"
    EarlierVersion: Final = "https://w3id.org/pqgraph/def#EarlierVersion"
    HoldingAnswer: Final = "https://w3id.org/pqgraph/def#HoldingAnswer"
    House: Final = "https://w3id.org/pqgraph/def#House"
    Month: Final = "https://w3id.org/pqgraph/def#Month"
    Party: Final = "https://w3id.org/pqgraph/def#Party"
    PartyMembership: Final = "https://w3id.org/pqgraph/def#PartyMembership"
    ProrogationAnswer: Final = "https://w3id.org/pqgraph/def#ProrogationAnswer"
    RoundRobin: Final = "https://w3id.org/pqgraph/def#RoundRobin"
    SeatIncumbency: Final = "https://w3id.org/pqgraph/def#SeatIncumbency"
    Session: Final = "https://w3id.org/pqgraph/def#Session"
    SourceFile: Final = "https://w3id.org/pqgraph/def#SourceFile"
    SubstantiveAnswer: Final = "https://w3id.org/pqgraph/def#SubstantiveAnswer"
    TopicMatch: Final = "https://w3id.org/pqgraph/def#TopicMatch"
    UnknownValue: Final = "https://w3id.org/pqgraph/def#UnknownValue"
    UnresolvedMember: Final = "https://w3id.org/pqgraph/def#UnresolvedMember"
    Year: Final = "https://w3id.org/pqgraph/def#Year"
    abbreviation: Final = "https://w3id.org/pqgraph/def#abbreviation"
    addressedAs: Final = "https://w3id.org/pqgraph/def#addressedAs"
    allocatedTo: Final = "https://w3id.org/pqgraph/def#allocatedTo"
    allocation: Final = "https://w3id.org/pqgraph/def#allocation"
    allocationSeen: Final = "https://w3id.org/pqgraph/def#allocationSeen"
    answered: Final = "https://w3id.org/pqgraph/def#answered"
    answeredLate: Final = "https://w3id.org/pqgraph/def#answeredLate"
    answeringBody: Final = "https://w3id.org/pqgraph/def#answeringBody"
    answeringMemberParty: Final = "https://w3id.org/pqgraph/def#answeringMemberParty"
    answeringMemberPartyPrinted: Final = "https://w3id.org/pqgraph/def#answeringMemberPartyPrinted"
    answeringMemberPeerage: Final = "https://w3id.org/pqgraph/def#answeringMemberPeerage"
    answeringMemberSeat: Final = "https://w3id.org/pqgraph/def#answeringMemberSeat"
    answersDue: Final = "https://w3id.org/pqgraph/def#answersDue"
    answersLate: Final = "https://w3id.org/pqgraph/def#answersLate"
    apiIdentifier: Final = "https://w3id.org/pqgraph/def#apiIdentifier"
    attachmentCount: Final = "https://w3id.org/pqgraph/def#attachmentCount"
    awaitsAnswer: Final = "https://w3id.org/pqgraph/def#awaitsAnswer"
    changeSeen: Final = "https://w3id.org/pqgraph/def#changeSeen"
    comparableText: Final = "https://w3id.org/pqgraph/def#comparableText"
    constituency: Final = "https://w3id.org/pqgraph/def#constituency"
    converterVersion: Final = "https://w3id.org/pqgraph/def#converterVersion"
    correctingMember: Final = "https://w3id.org/pqgraph/def#correctingMember"
    dateAnswered: Final = "https://w3id.org/pqgraph/def#dateAnswered"
    dateCorrected: Final = "https://w3id.org/pqgraph/def#dateCorrected"
    dateOfDeath: Final = "https://w3id.org/pqgraph/def#dateOfDeath"
    daysToAnswer: Final = "https://w3id.org/pqgraph/def#daysToAnswer"
    earlierState: Final = "https://w3id.org/pqgraph/def#earlierState"
    electedFor: Final = "https://w3id.org/pqgraph/def#electedFor"
    endDate: Final = "https://w3id.org/pqgraph/def#endDate"
    established: Final = "https://w3id.org/pqgraph/def#established"
    externalIdentifier: Final = "https://w3id.org/pqgraph/def#externalIdentifier"
    fileSize: Final = "https://w3id.org/pqgraph/def#fileSize"
    groupedWith: Final = "https://w3id.org/pqgraph/def#groupedWith"
    holdingAnswer: Final = "https://w3id.org/pqgraph/def#holdingAnswer"
    inSession: Final = "https://w3id.org/pqgraph/def#inSession"
    listName: Final = "https://w3id.org/pqgraph/def#listName"
    matchEnd: Final = "https://w3id.org/pqgraph/def#matchEnd"
    matchOf: Final = "https://w3id.org/pqgraph/def#matchOf"
    matchStart: Final = "https://w3id.org/pqgraph/def#matchStart"
    matchedIn: Final = "https://w3id.org/pqgraph/def#matchedIn"
    matchedLabel: Final = "https://w3id.org/pqgraph/def#matchedLabel"
    matchedTopic: Final = "https://w3id.org/pqgraph/def#matchedTopic"
    monthTabled: Final = "https://w3id.org/pqgraph/def#monthTabled"
    ofBody: Final = "https://w3id.org/pqgraph/def#ofBody"
    ofDays: Final = "https://w3id.org/pqgraph/def#ofDays"
    ofDueDay: Final = "https://w3id.org/pqgraph/def#ofDueDay"
    ofHouse: Final = "https://w3id.org/pqgraph/def#ofHouse"
    ofMember: Final = "https://w3id.org/pqgraph/def#ofMember"
    ofMinister: Final = "https://w3id.org/pqgraph/def#ofMinister"
    ofNamedDay: Final = "https://w3id.org/pqgraph/def#ofNamedDay"
    ofParty: Final = "https://w3id.org/pqgraph/def#ofParty"
    ofTopic: Final = "https://w3id.org/pqgraph/def#ofTopic"
    partOfRoundRobin: Final = "https://w3id.org/pqgraph/def#partOfRoundRobin"
    peerage: Final = "https://w3id.org/pqgraph/def#peerage"
    previousAllocation: Final = "https://w3id.org/pqgraph/def#previousAllocation"
    pursuantTo: Final = "https://w3id.org/pqgraph/def#pursuantTo"
    pursuedAnswerDate: Final = "https://w3id.org/pqgraph/def#pursuedAnswerDate"
    pursuedUin: Final = "https://w3id.org/pqgraph/def#pursuedUin"
    questions: Final = "https://w3id.org/pqgraph/def#questions"
    questionsCounted: Final = "https://w3id.org/pqgraph/def#questionsCounted"
    reader: Final = "https://w3id.org/pqgraph/def#reader"
    referredAnswerDate: Final = "https://w3id.org/pqgraph/def#referredAnswerDate"
    referredUin: Final = "https://w3id.org/pqgraph/def#referredUin"
    refersElsewhere: Final = "https://w3id.org/pqgraph/def#refersElsewhere"
    refersToAnswer: Final = "https://w3id.org/pqgraph/def#refersToAnswer"
    replaces: Final = "https://w3id.org/pqgraph/def#replaces"
    seenOn: Final = "https://w3id.org/pqgraph/def#seenOn"
    sha256: Final = "https://w3id.org/pqgraph/def#sha256"
    sortKey: Final = "https://w3id.org/pqgraph/def#sortKey"
    startDate: Final = "https://w3id.org/pqgraph/def#startDate"
    sumOfDays: Final = "https://w3id.org/pqgraph/def#sumOfDays"
    tablingMemberParty: Final = "https://w3id.org/pqgraph/def#tablingMemberParty"
    tablingMemberPartyPrinted: Final = "https://w3id.org/pqgraph/def#tablingMemberPartyPrinted"
    tablingMemberPeerage: Final = "https://w3id.org/pqgraph/def#tablingMemberPeerage"
    tablingMemberSeat: Final = "https://w3id.org/pqgraph/def#tablingMemberSeat"
    textClipped: Final = "https://w3id.org/pqgraph/def#textClipped"
    transferred: Final = "https://w3id.org/pqgraph/def#transferred"


class prov:
    """Terms of <http://www.w3.org/ns/prov#>."""

    Entity: Final = "http://www.w3.org/ns/prov#Entity"
    wasDerivedFrom: Final = "http://www.w3.org/ns/prov#wasDerivedFrom"


class qb:
    """Terms of <http://purl.org/linked-data/cube#>."""

    ComponentSpecification: Final = "http://purl.org/linked-data/cube#ComponentSpecification"
    DataSet: Final = "http://purl.org/linked-data/cube#DataSet"
    DataStructureDefinition: Final = "http://purl.org/linked-data/cube#DataStructureDefinition"
    DimensionProperty: Final = "http://purl.org/linked-data/cube#DimensionProperty"
    MeasureProperty: Final = "http://purl.org/linked-data/cube#MeasureProperty"
    Observation: Final = "http://purl.org/linked-data/cube#Observation"
    codeList: Final = "http://purl.org/linked-data/cube#codeList"
    component: Final = "http://purl.org/linked-data/cube#component"
    concept: Final = "http://purl.org/linked-data/cube#concept"
    dataSet: Final = "http://purl.org/linked-data/cube#dataSet"
    dimension: Final = "http://purl.org/linked-data/cube#dimension"
    measure: Final = "http://purl.org/linked-data/cube#measure"
    structure: Final = "http://purl.org/linked-data/cube#structure"


class rdf:
    """Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>."""

    Property: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"
    langString: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    type: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class rdfs:
    """Terms of <http://www.w3.org/2000/01/rdf-schema#>."""

    Literal: Final = "http://www.w3.org/2000/01/rdf-schema#Literal"
    Resource: Final = "http://www.w3.org/2000/01/rdf-schema#Resource"
    domain: Final = "http://www.w3.org/2000/01/rdf-schema#domain"
    isDefinedBy: Final = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
    label: Final = "http://www.w3.org/2000/01/rdf-schema#label"
    range: Final = "http://www.w3.org/2000/01/rdf-schema#range"
    seeAlso: Final = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
    subClassOf: Final = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    subPropertyOf: Final = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"


class skos:
    """Terms of <http://www.w3.org/2004/02/skos/core#>."""

    Concept: Final = "http://www.w3.org/2004/02/skos/core#Concept"
    ConceptScheme: Final = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    altLabel: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
    broader: Final = "http://www.w3.org/2004/02/skos/core#broader"
    changeNote: Final = "http://www.w3.org/2004/02/skos/core#changeNote"
    closeMatch: Final = "http://www.w3.org/2004/02/skos/core#closeMatch"
    definition: Final = "http://www.w3.org/2004/02/skos/core#definition"
    editorialNote: Final = "http://www.w3.org/2004/02/skos/core#editorialNote"
    exactMatch: Final = "http://www.w3.org/2004/02/skos/core#exactMatch"
    example: Final = "http://www.w3.org/2004/02/skos/core#example"
    hasTopConcept: Final = "http://www.w3.org/2004/02/skos/core#hasTopConcept"
    hiddenLabel: Final = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
    inScheme: Final = "http://www.w3.org/2004/02/skos/core#inScheme"
    narrower: Final = "http://www.w3.org/2004/02/skos/core#narrower"
    notation: Final = "http://www.w3.org/2004/02/skos/core#notation"
    prefLabel: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
    related: Final = "http://www.w3.org/2004/02/skos/core#related"
    scopeNote: Final = "http://www.w3.org/2004/02/skos/core#scopeNote"
    topConceptOf: Final = "http://www.w3.org/2004/02/skos/core#topConceptOf"


class void:
    """Terms of <http://rdfs.org/ns/void#>."""

    Dataset: Final = "http://rdfs.org/ns/void#Dataset"
    class_: Final = "http://rdfs.org/ns/void#class"
    classPartition: Final = "http://rdfs.org/ns/void#classPartition"
    classes: Final = "http://rdfs.org/ns/void#classes"
    distinctSubjects: Final = "http://rdfs.org/ns/void#distinctSubjects"
    entities: Final = "http://rdfs.org/ns/void#entities"
    inDataset: Final = "http://rdfs.org/ns/void#inDataset"
    properties: Final = "http://rdfs.org/ns/void#properties"
    property: Final = "http://rdfs.org/ns/void#property"
    propertyPartition: Final = "http://rdfs.org/ns/void#propertyPartition"
    triples: Final = "http://rdfs.org/ns/void#triples"
    vocabulary: Final = "http://rdfs.org/ns/void#vocabulary"


class xsd:
    """Terms of <http://www.w3.org/2001/XMLSchema#>."""

    anyURI: Final = "http://www.w3.org/2001/XMLSchema#anyURI"
    boolean: Final = "http://www.w3.org/2001/XMLSchema#boolean"
    date: Final = "http://www.w3.org/2001/XMLSchema#date"
    dateTime: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
    integer: Final = "http://www.w3.org/2001/XMLSchema#integer"
    string: Final = "http://www.w3.org/2001/XMLSchema#string"
