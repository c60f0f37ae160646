"""Words and sentences that the layout breaks: read in one piece, and found where they stand in the text."""

import pytest

import claimsdb
from claimsdb.reading.read import read


def claims(text: str, path: str = "a.txt") -> list[str]:
    document = claimsdb.read(text.encode(), path)
    return [claim.text(document.text) for claim in claimsdb.normalize(document).claims]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("The thou-\nsand boats.", "The thousand   boats."),
        ("The thou-\r\nsand, he said", "The thousand,    he said"),
        ("A well-\nknown man", "A well-known  man"),
        ("Leh\u00adto\u200bnen\u2060, she", "Lehtonen,   \u0020she"),
        ("Lehtonen\u200b said", "Lehtonen  said"),
        ("A list -\nnew boats", "A list -\nnew boats"),
    ],
)
def test_words_are_read_in_one_piece(text: str, reading: str) -> None:
    document = read(text.encode(), "a.txt")
    assert document.reading == reading
    assert document.text == text
    assert {text[k] for k in document.moved.values()} <= set(text)


def test_a_broken_word_in_a_narrow_column() -> None:
    text = (
        "Harbour to close\n\nThe pilot said the har-\nbour would close in Oc-\ntober. The mayor "
        "in-\nsisted that no-\nbody had known of it.\n"
    )
    assert claims(text)[-2:] == ["the har-\nbour would close in Oc-\ntober", "no-\nbody had known of it"]


def test_invisible_characters_are_in_no_name() -> None:
    text = (
        "The pilot, Ida Ra\u00adsk, said the harbour was closed.\n\nIda Rask said the boats were "
        "safe.\n\nRask\u200b said nobody had drowned.\n"
    )
    found = claimsdb.normalize(claimsdb.read(text.encode(), "a.txt"))
    assert [speaker.name for speaker in found.speakers] == ["Ida Rask"]


@pytest.mark.parametrize(
    "between", ["14", "- 14 -", "Page 14 of 90", "14  The harbour report", "The harbour report\n\n14"]
)
def test_page_furniture_in_mid_sentence(between: str) -> None:
    first = "The auditors write that the harbour was closed for two of the"
    text = f"Report on the harbour\n\n{first}\n\n{between}\n\nthree winters and that nobody was told. The town denies this.\n"
    assert claims(text)[:2] == ["the harbour was closed for two of the … three winters", "nobody was told"]


def test_a_number_between_two_sentences_is_none_of_theirs() -> None:
    document = read(b"The harbour was closed for two winters.\n\n14\n\nNobody was told of it.\n", "a.txt")
    assert [p.gaps for p in document.passages] == [(), (), ()]


def test_furniture_on_pages_without_blank_lines() -> None:
    lines = (
        "The harbour was closed for two winters, and the pilots had to\nwork from the beach when the "
        "sea allowed it and when the wind was\n"
    )
    more = "not too strong, as the auditors of the town write in their report\nof last May, which the council has never published.\n"
    text = f"{lines}14\n{more}"
    (passage,) = read(text.encode(), "a.txt").passages
    assert [gap.of(text) for gap in passage.gaps] == ["14"]


def test_a_lost_space_after_a_sentence() -> None:
    text = "Harbour sold\n\nDahl sold the harbour in March.She kept two boats.The town said it had not been told.\n"
    assert claims(text)[1:] == ["Dahl sold the harbour in March", "She kept two boats", "it had not been told"]


def test_a_source_ends_with_its_sentence_and_leaves_out_no_nickname() -> None:
    text = "Rask loses the race\n\n“We lost,” “Red” Rask said. “It was cold,” said Tim “Ox” Dahl.\n"
    assert claims(text)[1:] == ["“We lost,”", "“It was cold,”"]


def test_the_stop_of_an_abbreviation_is_kept() -> None:
    text = (
        "Nordsea sells its boats\n\nThe boats belong to Nordsea Inc., which was founded in Washington, "
        "D.C.\n\nThe last one sails at 9 p.m.\n"
    )
    assert claims(text)[1:] == [
        "The boats belong to Nordsea Inc.",
        "which was founded in Washington, D.C.",
        "The last one sails at 9 p.m.",
    ]
