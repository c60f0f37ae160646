"""Fetching from a server that misbehaves: each failure is a problem that says what to do."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from claimsdb.capture.addresses import checked, name_for
from claimsdb.capture.fetch import Fetched, Limits, fetch
from claimsdb.capture.network import is_public
from claimsdb.model.errors import CaptureError
from tests.capture.conftest import SENTENCE, Web

CONTEXT = httpx.create_ssl_context()


def fetched(address: str, **limits: Any) -> Fetched:
    return fetch(address, Limits(**{"private": True, "largest": 1_000_000, **limits}), CONTEXT, lambda _: None)


@pytest.mark.parametrize("page", ["page", "gzipped", "chunked", "long", "early", "moved"])
def test_the_body_is_what_the_page_is(web: Web, page: str) -> None:
    got = fetched(f"{web.base}/{page}")
    assert (got.body, got.fault) == (SENTENCE, None)
    last = got.exchanges[-1]
    assert last.head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert last.head.endswith(b"\r\n\r\n")
    assert last.request.startswith(b"GET /" + (b"page" if page == "moved" else page.encode()) + b" HTTP/1.1\r\n")
    assert [e.status for e in got.exchanges] == ([301, 200] if page == "moved" else [200])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("nothing", "It answered 404 Not Found."),
        ("round", "It redirects more than 10 times."),
        ("file", "It redirects to ftp://example.org/a. It is not the address of a web page."),
        ("bomb", "It has more than 1,000,000 bytes."),
        ("endless", "It has more than 1,000,000 bytes."),
        ("brotli", "It came in the coding 'br', which was not asked for."),
        ("cut", "Its compression ends too early."),
        (
            "short",
            "Its answer is incomplete or malformed: peer closed connection without sending complete message body",
        ),
        ("garbage", "Its answer is incomplete or malformed:"),
        ("slow", "It did not answer in time."),
        ("head", "It did not answer in time."),
    ],
)
def test_misbehaviour_is_a_fault(web: Web, page: str, said: str) -> None:
    address = f"{web.base}/{page}"
    fault = fetched(address, whole=0.5 if page in ("slow", "head") else 60).fault
    assert fault is not None
    assert fault.path == address
    assert fault.message.startswith(said)
    assert fault.remedy


def test_private_addresses_are_asked_only_if_permitted(web: Web, elsewhere: Callable[..., None]) -> None:
    port = web.server_port
    for address in (
        web.base,
        f"http://localhost:{port}",
        f"http://[::1]:{port}",
        "http://169.254.169.254/latest",
        "http://0x7f.1/",
    ):
        fault = fetched(f"{address}/page", private=False).fault
        assert fault is not None
        assert "an address in this network or on this machine" in fault.message
        assert "--allow-private" in fault.remedy
    assert web.asked == []
    elsewhere(
        {"rebound.example": ["93.184.215.14", "127.0.0.1"]}
    )  # public for who checks first, private for who connects then
    assert fetched("http://rebound.example/", private=False, connect=0.1, whole=0.2).fault
    fault = fetched(f"http://rebound.example:{port}/page", private=False).fault
    assert fault is not None
    assert "rebound.example is 127.0.0.1" in fault.message
    assert web.asked == []


def test_a_redirect_into_the_network_is_not_followed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsdb.capture.network.is_public", lambda ip: ip == "127.0.0.1")
    fault = fetched(f"{web.base}/inside", private=False).fault
    assert fault is not None
    assert fault.message.startswith("It redirects to http://[::ffff:10.0.0.1]/. ::ffff:10.0.0.1 is ")


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        *((ip, False) for ip in ("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1")),
        *((ip, False) for ip in ("::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1")),
    ],
)  # fmt: skip
def test_which_addresses_are_public(ip: str, public: bool) -> None:
    assert is_public(ip) is public


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("HTTPS://Example.ORG:443/a b?x=é#part", "https://example.org/a%20b?x=%C3%A9"),
        ("http://example.org", "http://example.org"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_an_address_has_one_form(given: str, wanted: str) -> None:
    assert checked(given) == wanted
    assert checked(wanted) == wanted


@pytest.mark.parametrize(
    "given",
    [
        "ftp://a/",
        "javascript:alert(1)",
        "https://",
        "https://u:secret@a.org/",
        "http://a.org/" + "x" * 3000,
        "http://a:b/",
    ],
)
def test_what_is_not_an_address_is_refused(given: str) -> None:
    with pytest.raises(CaptureError) as error:
        checked(given)
    assert "secret" not in str(error.value)


def test_names_of_files_are_plain_and_differ() -> None:
    pages = ("", "x", "x/", "x?y", "../../.x", "%2e%2e%2f%2e%2e%2fetc", "ü" * 200, "NEWS.md", "x" * 500, "CON", "a:b")
    addresses = [*(f"https://a.org/{page}" for page in pages), "https://a.org:8080/x", "http://[::1]/x"]
    names = [name_for(checked(a), "text/html; charset=utf-8") for a in addresses]
    assert len(set(names)) == len(names)
    for name in names:
        host, file = name.split("/")
        assert not host.startswith(".")
        assert not file.startswith(".")
        assert file.endswith((".html", ".md"))
        assert name.isascii()
