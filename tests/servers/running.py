"""Real SPARQL servers on this machine, started for tests in folders of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType

PASSWORD = "k3ep-0ut"
_STARTS_WITHIN = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph_binary() -> str | None:
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


def virtuoso_binary() -> str | None:
    return shutil.which("virtuoso-t")


class Server(ABC):
    """A server process; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    def start(self) -> None:
        with (self.folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                self.command(), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        end = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < end:
            assert self._process.poll() is None, (self.folder / "output.txt").read_text("utf-8", "replace")[
                -2000:
            ]
            try:
                urllib.request.urlopen(self.base + self.ready, timeout=5).close()
                return
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the server does not start")

    ready = "/"

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As if the power had gone: no chance to tidy up."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)
        self._process = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


class Oxigraph(Server):
    """``oxigraph serve``, with its data in the folder."""

    def command(self) -> list[str]:
        binary = oxigraph_binary()
        assert binary is not None
        place = f"127.0.0.1:{self.port}"
        return [binary, "serve", "--location", str(self.folder / "data"), "--bind", place]

    @property
    def query(self) -> str:
        return f"{self.base}/query"


class Virtuoso(Server):
    """Virtuoso 7; its configuration is our own, and nothing listens but on this machine."""

    ready = "/sparql"

    def __init__(self, folder: Path, *, rows: int = 10_000) -> None:
        super().__init__(folder)
        self.sql_port = free_port()
        self.rows = rows
        self._configure()

    def command(self) -> list[str]:
        binary = virtuoso_binary()
        assert binary is not None
        return [binary, "+foreground", "+configfile", str(self.folder / "virtuoso.ini")]

    @property
    def query(self) -> str:
        return f"{self.base}/sparql"

    def create(self) -> None:
        """Make the database and set the passwords."""
        passwords = ["+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD]
        with (self.folder / "output.txt").open("ab") as output:
            subprocess.run(
                [*self.command(), *passwords], cwd=self.folder, check=True, timeout=_STARTS_WITHIN, stdout=output,
                stderr=output, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def sql(self, statement: str) -> str:
        """Run a statement as the owner of the database."""
        client = shutil.which("isql-vt")
        assert client is not None
        command = [client, f"127.0.0.1:{self.sql_port}", "dba", PASSWORD, f"exec={statement};"]
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=30, check=True, env={**os.environ}
        )
        return ran.stdout + ran.stderr

    def limit_rows(self, rows: int) -> None:
        """Restart with another limit of rows."""
        self.kill()
        self.rows = rows
        self._configure()
        self.start()

    def _configure(self) -> None:
        files = self.folder / "db"
        files.mkdir(exist_ok=True)
        (self.folder / "www").mkdir(exist_ok=True)
        (self.folder / "virtuoso.ini").write_text(
            f"""[Database]
DatabaseFile = {files}/virtuoso.db
ErrorLogFile = {files}/virtuoso.log
LockFile = {files}/virtuoso.lck
TransactionFile = {files}/virtuoso.trx
xa_persistent_file = {files}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {files}/virtuoso-temp.db
TransactionFile = {files}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{self.sql_port}
LiteMode = 0
DisableUnixSocket = 1
DisableTcpSocket = 0
MaxClientConnections = 10
CheckpointInterval = 60
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = {self.folder}
[HTTPServer]
ServerPort = 127.0.0.1:{self.port}
ServerRoot = {self.folder}/www
MaxClientConnections = 20
KeepAliveTimeout = 10
DavRoot = DAV
EnabledDavVSP = 0
[AutoRepair]
BadParentLinks = 0
[Client]
SQL_PREFETCH_ROWS = 100
[SPARQL]
ResultSetMaxRows = {self.rows}
MaxQueryExecutionTime = 30
""",
            "utf-8",
        )
