"""Word lists: their location, their format, and their number."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimsdb.english.listed import COLUMNS, either, entries, listed, meanings
from claimsdb.learning.training.counts import counted, rewrite

PACKAGE = Path(__file__).parents[2] / "claimsdb"
LISTS = sorted(path.stem for path in (PACKAGE / "english" / "data").glob("*.tsv"))
LONGEST = 12
NAMES_OF_OUR_OWN = (
    "store/",
    "lookup/verify/proofs/",
    "web/glossary.py",
    "web/known.py",
    "reading/html/elements.py",
    "reading/office/",
    "streams/",
)
"""Modules in which longer literals are names of columns or methods, terms of the program, or names that a standard lists."""


def words(node: ast.AST) -> int:
    """The number of words in a literal collection, or in a string that is split."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("split", "splitlines")
    ):
        inner = node.func.value
        return len(inner.value.split()) if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else 0
    if isinstance(node, ast.Dict):
        inside = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.Set | ast.List | ast.Tuple):
        inside = list(node.elts)
    else:
        return 0
    return sum(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in inside)


def long_lists() -> Iterator[str]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith("learning/"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (name for node in ast.walk(tree) if words(node) > LONGEST)


def test_long_lists_of_words_are_data() -> None:
    assert [name for name in long_lists() if not name.startswith(NAMES_OF_OUR_OWN)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_read_whole_and_explained(name: str) -> None:
    found = entries(name)
    assert found
    told = (PACKAGE / "english" / "data" / "README.md").read_text(encoding="utf-8")
    (line,) = (row for row in told.splitlines() if row.startswith(f"| `{name}`"))
    assert {c for entry in found for c in entry.classes if f"`{c}`" not in line} == set()


def test_a_class_that_no_word_has_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"calendar\.tsv has no word of class wekday"):
        listed("calendar", "wekday")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("word\tclass\n", "line 1: the columns must be"),
        ("\t".join(COLUMNS) + "\na\tx\t\teditorial\tmany\n", "line 2: a word, its classes"),
        ("\t".join(COLUMNS) + "\na\tx\t\teditorial\t0\na\ty\t\teditorial\t0\n", "line 3: 'a' is a duplicate"),
    ],
)
def test_a_list_that_cannot_be_read_names_the_line(
    text: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "broken.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr("claimsdb.english.listed.files", lambda _: tmp_path)
    entries.cache_clear()
    with pytest.raises(ValueError, match=f"broken.tsv, {reason}"):
        entries("broken")


def test_words_and_what_they_stand_for() -> None:
    assert listed("calendar", "day")[:2] == ("monday", "tuesday")
    assert meanings("countries", "name") == {
        "Britain": "United Kingdom", "America": "United States", "Burma": "Myanmar",
    }  # fmt: skip
    assert either(["AP", "A.P.", "AP Photo"]) == r"AP Photo|A\.P\.|AP"


def test_counts() -> None:
    texts = ["Said Dr. Lee: the doctor’s DR is in.", "AP, ap"]
    assert counted("function", ["the", "s", "is"], texts, []) == [1, 1, 1]
    assert counted("abbreviations", ["dr"], texts, []) == [1]
    assert counted("agencies", ["AP"], texts, []) == [1]
    assert counted("cues", ["warn", "said", "note"], texts, ["has warned", "said he warns"]) == [2, 1, 0]


def test_only_the_count_of_a_list_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("word\tcount\na\t1\nb\t2\n", encoding="utf-8")
    rewrite(path, [7, 0])
    assert path.read_text(encoding="utf-8") == "word\tcount\na\t7\nb\t0\n"
