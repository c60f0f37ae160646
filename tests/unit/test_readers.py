import pytest

from claimsdb.model.document import Metadata
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.read import read


def passages(raw: str, path: str = "a.txt") -> list[tuple[str | None, bool, str]]:
    document = read(raw.encode(), path)
    return [(p.role, p.loose, p.span.of(document.text)) for p in document.passages]


def test_a_kind_that_no_reader_knows() -> None:
    with pytest.raises(UnreadableError, match=r"It is a picture, which cannot be read\. Read it with --ocr"):
        read(b"\x89PNG\r\n\x1a\n", "a.txt")


def test_a_document_knows_its_bytes() -> None:
    given = Metadata(title="T")
    document = read("é\n".encode(), "a.txt", given=given)
    assert document.sha256 == "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2"
    assert (document.size_bytes, document.media_type, document.encoding) == (3, "text/plain", "utf-8")
    assert document.given is given


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_long_lines_are_passages_of_their_own(end: str) -> None:
    long = "A paragraph of a hundred and fifty characters or so " * 3
    assert passages(f"Title{end}{end}{long}{end}{long}x{end}") == [
        (None, True, "Title"),
        (None, True, long.strip()),
        (None, False, f"{long}x"),
    ]


def test_other_separators_do_not_end_a_line() -> None:
    assert passages("one\x0btwo\u2028three\x85four") == [(None, True, "one\x0btwo\u2028three\x85four")]


WRAPPED = """\
The county told us on Friday that the old bridge will be closed from
Monday for at least six weeks. Engineers found cracks in two of the
four piers.
  A second paragraph is set in, as in a book, and it goes on for another
line before it ends.

Note

 - an item that is long enough to be wrapped and that goes on for more
   than one line
 - another one
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_wrapped_lines_are_joined(end: str) -> None:
    first, rest = WRAPPED.split("  A second")
    second = "A second" + rest.split("\n\n")[0]
    assert passages(WRAPPED.replace("\n", end)) == [
        (None, True, first.strip().replace("\n", end)),
        (None, False, second.replace("\n", end)),
        (None, True, "Note"),
        ("list_item", True, WRAPPED[WRAPPED.index("- an item") : WRAPPED.index("\n - another")].replace("\n", end)),
        ("list_item", False, "- another one"),
    ]


def test_short_lines_are_not_taken_for_wrapped_ones() -> None:
    assert [words for _, _, words in passages("Home\nNews\nAbout the paper\nread on\n")] == [
        "Home",
        "News",
        "About the paper",
        "read on",
    ]


def test_a_sentence_that_runs_on_in_the_next_line() -> None:
    note = "Note: the mayor often\nleaves\nthe town, and has\nsaid so."
    lines = f"{note}\nhome\nTwo more\nwords\nThe bridge has been open since May.\nread on\n"
    assert [words for _, _, words in passages(lines)] == [
        note,
        "home",
        "Two more",
        "words",
        "The bridge has been open since May.",
        "read on",
    ]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "1.", "2)", "(a)"])
def test_bullets_begin_items(bullet: str) -> None:
    assert passages(f"  {bullet} one\n    more\n  {bullet} two") == [
        ("list_item", True, f"{bullet} one\n    more"),
        ("list_item", False, f"{bullet} two"),
    ]


def test_no_passage_contains_a_nul() -> None:
    assert passages("One half\0\0 the other half, and more of it\n\nNext") == [
        (None, True, "One half"),
        (None, False, "the other half, and more of it"),
        (None, True, "Next"),
    ]


MARKDOWN = """\
---
title: Bridge closed
author: [Ruth Adeyemi, Jo Hill]
date: 2024-06-03
lang: en-GB
url: https://example.org/bridge
---

# Bridge *closed* #

The bridge is closed. It
opens in May.

- one
  more
  - nested

> said he

![A bridge.](b.png)

| a | b |
|---|---|

```
code
```

***
Last
----
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_markdown(end: str) -> None:
    document = read(MARKDOWN.replace("\n", end).encode(), "a.md")
    found = [(p.role, p.span.of(document.text).replace(end, "\n")) for p in document.passages]
    assert found == [
        ("front_matter", MARKDOWN[: MARKDOWN.index("\n\n# ")]),
        ("markup", "#"),
        ("heading", "Bridge *closed*"),
        ("markup", "#"),
        (None, "The bridge is closed. It\nopens in May."),
        ("list_item", "- one\n  more"),
        ("list_item", "- nested"),
        ("quote", "> said he"),
        ("markup", "!["),
        ("image", "A bridge."),
        ("markup", "](b.png)"),
        ("table", "| a | b |\n|---|---|"),
        ("code", "```\ncode\n```"),
        ("markup", "***"),
        ("heading", "Last"),
        ("markup", "----"),
    ]
    assert document.stated == Metadata(
        title="Bridge closed",
        author="Ruth Adeyemi, Jo Hill",
        published="2024-06-03",
        url="https://example.org/bridge",
        language="en-gb",
    )


@pytest.mark.parametrize(
    "yaml", ["title: [unclosed", "date: 2023-13-45", "- a\n- list", "? {a: 1}\n: b", "a: " + "[" * 2000, "!!python/x y"]
)
def test_bad_front_matter_is_a_problem(yaml: str) -> None:
    document = read(f"---\n{yaml}\n---\n\nThe text.\n".encode(), "a.md")
    assert [problem.code for problem in document.problems] == ["front_matter"]
    assert document.stated == Metadata()
    assert document.passages[-1].span.of(document.text) == "The text."


def test_front_matter_states_only_what_can_be_read() -> None:
    document = read(b"---\ntitle: 3\ndate: 02/03/2023\nurl: javascript:x\nlang: 7\n---\nText.\n", "a.md")
    assert document.stated == Metadata()
    assert document.problems == ()
