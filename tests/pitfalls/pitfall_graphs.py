"""Sources in, graphs out, as users have them; and small sources of our own words to put in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pqgraph.api.index import Index, index_of
from pqgraph.convert import DocumentWriter, convert
from pqgraph.merge import Corpus
from pqgraph.pipeline import Pipeline, Problem, Tally
from pqgraph.rdf.formats import find_format
from pqgraph.rdf.writers import ntriples
from pqgraph.terms import PREFIXES

ID = "https://w3id.org/pqgraph/id/"
MEMBERS = "http://data.parliament.uk/members/"
RESOURCES = "http://data.parliament.uk/resources/"
SHORT = {**PREFIXES, "members": MEMBERS, "pqid": ID, "res": RESOURCES}


def full(name: str) -> str:
    """An IRI from its short form: ``parl:uin``, ``pqid:session/2017-19``."""
    prefix, _, local = name.partition(":")
    return SHORT[prefix] + local if prefix in SHORT else name


def commons(day: str, uin: str) -> str:
    """The IRI of a Commons question without an official one."""
    return f"{ID}question/commons/{day}/{uin}"


class Graph:
    """Statements by subject and property.

    Args:
        path: An RDF file.
    """

    def __init__(self, path: Path) -> None:
        self._nodes: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(dict)
        for quad in ox.parse(path=path):
            value = quad.object
            assert isinstance(value, ox.NamedNode | ox.Literal)
            values = self._nodes[quad.subject.value].setdefault(quad.predicate.value, [])
            if value not in values:
                values.append(value)

    def values(self, subject: str, *path: str) -> list[str]:
        """The values at the end of a path of properties, sorted."""
        found = [full(subject)]
        for name in path:
            found = [o.value for s in found for o in self._nodes.get(s, {}).get(full(name), ())]
        return sorted(found)

    def one(self, subject: str, *path: str) -> str | None:
        """The value, where there is at most one."""
        found = self.values(subject, *path)
        assert len(found) < 2, found
        return found[0] if found else None

    def literals(self, subject: str, name: str) -> list[tuple[str, str]]:
        """The literals of a property with their datatypes (``date``, ``boolean``, …), sorted."""
        return sorted(
            (o.value, o.datatype.value.rpartition("#")[2])
            for o in self._nodes.get(full(subject), {}).get(full(name), ())
            if isinstance(o, ox.Literal)
        )

    def subjects(self, name: str, value: str | None = None) -> list[str]:
        """The subjects that have a property, or this value of it, sorted."""
        wanted = None if value is None else full(value)
        return sorted(
            subject
            for subject, said in self._nodes.items()
            if full(name) in said and (wanted is None or any(o.value == wanted for o in said[full(name)]))
        )

    def questions(self) -> list[str]:
        """The questions, sorted."""
        return self.subjects("rdf:type", "parl:WrittenParliamentaryQuestion")

    def all_values(self) -> set[str]:
        """Whatever stands in the place of the object."""
        return {o.value for said in self._nodes.values() for values in said.values() for o in values}

    def said(self, subject: str, *, but: Collection[str] = ()) -> dict[str, list[str]]:
        """Everything that is said of a node, but for some properties."""
        left_out = {full(name) for name in but}
        return {
            name: sorted(str(o) for o in values)
            for name, values in self._nodes.get(full(subject), {}).items()
            if name not in left_out
        }

    def statements(self) -> set[tuple[str, str, str]]:
        """All statements, but for those that say where something was read."""
        return {
            (subject, name, str(value))
            for subject, said in self._nodes.items()
            if "/id/source/" not in subject
            for name, values in said.items()
            if name != full("prov:wasDerivedFrom")
            for value in values
        }


@dataclass(frozen=True)
class Made:
    """What came of a conversion."""

    path: Path
    """The document."""
    graph: Graph
    tally: Tally
    problems: list[Problem]

    def told(self, code: str) -> list[str]:
        """What was found of this kind, and where."""
        return [f"{problem.locator}: {problem.found}" for problem in self.problems if problem.code == code]


def index(path: Path) -> Index:
    """What the Linked Data API's renderers take."""
    return index_of(
        (str(quad.subject), str(quad.predicate), str(quad.object)) for quad in ox.parse(path=path)
    )


def converted(folder: Path, *inputs: Path, **options: Any) -> Made:
    """What ``pqgraph convert`` makes of the inputs."""
    problems: list[Problem] = []
    target = folder / "converted.nq"
    tally = convert(inputs, target, on_problem=problems.append, **options)
    return Made(target, Graph(target), tally, problems)


def merged(folder: Path, *inputs: Path, only: Collection[str] | None = None, **options: Any) -> Made:
    """What ``pqgraph build`` puts into a store, without the store; of the properties ``only``, if these are given."""
    problems: list[Problem] = []
    (folder / "scratch").mkdir()
    corpus = Corpus(folder / "scratch", folder / "records")
    pipeline = Pipeline(inputs, corpus=corpus, on_problem=problems.append, **options)
    target = folder / "merged.nq"
    with target.open("wb") as stream:
        document = DocumentWriter(stream, find_format("nquads"))
        wanted = None if only is None else {f"<{full(name)}>" for name in only}
        for batch in pipeline.batches():
            if wanted is not None:
                for record in batch.records:
                    record.text = ntriples(triple for triple in record.triples if triple[1] in wanted)
                    record.entities = []
            document.write(batch)
        document.close()
    corpus.close()
    return Made(target, Graph(target), pipeline.tally, problems)


def seen(*states: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A question as the reader of states takes it: the days on which it was seen, and how."""
    return {
        "id": states[0][1]["value"]["id"],
        "states": [{"snapshot_date": day, "value": state["value"]} for day, state in states],
    }


def wrapped(value: str, datatype: str | None = None) -> dict[str, str]:
    """A value as Elda wraps it."""
    return {"_value": value} if datatype is None else {"_value": value, "_datatype": datatype}


def lda(number: int, uin: str, *, answer: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An item as the Linked Data API gave it."""
    about = f"{RESOURCES}{number}"
    return {
        "_about": about,
        "AnsweringBody": [wrapped("Department for Education")],
        "answer": {
            "_about": f"{about}/answer",
            "answerText": wrapped("<p>Ten.</p>"),
            "answeringMember": {
                "_about": f"{MEMBERS}4113",
                "label": wrapped("Biography information for Nadhim Zahawi"),
            },
            "answeringMemberConstituency": wrapped("Stratford-on-Avon"),
            "answeringMemberPrinted": wrapped("Nadhim Zahawi"),
            "dateOfAnswer": wrapped("2018-11-27", "dateTime"),
            "isMinisterialCorrection": wrapped("false", "boolean"),
            "questionFirstAnswered": [wrapped("2018-11-27T17:29:33.4274321Z", "dateTime")],
        }
        | (answer or {}),
        "answeringDeptId": wrapped("60"),
        "answeringDeptShortName": wrapped("Education"),
        "answeringDeptSortName": wrapped("Education"),
        "date": wrapped("2018-11-22", "dateTime"),
        "hansardHeading": wrapped("Schools"),
        "houseId": wrapped("1"),
        "legislature": [
            {"_about": "http://data.parliament.uk/terms/25259", "prefLabel": wrapped("House of Commons")}
        ],
        "questionText": "To ask the Secretary of State for Education, what steps he is taking.",
        "registeredInterest": wrapped("false", "boolean"),
        "tablingMember": {
            "_about": f"{MEMBERS}4649",
            "label": wrapped("Biography information for Thelma Walker"),
        },
        "tablingMemberConstituency": wrapped("Colne Valley"),
        "tablingMemberPrinted": [wrapped("Thelma Walker")],
        "uin": uin,
        **changes,
    }


def lda_page(path: Path, *items: dict[str, Any], host: str = "http://lda.data.parliament.uk") -> Path:
    """A list page of the Linked Data API."""
    address = f"{host}/answeredquestions.json"
    result = {
        "_about": address,
        "definition": f"{host}/meta/answeredquestions.json",
        "items": list(items),
        "itemsPerPage": 10,
        "page": 0,
        "startIndex": 1,
        "totalResults": len(items),
        "type": "http://purl.org/linked-data/api/vocab#Page",
    }
    path.write_text(json.dumps({"format": "linked-data-api", "version": "0.2", "result": result}), "utf-8")
    return path


def page(
    path: Path, text: str, *, asked: str, day: str = "18 January 2018", reply: str | None = None
) -> Path:
    """A page of a question, which tells names and parties, and no numbers."""
    ended = f"Answer\n\n{reply}\n\nAnswered by:\nNadhim Zahawi (Conservative)\n{day}\n\n" if reply else ""
    path.write_text(
        f"PARLIAMENTARY WRITTEN QUESTION\nSchools ({day})\n\nQuestion Asked\n\n{text}\n\nAsked by:\n{asked}\n\n{ended}"
        "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.\n",
        "utf-8",
    )
    return path


def twfy(path: Path, *groups: str, version: str = "a") -> Path:
    """A day's file of TheyWorkForYou."""
    path.write_text(
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<!DOCTYPE publicwhip [<!ENTITY pound "&#163;"><!ENTITY ndash "&#8211;">]>\n'
        f'<publicwhip scrapeversion="{version}" latest="yes">\n{"".join(groups)}</publicwhip>\n',
        "iso-8859-1",
    )
    return path


def group(day: str, uin: str, text: str, reply: str) -> str:
    """A question and its reply as TheyWorkForYou's modern files have them."""
    gid = f"uk.org.publicwhip/wrans/{day}.{uin}"
    return (
        f'<major-heading id="{gid}.mh">Department for Education</major-heading>\n'
        f'<minor-heading id="{gid}.h">Schools</minor-heading>\n'
        f'<ques id="{gid}.q0" person_id="uk.org.publicwhip/person/25691" speakername="Thelma Walker">'
        f'<p qnum="{uin}">{text}</p></ques>\n'
        f'<reply id="{gid}.r0" person_id="uk.org.publicwhip/person/24829" speakername="Nadhim Zahawi">{reply}</reply>\n'
    )


def real_lines(path: Path) -> Iterable[Any]:
    """The records of a compressed file of JSON Lines."""
    import gzip

    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)
