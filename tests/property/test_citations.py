"""Citations of any document come back from other people's parsers, with every fact in its field."""

from __future__ import annotations

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from benchmarks.citations import faults
from claimsdb.lookup.citations.citation import Citation
from claimsdb.lookup.citations.item import as_csl, type_of
from claimsdb.lookup.citations.names import authors
from claimsdb.lookup.citations.wording import as_short, as_text, in_marks
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord, Piece

HOSTILE = st.text(
    st.sampled_from(list('abcXYZ 019 {}&%$#_^~\\"“”‘’«»<>@,;:.!?/()[]|=+*éßıŁ漢字العربيةעברית😀\u200f\u202e\n\t')),
    max_size=60,
).map(lambda text: text.replace("--", "-").strip())
_WORD = st.sampled_from(
    ["Bridge", "{Quay}", "50%", "R&D", "a_b", "“now”", "$5", "#1", "~", "סוף", "😀", "x^2", "\\end"]
)
WORDS = st.lists(_WORD, min_size=1, max_size=8).map(" ".join)
PEOPLE = st.sampled_from(
    [
        *(
            "Ada Bell",
            "Ludwig van Beethoven",
            "Martin Luther King Jr.",
            "Sun Weidong",
            "Moon Jae-in",
            "Reuters",
            "محمد علي",
        ),
        *("Ministry of Trade and Industry", "José de la Cruz", "R&D Desk", "{Evil} \\name", "50% Club", "O'Neil Ward"),
    ]
)
AUTHORS = st.one_of(
    st.none(),
    PEOPLE,
    st.lists(PEOPLE, min_size=2, max_size=4, unique=True).map("; ".join),
    st.sampled_from(["Ada Bell, Cy Dahl and Reuters", "Bell, Ada", "Ada Bell & Cy Dahl", "By Ada Bell", "A, B and C"]),
)
DATES = st.sampled_from([None, "2023", "2023-02", "2023-02-22", "2023-02-22T09:30:00+01:00", "1987-12-01"])
ADDRESSES = st.sampled_from(
    [
        None,
        "https://e.org/a_b?c=%20&d=~x#e",
        "http://x.com/ada/1",
        "javascript:alert(1)",
        "https://bücher.example/%7B1%7D",
    ]
)
MEDIA = st.sampled_from(
    ["text/plain", "text/html", "application/pdf", "message/rfc822", "text/vtt", "application/epub+zip"]
)


def piece(text: str) -> Piece:
    return Piece(start=9, end=9 + len(text), byte_start=9, byte_end=9 + len(text.encode()), text=text)


def claim(text: str, attribution: str = "quoted", speaker: str | None = "Sun Weidong") -> ClaimRecord:
    return ClaimRecord(
        id="0123456789abcdef0123",
        document="a.txt",
        block="paragraph",
        segments=[piece(text)],
        text=text,
        attribution=attribution,
        attribution_id=None,
        source=[],
        cue=[],
        cue_type=None,
        speaker=speaker,
        speaker_id=None,
        via=[],
        hedged=False,
        quotes=[],
        confidence=1.0,
        group=None,
        place=None,
        proof="bytes",
    )


def place(text: str = "Words", **known: str | None) -> Place:
    made = {
        "claim_id": "0123456789abcdef0123", "title": None, "publisher": None, "author": None, "published": None, "url": None,
        "path": "a.txt", "line": 1, "column": 1, "place": None, "proof": "bytes", "start": 9, "end": 9 + len(text),
        "sha256": "ab" * 32, "prefix": "", "exact": text, "suffix": "", "status": "current", "run": 1,
        "media_type": "text/plain", "language": "en", "modified": None, "captured_at": None, "heights": [], "seconds": None,
        "where": [{"byte_start": 9, "byte_end": 9 + len(text.encode())}],
    }  # fmt: skip
    return made | known  # type: ignore[return-value]


@settings(
    max_examples=40, phases=(Phase.explicit, Phase.generate)
)  # shrinking what goes through ten parsers takes minutes
@given(WORDS, HOSTILE, HOSTILE, AUTHORS, DATES, ADDRESSES, MEDIA)
@example(
    "“a {b”",
    'A {B & 50% $x_1^2 "q" ~ \\',
    "The {Ex} & Co",
    "R&D Desk",
    "2023",
    "https://e.org/%7B?a=1&b#c",
    "text/html",
)
@example("Words", "}", "{", "محمد علي", "2023-02", None, "text/plain")
@example("Words", "/", "", None, None, "http://x.com/ada/1", "text/plain")  # a title that is part of the address
@example("Words", "A", "", None, "2023-02-22", None, "message/rfc822")  # not in APA's references
def test_every_fact_comes_back_in_its_field(
    words: str, title: str, outlet: str, author: str | None, published: str | None, url: str | None, media_type: str
) -> None:
    known = {"title": title or None, "publisher": outlet or None, "author": author, "published": published, "url": url}
    one = Citation(claim(words), place(words, **known, media_type=media_type))
    assert list(faults([one])) == []


def test_authors_are_apart_and_in_parts() -> None:
    bell, dahl = {"family": "Bell", "given": "Ada"}, {"family": "Dahl", "given": "Cy"}
    for stated in (
        "Ada Bell, Cy Dahl and Reuters",
        "Bell, Ada; Dahl, Cy; Reuters",
        "By Ada Bell, Cy Dahl, and Reuters",
    ):
        assert authors(stated) == [bell, dahl, {"literal": "Reuters"}]
    assert authors("Bell, Ada and Dahl, Cy") == authors("Ada Bell & Cy Dahl") == [bell, dahl]
    assert authors("Ludwig van Beethoven") == [
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}
    ]
    assert authors("Martin Luther King, Jr.") == authors("Martin Luther King Jr.")
    assert authors("Martin Luther King Jr.") == [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]
    for whole in (
        "Ministry of Trade and Industry",
        "Sun Weidong",
        "Moon Jae-in",
        "United Nations",
        "Cher",
        "习近平",
        "News Desk",
    ):
        assert authors(whole) == [{"literal": whole}]
    assert authors("Ada Bell, staff writer") == [bell]
    assert authors(None) == authors(" ") == []


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"publisher": "The Gazette", "published": "2023"}, "article-newspaper"),
        ({"publisher": "The Gazette", "published": "2023", "media_type": "text/html"}, "article-newspaper"),
        ({"publisher": "Xinhua News Agency", "published": "2023", "media_type": "text/html"}, "article-newspaper"),
        ({"publisher": "Ministry of Defence", "published": "2023", "media_type": "text/html"}, "webpage"),
        ({"media_type": "text/html"}, "webpage"),
        ({"url": "https://e.org/a"}, "webpage"),
        ({"url": "https://mobile.twitter.com/a/1", "media_type": "text/html"}, "post"),
        ({"url": "https://a.substack.com/p/b", "media_type": "text/html"}, "post-weblog"),
        ({"url": "https://netflix.com/a", "media_type": "text/html"}, "webpage"),
        ({"media_type": "message/rfc822"}, "personal_communication"),
        ({"media_type": "text/vtt"}, "broadcast"),
        ({"title": "Interview with Ada Bell", "publisher": "The Gazette"}, "interview"),
        ({"media_type": "application/pdf", "publisher": "Ministry of Defence"}, "report"),
        ({"media_type": "application/pdf"}, "document"),
        ({"media_type": "application/epub+zip"}, "book"),
        ({}, "document"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_type_says_what_the_document_is(known: dict[str, str], kind: str) -> None:
    assert type_of(place(**known)) == kind


def test_an_item_says_when_and_where() -> None:
    known = place(published="2023-02", captured_at="2024-01-02T03:04:05Z", url="https://e.org/a")
    item = as_csl(claim("Words"), {**known, "place": "page 3, line 4"})
    assert (item["issued"], item["accessed"]) == ({"date-parts": [[2023, 2]]}, {"date-parts": [[2024, 1, 2]]})
    assert (item["page"], item["URL"], item["title"]) == ("3", "https://e.org/a", "a.txt")


def test_the_short_form_is_as_newsrooms_print_it() -> None:
    known = place(publisher="The Example", published="2023-02-22", author="Ada Bell")
    assert as_short(claim("x"), known) == "Sun Weidong, quoted in The Example, 22 February 2023"
    assert as_short(claim("x", "reported"), known) == "Sun Weidong, as reported in The Example, 22 February 2023"
    assert as_short(claim("x", "asserted", None), known) == "Ada Bell, The Example, 22 February 2023"
    assert (
        as_short(claim("x", speaker=None), place(published="2023-02"))
        == "unnamed source, quoted in a.txt, February 2023"
    )


def test_marks_inside_marks_are_single_and_stops_are_not_doubled() -> None:
    assert in_marks('He said "no" and “yes”') == "“He said ‘no’ and ‘yes’”"
    for words, said in (("Why “now”?", "“Why ‘now’?” "), ("It ended.", "“It ended.” "), ("It ended", "“It ended”. ")):
        text = as_text(claim(words, "reported"), place(words, title='The "end"'))
        assert text.startswith(f"Sun Weidong (reported): {said}“The ‘end’”, a.txt")
    assert as_text(claim("“It ended.”"), place()).startswith("Sun Weidong (quoted): “It ended.” a.txt")
