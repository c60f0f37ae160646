"""Forms of text in which several persons speak: letters, comments, calls, block quotations, mail as programs write it."""

from __future__ import annotations

import pytest

from claimsdb.model.attribution import AttributionKind
from claimsdb.model.document import BlockKind
from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read


def voices(text: str) -> list[tuple[str, str]]:
    """What the layout gives to whom: its source, and its words with single spaces."""
    made = normalize(read(text.encode(), "a.txt"))
    found = [a for a in made.attributions if a.layout is AttributionKind.QUOTED]
    return [(a.source[0].of(text) if a.source else "", " ".join(c.of(text) for c in a.content)) for a in found]


def kinds(text: str) -> dict[str, BlockKind]:
    return {b.span.of(text): b.kind for b in normalize(read(text.encode(), "a.txt")).blocks}


def test_letters_are_signed_beneath() -> None:
    text = (
        "Letters to the editor\n\nYour piece on the mill was wrong. The mill was built in 1870.\n\nIrma Tollefsen\nKroken\n\n"
        "I worked in the mill for nine years. It had no doors.\n\nB. Q. Aalto, Hamina\n"
    )
    assert voices(text) == [
        ("Irma Tollefsen", "Your piece on the mill was wrong. The mill was built in 1870."),
        ("B. Q. Aalto", "I worked in the mill for nine years. It had no doors."),
    ]
    assert [kinds(text)[line] for line in ("Irma Tollefsen", "Kroken", "B. Q. Aalto, Hamina")] == [BlockKind.BYLINE] * 3


def test_comments_have_their_authors_above() -> None:
    text = (
        "Comments (3)\n\nlisbet_77 wrote:\nThe pool is cold. My son will not swim.\n\n"
        "Arvo Tamm, 3 June 2022 at 8:15 am\nThe pool is closed on Mondays.\n\nAnonymous\nIt was warm in May.\n"
    )
    assert voices(text) == [
        ("lisbet_77", "The pool is cold. My son will not swim."),
        ("Arvo Tamm", "The pool is closed on Mondays."),
        ("Anonymous", "It was warm in May."),
    ]


def test_turns_under_lines_with_names() -> None:
    text = (
        "The call of Norsk Fisk\n\nOperator\n\nThe call is open.\n\nArvo Tamm -- Chief Executive Officer\n\nWe sold two ships.\n\n"
        "Irma Tollefsen -- Analyst\n\nCan you name the buyer?\n\nArvo Tamm -- Chief Executive Officer\n\nWe cannot name the buyer.\n"
    )
    assert voices(text) == [
        ("Operator", "The call is open."),
        ("Arvo Tamm", "We sold two ships."),
        ("Irma Tollefsen", "Can you name the buyer?"),
        ("Arvo Tamm", "We cannot name the buyer."),
    ]


def test_headings_with_names_are_not_authors() -> None:
    text = (
        "Two views of the harbour\n\nThe two candidates met in the old customs house on Friday evening.\n\nIrma Tollefsen\n\n"
        "She wants to close the harbour in winter.\n\nArvo Tamm\n\nHe wants to keep it open all year.\n\n"
        "Irma Tollefsen\n\nShe won the vote of the fishermen in 2019.\n"
    )
    assert voices(text) == []


INDENTED = """The report on the mill came out on Monday. It says:

    The wheel had not been inspected for six years. Nobody
    had asked for it.

    No money was left.

The owner has not answered.
"""
MARKED = """In her letter to the board, Ms. Tollefsen wrote:

> The school has two teachers, of whom the older and the
> younger are ill.

The board will meet in June.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            INDENTED,
            [
                (
                    "It",
                    "The wheel had not been inspected for six years. Nobody\n    had asked for it. No money was left.",
                )
            ],
        ),
        (
            MARKED,
            [("Ms. Tollefsen", "The school has two teachers, of whom the older and the\n> younger are ill.")],
        ),
        (INDENTED.replace("It says:", "There were two kinds of wheel:"), []),
    ],
)
def test_block_quotations(text: str, expected: list[tuple[str, str]]) -> None:
    assert voices(text) == expected


def test_a_lead_in_may_be_wrapped_before_its_cue() -> None:
    text = "The owner of the old mill by the river, Arvo Tamm of Hamina,\nsaid:\n\n- the wheel was safe;\n- the doors were shut.\n"
    made = normalize(read(text.encode(), "a.txt"))
    assert {c.attribution for c in made.claims} == {AttributionKind.REPORTED}
    assert made.attributions[0].source[0].of(text).endswith("Arvo Tamm of Hamina")


@pytest.mark.parametrize("gap", [" ", ", "])
def test_mail_programs_give_the_time_before_the_name(gap: str) -> None:
    text = (
        f"On Mon, May 3, 2021 at 9:12 AM{gap}Arvo Tamm <arvo@tamm.example>\nwrote:\n\n> I went past the mill and saw that the door of the\n"
        "> mill was open.\n\nI did not see it. The door is new.\n"
    )
    assert voices(text) == [
        ("Arvo Tamm", "I went past the mill and saw that the door of the\n> mill was open."),
    ]


def test_the_first_turn_is_not_the_title() -> None:
    text = "Speaker: I call the Member for Hamina.\n\nMs Tamm (Hamina): The mill is shut.\n\nSpeaker: Order.\n"
    assert voices(text)[:2] == [("Speaker", "I call the Member for Hamina."), ("Ms Tamm", "The mill is shut.")]


def test_whoever_an_answer_is_about_does_not_give_it() -> None:
    asked = "Q: Who was there?\n\nA: I saw Mr. Tamm.\n\nQ: Who else?\n\nA: Nobody was there.\n"
    assert {source for source, _ in voices(asked)} == {""}
    assert {source for source, _ in voices(asked.replace("Who else?", "Who else, Ms. Aalto?"))} == {"Ms. Aalto"}


def test_an_introduction_is_not_an_answer() -> None:
    text = (
        "Three questions for the harbour master\n\nIrma Tollefsen took over the port in May. She talked to us on the quay.\n\n"
        "What is wrong with the quay?\n\nIt is sinking, and I told the council so.\n\nHow deep is the water?\n\nWe measured six metres.\n\n"
        "Will you stay?\n\nI will stay if they let me.\n"
    )
    assert [source for source, _ in voices(text)] == ["Irma Tollefsen"]
    assert voices(text)[0][1].startswith("It is sinking")


def test_a_tag_inside_a_line_of_dialogue() -> None:
    text = "―The mill is gone, Irma said.\n\n―Your father took it, she said, and he kept the wheel.\n"
    assert voices(text) == [("Irma", "The mill is gone,"), ("she", "Your father took it, and he kept the wheel.")]


def test_a_salutation_with_a_title() -> None:
    text = "Dear Ms. Tamm,\n\nThe heating in the mill has been off since Monday, and nobody has come.\n\nYours sincerely,\nArvo Aalto\n"
    assert kinds(text)["Dear Ms. Tamm,"] is BlockKind.BOILERPLATE


def test_questions_inside_a_turn_are_claims() -> None:
    text = "TAMM: The mill is shut. Does anybody here know who shut it? Why?\n\nAALTO: The owner shut it.\n"
    made = normalize(read(text.encode(), "a.txt"))
    assert "Does anybody here know who shut it?" in [c.text(text) for c in made.claims]


@pytest.mark.parametrize("text", ["\u200b\u200b\n\u2060", "\u00ad\n", "\ufeff\u200e\n\n\u200b"])
def test_a_text_of_invisible_characters_is_said_to_be_empty(text: str) -> None:
    with pytest.raises(UnreadableError, match="contains no text"):
        read(text.encode(), "a.txt")
