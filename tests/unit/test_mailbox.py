"""Mailboxes and what is attached to messages: each message and each attachment is a document of its own."""

import io
import mailbox
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from claimsdb.model.errors import Problem
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.mail import mailbox as ours
from claimsdb.streams.mail.transfer import payload, transferred
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.opening import by_hand
from tests.mails import message

FROM = b"From ann@example.org Wed Feb 22 10:00:00 2017\n"
ONE = b"From: Ann Lee <ann@example.org>\nSubject: One\n\nThe bridge is safe.\n"


def found(raw: bytes, path: str = "a.mbox", **limits: object) -> list[tuple[str, str]]:
    """The members of a file, each with its media type, or the code of the problem."""
    everything = expanded(io.BytesIO(raw), path, Limits(**limits))  # type: ignore[arg-type]
    return [(m.path, m.media_type or "") if isinstance(m, Member) else (m.path, m.code) for m in everything]


def member(raw: bytes, path: str, within: str = "a.mbox") -> Member:
    return next(m for m in expanded(io.BytesIO(raw), within, Limits()) if isinstance(m, Member) and m.path == path)


def attached() -> EmailMessage:
    """A message with a text, a picture that is shown in it, and a message that is attached."""
    made = message("See the report.\n")
    made.add_attachment("The pier is cracked, the inspectors wrote.\n", filename="report.txt", cte="base64")
    made.add_attachment("A;B\n1;2\n", subtype="csv", filename="piers.csv")
    made.add_attachment(
        b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="pier.png", disposition="inline"
    )
    inner = message("The council knew in 2009, Ann Lee said.\n")
    inner.add_attachment("Minutes of 2009.\n", filename="minutes.txt")
    made.add_attachment(inner)
    return made


def test_a_mailbox_of_the_standard_library(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    bodies = ["The bridge is safe.\n", "From the start it was too weak.\n\nFrom here on, nobody knows.\n", "Third.\n"]
    for body in bodies:
        box.add(message(body))
    box.close()
    raw = (tmp_path / "a.mbox").read_bytes()
    assert found(raw) == [(str(k), "message/rfc822") for k in (1, 2, 3)]
    for k, body in enumerate(bodies, 1):
        one = member(raw, str(k))
        assert one.raw == message(body).as_bytes().replace(b"\nFrom ", b"\n>From ")
        offset, commands = by_hand(one.steps)
        assert offset is not None
        assert not commands
        assert raw[offset : offset + len(one.raw)] == one.raw
        assert read(one.raw, f"a.mbox/{k}", media_type=one.media_type).text.endswith(body.rstrip())


@pytest.mark.parametrize(
    ("raw", "bodies"),
    [
        (FROM + ONE, [ONE]),
        (FROM + ONE + b"\n" + FROM + ONE, [ONE, ONE]),
        ((FROM + ONE + b"\n" + FROM + ONE).replace(b"\n", b"\r\n"), [ONE.replace(b"\n", b"\r\n")] * 2),
        (FROM + ONE + FROM + ONE, [ONE + FROM + ONE]),  # no empty line before it
        (FROM + ONE + b"\nFrom 10:00 to 12:30 we met.\nThen we left.\n", [ONE + b"\nFrom 10:00 to 12:30 we met.\nThen we left.\n"]),
        (FROM + ONE + b"\nFrom Ann I heard:\nNothing at all.\n", [ONE + b"\nFrom Ann I heard:\nNothing at all.\n"]),
        (b"From ???@???\n" + ONE + b"\nFrom bob\nSubject: Two\nTo: Ann\n\nText.\n", [ONE, b"Subject: Two\nTo: Ann\n\nText.\n"]),
        (b"From - Tue Feb 21 10:04:06 2017\n\nNo header.\n", [b"\nNo header.\n"]),
    ],
)  # fmt: skip
def test_where_a_message_begins(raw: bytes, bodies: list[bytes]) -> None:
    got = list(ours.members(io.BytesIO(raw), "a.mbox", Limits()))
    assert [m.raw for m in got if isinstance(m, Member)] == bodies


def test_a_message_begins_anywhere_in_what_is_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"".join(FROM + ONE + b"x" * k + b"\n\n" for k in range(40))
    whole = [m.raw for m in ours.members(io.BytesIO(raw), "a", Limits()) if isinstance(m, Member)]
    assert len(whole) == 40
    monkeypatch.setattr(ours, "_CHUNK", 3000)
    assert [m.raw for m in ours.members(io.BytesIO(raw), "a", Limits()) if isinstance(m, Member)] == whole


def test_the_escape_of_a_mailbox_is_undone_but_not_a_quotation() -> None:
    def text(lines: str) -> str:
        return read(b"Subject: A\n\n" + lines.encode(), "a.eml").text.partition("\n\n")[2]

    assert text("Ann:\n>From here on, nobody knows.\nIndeed.\n") == "Ann:\nFrom here on, nobody knows.\nIndeed."
    assert text(">We walked\n>From here on.\n") == ">We walked\n>From here on."


def test_attachments_and_attached_messages() -> None:
    raw = FROM + attached().as_bytes()
    assert found(raw) == [
        ("1", "message/rfc822"),
        ("1/2", "text/plain"),
        ("a.mbox/1/3", "no_text"),  # numbers are no articles
        ("1/4", "image/png"),
        ("1/5", "message/rfc822"),
        ("1/5/2", "text/plain"),
    ]
    report, picture = member(raw, "1/2"), member(raw, "1/4")
    assert report.raw == b"The pier is cracked, the inspectors wrote.\n"
    assert report.stated.title == "report.txt"
    assert picture.incidental
    assert member(raw, "1/5/2").raw == b"Minutes of 2009.\n"
    assert found(raw, only="1/5/2") == [("1/5/2", "text/plain")]
    assert found(attached().as_bytes(), "a.eml")[:2] == [("", "message/rfc822"), ("2", "text/plain")]


def test_what_nobody_but_outlook_reads_is_a_problem() -> None:
    made = message("See the file.\n")
    made.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert found(made.as_bytes(), "a.eml") == [("", "message/rfc822"), ("a.eml/2", "tnef")]


def test_a_message_that_is_too_large_is_left_out_alone() -> None:
    raw = FROM + ONE + b"\n" + FROM + ONE + b"x" * 1000 + b"\n\n" + FROM + ONE
    assert found(raw, largest=500) == [("1", "message/rfc822"), ("a.mbox/2", "unreadable"), ("3", "message/rfc822")]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_what_is_attached_can_be_cut_out_by_hand(encoding: str, tmp_path: Path) -> None:
    said = "The council’s engineers = safe.\n" * 5
    made = message("See the report.\n")
    made.add_attachment(said, filename="report.txt", cte=encoding)
    raw = made.as_bytes()
    one = member(raw, "2", "a.eml")
    assert one.raw.decode() == said
    file = tmp_path / "a.eml"
    file.write_bytes(raw)
    offset, commands = by_hand(one.steps)
    line = (
        " | ".join(commands).format(file)
        if commands
        else f"tail -c +{(offset or 0) + 1} {file} | head -c {len(one.raw)}"
    )
    assert subprocess.run(line, shell=True, capture_output=True, check=True).stdout == one.raw


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "x-unknown"])
@pytest.mark.parametrize(
    "raw", [b"", b"QUJD", b"QUJD\r\nRA==\r\n", b"QUJ!D=\n", b"Q", b"=C3=A5=\n x =zz ==", b"QUI=QUJD", b"QU=", b"QUJDR"]
)
def test_with_and_without_a_map_the_bytes_are_the_same(encoding: str, raw: bytes) -> None:
    whole = b"head" + raw + b"tail"
    assert payload(whole, (4, 4 + len(raw)), encoding) == transferred(whole, (4, 4 + len(raw)), encoding).raw


def test_problems_name_the_member(tmp_path: Path) -> None:
    raw = FROM + ONE.replace(b"Subject", b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nSubject")
    one = member(raw, "1")
    problems = read(one.raw, "a.mbox/1", media_type=one.media_type).problems
    assert [(p.code, p.path) for p in problems] == [("encrypted", "a.mbox/1")]
    assert all(isinstance(p, Problem) for p in problems)
