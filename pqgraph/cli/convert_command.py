"""``pqgraph convert``."""

from __future__ import annotations

import click

from pqgraph.cli import console
from pqgraph.cli.options import (
    from_option,
    inputs_argument,
    jobs_option,
    members_option,
    provenance_option,
    topic_places_option,
    topics_option,
)
from pqgraph.errors import Exit

__all__ = ["command"]


@click.command("convert")
@inputs_argument
@from_option
@click.option(
    "-o", "--output", "target", metavar="FILE", help="Write here, whole or not at all; - is stdout."
)
@click.option(
    "-f",
    "--format",
    "rdf_format",
    metavar="FORMAT",
    help="turtle, ntriples, nquads, trig, jsonld or rdfxml; told from the file name if left out, else turtle.",
)
@members_option
@topics_option
@topic_places_option
@provenance_option
@jobs_option
def command(
    inputs: tuple[str, ...],
    reader: str | None,
    members: tuple[str, ...],
    target: str | None,
    rdf_format: str | None,
    topics: bool,
    topic_places: bool,
    provenance: bool,
    jobs: int,
) -> Exit:
    """Turn pages and records of written questions into RDF.

    INPUT is any number of files or folders, or - for stdin; gzip and Zstandard are looked through, and the reader
    is chosen from the content. A record that cannot be used is rejected with its place and the rest goes on; the
    exit code is then 1. Records of one question are not merged: that does 'pqgraph build'. Output named *.gz or
    *.zst is compressed.

    \b
    Examples:
      pqgraph convert examples/lda-page-1012383.txt
      pqgraph convert answeredquestions.json -o questions.ttl
      pqgraph convert questions.jsonl.gz -o questions.nq.gz
      curl … | pqgraph convert - --from api-json -f ntriples
    """
    from pqgraph.convert import convert

    with console.progress("converting") as on_progress:
        tally = convert(
            inputs,
            target,
            rdf_format=rdf_format,
            reader=reader,
            topics=topics,
            topic_places=topic_places,
            members=members,
            provenance=provenance,
            jobs=jobs,
            on_problem=console.problem_printer(),
            on_progress=on_progress,
        )
    console.summary(tally, None, target if target not in (None, "-") else "stdout")
    return console.outcome(tally)
