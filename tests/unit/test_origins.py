"""Passages that documents share, and agencies that they credit."""

import pytest

from claimsdb.comparison.origins.credits import PrintedBlock, credited
from claimsdb.comparison.origins.passages import LEAST, is_common, shared, signature, words
from claimsdb.model.spans import Span

REPORT = (
    "The committee will publish its findings on the collapse of the harbour wall before the end of the month, a clerk wrote. "
    "Engineers had closed the quay after cracks were seen by a passing fisherman on the morning of the flood."
)
COPY = (
    "Yesterday we learnt that engineers had closed the quay after cracks were seen by a passing fisherman on the morning "
    "of the flood, again."
)
SAID = "“The harbour wall was never meant to stand against a flood of this size and nobody should be surprised,” said Ada Bell."


def block(kind: str, text: str, at: int = 0) -> PrintedBlock:
    return PrintedBlock(kind, Span(at, at + len(text)), text)


def test_a_copied_passage_is_found_in_both() -> None:
    here, there = [words(REPORT, 0)], [words(COPY, 100)]
    assert signature(here) & signature(there)
    (one,) = shared(here, there)
    assert one.here.of(REPORT).lower() == one.there.shift(-100).of(COPY)
    assert one.words == 19
    assert is_common([one], 24, one_publisher=False)


def test_one_speakers_words_are_not_a_common_report() -> None:
    other = "In Oslo, Ada Bell told us: " + SAID.partition(" said")[0]
    assert len(words(SAID, 0)) > LEAST
    assert shared([words(SAID, 0)], [words(other, 0)]) == []


def test_a_short_run_is_none() -> None:
    one, other = (
        "the minister of foreign affairs of the republic of Kenya came",
        "the minister of foreign affairs of the republic of Kenya left",
    )
    assert shared([words(one, 0)], [words(other, 0)]) == []


def test_house_text_of_one_publisher_is_none() -> None:
    (one,) = shared([words(REPORT, 0)], [words(COPY, 0)])
    assert is_common([one], 60, one_publisher=True)
    assert not is_common([one], 600, one_publisher=True)


def test_a_passage_does_not_cross_blocks() -> None:
    parts = [" ".join(REPORT.split()[k : k + 7]) for k in range(0, 42, 7)]
    assert shared([words(REPORT, 0)], [words(part, 0) for part in parts]) == []
    assert len(shared([words(REPORT, 0)], [words(" ".join(parts[:2]), 0), words(" ".join(parts[2:]), 0)])) == 2


@pytest.mark.parametrize(
    ("blocks", "names"),
    [
        ([("paragraph", "Ships left."), ("credit", "• Interfax with additional editing by Ada Bell")], ["Interfax"]),
        ([("dateline", "OSLO (AP) —"), ("paragraph", "Ships left.")], ["Associated Press"]),
        ([("byline", "By The Associated Press")], ["Associated Press"]),
        (
            [("paragraph", "Ships left."), ("credit", "Sources: NTB, The Oslo Times and TASS.")],
            ["NTB", "Oslo Times", "TASS"],
        ),
        ([("caption", "A ship leaves."), ("credit", "(TASS)")], []),
        ([("paragraph", "Ships left."), ("credit", "Photograph: Ada Bell/AFP/Getty Images")], []),
        ([("paragraph", "Ships left, TASS reported.")], []),
        ([("byline", "By Ada Bell"), ("credit", "Additional reporting by Bo Holm")], []),
    ],
)
def test_credits(blocks: list[tuple[str, str]], names: list[str]) -> None:
    found = credited([block(kind, text) for kind, text in blocks])
    assert [c.name for c in found] == names
    assert {c.among for c in found} <= {len(names) > 1}
