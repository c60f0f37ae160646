"""Layouts that give words to somebody: what is quoted of whom, and what belongs to no claim."""

from __future__ import annotations

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

I want longer holidays. The heat is hard on the lungs.
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
        ("quoted", who, "", "I want longer holidays"),
        ("quoted", who, "", "The heat is hard on the lungs"),
    ]


def test_letters_for_questions_and_answers() -> None:
    text = (
        "A talk with the harbour pilot\n\nRolf Ekman has piloted ships since 1990.\n\nQ. How deep is the channel?\n\n"
        "A. Nine metres. It was seven before the dredging.\n\nQ. That was in 2019.\n\nA. It began then. It ended in May.\n"
    )
    assert said(text)[2:] == [
        ("quoted", "Rolf Ekman", "", "Nine metres"),
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
