"""A web server that behaves and misbehaves as real ones do."""

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

SENTENCE = b"The mayor said that the old bridge would close in May.\n"
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>Bridge to close</title><link rel="canonical" href="https://example.org/bridge"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Bridge to close</h1>
<p>The mayor said that the <b>old bridge</b> would close in May. It has carried the traffic of the town for more than eighty years.</p>
<p>“The crane was safe,” said Zoë Ortega, an engineer at the port &amp; the yard. The council will vote on the plan next week.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>One</title><link>/page?n=1</link></item><item><title>Two</title><link>{base}/page?n=2</link></item>
</channel></rss>"""


class Web(ThreadingHTTPServer):
    """The server; `pages` are its answers by path, `asked` what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.pages: dict[str, bytes] = {"/page": SENTENCE}
        self.robots = b""
        self.asked: list[str] = []
        self.ended = Event()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = getattr(self, f"do_{self.path.strip('/').partition('?')[0].replace('.', '_')}", self.page)
        with suppress(BrokenPipeError, ConnectionResetError):
            answer()

    def page(self) -> None:
        body = self.server.pages.get(self.path.partition("?")[0])
        kind = "text/html" if (body or b"").startswith(b"<!DOCTYPE html>") else "text/plain"
        self.send(404 if body is None else 200, body or b"Not here.", content_type=kind)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_type": "text/plain", "content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_robots_txt(self) -> None:
        self.send(200 if self.server.robots else 404, self.server.robots)

    def do_feed(self) -> None:
        self.send(200, FEED.format(base=self.server.base).encode(), content_type="application/rss+xml")

    def do_moved(self) -> None:
        self.send(301, b"", location="/page#part")

    def do_round(self) -> None:
        self.send(302, b"", location="/round")

    def do_file(self) -> None:
        self.send(302, b"", location="ftp://example.org/a")

    def do_inside(self) -> None:
        self.send(302, b"", location="http://[::ffff:10.0.0.1]/")

    def do_latin(self) -> None:
        self.send(
            200,
            "Le maire a dit qu'il fermera le caf\xe9 \x96 en mai.\n".encode("latin-1"),
            content_type="text/plain; charset=koi8-r",
        )

    def do_article(self) -> None:
        self.send(200, ARTICLE.encode("cp1252"), content_type="text/html; charset=iso-8859-1")

    def do_untyped(self) -> None:
        self.send(200, ARTICLE.replace("rel=", "data-rel=").encode("cp1252"), content_type="")

    def do_gzipped(self) -> None:
        self.send(200, gzip.compress(SENTENCE, mtime=0), content_encoding="gzip")

    def do_chunked(self) -> None:
        body = gzip.compress(SENTENCE, mtime=0)
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.send_header("content-encoding", "gzip")
        self.send_header("content-type", "text/plain")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))

    def do_bomb(self) -> None:
        self.send(200, gzip.compress(bytes(30_000_000)), content_encoding="gzip")

    def do_brotli(self) -> None:
        self.send(200, b"\x0b\x02\x80abc\x03", content_encoding="br")

    def do_cut(self) -> None:
        self.send(200, gzip.compress(SENTENCE)[:-9], content_encoding="gzip")

    def do_short(self) -> None:
        self.close_connection = True
        self.send(200, b"The mayor", content_length="1000")

    def do_long(self) -> None:
        self.send(200, SENTENCE + b"and more than it said", content_length=str(len(SENTENCE)))

    def do_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.ended.wait(0.1):
            self.wfile.write(b"a")

    def do_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.ended.wait(0.1):
            self.wfile.write(b"a: b\r\n")

    def do_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.ended.is_set():
            self.wfile.write(bytes(65536))

    def do_garbage(self) -> None:
        self.close_connection = True
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    def do_early(self) -> None:
        self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")
        self.send(200, SENTENCE)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[Web]:
    server = Web()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, list[str]]], None]:
    """Lets names point to addresses, one after the other in turn, as a hostile name server does."""

    def point(names: dict[str, list[str]]) -> None:
        def look_up(host: str, port: int, *rest: Any, **more: Any) -> Any:
            if host not in names:
                return real(host, port, *rest, **more)
            ip = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return point
