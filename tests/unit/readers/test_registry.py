"""The registry of readers, and that each real file is taken by exactly one."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from pqgraph import readers
from pqgraph.errors import PqgraphError
from pqgraph.model import Question, SourceFile
from pqgraph.readers._json_head import looks_like_json
from pqgraph.readers.base import Reader, Source

BUILT_IN = tuple(readers._BUILT_IN)


class Telegrams:
    name = "telegrams"
    summary = "questions by telegraph"
    description = "A reader that a package might add."

    def accepts(self, head: bytes) -> bool:
        return head.startswith(b"STOP")

    def read(self, source: Source, file: SourceFile) -> Iterator[Any]:
        return iter(())


class Greedy(Telegrams):
    name = "greedy"

    def accepts(self, head: bytes) -> bool:
        return True


TELEGRAMS, GREEDY, NO_READER = Telegrams(), Greedy(), "no reader"


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Installs plug-ins for one test."""

    def install(*entries: tuple[str, str]) -> None:
        group = [EntryPoint(name, f"{__name__}:{what}", "pqgraph.readers") for name, what in entries]
        monkeypatch.setattr(readers, "entry_points", lambda group: _all)
        _all[:] = group
        forget()

    def forget() -> None:
        readers._plug_ins.cache_clear()
        readers.get_reader.cache_clear()

    _all: list[EntryPoint] = []
    yield install
    monkeypatch.undo()
    forget()


def test_names_come_in_a_fixed_order() -> None:
    assert readers.reader_names()[:4] == ("question-page", "lda-page", "lda-json", "api-json")
    assert readers.reader_names()[: len(BUILT_IN)] == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_reader_is_called_what_it_is_registered_as_and_describes_itself(name: str) -> None:
    reader = readers.get_reader(name)
    assert isinstance(reader, Reader)
    assert reader.name == name
    assert reader.summary
    assert "\n" not in reader.summary
    assert len(reader.description) > len(reader.summary)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(PqgraphError) as caught:
        readers.get_reader("lda_json")
    assert caught.value.code.id == "PQ111"
    assert caught.value.advice == "Did you mean 'lda-json'?"


def test_a_name_like_no_other_is_answered_with_all() -> None:
    with pytest.raises(PqgraphError) as caught:
        readers.get_reader("xyz")
    assert all(name in caught.value.advice for name in BUILT_IN)


def test_a_package_adds_a_reader(plug_in: Any, tmp_path: Path) -> None:
    plug_in(("telegrams", "TELEGRAMS"))
    assert readers.reader_names() == (*BUILT_IN, "telegrams")
    assert readers.all_readers()[-1] is TELEGRAMS
    path = tmp_path / "x"
    path.write_text("STOP to ask the Secretary of State STOP")
    assert readers.detect(Source(path)) is TELEGRAMS


@pytest.mark.parametrize(
    "entries",
    [
        [("api-json", "TELEGRAMS")],
        [("telegrams", "TELEGRAMS"), ("telegrams", "GREEDY")],
    ],
)
def test_the_same_name_twice_is_an_error(plug_in: Any, entries: list[tuple[str, str]]) -> None:
    plug_in(*entries)
    with pytest.raises(PqgraphError, match="two readers are called") as caught:
        readers.reader_names()
    assert caught.value.code.id == "PQ113"


@pytest.mark.parametrize("what", ["NO_READER", "NOT_THERE", "TELEGRAMS"])
def test_a_plug_in_that_is_no_reader_of_its_name_is_an_error(plug_in: Any, what: str) -> None:
    plug_in(("misnamed", what))
    with pytest.raises(PqgraphError) as caught:
        readers.get_reader("misnamed")
    assert caught.value.code.id == "PQ113"


def test_a_file_that_two_readers_accept_is_for_the_user_to_decide(plug_in: Any, tmp_path: Path) -> None:
    plug_in(("greedy", "GREEDY"))
    path = tmp_path / "page.json"
    path.write_text('{"totalResults": 0, "results": []}')
    with pytest.raises(PqgraphError, match="api-json, greedy") as caught:
        readers.detect(Source(path))
    assert caught.value.code.id == "PQ107"


@pytest.mark.parametrize("text", ["hello", "{}", "[1, 2]", '{"a": 1', "a,b\n1,2\n", "<html></html>"])
def test_a_file_that_no_reader_knows(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x"
    path.write_text(text)
    with pytest.raises(PqgraphError) as caught:
        readers.detect(Source(path))
    assert caught.value.code.id == "PQ106"
    assert text.split()[0] in caught.value.found


def test_read_gives_the_file_and_its_records(root: Path) -> None:
    file, items = readers.read(root / "examples" / "lda-page-1012383.txt")
    assert (file.name, file.reader, len(file.sha256)) == ("lda-page-1012383.txt", "lda-page", 64)
    (question,) = [item for item in items if isinstance(item, Question)]
    assert question.uin == "194746"
    assert question.locator.source == file


def test_read_takes_the_reader_it_is_told(root: Path) -> None:
    file, items = readers.read(Source(root / "examples" / "lda-page-1012383.txt"), "api-json")
    assert file.reader == "api-json"
    with pytest.raises(PqgraphError) as caught:
        list(items)
    assert caught.value.code.id == "PQ108"


EXPECTED = {
    "lda/answeredquestions.json": "lda-json",
    "lda/answeredquestions_moj_update.json": "lda-json",
    "lda/answeredquestions.csv": "lda-csv",
    "api/commons-full.jsonl.gz": "api-json",
    "api/commons-list.jsonl.gz": "api-json",
    "api/commons-states.jsonl.gz": "api-states",
    "api/commons-longform.jsonl.gz": "api-longform",
    **{
        f"api/recorded-2021-03-{day}/fetch_{what}.json": "api-json"
        for day in ("09", "18")
        for what in (
            "answers_body",
            "answers_member",
            "questions",
            "questions_body",
            "questions_member",
        )
    },
    "members/members-api-2026/members_2026-05.jsonl": "members-api",
    **{
        f"members/mnis-2021/fetch_{what}.csv": "mnis-csv"
        for what in ("lords", "lords_party_memberships", "mps", "mps_memberships", "mps_party_memberships")
    },
    "members/psephology-2026/derived_winning_candidacies.csv": "winning-candidacies",
    "seeds/000_bca8ed78a2d57843.txt": "question-page",
    "seeds/003_ebcc83439a164b3e.txt": "lda-page",
}
ACCEPTED_BY_NONE = {
    "members/psephology-2026/members.csv",
    "members/psephology-2026/political_parties.csv",
    "openapi/writtenquestions-api.json",
    "vocabularies/id.parliament.uk/Ontology.ttl",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_real_file_is_taken_by_exactly_one_reader(shared_data: Path, name: str) -> None:
    head = Source(shared_data / name).head
    assert [reader.name for reader in readers.all_readers() if reader.accepts(head)] == [EXPECTED[name]]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_reader_that_is_not_asked_would_not_have_accepted(shared_data: Path, name: str) -> None:
    head = Source(shared_data / name).head
    assert readers.detect(Source(shared_data / name)).name == EXPECTED[name]
    for opening in (
        b"",
        b"{",
        b"[",
        b'\n {"',
        b"\xef\xbb\xbf[",
        b"x",
        b"<",
        b"\n<a>{",
        b'"',
        b"\xef\xbb\xbf\xef\xbb\xbf{",
    ):
        changed = opening + head
        for reader in readers.all_readers():
            if readers._BUILT_IN[reader.name].json is (not looks_like_json(changed)):
                assert not reader.accepts(changed), (reader.name, opening)


@pytest.mark.parametrize("name", sorted(ACCEPTED_BY_NONE))
def test_other_real_files_are_taken_by_none(shared_data: Path, name: str) -> None:
    head = Source(shared_data / name).head
    assert not [reader.name for reader in readers.all_readers() if reader.accepts(head)]


@pytest.mark.parametrize("name", [name for name in EXPECTED if "json" in name])
def test_a_head_cut_anywhere_is_never_taken_for_another_format(shared_data: Path, name: str) -> None:
    head = Source(shared_data / name).head
    for cut in (*range(1, 400, 37), 1000, 1500, 4000, 20_000, 65_535):
        accepting = {reader.name for reader in readers.all_readers() if reader.accepts(head[:cut])}
        assert accepting <= {EXPECTED[name]}
        if cut >= 1000:
            assert accepting == {EXPECTED[name]}
