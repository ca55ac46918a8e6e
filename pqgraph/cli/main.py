"""The ``pqgraph`` command: finds the subcommand, and turns whatever happens into an exit code.

stdout is payload, stderr is talk, the exit code is the verdict: 0 done, 1 findings, 2 wrong use, 3 could not do it,
70 a bug.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys

import click

from pqgraph import __version__
from pqgraph.cli import console
from pqgraph.errors import CODES, Exit, PqgraphError

__all__ = ["cli", "main", "run"]

_COMMANDS = {
    "convert": "pqgraph.cli.convert_command",
    "validate": "pqgraph.cli.validate_command",
    "build": "pqgraph.cli.build_command",
    "load": "pqgraph.cli.load_command",
    "query": "pqgraph.cli.query_command",
    "get": "pqgraph.cli.get_command",
    "serve": "pqgraph.cli.serve_command",
    "list": "pqgraph.cli.list_command",
    "show": "pqgraph.cli.show_command",
}


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
"""What a disk says that takes no more."""


class _ReaderGoneError(Exception):
    """Whoever read our output has had enough."""


class _Commands(click.Group):
    """Imports a command's module only when it is called, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as problem:
            # click would end with exit code 1, which here means findings.
            raise _ReaderGoneError from problem

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], _COMMANDS, n=1)
            meant = f" Did you mean '{close[0]}'?" if close else ""
            raise click.UsageError(f"There is no command '{args[0]}'.{meant}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: pqgraph build examples/*.txt --store store, then pqgraph query members-by-topic "
    "topic=SEND --store store",
)
@click.version_option(__version__, prog_name="pqgraph")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on stderr.")
@click.option("-v", "--verbose", is_flag=True, help="Say more: advice with each problem, traceback of a bug.")
def cli(quiet: bool, verbose: bool) -> None:
    """UK parliamentary written questions and answers as linked data.

    Turn pages and API records into RDF, check them with SHACL, load them into a store and ask.
    """
    console.configure(quiet=quiet, verbose=verbose)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code.

    Args:
        arguments: As after the program's name; those of the process if left out.
    """
    try:
        outcome = cli.main(args=arguments, prog_name="pqgraph", standalone_mode=False)
        sys.stdout.flush()  # a full disk behind it is met here, not after the exit code is settled
        return int(outcome) if isinstance(outcome, int) else Exit.DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as problem:
        where = problem.ctx.command_path if problem.ctx is not None else "pqgraph"
        console.error("PQ901", problem.format_message(), advice=f"See '{where} --help'.")
        return Exit.WRONG_USE
    except click.ClickException as problem:
        console.error("PQ901", problem.format_message(), advice=CODES["PQ901"].cure)
        return Exit.WRONG_USE
    except PqgraphError as problem:
        console.error(problem.code.id, problem.found, place=problem.place, advice=problem.advice)
        return problem.code.exit
    except (KeyboardInterrupt, click.Abort) as problem:
        console.say("interrupted; nothing half-written is left")
        # click makes an Abort of what interrupts.
        return 143 if isinstance(problem.__cause__ or problem, _TerminatedError) else 130
    except (BrokenPipeError, _ReaderGoneError):
        _abandon_stdout()
        return Exit.DONE
    except OSError as problem:
        if problem.errno not in _FULL:
            console.bug(problem)
            return Exit.BUG
        place = str(problem.filename) if problem.filename is not None else "standard output"
        console.error("PQ606", problem.strerror or str(problem), place=place, advice=CODES["PQ606"].cure)
        _abandon_stdout()
        return CODES["PQ606"].exit
    except Exception as problem:
        console.bug(problem)
        return Exit.BUG


class _TerminatedError(KeyboardInterrupt):
    """The process is asked to end, by ``kill`` or by the system, and ends as it does on Ctrl-C."""


def _terminated(_number: int, _frame: object) -> None:
    raise _TerminatedError


def _abandon_stdout() -> None:
    """Keep Python from writing what is left on exit, where it would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> None:
    """Entry point of the installed command."""
    # Records make no reference cycles, and looking for them after every 700 new objects costs a sixth of the time.
    gc.set_threshold(100_000, 20, 20)
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(main())
