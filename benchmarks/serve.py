"""How fast the server answers mixed items and lists, beside the ``oxigraph`` server with the same SPARQL.

    python benchmarks/serve.py STORE [--seconds 10] [--clients 32]

Each client sends its next request when it has the answer to the last. First one client alone, for what one request
takes; then all of them. Oxigraph gets the selection, the count and the description of the same lists as SPARQL.
"""

import argparse
import asyncio
import contextlib
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2 as httpx

from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions

PARL = "http://data.parliament.uk/schema/parl#"
Requests = dict[str, list[str]]


def sample(store: Path) -> tuple[list[str], list[str], str]:
    """Items, departments, and the last day."""
    with LocalStore.open(store) as opened:

        def column(text: str) -> list[str]:
            result = opened.query(text)
            assert isinstance(result, Solutions)
            return [row[0].value for row in result.rows if row[0] is not None]

        typed = f"?q a <{PARL}WrittenParliamentaryQuestion>"
        items = column(f"SELECT ?q {{ {typed} }} LIMIT 20000")
        names = column(f"SELECT DISTINCT ?n {{ {typed} ; <{PARL}AnsweringBody> ?n }} LIMIT 40")
        days = column(f"SELECT ?d {{ {typed} ; <http://purl.org/dc/terms/date> ?d }}")
    random.Random(1).shuffle(items)
    return items[:2_000], names, max(days)[:10]


def requests_of(store: Path) -> tuple[Requests, Requests]:
    """Paths for pqgraph and the same as SPARQL for oxigraph, by kind."""
    items, names, last = sample(store)
    chance = random.Random(2)
    months = [f"{last[:4]}-{m:02d}-01" for m in range(1, 13)]
    ours: Requests = {"item": [], "list": [], "deep page": []}
    theirs: Requests = {"item": [], "list": [], "deep page": []}
    for item in items:
        path = item.partition("/id/question/")[2] or item.rpartition("/")[2]
        place = f"/questions/{path}.json" if "/" in path else f"/resources/{path}.json"
        ours["item"].append(place)
        theirs["item"].append(f"DESCRIBE <{item}>")
    for _ in range(300):
        name, day = chance.choice(names), chance.choice(months)
        where = (
            f"?q a <{PARL}WrittenParliamentaryQuestion> ; <{PARL}AnsweringBody> {json.dumps(name)} ; "
            f'<http://purl.org/dc/terms/date> ?d . FILTER(?d >= "{day}"^^<http://www.w3.org/2001/XMLSchema#date>)'
        )
        select = f"SELECT ?q {{ {where} }} ORDER BY DESC(?d) ?q"
        ours["list"].append(f"/writtenquestions.json?AnsweringBody={quote(name)}&min-date={day}")
        theirs["list"].append(f"{select} LIMIT 10\nSELECT (COUNT(*) AS ?n) {{ {where} }}")
        page = chance.randrange(500, 1_500)
        ours["deep page"].append(f"/writtenquestions.json?_page={page}")
        every = f"?q a <{PARL}WrittenParliamentaryQuestion> ; <http://purl.org/dc/terms/date> ?d"
        theirs["deep page"].append(
            f"SELECT ?q {{ {every} }} ORDER BY DESC(?d) ?q LIMIT 10 OFFSET {page * 10}\n"
            f"SELECT (COUNT(*) AS ?n) {{ {every} }}"
        )
    return ours, theirs


async def load(
    base: str, wanted: Requests, shares: dict[str, int], clients: int, seconds: float, sparql: bool
) -> dict[str, list[float]]:
    """Seconds for each answer, by kind."""
    times: dict[str, list[float]] = {kind: [] for kind in shares}
    kinds = [kind for kind, share in shares.items() for _ in range(share)]
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        chance = random.Random(number)
        async with httpx.AsyncClient(base_url=base, timeout=120) as http:
            while time.perf_counter() < end:
                kind = chance.choice(kinds)
                request = chance.choice(wanted[kind])
                began = time.perf_counter()
                if sparql:
                    for query in request.split("\n"):
                        response = await http.post(
                            "/query",
                            content=query,
                            headers={"Content-Type": "application/sparql-query", "Accept": "*/*"},
                        )
                        response.raise_for_status()
                else:
                    (await http.get(request)).raise_for_status()
                times[kind].append(time.perf_counter() - began)

    await asyncio.gather(*(client(number) for number in range(clients)))
    return times


def report(name: str, clients: int, seconds: float, times: dict[str, list[float]]) -> None:
    total = sum(map(len, times.values()))
    cells = []
    for kind, found in times.items():
        if len(found) > 1:
            cuts = statistics.quantiles(found, n=100)
            cells.append(f"{kind}: p50 {cuts[49] * 1000:,.1f} p99 {cuts[98] * 1000:,.1f} ms")
    print(f"| {name} | {clients} | {total / seconds:,.0f} | {'; '.join(cells)} |", flush=True)


@contextlib.contextmanager
def pqgraph_server(store: Path) -> Iterator[str]:
    command = [
        sys.executable,
        "-m",
        "pqgraph",
        "serve",
        "--store",
        str(store),
        "--port",
        "0",
        "--no-access-log",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://[^\"]+", line)
        assert found, line
        try:
            yield found[0].rstrip("/")
        finally:
            process.terminate()


@contextlib.contextmanager
def oxigraph_server(store: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [
        str(program),
        "serve-read-only",
        "--location",
        str(store / "rdf"),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{url}/query")
                break
            time.sleep(0.1)
        try:
            yield url
        finally:
            process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=32)
    given = parser.parse_args()
    ours, theirs = requests_of(given.store)
    mixed = {"item": 7, "list": 2, "deep page": 1}
    print("| server | clients | requests/s | times |\n|---|---|---|---|")
    for name, server, wanted, sparql in (
        ("pqgraph", pqgraph_server, ours, False),
        ("oxigraph", oxigraph_server, theirs, True),
    ):
        with server(given.store) as url:
            asyncio.run(load(url, wanted, mixed, 4, 1, sparql))
            for clients in (1, given.clients):
                times = asyncio.run(load(url, wanted, mixed, clients, given.seconds, sparql))
                report(name, clients, given.seconds, times)
            if not sparql:
                text = httpx.get(f"{url}/metrics").text
                sizes = [
                    int(line.split()[1])
                    for line in text.splitlines()
                    if line.startswith("pqgraph_process_resident")
                ]
                print(f"memory of each process: {', '.join(f'{size / 1e6:,.0f}' for size in sizes)} MB")


if __name__ == "__main__":
    main()
