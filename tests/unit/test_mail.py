"""Mails: what is read of them, and the bytes of every word."""

from dataclasses import replace

import pytest

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.spans import Span, together
from claimsdb.normalizer.normalize import analyse
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read
from tests.mails import mails, message, written

AROUND = ("title", "byline", "dateline")


def proved(document: Document, file: bytes | None = None) -> None:
    """Check that other code finds all words of the document in its bytes, those of each passage and of cuts through it, and no others."""
    proof = proof_of(document.media_type, file or document.raw, document.encoding, document.parts)
    assert not proof.faults
    for passage in document.passages:
        start, end = passage.span
        for span in (passage.span, Span(start + (end - start) // 3, end), Span(start, end - (end - start) // 3)):
            if document.map.ranges(span):
                stretch = document.stretch(span)
                assert proof.words(stretch) == stretch.text
                wrong = "#" * len(stretch.text)
                assert proof.words(replace(stretch, text=wrong)) != wrong


def told(raw: bytes) -> list[tuple[str | None, str]]:
    """The passages behind the header, each with its role."""
    document = read(raw, "a.eml", media_type="message/rfc822")
    proved(document)
    said = [(p.role, p.span.of(document.text)) for p in document.passages]
    return [(role, words) for role, words in said if role not in AROUND and not words.startswith(("To:", "Cc:"))]


def problems(raw: bytes) -> list[str]:
    return [problem.code for problem in read(raw, "a.eml", media_type="message/rfc822").problems]


@pytest.mark.parametrize("name", mails())
def test_one_text_in_many_encodings(name: str) -> None:
    raw, text = mails()[name]
    document = read(raw, "a.eml")
    assert document.media_type == "message/rfc822"
    assert document.text == text
    assert not document.problems
    stated = document.stated
    assert (stated.title, stated.author, stated.published) == ("Re: Ångström", "Ann Lee", "2017-02-22T10:00:00+01:00")
    proved(document)


def test_the_ranges_of_words() -> None:
    def ranges(raw: bytes, words: str) -> list[bytes]:
        document = read(raw, "a.eml", media_type="message/rfc822")
        start = document.text.index(words)
        return [raw[a:b] for a, b in document.map.ranges(Span(start, start + len(words)))]

    header = (
        "Subject: =?utf-8?Q?Sm=C3=B8rg=C3=A5s?= =?utf-8?B?YnJ=?=\n =?utf-8?Q?_is?=\n late\nContent-Transfer-Encoding: "
    )
    quoted = written(f"{header}quoted-printable", b"The pier =\ncracked=2C he s=61id.")
    assert ranges(quoted, "Smørgåsbr") == [b"Sm=C3=B8rg=C3=A5s", b"YnJ="]
    assert ranges(quoted, "br is late") == [b"YnJ=", b"_is", b"\n late"]
    assert ranges(quoted, "pier cracked, he") == [b"pier ", b"cracked=2C he"]
    coded = written(f"{header}base64", b"VGhlIHBp\nZXIgY3Jh\nY2tlZC4=\n")  # The pi|er cra|cked.
    assert ranges(coded, "The pier cracked.") == [b"VGhlIHBp\nZXIgY3Jh\nY2tlZC4="]
    assert ranges(coded, "pier") == [b"IHBp\nZXIg"], "whole groups"


@pytest.mark.parametrize(
    ("header", "title", "author"),
    [
        ("Subject: Plain\nFrom: ann@example.org", "Plain", "ann@example.org"),
        ('Subject: A "b" c\nFrom: "Lee, Ann" <ann@example.org>', 'A "b" c', "Lee, Ann"),
        ("Subject: A\nFrom: Lee, Ann Mary <ann@example.org>", "A", "Lee, Ann Mary"),
        ("subject: =?iso-8859-1?q?Caf=E9?= two\nfrom: =?utf-8?b?w4VzYQ==?= Lee <a@b.org>", "Café two", "Åsa Lee"),
        ("Subject: =?utf-8?Q?a?= =?utf-8?Q?b?=\n =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=\nFrom: (nobody)", "abé", None),
        ("Subject: =?nonsense?Q?x=E9?=\nFrom: =?utf-8?Q?Lee=2C_Ann?= <a@b.org>", "xé", "Lee, Ann"),
        ("Subject: Größe\nFrom: Jörg <a@b.org>, Bo <c@d.org>", "Größe", "Jörg"),
        ("Subject:\nFrom: Ann Lee", None, "Ann Lee"),
        ("Subject: =?utf-8?B?####?= x =?= y", "=?utf-8?B?####?= x =?= y", None),
    ],
)
def test_headers(header: str, title: str | None, author: str | None) -> None:
    document = read(written(header, b"The bridge is safe.\n"), "a.eml", media_type="message/rfc822")
    assert (document.stated.title, document.stated.author) == (title, author)
    proved(document)


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Wed, 22 Feb 2017 10:00:00 +0100", "2017-02-22T10:00:00+01:00"),
        ("22 Feb 2017 10:00 GMT", "2017-02-22T10:00:00+00:00"),
        ("Wed, 9 Jan 2002 19:47:50 MST", "2002-01-09T19:47:50-07:00"),
        ("yesterday", None),
        ("Wed, 32 Feb 2017 10:00:00 +0100", None),
    ],
)
def test_the_date_of_a_message_has_its_zone(date: str, published: str | None) -> None:
    assert read(written(f"From: a@b.org\nDate: {date}", b"Text."), "a.eml").stated.published == published


SIGNED = """\
The pier is cracked, I think.

--\x20
Ann Lee
Chief engineer
_______________________________________________
Bridges mailing list
http://lists.example.org/mailman/listinfo/bridges
"""


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (SIGNED, ["--", "Ann Lee", "Chief engineer", "_" * 47, "Bridges mailing list", "http://lists.example.org/mailman/listinfo/bridges"]),
        ("The pier is cracked.\n\nSent from my iPhone\n", ["Sent from my iPhone"]),
        ("This e-mail and any files are confidential.\n\nThe pier is cracked.\n", ["This e-mail and any files are confidential."]),
        ("Cracked.\n\nIf you are not the intended recipient, delete it.\n", ["If you are not the intended recipient, delete it."]),
        ("The pier is cracked.\n\nTo unsubscribe, write to us.\n", ["To unsubscribe, write to us."]),
        ("The talks were confidential, she said.\n\nWe unsubscribe from that view.\n", []),
        ("One.\n\n----------\n\nTwo.\n", []),
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe pier is cracked.\n"
            "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n-----END PGP SIGNATURE-----\n",
            ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "-----BEGIN PGP SIGNATURE-----", "iQEzBAEBCAAdFiEE",
             "-----END PGP SIGNATURE-----"],
        ),
        ("> Cracked.\n> --\x20\n> Bob\n\nNo.\n\n-- \nAnn\n\nOn Monday, Bob Stone wrote:\n> Cracked.\n", ["> --", "> Bob", "--", "Ann"]),
    ],
)  # fmt: skip
def test_signatures_notices_and_footers_are_around_the_message(text: str, around: list[str]) -> None:
    assert [words for role, words in told(message(text).as_bytes()) if role == "boilerplate"] == around


def test_the_html_is_read_if_the_plain_text_is_not_the_whole() -> None:
    for plain, chosen in [
        ("The pier is cracked, the engineers told the council on Monday morning.\n", "plain"),
        ("Your program cannot show HTML.\n", "html"),
        ("Cracked.\n", "html"),
        (
            "The pier (https://a.org/1) is cracked (https://a.org/2), the engineers <https://a.org/3> told the council on Monday.",
            "plain",
        ),
    ]:
        made = message(plain)
        made.add_alternative(
            "<p>The pier is <b>cracked</b>, the engineers told the council on Monday.</p>", subtype="html"
        )
        words = told(made.as_bytes())[0][1]
        assert words == (
            plain.strip() if chosen == "plain" else "The pier is cracked, the engineers told the council on Monday."
        )


def test_html_is_read_as_a_message_not_as_an_article() -> None:
    html = """<html><head><style>p {}</style><title>x</title></head><body><div style="display:none">Preview</div>
    <table><tr><td><p>Cracked.</p></td></tr></table>
    <blockquote type="cite"><div>On Monday, Bob Stone wrote:</div><blockquote><p>Safe.</p></blockquote></blockquote>
    <img src="cid:1" alt="pier"><p>From: Ann Lee<br>Sent: Monday<br>To: Bob<br>Subject: Piers</p></body></html>"""
    for cte in ("base64", "quoted-printable", "7bit"):
        assert told(message(html, subtype="html", cte=cte).as_bytes()) == [
            (None, "Cracked."),
            ("quote", "> On Monday, Bob Stone wrote:"),
            ("quote", ">> Safe."),
            (None, "From: Ann Lee"),
            (None, "Sent: Monday"),
            (None, "Subject: Piers"),
        ]


MULTIPART = """\
Subject: A
Content-Type: multipart/mixed; boundary="=_b"
"""
PART = b"--=_b\nContent-Type: text/plain; charset=%s\n\n%s\n"


@pytest.mark.parametrize(
    ("raw", "words", "codes"),
    [
        (written(MULTIPART, PART % (b"utf-8", b"One.") + PART % (b"cp1252", b"Tw\xf6.") + b"--=_b--\n"), ["One.", "Twö."], []),
        (written(MULTIPART, PART % (b"utf-8", b"One.") + PART % (b"utf-8", b"Two.")), ["One.", "Two."], ["parts"]),
        (written(MULTIPART, b"There is no delimiter.\n"), ["There is no delimiter."], ["parts"]),
        (written(MULTIPART.replace("; boundary", "; x"), b"No boundary.\n"), ["No boundary."], ["parts"]),
        (written("Content-Transfer-Encoding: base64", b"T25lLg==\n*** junk ***\n"), ["One."], ["transfer"]),
        (written("Content-Transfer-Encoding: base64", b"T25*lLg=="), ["One."], ["transfer"]),
        (written("Content-Transfer-Encoding: base64", b"T25lL"), ["One"], ["transfer"]),
        (written("Content-Transfer-Encoding: x-uuencode", b"begin 644 a"), ["begin 644 a"], ["transfer"]),
        (written("Content-Transfer-Encoding: quoted-printable", b"50=% =of == it=\n"), ["50=% =of = it"], []),
        (written("Content-Type: text/plain; charset=utf-8", b"A\xffb."), ["A\ufffdb."], ["bad_bytes"]),
        (written("Content-Type: text/plain; charset=us-ascii", "Caf\xe9.".encode()), ["Café."], []),
        (written("Content-Type: text/plain; charset=x-nobody", b"Caf\xe9 on the r\xeeve."), ["Café on the rîve."], []),
        (written("Content-Type: text/plain; charset=iso-2022-jp", b"Plain."), ["Plain."], []),
        (written("Subject: A", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"), None, ["encrypted"]),
        (written(MULTIPART.replace("mixed", "encrypted"), PART % (b"utf-8", b"x") + b"--=_b--\n"), [], ["encrypted"]),
        (written(MULTIPART.replace("mixed", "signed"), PART % (b"utf-8", b"One.") +
                 b"--=_b\nContent-Type: application/pgp-signature\n\nx\n--=_b--\n"), ["One."], []),
    ],
)  # fmt: skip
def test_damage_and_what_cannot_be_read_is_a_problem(raw: bytes, words: list[str] | None, codes: list[str]) -> None:
    assert problems(raw) == codes
    if words is not None:
        assert [said for _, said in told(raw)] == words


def test_a_message_without_text_is_not_read() -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read(b"X-Nothing: at all\n\n\n", "a.eml", media_type="message/rfc822")


def test_a_message_that_is_nested_without_end() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (k, k) for k in range(2000))
    assert read(b"Subject: Deep\n" + raw + b"\nText.\n", "a.eml", media_type="message/rfc822").stated.title == "Deep"


def test_places() -> None:
    made = message("One.\n\nTwo.\n")
    made.add_attachment("x", filename="x.txt")
    document = read(made.as_bytes(), "a.eml")
    words = [(p.within, p.unit, p.label, p.span.of(document.text)) for p in document.places]
    assert words[0] == ("header", "field", "subject", "Re: Ångström")
    assert words[-2:] == [("part 1", "paragraph", "1", "One."), ("part 1", "paragraph", "2", "Two.")]


SAFE, CRACKED = "The bridge is safe, I think.", "The inspectors found cracks in two of the piers."
APPLE = f"""{SAFE}<br><blockquote type="cite"><div>On Feb 21, 2017, at 9:54 AM, Bob Stone
&lt;<a href="mailto:bob@example.org">bob@example.org</a>&gt; wrote:</div><br><div>{CRACKED}</div></blockquote>"""
WEB = f"""<div>{SAFE}</div><hr><div><b>From:</b> Bob Stone &lt;bob@example.org&gt;<br><b>Sent:</b> Tuesday, February 21, 2017 9:54 AM<br>
<b>To:</b> Ann Lee<br><b>Subject:</b> The bridge</div><div>{CRACKED}</div>"""
BELOW = f"""\
{SAFE}

Regards,
Ann

P.S. We meet on Friday, as I said.

________________________________
From: Stone, Bob
Sent: Tuesday, February 21, 2017 9:54 AM
To: Lee, Ann
Subject: The bridge

{CRACKED}
"""


@pytest.mark.parametrize(
    ("text", "kind", "sender"),
    [
        (
            f"{SAFE}\n\nOn Tue, Feb 21, 2017 at 9:54 AM, Bob Stone <bob@example.org> wrote:\n> {CRACKED}\n",
            "plain",
            "Bob Stone",
        ),
        (
            f"{SAFE}\n\n---------- Forwarded message ---------\nFrom: Bob Stone <b@example.org>\nTo: Ann\n\n{CRACKED}\n",
            "plain",
            "Bob Stone",
        ),
        (BELOW, "plain", "Stone Bob"),
        (APPLE, "html", "Bob Stone"),
        (WEB, "html", "Bob Stone"),
    ],
)
def test_what_is_quoted_is_of_its_sender_and_the_rest_is_the_documents(text: str, kind: str, sender: str) -> None:
    document = read(message(text, subtype=kind, cte="quoted-printable").as_bytes(), "a.eml")
    proved(document)
    around = [p.span for p in document.passages if p.role == "boilerplate"]
    frames = analyse(document.reading, blocks(document), around)[1].frames
    said = [(together(document.text, f.source), together(document.text, f.content)) for f in frames]
    assert said == [(sender, CRACKED)]
