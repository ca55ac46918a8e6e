"""From the Linked Data API's own documents to RDF and back, over all real items."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
import pytest

from pqgraph import readers
from pqgraph.api.index import Index, describe, index_of
from pqgraph.api.renderers import lda_xml
from pqgraph.api.renderers.lda_csv import CsvRenderer
from pqgraph.api.renderers.lda_json import JsonRenderer, list_page
from pqgraph.api.views import QUESTION
from pqgraph.convert import convert
from pqgraph.store.local import LocalStore

PAGES = {"answeredquestions.json": 500, "answeredquestions_moj_update.json": 10}


def graph_of(path: Path) -> Index:
    """What another program reads from a document of ours."""
    return index_of((str(q.subject), str(q.predicate), str(q.object)) for q in ox.parse(path=path))


def converted(source: Path, folder: Path, suffix: str) -> Path:
    target = folder / f"out.{suffix}"
    assert convert([source], target).rejections == 0
    return target


def canonical(tree: Any) -> str:
    return json.dumps(tree, sort_keys=True, ensure_ascii=False)


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, shared_data: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    path = shared_data / "lda" / request.param
    content = json.loads(path.read_text(encoding="utf-8"))
    assert len(content["result"]["items"]) == PAGES[request.param]
    yield path, content


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_json_to_rdf_and_back_is_the_same_json(
    page: tuple[Path, dict[str, Any]], suffix: str, tmp_path: Path
) -> None:
    path, content = page
    items = content["result"]["items"]
    index = graph_of(converted(path, tmp_path, suffix))
    found = JsonRenderer().items([item["_about"] for item in items], index)
    assert [canonical(item) for item in found] == [canonical(item) for item in items]


def test_json_to_a_store_and_back_is_the_same_json(page: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    path, content = page
    items = content["result"]["items"]
    store = LocalStore.in_memory([converted(path, tmp_path, "nq")], reference=True)
    iris = [item["_about"] for item in items]
    found = JsonRenderer().items(iris, describe(store, iris, QUESTION))
    assert [canonical(item) for item in found] == [canonical(item) for item in items]


def test_the_envelope_is_the_same_but_for_the_page_size_in_links(page: tuple[Path, dict[str, Any]]) -> None:
    result = page[1]["result"]
    address, _, query = result["_about"].partition("?")
    parameters = [each for each in query.split("&") if not each.startswith("_page")]
    found = list_page(
        result["items"],
        f"{address}?{'&'.join(parameters)}",
        page=result["page"] if "_page=" in query else None,
        page_size=result["itemsPerPage"],
        page_size_given="_pageSize=" in query,
        total=result["totalResults"],
    )
    size = "_pageSize=1000&" if "_pageSize" in query else ""
    for name in {"first", "next", "prev"} & result.keys():
        assert found["result"][name] == result[name].replace("_page=", f"{size}_page=")
        found["result"][name] = result[name]
    assert found == page[1]
    assert list(found["result"]) == list(result)


def test_the_real_pages_as_xml_give_the_same_records(
    page: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path, content = page
    items = content["result"]["items"]
    rendered = JsonRenderer().items(
        [item["_about"] for item in items], graph_of(converted(path, tmp_path, "nq"))
    )
    envelope = list_page(
        rendered, "http://localhost/answeredquestions.xml", page=0, page_size=500, page_size_given=True
    )
    target = tmp_path / "page.xml"
    target.write_bytes(lda_xml.document(envelope))
    _, original = readers.read(path)
    _, again = readers.read(target)
    place = next(iter(readers.read(path)[1])).locator
    change = msgspec.structs.replace
    assert [change(each, locator=place) for each in again] == [
        change(each, locator=place) for each in original
    ]


@pytest.mark.parametrize("suffix", ["nq", "ttl"])
def test_csv_to_rdf_and_back_is_the_same_csv_up_to_what_r_destroyed(
    suffix: str, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "lda" / "answeredquestions.csv"
    with source.open(newline="", encoding="utf-8") as stream:
        headings, *rows = csv.reader(stream, strict=True)
    index = graph_of(converted(source, tmp_path, suffix))
    items = JsonRenderer().items([row[0] for row in rows], index)
    text = "".join(CsvRenderer().lines(items))
    found_headings, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    # What R did: a number behind repeated headings, NA where there was nothing. (It also cut fractions of seconds
    # off times and quoted only where needed; neither can be seen from its file.)
    assert found_headings == [re.sub(r"_\d$", "", heading) for heading in headings]
    assert len(found) == 500
    assert found == [["" if cell == "NA" else cell for cell in row] for row in rows]
