"""The reader of ``parl#``: what pqgraph wrote comes back, and Parliament's own triples with all their quirks."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import random
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqgraph.errors import PqgraphError
from pqgraph.mapping import Mapped, Mapper
from pqgraph.model import (
    Answer,
    AnsweringBody,
    EarlierVersion,
    House,
    Indexing,
    Locator,
    MemberReference,
    Notice,
    Question,
    Rejected,
    Session,
    SourceFile,
)
from pqgraph.rdf.formats import FORMATS
from pqgraph.rdf.writers import make_writer
from pqgraph.readers import _parl_nodes, get_reader
from pqgraph.readers._parl_lines import line_blocks
from pqgraph.readers._parl_links import UnusualError, usual_links
from pqgraph.readers._parl_names import ANSWER_NAMES, QUESTION_NAMES
from pqgraph.readers._parl_nodes import records
from pqgraph.readers._parl_statements import tell_syntax
from pqgraph.readers._parl_terms import Block, Iri, Node, add, short_name, subject_of, value_of, values_of
from pqgraph.readers.base import Item, Reader, Source
from pqgraph.readers.parl_triples import READER
from pqgraph.readers.source import MAX_LINE

FILE = SourceFile(name="triples", sha256="0" * 64, reader="parl-triples")
PARL = "http://data.parliament.uk/schema/parl#"
RESOURCE = "http://data.parliament.uk/resources/"


def read(data: str | bytes, tmp_path: Path) -> list[Item]:
    path = tmp_path / "triples"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(READER.read(Source(path), FILE))


def from_source(path: Path, reader: str, limit: int | None = None) -> list[Question]:
    source = Source(path)
    file = SourceFile(name=source.name, sha256="1" * 64, reader=reader)
    items = get_reader(reader).read(source, file)
    return list(islice((item for item in items if isinstance(item, Question)), limit))


def write(mapped: Iterable[Mapped], path: Path, rdf_format: str) -> None:
    """A document as ``convert`` writes it: each question, then what it is the first to point to."""
    seen = set()
    with path.open("wb") as stream:
        writer = make_writer(stream, FORMATS[rdf_format])
        for record in mapped:
            writer.write_text(record.text)
            for entity in record.entities:
                if entity not in seen:
                    seen.add(entity)
                    writer.write_text(entity.text)
        writer.close()


def graph(record: Mapped) -> set[tuple[str, str, str]]:
    derived = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
    entities = {triple for entity in record.entities for triple in entity.triples}
    return {triple for triple in record.triples if triple[1] != derived} | entities


def same_again(
    questions: list[Question], tmp_path: Path, rdf_format: str = "nquads", *, shuffled: bool = False
) -> list[Question]:
    """Write, read back, map again: the graphs are equal. The records that were read, in the order of the first."""
    mapper = Mapper()
    mapped = [mapper.map(question) for question in questions]
    path = tmp_path / "document"
    write(mapped, path, rdf_format)
    if shuffled:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(1).shuffle(lines)
        path.write_text("".join(lines), encoding="utf-8")
    source = Source(path)
    assert READER.accepts(source.head)
    items = list(READER.read(source, FILE))
    back = {item.locator.fragment: item for item in items if isinstance(item, Question)}
    assert [item for item in items if not isinstance(item, Question)] == []
    assert len(back) == len(questions)
    assert shuffled or list(back) == [record.subject for record in mapped]
    for record in mapped:
        assert graph(mapper.map(back[record.subject])) == graph(record), record.subject
    return [back[record.subject] for record in mapped]


def without_place(question: Question) -> Question:
    return msgspec.structs.replace(question, locator=Locator(FILE, ""))


def as_published(question: Question) -> Question:
    """Without what the mapping knows of the answer before its correction: its text by the marks, and its day."""

    def earlier(answer: Answer) -> tuple[EarlierVersion, ...]:
        return tuple(msgspec.structs.replace(each, text=None, date=None) for each in answer.earlier_versions)

    answers = (msgspec.structs.replace(each, earlier_versions=earlier(each)) for each in question.answers)
    return msgspec.structs.replace(without_place(question), answers=tuple(answers))


def as_the_graph_has_it(question: Question) -> Question:
    """Without what the graph does not say: see the reader's documentation."""

    def member(given: MemberReference | None, *, bare: bool = False) -> MemberReference | None:
        if given is None:
            return None
        given = msgspec.structs.replace(given, party_abbreviation=None)
        return (
            msgspec.structs.replace(given, party=None, seat=None, peerage=None, printed=()) if bare else given
        )

    return msgspec.structs.replace(
        without_place(question),
        asking_member=member(question.asking_member),
        withdrawn=question.withdrawn or None,
        grouped_with=(),
        answers=tuple(
            msgspec.structs.replace(
                answer,
                member=member(answer.member),
                correcting_member=member(answer.correcting_member, bare=True),
                is_holding=answer.is_holding or None,
                attachment_count=answer.attachment_count or None,
            )
            for answer in question.answers
        ),
    )


def test_is_a_reader() -> None:
    assert isinstance(READER, Reader)
    assert READER.name == "parl-triples"


@pytest.mark.parametrize("name", ["answeredquestions.json", "answeredquestions_moj_update.json"])
def test_every_lda_item_comes_back_equal(name: str, shared_data: Path, tmp_path: Path) -> None:
    questions = from_source(shared_data / "lda" / name, "lda-json")
    back = same_again(questions, tmp_path)
    assert len(back) == (500 if name == "answeredquestions.json" else 10)
    assert [as_published(each) for each in back] == [as_published(each) for each in questions]


@pytest.mark.parametrize("rdf_format", FORMATS)
def test_in_every_format(rdf_format: str, shared_data: Path, tmp_path: Path) -> None:
    questions = from_source(shared_data / "lda" / "answeredquestions_moj_update.json", "lda-json")
    back = same_again(questions, tmp_path, rdf_format)
    assert [as_published(each) for each in back] == [as_published(each) for each in questions]


def test_in_any_order(shared_data: Path, tmp_path: Path) -> None:
    questions = from_source(shared_data / "lda" / "answeredquestions.json", "lda-json", 150)
    back = same_again(questions, tmp_path, shuffled=True)
    # Sets have no order: the first name and the last may change places.
    assert [each.text for each in back] == [each.text for each in questions]
    again = same_again(questions, tmp_path, shuffled=True)
    assert back == again


@pytest.mark.parametrize(
    ("name", "count"),
    [("commons-full.jsonl.gz", 1500), ("commons-list.jsonl.gz", 500)],
)
def test_api_records_come_back(name: str, count: int, shared_data: Path, tmp_path: Path) -> None:
    questions = from_source(shared_data / "api" / name, "api-json", count)
    assert len(questions) == count
    back = same_again(questions, tmp_path)
    # Of two questions with one UIN in a group, the order of the days is not kept.
    for one, other in zip(back, questions, strict=True):
        assert as_the_graph_has_it(one) == as_the_graph_has_it(other)


def test_records_of_the_recordings_come_back(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "api" / "recorded-2021-03-18"
    questions = [
        question for page in sorted(path.glob("*.json")) for question in from_source(page, "api-json")
    ]
    assert len(questions) > 100
    same_again(
        list({(each.house, each.uin, each.date_tabled): each for each in questions}.values()), tmp_path
    )


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_whole_life_of_a_question_comes_back(shuffled: bool, shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "api" / "commons-states.jsonl.gz"
    questions = [
        each for each in from_source(path, "api-states", 4000) if each.allocations or each.earlier_states
    ]
    assert len(questions) > 100
    back = same_again(questions[:300], tmp_path, shuffled=shuffled)
    assert [each.allocations for each in back] == [each.allocations for each in questions[:300]]
    assert [each.earlier_states for each in back] == [each.earlier_states for each in questions[:300]]


@pytest.mark.parametrize("shuffled", [False, True])
def test_questions_without_the_day_they_were_tabled_come_back(
    shuffled: bool, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "parlparse" / "lordswrans" / "lordswrans2009-10-27a.xml"
    (*back,) = same_again(from_source(path, "twfy-xml"), tmp_path, shuffled=shuffled)
    assert {each.date_tabled for each in back} == {None}


def test_parliaments_triples_of_a_held_question(shared_data: Path) -> None:
    source = Source(shared_data / "vocabularies" / "parl-triples" / "wpq-1921-183274.csv")
    assert READER.accepts(source.head)
    iri = "http://data.parliament.uk/writtenparliamentaryquestion/commons/2019-21/183274"
    assert list(READER.read(source, FILE)) == [
        Question(
            locator=Locator(FILE, iri),
            iri=iri,
            text="<p>To ask the Secretary of State for Health and Social Care, pursuant to the Answer of 13 April "
            "2021 to Question 176020 on Hospitals: Parking, how much notice in days he plans to provide to NHS "
            "staff working at NHS hospitals in England prior to the reintroduction those car parking "
            "charges.</p>",
            date_tabled=dt.date(2021, 4, 19),
            house=House.COMMONS,
            uin="183274",
            heading="Hospitals: Parking",
            asking_member=MemberReference(identifier="4656", printed=("Moran, Layla",)),
            registered_interest=False,
            answering_body=AnsweringBody(name="Department of Health and Social Care"),
            date_for_answer=dt.date(2021, 4, 22),
            question_type="NamedDay",
            status="Holding",
            date_of_holding_answer=dt.date(2021, 4, 22),
            sessions=(Session(label="2019-21"),),
            answers=(
                Answer(
                    text="<p>The Department of Health and Social Care has indicated that it will not be possible to "
                    "answer this question within the usual time period. An answer is being prepared and will be "
                    "provided as soon as it is available.</p>",
                    date=dt.date(2021, 4, 22),
                    member=MemberReference(identifier="4362", printed=("Edward Argar",)),
                    is_holding=True,
                    is_correction=False,
                ),
            ),
            indexing=Indexing(
                title="Hospitals: Parking",
                identifier="183274",
                published=True,
                human_indexable=True,
                parliament_number="58",
                session_number="1",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("name", "tabled", "due", "held", "answered", "asker", "minister"),
    [
        ("wpq-2223-120948.partial.csv", (11, 1), (18, 1), (18, 1), (31, 1), "3928", "4423"),
        ("wpq-2223-902088.partial.csv", (7, 11), (7, 11), None, (7, 11), "4129", "4528"),
    ],
)
def test_parliaments_triples_of_answered_questions(
    name: str,
    tabled: tuple[int, int],
    due: tuple[int, int],
    held: tuple[int, int] | None,
    answered: tuple[int, int],
    asker: str,
    minister: str,
    shared_data: Path,
) -> None:
    (question,) = READER.read(Source(shared_data / "vocabularies" / "parl-triples" / name), FILE)
    assert isinstance(question, Question)
    year = 2023 if "120948" in name else 2022

    def day(numbers: tuple[int, int]) -> dt.date:
        return dt.date(year, numbers[1], numbers[0])

    assert question.date_tabled == day(tabled)
    assert question.date_for_answer == day(due)
    assert question.date_of_holding_answer == (day(held) if held else None)
    assert (question.status, question.question_type) == ("Answered", "NamedDay")
    assert question.asking_member is not None
    assert question.asking_member.identifier == asker
    (answer,) = question.answers
    assert answer.date == day(answered)
    assert answer.member is not None
    assert answer.member.identifier == minister
    # holdingAnswer stays true after the substantive answer; correctedWmsMc is both, and correctingItem decides.
    assert (answer.is_holding, answer.is_correction) == (False, True)
    assert Mapper().map(question).subject == question.iri


def test_logins_of_staff_are_nowhere(shared_data: Path) -> None:
    for path in sorted((shared_data / "vocabularies" / "parl-triples").glob("*.csv")):
        logins = {
            line.rsplit(",", 1)[1].strip()
            for line in path.read_text(encoding="utf-8").splitlines()
            if "firstIndexedBy" in line or "lastModifiedBy" in line
        }
        assert not any(login in str(item) for login in logins for item in READER.read(Source(path), FILE))


HEAD = f"""\
@prefix parl: <{PARL}> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


def document(more: str = "", rest: str = "", text: str = '"To ask why."') -> str:
    question = f"<{RESOURCE}1> a parl:WrittenParliamentaryQuestion ; {more} parl:questionText {text} ."
    return f"{HEAD}{question}\n{rest}\n"


def one(data: str | bytes, tmp_path: Path) -> Question:
    (question,) = read(data, tmp_path)
    assert isinstance(question, Question)
    return question


def test_personal_data_of_staff_is_dropped_without_a_word(tmp_path: Path) -> None:
    more = 'parl:firstIndexedBy "someone" ; parl:lastModifiedBy "another" ;'
    question = one(document(more), tmp_path)
    assert "someone" not in str(question)
    assert "another" not in str(question)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ('"22/04/2021"', dt.date(2021, 4, 22)),
        ('"2021-04-22T00:00:00Z"', dt.date(2021, 4, 22)),
        ('"2021-04-22"^^<http://www.w3.org/2001/XMLSchema#date>', dt.date(2021, 4, 22)),
        ('"2021-04-22"^^<http://www.w3.org/2001/XMLSchema#dateTime>', dt.date(2021, 4, 22)),
    ],
)
def test_days_in_every_form(value: str, day: dt.date, tmp_path: Path) -> None:
    question = one(document(f"parl:dateTabled {value} ; parl:dateForAnswer {value} ;"), tmp_path)
    assert (question.date_tabled, question.date_for_answer) == (day, day)


def test_dcterms_date_is_the_day_tabled_only_outside_parliaments_store(tmp_path: Path) -> None:
    assert one(document('dcterms:date "2021-04-22" ;'), tmp_path).date_tabled == dt.date(2021, 4, 22)
    assert one(document('dcterms:date "2021-04-22" ; parl:pqStatus "Tabled" ;'), tmp_path).date_tabled is None


def test_true_and_false_at_once_says_nothing(tmp_path: Path) -> None:
    question = one(document('parl:registeredInterest "TRUE", "FALSE" ;'), tmp_path)
    assert question.registered_interest is None
    answered = 'parl:answerText "x" ; parl:correctedWmsMc "TRUE", "FALSE" ;'
    assert one(document(answered), tmp_path).answers[0].is_correction is None


def test_tabling_and_asking_member(tmp_path: Path) -> None:
    member = "http://data.parliament.uk/members/"
    asking = f"parl:askingMember <{member}2> ;"
    assert one(document(asking), tmp_path).asking_member == MemberReference(identifier="2")
    tabling = f"parl:tablingMember <{member}1> ;"
    question, notice = read(document(asking + tabling), tmp_path)
    assert isinstance(question, Question)
    assert question.asking_member == MemberReference(identifier="1")
    assert notice == Notice(
        code="PQ256", locator=question.locator, found="tablingMember 1 and askingMember 2 differ"
    )


def test_prorogation_gives_no_member(tmp_path: Path) -> None:
    nobody = "parl:answeringMember <http://data.parliament.uk/members/0> ;"
    (flat,) = one(document(f'parl:answerText "x" ; {nobody}'), tmp_path).answers
    assert (flat.member, flat.by_prorogation) == (None, True)
    (flag,) = one(document('parl:answerText "x" ; parl:prorogationAnswer "TRUE" ;'), tmp_path).answers
    assert flag.by_prorogation is True


def test_the_house_is_told_by_number_term_or_iri(tmp_path: Path) -> None:
    assert one(document('parl:houseId "2" ;'), tmp_path).house is House.LORDS
    term = "parl:legislature <http://data.parliament.uk/terms/25277> ;"
    assert one(document(term), tmp_path).house is House.LORDS
    iri = "http://data.parliament.uk/writtenparliamentaryquestion/lords/2019-21/HL1"
    assert one(document().replace(f"{RESOURCE}1", iri), tmp_path).house is House.LORDS
    assert one(document(), tmp_path).house is None


def test_a_name_that_is_not_known_is_reported_once(tmp_path: Path) -> None:
    second = (
        f'<{RESOURCE}2> a parl:WrittenParliamentaryQuestion ; parl:questionText "b" ; parl:colour "red" .'
    )
    items = read(document('parl:colour "red" ;', second), tmp_path)
    assert [item.found for item in items if isinstance(item, Notice)] == [
        "field 'question parl:colour' is not known"
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('parl:dateTabled "30/02/2021" ;', "PQ203"),
        ('parl:dateTabled "soon" ;', "PQ203"),
        ('parl:houseId "3" ;', "PQ207"),
        ('parl:registeredInterest "perhaps" ;', "PQ202"),
    ],
)
def test_a_value_that_cannot_be_used_rejects_the_question(more: str, code: str, tmp_path: Path) -> None:
    second = f'<{RESOURCE}2> a parl:WrittenParliamentaryQuestion ; parl:questionText "b" .'
    bad, good = read(document(more, second), tmp_path)
    assert isinstance(bad, Rejected)
    assert (bad.code, bad.locator.fragment) == (code, f"{RESOURCE}1")
    assert isinstance(good, Question)


def test_a_question_without_text_is_rejected(tmp_path: Path) -> None:
    (bad,) = read(f"{HEAD}<{RESOURCE}1> a parl:WrittenParliamentaryQuestion .", tmp_path)
    assert isinstance(bad, Rejected)
    assert bad.code == "PQ201"


def test_of_several_texts_one_is_kept_and_reported(tmp_path: Path) -> None:
    question, notice = read(document(text='"b", "a"'), tmp_path)
    assert isinstance(question, Question)
    assert question.text == "b"
    assert isinstance(notice, Notice)
    assert (notice.code, notice.found) == ("PQ256", "questionText has 2 values; the first is kept")


def test_a_file_without_questions_is_something_else(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(f"{HEAD}<{RESOURCE}1> a parl:Division .", tmp_path)
    assert caught.value.code.id == "PQ109"


LINE = f"<{RESOURCE}1> <{PARL}uin> "
TYPE = f"<{RESOURCE}1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PARL}WrittenParliamentaryQuestion> .\n"
TEXT = f'<{RESOURCE}1> <{PARL}questionText> "t" .\n'


@pytest.mark.parametrize(
    ("value", "uin"),
    [
        ('"a\\"b\\\\c\\n\\t\\u00e9\\U0001F600\\\'"', "a\"b\\c\n\té😀'"),
        ('"a\tb"', "a\tb"),
        ('"a"@en', "a"),
        ('"a"@en-GB <http://e/g>', "a"),
        ('"a"^^<http://www.w3.org/2001/XMLSchema#string>', "a"),
        ('"a> <b"^^<http://www.w3.org/2001/XMLSchema#string> <http://e/g>', "a> <b"),
        ('"" <http://e/g>', ""),
        ('  \t"a"', "a"),
    ],
)
def test_lines_in_every_form(value: str, uin: str, tmp_path: Path) -> None:
    for end in (" .\n", ".\n", " . \n", " .\r\n", " . # done\n"):
        question = one(f"{TYPE}# a remark\n\n{LINE}{value}{end}{TEXT}", tmp_path)
        assert question.uin == uin


@pytest.mark.parametrize("line", ['"a"b" .', '"a .', "a .", '"a" "b" .', '"\\x" .', '"\\ud800" .', '"a"'])
def test_a_line_that_breaks_the_rules_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(f"{TYPE}{LINE}{line}\n{TEXT}", tmp_path)
    assert (caught.value.code.id, caught.value.place) == ("PQ301", "triples#L2")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(f'{TYPE}{LINE}"{"x" * MAX_LINE}" .\n', tmp_path)
    assert caught.value.code.id == "PQ110"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (f"{HEAD}<{RESOURCE}1> a parl:WrittenParliamentaryQuestion ;; .\n <a", "triples#L5"),
        (f'[{{"@id":"{RESOURCE}1","@type":"{PARL}WrittenParliamentaryQuestion"', None),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><a></rdf:RDF>", None),
        ("subject,predicate,object\n<a> ,rdf:type\n", "triples#L2"),
        ('subject,predicate,object\n<a> ,rdf:type ,"b\n', "triples#L2"),
    ],
)
def test_bad_syntax_is_named(data: str, place: str | None, tmp_path: Path) -> None:
    with pytest.raises(PqgraphError) as caught:
        read(data, tmp_path)
    assert caught.value.code.id == "PQ301"
    assert place is None or caught.value.place == place


def test_no_remote_context_is_fetched(tmp_path: Path) -> None:
    data = f'{{"@context":"http://127.0.0.1:9/c","@id":"{RESOURCE}1","@type":"{PARL}WrittenParliamentaryQuestion"}}'
    with pytest.raises(PqgraphError) as caught:
        read(data, tmp_path)
    assert caught.value.code.id == "PQ301"


def test_damaged_compression_gives_what_comes_before(tmp_path: Path) -> None:
    noise = random.Random(1)
    blocks = [
        f'{TYPE}{LINE}"{noise.randbytes(400).hex()}" .\n{TEXT}'.replace(f"{RESOURCE}1", f"{RESOURCE}{number}")
        for number in range(1000)
    ]
    path = tmp_path / "triples.nq.gz"
    path.write_bytes(gzip.compress("".join(blocks).encode())[:-100_000])
    got: list[Item] = []
    with pytest.raises(PqgraphError) as caught:
        got.extend(READER.read(Source(path), FILE))
    assert caught.value.code.id == "PQ104"
    assert len(got) > 500


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    for data in (document(), TYPE + TEXT):
        assert one(b"\xef\xbb\xbf" + data.encode(), tmp_path).text in ("To ask why.", "t")


def test_a_part_that_comes_late_is_found(tmp_path: Path) -> None:
    # A question, another question, and only then the first one's answer.
    answer = f'<{RESOURCE}1/answer> a parl:WrittenParliamentaryAnswer ; parl:answerText "Yes." .'
    second = f'<{RESOURCE}2> a parl:WrittenParliamentaryQuestion ; parl:questionText "b" .'
    first, other = read(document(f"parl:answer <{RESOURCE}1/answer> ;", second + answer), tmp_path)
    assert isinstance(first, Question)
    assert [each.text for each in first.answers] == ["Yes."]
    assert isinstance(other, Question)
    assert other.answers == ()


def test_a_property_that_comes_late_is_found(tmp_path: Path) -> None:
    second = f'<{RESOURCE}2> a parl:WrittenParliamentaryQuestion ; parl:questionText "b" .'
    first, _ = read(document("", f'{second} <{RESOURCE}1> parl:uin "7" .'), tmp_path)
    assert isinstance(first, Question)
    assert first.uin == "7"


def test_a_member_that_comes_late_is_found(tmp_path: Path) -> None:
    member = "http://data.parliament.uk/members/1"
    second = f'<{RESOURCE}2> a parl:WrittenParliamentaryQuestion ; parl:questionText "b" .'
    late = f'<{member}> a parl:Member ; <http://xmlns.com/foaf/0.1/name> "Jane Doe" .'
    first, _ = read(document(f"parl:tablingMember <{member}> ;", second + late), tmp_path)
    assert isinstance(first, Question)
    assert first.asking_member == MemberReference(identifier="1", name="Jane Doe")


@pytest.mark.parametrize(
    ("head", "syntax"),
    [
        (TYPE.encode(), "nquads"),
        (b"\xef\xbb\xbf# remark\n\n" + LINE.encode() + b'"x" <http://e/g> .', "nquads"),
        (document().encode(), "trig"),
        (b"PREFIX x: <http://e/>\nx:a x:b x:c .", "trig"),
        (b"# x\n<http://e/a>\n  <http://e/b> 1 .", "trig"),
        (b'[{"@id":"x"}]', "jsonld"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "rdfxml"),
        (b"Subject, predicate,object\r\n", "csv"),
        (b"PREFIX x: <http://e/>\nSELECT * WHERE { ?s ?p ?o }", None),
        (b"<html><body>", None),
        (b'{"result":{}}', None),
        (b"uri,answer > answer text\n", None),
        (b"text", None),
    ],
)
def test_syntax_is_told_by_the_beginning(head: bytes, syntax: str | None) -> None:
    assert tell_syntax(head) == syntax


def test_what_only_speaks_of_the_vocabulary_is_not_accepted(root: Path) -> None:
    for folder in ("ontology", "shapes", "queries"):
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix in (".ttl", ".rq"):
                assert not READER.accepts(Source(path).head), path


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=ANY_TEXT, heading=ANY_TEXT, answer=ANY_TEXT, name=ANY_TEXT.filter(bool))
def test_any_text_comes_back_from_lines_and_turtle(
    text: str, heading: str, answer: str, name: str, tmp_path: Path
) -> None:
    question = Question(
        locator=Locator(FILE, "L1"),
        text=text,
        date_tabled=dt.date(2024, 1, 8),
        house=House.COMMONS,
        uin="1",
        heading=heading,
        asking_member=MemberReference(identifier="1", name=name),
        answers=(Answer(text=answer, date=dt.date(2024, 1, 9)),),
    )
    mapped = Mapper(provenance=False).map(question)
    for rdf_format in ("nquads", "turtle"):
        path = tmp_path / "any"
        write([mapped], path, rdf_format)
        (record,) = records(Source(path), FILE)
        (back,) = READER.read(Source(path), FILE)
        assert isinstance(back, Question)
        assert graph(Mapper().map(back)) == graph(mapped)
        assert record.iri == mapped.subject


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(alphabet='<>"\\ .\tab@^:_#u0041/', max_size=60))
def test_lines_are_read_as_the_rdf_library_reads_them(body: str, tmp_path: Path) -> None:
    # Without line ends: N-Quads has one statement a line, and only the library takes one that runs over two.
    import pyoxigraph as ox

    data = f"{TYPE}{LINE}{body} .\n{TEXT}"
    try:
        quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS, lenient=True))
    except SyntaxError:
        with pytest.raises(PqgraphError):
            read(data, tmp_path)
        return
    values = [
        str(quad.object) if isinstance(quad.object, ox.BlankNode) else quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value == f"{RESOURCE}1"
        and quad.predicate.value == f"{PARL}uin"
    ]
    (question, *_) = (item for item in read(data, tmp_path) if isinstance(item, Question))
    assert question.uin == (values[0] if values else None)


@pytest.mark.parametrize(("shapes", "names"), [("question", QUESTION_NAMES), ("answer", ANSWER_NAMES)])
def test_every_property_that_pqgraph_writes_is_known(shapes: str, names: frozenset[str], root: Path) -> None:
    """What the shapes allow may stand in what pqgraph writes, and is read back or left out, never reported."""
    text = (root / "shapes" / "record" / f"{shapes}.ttl").read_text("utf-8")
    paths = set(re.findall(r"^    sh:path (\w+:\w+) ;", text, re.MULTILINE))
    assert len(paths) > 20
    assert paths <= names


def test_identifiers_of_other_systems_come_back(tmp_path: Path) -> None:
    gids = ("uk.org.publicwhip/wrans/2018-11-22.194746.h", "uk.org.publicwhip/wrans/2018-11-22.194746.q0")
    locator = Locator(SourceFile(name="x", sha256="0" * 64, reader="x"), "L1")
    question = Question(
        locator=locator,
        text="To ask why.",
        date_tabled=dt.date(2018, 11, 22),
        house=House.COMMONS,
        uin="194746",
        other_identifiers=gids,
    )
    path = tmp_path / "out.nt"
    path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in Mapper().map(question).triples))
    source = Source(path)
    (found,) = READER.read(source, SourceFile(name="out.nt", sha256="0" * 64, reader="parl-triples"))
    assert isinstance(found, Question)
    assert found.other_identifiers == gids


SUBJECTS = (
    "<http://e/a>",
    "<http://e/b>",
    "<http://e/a/x>",
    "_:c",
    "<http://e/\\u0061>",
    "<http://e/é>",
    "<a b>",
    "<e>f>",
)
PREDICATES = (
    f"<{PARL}uin>",
    f"<{PARL}answer>",
    "<http://e/p>",
    "<http://e/p q>",
    "<http://e/\\u0070>",
    "<http://e/p",
)
TYPES = (
    f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PARL}WrittenParliamentaryQuestion> .\n",
    f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PARL}WrittenParliamentaryAnswer> .\n",
    f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PARL}Member> .\n",
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "no IRI" .\n',
)
OBJECTS = (
    *(
        '""',
        '"',
        '"a"',
        '"a> <b> .\\n"',
        '"a"b"',
        '"é 😀"',
        '"a"@en',
        '"a"@en-GB',
        '"a"@e1',
        '"a"^^<http://e/d>',
        '"a"^^',
    ),
    *(
        '"\\\\ \\" \\n \\t"',
        '"\\/"',
        '"\\u00e9\\U0001F600"',
        '"\\uD83D\\uDE00"',
        '"\\ud800"',
        '"\\x"',
        '"a\tb"',
        '"a\rb"',
    ),
    *(
        "<http://e/a>",
        "<http://e/a/x>",
        "<http://e/a\\u0062>",
        "<http://e/a",
        "<>",
        "_:c",
        "<http://e/{}>",
        '<http://e/">',
    ),
    *(
        '"a" <http://e/g>',
        '"a"@en <http://e/g>',
        "<http://e/a> <http://e/g>",
        "<http://e/a> _:g",
        '"a" "b"',
        '"a" . <x> <y> "z"',
    ),
)
ENDS = (" .\n", " .\n", " .\n", " .\n", ".\n", " .\r\n", " . # done\n", "  .\n", "\n", ' . # "x" .\n')
LINE_OF = st.one_of(
    st.tuples(st.sampled_from(SUBJECTS), st.just(" "), st.sampled_from(TYPES)).map("".join),
    st.tuples(
        st.sampled_from(SUBJECTS),
        st.sampled_from((" ", " ", " ", "\t", "  ")),
        st.sampled_from(PREDICATES),
        st.just(" "),
        st.one_of(st.sampled_from(OBJECTS), st.text('<>"\\\\ .\tab@^:_#u0041/é', max_size=20)),
        st.sampled_from(ENDS),
    ).map("".join),
    st.sampled_from(("\n", "# remark\n", '# " .\n', "  \n", ".\n")),
)
# Usual lines come often, so that many runs are long and most predicates known.
USUAL_LINE = st.tuples(
    st.sampled_from(SUBJECTS[:3]),
    st.just(" "),
    st.one_of(
        st.sampled_from(TYPES[:3]),
        st.tuples(
            st.sampled_from(PREDICATES[:3]), st.just(" "), st.sampled_from(OBJECTS), st.just(" .\n")
        ).map("".join),
    ),
).map("".join)


def document_of(lines: list[str], *, ended: bool) -> bytes:
    known = "".join(f'<http://e/a> {name} "x" .\n' for name in PREDICATES[:3])
    return (known + "".join(lines)).removesuffix("" if ended else "\n").encode()


def told_by_the_library(data: bytes) -> tuple[list[Block], int | None]:
    """Run by run what pyoxigraph finds in each line alone, and the number of the first line that it refuses."""
    import pyoxigraph as ox

    runs: list[Block] = []
    for number, line in enumerate(io.BytesIO(data), 1):
        try:
            quads = list(ox.parse(line, format=ox.RdfFormat.N_QUADS, lenient=True))
        except SyntaxError:
            return runs[:-1], number
        for quad in quads:
            value = value_of(quad.object)
            assert value is not None
            if not runs or runs[-1][0] != subject_of(quad.subject):
                runs.append((subject_of(quad.subject), {}))
            add(runs[-1][1], short_name(quad.predicate.value), value)
    return runs, None


def links(node: Node) -> dict[str, list[Iri]]:
    found = {name: [value for value in values_of(node, name) if isinstance(value, Iri)] for name in node}
    return {name: values for name, values in found.items() if values}


@settings(max_examples=400, deadline=None)
@given(lines=st.lists(st.one_of(USUAL_LINE, LINE_OF), max_size=8), ended=st.booleans())
def test_lines_are_taken_apart_as_the_library_does_it(lines: list[str], ended: bool) -> None:
    data = document_of(lines, ended=ended)
    expected, fault = told_by_the_library(data)
    found: list[Block] = []
    place = None
    try:
        found.extend(line_blocks(io.BufferedReader(io.BytesIO(data)), FILE, only_links=False))
    except PqgraphError as problem:
        assert problem.code.id == "PQ301"
        place = problem.place
    assert place == (None if fault is None else f"triples#L{fault}")
    assert found == expected
    kinds = [[type(value) for name in node for value in values_of(node, name)] for _, node in found]
    assert kinds == [
        [type(value) for name in node for value in values_of(node, name)] for _, node in expected
    ]


@settings(max_examples=400, deadline=None)
@given(lines=st.lists(st.one_of(USUAL_LINE, LINE_OF), max_size=8), ended=st.booleans())
def test_links_are_those_of_the_lines(lines: list[str], ended: bool) -> None:
    """Up to the first fault; and a quick yes to the question of order is the thorough one's."""
    data = document_of(lines, ended=ended)
    found: list[Block] = []
    quick = False
    try:
        found.extend(usual_links(io.BufferedReader(io.BytesIO(data))))
        quick = _parl_nodes._is_grouped(iter(found))
    except UnusualError:
        pass
    expected: list[Block] = []
    try:
        expected.extend(line_blocks(io.BufferedReader(io.BytesIO(data)), FILE, only_links=True))
    except PqgraphError:
        pass
    both = list(zip(found, expected, strict=False))
    assert [(name, links(node)) for (name, node), _ in both] == [
        (name, links(node)) for _, (name, node) in both
    ]
    if quick:
        assert _parl_nodes._is_grouped(
            line_blocks(io.BufferedReader(io.BytesIO(data)), FILE, only_links=True)
        )


@pytest.mark.parametrize(
    "line",
    [
        '<http://e/a> <http://e/p> " .',
        '<http://e/a> <http://e/p> "\\/" .',
        '<http://e>/a> <http://e/p> "x" .',
        '<http://e/a  <http://e/p> "x" .',
        '<http://e/a>  "x" .',
        '<http://e/a> <http://e/p> "x"',
        '<http://e/a> <http://e/p> "x" . <http://e/a> <http://e/p> "y" .',
    ],
)
def test_a_line_that_looks_usual_and_is_wrong_is_refused(line: str) -> None:
    # The predicate is known, and a line with blanks before it does not make something else known for one.
    before = '<http://e/a> <http://e/p> "x" .\n  <http://e/a> <http://e/p> "x" .\n<a b> <http://e/p> "x" .\n'
    for end in ("\n", ""):
        with pytest.raises(PqgraphError) as caught:
            list(
                line_blocks(
                    io.BufferedReader(io.BytesIO(f"{before}{line}{end}".encode())), FILE, only_links=False
                )
            )
        assert caught.value.place == "triples#L4"


def test_a_member_is_described_as_of_the_question(tmp_path: Path) -> None:
    """As where documents are put one after the other: what is said later of a member is true of later questions."""
    member = "http://data.parliament.uk/members/1"
    data = "".join(
        TYPE.replace(f"{RESOURCE}1", f"{RESOURCE}{number}")
        + TEXT.replace(f"{RESOURCE}1", f"{RESOURCE}{number}")
        + f"<{RESOURCE}{number}> <{PARL}tablingMember> <{member}> .\n"
        + f"<{member}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PARL}Member> .\n"
        + f'<{member}> <http://xmlns.com/foaf/0.1/name> "{name}" .\n'
        for number, name in enumerate(("Jane Doe", "Lady Doe"), 1)
    )
    found = [item.asking_member for item in read(data, tmp_path) if isinstance(item, Question)]
    assert [member and member.name for member in found] == ["Jane Doe", "Lady Doe"]


def test_a_node_with_an_odd_name_is_found_among_shuffled_lines(tmp_path: Path) -> None:
    odd = f"{TYPE}{TEXT}".replace(f"{RESOURCE}1", "http://[")
    data = f"{TEXT}{odd}{TYPE}"
    assert [item.locator.fragment for item in read(data, tmp_path) if isinstance(item, Question)] == [
        "http://[",
        f"{RESOURCE}1",
    ]


def test_texts_of_records_are_plain(tmp_path: Path) -> None:
    """An IRI in the place of a text is a text as any other."""
    question = one(
        document("parl:uin <http://e/1> ; parl:hansardHeading <http://e/h> ;", text="<http://e/t>"), tmp_path
    )
    assert [type(text) for text in (question.uin, question.heading, question.text)] == [str, str, str]


@pytest.mark.parametrize("odd", ["<", "<http://e/a> <", '<http://e/a> "', "<a>", "<a> <a> ", "<a> <a> <a> "])
def test_a_hostile_line_takes_no_longer_than_its_length(odd: str) -> None:
    data = document_of([odd * 200_000, "\n"], ended=True)  # of a time that grows with the square, minutes
    with pytest.raises(UnusualError):
        list(usual_links(io.BufferedReader(io.BytesIO(data))))
    with pytest.raises(PqgraphError) as caught:
        list(line_blocks(io.BufferedReader(io.BytesIO(data)), FILE, only_links=False))
    assert caught.value.place == "triples#L4"
