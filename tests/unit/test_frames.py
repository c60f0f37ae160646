"""Layouts that give words to somebody: what is quoted of whom, and what belongs to no claim."""

from __future__ import annotations

import pytest

from claimsdb.model.attribution import AttributionKind, chain
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Reason
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read


def normalized(text: str) -> Normalized:
    return normalize(read(text.encode(), "a.txt"))


def said(text: str) -> list[tuple[str, ...]]:
    """Each claim: how it is attributed, its source and those around it, and its words."""
    made = normalized(text)
    found = []
    for claim in made.claims:
        at = claim.attributed if claim.attribution is not AttributionKind.ASSERTED else None
        sources = [
            " ".join(s.of(text) for s in made.attributions[k].source)
            for k in ([] if at is None else [at, *chain(made.attributions, at)])
        ]
        found.append((claim.attribution.value, *([*sources, "", ""][:2]), claim.text(text)))
    return found


TRANSCRIPT = """The evening round

LEE: The bridge is closed, and I think that the ferries are full. Thank you.

MOSS: Who closed it?

LEE: The council, which met on Friday, said the old piers were unsafe.
"""


def test_inside_a_turn_all_is_quoted_and_nested_in_it() -> None:
    assert [s for s in said(TRANSCRIPT) if s[0] != "asserted"] == [
        ("quoted", "LEE", "", "The bridge is closed"),
        ("quoted", "I", "LEE", "the ferries are full"),
        ("quoted", "MOSS", "", "Who closed it?"),
        ("quoted", "LEE", "", "which met on Friday"),
        ("quoted", "The council", "LEE", "the old piers were unsafe"),
    ]


def test_labels_are_in_the_ledger_and_in_no_claim() -> None:
    made = normalized(TRANSCRIPT)
    labels = [s.span.of(TRANSCRIPT) for s in made.sentences if s.reason is Reason.LABEL]
    assert labels[-3:] == ["LEE:", "MOSS:", "LEE:"]
    assert not any(":" in claim.text(TRANSCRIPT) for claim in made.claims)


INTERVIEW = """An interview with the glass blower Ida Sørlund

Monday, 4 March 2024

Ida Sørlund has worked at the furnace of Hadeland since 1998.

Why did you choose glass?

I grew up next to the works. My father carried sand there.

You have taught sixty apprentices.

Yes. We take three every year, and most of them stay.

What would you change?

The holidays are too short. The heat is hard on the lungs.
"""


def test_answers_of_an_interview() -> None:
    who = "the glass blower Ida Sørlund"
    found = said(INTERVIEW)
    assert ("asserted", "", "", "You have taught sixty apprentices") in found
    assert [s for s in found if s[0] == "quoted"] == [
        ("quoted", who, "", "I grew up next to the works"),
        ("quoted", who, "", "My father carried sand there"),
        ("quoted", who, "", "We take three every year"),
        ("quoted", who, "", "and most of them stay"),
        ("quoted", who, "", "The holidays are too short"),
        ("quoted", who, "", "The heat is hard on the lungs"),
    ]


def test_letters_for_questions_and_answers() -> None:
    text = (
        "A talk with the harbour pilot\n\nRolf Ekman has piloted ships since 1990.\n\nQ. How deep is the channel?\n\n"
        "A. It is nine metres deep. It was seven before the dredging.\n\nQ. That was in 2019.\n\nA. It began then. It ended in May.\n"
    )
    assert said(text)[1:] == [
        ("quoted", "Rolf Ekman", "", "It is nine metres deep"),
        ("quoted", "Rolf Ekman", "", "It was seven before the dredging"),
        ("asserted", "", "", "That was in 2019"),
        ("quoted", "Rolf Ekman", "", "It began then"),
        ("quoted", "Rolf Ekman", "", "It ended in May"),
    ]


THREAD = """From: Nils Aker <nils@example.org>
To: Eva Toth <eva@example.org>
Subject: Re: The pump

The pump has stopped again.

On Mon, 5 Feb 2024, Eva Toth wrote:
> The pump runs.
>> The valve is new.
"""


def test_a_mail_is_its_authors_and_what_it_quotes_is_not() -> None:
    assert said(THREAD) == [
        ("asserted", "", "", "The pump has stopped again"),
        ("quoted", "Eva Toth", "", "The pump runs"),
        ("quoted", "", "", "The valve is new"),
    ]


def test_messages_with_stamps_are_their_senders() -> None:
    text = (
        "Ute Brandl@WATER 03/05/2001 10:07 AM\nNils,\n\nThe tank is full.\n\nUte\n\nNils Aker@WATER 03/04/2001 09:12 AM\n\n"
        "How full is the tank? The meter is broken.\n\nNils\n\nThe meter will be mended in May.\n"
    )
    assert said(text) == [
        ("quoted", "Ute Brandl", "", "The tank is full"),
        ("quoted", "Nils Aker", "", "How full is the tank?"),
        ("quoted", "Nils Aker", "", "The meter is broken"),
        ("quoted", "", "", "The meter will be mended in May"),
    ]


def test_news_that_asks_is_no_interview() -> None:
    text = (
        "What will the bridge cost?\n\nThe council talked to three firms on Monday. Nobody has named a price.\n\n"
        "“Do you know what it costs?” said Mr. Hill, a councillor.\n\nI asked him twice, the mayor wrote.\n\nWho will pay for it?\n"
    )
    made = normalized(text)
    assert all(a.layout is None for a in made.attributions)


PAGE = "Where do you keep a kite in winter?\n\nI have a big one and no shed. Any ideas?\n\n"


def test_answers_of_a_question_page_have_no_source() -> None:
    text = (
        PAGE
        + "You can hang it from the ceiling. I think that it looks good there.\n\nMine is under my bed. It is dry there.\n"
    )
    assert [s for s in said(text) if s[0] != "asserted"] == [
        ("quoted", "", "", "You can hang it from the ceiling"),
        ("quoted", "I", "", "it looks good there"),
        ("quoted", "", "", "Mine is under my bed"),
        ("quoted", "", "", "It is dry there"),
    ]


ARTICLE = (
    "The new tide gate\n\nThe tide gate of Orm was opened on Sunday, and half of the town came to watch it close.\n\n"
)
REST = "\n\nThe gate weighs ninety tonnes and is the largest one on this coast, north of the old lighthouse.\n"


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (
            "“We never slept when it blew”\nNadia Frost, baker",
            ("quoted", "Nadia Frost, baker", "“We never slept when it blew”"),
        ),
        (
            "The water stops at the gate now. #Orm\n— Orm Daily (@ormdaily) May 5, 2024",
            ("quoted", "Orm Daily", "The water stops at the gate now"),
        ),
        ("I never believed in it, and it works. – Otto Krull", ("quoted", "Otto Krull", "and it works")),
        (
            "The engineer, Nadia Frost, said:\n\n- the gate is safe;\n- nobody has been hurt.",
            ("reported", "The engineer, Nadia Frost", "nobody has been hurt"),
        ),
        (
            "According to the harbour office:\n\n- the gate is safe;\n- it cost nine millions.",
            ("reported", "the harbour office", "the gate is safe"),
        ),
        (
            "From the desk of Nadia Frost, engineer:\n\n“The gate is safe.”",
            ("quoted", "Nadia Frost, engineer", "“The gate is safe.”"),
        ),
        (
            "—It holds, Nadia said. My brother built it.\n\n—He only painted it, Otto answered.",
            ("quoted", "Nadia", "My brother built it"),
        ),
    ],
)
def test_a_passage_in_an_article(passage: str, expected: tuple[str, str, str]) -> None:
    found = said(ARTICLE + passage + REST)
    attributed = [s for s in found if s[0] != "asserted"]
    assert (expected[0], expected[1], "", expected[2]) in attributed
    assert all(s[1] for s in attributed)
    assert "Frost, baker" not in " ".join(s[3] for s in found)
    outside = [s for s in found if s[3].startswith(("The tide gate", "The gate weighs"))]
    assert [s[0] for s in outside] == ["asserted", "asserted"]


@pytest.mark.parametrize(
    "passage",
    [
        "— The gate was closed at nine.\n\n— It was opened at ten.",
        "Nadia Frost\n\nThe engineer has built three gates.",
        "Update: the gate was closed at nine.",
        "The list of what was lost:\n\n- two boats;\n- a pier.",
        "They closed it at nine. — The town slept.",
    ],
)
def test_what_only_looks_like_speech(passage: str) -> None:
    assert all(a.layout is None for a in normalized(ARTICLE + passage + REST).attributions)


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        (
            "Tide Post interviews Old Quay bar owner on the new gate\n\nRita Holm and Otto Krull own the bar.",
            "Old Quay bar owner",
        ),
        ("Gates and tides: Rita Holm on the new dam", "Rita Holm"),
        ("Tide Post interviews baker and poet Rita Holm about the dam", "baker and poet Rita Holm"),
        (
            "The new dam\n\nTide Post talked with people. Otto Krull reports.\n\nRita Holm is a baker. Holm saw it.",
            "Rita Holm",
        ),
        ("Dams as business: an interview with the owners of a gate", ""),
    ],
)
def test_who_is_interviewed(opening: str, who: str) -> None:
    turns = "Why did you come?\n\nI came for the bread.\n\nDo you like it?\n\nI like it very much."
    assert [s for s in said(f"{opening}\n\n{turns}\n") if s[0] == "quoted"] == [
        ("quoted", who, "", "I came for the bread"),
        ("quoted", who, "", "I like it very much"),
    ]


def test_numbers_beneath_a_mail_are_its_signature() -> None:
    text = (
        "Otto,\n\nThe gate is closed. Please open it.\n\nRita Holm Senior Buyer Harbour Supplies (555) 010-0199 rita.holm@tide.example"
        " The gate is open again. It took an hour.\n"
    )
    assert {s[:2] for s in said(text) if "closed" in s[3]} == {("quoted", "Rita Holm")}
    assert {s[:2] for s in said(text) if "open again" in s[3]} == {("quoted", "")}
    assert not any("Buyer" in s[3] for s in said(text))


def test_who_signs_is_who_writes_if_the_header_names_another() -> None:
    text = (
        "Rita Holm 03/04/2001 10:00 AM\n\nThe gate is closed.\n\nThe pier is open.\n\nThe boats are late.\n\nBest regards,\nOtto\n\n"
        "Karl Lind 03/03/2001 09:00 AM\n\nThe light is green.\n"
    )
    found = {s[3]: s[1] for s in said(text)}
    assert found["The gate is closed"] == "Rita Holm"
    assert (found["The boats are late"], found["The light is green"]) == ("Otto", "Karl Lind")


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        ("The tide gate\n\nMayor Rita Holm spoke on Friday. Below are the mayor’s remarks:", "the mayor’s"),
        ("The tide gate\n\nMayor Rita Holm issued the following statement:", "Mayor Rita Holm"),
    ],
)
def test_remarks_that_are_announced(opening: str, who: str) -> None:
    text = f"{opening}\n\nThe gate is open.\n\nIt will close in a year.\n"
    assert [s for s in said(text) if s[0] == "quoted"] == [
        ("quoted", who, "", "The gate is open"),
        ("quoted", who, "", "It will close in a year"),
    ]
