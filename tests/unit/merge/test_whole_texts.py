"""Whole texts brought to their questions."""

import datetime as dt
import gzip
from itertools import permutations
from pathlib import Path
from typing import Any

import orjson
import pytest
from msgspec import structs

from pqgraph.life.holding import only_holds
from pqgraph.merge import Corpus, MergedQuestion
from pqgraph.merge.fuse import fuse
from pqgraph.merge.whole_texts import with_whole_texts
from pqgraph.model import (
    Answer,
    EarlierVersion,
    House,
    Locator,
    MemberReference,
    Question,
    QuestionReference,
    SourceFile,
    WholeText,
)
from pqgraph.readers import Source, get_reader

ASKED = "To ask the Secretary of State for Defence, how many ships are at sea; and how many of them are in port at night."
HELD = (
    "<p>The Ministry of Defence has indicated that it will not be possible to answer this question within the usual "
    "time period. An answer is being prepared and will be provided as soon as it is available.</p>"
)
SAID = "<p>Ten ships of the Fleet are at sea &amp; four of them are in port at night, but none at the weekend.</p>"
CUT = "Ten ships of the Fleet are at sea & four of them are in port at night..."
DAY = dt.date(2024, 1, 10)
MINISTER = MemberReference(identifier="4527")


def source(name: str) -> SourceFile:
    return SourceFile(name=name, sha256=name * 8, reader="api-json")


def question(**fields: Any) -> Question:
    base: dict[str, Any] = {
        "locator": Locator(source("a"), "L1"),
        "text": ASKED,
        "date_tabled": dt.date(2024, 1, 8),
        "house": House.COMMONS,
        "uin": "8123",
        "api_identifier": "1690000",
        "status": "Tabled",
    }
    return Question(**(base | fields))


def whole(answer: str | None = None, asked: str | None = None, name: str = "t") -> WholeText:
    return WholeText(
        locator=Locator(source(name), "L1"),
        api_identifier="1690000",
        question_text=asked,
        answer_text=answer,
    )


def joined(record: Question, *texts: WholeText) -> tuple[Question, list[str], list[tuple[str, str]]]:
    """The question, the names of its sources and the notices, the same for each order of the texts."""
    made = []
    for order in permutations(texts):
        one = with_whole_texts(fuse([record]), {"1690000": order})
        told = [(notice.code, notice.found) for notice in one.conflicts]
        made.append((one.question, [place.source.name for place in one.sources], told))
    assert all(other == made[0] for other in made)
    return made[0]


def test_a_question_without_answer_gets_it_without_day_or_minister() -> None:
    record = question(grouped_with=(QuestionReference(uin="8124"),))
    found, sources, told = joined(record, whole(SAID))
    assert found == structs.replace(
        record,
        answers=(Answer(text=SAID, grouped_with=(QuestionReference(uin="8124"),)),),
        grouped_with=(),
        status="Answered",
    )
    assert (sources, told) == (["a", "t"], [])


def test_a_text_that_only_holds_the_question_is_a_holding_answer() -> None:
    found, _, _ = joined(question(), whole(HELD))
    assert found.answers == (Answer(text=HELD, is_holding=True),)
    assert found.status == "Holding"


def test_the_answer_that_came_after_a_holding_one_stands_before_it() -> None:
    held = Answer(text=HELD, date=DAY, member=MINISTER, is_holding=True)
    found, sources, told = joined(question(answers=(held,), status="Holding"), whole(SAID))
    assert found.answers == (Answer(text=SAID), held)
    assert (found.status, sources, told) == ("Answered", ["a", "t"], [])


def test_the_text_of_a_past_holding_answer_is_kept() -> None:
    said = Answer(text=SAID, date=DAY, member=MINISTER)
    found, sources, told = joined(question(answers=(said,), status="Answered"), whole(HELD))
    assert found.answers == (said, Answer(text=HELD, is_holding=True))
    assert (found.status, sources, told) == ("Answered", ["a", "t"], [])


@pytest.mark.parametrize("is_holding", [None, False])
def test_a_cut_answer_gives_way_and_keeps_the_rest(is_holding: bool | None) -> None:
    cut = Answer(text=CUT, text_clipped=True, date=DAY, member=MINISTER, is_holding=is_holding)
    found, sources, told = joined(question(answers=(cut,), status="Answered"), whole(SAID))
    assert found.answers == (structs.replace(cut, text=SAID, text_clipped=False),)
    assert (sources, told) == (["a", "t"], [])


def test_an_answer_of_which_no_text_is_known_gets_it() -> None:
    known = Answer(date=DAY, member=MINISTER)
    found, _, told = joined(question(answers=(known,), status="Answered"), whole(SAID))
    assert found.answers == (structs.replace(known, text=SAID),)
    assert told == []


def test_a_whole_answer_needs_nothing() -> None:
    known = Answer(text=SAID, date=DAY, member=MINISTER)
    record = question(answers=(known,), status="Answered")
    assert joined(record, whole(SAID)) == (record, ["a"], [])


def test_another_answer_is_told_and_not_joined() -> None:
    record = question(answers=(Answer(text="<p>" + "No ships. " * 9 + "</p>", date=DAY),), status="Answered")
    told = "the answer of question 8123 is another than the one that stands: not joined"
    assert joined(record, whole(SAID)) == (record, ["a"], [("PQ275", told)])


def test_of_two_answers_the_first_by_content_stands_and_the_other_is_told() -> None:
    other = "<p>" + "No ships. " * 9 + "</p>"
    found, sources, told = joined(question(), whole(other, name="z"), whole(SAID, name="s"))
    assert found.answers == (Answer(text=SAID),)
    assert sources == ["a", "s"]
    assert [code for code, _ in told] == ["PQ275"]


def test_a_whole_text_that_may_be_from_before_a_correction_is_not_joined() -> None:
    cut = Answer(text=CUT, text_clipped=True, date=DAY, member=MINISTER, is_correction=True)
    record = question(answers=(cut,), status="Answered")
    told = "the answer of question 8123 was corrected, and this may be the text from before: not joined"
    assert joined(record, whole(SAID)) == (record, ["a"], [("PQ275", told)])
    version = EarlierVersion(text=CUT, text_clipped=True)
    record = question(answers=(structs.replace(cut, earlier_versions=(version,)),), status="Answered")
    assert joined(record, whole(SAID)) == (record, ["a"], [("PQ275", told)])


def test_a_whole_text_that_the_earlier_version_does_not_begin_with_is_the_corrected_one() -> None:
    version = EarlierVersion(text="Nine ships of the Fleet are at sea & four of...", text_clipped=True)
    cut = Answer(text=CUT, text_clipped=True, date=DAY, is_correction=True, earlier_versions=(version,))
    found, sources, told = joined(question(answers=(cut,), status="Answered"), whole(SAID))
    assert found.answers == (structs.replace(cut, text=SAID, text_clipped=False),)
    assert (sources, told) == (["a", "t"], [])


def test_an_earlier_version_that_is_cut_gets_its_whole_text() -> None:
    version = EarlierVersion(text=CUT, text_clipped=True, date=DAY)
    now = Answer(text="<p>None.</p>", date=DAY, is_correction=True, earlier_versions=(version,))
    record = question(answers=(now,), status="Answered")
    found, sources, told = joined(record, whole(SAID))
    whole_version = structs.replace(version, text=SAID, text_clipped=False)
    assert found.answers == (structs.replace(now, earlier_versions=(whole_version,)),)
    assert (sources, told) == (["a", "t"], [])
    assert joined(found, whole(SAID)) == (found, ["a"], [])


def test_a_question_that_was_put_to_another_minister_since_is_told() -> None:
    record = question(text=ASKED[:90], text_clipped=True)
    elsewhere = ASKED.replace("Secretary of State for Defence", "Minister for the Cabinet Office")
    told = "the question of question 8123 is another than the one that stands: not joined"
    assert joined(record, whole(asked=elsewhere)) == (record, ["a"], [("PQ275", told)])
    filled, _, _ = joined(record, whole(asked=ASKED))
    assert (filled.text, filled.text_clipped) == (ASKED, False)


def test_marks_that_lists_lose_make_no_other_text() -> None:
    # Lists print "?" for characters without width.
    record = question(text=ASKED[:90].replace("how", "?how?"), text_clipped=True)
    marked = ASKED.replace("how", "\u200ehow\u200e")
    found, _, told = joined(record, whole(asked=marked))
    assert (found.text, told) == (marked, [])


def test_withdrawn_stays_withdrawn() -> None:
    found, _, _ = joined(question(status="Withdrawn", withdrawn=True), whole(SAID))
    assert (found.status, found.withdrawn, found.answers) == ("Withdrawn", True, (Answer(text=SAID),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HELD, True),
        (HELD.replace(" ", "\u00a0"), True),
        (HELD[:150] + "...", True),
        (SAID, False),
        ("", False),
        (None, False),
        (
            "<p>It has not proved possible to respond to the hon. Member in the time available before Prorogation.</p>",
            False,
        ),
    ],
)
def test_words_of_a_holding_answer(text: str | None, expected: bool) -> None:
    assert only_holds(text) is expected


REAL = {
    1834589: "unanswered in the list",
    1897048: "unanswered, with a heading",
    1741435: "held in the list, answered since",
    1747067: "another text, because the list flattens a table that was replaced",
}


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A list and whole texts, each of the real records named above."""
    folder = tmp_path_factory.mktemp("real")
    paths = []
    for name in ("commons-list.jsonl.gz", "commons-longform.jsonl.gz"):
        with gzip.open(shared_data / "api" / name, "rb") as lines:
            chosen = [line for line in lines if _number(line) in REAL]
        assert len(chosen) == len(REAL)
        path = folder / name.removesuffix(".gz")
        path.write_bytes(b"".join(chosen))
        paths.append(path)
    return paths[0], paths[1]


def _number(line: bytes) -> int:
    record = orjson.loads(line)
    number: int = record.get("value", record)["id"]
    return number


def merged(folder: Path, *paths: Path) -> list[MergedQuestion]:
    (folder / "scratch").mkdir(parents=True)
    corpus = Corpus(folder / "scratch", folder / "records")
    for path in paths:
        reader = get_reader("api-json" if "list" in path.name else "api-longform")
        file = SourceFile(name=path.name, sha256=path.name * 4, reader=reader.name)
        for item in reader.read(Source(path), file):
            assert isinstance(item, Question | WholeText)
            corpus.add(item)
    found = list(corpus.merged())
    corpus.close()
    return found


def test_real_records_in_both_orders(real: tuple[Path, Path], tmp_path: Path) -> None:
    listed, texts = real
    found = merged(tmp_path / "one", listed, texts)
    assert found == merged(tmp_path / "two", texts, listed)
    by_number = {int(one.question.api_identifier or 0): one for one in found}
    for number in (1834589, 1897048):
        one = by_number[number]
        (answer,) = one.question.answers
        assert (answer.date, answer.member, answer.is_holding) == (None, None, None)
        assert answer.text is not None
        assert answer.text.startswith("<p>")
        assert one.question.status == "Answered"
        assert [place.source.reader for place in one.links.sources] == ["api-json", "api-longform"]
        assert one.notices == ()
    standing, held = by_number[1741435].question.answers
    assert (standing.date, standing.is_holding, held.is_holding) == (None, None, True)
    assert held.date is not None
    assert standing.text is not None
    assert standing.text.startswith("<p>While the review into the New Hospital Programme")
    table = by_number[1747067]
    assert [notice.code for notice in table.notices] == ["PQ275"]
    assert (table.question.answers[0].text or "").startswith(
        "A breakdown of the costs requested is set out below."
    )
    # The whole text of its question is taken.
    assert not table.question.text_clipped
    assert [place.source.reader for place in table.links.sources] == ["api-json", "api-longform"]


def test_a_list_with_texts_says_what_a_record_with_the_whole_texts_says(
    real: tuple[Path, Path], tmp_path: Path
) -> None:
    listed, texts = real
    filled = tmp_path / "filled-list.jsonl"
    by_number = {record["id"]: record for record in map(orjson.loads, texts.read_bytes().splitlines())}
    lines = []
    for line in listed.read_bytes().splitlines():
        record = orjson.loads(line)
        value = record["value"]
        if value["answerText"] is None:
            whole_text = by_number[value["id"]]
            value |= {"questionText": whole_text["question_text"], "answerText": whole_text["answer_text"]}
            lines.append(orjson.dumps(record) + b"\n")
    assert len(lines) == 2
    filled.write_bytes(b"".join(lines))
    numbers = {number for number in by_number if REAL[number].startswith("unanswered")}
    apart = [
        one
        for one in merged(tmp_path / "one", listed, texts)
        if int(one.question.api_identifier or 0) in numbers
    ]
    together = merged(tmp_path / "two", filled)
    for one, other in zip(apart, together, strict=True):
        assert one.question.text == other.question.text
        assert one.question.status == other.question.status
        assert [answer.text for answer in one.question.answers] == [
            answer.text for answer in other.question.answers
        ]
        assert one.links.refers_to == other.links.refers_to
        assert one.links.pursues == other.links.pursues
