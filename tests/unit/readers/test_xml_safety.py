"""Reading XML: what a document may declare, what it may not, and that memory and the machine are left alone."""

import gzip
import random
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pqgraph.errors import PqgraphError
from pqgraph.model import Question, SourceFile
from pqgraph.readers import _xml
from pqgraph.readers._xml import elements, inner_html, inner_text, root_of
from pqgraph.readers.base import Source
from pqgraph.readers.daily_report import READER as DAILY_REPORT
from pqgraph.readers.parl_triples import READER as PARL_TRIPLES
from pqgraph.readers.source import HEAD_BYTES
from pqgraph.readers.twfy_xml import READER as TWFY

FILE = SourceFile(name="x.xml", sha256="0" * 64, reader="x")


def texts(data: str | bytes, tmp_path: Path, depth: int = 1) -> list[tuple[str, str]]:
    path = tmp_path / "x.xml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return [(path, inner_text(element)) for path, element in elements(Source(path), FILE, depth=depth)]


def refusal(data: str | bytes, tmp_path: Path) -> tuple[str, str, str | None]:
    with pytest.raises(PqgraphError) as caught:
        texts(data, tmp_path)
    return caught.value.code.id, caught.value.found, caught.value.place


@pytest.mark.parametrize(
    "data",
    [
        "<a><b>é£</b></a>".encode(),
        b'\xef\xbb\xbf<?xml version="1.0"?><a><b>\xc3\xa9\xc2\xa3</b></a>',
        b'\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?><a><b>\xc3\xa9\xc2\xa3</b></a>',
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a><b>\xe9\xa3</b></a>',
        b"<?xml version='1.0' encoding='windows-1252'?>\n<a><b>\xe9\xa3</b></a>",
        '<?xml version="1.0" encoding="utf-16"?><a><b>é£</b></a>'.encode("utf-16"),
        b"<!DOCTYPE a [ <!-- one > --> <?x ]>?> <!ENTITY pound \"&#163;\">\n<!ENTITY e '&#xE9;' > ]><a><b>&e;&pound;</b></a>",
        '<!DOCTYPE a [<!ENTITY e "é"><!ELEMENT a (b)>]><a><b>&e;£</b></a>'.encode(),
        "<!-- <!DOCTYPE a [ --><a><b>é<!-- no --><?no no?>£</b></a>".encode(),
    ],
)
def test_encodings_and_entities_of_one_character(data: bytes, tmp_path: Path) -> None:
    assert texts(data, tmp_path) == [("/a/b[1]", "é£")]


def test_the_two_entities_that_xml_predefines_may_be_declared(tmp_path: Path) -> None:
    data = '<!DOCTYPE a [<!ENTITY lt "&#38;#60;"><!ENTITY amp "&#38;#38;">]><a><b>&lt;&amp;&lt;</b></a>'
    assert texts(data, tmp_path) == [("/a/b[1]", "<&<")]


LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 40))


@pytest.mark.parametrize(
    ("declarations", "found"),
    [
        ('[<!ENTITY x SYSTEM "file:///etc/hostname">]', "declaration"),
        ('[<!ENTITY x PUBLIC "-//X//Y" "http://127.0.0.1:9/x">]', "declaration"),
        ('[<!ENTITY % x "y"> %x;]', "declaration"),
        ('[<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]', "declaration"),
        ("[%x;]", "declaration"),
        ('[<!ATTLIST b c CDATA "' + "x" * 1000 + '">]', "declaration"),
        ('[<!NOTATION x SYSTEM "y">]', "declaration"),
        ('[<!ENTITY l0 "ha">' + LAUGHS + "]", "'l0' is more than one character"),
        ('[<!ENTITY l0 "h">' + LAUGHS + "]", "'l1' is more than one character"),
        ('[<!ENTITY x "&#38;y;&#38;y;">]', "more than one character"),
        ('[<!ENTITY x "&#38;">]', "more than one character"),
        ('[<!ENTITY x "&#60;">]', "more than one character"),
        ('[<!ENTITY x "&#x25;">]', "more than one character"),
        ('[<!ENTITY x "<b/>">]', "more than one character"),
        ('SYSTEM "http://127.0.0.1:9/x.dtd"', "another file"),
        ('PUBLIC "-//X//Y" "x.dtd" [<!ENTITY x "y">]', "another file"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_other_declarations_are_refused_before_parsing(
    declarations: str, found: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parser(*_: Any, **__: Any) -> Any:
        raise AssertionError("a parser has seen the file")

    monkeypatch.setattr(etree, "iterparse", parser)
    data = f"<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE a {declarations}>\n<a><b>&x;</b></a>"
    code, what, place = refusal(data.encode(encoding), tmp_path)
    assert code == "PQ114"
    assert found in what
    assert place == "x.xml#L3"


@pytest.mark.parametrize("reader", [TWFY, DAILY_REPORT, PARL_TRIPLES], ids=lambda reader: str(reader.name))
def test_every_reader_of_xml_refuses_a_bomb(reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    root = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&l39;</rdf:RDF>'
    path.write_text(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>\n{root}')
    with pytest.raises(PqgraphError) as caught:
        list(reader.read(Source(path), FILE))
    assert caught.value.code.id == "PQ114"


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "x-unknown"])
def test_encodings_that_hide_their_ascii_are_refused(encoding: str, tmp_path: Path) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    assert refusal(data, tmp_path) == ("PQ105", f"XML in the encoding {encoding} is not read", "x.xml")
    assert root_of(data.encode()) is None


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("<a>\n<b>\n</a>", 3),
        ("<a>\n<b>&nbsp;</b></a>", 2),
        ("<a>\n\n<b/>", 3),
        ("hello", 1),
        ("<!DOCTYPE a", 1),
        ("<!DOCTYPE a [\n", 2),
        ("<!-- x", 1),
        (b"<a>\n<b>\xff</b></a>", 2),
        ("<a>" * 300 + "</a>" * 300, 1),
    ],
)
def test_what_is_not_well_formed_is_named_with_its_line(data: str | bytes, line: int, tmp_path: Path) -> None:
    code, found, place = refusal(data, tmp_path)
    assert (code, place) == ("PQ108", f"x.xml#L{line}")
    assert found


def test_records_before_a_fault_come_first(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<a>" + "<b>1</b>" * 10_000 + "<c>")
    got = []
    with pytest.raises(PqgraphError):
        for found in elements(Source(path), FILE):
            got.append(found.path)
    assert got[:2] == ["/a/b[1]", "/a/b[2]"]
    assert len(got) == 10_000


def test_records_before_damaged_compression_come_first(tmp_path: Path) -> None:
    path = tmp_path / "x.xml.gz"
    noise = random.Random(1)
    body = "".join(f"<b>{noise.randbytes(200).hex()}</b>" for _ in range(1000))
    path.write_bytes(gzip.compress(f"<a>{body}</a>".encode())[:-50_000])
    got = 0
    with pytest.raises(PqgraphError) as caught:
        for _ in elements(Source(path), FILE):
            got += 1
    assert caught.value.code.id == "PQ104"
    assert got > 500


def test_a_prolog_without_end_is_refused(tmp_path: Path) -> None:
    code, _, _ = refusal("<!-- " + "x" * HEAD_BYTES + " --><a/>", tmp_path)
    assert code == "PQ110"
    code, _, _ = refusal("<!DOCTYPE a [" + '<!ENTITY e "x">' * HEAD_BYTES + "]><a/>", tmp_path)
    assert code == "PQ110"


def test_a_record_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_xml, "MAX_RECORD", 1 << 20)
    code, found, _ = refusal("<a><b>" + "<c>some text</c>" * 100_000 + "</b></a>", tmp_path)
    assert (code, found) == ("PQ110", "one record has more than 1,048,576 bytes")


def test_memory_does_not_grow_with_the_document(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"

    def peak(count: int) -> int:
        path.write_text("<a>" + f"<b><c>{'text ' * 200}</c></b>\n" * count + "</a>")
        source = Source(path)
        source.head  # noqa: B018 - read once, the same for both
        tracemalloc.start()
        assert sum(1 for _ in elements(source, FILE)) == count
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    small = peak(500)
    assert peak(10_000) < small * 1.5


def test_paths_count_among_siblings_of_the_same_name(tmp_path: Path) -> None:
    data = "<r xmlns='x'><h>0</h><q><e>1</e><f>2</f><e>3</e></q><q><e>4</e></q></r>"
    assert texts(data, tmp_path) == [("/r/h[1]", "0"), ("/r/q[1]", "123"), ("/r/q[2]", "4")]
    assert texts(data, tmp_path, depth=2) == [
        ("/r/q[1]/e[1]", "1"),
        ("/r/q[1]/f[1]", "2"),
        ("/r/q[1]/e[2]", "3"),
        ("/r/q[2]/e[1]", "4"),
    ]
    assert texts(data, tmp_path, depth=0) == [("/r", "01234")]


def test_root_of() -> None:
    root = root_of(
        b'<?xml version="1.0"?><!-- <x> -->\n<!DOCTYPE p [<!ENTITY a "]>">]> <p:q xmlns:p="u:x">rest'
    )
    assert root is not None
    assert (root.name, root.attributes.strip(), root.rest) == ("q", 'xmlns:p="u:x"', "rest")
    for data in (b"", b"text", b"{}", b"<!DOCTYPE a [", b"<!-- x", b"<"):
        assert root_of(data) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"<?xml version='1.0'", b"<!DOCTYPE a [", b"<a"]))
def test_any_beginning_is_looked_at_without_failing(data: bytes, start: bytes) -> None:
    root_of(start + data)
    for reader in (TWFY, DAILY_REPORT, PARL_TRIPLES):
        assert reader.accepts(start + data) in (True, False)


@given(st.text(alphabet="<>!&;%[]\"'ab#x3 ENTITYSMDOCP\n", max_size=120))
def test_any_declarations_are_refused_or_harmless(declarations: str) -> None:
    # Whatever passes the check and parses has no entity that is longer than what stands in the file.
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xml"
        path.write_text(f"<!DOCTYPE a [{declarations}]><a><b>&x;</b></a>", encoding="utf-8")
        try:
            found = [inner_text(element) for _, element in elements(Source(path), FILE)]
        except PqgraphError as problem:
            assert problem.code.id in ("PQ108", "PQ114")
        else:
            assert all(len(text) <= 1 for text in found)


def html(data: str, *unwrap: str) -> str:
    return inner_html(etree.fromstring(data), frozenset(unwrap))


def test_inner_html() -> None:
    data = (
        '<reply id="1">\n\t<p pid="a" class="indent">A &amp; <I>b</I> <phrase class="date">5 May</phrase>&lt;</p>\n'
        '\t<table>\n<tbody>\n<tr pid="x"> <td colspan="2"/> <td>1<br/>2<sup></sup></td> </tr>\n</tbody></table>\n'
        '<p><del class="ministerial">x</del> <a href="http://e/?a=1&amp;b=2" onclick="x()">y</a></p></reply>'
    )
    assert html(data, "phrase") == (
        "<p>A &amp; <i>b</i> 5 May&lt;</p>"
        '<table><tbody><tr><td colspan="2"></td><td>1<br>2<sup></sup></td></tr></tbody></table>'
        '<p><del class="ministerial">x</del> <a href="http://e/?a=1&amp;b=2">y</a></p>'
    )
    assert html("<reply>Just text &lt; £\u00a03\u2014é</reply>") == "Just text &lt; £\u00a03\u2014é"
    assert html("<reply>\n</reply>") == ""


def test_a_real_file_is_read_with_its_entities(shared_data: Path) -> None:
    path = shared_data / "parlparse" / "wrans" / "answers2009-10-27c.xml"
    assert b"&pound;" in path.read_bytes()
    questions = [item for item in TWFY.read(Source(path), FILE) if isinstance(item, Question)]
    answers = "".join(answer.text or "" for question in questions for answer in question.answers)
    assert answers.count("£") > 100
    assert "—" in answers
    assert not re.search("&(?!amp;|lt;|gt;)", answers)
