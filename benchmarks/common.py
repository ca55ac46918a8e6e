"""What the benchmarks share: the work, the clock, the table."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
"""The server program that comes with the package ``oxigraph``."""


def real_file(*parts: str) -> Path | None:
    """A file of real records, or ``None`` where they are not here."""
    path = SHARED.joinpath(*parts)
    return path if path.exists() else None


def run(
    command: Sequence[str], *, env: dict[str, str] | None = None, codes: Sequence[int] = (0, 1)
) -> tuple[float, float, float, str]:
    """Run a process and measure it as a whole.

    Args:
        command: The command.
        env: Further variables of its environment.
        codes: Exit codes of success; pqgraph's 1 only says that there were findings.

    Returns:
        Wall seconds, CPU seconds, peak memory in MB, and its stdout.

    Raises:
        RuntimeError: It failed.
    """
    variables = {**os.environ, **(env or {})}
    # From the second start on users' Python reads cached bytecode; where this variable keeps it from being
    # written, every start would compile the whole package again and that would be measured.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=variables, cwd=ROOT)
        # wait4 gives this one child's own account; getrusage would add up all children. Its peak begins with that of
        # this process, whose memory it shares until it starts the command: a benchmark must hold no documents.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in codes:
            raise RuntimeError(f"{command} ended with {process.returncode}: {err.read().decode()[-2000:]}")
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode()


@contextmanager
def oxigraph_server(store: Path) -> Iterator[tuple[str, int]]:
    """The ``oxigraph`` server on the files of a store, read-only.

    Args:
        store: A store made by pqgraph.

    Yields:
        The address and the id of its process.

    Raises:
        FileNotFoundError: The server is not installed.
        RuntimeError: It does not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(OXIGRAPH), "serve-read-only", "--location", str(store / "rdf")]
    command += ["--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with socket.socket() as there:
                    if there.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            else:
                raise RuntimeError("the oxigraph server does not start")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            # It does not stop before its queries have ended.
            process.kill()


def machine() -> str:
    """One line about where the figures come from."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    sys.stdout.write("| " + " | ".join(headings) + " |\n")
    sys.stdout.write("|" + "---|" * len(headings) + "\n")
    for row in rows:
        sys.stdout.write("| " + " | ".join(row) + " |\n")
