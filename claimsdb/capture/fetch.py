"""Fetching one page over HTTP: its exchanges one by one, with redirects, each exactly as it came."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

import httpcore
import httpx

from claimsdb.capture.addresses import checked
from claimsdb.capture.bodies import CODINGS, codings_of, decoded, too_large
from claimsdb.capture.network import Wire
from claimsdb.model.errors import CaptureError, Problem
from claimsdb.model.version import __version__
from claimsdb.store.contents import LARGEST

AGENT = f"claimsdb/{__version__}"
_HEADERS = {
    "user-agent": AGENT,
    "accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
    "accept-encoding": ", ".join(CODINGS),
    "accept-language": "en, *;q=0.5",
    "connection": "close",  # so that a connection is one exchange
}
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+[ -~]{0,200}", re.ASCII)
_INTERIM = re.compile(rb"HTTP/1\.[01] 1")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a capture may take: seconds for connecting, for waiting for the next bytes, and in all, bytes (None: no limit), redirects.

    `private` says whether addresses of private networks and of this machine are permitted.
    """

    connect: float = 10
    silence: float = 20
    whole: float = 60
    largest: int | None = LARGEST
    redirects: int = 10
    private: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response as they were sent, without encryption; `payload` is `body` without chunks."""

    address: str
    at: datetime
    ip: str
    request: bytes
    head: bytes
    body: bytes
    payload: bytes
    status: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its complete exchanges, of which the last is that with `final`, and the decoded body of that one.

    If there is no page, `fault` says why.
    """

    exchanges: tuple[Exchange, ...]
    final: str
    content_type: str = ""
    body: bytes = b""
    fault: Problem | None = None

    @property
    def status(self) -> int | None:
        """The status with which `final` answered, if it did."""
        last = self.exchanges[-1] if self.exchanges else None
        return last.status if last is not None and last.address == self.final else None


def fetch(address: str, limits: Limits, context: ssl.SSLContext, before: Callable[[str], None]) -> Fetched:
    """Fetch a checked address, following redirects; `before` is called with each address before it is asked.

    What `before` raises as a `CaptureError` is a fault too. The time that it takes is not counted.
    """
    made: list[Exchange] = []
    here = address
    transport = _Transport(limits, monotonic() + limits.whole, context)
    with httpx.Client(transport=transport, headers=_HEADERS, trust_env=False, timeout=None) as client:
        try:
            request = client.build_request("GET", address)
            while True:
                began = monotonic()
                before(here)
                transport.deadline += monotonic() - began
                response = _answered(client, request, here, transport, made)
                if response.next_request is None:
                    body = _page(here, response, made[-1].payload, limits.largest)
                    kind = _CONTENT_TYPE.match(response.headers.get("content-type", ""))
                    return Fetched(tuple(made), here, kind[0] if kind else "", body)
                request, here = response.next_request, checked(str(response.next_request.url))
                if len(made) > limits.redirects:
                    raise CaptureError(
                        here, f"It redirects more than {limits.redirects} times.", "Open it in a browser."
                    )
        except CaptureError as error:
            problem = error.problem
            at = problem.path
            what = problem.message if at == address else f"It redirects to {at}. {problem.message}"
            return Fetched(tuple(made), here, fault=replace(problem, path=address, message=what))


def _answered(
    client: httpx.Client, request: httpx.Request, here: str, transport: _Transport, made: list[Exchange]
) -> httpx.Response:
    """The complete response, which has been added to the exchanges."""
    at = datetime.now(UTC)
    try:
        response = client.send(request, stream=True, follow_redirects=False)
        payload = b"".join(response.iter_raw())
        response.close()
    except (httpcore.TimeoutException, httpx.TimeoutException):
        remedy = "Capture it again later, or allow more with --timeout."
        raise CaptureError(here, "It did not answer in time.", remedy) from None
    except (httpcore.NetworkError, httpx.NetworkError) as error:
        remedy = "Check the address, and capture it again later."
        raise CaptureError(here, f"The connection failed: {error}.", remedy) from None
    except (httpcore.ProtocolError, httpx.ProtocolError) as error:
        what = f"Its answer is incomplete or malformed: {str(error).rstrip('.')}."
        raise CaptureError(here, what, "Capture it again later, or save it in a browser.") from None
    except (httpx.InvalidURL, ValueError) as error:
        raise CaptureError(here, f"It redirects to what is not an address: {error}.", "Open it in a browser.") from None
    wire = transport.wire
    head, body = _divided(bytes(wire.received))
    if "transfer-encoding" not in response.headers:
        body = body[: len(payload)]  # some servers send more than they say
    made.append(Exchange(here, at, wire.ip, bytes(wire.sent), head, body, payload, response.status_code))
    return response


def _page(here: str, response: httpx.Response, payload: bytes, largest: int | None) -> bytes:
    """The bytes of the page. Raises `CaptureError` if the response does not contain it."""
    status = response.status_code
    if status not in (200, 203):
        what = f"It answered {status} {response.reason_phrase}".rstrip() + "."
        later = "Capture it again later." if status >= 500 else "Open it in a browser."
        raise CaptureError(here, what, _REMEDIES.get(status, later))
    if largest is not None and len(payload) > largest:
        raise too_large(here, largest)
    return decoded(payload, codings_of(response.headers.get("content-encoding", "")), here, largest)


_REMEDIES = {
    401: "It wants a password: save the page in a browser, and ingest the file.",
    403: "It does not answer programs: save the page in a browser, and ingest the file.",
    404: "Check the address; the page may have been removed.",
    410: "The page was removed.",
    429: "It is asked too often: capture it again later, or with a longer --pause.",
    451: "It is withheld for legal reasons.",
}


def _divided(received: bytes) -> tuple[bytes, bytes]:
    """The head and the body of a response, without the interim responses before it (1xx)."""
    while True:
        end = _END_OF_HEAD.search(received)
        at = end.end() if end else len(received)
        if not _INTERIM.match(received):
            return received[:at], received[at:]
        received = received[at:]


class _Transport(httpx.BaseTransport):
    """Sends each request over a wire of its own."""

    def __init__(self, limits: Limits, deadline: float, context: ssl.SSLContext) -> None:
        self.limits, self.deadline, self.context = limits, deadline, context
        self.wire: Wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url, limits = request.url, self.limits
        self.wire = Wire(str(url.copy_with(fragment=None)), self.deadline, limits.largest, private=limits.private)
        pool = httpcore.ConnectionPool(ssl_context=self.context, max_keepalive_connections=0, network_backend=self.wire)
        times = {"connect": limits.connect, "read": limits.silence, "write": limits.silence, "pool": limits.connect}
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore.Request(request.method, target, headers=request.headers.raw, extensions={"timeout": times})
        try:
            answer = pool.handle_request(asked)
        except BaseException:
            pool.close()
            raise
        body = _Body(answer, pool)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)


class _Body(httpx.SyncByteStream):
    """The body of a response, with which its connection is closed."""

    def __init__(self, answer: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self.answer, self.pool = answer, pool

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()
        self.pool.close()
