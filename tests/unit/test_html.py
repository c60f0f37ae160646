"""Pages: what is read of them, what it is, and its bytes."""

import html
import re
from itertools import pairwise

import pytest

from claimsdb.model.document import BlockKind, Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.provenance import StatedIn
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.html.references import resolved
from claimsdb.reading.html.scanner import Kind, scan
from claimsdb.reading.read import read
from claimsdb.streams.types import type_of

PROSE = (
    "The bridge over the river was inspected in April, and engineers found no cracks in it, the first such result since 2019.",
    "The council said that the repairs had cost three million pounds in all, and that a second survey would follow in the autumn.",
    "Traffic on the old road fell by twelve per cent in the same year, according to a report that the mayor published on Tuesday.",
)


def page(body: str, head: str = "", title: str = "Bridge is safe") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def article(*inside: str, head: str = "") -> bytes:
    first, *rest = (f"<p>{words}</p>" for words in PROSE)
    return page(f"<article><h1>Bridge is safe</h1>{first}{''.join(inside)}{''.join(rest)}</article>", head)


def told(raw: bytes, path: str = "a.html") -> list[tuple[str, str]]:
    document = read(raw, path)
    return [(block.kind.value, block.span.of(document.text)) for block in blocks(document)]


def shown(raw: bytes) -> str:
    """What characters the scanner takes for text, resolved."""
    text = raw.decode()
    kept = [t for t in scan(text) if t.kind in (Kind.TEXT, Kind.CDATA)]
    return "".join(text[t.start : t.end] if t.kind is Kind.CDATA else resolved(text, t.start, t.end) for t in kept)


def decoded(raw: bytes, document: Document, span: Span) -> str:
    """The words of a span from its bytes alone, by other code than the reader's."""
    cut = b"".join(raw[start:end] for start, end in document.map.ranges(span))
    return " ".join(re.sub(r"<[^>]*>", "", html.unescape(cut.decode(document.encoding, "replace"))).split(" "))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<!-->b<!--->c<!-- d --!>e", "abce"),
        ("a<b title='>'>c</b x=\">\">d", "acd"),
        ("a<p title=\"b>c</p>d", "a"),
        ("1 < 2 && 3 <4 </", "1 < 2 && 3 <4 </"),
        ("a<?xml b?>c<!doctype html PUBLIC \"x\">d</>e</ f>g", "acdeg"),
        ("<script>a<!--<script>b</script>c</script>d", "d"),
        ("<script><!--a</script>b", "b"),
        ("<style>a</styles>b</style >c<textarea>d<b>e</textarea>", "cd<b>e"),
        ("<noscript>a</noscript><template>b</template>", "b"),
        ("a<plaintext>b</plaintext>", "a"),
        ("<svg><![CDATA[a<b]]></svg><![CDATA[c>d", "a<bd"),
        ("&amp;&AMP&notit;&not;&nosuch;&#65&#x42;&#x80;&#0;&#xD800;&#x110000;&#9999999999;", "&&¬it;¬&nosuch;AB€\ufffd\ufffd\ufffd\ufffd"),
        ("&#1;&#x8D;", "\x01\x8d"),
    ],
)  # fmt: skip
def test_the_scanner_follows_the_standard(source: str, text: str) -> None:
    assert shown(source.encode()) == text


def test_a_page_is_told_by_its_content() -> None:
    assert (
        read(article(), "a.txt").media_type
        == read(article(), "a").media_type
        == read(article(), "a.php").media_type
        == "text/html"
    )
    assert read(b"In HTML, <html> begins a page.", "a.txt").media_type == "text/plain"
    assert (
        type_of(b"\xef\xbb\xbf <!-- saved from url=(0014)https://a.org/ --> <!DOCTYPE HTML PUBLIC>", "") == "text/html"
    )
    assert type_of("\ufeff<!DOCTYPE html>".encode("utf-16-le"), "") == "text/html"
    root = '<html xmlns="http://www.w3.org/1999/xhtml">'
    assert type_of(f'<?xml version="1.0"?>{root}<body>&nbsp;<p/></body></html>'.encode(), "") == "application/xhtml+xml"
    assert type_of(f'<?xml version="1.0"?>{root}<body><p></body></html>'.encode(), "") == "text/html"


def test_blocks_have_the_kinds_that_the_page_gives_them() -> None:
    found = told(
        page(
            "<nav><a href=/>Home</a></nav><article><h1>Bridge is safe</h1><p class=byline>By Ann Lee</p><time>1 May 2026</time>"
            f"<p>{PROSE[0]}</p><h2>What it cost</h2><p>{PROSE[1]}</p><ul><li>The deck was replaced in two nights of work.</ul>"
            f"<figure><img alt='The bridge in the light of the morning'><figcaption>The bridge in May.</figcaption></figure>"
            f"<blockquote>We will open it on Friday.</blockquote><p>{PROSE[2]}</p></article><footer>Imprint</footer>"
        )
    )
    assert found == [
        ("boilerplate", "Home"),
        ("title", "Bridge is safe"),
        ("byline", "By Ann Lee"),
        ("dateline", "1 May 2026"),
        ("paragraph", PROSE[0]),
        ("heading", "What it cost"),
        ("paragraph", PROSE[1]),
        ("list_item", "The deck was replaced in two nights of work."),
        ("caption", "The bridge in the light of the morning"),
        ("caption", "The bridge in May."),
        ("paragraph", "We will open it on Friday."),
        ("paragraph", PROSE[2]),
        ("boilerplate", "Imprint"),
    ]


def test_text_is_what_a_person_reads_and_every_run_has_its_bytes() -> None:
    raw = article(
        "<p>It&nbsp;is\r\n\t <b>caf&eacute;</b> &#8220;Zoë&#8221;<br>and<!-- x --> more <i> of\tit</i>, as the mayor of the town said</p>"
    )
    document = read(raw, "a.html")
    line = "It\u00a0is café “Zoë”\nand more of it, as the mayor of the town said"
    at = document.text.index(line)
    hows = {run.how for run in document.map.runs()}
    assert hows == {How.LITERAL, How.REFERENCE, How.ESCAPE, How.NONE}
    for run in document.map.runs():
        words = document.text[run.start : run.end]
        if run.how is How.LITERAL:
            assert raw[run.byte_start : run.byte_end].decode() == words
        elif run.how is How.REFERENCE:
            assert html.unescape(raw[run.byte_start : run.byte_end].decode()) == words
        elif run.how is How.ESCAPE:
            assert (words, raw[run.byte_start : run.byte_end].strip()) == (" ", b"")
    first, second = line.split("\n")
    assert decoded(raw, document, Span(at, at + len(first))).replace("\r\n\t ", " ") == first
    assert document.map.ranges(Span(at + len(first), at + len(first) + 1)) == ()
    assert decoded(raw, document, Span(at + len(first) + 1, at + len(line))).replace("\t", " ") == second


def test_invisible_characters_are_not_in_words() -> None:
    raw = article(
        "<p>The in\u00adspec&shy;tion of the bri\u200bdge was the first since the floods, as the mayor of the town said.</p>"
    )
    document = read(raw, "a.html")
    at = document.text.index("The inspection of the bridge was the first")
    assert [raw[start:end].decode() for start, end in document.map.ranges(Span(at + 4, at + 14))] == [
        "in",
        "spec",
        "tion",
    ]


def test_a_row_reads_as_one() -> None:
    rows = "<table><tr><th>Year<th>Cars<tr><td>2024<td><p>12,000 a day</table>"
    assert ("list_item", "2024\t12,000 a day") in told(article(rows))


def test_a_paragraph_goes_on_around_what_is_not_its_own() -> None:
    raw = article(
        "<p>The mayor of the town said <button>Share</button>that the bridge would open again on the Friday of next week.</p>"
    )
    assert (
        "paragraph",
        "The mayor of the town said that the bridge would open again on the Friday of next week.",
    ) in told(raw)
    assert ("boilerplate", "Share") in told(raw)


@pytest.mark.parametrize("attribute", ["hidden", "style='display: none'", "style=VISIBILITY:hidden", "class=sr-only"])
def test_hidden_copies_bear_no_claims(attribute: str) -> None:
    copy = f"<div {attribute}><p>{PROSE[1]}</p></div>"
    found = told(article(copy))
    assert sum(words == PROSE[1] and BlockKind(kind).bears_claims for kind, words in found) == 1


def test_an_interviewers_question_in_bold_is_a_paragraph_of_its_own() -> None:
    raw = article(
        f"<p><strong>Will you open the bridge again this year?</strong> {PROSE[1]}</p>", "<p><b>The costs</b></p>"
    )
    found = told(raw)
    assert ("paragraph", "Will you open the bridge again this year?") in found
    assert ("heading", "The costs") in found


@pytest.mark.parametrize(
    ("charset", "declared", "encoding"),
    [
        ("cp1252", "iso-8859-1", "cp1252"),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("gb18030", "gb2312", "gb18030"),
        ("cp1251", "windows-1251", "cp1251"),
    ],
)
def test_the_charset_is_what_the_page_declares(charset: str, declared: str, encoding: str) -> None:
    words = {"gb18030": "桥", "cp1251": "Мост"}.get(charset, "“café”")
    raw = article(f"<p>The bridge is called {words} by the people of the town, who have lived beside it for long.</p>")
    raw = raw.decode().replace("charset=utf-8", f"charset={declared}").encode(charset)
    document = read(raw, "a.html")
    at = document.text.index(words)
    start, end = document.map.hull(Span(at, at + len(words)))
    assert (document.encoding, raw[start:end]) == (encoding, words.encode(charset))


def test_a_bad_byte_is_shown_with_its_place_and_a_problem() -> None:
    raw = article("<p>A caf\xe9 stands at the end of the bridge, and it has been closed since the floods.</p>").replace(
        b"caf\xc3\xa9", b"caf\xe9\xff"
    )
    document = read(raw, "a.html")
    (problem,) = document.problems
    at = document.text.index("caf\ufffd\ufffd")
    assert document.map.ranges(Span(at + 3, at + 5)) == ((raw.index(b"\xe9"), raw.index(b"\xff") + 1),)
    assert (problem.code, problem.byte) == ("bad_bytes", raw.index(b"\xe9"))


def test_an_attribute_of_ten_megabytes_costs_nothing() -> None:
    found = told(
        article(
            f"<p data-x='{'x' * 10_000_000}'><img src='data:{'x' * 1_000_000}'>It is still a sentence of the article.</p>"
        )
    )
    assert {("paragraph", PROSE[2]), ("paragraph", "It is still a sentence of the article.")} <= set(found)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (page("<div id=root>Loading</div><script src=app.js></script>"), "needs_scripts"),
        (page("<p>The page that you asked for is not here.</p>", title="404 Not Found"), "error_page"),
        (page("<p>Checking your browser before you go on to the site.</p>", title="Just a moment..."), "error_page"),
        (
            page("<p>We value your privacy. We and our partners store cookies.</p><button>Accept all cookies</button>"),
            "consent_wall",
        ),
        (b"<html><frameset cols=1><frame src=a.html><noframes>No frames</noframes></frameset>Text</html>", "frames"),
    ],
)
def test_what_is_not_the_page_is_a_problem_and_bears_no_claims(raw: bytes, code: str) -> None:
    document = read(raw, "a.html")
    assert [problem.code for problem in document.problems] == [code]
    assert not any(block.kind.bears_claims for block in blocks(document))


def test_a_page_without_any_text_cannot_be_read() -> None:
    for raw, code in ((page("<script>1</script>"), "needs_scripts"), (b"", "empty"), (b"\x89PNG<html>", "binary")):
        with pytest.raises(UnreadableError) as error:
            read(raw, "a.html")
        assert error.value.problem.code == code


def test_what_a_page_states_of_itself() -> None:
    head = (
        '<meta property=og:title content="Bridge is &quot;safe&quot;"><meta property=og:site_name content="The Example">'
        '<meta name=author content="Ann Lee"><meta property=article:published_time content=2026-05-01T09:00:00Z>'
        "<link rel=canonical href=https://example.org/a>"
    )
    stated = read(article(head=head), "a.html").stated
    assert stated.values()[:6] == (
        "Bridge is safe", "The Example", "Ann Lee", "2026-05-01", None, "https://example.org/a",
    )  # fmt: skip


def test_the_title_and_the_byline_that_a_page_shows_come_first() -> None:
    stated = read(
        page(
            f"<p class=author>By Ann Lee, May 2026<p>{PROSE[0]}<p>{PROSE[1]}<p>{PROSE[2]}",
            title="A &amp; B | The Example",
        ),
        "a.html",
    ).stated
    assert (stated.title, stated.author) == ("A & B", "Ann Lee")


def test_nothing_is_invented() -> None:
    head = "<meta name=author content=admin><meta name=twitter:site content=@example><meta name=date content=soon>"
    stated = read(article(head=head), "a.html").stated
    assert (stated.publisher, stated.author, stated.published, stated.url) == (None, None, None, None)


def test_the_comment_of_the_browser_gives_the_address() -> None:
    for comment in (
        "saved from url=(0021)https://example.org/a",
        "\n Page saved with SingleFile \n url: https://example.org/a \n saved date: x",
    ):
        raw = b"<!DOCTYPE html>\n<!-- " + comment.encode() + b" -->" + article()[15:]
        assert read(raw, "a.html").stated.url == "https://example.org/a"
    dated = raw.replace(b"date: x", b"date: Mon Mar 04 2024 23:11:12 GMT-0100 (Azores Standard Time)")
    assert (read(raw, "a.html").transport.captured_at, read(dated, "a.html").transport.captured_at) == (
        None,
        "2024-03-05T00:11:12Z",
    )


def test_drawings_end_where_they_end() -> None:
    for drawing in (
        "<svg/>",
        "<svg><path d=M0/><title>Icon</title></svg>",
        "<svg><path>",
        "<svg><style>a{}</style></svg>",
    ):
        found = told(
            article(
                f"<div>{drawing}</div><div>{drawing}<p>It is a sentence of the article that follows a drawing.</p></div>"
            )
        )
        assert ("paragraph", "It is a sentence of the article that follows a drawing.") in found
        assert not any("Icon" in words for _, words in found)


def test_preformatted_text_is_read_as_plain_text_is() -> None:
    raw = article("<pre>The first paragraph of the letter\nis wrapped.\n\nThe second has one line.</pre>")
    document = read(raw, "a.html")
    assert "The first paragraph of the letter\nis wrapped.\n\nThe second has one line." in document.text


def test_deep_and_unclosed_elements_are_read() -> None:
    raw = page("<div>" * 30_000 + "<ul><li>" * 2_000 + f"<p>{PROSE[0]}<p>{PROSE[1]}")
    document = read(raw, "a.html")
    assert PROSE[0] in document.text
    assert all(a.end == b.start for a, b in pairwise(document.map.runs()))


def lines(*before: str, lang: str = "de", title: str = "Bridge is safe | The Example") -> bytes:
    """A page with these lines between its title and its text."""
    inner = "".join(f"<p>{line}</p>" for line in before)
    return page(
        f"<h1>Bridge is safe</h1>{inner}<p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p>", title=title
    ).replace(b"<html", f"<html lang={lang}".encode(), 1)


@pytest.mark.parametrize(
    ("line", "lang", "published"),
    [
        ("Viernes, 22 de Abril de 2022", "es", "2022-04-22"),
        ("Dodano: 30 kwietnia 2021, 11:55", "pl", "2021-04-30"),
        ("Oct 3rd, 2021", "en", "2021-10-03"),
        ("31.10.23", "de", "2023-10-31"),
        ("05.15.13, 22:47", "en", "2013-05-15"),
        (
            "Choice of the editors of this page<br>In: Bridges, Roads, Harbours, Ships, Trains<br>Article Date: 7 Jun 2013",
            "en",
            "2013-06-07",
        ),
        ("03/10/2021", "en-US", "2021-03-10"),
        ("03/10/2021", "en-GB", "2021-10-03"),
        ("03/10/2021", "en", None),  # it may be either
        ("13/10/2021", "en", "2021-10-13"),
        ("Letzte Änderung: 31.10.2023, Erschienen am: 01.11.2023", "de", "2023-11-01"),
        ("Updated June 13, 2019", "en", None),
        ("Deadline: 15. März 2020", "de", None),
        ("30. März 2020, 13:15 Uhr - 19:00 Uhr", "de", None),  # an event
        ("<time datetime=2022-11-06T23:00:00Z>vor 5 Monaten</time>", "de", "2022-11-06"),
        ("Page 12 2020", "en", None),
        ("Update 2011-04-18: the first line is new, and so is the last of the two lines of this note", "en", None),
        ("FILE - In this March 2, 2011 photo the mayor waves from the bridge, which was new at that time", "en", None),
        (
            "BRIDGETOWN, March 2, 2011 - The mayor waves from the bridge, which was new at that time, to us",
            "en",
            "2011-03-02",
        ),
    ],
)
def test_the_date_near_the_title(line: str, lang: str, published: str | None) -> None:
    assert read(lines(line, lang=lang), "a.html").stated.published == published


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Lee and Alexander von Humboldt", "Ann Lee and Alexander von Humboldt"),
        ("Von Ann Lee, Redaktion", "Ann Lee"),
        ("Par Matthieu Hy le 07 Mai 2020", "Matthieu Hy"),
        ("Posted by Konstantin 21.10.2019", "Konstantin"),
        ("Veröffentlicht am 13. März 2019 von Ann Lee", "Ann Lee"),
        ("Datum: 19.11.2021 Autor: Ann Lee Quelle: dpa", "Ann Lee"),
        ("<span class=author>Steffi</span>", "Steffi"),
        ("<span class=author>admin</span>", None),
        ("<span class=author>Reuters</span>", None),
        ("By car and by train to Paris", None),
        ("Von Montag an", None),
        ("By Ann Lee, Bo Lee and Cy Lee", "Ann Lee, Bo Lee and Cy Lee"),
        ("By Ann Lee, Staff Writer and Editor", "Ann Lee"),
        ("Par Ann Lee, Marie Visot", "Ann Lee and Marie Visot"),
        ("By Ann Lee, Example Times", "Ann Lee"),
        ("—By Ann Lee", "Ann Lee"),
        ("By: Ann Lee August 18, 2010 3:21 PM PDT", "Ann Lee"),
        ("Michael Briggs<br>The Example<br>Thu, 14 May 2020 17:55 UTC", "Michael Briggs"),
        ("By Ann Lee<br>The Example<br>Archive", "Ann Lee"),
        ("By ANN LEE ASSOCIATED PRESS", "ANN LEE"),
        ("By<p>Ann Lee", "Ann Lee"),
        ("Written by<br>For the Example", None),
        ("May 15, 2013 02:29 PM | Michael Briggs", "Michael Briggs"),
        ("<b class=storyAuthor><i>Ann Lee</i> <i>Senior Bridgetown Correspondent</i></b>", "Ann Lee"),
        ("<span class=byline style='display:none'>Ann Lee</span>", "Ann Lee"),  # a script shows it
    ],
)
def test_the_author_near_the_title(line: str, author: str | None) -> None:
    assert read(lines(line), "a.html").stated.author == author


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name=published content="Thu Jun 06 05:24:15 PDT 2013">', "2013-06-06"),
        ("<meta itemprop=datePublished content=2013-06-06T05:24:15Z>", "2013-06-06"),
        ("<meta itemprop=datePublished content=2012-06-16><meta itemprop=datePublished content=2012-06-14>", None),
    ],
)
def test_the_date_in_meta_elements(head: str, published: str | None) -> None:
    stated = read(article(*PROSE, head=head), "a.html")
    assert stated.stated.published == published
    places = {one.field: one.stated_in for one in stated.provenance}
    assert places.get("published") == (StatedIn.META if published else None)


@pytest.mark.parametrize(
    ("head", "body", "publisher"),
    [
        ("<link rel=canonical href=https://web.archive.org/web/20220721144021/https://example.org/a>", "", "The Example"),
        ('<meta property=og:site_name content=www.example.org>'
         '<script type=application/ld+json>{"@type": "Article", "publisher": {"name": "Example Daily"}}</script>', "", "Example Daily"),
        ("<link rel=canonical href=https://sport.news.org/a>", "<p>Sport</p>", None),
        ("<link rel=canonical href=https://harbournews.org/a>", '<a href="/"><img alt="HarbourNews - all about ships"></a>', "HarbourNews"),
        ("", '<a href="https://example.org/b">b</a>' * 5, "The Example"),
    ],
)  # fmt: skip
def test_the_publisher(head: str, body: str, publisher: str | None) -> None:
    raw = page(f"<h1>Bridge is safe</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p>{body}", head, "Bridge is safe | The Example")
    assert read(raw, "a.html").stated.publisher == publisher


@pytest.mark.parametrize(
    ("shown", "title", "og", "expected"),
    [
        ("News: Bridge is safe", "Bridge is safe", "Bridge is safe", "Bridge is safe"),
        ("Old bridge is safe", "Old bridge is safe", "Bridge is safe", "Old bridge is safe"),  # not a kicker
        ("Bridgetown", "Bridge is safe", "Bridge is safe", "Bridge is safe"),  # where the article is from
    ],
)
def test_the_title(shown: str, title: str, og: str, expected: str) -> None:
    head = f"<meta property=og:title content='{og}'>"
    body = f"<h1>{shown}</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
    assert read(page(body, head, title), "a.html").stated.title == expected


def test_the_last_line_of_the_article_dates_and_signs_it() -> None:
    last = "<p>Datum: 19.11.2021<br>Autor: Ann Lee<br>Quelle: Beispiel</p>"
    raw = page(f"<h1>Bridge is safe</h1><article><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p>{last}</article>")
    stated = read(raw.replace(b"<html", b"<html lang=de", 1), "a.html").stated
    assert (stated.author, stated.published) == ("Ann Lee", "2021-11-19")


def test_a_name_has_its_full_stops() -> None:
    head = "<meta name=author content='ANN B. LEE'>"
    assert read(article("<p class=byline>By ANN B. LEE</p>", *PROSE, head=head), "a.html").stated.author == "ANN B. LEE"


def test_a_publisher_is_confirmed_by_the_address_of_the_page() -> None:
    for title, url, publisher in [
        ("Bridge is safe - Die PARTEI Lübeck", "https://die-partei.net/luebeck/a", "Die PARTEI Lübeck"),
        ("Bridge is safe – 5 Minuten", "https://www.5min.at/a", "5 Minuten"),
        ("Four Years Remaining » Blog » Bridge is safe", "http://fouryears.eu/a", "Four Years Remaining"),
        ("Bridge is safe - A word of Peter", "https://example.org/a", None),
        ("Bridge is safe", "https://example.org/a", None),
    ]:
        raw = lines("2. Mai 2020", title=title).replace(b"<title>", f"<link rel=canonical href={url}><title>".encode())
        assert read(raw, "a.html").stated.publisher == publisher


def test_a_name_beside_an_organisation_and_the_names_of_files() -> None:
    head = (
        "<meta property=og:site_name content=Gala><meta name=author content='Gala Media; Ann Lee'>"
        "<meta property=og:image content=https://example.org/2020-09-13-bridge.jpg>"
        "<meta property=article:modified_time content=2021-01-01>"
    )
    stated = read(article(head=head), "a.html").stated
    assert (stated.author, stated.published) == ("Ann Lee", None)


@pytest.mark.parametrize(
    "element",
    [
        "<p>{}</p>",
        "<li>{}",
        "<b>{}</b> and ",
        "<a href=/>{}</a> and ",
        "<div>{}<div>and</div></div>",
        "<tr><td>It<td>{}",
    ],
)
def test_a_page_of_very_many_elements_is_read_whole(element: str) -> None:
    said = [f"The mayor said that bridge {k} is safe." for k in range(5000)]
    document = read(article("".join(map(element.format, said))), "a.html")
    chosen = " ".join(p.span.of(document.text) for p in document.passages if p.role != "boilerplate")
    assert all(one in chosen for one in said)
