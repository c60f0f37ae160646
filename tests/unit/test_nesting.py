"""Markdown and lists of names, nested without end: every sentence is in the ledger, and nothing recurses as deep as the text."""

import pytest

from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.given import Given, Marked

BEFORE = "The council voted on Tuesday to keep the ferry over the river for another year.\n\n"
DEEP = "The mayor said in the town hall that the old bridge would close in May for good."
AFTER = "Engineers had warned the council that two of its piers were cracked."
N = 5000


def ledger(text: str) -> tuple[str, list[str]]:
    """The sentences of the ledger joined, and the codes of the problems."""
    found = normalize(read(f"{BEFORE}{text}".encode(), "a.md"), Given())
    return " ".join(s.span.of(found.document.text) for s in found.sentences), [p.code for p in found.problems]


@pytest.mark.parametrize("opening", [">", "> ", "- ", "1. ", "> - ", "* > 2) "])
@pytest.mark.parametrize("depth", [9, 15, 30, N])
def test_quotations_and_lists(opening: str, depth: int) -> None:
    sentences, problems = ledger(f"{opening * depth} {DEEP}\n\n{AFTER}\n")
    assert (DEEP in sentences, AFTER in sentences) == (True, True)
    levels = depth * sum(2 if mark in "-*.)" else mark == ">" for mark in opening)
    assert problems == (["nesting"] if levels > 40 else [])


def test_lists_of_many_lines() -> None:
    texts = [f"{DEEP[:-1]} of {1900 + n}." for n in range(100)]
    sentences, problems = ledger("".join(f"{'  ' * n}- {t}\n\n" for n, t in enumerate(texts)) + f"{AFTER}\n")
    assert [t for t in [*texts, AFTER] if t not in sentences] == []
    assert problems == ["nesting"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("*", "*"),
        ("[", "]"),
        ("[", "](x)"),
        ("![", "](x)"),
        ("`", "`"),
        ("<b>", "</b>"),
        ("<div>", "</div>"),
        ("<div>\n", "\n</div>"),
        ("(", ")"),
        ("“", "”"),
        ("\\", ""),
        ("&amp;", ""),
        ("[a]: x\n", ""),
        ("---\n\n", ""),
        ("# \n", ""),
    ],
)
def test_inline_markup_and_tags(opening: str, closing: str) -> None:
    sentences, _ = ledger(f"{opening * N}{DEEP}{closing * N}\n\n{AFTER}\n")
    assert (DEEP in sentences, AFTER in sentences) == (True, True)


@pytest.mark.parametrize(
    ("html", "read"),
    [
        (f"<p>{DEEP}</p>", True),
        (f"<details>\n<summary>Bridge</summary>\n{DEEP}\n</details>", True),
        (f"<!-- {DEEP} -->", False),
        (f"<script>\n// {DEEP}\n</script>", False),
        (f'<img alt="{DEEP}">', False),
    ],
)
def test_html_is_read_if_a_browser_shows_it(html: str, read: bool) -> None:
    sentences, problems = ledger(f"{html}\n\n{AFTER}\n")
    assert ((DEEP in sentences), problems) == (read, [])


@pytest.mark.parametrize("name", ["Ann Lee", "Japan", "Lee", "the Ministry of Ports"])
def test_many_names_at_once(name: str) -> None:
    said = Marked.of(f"<1s:{' and '.join([name] * 600)}> <1c:said> <1t:that the old bridge would close>")
    found = normalize(read(f"{said.text}.\n".encode(), "a.txt"), Given(said))
    assert [c.text(found.document.text) for c in found.claims] == ["the old bridge would close"]
