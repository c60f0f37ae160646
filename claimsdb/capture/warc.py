"""The archive of a folder of captures: every exchange as it came, in WARC files (ISO 28500), which many tools read."""

from __future__ import annotations

import io
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha1
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from claimsdb.capture.fetch import AGENT, Exchange

_INFO = {
    "software": AGENT,
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


class Archive:
    """One WARC file of a run, made with its first exchange, in the hidden folder `.archive`, which is not ingested."""

    def __init__(self, folder: Path, began: datetime) -> None:
        self.name = f"{began:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}.warc.gz"
        self.file = folder / self.name

    def keep(
        self, exchanges: Sequence[Exchange], about: dict[str, str], same_as: tuple[str, str] | None = None
    ) -> None:
        """Append the exchanges of one capture, and what is known `about` the last of them, as a record of metadata.

        If the body of the last is the `same_as` that of an earlier response, which is given by its address and its time, a revisit
        record says so in its place. Raises `OSError`.
        """
        if not exchanges:
            return
        made = io.BytesIO()
        writer = WARCWriter(made, gzip=True, warc_version="1.1")
        if not self.file.exists():
            writer.write_record(writer.create_warcinfo_record(self.name, _INFO))
        for exchange in exchanges:
            last = exchange is exchanges[-1]
            response = _response(writer, exchange, same_as if last else None)
            request = writer.create_warc_record(
                exchange.address, "request",
                http_headers=_head(exchange.request), payload=io.BytesIO(), length=0,
                warc_headers_dict={"WARC-Date": date_of(exchange.at)},
            )  # fmt: skip
            writer.write_request_response_pair(request, response)
            if last:
                writer.write_record(_metadata(writer, exchange, response, about))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab") as to:
            to.write(made.getvalue())


def date_of(at: datetime) -> str:
    """The time in UTC, to the second, in ISO 8601."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def digest_of(body: bytes) -> str:
    """The digest of a body as it was transferred, as most web archives write it."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


def _response(writer: WARCWriter, exchange: Exchange, same_as: tuple[str, str] | None) -> Any:
    headers = {"WARC-Date": date_of(exchange.at), "WARC-IP-Address": exchange.ip}
    head = _head(exchange.head)
    if same_as is not None:
        digest, (address, at) = digest_of(exchange.body), same_as
        return writer.create_revisit_record(exchange.address, digest, address, at, head, headers)
    headers["WARC-Payload-Digest"] = digest_of(exchange.body)
    body = io.BytesIO(exchange.body)
    return writer.create_warc_record(
        exchange.address, "response", body, len(exchange.body), warc_headers_dict=headers, http_headers=head
    )


def _metadata(writer: WARCWriter, exchange: Exchange, response: Any, about: dict[str, str]) -> Any:
    fields = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in about.items() if value).encode()
    headers = {
        "WARC-Date": date_of(exchange.at),
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
    }
    return writer.create_warc_record(
        exchange.address, "metadata", io.BytesIO(fields), len(fields), warc_headers_dict=headers
    )


def _head(raw: bytes) -> StatusAndHeaders:
    """The head of a request or a response; written, it is again the same bytes."""
    parsed: Any = StatusAndHeadersParser([], verify=False).parse(io.BytesIO(raw))
    parsed.headers_buff = raw
    parsed.compute_headers_buffer = lambda header_filter=None: None
    return parsed
