"""A browser, and a server with real answers for it."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pqgraph.api.protocol import Request
from pqgraph.api.server.settings import Settings
from pqgraph.api.server.site import Site
from pqgraph.build import build

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("jinja2", reason="pages need jinja2")
pytest.importorskip("tantivy", reason="the index needs tantivy")

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def address(root: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the answered questions and the page of the Linked Data API."""
    folder = tmp_path_factory.mktemp("browser") / "store"
    build(
        [shared_data / "lda" / "answeredquestions.json", root / "examples" / "lda-page-1012383.txt"],
        folder,
        check=False,
    )
    site = Site.open(Settings(store=str(folder)))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            base = f"http://{self.headers['Host']}"
            response = site.answer(Request(path, query, "GET", tuple(self.headers.items()), base))
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: Any) -> None:
            """Nothing: tests look at pages."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


# Playwright keeps an event loop running in this thread while it is there, and other tests run their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if _CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A page at the start; whatever the browser complains of fails the test."""
    context = browser.new_context(base_url=address, java_script_enabled=request.param == "with scripts")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.set_default_timeout(10_000)
    opened.goto("/")
    yield opened
    context.close()
    assert complaints == []
