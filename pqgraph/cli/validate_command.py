"""``pqgraph validate``."""

from __future__ import annotations

from pathlib import Path

import click

from pqgraph.cli import console
from pqgraph.cli.options import engine_option, fail_on_option
from pqgraph.errors import Exit
from pqgraph.files import output, refuse_inputs

__all__ = ["command"]


@click.command("validate")
@click.argument("data", metavar="[DATA...]", nargs=-1)
@click.option("--store", metavar="DIR", help="Check a store instead of files, however large it is.")
@click.option("--shapes", metavar="FILE", multiple=True, help="Shapes of yours, besides those that ship.")
@click.option("--shipped/--no-shipped", default=True, show_default=True, help="Use the shapes that ship.")
@click.option(
    "-f",
    "--format",
    "report_format",
    type=click.Choice(["text", "json", "turtle", "sarif", "junit", "github", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--from",
    "data_format",
    metavar="FORMAT",
    help="Format of the data, if its name does not tell it, and of stdin: turtle, ntriples, nquads, trig, jsonld or "
    "rdfxml.",
)
@click.option("-o", "--output", "target", metavar="FILE", help="Write the report here; - is stdout.")
@fail_on_option
@click.option("--baseline", metavar="FILE", help="Known findings, which do not count.")
@click.option("--update-baseline", is_flag=True, help="Write all present findings to the baseline.")
@engine_option
def command(
    data: tuple[str, ...],
    store: str | None,
    shapes: tuple[str, ...],
    shipped: bool,
    report_format: str,
    data_format: str | None,
    target: str | None,
    fail_on: str,
    baseline: str | None,
    update_baseline: bool,
    engine: str,
) -> Exit:
    """Check RDF files, or a store, against the shapes.

    DATA is RDF in any format, told by the file name, or - for stdin with --from; all files together are one graph,
    which is held in memory. A store is checked in batches, and asked for what only the whole graph can tell. The
    exit code is 0 if everything conforms, 1 if there are findings at --fail-on or graver; the report is written
    either way. Each finding names the line of the source file that its record was read from.

    \b
    Examples:
      pqgraph validate questions.ttl
      pqgraph validate questions.nq.gz -f sarif -o report.sarif --fail-on warning
      pqgraph validate questions.ttl --baseline known.json --update-baseline
      pqgraph validate --store corpus -f markdown
      curl … | pqgraph validate - --from turtle
    """
    from pqgraph.checks import (
        Report,
        check_files,
        check_store,
        choose_engine,
        load_shapes,
        read_baseline,
        render,
    )
    from pqgraph.checks.reporters.common import summary
    from pqgraph.rdf.formats import find_format

    if bool(data) == (store is not None):
        raise click.UsageError("Name files, or a store with --store DIR, but not both.")
    if not shipped and not shapes:
        raise click.UsageError("--no-shipped leaves no shapes; name some with --shapes FILE.")
    if update_baseline and not baseline:
        raise click.UsageError("--update-baseline needs --baseline FILE.")
    if data_format and store is not None:
        raise click.UsageError("--from is for files; a store knows what it holds.")
    rdf_format = find_format(data_format) if data_format else None
    if update_baseline:
        refuse_inputs(baseline, (*data, *shapes))
    else:
        refuse_inputs(target, (*data, *shapes, *([baseline] if baseline else [])))
    chosen_shapes = load_shapes([Path(path) for path in shapes], shipped=shipped)
    chosen, reason = choose_engine(engine, chosen_shapes)
    if reason:
        console.say(f"PQ402 checked with {chosen.name}: {reason}")
    known = read_baseline(Path(baseline)) if baseline and not update_baseline else None
    if store is None:
        findings = check_files(chosen, [Path(path) for path in data], rdf_format=rdf_format)
    else:
        from pqgraph.store.local import LocalStore

        with LocalStore.open(store) as opened:
            findings = list(check_store(opened, chosen, chosen_shapes))
    report = Report.of(
        findings,
        engine=f"{chosen.name} {chosen.version}",
        shapes=chosen_shapes.title,
        fail_on=fail_on,  # type: ignore[arg-type]  # click has checked the choice
        baseline=known,
    )
    if update_baseline:
        with output(baseline) as stream:
            stream.write(report.baseline().to_json())
        many = "" if len(report.findings) == 1 else "s"
        console.say(f"{len(report.findings):,} finding{many} → {baseline}")
        return Exit.DONE
    with output(target) as stream:
        stream.write(render(report, report_format))
    if target not in (None, "-"):
        console.say(summary(report))
    return Exit.DONE if report.conforms() else Exit.FINDINGS
