import pytest

from claimsdb.english.quotations import quotations
from claimsdb.model.spans import Span


def found(*blocks: str) -> list[tuple[str, int]]:
    """The quotations' text, with "~" at an end that is open, and their depth."""
    text, spans = "", []
    for block in blocks:
        spans.append(Span(len(text), len(text) + len(block)))
        text += block + "\n\n"
    return [
        ("~" * (q.continues and not q.opened) + q.span.of(text) + "~" * (not q.closed), q.depth)
        for q in quotations(text, spans)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Rents rose,” he said. “They will rise.”", ["“Rents rose,”", "“They will rise.”"]),
        ('He saw "a bridge" and (so to speak) "no river".', ['"a bridge"', '"no river"']),
        ("”Wrong marks” he said", ["”Wrong marks”"]),
        ("‘Rents rose,’ he said", ["‘Rents rose,’"]),
        ("'Rents rose,' he said", ["'Rents rose,'"]),
        ("« Oui », dit-il, »nein« und „ja“ und ‹vielleicht›", ["« Oui »", "»nein«", "„ja“", "‹vielleicht›"]),
        ("``Typed,'' he said", ["``Typed,''"]),
        ("the word—“bridge”—was missing", ["“bridge”"]),
        ("The “bridge”s name", ["“bridge”"]),
    ],
)
def test_forms(text: str, expected: list[str]) -> None:
    assert [q for q, _ in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "the mayor’s bridge, the dogs’ home, the '90s and rock 'n' roll",
        "It wasn't the Joneses' house.",
        'He is 6\'2" tall and has a 5" pipe.',
        "A stray ” in the text",
        "’Tis the season, he says",
    ],
)
def test_no_quotation(text: str) -> None:
    assert found(text) == []


def test_apostrophes_inside_single_marks() -> None:
    assert found("'The dogs' bowls are full' he said") == [("'The dogs' bowls are full'", 0)]
    assert found("'Keen for talks' is the Sun’s word") == [("'Keen for talks'", 0)]


def test_inches_inside_double_marks() -> None:
    assert found('"A 5" pipe," he said') == [('"A 5" pipe,"', 0)]


def test_depth() -> None:
    assert found("“She told me ‘no “never” again’ twice,” he said") == [
        ("“She told me ‘no “never” again’ twice,”", 0),
        ("‘no “never” again’", 1),
        ("“never”", 2),
    ]
    assert found("\"'No,' she said,\" he said") == [("\"'No,' she said,\"", 0), ("'No,'", 1)]


def test_goes_on_over_paragraphs() -> None:
    blocks = "“Rents rose.", "“They will rise.” So he said."
    assert found(*blocks) == [("“Rents rose.~", 0), ("“They will rise.”", 0)]
    text = "\n\n".join(blocks)
    spans = [Span(0, 12), Span(14, len(text))]
    assert [q.continues for q in quotations(text, spans)] == [False, True]
    assert found("“Rents rose.", "They will rise.” So he said.") == [("“Rents rose.~", 0), ("~They will rise.”", 0)]


def test_a_lost_mark_harms_its_block_only() -> None:
    assert found('"Rents rose, he said. "They will," she said.', 'It is "so".') == [
        ('"Rents rose, he said.~', 0),
        ('"They will,"', 0),
        ('"so"', 0),
    ]
