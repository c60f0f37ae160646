"""Transcripts with labels of many styles: each turn is quoted of whoever its label names, and no label is in a claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.model.attribution import AttributionKind, frame
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

PEOPLE = [
    ("Orla Brenner", "chair of the harbour board"),
    ("Tomas Vidal", "Editor"),
    ("Ines Kowalski", "economist, University of Delft"),
    ("Dr. Paul Achterberg", "chief of staff"),
]
SENTENCES = [
    "The ferry ran late on nine days in March.",
    "The board has spent four million euros on the quay.",
    "Two of the pumps failed in the first storm.",
    "That report was never published.",
    "The tender closes on Friday.",
]
OPENING = "The hearing on the quay\n\nThe session opened at nine and lasted until noon.\n\n"


def capitals(name: str, title: str, first: bool) -> tuple[str, str]:
    source = f"{name}, {title}".upper() if first else name.rsplit(" ", 1)[-1].upper()
    return source, f"{source}: "


def mixed(name: str, title: str, first: bool) -> tuple[str, str]:
    return name, f"{name}: "


def timed(name: str, title: str, first: bool) -> tuple[str, str]:
    return name, f"[00:01:{10 + len(title)}] {name}: "


def directed(name: str, title: str, first: bool) -> tuple[str, str]:
    return name.upper(), f"{name.upper()} (on the phone): "


def seated(name: str, title: str, first: bool) -> tuple[str, str]:
    return name, f"{name} (Delft North) (Ind): " if first else f"{name}: "


def marked(name: str, title: str, first: bool) -> tuple[str, str]:
    return name.upper(), f">> {name.upper()}: "


def bold(name: str, title: str, first: bool) -> tuple[str, str]:
    return name, f"**{name}:** "


@pytest.mark.parametrize("style", [capitals, mixed, timed, directed, seated, marked, bold])
@given(
    turns=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)),
        min_size=4,
        max_size=9,
    )
)
@settings(max_examples=5, deadline=None)
def test_every_turn_is_quoted_of_its_label(style, turns) -> None:  # type: ignore[no-untyped-def]
    turns = [*turns, turns[0]]  # somebody speaks twice
    body, told, met = "", [], set[str]()
    for (name, title), sentences in turns:
        source, label = style(name, title, name not in met)
        met.add(name)
        body += f"{label}{' '.join(sentences)}\n\n"
        told += [(source, sentence.rstrip(".")) for sentence in sentences]
    text = OPENING + body
    made = normalize(read(text.encode(), "a.txt"))
    at = text.index(body)
    found = []
    for claim in made.claims:
        if claim.segments[0].start >= at:
            assert claim.attribution is AttributionKind.QUOTED
            by = frame(made.attributions, claim.attributed)
            assert by is not None
            found.append((" ".join(s.of(text) for s in made.attributions[by].source), claim.text(text)))
    assert found == told
