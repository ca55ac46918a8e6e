"""Answers that a process keeps."""

import pytest

from pqgraph.api.protocol import Request, Response
from pqgraph.api.server.kept import Kept

JSON = Response(200, (("Content-Type", "application/json"),), b"{}")


def test_the_same_request_gets_the_same_answer() -> None:
    kept = Kept(100_000)
    asked = Request.of("/resources/1.json?a=b", (("Accept", "*/*"), ("User-Agent", "curl")))
    assert kept.find(asked) is None
    kept.keep(asked, JSON)
    # Who asks makes no difference.
    assert kept.find(Request.of("/resources/1.json?a=b", (("accept", "*/*"),))) is JSON


@pytest.mark.parametrize(
    "other",
    [
        Request.of("/resources/2.json", (("Accept", "*/*"),)),
        Request.of("/resources/1.json?_view=all", (("Accept", "*/*"),)),
        Request.of("http://other/resources/1.json", (("Accept", "*/*"),)),
        Request.of("/resources/1.json", (("Accept", "text/turtle"),)),
        Request.of("/resources/1.json"),
        Request.of("/resources/1.json", (("Accept", "*/*"), ("If-None-Match", '"x"'))),
        Request.of("/resources/1.json", (("Accept", "*/*"),), "HEAD"),
    ],
)
def test_another_request_does_not(other: Request) -> None:
    kept = Kept(100_000)
    kept.keep(Request.of("/resources/1.json", (("Accept", "*/*"),)), JSON)
    assert kept.find(other) is None


@pytest.mark.parametrize(
    "response",
    [
        Response(404, JSON.headers, b"{}"),
        Response(304, ()),
        Response(200, (("Content-Type", "text/html; charset=utf-8"),), b"<p>"),
        Response(200, JSON.headers, b" " * 65_537),
    ],
)
def test_what_is_no_small_success_is_not_kept(response: Response) -> None:
    kept, asked = Kept(1_000_000), Request.of("/resources/1.json")
    kept.keep(asked, response)
    assert kept.find(asked) is None
    assert kept.size == 0


def test_what_was_asked_for_least_recently_goes_first() -> None:
    kept = Kept(10_000)
    asked = [Request.of(f"/resources/{number}.json") for number in range(6)]
    for request in asked[:4]:
        kept.keep(request, JSON)
    assert kept.find(asked[0]) is JSON
    for request in asked[4:]:
        kept.keep(request, JSON)
    assert [kept.find(request) is not None for request in asked] == [True, False, False, True, True, True]
    assert 0 < kept.size <= 10_000
