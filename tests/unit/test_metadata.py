import re
from itertools import pairwise

import pytest

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.language import language
from claimsdb.reading.metadata import stated
from claimsdb.reading.read import read
from tests.given import Given

BODY = (
    "The council voted on Tuesday to keep the old bridge open for another year, the mayor said after a long meeting.\n\n"
    "Engineers had warned that the bridge would have to close, because two of its piers were cracked.\n"
)


def found(text: str) -> Metadata:
    document = read(text.encode(), "a.txt")
    return stated(document, blocks(document))


@pytest.mark.parametrize(
    ("lines", "author", "published"),
    [
        ("By Ruth Adeyemi\nMarch 12, 2024", "Ruth Adeyemi", "2024-03-12"),
        ("By RUTH ADEYEMI and JO HILL", "Ruth Adeyemi and Jo Hill", None),
        ("By Ruth Adeyemi, Energy Correspondent", "Ruth Adeyemi", None),
        ("By Ruth Adeyemi | 3 June 2024", "Ruth Adeyemi", "2024-06-03"),
        ("Ruth Adeyemi", "Ruth Adeyemi", None),
        ("Published: 03/06/2024", None, None),
        ("Published: 23/06/2024", None, "2024-06-23"),
        ("Published 12 March 2024 · 4 min read", None, "2024-03-12"),
        ("Last updated on Mon 3 Jun 2024 14.05 BST", None, "2024-06-03"),
    ],
)
def test_bylines(lines: str, author: str | None, published: str | None) -> None:
    metadata = found(f"Council votes to keep bridge open\n\n{lines}\n\n{BODY}")
    assert (metadata.author, metadata.published) == (author, published)
    assert metadata.title == "Council votes to keep bridge open"


def test_nothing_is_made_up() -> None:
    assert found(BODY) == Metadata(language="en")


def test_a_copyright_line_names_the_publisher() -> None:
    assert found(f"{BODY}\n© 2024 The Evening Courant. All rights reserved.\n").publisher == "The Evening Courant"


def test_front_matter_comes_before_the_text() -> None:
    document = read(f"---\ntitle: Mine\n---\n# Theirs\n\n{BODY}".encode(), "a.md")
    assert stated(document, blocks(document)).title == "Mine"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("February 22, 2023", "2023-02-22"),
        ("Sept. 3rd, 2021", "2021-09-03"),
        ("Wednesday, 22 February 2023 10:15 am", "2023-02-22"),
        ("2023-02-22T10:15:00+01:00", "2023-02-22T10:15:00+01:00"),
        ("2023-02-30", None),
        ("Feb. 30, 2023", None),
        ("02/03/2023", None),
        ("03/03/2023", "2023-03-03"),
        ("22.2.2023", "2023-02-22"),
        ("May 2023", None),
        ("on Tuesday", None),
    ],
)
def test_dates(words: str, expected: str | None) -> None:
    assert dates.iso(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, "en"),
        ("Die Bundesregierung prüft nach Angaben eines Sprechers weitere Maßnahmen für die Städte. " * 3, "de"),
        (
            "Ο υπουργός δήλωσε την Τετάρτη ότι οι συνομιλίες ήταν χρήσιμες. Σύμφωνα με τις αρχές, οι τιμές "
            "των τροφίμων αυξήθηκαν κατά τρία τοις εκατό.",
            "el",
        ),
        ("Too short to tell.", None),
        ("", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert language(text) == expected


ALIASES = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghijklm"))


@pytest.mark.parametrize(
    ("matter", "what"),
    [
        (f"{ALIASES}title: *m", r"it contains an alias \(\*\)"),
        ("title: &t [*t]", r"it contains an alias \(\*\)"),
        (f"title: {'[' * 50_000}", "nested more than 20 levels deep"),
        ("- " * 30_000, "nested more than 20 levels deep"),
        ("\n".join(f"{' ' * n}a:" for n in range(300)), "nested more than 20 levels deep"),
        (f"title: {'1' * 60_000}", "Exceeds the limit"),
        (f"title: {'a ' * 50_000}", "has more than 65,536 characters"),
        ("title: !!int ''", "a value does not fit its tag"),
        ("title: !!timestamp now", "a value does not fit its tag"),
        ("title: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
        (f"title: !{'x' * 60_000} y", "could not determine a constructor"),
        ("date: 2001-99-99", "month must be in 1..12"),
    ],
)
def test_front_matter_that_is_a_trap(matter: str, what: str) -> None:
    document = read(f"---\n{matter}\n---\n{BODY}".encode(), "a.md")
    (problem,) = document.problems
    assert re.search(what, problem.message)
    assert len(problem.message) < 400
    assert document.stated == Metadata()
    assert [b.span.of(document.text) for b in blocks(document)][1:] == BODY.strip().split("\n\n")


def test_front_matter_without_end() -> None:
    document = read(("---\r\n" + "a: b\r\n" * 50_000).encode(), "a.md")
    assert (document.stated, document.problems) == (Metadata(), ())
    assert "".join(p.span.of(document.text) for p in document.passages if p.role is None)


@pytest.mark.parametrize(
    ("text", "path", "what"),
    [
        (f"---\ntitle: {'long ' * 900}\n---\n", "a.md", "title has 4,499 characters, of which it may have 2,000"),
        (f"---\nauthors: [{'Ann Lee, ' * 500}]\n---\n", "a.md", "author has 4,498 characters"),
        ('---\npublisher: "a\\ud800"\n---\n', "a.md", "publisher has a character that no text has"),
        ('---\ntitle: "a\\0"\n---\n', "a.md", "title has a character that no text has"),
        (f"# {'bridge' * 1000}\n\n", "a.md", "title has 6,000 characters"),
        (f"{'Bridge' * 1000}\n\nBy Ann Lee\n\n", "a.txt", "title has 6,000 characters"),
    ],
)
def test_a_field_that_cannot_be_kept_is_left_out_and_named(text: str, path: str, what: str) -> None:
    found = normalize(read(f"{text}{BODY}".encode(), path), Given())
    (problem,) = found.problems
    assert (problem.code, what in problem.message) == ("metadata", True), problem.message
    assert found.metadata.checked() == (found.metadata, ())
    assert len(found.sentences) >= 2
