"""``pqgraph validate``."""

from __future__ import annotations

from pathlib import Path

import click

from pqgraph.cli import console
from pqgraph.cli.options import engine_option, fail_on_option
from pqgraph.errors import Exit
from pqgraph.files import output

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
    target: str | None,
    fail_on: str,
    baseline: str | None,
    update_baseline: bool,
    engine: str,
) -> Exit:
    """Check RDF files, or a store, against the shapes.

    DATA is RDF in any format, told by the file name; all files together are one graph, which is held in memory. A
    store is checked in batches, and asked for what only the whole graph can tell. The exit code is 0 if everything
    conforms, 1 if there are findings at --fail-on or graver; the report is written either way. Each finding
    names the line of the source file that its record was read from.

    \b
    Examples:
      pqgraph validate questions.ttl
      pqgraph validate questions.nq.gz -f sarif -o report.sarif --fail-on warning
      pqgraph validate questions.ttl --baseline known.json --update-baseline
      pqgraph validate --store corpus -f markdown
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

    if bool(data) == (store is not None):
        raise click.UsageError("Name files, or a store with --store DIR, but not both.")
    if not shipped and not shapes:
        raise click.UsageError("--no-shipped leaves no shapes; name some with --shapes FILE.")
    if update_baseline and not baseline:
        raise click.UsageError("--update-baseline needs --baseline FILE.")
    chosen_shapes = load_shapes([Path(path) for path in shapes], shipped=shipped)
    chosen, reason = choose_engine(engine, chosen_shapes)
    if reason:
        console.say(f"PQ402 checked with {chosen.name}: {reason}")
    known = read_baseline(Path(baseline)) if baseline and not update_baseline else None
    if store is None:
        findings = check_files(chosen, [Path(path) for path in data])
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
        console.say(f"{len(report.findings):,} findings → {baseline}")
        return Exit.DONE
    with output(target) as stream:
        stream.write(render(report, report_format))
    return Exit.DONE if report.conforms() else Exit.FINDINGS
