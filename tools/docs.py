"""Writes the reference pages of docs/ that say what the code says: errors, commands, terms, shapes, queries.

Also ``queries/catalogue.ttl``, which says it in RDF.

Usage: python tools/docs.py [--check]
With --check nothing is written; the exit code is 1 if a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import query_catalogue
import query_pages

from pqgraph.checks import shipped_shapes
from pqgraph.cli.main import cli
from pqgraph.errors import GROUPS
from pqgraph.rdf.vocabulary import short_name, vocabulary

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/docs.py; do not edit. -->\n"


def errors() -> Iterator[str]:
    yield "# Errors\n\nEvery message begins with a code. `pqgraph show error PQ203` prints the same.\n\n"
    yield "| exit code | means |\n|---|---|\n"
    yield "| 0 | done |\n| 1 | findings: the graph does not conform, or records were rejected |\n"
    yield "| 2 | wrong use: an option, a missing file, an unknown name |\n"
    yield "| 3 | could not do it: unreadable input, endpoint down |\n| 70 | a bug in pqgraph |\n"
    yield "| 130, 143 | interrupted by Ctrl-C, or by SIGTERM; nothing half-written is left |\n"
    for title, codes in GROUPS.items():
        yield f"\n## {title}\n"
        for code in codes:
            yield f"\n### {code.id}\n\n**{code.title}.** {code.meaning}\n\n{code.cure}"
            yield f" Exit code {int(code.exit)}.\n"


def commands() -> Iterator[str]:
    yield "# Commands\n\nstdout is payload, stderr is talk, the [exit code](errors.md) is the verdict.\n"
    context = click.Context(cli, info_name="pqgraph", max_content_width=100, terminal_width=100)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        inner = click.Context(
            command, info_name=name, parent=context, max_content_width=100, terminal_width=100
        )
        yield f"\n## pqgraph {name}\n\n```text\n{command.get_help(inner).rstrip()}\n```\n"


def terms() -> Iterator[str]:
    yield "# Terms\n\nWhat the classes and properties of the graph mean, from `ontology/pqgraph.ttl`.\n"
    for term in vocabulary():
        yield f"\n## {term.name}\n\n{term.kind}, “{term.label}”"
        if term.parents:
            yield f", below {', '.join(f'`{p}`' for p in term.parents)}"
        if term.domain:
            yield f"; of `{term.domain}`"
        if term.range:
            yield f"; values `{term.range}`"
        yield f"\n\n{term.definition}\n"
        if term.example:
            yield f"\n```turtle\n{term.example}\n```\n"


def shapes() -> Iterator[str]:
    yield "# Shapes\n\nWhat the graph promises, from `shapes/`. A violation means that a query would answer wrongly.\n"
    of = None
    for shape in shipped_shapes().by_iri.values():
        targets = ", ".join(f"`{short_name(target)}`" for target in shape.targets)
        if shape.kind == "node" and targets != of:
            of = targets
            yield f"\n## {shape.name}: {targets}\n\n| shape | severity | what it says |\n|---|---|---|\n"
        message = shape.message.replace("|", "\\|").replace("\n", " ")
        yield f"| `{shape.slug}` | {shape.severity.value} | {message} |\n"


PAGES = {
    "errors": errors,
    "commands": commands,
    "terms": terms,
    "shapes": shapes,
    "queries": query_pages.index,
}


def outputs() -> dict[Path, str]:
    """Every generated file with the text it should have."""
    found = {DOCS / f"{name}.md": MADE + "".join(page()) for name, page in PAGES.items()}
    found |= {DOCS / "queries" / f"{name}.md": MADE + page for name, page in query_pages.pages().items()}
    found[ROOT / "queries" / "catalogue.ttl"] = query_catalogue.turtle()
    return found


def main(arguments: list[str]) -> int:
    wanted = outputs()
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    # Pages of queries that are no more.
    stale += [path for path in sorted((DOCS / "queries").glob("*.md")) if path not in wanted]
    if "--check" in arguments:
        if stale:
            names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
            sys.stderr.write(f"out of date: {names}; run 'make generate'\n")
        return 1 if stale else 0
    for path in stale:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
