"""How fast the server answers mixed items and lists, beside the ``oxigraph`` server with the same SPARQL.

    python benchmarks/serve.py STORE [--seconds 10] [--clients 32] [--popular N] [--patience 30]

Each client sends its next request when it has the answer to the last: first one client alone, for what one request
takes, by kind; then all of them, mixed. Oxigraph gets the selection, the count and the description of the same lists as
SPARQL. Requests are drawn from 20,000 items and 5,000 lists, so that few come twice; with --popular from so many of
each kind, as if all asked for the same. Pages far down begin at 5,000 where there are so many. What takes longer than a
client's patience is given up and counted apart; Oxigraph sorts everything for each page far down. Clients speak HTTP by
hand over one connection each, because a library for it takes more time than the server. Processor time of the server's
processes stands beside the times that clients see, which depend on what else the machine does.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import common
import httpx2 as httpx

from pqgraph.store.local import LocalStore
from pqgraph.store.results import Solutions

PARL = "http://data.parliament.uk/schema/parl#"
Requests = dict[str, list[str]]


def sample(store: Path) -> tuple[list[str], list[str], str, int]:
    """Items, departments, the last day, and how many questions there are."""
    with LocalStore.open(store) as opened:

        def column(text: str) -> list[str]:
            result = opened.query(text)
            assert isinstance(result, Solutions)
            return [row[0].value for row in result.rows if row[0] is not None]

        typed = f"?q a <{PARL}WrittenParliamentaryQuestion>"
        items = column(f"SELECT ?q {{ {typed} }} LIMIT 20000")
        names = column(f"SELECT DISTINCT ?n {{ {typed} ; <{PARL}AnsweringBody> ?n }} LIMIT 40")
        (last,) = column(f"SELECT (MAX(?d) AS ?last) {{ {typed} ; <http://purl.org/dc/terms/date> ?d }}")
        (count,) = column(f"SELECT (COUNT(*) AS ?n) {{ {typed} }}")
    random.Random(1).shuffle(items)
    return items, names, last[:10], int(count)


def requests_of(store: Path) -> tuple[Requests, Requests]:
    """Paths for pqgraph and the same as SPARQL for oxigraph, by kind."""
    items, names, last, count = sample(store)
    pages = count // 10
    chance = random.Random(2)
    wanted_days = [f"{last[:4]}-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 29)]
    wanted_days = [day for day in wanted_days if day <= last]
    ours: Requests = {"item": [], "list": [], "deep page": []}
    theirs: Requests = {"item": [], "list": [], "deep page": []}
    for item in items:
        path = item.partition("/id/question/")[2] or item.rpartition("/")[2]
        place = f"/questions/{path}.json" if "/" in path else f"/resources/{path}.json"
        ours["item"].append(place)
        theirs["item"].append(f"DESCRIBE <{item}>")
    for _ in range(5_000):
        name, day = chance.choice(names), chance.choice(wanted_days)
        where = (
            f"?q a <{PARL}WrittenParliamentaryQuestion> ; <{PARL}AnsweringBody> {json.dumps(name)} ; "
            f'<http://purl.org/dc/terms/date> ?d . FILTER(?d >= "{day}"^^<http://www.w3.org/2001/XMLSchema#date>)'
        )
        select = f"SELECT ?q {{ {where} }} ORDER BY DESC(?d) ?q"
        ours["list"].append(f"/writtenquestions.json?AnsweringBody={quote(name)}&min-date={day}")
        theirs["list"].append(f"{select} LIMIT 10\nSELECT (COUNT(*) AS ?n) {{ {where} }}")
        page = chance.randrange(min(5_000, pages // 2), pages)
        ours["deep page"].append(f"/writtenquestions.json?_page={page}")
        every = f"?q a <{PARL}WrittenParliamentaryQuestion> ; <http://purl.org/dc/terms/date> ?d"
        theirs["deep page"].append(
            f"SELECT ?q {{ {every} }} ORDER BY DESC(?d) ?q LIMIT 10 OFFSET {page * 10}\n"
            f"SELECT (COUNT(*) AS ?n) {{ {every} }}"
        )
    return ours, theirs


async def fetch(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, query: str | None
) -> None:
    """Ask, and read the answer to its end."""
    head = "Host: localhost\r\nAccept: */*\r\n"
    if query is None:
        writer.write(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
    else:
        body = query.encode()
        head += f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert answer.startswith(b"http/1.1 200"), (path, query, answer)
    if (length := re.search(rb"content-length: (\d+)", answer)) is not None:
        await reader.readexactly(int(length[1]))
        return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readuntil(b"\r\n")


async def load(
    base: str,
    wanted: Requests,
    shares: dict[str, int],
    clients: int,
    seconds: float,
    patience: float,
    sparql: bool,
) -> tuple[dict[str, list[float]], Counter[str]]:
    """Seconds for each answer, and how many were given up, by kind."""
    times: dict[str, list[float]] = {kind: [] for kind in shares}
    given_up: Counter[str] = Counter()
    kinds = [kind for kind, share in shares.items() for _ in range(share)]
    address = urlsplit(base)
    end = time.perf_counter() + seconds

    async def client() -> None:
        chance = random.Random()
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        while time.perf_counter() < end:
            kind = chance.choice(kinds)
            request = chance.choice(wanted[kind])
            began = time.perf_counter()
            try:
                async with asyncio.timeout(patience):
                    if sparql:
                        for query in request.split("\n"):
                            await fetch(reader, writer, "/query", query)
                    else:
                        await fetch(reader, writer, request, None)
            except TimeoutError:
                given_up[kind] += 1
                writer.close()
                reader, writer = await asyncio.open_connection(address.hostname, address.port)
            else:
                times[kind].append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return times, given_up


def processor_seconds(pid: int) -> float:
    """Processor time that a process and those that it started have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    found = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += sum(map(processor_seconds, map(int, (task / "children").read_text().split())))
    return found


def report(
    name: str,
    clients: int,
    seconds: float,
    spent: float,
    times: dict[str, list[float]],
    given_up: Counter[str],
) -> None:
    total = sum(map(len, times.values()))
    cells = []
    for kind, found in times.items():
        if len(found) > 1:
            cuts = statistics.quantiles(found, n=100)
            cells.append(f"{kind}: p50 {cuts[49] * 1000:,.1f} p99 {cuts[98] * 1000:,.1f} ms")
        if given_up[kind]:
            cells.append(f"{kind}: {given_up[kind]} given up, {len(found)} answered")
    rate, each = total / seconds, spent / max(1, total + given_up.total()) * 1000
    print(f"| {name} | {clients} | {rate:,.0f} | {each:.2f} ms | {'; '.join(cells)} |", flush=True)


@contextlib.contextmanager
def pqgraph_server(store: Path) -> Iterator[tuple[str, int]]:
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
        began = time.perf_counter()
        line = process.stderr.readline()
        found = re.search(r"http://[^\"]+", line)
        assert found, line
        print(f"pqgraph listens after {time.perf_counter() - began:.1f} s", file=sys.stderr)
        try:
            yield found[0].rstrip("/"), process.pid
        finally:
            process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument(
        "--patience", type=float, default=30, help="seconds that a client waits for an answer"
    )
    parser.add_argument("--popular", type=int, help="how many different requests of each kind there are")
    given = parser.parse_args()
    both = [{kind: all_[: given.popular] for kind, all_ in each.items()} for each in requests_of(given.store)]
    mixed = {"item": 7, "list": 2, "deep page": 1}
    print("| server | clients | requests/s | processor time each | times |\n|---|---|---|---|---|")
    for name, server, wanted, sparql in (
        ("pqgraph", pqgraph_server, both[0], False),
        ("oxigraph", common.oxigraph_server, both[1], True),
    ):
        with server(given.store) as (url, pid):
            asyncio.run(load(url, wanted, mixed, 4, 1, given.patience, sparql))
            alone = [({kind: 1}, 1) for kind in mixed]
            for shares, clients in (*alone, (mixed, given.clients)):
                before, began = processor_seconds(pid), time.perf_counter()
                found = asyncio.run(load(url, wanted, shares, clients, given.seconds, given.patience, sparql))
                passed = time.perf_counter() - began
                report(name, clients, passed, processor_seconds(pid) - before, *found)
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
