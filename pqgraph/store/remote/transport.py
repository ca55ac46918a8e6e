"""Requests to a server: time limits, retries, authentication, redirects.

Every request that pqgraph sends may be sent twice: queries only read, and what is loaded is a set of statements.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pqgraph import __version__
from pqgraph.errors import PqgraphError
from pqgraph.store.remote.body import Body
from pqgraph.store.remote.credentials import Credentials, address, may_receive, shown
from pqgraph.store.remote.limits import RETRIED, Limits, pause_before, retry_after
from pqgraph.store.remote.refusals import advice_for, said
from pqgraph.store.remote.watchdog import Watchdog

if TYPE_CHECKING:
    import requests
    from requests.auth import AuthBase

__all__ = ["Request", "Response", "Transport"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOPS = 5
_MOST_SAID = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent.

    Attributes:
        method: ``GET``, ``POST``, ``PUT``, …
        url: The address, with its query string.
        headers: Header fields; never credentials.
        data: The body.
        writes: Whether it changes something on the server.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    data: bytes | None = None
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What came back.

    Attributes:
        status: The HTTP status.
        headers: Header fields; names in any case.
        media_type: Of ``Content-Type``, in small letters, without parameters.
        body: The body; close it.
    """

    status: int
    headers: Mapping[str, str]
    media_type: str
    body: Body

    def text(self) -> bytes:
        """The beginning of the body, as far as it comes; closes it."""
        found = b""
        with self.body, suppress(OSError):
            while len(found) < _MOST_SAID and (part := self.body.read(_MOST_SAID)):
                found += part
        return found


class _LostError(Exception):
    """The network failed; ``again`` if another try may help."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why = why
        self.again = again


class Transport:
    """Sends requests to one server.

    Args:
        home: The server's address, as :func:`~pqgraph.store.remote.credentials.address` gives it. Credentials
            are sent to its scheme, host and port only.
        credentials: Who asks.
        limits: Time limits and retries.
    """

    def __init__(self, home: str, credentials: Credentials, limits: Limits) -> None:
        self.home = home
        self._credentials = credentials
        self.limits = limits
        self._session: requests.Session | None = None
        self._auth: AuthBase | None = None

    def close(self) -> None:
        """Close the connections that are kept."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def failure(
        self, why: str, url: str | None = None, *, code: str = "PQ605", advice: str | None = None
    ) -> PqgraphError:
        """An error of this server; nothing secret stands in it.

        Args:
            why: What happened.
            url: Where, if a redirect led elsewhere.
            code: The code of the error.
            advice: What to do, if more can be said than the code's own cure.
        """
        place, there = shown(self.home), shown(url or self.home)
        if place.partition("?")[0] != there.partition("?")[0]:
            place = f"{place} → {there.partition('?')[0]}"
        return PqgraphError(code, self._credentials.redacted(why), place=place, advice=advice)

    def send(self, request: Request) -> Response:
        """Send a request, again if need be.

        Returns:
            A response with a status of 200 to 299; its body streams.

        Raises:
            PqgraphError: PQ605: no connection, no answer in time, a refusal, or a redirect that is not followed.
        """
        dog = Watchdog(self.limits.total)
        try:
            return self._send(request, dog)
        except BaseException:
            dog.stop()
            raise

    def _send(self, request: Request, dog: Watchdog) -> Response:
        tries = 0
        while True:
            tries += 1
            pause, advice = None, None
            try:
                response = self._once(request, dog)
                if response.status not in RETRIED:
                    return self._accepted(response, request, dog)
                pause = retry_after(response.headers.get("Retry-After"))
                why, advice = self._refusal(response, request)
                again = True
            except _LostError as lost:
                why, again = lost.why, lost.again
            if dog.expired:
                raise self.failure(self._too_long(), request.url)
            times = f" ({tries} times)" if tries > 1 else ""
            if not again or tries > self.limits.retries:
                raise self.failure(why + times, request.url, advice=advice)
            wait = pause_before(tries, self.limits) if pause is None else pause
            if wait > min(self.limits.longest_pause, dog.left):
                raise self.failure(f"{why}{times}, and not to come back before {wait:,.0f} s", request.url,
                                   advice="Wait as long as it says, then try again.")  # fmt: skip
            time.sleep(wait)

    def _once(self, request: Request, dog: Watchdog) -> Response:
        """Send a request and follow where it leads."""
        for _ in range(_HOPS + 1):
            response = self._with_credentials(request, dog)
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or not target:
                return response
            response.text()
            request = self._redirected(request, response.status, target)
        raise self.failure(f"it redirects more than {_HOPS} times")

    def _redirected(self, request: Request, status: int, target: str) -> Request:
        try:
            url, _ = address(urljoin(request.url, target))
        except (PqgraphError, ValueError) as problem:
            raise self.failure(
                "it redirects to something that is no http(s) address", request.url
            ) from problem
        if urlsplit(request.url).scheme == "https" and urlsplit(url).scheme == "http":
            raise self.failure(f"it redirects from https to {shown(url)}, which is not secure", request.url)
        if request.writes and not may_receive(url, request.url):
            raise self.failure(f"it redirects to {shown(url)}", request.url,
                               advice="Give that address, if the data should go there.")  # fmt: skip
        if status == 303:
            headers = {k: v for k, v in request.headers.items() if k.lower() != "content-type"}
            return Request("GET", url, headers, writes=request.writes)
        return Request(request.method, url, request.headers, request.data, request.writes)

    def _with_credentials(self, request: Request, dog: Watchdog) -> Response:
        """Send a request as whom it may be sent, and again if the server asks for credentials in another way."""
        from pqgraph.store.remote import session

        who = self._credentials
        if not who or not may_receive(request.url, self.home):
            return self._exchange(request, session.Anonymous(), dog)
        if self._auth is None and who.token:
            self._auth = session.Bearer(who.token)
        elif self._auth is None and who.scheme == "digest":
            self._auth = session.digest(who)
        elif self._auth is None and who.at_once(self.home):
            self._auth = session.basic(who)
        response = self._exchange(request, self._auth or session.Anonymous(), dog)
        if response.status not in (401, 403) or who.token or who.scheme != "auto":
            return response
        asked = response.headers.get("WWW-Authenticate", "").lower()
        # Virtuoso says nothing of Digest to who comes with Basic.
        silent = response.status == 401 and not asked and self._auth is not None
        if ("digest" in asked or silent) and not isinstance(self._auth, session.DigestAuth):
            self._auth = session.digest(who)
        elif self._auth is None:
            self._auth = session.basic(who)
        else:
            return response
        response.text()
        return self._exchange(request, self._auth, dog)

    def _exchange(self, request: Request, auth: AuthBase, dog: Watchdog) -> Response:
        import requests

        from pqgraph.store.remote import session

        if self._session is None:
            self._session = session.new_session()
        headers = {"User-Agent": f"pqgraph/{__version__}", "Accept-Encoding": "gzip", **request.headers}
        waits = (min(self.limits.connect, dog.left) or 0.001, min(self.limits.read, dog.left) or 0.001)
        try:
            with dog:
                got = self._session.request(
                    request.method, request.url, data=request.data, headers=headers, auth=auth,
                    timeout=waits, stream=True, allow_redirects=False,
                )  # fmt: skip
        except requests.exceptions.SSLError as problem:
            raise _LostError(f"no secure connection: {session.reason(problem)}", again=False) from problem
        except requests.exceptions.ConnectTimeout as problem:
            raise _LostError(f"no connection within {waits[0]:g} s", again=True) from problem
        except requests.exceptions.ReadTimeout as problem:
            # The server may still be at work: asking again would give it more.
            raise _LostError(f"it does not answer in time ({waits[1]:g} s)", again=False) from problem
        except requests.exceptions.ConnectionError as problem:
            again = not session.tells_no_host(problem)
            raise _LostError(f"no connection: {session.reason(problem)}", again=again) from problem
        except requests.exceptions.RequestException as problem:
            raise _LostError(
                f"the request cannot be sent: {session.reason(problem)}", again=False
            ) from problem
        return self._response(got, request, dog)

    def _response(self, got: requests.Response, request: Request, dog: Watchdog) -> Response:
        encoding = got.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            got.close()
            raise self.failure(f"its answer is encoded in {encoding}, which was not asked for", request.url)
        promised = got.headers.get("Content-Length", "").strip()
        chunked = "chunked" in got.headers.get("Transfer-Encoding", "").lower()
        length = int(promised) if promised.isdigit() and not chunked else None

        def parts() -> Iterator[bytes]:
            yield from got.raw.stream(1 << 16, decode_content=False)
            if dog.expired:
                raise OSError("the time is up")
            if length is not None and request.method != "HEAD" and got.raw.tell() < length:
                raise OSError(f"{got.raw.tell():,} of {length:,} bytes")

        def failure(problem: Exception | None) -> PqgraphError:
            return self._broken(problem, request, dog)

        kind = got.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        framed = chunked or length is not None or got.status_code == 204
        body = Body(parts(), encoding, framed=framed, close=got.close, failure=failure)
        return Response(got.status_code, got.headers, kind, body)

    def _broken(self, problem: Exception | None, request: Request, dog: Watchdog) -> PqgraphError:
        from urllib3.exceptions import ReadTimeoutError

        from pqgraph.store.remote import session

        if dog.expired:
            return self.failure(self._too_long(), request.url)
        if isinstance(problem, ReadTimeoutError | TimeoutError):
            return self.failure(f"its answer stops for {self.limits.read:g} s", request.url)
        why = "the compressed data ends too early" if problem is None else session.reason(problem)
        return self.failure(f"its answer breaks off: {why}", request.url, code="PQ609")

    def _accepted(self, response: Response, request: Request, dog: Watchdog) -> Response:
        if response.status == 206:
            response.body.close()
            raise self.failure("it answers 206, with a part of the result", request.url, code="PQ609")
        if 200 <= response.status < 300:
            response.body.at_close(dog.stop)
            return response
        why, advice = self._refusal(response, request)
        raise self.failure(why, request.url, advice=advice)

    def _refusal(self, response: Response, request: Request) -> tuple[str, str | None]:
        text = said(response.text(), response.media_type)
        server = response.headers.get("Server", "")
        advice = advice_for(
            response.status, f"{text} {server}", known=bool(self._credentials), writes=request.writes
        )
        return (f"it answers {response.status}: {text}" if text else f"it answers {response.status}"), advice

    def _too_long(self) -> str:
        return f"it takes more than {self.limits.total:g} s in all"
