"""Counting record by record: exact cells for every kind of question, and arithmetic that never leaks between measures."""

import datetime as dt
import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pqgraph import iris
from pqgraph.cube import Cube
from pqgraph.cube.facts import Facts, facts_of
from pqgraph.mapping import Mapped, Mapper, map_member
from pqgraph.model import Answer, AnsweringBody, House, Locator, Member, MemberReference, Question, SourceFile
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term, Triple
from pqgraph.rdf.writers import ntriples
from pqgraph.store.statistics import LAYOUT
from pqgraph.terms import pq
from pqgraph.topics import Topic, topics

COMMONS, LORDS = t.iri(iris.house(House.COMMONS)), t.iri(iris.house(House.LORDS))
NO_HOUSE, NO_PERIOD = t.iri(iris.UNKNOWN_HOUSE), t.iri(iris.UNKNOWN_PERIOD)
LOCATOR = Locator(SourceFile(name="a", sha256="a" * 64, reader="api-json"), "L1")
WALKER, ZAHAWI, MILLING = (MemberReference(identifier=number) for number in ("4649", "4113", "4454"))


def member(number: str) -> Term:
    return t.iri(iris.member(number))


def question(**fields: object) -> Question:
    base: dict[str, object] = {
        "locator": LOCATOR,
        "text": "To ask a question.",
        "date_tabled": dt.date(2018, 11, 22),
        "house": House.COMMONS,
        "uin": "1",
        "asking_member": WALKER,
        "answering_body": AnsweringBody(identifier="60"),
        "date_for_answer": dt.date(2018, 11, 27),
    }
    return Question(**(base | fields))  # type: ignore[arg-type]


def answer(day: int | None = 27, who: MemberReference | None = ZAHAWI, **fields: bool) -> Answer:
    date = None if day is None else dt.date(2018, 11, day)
    return Answer(text="<p>Yes.</p>", date=date, member=who, **fields)


def facts(one: Question) -> Facts:
    found = facts_of(Mapper(tagger=lambda heading, text: [("schools", "Schools")]).map(one))
    assert found is not None
    return found


def test_an_answered_question() -> None:
    assert facts(question(answers=(answer(),))) == Facts(
        house=COMMONS,
        month=t.iri(iris.month(2018, 11)),
        year=t.iri(iris.year(2018)),
        member=member("4649"),
        party=None,
        body=t.iri(iris.answering_body("60")),
        topics=(t.iri(iris.topic("schools")),),
        ministers=(member("4113"),),
        days=t.integer(5),
        named_day=t.boolean(False),
        due=t.date(dt.date(2018, 11, 27)),
        waits=False,
        is_answered=True,
        is_late=False,
    )


def test_what_no_source_tells_is_unknown_or_left_out() -> None:
    found = facts(
        question(
            text="What next?",
            house=None,
            date_tabled=None,
            asking_member=None,
            answering_body=None,
            answers=(answer(who=None),),
        )
    )
    assert (found.house, found.month, found.year) == (NO_HOUSE, NO_PERIOD, NO_PERIOD)
    assert (found.member, found.body, found.ministers, found.days) == (None, None, (), None)
    assert found.is_answered


def test_a_holding_answer_is_no_answer_and_has_no_minister() -> None:
    standing = facts(question(answers=(answer(is_holding=True),)))
    assert (standing.ministers, standing.is_answered, standing.is_late, standing.days) == (
        (),
        False,
        None,
        None,
    )
    past = facts(question(answers=(answer(26, MILLING, is_holding=True), answer(28))))
    assert (past.ministers, past.is_answered, past.is_late, past.days) == (
        (member("4113"),),
        True,
        True,
        t.integer(6),
    )


def test_only_what_a_source_calls_so_is_for_a_named_day() -> None:
    named = facts(question(question_type="NamedDay"))
    assert named.named_day == t.boolean(True)
    for kind in ("Ordinary", "Named day", None):
        assert facts(question(question_type=kind)).named_day == t.boolean(False)


def test_what_is_not_answered_waits_until_it_is_withdrawn() -> None:
    assert facts(question()).waits
    assert facts(question(answers=(answer(is_holding=True),))).waits
    assert not facts(question(answers=(answer(),))).waits
    assert not facts(question(withdrawn=True)).waits


def test_an_answer_by_prorogation_answers_nothing() -> None:
    found = facts(question(answers=(answer(who=None, by_prorogation=True),)))
    assert (found.ministers, found.is_answered, found.days) == ((), False, None)


def test_two_answers_count_for_both_ministers_and_two_of_one_minister_once() -> None:
    assert facts(question(answers=(answer(), answer(28, MILLING)))).ministers == (
        member("4113"),
        member("4454"),
    )
    assert facts(question(answers=(answer(), answer(28)))).ministers == (member("4113"),)


def test_an_unresolved_name_counts_under_its_name() -> None:
    found = facts(question(asking_member=MemberReference(printed=("T. Walker",))))
    assert found.member == t.iri(iris.person("T. Walker"))


def test_a_member_is_no_question() -> None:
    mapped = map_member(Member(locator=LOCATOR, identifier="4649", name="Thelma Walker"), ())
    assert facts_of(mapped) is None
    cube = Cube(topics())
    cube.add(mapped)
    assert (cube.questions, [*cube.observations()]) == (0, [])


# Cells


def cells(cube: Cube) -> dict[str, dict[str, Term]]:
    """Measures and dimensions by the last parts of the observation's IRI."""
    found: dict[str, dict[str, Term]] = {}
    for triples in cube.observations():
        (node,) = {subject for subject, _, _ in triples}
        short = node[1:-1].removeprefix("https://w3id.org/pqgraph/id/observation/")
        assert short not in found
        found[short] = {
            predicate[1:-1].removeprefix(pq.questions[:-9]): value for _, predicate, value in triples
        }
    return found


def number(term: Term) -> int:
    return int(term[1 : term.index('"', 1)])


def test_the_observations_of_one_question() -> None:
    cube = Cube([Topic("schools", "Schools", broader=("education",)), Topic("education", "Education")])
    cube.add(
        Mapper(tagger=lambda heading, text: [("schools", "Schools")]).map(question(answers=(answer(28),)))
    )
    found = cells(cube)
    assert list(found) == [
        "house-month/commons/2018-11",
        "body-month/commons/2018-11/60",
        "member-month/commons/2018-11/4649",
        "minister-month/commons/2018-11/4113",
        "topic-month/commons/2018-11/education",
        "topic-month/commons/2018-11/schools",
        "body-year/commons/2018/60",
        "member-body/commons/2018/4649/60",
        "member-topic/commons/2018/4649/education",
        "member-topic/commons/2018/4649/schools",
        "body-topic/commons/2018/60/education",
        "body-topic/commons/2018/60/schools",
        "minister-body/commons/2018/4113/60",
        "member-minister/commons/2018/4649/4113",
        "body-days/commons/2018/60/6",
        "body-named-day/commons/2018/60/false",
        "body-total/commons/60",
        "member-total/commons/4649",
        "minister-total/commons/4113",
        "topic-total/commons/education",
        "topic-total/commons/schools",
        "member-body-total/commons/4649/60",
        "member-topic-total/commons/4649/education",
        "member-topic-total/commons/4649/schools",
        "body-topic-total/commons/60/education",
        "body-topic-total/commons/60/schools",
        "minister-body-total/commons/4113/60",
        "member-minister-total/commons/4649/4113",
        "body-days-total/commons/60/6",
        "body-named-day-total/commons/60/false",
    ]
    expected = {"questions": 1, "answered": 1, "sumOfDays": 6, "answersDue": 1, "answersLate": 1}
    of_days = ("answered", "answersDue", "answersLate")
    of_pairs = ("questions", "answered")
    fewer = {"body-days": of_days, "member-topic": of_pairs, "member-minister": of_pairs}
    for name, cell in found.items():
        dataset = name.partition("/")[0].removesuffix("-total")
        wanted = fewer.get(dataset, tuple(expected))
        assert {m: number(cell[m]) for m in expected if m in cell} == {m: expected[m] for m in wanted}


def test_a_waiting_question_counts_under_the_day_when_it_is_due_if_there_is_one() -> None:
    cube = Cube(())
    for due in (dt.date(2018, 11, 27), dt.date(2018, 11, 27), None):
        cube.add(Mapper().map(question(date_for_answer=due)))
    cube.add(Mapper().map(question(answers=(answer(),))))
    waiting = {
        name: cell for name, cell in cells(cube).items() if name.startswith(("body-waiting", "body-due"))
    }
    column = "https://w3id.org/pqgraph/id/statistics/body-due/"
    assert {
        name: {short: value for short, value in cell.items() if short.startswith(("of", "questions", "answered", column))}
        for name, cell in waiting.items()
    } == {
        "body-waiting/commons/60": {
            "ofHouse": COMMONS,
            "ofBody": t.iri(iris.answering_body("60")),
            "questions": t.integer(3),
            "answered": t.integer(0),
        },
        "body-due/commons/60/2018-11-27": {
            "ofHouse": COMMONS,
            "ofBody": t.iri(iris.answering_body("60")),
            "ofDueDay": t.date(dt.date(2018, 11, 27)),
            "questions": t.integer(2),
            "answered": t.integer(0),
            f"{column}body": t.iri(iris.answering_body("60")),
            f"{column}dueDay": t.date(dt.date(2018, 11, 27)),
            f"{column}questions": t.integer(2),
        },
    }  # fmt: skip


def test_a_topic_found_with_its_broader_one_counts_once() -> None:
    scheme = [
        Topic("a", "A", broader=("b", "c")),
        Topic("b", "B", broader=("c",)),
        Topic("c", "C", broader=("a",)),
    ]
    cube = Cube(scheme)
    cube.add(Mapper(tagger=lambda heading, text: [("a", "A"), ("c", "C"), ("new", "New")]).map(question()))
    assert {
        name: number(cell["questions"]) for name, cell in cells(cube).items() if "topic-month" in name
    } == {f"topic-month/commons/2018-11/{slug}": 1 for slug in ("a", "b", "c", "new")}


def test_the_years_are_described_and_all_is_counted() -> None:
    cube = Cube(topics())
    for day in (dt.date(2019, 1, 7), dt.date(2018, 11, 22), None):
        cube.add(Mapper().map(question(date_tabled=day, answers=(answer(),))))
    lines = [" ".join(triple) for triple in cube.around()]
    assert lines == [
        f'<{iris.year(2018)}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{pq.Year}>',
        f'<{iris.year(2018)}> <http://www.w3.org/2004/02/skos/core#prefLabel> "2018"',
        f'<{iris.year(2018)}> <{pq.startDate}> "2018-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
        f'<{iris.year(2019)}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{pq.Year}>',
        f'<{iris.year(2019)}> <http://www.w3.org/2004/02/skos/core#prefLabel> "2019"',
        f'<{iris.year(2019)}> <{pq.startDate}> "2019-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
        f'<{iris.STATISTICS}> <http://www.w3.org/2002/07/owl#versionInfo> "{LAYOUT}"',
        f"<{iris.STATISTICS}> <{pq.questionsCounted}> {t.integer(3)}",
    ]  # fmt: skip


# Arithmetic, names, order

NODE = t.iri("http://example.org/q")


def mapped(days: int | None, answered: bool, late: bool | None, body: str) -> Mapped:
    triples: list[Triple] = [
        (NODE, t.iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), QUESTION),
        (NODE, t.iri(pq.answeringBody), t.iri(iris.answering_body(body))),
    ]
    if days is not None:
        triples.append((NODE, t.iri(pq.daysToAnswer), t.integer(days)))
    if answered:
        triples.append((NODE, t.iri(pq.dateAnswered), t.date(dt.date(2018, 11, 22))))
    if late is not None:
        triples.append((NODE, t.iri(pq.answeredLate), t.boolean(late)))
    return Mapped(subject="http://example.org/q", text=ntriples(triples), entities=[])


QUESTION = Mapper().map(question()).triples[0][2]
RECORDS = st.lists(
    st.tuples(
        st.none() | st.integers(-400, 10_000),
        st.booleans(),
        st.none() | st.booleans(),
        st.sampled_from(["60", "17", "a/b"]),
    ),
    min_size=1,
    max_size=40,
)


@given(RECORDS)
def test_measures_are_plain_sums_whatever_the_days(
    records: list[tuple[int | None, bool, bool | None, str]],
) -> None:
    cube = Cube(())
    expected: dict[str, list[int]] = {}
    by_days: Counter[tuple[str, int]] = Counter()
    for days, is_answered, late, body in records:
        cube.add(mapped(days, is_answered, late, body))
        sums = expected.setdefault(body, [0] * 5)
        for place, addend in enumerate((1, is_answered, days or 0, late is not None, late or False)):
            sums[place] += addend
        if days is not None:
            by_days[body, days] += is_answered
    found = cells(cube)
    for body, sums in expected.items():
        cell = found[f"body-month/unknown/unknown/{body.replace('/', '%2F')}"]
        names = ("questions", "answered", "sumOfDays", "answersDue", "answersLate")
        assert [number(cell[name]) for name in names] == sums
    for (body, days), count in by_days.items():
        cell = found[f"body-days/unknown/unknown/{body.replace('/', '%2F')}/{days}"]
        assert number(cell["answered"]) == count


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5, unique=True))
def test_any_printed_name_gives_an_observation_of_its_own(names: list[str]) -> None:
    members = {iris.person(name) for name in names}
    found = {
        iris.observation("member-month", (iris.UNKNOWN_HOUSE, iris.UNKNOWN_PERIOD, one)) for one in members
    }
    assert len(found) == len(members)
    assert all(iris.is_iri(one) for one in found)


def test_observations_of_alike_values_differ() -> None:
    values = [
        iris.member("4649"),
        iris.person("4649"),
        "http://example.org/4649",
        "http://example.org/46%2F49",
        "http://example.org/46/49",
    ]
    found = {
        iris.observation("member-month", (iris.house(House.LORDS), iris.month(2018, 11), v)) for v in values
    }
    assert len(found) == len(values)
    assert f"{iris.BASE}id/observation/member-month/lords/2018-11/4649" in found
    assert f"{iris.BASE}id/observation/member-month/lords/2018-11/person:4649" in found


def test_the_order_of_records_changes_nothing() -> None:
    records = [
        Mapper(tagger=lambda heading, text: [("schools", "Schools")]).map(
            question(uin=str(n), date_tabled=dt.date(2018, 1 + n % 12, 1), answering_body=AnsweringBody(identifier=str(n % 7)))
        )
        for n in range(50)
    ]  # fmt: skip
    results = []
    for seed in range(3):
        random.Random(seed).shuffle(records)
        cube = Cube(topics())
        for record in records:
            cube.add(record)
        results.append(([*cube.observations()], cube.around()))
    assert results[0] == results[1] == results[2]
