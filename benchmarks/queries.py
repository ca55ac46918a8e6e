"""How fast the stored queries are: on a store, in the oxigraph server, and on a slice next to rdflib, in one run.

    python benchmarks/corpus.py --questions 700000 --store large
    python benchmarks/queries.py --store large --json queries.json

Parameters that must be given are taken from the data: the member who asked most, the body that was asked most, and so
on. Each query runs in a process of its own: cold is its first run after the store was opened (what the system keeps of
the files in memory stays), warm the best of the runs that follow, CPU the least processor time; every row is read. A
query that fails or takes too long says so in its row.

Lists, which are the queries whose header has ``keys``, are measured in three ways: whole; as ``--limit 50`` asks them;
and narrowed to the busiest month, where they can be.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import common
import corpus

from pqgraph.build import build
from pqgraph.errors import PqgraphError
from pqgraph.queries.catalogue import find, shipped
from pqgraph.queries.results import first_rows
from pqgraph.queries.run import run
from pqgraph.store.local import LocalStore
from pqgraph.store.remote import RemoteStore
from pqgraph.store.results import Boolean, Queryable, ResultSet, Solutions

GOAL_MS = 1000
FIRST = 50
"""Rows that are read of a list as a person asks it."""
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX parl: <http://data.parliament.uk/schema/parl#>
PREFIX pq: <https://w3id.org/pqgraph/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# One value of each kind, or for the parameter of one query, as users write it: the most frequent, which is the slowest.
BUSIEST = (
    "SELECT ?v WHERE { { SELECT ?v (COUNT(*) AS ?n) WHERE { %s } GROUP BY ?v } } ORDER BY DESC(?n) ?v LIMIT 1"
)
NAME_OF_BUSIEST = f"SELECT ?name WHERE {{ {{ {BUSIEST} }} ?v skos:prefLabel ?name }}"
VALUES = {
    "member": BUSIEST % "?q parl:tablingMember ?v",
    "minister": BUSIEST % "?a parl:answeringMember ?v",
    "body": BUSIEST % "?q pq:answeringBody ?v",
    "topic": BUSIEST % "?q dcterms:subject ?v",
    "session": BUSIEST % "?q pq:inSession ?v",
    "party": NAME_OF_BUSIEST % "?q pq:tablingMemberParty ?v",
    "constituency": NAME_OF_BUSIEST % "?q pq:tablingMemberSeat ?v",
    "month": BUSIEST % "?q pq:monthTabled ?v",
    "question": BUSIEST % "?other pq:groupedWith ?v",
    "uin": "SELECT ?v WHERE { ?q parl:uin ?v OPTIONAL { ?q pq:transferred ?t } } ORDER BY DESC(BOUND(?t)) ?v LIMIT 1",
    "pursued-chain uin": BUSIEST % "?other pq:pursuantTo ?q . ?q parl:uin ?v",
    "round-robin-answers uin": BUSIEST % "?q pq:partOfRoundRobin ?robin ; parl:uin ?v",
    "date": "SELECT ?v WHERE { ?q pq:sortKey ?key ; dcterms:date ?v } ORDER BY DESC(?key) LIMIT 1",
}
FIXED = {
    "text": "special educational needs",
    "integer": "10",
    "number": "10",
    "boolean": "true",
    "house": "commons",
}
Row = dict[str, Any]


def find_values(store: Queryable) -> dict[str, str]:
    """A value by kind of parameter."""
    found = dict(FIXED)
    for kind, query in VALUES.items():
        result = store.query(PREFIXES + query)
        assert isinstance(result, Solutions)
        for (term,) in result.rows:
            if term is not None:
                found[kind] = term.value
    if "month" in found:
        found["month"] = found["month"][-7:]
        found["year"] = found["month"][:4]
    found["iri"] = found.get("question", "")
    return found


def required_values(values: dict[str, str]) -> dict[str, dict[str, str] | None]:
    """For each stored query what must be given; ``None`` where nothing is known that would do."""
    chosen: dict[str, dict[str, str] | None] = {}
    for query in shipped():
        given: dict[str, str] | None = {}
        for name, param in query.header.params.items():
            if given is not None and query.is_required(name):
                value = values.get(f"{query.name} {name}") or values.get(name)
                value = value or (param.choices[0] if param.choices else values.get(param.type))
                given = None if not value else {**given, name: value}
        chosen[query.name] = given
    return chosen


def rows_of(result: ResultSet) -> int:
    """Read a result to its end."""
    if isinstance(result, Boolean):
        return 1
    return sum(1 for _ in (result.rows if isinstance(result, Solutions) else result.triples))


def measure(once: Callable[[], int], runs: int) -> Row:
    """Rows, the time of the first run, the best of the others, and the least processor time, in milliseconds."""
    times: list[float] = []
    work: list[float] = []
    rows = 0
    for _ in range(runs + 1):
        began, busy = time.perf_counter(), time.process_time()
        rows = once()
        times.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - busy) * 1000)
        if sum(times) > 20_000:
            break
    return {"rows": rows, "cold": times[0], "warm": min(times[1:] or times), "cpu": min(work[1:] or work)}


def in_store(
    path: str, name: str, values: dict[str, str], runs: int, cube: bool | None, first: int | None = None
) -> Row:
    """A stored query on a store, opened for it; with ``first``, no more than so many of its rows."""
    told: Row = {}

    def once() -> int:
        answer = run(name, values, store, cube=cube, first=first)
        told.update(text=answer.text, cube=answer.cube)
        if first is not None and isinstance(answer.result, Solutions):
            return rows_of(first_rows(answer.result, first)[0])
        return rows_of(answer.result)

    with LocalStore.open(path) as store:
        return measure(once, runs) | told


def in_server(endpoint: str, text: str, runs: int) -> Row:
    """A text of SPARQL on an endpoint."""
    return measure(lambda: rows_of(RemoteStore(endpoint, timeout=120).query(text)), runs)


def in_rdflib(path: str, texts: dict[str, str], runs: int, seconds: int, answers: Any) -> None:
    """Texts of SPARQL on N-Triples that rdflib holds in memory, one answer each to the pipe."""
    import rdflib

    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    graph = rdflib.Graph().parse(path, format="nt")

    def rows(text: str) -> int:
        return len(list(graph.query(text)))

    for name, text in texts.items():
        signal.alarm(seconds)
        try:
            answers.send((name, measure(partial(rows, text), runs)))
        except TimeoutError:
            answers.send((name, {"error": f"> {seconds} s"}))
        except Exception as problem:  # whatever the peer does, the others are measured
            answers.send((name, {"error": type(problem).__name__}))
        finally:
            signal.alarm(0)
    answers.close()


def _call(answers: Any, function: Callable[..., Row], arguments: tuple[Any, ...]) -> None:
    try:
        answers.send(function(*arguments))
    except PqgraphError as problem:
        answers.send({"error": f"{problem.code.id} {problem.found}"})


def apart(function: Callable[..., Row], *arguments: Any, seconds: int) -> Row:
    """Call in a process of its own, which is ended when the time is up."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            return {"error": f"> {seconds} s"}
        answer: Row = ours.recv()
        return answer
    except EOFError:
        return {"error": "ended"}
    finally:
        process.kill()
        process.join()


def beside_rdflib(names: list[str], questions: int, runs: int, seconds: int) -> dict[str, tuple[Row, Row]]:
    """The same texts in pqgraph's store and in rdflib, on a slice of the real records."""
    found: dict[str, tuple[Row, Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        build(corpus.write(work, questions), work / "store", check=False)
        ours: dict[str, Row] = {}
        with LocalStore.open(work / "store") as store:
            given = required_values(find_values(store))
            data = work / "slice.nt"
            result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            assert not isinstance(result, Boolean | Solutions)
            with data.open("w", encoding="utf-8") as stream:
                stream.writelines(f"{s} {p} {o} .\n" for s, p, o in result.triples)
        for name in names:
            if (values := given[name]) is not None:
                ours[name] = apart(in_store, str(work / "store"), name, values, runs, None, seconds=seconds)
        texts = {name: row["text"] for name, row in ours.items() if "text" in row}
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=in_rdflib, args=(str(data), texts, runs, seconds, there))
        process.start()
        there.close()
        try:
            for _ in texts:
                name, row = here.recv()
                found[name] = ours[name], row
        finally:
            process.kill()
            process.join()
    return found


def cell(row: Row | None, key: str) -> str:
    if row is None or key not in row:
        return ""
    return f"{row[key]:,.1f}" if isinstance(row[key], float) else str(row[key])


def warm(row: Row | None) -> str:
    return "" if row is None else cell(row, "warm") or str(row.get("error", ""))


def ratio(other: Row | None, ours: Row | None) -> str:
    if not other or not ours or "warm" not in other or "warm" not in ours:
        return str((other or {}).get("error", ""))
    return f"{other['warm'] / max(ours['warm'], 0.001):,.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time all stored queries on a store.")
    parser.add_argument("--store", type=Path, required=True, help="the store to measure on")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these queries alone")
    parser.add_argument("--runs", type=int, default=4, help="warm runs of each (default 4)")
    parser.add_argument("--seconds", type=int, default=120, help="longest time for one query (default 120)")
    parser.add_argument(
        "--questions", action="store_true", help="also time the plain text of queries that read statistics"
    )
    parser.add_argument(
        "--slice", type=int, default=1000, help="questions for rdflib (default 1,000; 0 leaves it out)"
    )
    parser.add_argument("--no-server", action="store_true", help="leave the oxigraph server out")
    parser.add_argument("--json", type=Path, help="also write all figures here")
    options = parser.parse_args()
    with LocalStore.open(options.store) as store:
        values = find_values(store)
        manifest = store.manifest()
    given = required_values(values)
    names = options.only or sorted(given)
    measured: dict[str, dict[str, Row]] = {}
    beside = not options.no_server and common.OXIGRAPH.exists()
    with common.oxigraph_server(options.store) if beside else nullcontext() as server:
        endpoint = server and f"{server[0]}/query"
        for name in names:
            chosen = given[name]
            if chosen is None:
                measured[name] = {"store": {"error": "no value for a parameter that must be given"}}
                continue
            limit = options.seconds
            rows = {
                "store": apart(in_store, str(options.store), name, chosen, options.runs, None, seconds=limit)
            }
            query = find(name)
            if query.header.keys:
                where = (str(options.store), name)
                rows["first"] = apart(in_store, *where, chosen, options.runs, None, FIRST, seconds=limit)
                if "month" in query.header.params and "month" in values:
                    narrowed = {**chosen, "month": values["month"]}
                    rows["month"] = apart(in_store, *where, narrowed, options.runs, None, seconds=limit)
            if options.questions and rows["store"].get("cube"):
                rows["questions"] = apart(
                    in_store, str(options.store), name, chosen, options.runs, False, seconds=limit
                )
            if endpoint is not None and "text" in rows["store"]:
                rows["server"] = apart(
                    in_server, endpoint, rows["store"]["text"], options.runs, seconds=limit
                )
            measured[name] = rows
            sys.stderr.write(f"{name}: {cell(rows['store'], 'warm') or rows['store'].get('error')}\n")
    if options.slice:
        for name, (ours, theirs) in beside_rdflib(
            names, options.slice, options.runs, options.seconds
        ).items():
            measured[name] |= {"slice": ours, "rdflib": theirs}
    triples = manifest.triples if manifest else 0
    sys.stdout.write(f"\nStored queries on {triples:,} statements; {common.machine()}\n")
    sys.stdout.write(f"Ratios are warm times; rdflib's is on {options.slice:,} questions.\n\n")
    common.table(
        [
            "query",
            "reads",
            "rows",
            "cold ms",
            "warm ms",
            "CPU ms",
            f"first {FIRST} ms",
            "month: rows",
            "month ms",
            "questions ms",
            "server/pqgraph",
            "rdflib/pqgraph",
        ],
        [
            [
                f"`{name}`",
                "statistics" if rows["store"].get("cube") else "questions",
                cell(rows["store"], "rows") or rows["store"].get("error", ""),
                cell(rows["store"], "cold"),
                cell(rows["store"], "warm"),
                cell(rows["store"], "cpu"),
                warm(rows.get("first")),
                cell(rows.get("month"), "rows"),
                warm(rows.get("month")),
                cell(rows.get("questions"), "warm"),
                ratio(rows.get("server"), rows["store"]),
                ratio(rows.get("rdflib"), rows.get("slice")),
            ]
            for name, rows in measured.items()
        ],
    )
    for how, keys in (("whole", ("store",)), (f"lists by their first {FIRST} rows", ("first", "store"))):
        slow = [
            name
            for name, rows in measured.items()
            if next(rows[key] for key in keys if key in rows).get("warm", GOAL_MS) >= GOAL_MS
        ]
        sys.stdout.write(
            f"\n{len(measured) - len(slow)} of {len(measured)} under {GOAL_MS / 1000:.0f} s, {how}"
        )
        sys.stdout.write(f"; not: {', '.join(slow)}\n" if slow else "\n")
    if options.json is not None:
        report = {"machine": common.machine(), "triples": triples, "values": values, "queries": measured}
        options.json.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
