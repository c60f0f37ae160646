"""What is checked of requests and added to responses: odd addresses, methods, names of the server, and security headers."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.web.metadata import metadata_for

Ask = Callable[..., Any]
POLICY = "content-security-policy"
PAGES = ["/-/claims/", "/-/speakers/", "/-/cite", "/-/comparison", "/-/glossary", "/-/static/"]
DATASETTES = ["/", "/claims/claims", "/claims/claims/", "/nothing/", "/-/"]
ENDS = [
    ".json.json",
    "abcd.json.csv",
    "abcd.JSON",
    "abcd.",
    "../..",
    "%2E%2E",
    "abcd/efgh",
    "abcd%2Fefgh",
    "%00",
    "a\0b",
    "a" * 10_000,
    "%C0%AF",
    "%zz",
    "%",
    "~00",
    "~zz",
    "\xff",
    "%FF",
    "%F0%9F%98%80",
    "%0a",
    "*",
    ";x=y",
    " ",
]


def asking(folder: Path, plugin: Any = None, **more: Any) -> Ask:
    """Sends requests as a server hands them over, byte by byte. The answer has a status, headers and a body."""
    metadata = metadata_for(Path("claims.db")) | ({"plugins": {"claimsdb": plugin}} if plugin else {})
    app = Datasette([str(folder / "claims.db")], metadata=metadata, **more).app()

    async def ask(path: str, method: str, headers: Any) -> Any:
        events: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(event: Any) -> None:
            events.append(event)

        raw, _, query = path.encode("latin-1").partition(b"?")
        given = [(n.encode(), v.encode("latin-1")) for n, v in ({"host": "localhost"} | headers).items()]
        scope = {"type": "http", "method": method, "scheme": "http", "path": raw.decode("latin-1"), "raw_path": raw}
        await app({**scope, "query_string": query, "headers": given, "http_version": "1.1"}, receive, send)
        body = b"".join(e.get("body", b"") for e in events[1:])
        return events[0]["status"], {n.decode().lower(): v.decode() for n, v in events[0]["headers"]}, body

    return lambda path, method="GET", **headers: asyncio.run(ask(path, method, headers))


@pytest.fixture(scope="module")
def ask(seeded: Path) -> Ask:
    return asking(seeded)


@pytest.mark.parametrize("start", [*PAGES, *DATASETTES])
def test_no_address_is_an_error_of_the_server(ask: Ask, start: str) -> None:
    for end in ENDS:
        status, headers, _ = ask(start + end)
        assert status in (302, 400, 403, 404), (start + end, status)
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("cookie", ["a=b; \0=1", "a[]={}; (=)", "\xff", "ds_actor=zz", "ds_messages=x"])
def test_no_cookie_is_an_error_of_the_server(ask: Ask, cookie: str) -> None:
    assert ask("/-/glossary", cookie=cookie)[0] in (200, 400)


def test_missing_pages_are_json_if_asked_for(ask: Ask) -> None:
    for path in ("/nothing.json", "/-/claims/abcd.json.json", "/claims/nothing.json"):
        status, headers, body = ask(path)
        assert (status, headers["content-type"][:16]) == (404, "application/json"), path
        assert b'"ok": false' in body


@pytest.mark.parametrize(
    "path", ["/-/claims/abcd", "/-/documents/abcd.json", "/-/cite?q=a", "/-/comparison.csv", "/-/glossary"]
)
def test_our_pages_can_only_be_read(ask: Ask, path: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        status, headers, _ = ask(path, method)
        assert (status, headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert ask(path, "OPTIONS")[::2] == (204, b"")
    status, _, body = ask(path)
    assert body
    assert ask(path, "HEAD")[::2] == (status, b"")


def test_methods_that_no_page_has(ask: Ask) -> None:
    """Datasette looks methods up among the names of its views: `RENDER` was an error of the server."""
    for path in ("/", "/claims", "/claims/claims", "/claims/claims/1", "/-/plugins"):
        for method in ("RENDER", "DATA", "TRACE", "CONNECT"):
            assert ask(path, method)[0] == 405
        assert ask(path, "POST")[0] in (403, 405)


@pytest.mark.parametrize("path", ["/", "/claims", "/claims/claims?_where=1", "/claims/claims/1", "/claims/claims.json"])
@pytest.mark.parametrize("more", ["", "x" * 3])
def test_every_response_says_what_browsers_may_do(ask: Ask, path: str, more: str) -> None:
    _, headers, body = ask(path + more)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    rules = dict(part.strip().split(" ", 1) for part in headers[POLICY].split(";"))
    assert rules["default-src"] == rules["base-uri"] == "'none'"
    scripts = rules["script-src"].split()
    assert "'unsafe-inline'" not in scripts
    for nonce in (word[7:-1] for word in scripts if word.startswith("'nonce-")):
        assert len(nonce) > 20
        assert body.count(b"<script") == body.count(f'<script nonce="{nonce}"'.encode())


@pytest.mark.parametrize(
    "path", ["/-/comparison.csv", "/claims/claims.csv", "/-/plugins.json", "/-/static/app.css", "/-/cite.json"]
)
def test_what_is_no_page_runs_nothing(ask: Ask, path: str) -> None:
    status, headers, _ = ask(path)
    assert status == 200
    assert "nonce" not in headers[POLICY]
    assert "unsafe-inline" not in headers[POLICY]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_nonce_is_used_once(ask: Ask) -> None:
    assert len({ask("/-/plugins")[1][POLICY] for _ in range(5)}) == 5


def test_a_site_may_have_its_own_policy_for_the_pages_of_datasette(seeded: Path) -> None:
    ask = asking(seeded, {"content_security_policy": "img-src https:; script-src 'nonce-{nonce}'"})
    assert ask("/-/plugins")[1][POLICY].startswith("img-src https:; script-src 'nonce-")
    assert ask("/-/glossary")[1][POLICY].startswith("default-src 'none'")
    assert asking(seeded, cors=True)("/claims.json")[1]["cross-origin-resource-policy"] == "cross-origin"


MINE = ["127.0.0.1", "127.0.0.1:8001", "localhost", "LOCALHOST:9", "localhost.", "[::1]:8001", "127.9.9.9"]
OTHERS = [
    "evil.example",
    "evil.example:8001",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "localhost@evil",
    "a b",
    "[::1",
    "\xe4",
]


def test_a_server_for_this_machine_answers_to_its_own_names(seeded: Path) -> None:
    ask = asking(seeded, {"host": "127.0.0.1"})
    for name in MINE:
        assert ask("/-/glossary", host=name)[0] == 200, name
    for name in [*OTHERS, "192.168.1.5", "0.0.0.0", socket.gethostname() + ".example"]:
        status, _, body = ask("/-/glossary", host=name)
        assert (status, b"--allow-host" in body) == (421, True), name
        assert ask("/claims/claims.json", host=name)[0] == 421


def test_a_server_for_others_answers_to_addresses_and_to_names_that_are_given(seeded: Path) -> None:
    ask = asking(seeded, {"host": "0.0.0.0", "allow_hosts": ["Claims.Example.org"]})
    for name in [*MINE, "192.168.1.5:8001", "[2001:db8::1]", "claims.example.org", "claims.example.org:443"]:
        assert ask("/-/glossary", host=name)[0] == 200, name
    assert ask("/-/glossary", host=socket.gethostname())[0] == 200
    for name in [*OTHERS, "example.org", "x.claims.example.org"]:
        assert ask("/-/glossary", host=name)[0] == 421, name
    assert asking(seeded, {"host": "news.example"})("/", host="news.example:80")[0] == 200


def test_plain_datasette_answers_to_every_name(ask: Ask) -> None:
    assert ask("/-/glossary", host="evil.example")[0] == 200
