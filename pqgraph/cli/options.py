"""Arguments and options that several commands share, so that the same letter means the same everywhere."""

from __future__ import annotations

import os

import click

__all__ = [
    "catalogue_option",
    "data_option",
    "endpoint_option",
    "engine_option",
    "fail_on_option",
    "from_option",
    "inputs_argument",
    "jobs_option",
    "members_option",
    "provenance_option",
    "store_option",
    "topic_places_option",
    "topics_option",
]


inputs_argument = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
from_option = click.option(
    "--from", "reader", metavar="READER", help="Name of the reader, if its choice from the content is wrong."
)


topics_option = click.option(
    "--topics/--no-topics", default=True, show_default=True, help="Look for topics in heading and question."
)
topic_places_option = click.option(
    "--topic-places",
    is_flag=True,
    help="Say in the provenance graph where in a question each topic stands: seven statements each time.",
)
members_option = click.option(
    "--members",
    metavar="FILE",
    multiple=True,
    help="A register of members, or a folder of registers, to look names, parties and seats up in; may be given "
    "several times. Registers among the inputs are looked up in, too, and become part of the graph.",
)
provenance_option = click.option(
    "--provenance/--no-provenance",
    default=True,
    show_default=True,
    help="Say of each question which record of which file it comes from.",
)


def _processors() -> int:
    """How many processes are worth starting here: as many as the system lets this one use, up to eight."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 8)


jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    default=_processors,
    help="Processes that share the work of large inputs; if left out, as many as processors may be used, up to eight. "
    "The output is the same.",
)
store_option = click.option("--store", metavar="DIR", help="A store made by 'pqgraph build'.")
endpoint_option = click.option("--endpoint", metavar="URL", help="A SPARQL endpoint.")
catalogue_option = click.option(
    "--catalogue",
    metavar="DIR",
    help="A folder of query files, in place of the queries that ship with pqgraph.",
)
data_option = click.option(
    "--data",
    metavar="FILE",
    multiple=True,
    help="An RDF file; may be given several times. The labels that ship with pqgraph are added.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "pyshacl", "shacl"]),
    default="auto",
    show_default=True,
    help="SHACL engine; auto takes the fast one if it proves itself, else the reference.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="The mildest severity that makes the exit code 1.",
)
