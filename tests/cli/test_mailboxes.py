"""A mailbox end to end: who says what in it, what is attached, and the bytes of every word."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.documents import documents, whole_document
from tests.mails import QUOTED, message

App = Callable[..., Any]
FROM = b"From ann@example.org Wed Feb 22 10:00:00 2017\n"
BELOW = """\
The bridge is safe. We will reopen it in May.

Ann

-----Original Message-----
From: Stone, Bob [mailto:bob@example.org]
Sent: Tuesday, February 21, 2017 9:54 AM
To: Ann Lee
Subject: The bridge

The council has spent £4 million on repairs since 2015.

This e-mail is confidential. If you are not the intended recipient, the law forbids you to read it.
"""
HTML = """\
<p>They are old cracks. We have known them since 2009.</p>
<div class="moz-cite-prefix">On 02/21/2017 09:54 AM, Bob Stone wrote:<br></div>
<blockquote type="cite"><p>The inspectors found cracks in two of the piers.</p></blockquote><p>The sum was £3 million.</p>"""


def test_a_mailbox(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    first = message(QUOTED, cte="base64")
    first.add_attachment("The mayor said that the pier was safe.\n", filename="report.txt", cte="base64")
    inner = message("The piers cracked in 2009, Carl Moss said.\n")
    first.add_attachment(inner)
    others = [message(BELOW, cte="quoted-printable"), message(HTML, subtype="html", cte="base64")]
    raw = b"".join(FROM + one.as_bytes() + b"\n" for one in (first, *others))
    (folder / "a.mbox").write_bytes(raw)
    done = app("ingest", "mails", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (0, 5, 0)

    claims = app("export", "claims").lines
    said = {(c["document"], c["speaker"] if c["attribution"] != "asserted" else None, c["text"]) for c in claims}
    bob, ann = "Bob Stone", None
    assert said == {
        ("a.mbox/1", "council’s engineers", "The bridge over the Aire is safe"),
        ("a.mbox/1", ann, "We will reopen it in May"),
        ("a.mbox/1", bob, "The inspectors found cracks in two of the piers"),
        ("a.mbox/1", bob, "Nobody has told the residents that the bridge may close"),
        ("a.mbox/1", bob, "The council has spent £4 million on repairs since 2015"),
        ("a.mbox/1/2", "mayor", "the pier was safe"),
        ("a.mbox/1/3", "Carl Moss", "The piers cracked in 2009"),
        ("a.mbox/2", ann, "The bridge is safe"),
        ("a.mbox/2", ann, "We will reopen it in May"),
        ("a.mbox/2", bob, "The council has spent £4 million on repairs since 2015"),
        ("a.mbox/3", ann, "They are old cracks"),
        ("a.mbox/3", ann, "We have known them since 2009"),
        ("a.mbox/3", bob, "The inspectors found cracks in two of the piers"),
        ("a.mbox/3", ann, "The sum was £3 million"),
    }

    places = {c["text"]: c["place"] for c in claims}
    assert places["The bridge over the Aire is safe"] == "message 1 of 3, part 1, paragraph 2"
    assert places["They are old cracks"] == "message 3 of 3, paragraph 1"

    for claim in claims:
        by_hand = app("show", claim["id"], "--json").json["by_hand"]
        assert (by_hand["holds"], by_hand["proof"]) == (
            True,
            "bytes" if claim["document"] != "a.mbox/1/2" else "stream",
        )
        for segment in by_hand["segments"]:
            printed = subprocess.run(
                ["bash", "-c", segment["command"]], capture_output=True, check=True
            ).stdout.decode()
            said_there = " ".join(printed.replace("> ", "").split())
            assert segment["text"] in said_there
            assert len(said_there) <= len(segment["text"]) + 4, (
                "two bytes of a group of base64 may belong to the words beside"
            )
    counts = app("verify", "--json").json
    assert counts["counts"]["same"] == 5

    with open_for_reading(tmp_path / "claims.db").connect() as connection:
        ids = {d["path"]: d["id"] for d in documents(connection)}
        mail, report = (whole_document(connection, ids[path]) for path in ("a.mbox/1", "a.mbox/1/2"))
    assert [(d["path"], d["name"]) for d in mail["attached"]] == [
        ("a.mbox/1/2", "report.txt"),
        ("a.mbox/1/3", "Re: Ångström"),
    ]
    assert [d["path"] for d in report["attached_in"]] == ["a.mbox/1"]
    assert not mail["attached_in"]
    assert not report["attached"]
