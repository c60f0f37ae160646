"""Mails as programs write them, for tests: each with the text that people read in it."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from typing import NamedTuple

QUOTED = """\
Dear Bob,

The bridge over the Aire is safe, the council’s engineers told me on Monday. We will reopen it in May.

On Tue, Feb 21, 2017 at 9:54 AM, Bob Stone <bob@example.org> wrote:

> The inspectors found cracks in two of the piers. Nobody has told the
> residents that the bridge may close.
>
> The council has spent £4 million on repairs since 2015.
"""
READ = """\
Dear Bob,

The bridge over the Aire is safe, the council’s engineers told me on Monday. We will reopen it in May.

On Tue, Feb 21, 2017 at 9:54 AM, Bob Stone <bob@example.org> wrote:

> The inspectors found cracks in two of the piers. Nobody has told the residents that the bridge may close.

> The council has spent £4 million on repairs since 2015."""
HEADER = """\
Re: Ångström

From: Ann Lee <ann@example.org>
Date: Wed, 22 Feb 2017 10:00:00 +0100
To: Bob Stone <bob@example.org>

"""
HTML = """\
<html><body><p>Dear Bob,</p><p>The bridge over the Aire is <b>safe</b>, the council&#8217;s engineers told me
on Monday. We will reopen it in May.</p>
<div class="gmail_quote"><div class="gmail_attr">On Tue, Feb 21, 2017 at 9:54 AM, Bob Stone
&lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote">
<div>The inspectors found cracks in two of the piers. Nobody has told the<br>residents that the bridge may close.</div>
<div>The council has spent £4 million on repairs since 2015.</div></blockquote></div></body></html>"""


class Mail(NamedTuple):
    """A message, and its text."""

    raw: bytes
    text: str


def message(text: str, **how: str) -> EmailMessage:
    """A message of this text from Ann to Bob."""
    made = EmailMessage()
    made["Subject"], made["From"] = "Re: Ångström", "Ann Lee <ann@example.org>"
    made["To"], made["Date"] = "Bob Stone <bob@example.org>", "Wed, 22 Feb 2017 10:00:00 +0100"
    made.set_content(text, **how)  # type: ignore[arg-type]
    return made


def written(header: str, body: bytes, end: str = "\n") -> bytes:
    """A message with a header of its own."""
    return header.strip().replace("\n", end).encode() + (end * 2).encode() + body


def _alternatives() -> bytes:
    made = message(QUOTED)
    made.add_alternative(HTML, subtype="html")
    return made.as_bytes()


_FLOWED = """\
From: Ann Lee <ann@example.org>
Subject: Re: =?UTF-8?B?w4VuZ3N0csO2?= =?utf-8?q?m?=
Date: Wed, 22 Feb 2017 10:00:00 +0100
To: Bob Stone
 <bob@example.org>
Content-Type: text/plain; charset=utf-8; format=flowed; delsp={}
Content-Transfer-Encoding: 8bit
"""


def _flowed(delsp: str) -> bytes:
    """The text with lines that go on: with DelSp, the space is only for that."""
    space = "  " if delsp == "yes" else " "
    body = QUOTED.replace(" engineers", f"{space}\r\nengineers").replace("told the\n> ", f"told the{space}\r\n> ")
    return written(_FLOWED.format(delsp), body.replace("\r\n", "\n").replace("\n", "\r\n").encode(), "\r\n")


_LATIN = b"""\
Subject: Re: =?iso-8859-1?Q?=C5ngstr=F6m?=
From: Ann Lee <ann@example.org>
Date: Wed, 22 Feb 2017 10:00:00 +0100
To: Bob Stone <bob@example.org>
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

"""


def mails() -> dict[str, Mail]:
    """One text in many encodings, as different programs send it."""
    whole = HEADER + READ
    crlf = whole.replace(READ, READ.replace("\n", "\r\n"))
    html = message(HTML, subtype="html", cte="base64").as_bytes()
    latin = _LATIN + quopri.encodestring(QUOTED.encode("cp1252"))
    crlf64 = base64.encodebytes(QUOTED.replace("\n", "\r\n").encode()).replace(b"\n", b"\r\n")
    return {
        "quoted-printable": Mail(message(QUOTED, cte="quoted-printable").as_bytes(), whole),
        "base64": Mail(message(QUOTED, cte="base64").as_bytes(), whole),
        "8bit": Mail(message(QUOTED, cte="8bit").as_bytes(), whole),
        "windows": Mail(latin, whole),
        "alternatives": Mail(_alternatives(), whole),
        "flowed": Mail(_flowed("no"), crlf),
        "flowed-delsp": Mail(_flowed("yes"), crlf),
        "utf-16": Mail(written(_FLOWED.format("no").replace("utf-8; format=flowed", "utf-16").replace("8bit", "base64"),
                               base64.encodebytes(QUOTED.encode("utf-16"))), whole),
        "base64-crlf": Mail(written(_FLOWED.format("no").replace("flowed", "fixed").replace("8bit", "base64"), crlf64, "\r\n"), crlf),
        "html": Mail(html, whole.replace(",\n\n> The", ",\n\n> The")),
        "html-quoted-printable": Mail(message(HTML, subtype="html", cte="quoted-printable").as_bytes(), whole),
    }  # fmt: skip
