"""Forms with files: read once, before Datasette, whose protection against forged forms understands only forms without files.

Datasette then sees a form with nothing but its token; what was sent is in the request's scope.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, parse_options_header

LARGEST = 32_000_000
"""Maximum size of a form in bytes."""
FORM = "claimsdb.form"
"""Key in a request's scope: the form that was sent."""
_TOKEN = "ds_csrftoken"
_CONTROLS = re.compile("[\0-\x1f\x7f\ud800-\udfff]+")
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]


@dataclass(slots=True)
class Form:
    """A form that was sent: its fields as text, and the file in it, with its name."""

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes = b""
    name: str = ""

    def line(self, name: str) -> str:
        """The field in one line, without control characters."""
        return " ".join(_CONTROLS.sub(" ", self.fields.get(name, "")).split())


def unfit(headers: Mapping[bytes, bytes]) -> tuple[int, str] | None:
    """The status and what is wrong with a form, as its head says, before it is read; None if nothing is."""
    if parse_options_header(headers.get(b"content-type"))[0] != b"multipart/form-data":
        return 415, "The form must be sent as multipart/form-data."
    size = headers.get(b"content-length", b"")
    if not size.isdigit():
        return 411, "The form must be sent with its length."
    if int(size[:20]) > LARGEST:
        return (
            413,
            f"The form has more than {LARGEST // 1_000_000} MB. Read large files with the command claimsdb ingest.",
        )
    if not re.search(
        rf"(^|;\s*){_TOKEN}=", headers.get(b"cookie", b"").decode("latin-1")
    ):  # or nobody checks its token
        return 403, "The form was not sent from its page. Open the page, and send it again."
    return None


async def with_form(scope: Event, receive: Receive) -> tuple[Event, Receive]:
    """The request with its form in its scope, and a body that has only the form's token."""
    parts: list[bytes] = []
    more = True
    while more:
        event = await receive()
        parts.append(event.get("body", b""))
        more = event.get("more_body", False)
    form = _parsed(dict(scope["headers"]).get(b"content-type", b""), b"".join(parts))
    body = urlencode({"csrftoken": form.fields.get("csrftoken", "")}).encode()
    headers = [(n, v) for n, v in scope["headers"] if n not in (b"content-type", b"content-length")]
    headers += [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"%d" % len(body))]

    async def again() -> Event:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers, FORM: form}, again


def _parsed(content_type: bytes, body: bytes) -> Form:
    """The form in the body; an empty one if it is malformed."""
    form = Form()

    def on_field(got: Field) -> None:
        form.fields[_text(got.field_name)] = _text(got.value)

    def on_file(got: File) -> None:
        got.file_object.seek(0)
        form.file, form.name = got.file_object.read(), _CONTROLS.sub("", _text(got.file_name))[-200:]
        got.close()

    kind, options = parse_options_header(content_type)
    try:
        parser = FormParser(kind.decode("latin-1"), on_field, on_file, boundary=options.get(b"boundary"))
        parser.write(body)
        parser.finalize()
    except FormParserError:
        return Form()
    return form


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")
