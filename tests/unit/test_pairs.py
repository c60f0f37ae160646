"""Differences between two claims about one thing that are conflicts, and those that are not."""

from dataclasses import replace
from datetime import date

import pytest

from claimsdb.comparison.claims.conflicts import conflicts, turned_round
from claimsdb.comparison.claims.judging import judge
from claimsdb.comparison.claims.likeness import likeness
from claimsdb.comparison.claims.statements import Statement
from claimsdb.english.quantities.quantities import quantities
from claimsdb.model.spans import Span


def claim(text: str, document: int = 1, today: date | None = None) -> Statement:
    return Statement(text, text, tuple(quantities(text, Span(0, len(text)), today)), document, None)


def differ(one: str, other: str) -> list[tuple[str, str, str]]:
    a, b = claim(one), claim(other)
    there = [(c.kind.value, c.here.of(one), c.there.of(other)) for c in conflicts(a, b, 1.0)]
    back = [(c.kind.value, c.there.of(one), c.here.of(other)) for c in conflicts(b, a, 1.0)]
    assert there == back
    return there


@pytest.mark.parametrize(
    ("one", "other", "kind", "here", "there"),
    [
        ("Three trams left the depot", "Four trams left the depot", "number", "Three", "Four"),
        ("rents rose by 5.2%", "rents rose by 6.1 percent", "number", "5.2%", "6.1 percent"),
        ("the bridge cost $40 million", "the bridge cost $55m", "number", "$40 million", "$55m"),
        ("the strike lasted two days", "the strike lasted five days", "number", "two days", "five days"),
        ("the museum opens in May 2024", "the museum opens in June 2024", "date", "May 2024", "June 2024"),
        ("the vote was on Monday", "the vote was on Tuesday", "date", "Monday", "Tuesday"),
        (
            "Anna Smith won the election in Kent",
            "Bob Jones won the election in Kent",
            "name",
            "Anna Smith",
            "Bob Jones",
        ),
        ("the ferry will sail", "the ferry will not sail", "polarity", "sail", "not sail"),
        ("rents rose in the harbour", "rents fell in the harbour", "polarity", "rose", "fell"),
    ],
)
def test_conflicts_have_the_spans_of_both_values(one: str, other: str, kind: str, here: str, there: str) -> None:
    assert differ(one, other) == [(kind, here, there)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("three trams left the depot", "at least three trams left the depot"),
        ("up to five trams left", "four trams left"),
        ("some 50,000 troops came", "54,000 troops came"),
        ("it cost $320 billion", "it cost $319.7bn"),
        ("it opened in 2023", "it opened on 22 February 2023"),
        ("it opened in February", "it opened on 22 February"),
        ("it will rise to 2% by 2027", "it will rise to 2% and to $320 billion"),
        ("the ferry will not sail", "the ferry will never sail"),
        ("Smith led the team of Kent", "Jones led the team of Devon"),
        ("three trams and two cars left", "two cars left"),
        ("Will the ferry not sail?", "the ferry will sail"),
    ],
)
def test_what_can_be_true_together_is_not_a_conflict(one: str, other: str) -> None:
    assert differ(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "turned"),
    [
        ("Google sued Apple over patents", "Apple sued Google over patents", True),
        ("Google sued Apple over patents", "Apple was sued by Google over patents", False),
        ("France met Spain in Lyon", "Spain met France in Lyon", False),
        ("Google and Apple sued Nokia", "Apple and Google sued Nokia", False),
    ],
)
def test_who_acts_on_whom(one: str, other: str, turned: bool) -> None:
    assert turned_round(claim(one), claim(other)) is turned
    assert turned_round(claim(other), claim(one)) is turned


def test_a_judgement_says_why() -> None:
    a, b = claim("Parliament approved the Zermatt tunnel"), claim("the Zermatt tunnel was approved by parliament", 2)
    found = judge(a, b, 0.9)
    assert found is not None
    assert found.same
    assert found.reasons.startswith("meaning 0.90; words 1.00 and 1.00 (zermatt, ")
    assert judge(a, b, 0.9) == judge(b, a, 0.9)
    assert judge(a, claim("the weather was fine", 2), 0.9) is None


def test_two_people_who_each_speak_of_themselves() -> None:
    one, other = (
        claim("I pay the harbour tax of Skagen every spring"),
        claim("Every spring I pay the Skagen harbour tax", 2),
    )
    assert judge(replace(one, speaker=1), replace(other, speaker=2), 0.9) is None
    assert judge(replace(one, speaker=1), replace(other, speaker=1), 0.9)
    assert judge(replace(one, speaker=1), other, 0.9)  # somebody who is not known may be the same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("I pay the harbour tax of Skagen every spring", "Every spring I pay the Skagen harbour tax", True),
        ("I pay the harbour tax of Skagen every spring", "You pay the harbour tax of Skagen every spring", False),
        (
            "The Lee campaign did not respond to requests for comment",
            "The Ortega campaign did not respond to requests for comment",
            False,
        ),
        (
            "The Lee campaign did not respond to requests for comment",
            "Ann Lee’s campaign did not respond to requests for comment",
            True,
        ),
        ("Lee won Kent, Sussex and Devon on Tuesday", "Ortega has won Kent, Sussex and Devon", False),
        ("Will the ferry Aurora sail to Skagen on Monday?", "The ferry Aurora will sail to Skagen on Monday", False),
    ],
)
def test_another_person_or_a_question_is_another_claim(one: str, other: str, same: bool) -> None:
    found = judge(claim(one), claim(other, 2), 0.9)
    assert (found is not None and found.sure) is same
    assert found == judge(claim(other, 2), claim(one), 0.9)


def test_the_same_words_months_apart_are_less_surely_one_event() -> None:
    one, other = "Lee leads the polls in Skagen", "In Skagen the polls have Lee in front"
    a, b, late = (Statement(t, t, (), k, None, day) for k, (t, day) in enumerate(
        ((one, date(2024, 1, 2)), (other, date(2024, 1, 3)), (other, date(2024, 6, 3)))))  # fmt: skip
    assert likeness(a, b, 0.8).score > likeness(a, late, 0.8).score


def test_a_conflict_is_not_the_same_claim_and_one_voice_does_not_conflict_with_itself() -> None:
    one, other = "Three trams left the Zermatt depot", "Four trams left the Zermatt depot"
    found = judge(claim(one), claim(other, 2), 0.95)
    assert found is not None
    assert (found.same, [c.kind for c in found.conflicts]) == (False, ["number"])
    assert judge(claim(one), claim(other), 0.95) is None


def conflict(one: str, other: str, days: tuple[date | None, date | None] = (None, None)) -> list[str]:
    """The kinds of conflict between two claims in two documents, given a very high similarity."""
    a = Statement(one, one, tuple(quantities(one, Span(0, len(one)), None)), 1, None, days[0])
    b = Statement(other, other, tuple(quantities(other, Span(0, len(other)), None)), 2, None, days[1])
    found, back = judge(a, b, 0.95), judge(b, a, 0.95)
    kinds = [c.kind.value for c in found.conflicts] if found else []
    assert kinds == ([c.kind.value for c in back.conflicts] if back else [])
    return kinds


@pytest.mark.parametrize(("cells", "found"), [(3, ["number"]), (3_000, [])])
def test_a_table_in_one_line_is_not_compared_cell_by_cell(cells: int, found: list[str]) -> None:
    one, other = (" ".join(f"the Zermatt depot had {n}{k} trams" for k in range(cells)) for n in (1, 2))
    assert conflict(one, other) == found


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Zermatt has dug 320 metres of the Gotthard tunnel", "Zermatt dug 350 metres of the Gotthard tunnel", "number"),
        ("The Gotthard tunnel cost Zermatt $40 million", "The Gotthard tunnel cost Zermatt $40 billion", "number"),
        ("The Gotthard tunnel of Zermatt opened in May 2024", "The Gotthard tunnel of Zermatt opened in June 2024", "date"),
        ("Mayor Ann Lee never touched the Aurora painting", "Mayor Lee had touched the Aurora painting", "polarity"),
        ("Zermatt is not a natural harbour", "Zermatt is the best natural harbour", "polarity"),
        ("Mayor Lee refused to sign the Skagen treaty", "Mayor Lee signed the Skagen treaty", "polarity"),
        ("Divers of Skagen found no cargo in the Aurora", "Divers of Skagen found cargo in the Aurora", "polarity"),
    ],
)  # fmt: skip
def test_what_is_said_of_one_thing_conflicts(one: str, other: str, kind: str) -> None:
    assert conflict(one, other) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The margin of sampling error was plus or minus 3 points", "The poll carries a margin of error of plus or minus 4 points"),
        ("Skagen spent $40 million on the harbour", "Zermatt spent $55 million on the harbour"),
        ("Lee has 370 votes in Skagen, Holm has 163", "Lee has 370 votes in Skagen, Berg has 129 and Holm left with 163"),
        ("Skagen needs 67 votes to reach the 2,383 of the Zermatt treaty", "The Zermatt treaty needs 2,383 votes of Skagen"),
        ("So far 14 boats of Skagen have sunk off Zermatt", "17 boats of Skagen have sunk off Zermatt"),
        ("The top 1 percent of Skagen paid the harbour tax", "The top 10 percent of Skagen paid the harbour tax"),
        ("14 boats of Skagen sank on 3 May off Zermatt", "17 boats of Skagen sank on 9 June off Zermatt"),
        ("Lee raised money in Skagen for her 2000 Zermatt campaign", "Lee raised money in Skagen for her 2008 Zermatt campaign"),
        ("The Skagen treaty was signed by the end of May 2024", "In June 2024 the Skagen treaty was signed"),
        ("he left Skagen for the Zermatt talks on Monday", "she left Skagen for the Zermatt talks on Tuesday"),
        ("Mayor Lee is not just a liar of Skagen", "Mayor Lee is a liar of Skagen"),
        ("Lee may not leave the Skagen talks", "Lee will leave the Skagen talks"),
        ("Mayor Lee was not involved in the Skagen talks", "Mayor Lee's involvement in the Skagen talks"),
        ("a ban on sailors who are not Skagen citizens", "a ban on non-citizen sailors of Skagen"),
        ("It takes 1,237 votes to win the Republican nomination of Skagen", "It takes 1,237 votes to win the GOP nomination of Skagen"),
    ],
)  # fmt: skip
def test_what_is_said_of_two_things_does_not(one: str, other: str) -> None:
    assert conflict(one, other) == []


def test_how_things_stand_is_compared_on_one_day() -> None:
    one, other = "So far 14 boats of Skagen have sunk off Zermatt", "17 boats of Skagen have sunk off Zermatt"
    monday, friday = date(2024, 5, 6), date(2024, 5, 10)
    assert conflict(one, other, (monday, monday)) == ["number"]
    assert conflict(one, other, (monday, friday)) == []
