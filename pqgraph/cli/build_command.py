"""``pqgraph build``."""

from __future__ import annotations

import sys

import click

from pqgraph.cli import console
from pqgraph.cli.options import (
    engine_option,
    fail_on_option,
    from_option,
    inputs_argument,
    members_option,
    topic_places_option,
    topics_option,
)
from pqgraph.errors import Exit

__all__ = ["command"]


@click.command("build")
@inputs_argument
@click.option("--store", metavar="DIR", required=True, help="Folder of the store to make.")
@click.option(
    "--replace",
    is_flag=True,
    help="Forget a store that is there, loaded files too, and build from these inputs alone.",
)
@click.option("-o", "--output", "target", metavar="FILE", help="Also write the graph to this file.")
@from_option
@members_option
@topics_option
@topic_places_option
@click.option(
    "--check/--no-check", default=True, show_default=True, help="Check each record against the shapes."
)
@engine_option
@fail_on_option
def command(
    inputs: tuple[str, ...],
    store: str,
    replace: bool,
    target: str | None,
    reader: str | None,
    members: tuple[str, ...],
    topics: bool,
    topic_places: bool,
    check: bool,
    engine: str,
    fail_on: str,
) -> Exit:
    """Convert, check and load in one pass: source files to a store that answers queries.

    Records of one question become one node, whatever the source and the order. A store that is there is added to:
    the outcome is what one build of everything would give, and what 'pqgraph load' brought in stays. It changes when
    all is done, or not at all; labels of Houses, answering bodies and topics come with it.
    Findings of the checks are told and counted; the exit code is 1 if there are any at --fail-on or graver, or
    if records were rejected.

    \b
    Examples:
      pqgraph build examples/*.txt --store store
      pqgraph build questions.jsonl.gz answeredquestions.json --store all --replace -o all.nq.gz
    """
    from pqgraph.build import build
    from pqgraph.checks import render

    with console.progress("building") as on_progress:
        result = build(
            inputs,
            store,
            replace=replace,
            reader=reader,
            topics=topics,
            topic_places=topic_places,
            members=members,
            check=check,
            engine=engine,
            fail_on=fail_on,  # type: ignore[arg-type]  # click has checked the choice
            target=target,
            on_problem=console.problem_printer(),
            on_progress=on_progress,
        )
    if result.engine_reason:
        console.say(f"PQ402 checked with {result.engine}: {result.engine_reason}")
    if result.report is not None:
        for (severity, shape), count in sorted(
            result.findings.by_shape.items(), key=lambda item: (item[0][0].rank, item[0][1])
        ):
            console.say(f"{count:,} {severity.value}: {shape.rpartition('/')[2]}")
        if not result.conforms():
            sys.stderr.write(render(result.report, "text").decode())
    if result.loaded:
        listed = ", ".join(result.loaded[:3]) + (", …" if len(result.loaded) > 3 else "")
        files = "1 loaded file is" if len(result.loaded) == 1 else f"{len(result.loaded):,} loaded files are"
        console.say(f"{files} kept: {listed}")
    if result.indexed is None:
        console.say("no search index: tantivy is not installed (pip install 'pqgraph[search]')")
    console.summary(result.tally, result.triples, store)
    return Exit.DONE if result.conforms() and not result.tally.rejections else Exit.FINDINGS
