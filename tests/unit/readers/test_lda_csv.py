"""Reader lda-csv: all real rows, the real JSON items as CSV, one test for each quirk, and arbitrary damage."""

import csv
import datetime as dt
import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lda_pages import HEADINGS, as_row

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.model import (
    Answer,
    AnsweringBody,
    Attachment,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Notice,
    Question,
    QuestionReference,
    Rejected,
    SourceFile,
)
from pqgraph.readers import _csv_rows
from pqgraph.readers._lda_columns import name_of
from pqgraph.readers.base import Source
from pqgraph.readers.lda_csv import READER

BASE = "http://data.parliament.uk/resources/700001"
R_HEADINGS = [
    f"{heading}_{HEADINGS[:place].count(heading)}" if heading in HEADINGS[:place] else heading
    for place, heading in enumerate(HEADINGS)
]


def item(**changes: Any) -> dict[str, Any]:
    """An item of our own words, in the shape of the JSON."""
    return {
        "_about": BASE,
        "AnsweringBody": [{"_value": "Department for Tests"}],
        "answer": {
            "_about": f"{BASE}/answer",
            "answerText": {"_value": '<p>It is, "so to speak", being tested.</p>'},
            "answeringMember": {
                "_about": "http://data.parliament.uk/members/4002",
                "label": {"_value": "Biography information for Anna Answer"},
            },
            "answeringMemberConstituency": {"_value": "Replyton"},
            "answeringMemberPrinted": {"_value": "Anna Answer"},
            "dateOfAnswer": {"_value": "2018-07-03"},
            "isMinisterialCorrection": {"_value": "false"},
            "questionFirstAnswered": [{"_value": "2018-07-03T16:11:48.9711Z"}],
        },
        "answeringDeptId": {"_value": "99"},
        "answeringDeptShortName": {"_value": "Tests"},
        "answeringDeptSortName": {"_value": "Tests"},
        "date": {"_value": "2018-06-28"},
        "hansardHeading": {"_value": "Testing"},
        "houseId": {"_value": "1"},
        "legislature": [{"_about": "x", "prefLabel": {"_value": "House of Commons"}}],
        "questionText": "To ask the Secretary of State for Tests, what is tested; and when.",
        "registeredInterest": {"_value": "true"},
        "tablingMember": {"_about": "x", "label": {"_value": "Biography information for Quentin Query"}},
        "tablingMemberConstituency": {"_value": "Askham"},
        "tablingMemberPrinted": [{"_value": "Quentin Query"}],
        "uin": "12345",
        **changes,
    }


def with_answer(**changes: Any) -> dict[str, Any]:
    whole = item()
    whole["answer"] |= changes
    return whole


def document(*rows: list[str], headings: list[str] = HEADINGS, end: str = "\n") -> str:
    stream = io.StringIO(newline="")
    # Python quotes line ends only of the kind that it writes.
    breaks = any("\r" in cell or "\n" in cell for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if breaks else csv.QUOTE_MINIMAL
    csv.writer(stream, lineterminator=end, quoting=quoting).writerows([headings, *rows])
    return stream.getvalue()


def read(folder: Path, content: str | bytes) -> list[Any]:
    path = folder / "page.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = Source(path)
    assert READER.accepts(source.head)
    return list(READER.read(source, SourceFile(name="page.csv", sha256="0" * 64, reader="lda-csv")))


def one(folder: Path, *rows: list[str], headings: list[str] = HEADINGS) -> Question:
    items = read(folder, document(*rows, headings=headings))
    (question,) = items
    assert isinstance(question, Question)
    return question


def told(items: list[Any]) -> list[tuple[str, str, str]]:
    return [(x.code, x.locator.fragment, x.found) for x in items if isinstance(x, Rejected | Notice)]


def numbers(items: list[Any]) -> list[str]:
    return [x.uin for x in items if isinstance(x, Question)]


@pytest.fixture(scope="module")
def real(shared_data: Path) -> dict[str, Question]:
    _, items = readers.read(shared_data / "lda" / "answeredquestions.csv")
    found = list(items)
    assert {type(each) for each in found} == {Question}
    return {question.uin: question for question in found}


def test_counts_over_the_real_rows(real: dict[str, Question]) -> None:
    assert len(real) == 500
    answers = [question.answers[0] for question in real.values()]
    assert Counter(question.house for question in real.values()) == {House.COMMONS: 429, House.LORDS: 71}
    assert sum(answer.by_prorogation for answer in answers) == 10
    assert all(answer.member is None for answer in answers if answer.by_prorogation)
    assert sum(bool(answer.grouped_with) for answer in answers) == 71
    assert sum(len(answer.attachments) for answer in answers) == 14
    assert sum(len(answer.earlier_versions) for answer in answers) == 6
    assert not [
        question for question in real.values() if "NA" in (question.heading, question.asking_member.seat)
    ]


def test_a_real_row_field_by_field(real: dict[str, Question]) -> None:
    question = real["71525"]
    assert question.iri == "http://data.parliament.uk/resources/722950"
    assert question.locator.fragment.startswith("L")
    assert question.asking_member is not None
    assert question.asking_member.identifier is None
    (answer,) = question.answers
    assert answer.iri == "http://data.parliament.uk/resources/722950/answer"
    assert answer.attachments == (
        Attachment(title="UKSA Response to PQ71525", file_name="PQ71525 v.02. docx.pdf"),
        Attachment(title="Table 2", file_name="Table PQ71525.xls"),
    )


def test_a_real_corrected_row(real: dict[str, Question]) -> None:
    (question,) = [q for q in real.values() if q.iri == "http://data.parliament.uk/resources/723134"]
    (answer,) = question.answers
    assert answer.is_correction is True
    assert answer.first_corrected == ("2017-04-27T15:35:02Z",)
    assert answer.earlier_versions == (
        EarlierVersion(
            iri="http://data.parliament.uk/resources/723134/answer/previousversion/45979",
            member=MemberReference(
                name="Boris Johnson",
                label="Biography information for Boris Johnson",
                printed=("Boris Johnson",),
                seat="Uxbridge and South Ruislip",
            ),
        ),
    )


def test_real_rows_are_found_on_their_lines(shared_data: Path, real: dict[str, Question]) -> None:
    lines = (shared_data / "lda" / "answeredquestions.csv").read_text(encoding="utf-8").split("\n")
    for question in real.values():
        line = lines[int(question.locator.fragment[1:]) - 1]
        assert line.startswith(f"{question.iri},")
        assert line.endswith(f",{question.uin}")


@pytest.mark.parametrize("name", ["answeredquestions.json", "answeredquestions_moj_update.json"])
def test_the_real_items_as_csv_are_the_records_of_the_json(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "lda" / name
    page = json.loads(source.read_text(encoding="utf-8"))
    _, expected = readers.read(source, "lda-json")
    found = read(tmp_path, document(*map(as_row, page["result"]["items"])))
    place = found[0].locator
    change = msgspec.structs.replace

    def unlinked(member: MemberReference | None) -> MemberReference | None:
        return member and change(member, identifier=None)

    def as_in_csv(question: Question) -> Question:
        # The columns hold neither the IRI of who asked nor those of attachments, and of an earlier version
        # neither its attachments nor the IRI of who gave it.
        answers = [
            change(
                answer,
                attachments=tuple(change(each, iri=None) for each in answer.attachments),
                earlier_versions=tuple(
                    change(each, attachments=(), member=unlinked(each.member))
                    for each in answer.earlier_versions
                ),
            )
            for answer in question.answers
        ]
        asking = unlinked(question.asking_member)
        return change(question, locator=place, asking_member=asking, answers=tuple(answers))

    assert [change(each, locator=place) for each in found] == list(map(as_in_csv, expected))


def test_all_columns(tmp_path: Path) -> None:
    question = one(tmp_path, as_row(item()))
    assert question == Question(
        locator=Locator(SourceFile(name="page.csv", sha256="0" * 64, reader="lda-csv"), "L2"),
        text="To ask the Secretary of State for Tests, what is tested; and when.",
        date_tabled=dt.date(2018, 6, 28),
        house=House.COMMONS,
        uin="12345",
        iri=BASE,
        heading="Testing",
        asking_member=MemberReference(
            name="Quentin Query",
            label="Biography information for Quentin Query",
            printed=("Quentin Query",),
            seat="Askham",
        ),
        registered_interest=True,
        answering_body=AnsweringBody(
            identifier="99", name="Department for Tests", short_name="Tests", sort_name="Tests"
        ),
        answers=(
            Answer(
                iri=f"{BASE}/answer",
                text='<p>It is, "so to speak", being tested.</p>',
                date=dt.date(2018, 7, 3),
                member=MemberReference(
                    identifier="4002",
                    name="Anna Answer",
                    label="Biography information for Anna Answer",
                    printed=("Anna Answer",),
                    seat="Replyton",
                ),
                is_correction=False,
                first_answered=("2018-07-03T16:11:48.9711Z",),
            ),
        ),
    )


@pytest.mark.parametrize(
    "rename",
    [
        pytest.param(lambda h, n: f"{h}_{n}" if n else h, id="readr 1"),
        pytest.param(lambda h, n: f"{h}...{n + 3}", id="readr 2"),
        pytest.param(lambda h, n: f"{h}.{n}" if n else h, id="pandas"),
        pytest.param(
            lambda h, n: h.replace(" ", ".").replace(">", ".") + (f".{n}" if n else ""), id="read.csv"
        ),
        pytest.param(lambda h, n: f" {h.upper()} ", id="capitals"),
    ],
)
def test_pitfall_10_repeated_headings_as_programs_change_them(rename: Any, tmp_path: Path) -> None:
    renamed = [rename(heading, HEADINGS[:place].count(heading)) for place, heading in enumerate(HEADINGS)]
    assert one(tmp_path, as_row(item()), headings=renamed) == one(tmp_path, as_row(item()))


def test_columns_are_told_by_their_headings(tmp_path: Path) -> None:
    order = list(range(len(HEADINGS)))[::-1]
    row = as_row(item())
    turned = one(tmp_path, [row[n] for n in order], headings=[HEADINGS[n] for n in order])
    assert turned == one(tmp_path, row)


def test_row_numbers_that_r_puts_first_do_no_harm(tmp_path: Path) -> None:
    row = ["1", *as_row(item(hansardHeading={"_value": "NA"}))]
    question = one(tmp_path, row, headings=["", *HEADINGS])
    assert (question.uin, question.heading) == ("12345", None)


def test_pitfall_10_na_is_nothing_only_where_r_wrote_the_file(tmp_path: Path) -> None:
    row = as_row(item(hansardHeading={"_value": "NA"}))
    assert one(tmp_path, row).heading == "NA"
    assert one(tmp_path, row, headings=R_HEADINGS).heading is None


def test_the_other_data_sets_have_fewer_columns(tmp_path: Path) -> None:
    headings = "uri,answer date,answering body,date tabled,question text,tabling member,tabling member > uri,title,uin"
    row = [BASE, "2018-07-05", "Department for Tests", "2018-06-28", "To ask.", "1560"]
    row += ["http://data.parliament.uk/members/1560", "A title", "HL7"]
    question = one(tmp_path, row, headings=headings.split(","))
    assert question.asking_member == MemberReference(identifier="1560")
    assert question.house is House.LORDS
    assert (question.date_tabled, question.date_for_answer) == (dt.date(2018, 6, 28), dt.date(2018, 7, 5))
    assert question.indexing is not None
    assert question.indexing.title == "A title"


def test_a_local_identifier_alone_tells_the_member(tmp_path: Path) -> None:
    headings = ["uri", "question text", "uin", "date", "tabling member", "legislature"]
    question = one(tmp_path, [BASE, "To ask.", "HL7", "2018-06-28", "1560", "25277"], headings=headings)
    assert question.asking_member == MemberReference(identifier="1560")
    assert question.house is House.LORDS


def test_pitfall_23_members_0_is_nobody(tmp_path: Path) -> None:
    nobody = {"_about": "http://data.parliament.uk/members/0"}
    whole = with_answer(answeringMember=nobody)
    del whole["answer"]["answeringMemberPrinted"], whole["answer"]["answeringMemberConstituency"]
    row = as_row(whole)
    assert row[11:13] == ["0", "http://data.parliament.uk/members/0"]
    (answer,) = one(tmp_path, row).answers
    assert answer.member is None
    assert answer.by_prorogation


def test_pitfall_10_several_values_in_one_cell(tmp_path: Path) -> None:
    times = ["2018-07-03T16:11:48Z", "2018-07-04T09:00:00Z"]
    (answer,) = one(
        tmp_path,
        as_row(
            with_answer(
                groupedQuestionUIN=[{"_value": "1"}, {"_value": "2"}, {"_value": "12345"}],
                questionFirstAnswered=[{"_value": each} for each in times],
                attachment=[
                    {"_about": f"{BASE}/answer/attachment/1", "fileName": {"_value": "a.pdf"}, "title": "A"},
                    {"_about": f"{BASE}/answer/attachment/2", "fileName": {"_value": "b.pdf"}, "title": "B"},
                ],
            )
        ),
    ).answers
    assert answer.grouped_with == (QuestionReference(uin="1"), QuestionReference(uin="2"))
    assert answer.first_answered == tuple(times)
    assert answer.attachments == (
        Attachment(file_name="a.pdf", title="A"),
        Attachment(file_name="b.pdf", title="B"),
    )


def test_pitfall_10_the_separator_is_legal_in_a_text(tmp_path: Path) -> None:
    text = "To ask what is tested ; and when ; and why."
    question = one(
        tmp_path,
        as_row(
            item(
                questionText=text,
                hansardHeading={"_value": "Tests ; Trials"},
                answer={
                    "_about": f"{BASE}/answer",
                    "answerText": {"_value": "<p>This ; that.</p>"},
                    "attachment": {"_about": "x", "fileName": {"_value": "a.pdf"}, "title": "This ; that"},
                },
            )
        ),
    )
    assert question.text == text
    assert question.heading == "Tests ; Trials"
    assert question.answers[0].text == "<p>This ; that.</p>"
    assert question.answers[0].attachments == (Attachment(file_name="a.pdf", title="This ; that"),)


def test_titles_that_cannot_be_told_apart_are_left_out_and_reported(tmp_path: Path) -> None:
    attachments = [
        {"_about": "1", "fileName": {"_value": "a.pdf"}, "title": "This ; that"},
        {"_about": "2", "fileName": {"_value": "b.pdf"}, "title": "B"},
    ]
    question, notice = read(tmp_path, document(as_row(with_answer(attachment=attachments))))
    assert question.answers[0].attachments == (Attachment(file_name="a.pdf"), Attachment(file_name="b.pdf"))
    found = "column 'answer > attachment > title': 3 values for 2; which is whose cannot be told"
    assert told([notice]) == [("PQ256", "L2", found)]


def test_ten_attachments_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    # Elda sorts by IRI as text, so …/10 stands before …/2.
    order = sorted(range(1, 13), key=str)
    attachments = [
        {"_about": str(n), "fileName": {"_value": f"{n}.pdf"}, "title": f"Title {n}"} for n in order
    ]
    (answer,) = one(tmp_path, as_row(with_answer(attachment=attachments))).answers
    assert [each.file_name for each in answer.attachments] == [f"{n}.pdf" for n in range(1, 13)]
    assert [each.title for each in answer.attachments] == [f"Title {n}" for n in range(1, 13)]


@pytest.mark.parametrize("trimmed", [False, True])
@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_versions_keep_their_places_where_one_has_no_value(
    lacking: int, trimmed: bool, tmp_path: Path
) -> None:
    versions = []
    for number in range(3):
        version = {
            "_about": f"{BASE}/answer/previousversion/{number}",
            "answeringMember": {"_about": "x", "label": {"_value": f"Biography information for M {number}"}},
            "answeringMemberPrinted": {"_value": f"M {number}"},
            "answeringMemberConstituency": {"_value": f"Seat {number}"},
        }
        if number == lacking:
            del version["answeringMemberConstituency"]
        versions.append(version)
    row = as_row(with_answer(previousAnswerVersion=versions))
    (answer,) = one(tmp_path, [cell.strip() for cell in row] if trimmed else row).answers
    assert [each.iri for each in answer.earlier_versions] == [
        f"{BASE}/answer/previousversion/{n}" for n in range(3)
    ]
    assert [each.member.name for each in answer.earlier_versions if each.member] == ["M 0", "M 1", "M 2"]
    seats = [each.member.seat for each in answer.earlier_versions if each.member]
    assert seats == [None if n == lacking else f"Seat {n}" for n in range(3)]


def test_attachments_of_the_one_earlier_version(tmp_path: Path) -> None:
    version = {"_about": f"{BASE}/answer/previousversion/7"}
    row = [*as_row(with_answer(previousAnswerVersion=version)), "a.pdf ; b.pdf", "A ; B"]
    above = "answer > previous answer version > attachment > "
    question = one(tmp_path, row, headings=[*HEADINGS, f"{above}file name", f"{above}title"])
    (version_read,) = question.answers[0].earlier_versions
    assert version_read.attachments == (
        Attachment(file_name="a.pdf", title="A"),
        Attachment(file_name="b.pdf", title="B"),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_pitfall_11_line_ends_and_byte_order_mark(end: str, mark: str, tmp_path: Path) -> None:
    rows = [as_row(item(uin=str(n))) for n in range(3)]
    items = read(tmp_path, mark + document(*rows, end=end))
    assert [(x.uin, x.locator.fragment) for x in items] == [("0", "L2"), ("1", "L3"), ("2", "L4")]


def test_lines_split_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = document(*(as_row(item(uin=str(n), questionText=f"é\r\n{n}")) for n in range(5)), end="\r\n")
    whole = read(tmp_path, content)
    for size in (1, 2, 3, 7, 100):
        monkeypatch.setattr(_csv_rows, "_BLOCK", size)
        assert read(tmp_path, content) == whole


@pytest.mark.parametrize("inside", ["\n", "\r\n", "\r", "\n\n\n"])
def test_line_ends_inside_values_stay_and_lines_are_counted(inside: str, tmp_path: Path) -> None:
    text = f"To ask{inside}what is tested"
    rows = [as_row(item(uin=str(n), questionText=text)) for n in range(2)]
    first, second = read(tmp_path, document(*rows))
    assert first.text == second.text == text
    further = 3 if inside == "\n\n\n" else 1
    assert [first.locator.fragment, second.locator.fragment] == ["L2", f"L{3 + further}"]


def test_pitfall_11_windows_1252_is_read_and_reported_once(tmp_path: Path) -> None:
    rows = [as_row(item(uin=str(n), questionText=f"“To ask” – {n} £")) for n in range(3)]
    items = read(tmp_path, document(*rows).encode("cp1252"))
    assert [x.text for x in items if isinstance(x, Question)] == [f"“To ask” – {n} £" for n in range(3)]
    assert told(items) == [("PQ253", "L2", "byte 0x93 is not UTF-8")]


def test_pitfall_11_mojibake_is_kept_and_reported_once(tmp_path: Path) -> None:
    spoilt = "the Minister’s £5 — café".encode().decode("cp1252")
    items = read(tmp_path, document(*(as_row(item(uin=str(n), questionText=spoilt)) for n in range(2))))
    assert [x.text for x in items if isinstance(x, Question)] == [spoilt, spoilt]
    assert told(items) == [("PQ259", "L2", "the text holds 'â€™'")]


@pytest.mark.parametrize("text", ["Château", "Âge", "€5", "São Tomé", "the Minister’s “£5” – ½"])
def test_good_text_is_not_taken_for_mojibake(text: str, tmp_path: Path) -> None:
    assert one(tmp_path, as_row(item(questionText=text))).text == text


def test_bytes_that_are_neither_utf_8_nor_windows_1252_stop_the_file(tmp_path: Path) -> None:
    content = document(as_row(item(questionText="To @sk"))).encode().replace(b"@", b"\x81")
    with pytest.raises(PqgraphError, match="byte 0x81 is not UTF-8") as caught:
        read(tmp_path, content)
    assert (caught.value.code.id, caught.value.place) == ("PQ105", "page.csv#L2")


def test_utf_16_with_a_byte_order_mark(tmp_path: Path) -> None:
    (question,) = read(tmp_path, document(as_row(item(questionText="“€”"))).encode("utf-16"))
    assert question.text == "“€”"


@pytest.mark.parametrize(("written", "day"), [("03/07/2018", 3), ("3/7/18", 3), ("13/07/2018", 13)])
def test_pitfall_11_days_of_a_spreadsheet(written: str, day: int, tmp_path: Path) -> None:
    row = as_row(with_answer(dateOfAnswer={"_value": written}))
    items = read(tmp_path, document(row, row))
    assert [x.answers[0].date for x in items if isinstance(x, Question)] == [dt.date(2018, 7, day)] * 2
    found = f"column 'answer > date of answer': {written} is read as 2018-07-{day:02}"
    assert told(items) == [("PQ258", "L2", found)]


@pytest.mark.parametrize(
    ("changes", "code", "found"),
    [
        (
            {"date": {"_value": "2018-02-30"}},
            "PQ203",
            "column 'date': date: '2018-02-30' is not a day of the calendar",
        ),
        (
            {"date": {"_value": "07/13/2018"}},
            "PQ203",
            "column 'date': date: '2018-13-07' is not a day of the calendar",
        ),
        ({"date": {"_value": ""}}, "PQ201", "column 'date': the item does not say when it was tabled"),
        ({"questionText": ""}, "PQ201", "column 'question text': the item has no question text"),
        ({"houseId": {"_value": "3"}}, "PQ207", "column 'house id': houseId '3' is neither 1 nor 2"),
        ({"_about": "a b"}, "PQ204", "column 'uri': 'a b' is not an IRI"),
        (
            {"registeredInterest": {"_value": "NA"}},
            "PQ202",
            "column 'registered interest': registeredInterest is 'NA', neither true nor false",
        ),
    ],
)
def test_a_bad_value_rejects_the_row_and_names_line_and_column(
    changes: dict[str, Any], code: str, found: str, tmp_path: Path
) -> None:
    items = read(tmp_path, document(as_row(item(uin="1")), as_row(item(**changes)), as_row(item(uin="3"))))
    assert numbers(items) == ["1", "3"]
    assert (code, "L3", found) in told(items)


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        (
            "dateOfAnswer",
            {"_value": "soon"},
            "column 'answer > date of answer': dateOfAnswer: 'soon' is not a date",
        ),
        (
            "questionFirstAnswered",
            [{"_value": "noon"}],
            "column 'answer > question first answered': questionFirstAnswered: 'noon' is not a time",
        ),
        (
            "previousAnswerVersion",
            [{"_about": "http://x/1"}, {"_about": "what"}],
            "column 'answer > previous answer version > uri': 'what' is not an IRI",
        ),
    ],
)
def test_columns_of_the_answer_are_named_too(key: str, value: Any, found: str, tmp_path: Path) -> None:
    ((_, place, said),) = told(read(tmp_path, document(as_row(with_answer(**{key: value})))))
    assert (place, said) == ("L2", found)


@pytest.mark.parametrize("change", [lambda row: row[:-1], lambda row: [*row, "more"], lambda row: ["alone"]])
def test_a_row_of_another_length_is_rejected(change: Any, tmp_path: Path) -> None:
    rows = [as_row(item(uin=str(n))) for n in range(3)]
    rows[1] = change(rows[1])
    items = read(tmp_path, document(*rows))
    assert numbers(items) == ["0", "2"]
    found = f"the row has {len(rows[1])} values, the headings are 36"
    assert told(items) == [("PQ206", "L3", found)]


def test_empty_lines_and_empty_columns_are_no_rows(tmp_path: Path) -> None:
    rows = [as_row(item(uin="0")), [""] * 36, [*as_row(item(uin="1")), "", ""], [""] * 40]
    items = read(tmp_path, document(*rows).replace("\nhttp", "\n\n\nhttp"))
    assert numbers(items) == ["0", "1"]
    assert told(items) == []


def test_a_quotation_mark_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    lines = document(*(as_row(item(uin=str(n))) for n in range(6))).split("\n")
    # The mark opens a value that ends where the next row opens one.
    lines[2] = lines[2].replace(',"To ask', ',"To ask and').replace('when."', "when.")
    items = read(tmp_path, "\n".join(lines))
    assert numbers(items) == ["0", "2", "3", "4", "5"]
    assert [(code, place) for code, place, _ in told(items)] == [("PQ206", "L3")]


def test_a_quotation_mark_open_to_the_end_of_the_file_costs_one_row(tmp_path: Path) -> None:
    plain = item(questionText="To ask")
    plain["answer"] = {"_about": f"{BASE}/answer"}
    rows = [as_row({**plain, "uin": str(n)}) for n in range(4)]
    lines = document(*rows).split("\n")
    lines[2] = lines[2].replace(",To ask,", ',"To ask,')
    items = read(tmp_path, "\n".join(lines))
    assert numbers(items) == ["0", "2", "3"]
    assert told(items) == [("PQ206", "L3", "the file ends inside a quoted value")]


def test_a_value_without_end_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = csv.field_size_limit(2000)
    monkeypatch.setattr(_csv_rows, "MAX_FIELD", 2000)
    try:
        row = as_row(item(uin="0", questionText="x" * 3000))
        items = read(tmp_path, document(row, as_row(item(uin="1"))))
    finally:
        csv.field_size_limit(before)
    assert numbers(items) == ["1"]
    found = "a value has more than 2,000 characters: its closing quotation mark is missing"
    assert told(items) == [("PQ206", "L2", found)]


def test_a_line_without_end_stops_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_csv_rows, "MAX_LINE", 5000)
    monkeypatch.setattr(_csv_rows, "_BLOCK", 1000)
    with pytest.raises(PqgraphError) as caught:
        read(tmp_path, document(as_row(item(questionText="x" * 9000))))
    assert caught.value.code.id == "PQ110"


def test_quotation_marks_that_are_not_doubled_as_the_stylesheet_writes_them(tmp_path: Path) -> None:
    text = '<p>See <a href="http://x">this, "that"</a></p>'
    rows = [HEADINGS, as_row(with_answer(answerText={"_value": text})), as_row(item(uin="2"))]
    content = "".join(",".join(f'"{cell}"' if cell else "" for cell in row) + "\n" for row in rows)
    first, second = read(tmp_path, content)
    assert first.answers[0].text == text
    assert first.uin == "12345"
    assert second.answers[0].text == item()["answer"]["answerText"]["_value"]


def test_unknown_columns_are_reported_where_the_headings_stand(tmp_path: Path) -> None:
    items = read(tmp_path, document([*as_row(item()), "blue"], headings=[*HEADINGS, "colour > of ink"]))
    assert numbers(items) == ["12345"]
    assert told(items) == [("PQ251", "L1", "column 'colour > of ink' is not known")]


def test_damaged_compression_gives_the_rows_before_it(tmp_path: Path) -> None:
    rows = [as_row(item(uin=str(n), hansardHeading={"_value": f"{n * 7919}"})) for n in range(300)]
    path = tmp_path / "page.csv.gz"
    path.write_bytes(gzip.compress(document(*rows).encode())[:-200])
    found: list[Any] = []
    with pytest.raises(PqgraphError) as caught:
        found.extend(readers.read(path)[1])
    assert caught.value.code.id == "PQ104"
    assert len(found) > 50
    assert numbers(found) == [str(n) for n in range(len(found))]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    import tracemalloc

    rows = [as_row(item(uin=str(n))) for n in range(200)]
    sizes = []
    for times in (2, 20):
        path = tmp_path / f"{times}.csv"
        path.write_text(document(*rows * times))
        source = Source(path)
        _ = source.head, source.sha256
        tracemalloc.start()
        count = sum(1 for _ in READER.read(source, SourceFile(name="x", sha256="0" * 64, reader="lda-csv")))
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == 200 * times
    assert sizes[1] < sizes[0] * 1.5 + 1_000_000


@pytest.mark.parametrize(
    "first",
    [
        "uri,uin",
        "question text,uin",
        "uri;question text;uin",
        "uri,name,party",
        '{"uri": 1}',
        '"uri,question text,uin',
        "",
        "\x00",
    ],
)
def test_other_beginnings_are_not_accepted(first: str) -> None:
    assert not READER.accepts(first.encode() + b"\nx,y\n")


def test_a_file_without_the_columns_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(PqgraphError) as caught:
        list(readers.read(path, "lda-csv")[1])
    assert (caught.value.code.id, caught.value.place) == ("PQ109", "x.csv#L1")


def test_names_of_headings() -> None:
    assert {
        name_of(h) for h in ("answer > uri", "answer > uri_1", "answer...uri.2", "answer > uri...14")
    } == {"answer uri"}


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, heading=TEXTS, end=st.sampled_from(["\n", "\r\n", "\r"]))
@example(text='"', heading=",", end="\n")
@example(text=" ; ", heading="NA", end="\r")
@example(text="\x85\u2028\x0b\x0c\x1c", heading="\ufeff", end="\n")
def test_any_text_survives(text: str, heading: str, end: str, tmp_path: Path) -> None:
    items = read(
        tmp_path, document(as_row(item(questionText=text, hansardHeading={"_value": heading})), end=end)
    )
    questions = [each for each in items if isinstance(each, Question)]
    if text.isspace():
        assert not questions
    else:
        assert [(each.text, each.heading) for each in questions] == [(text, heading)]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(
        st.tuples(st.integers(0, 5000), st.sampled_from([b'"', b",", b"\n", b"\r", b"NA", b"\xff", b""]))
    )
)
def test_any_damage_gives_records_rejections_or_notices(
    damage: list[tuple[int, bytes]], tmp_path: Path
) -> None:
    data = bytearray(document(*(as_row(item(uin=str(n))) for n in range(6))).encode())
    body = data.index(b"\n") + 1
    for place, put in damage:
        at = body + place % (len(data) - body)
        data[at : at + 1] = put
    for each in read(tmp_path, bytes(data)):
        assert isinstance(each, Question | Rejected | Notice)
