"""Claims from given tags, which the examples mark as explained in `tests/given.py`."""

import pytest

from claimsdb.model.claim import Normalized
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.given import Given

HEAD = "Ministers and envoys meet\n\nThe envoys of both sides met in the old town hall for the second time this year. "


def normalized(marked: str) -> Normalized:
    tagger = Given(marked)
    return normalize(read((HEAD + tagger.passages[0].text).encode(), "a.txt"), tagger)


def claims(marked: str) -> list[str]:
    found = normalized(marked)
    text = found.document.text
    return [f"{c.attribution}: {c.text(text)}" for c in found.claims if c.segments[0].start >= len(HEAD)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The envoys met on Monday.", ["asserted: The envoys met on Monday"]),
        ("<1s:Ms. Ito> <1c:said> <1t:the talks went well>.", ["reported: the talks went well"]),
        ("<1t:“The talks went well,”> <1s:Ms. Ito> <1c:said>.", ["quoted: “The talks went well,”"]),
        ("<1s:Ms. Ito> <1c:warned>: <1t:the port is unsafe><1c:!>", ["reported: the port is unsafe"]),
        ("“<1t:The port is safe><1c:,” said> <1s:Ms. Ito>.", ["quoted: “The port is safe"]),
        (
            "<1s:She> <1c:reports> <1t:the party><k:, which leads in all polls><1t:, is wavering>.",
            ["reported: the party … is wavering", "asserted: which leads in all polls"],
        ),
        ("(The port has since been sold to others.)", ["asserted: The port has since been sold to others"]),
        ("[The port has been sold.] It was old.", ["asserted: The port has been sold", "asserted: It was old"]),
        (
            "<1t:“The talks went well. …> <1t:They are over.”> <1s:She> <1c:said>.",
            ["quoted: “The talks went well", "quoted: They are over.”"],
        ),
        ("<1t:Was the port sold>? <1s:she> <1c:asked>.", ["reported: Was the port sold?"]),
        (
            "<1s:He> <1c:said> <1t:the port (<k:which is old>) was sold>.",
            ["reported: the port … was sold", "reported: which is old"],
        ),
        ("<1t:The bridge was> <1c:reportedly> <1t:closed>.", ["reported: The bridge was … closed"]),
        ("<1t:“It went well,”> <1s:Ms. Ito> <1c:said> in a speech this month.", ["quoted: “It went well,”"]),
        (
            "<1t:“The talks,”> <1s:Ms. Ito> <1c:said>, <1t:“went well.”>",
            ["quoted: “The talks,” … “went well.”"],
        ),
        (
            "<1t:“The talks went well <k:and we are content>,”> <1s:Ms. Ito> <1c:said>.",
            ["quoted: “The talks went well", "quoted: and we are content,”"],
        ),
        (
            "Ito<k:, who led the talks>, left on Monday.",
            ["asserted: Ito … left on Monday", "asserted: who led the talks"],
        ),
        (
            "<1s:Tokyo> <1c:plans> to buy missiles. <k:Tokyo plans to buy missiles>.",
            ["asserted: Tokyo plans to buy missiles"],
        ),
        ("<1s:Tokyo> <1c:said> <1t:<2s:it> <2c:plans> <2t:to buy missiles>>.", ["reported: it plans to buy missiles"]),
        ("<1s:Ms. Ito> <1c:asked>: <1t:“Will the talks go on?”>", ["quoted: “Will the talks go on?”"]),
        ("<1s:Ms. Ito> <1c:praised> <1t:the work of the U.S.>", ["reported: the work of the U.S."]),
        ("<1s:Ms. Ito> <1c:said> <1t:they were “in collusion>.”", ["reported: they were “in collusion.”"]),
        ("<1s:I> <1c:believe> <1t:the port is safe>.", ["asserted: the port is safe"]),
        ("<1t:“<2s:I> <2c:believe> <2t:the port is safe>,”> <1s:she> <1c:said>.", ["quoted: the port is safe,”"]),
        (
            "<1s:Sailors> <1c:refer to> <1t:the reef as “the Comb”>.",
            ["asserted: Sailors refer to the reef as “the Comb”"],
        ),
        ("<1s:Sailors> <1c:know> <1t:the reef as the Comb>.", ["asserted: Sailors know the reef as the Comb"]),
        ("<1s:Sailors> <1c:know> <1t:the reef as deadly>.", ["reported: the reef as deadly"]),
        ("<1s:Ms. Ito> <1c:called> <1t:the plan “a farce”>.", ["reported: the plan “a farce”"]),
    ],
)
def test_claims(marked: str, expected: list[str]) -> None:
    assert claims(marked) == expected


@pytest.mark.parametrize(
    ("marked", "beside"),
    [
        ("<1t:<1s:Tokyo> <1c:plans> to buy missiles>.", "plans"),
        ("<1s:I> <1c:believe> <1t:the port is safe>.", "believe"),
        ("The talks went on.", None),
    ],
)
def test_an_attribution_beside_a_claim(marked: str, beside: str | None) -> None:
    """An intention, whose cue is in its claim, and the author's own first person are recorded beside what is asserted."""
    found = normalized(marked)
    claim = found.claims[-1]
    assert claim.attribution == "asserted"
    cue = None if claim.attributed is None else found.attributions[claim.attributed].cue[0].of(found.document.text)
    assert cue == beside


def test_via_is_the_attribution_around_from_the_inside_out() -> None:
    found = normalized(
        "<1c:According to> <1s:reports>, <1t:<2s:Ms. Ito> <2c:said> <2t:<3s:China> <3c:feared> <3t:the fall of prices>>>."
    )
    claim = found.claims[-1]
    assert claim.attributed is not None
    inner = found.attributions[claim.attributed]
    assert inner.via is not None
    middle = found.attributions[inner.via]
    assert middle.via is not None
    text = found.document.text
    assert [a.cue[0].of(text) for a in (inner, middle, found.attributions[middle.via])] == [
        "feared",
        "said",
        "According to",
    ]


def test_a_source_that_is_missing_hedges() -> None:
    found = normalized("<1s:Mr. Sun> <2c:reportedly> <2t:<1c:warned against> <1t:moves by Tokyo>>.")
    assert [(c.hedged, c.attribution) for c in found.claims][-1] == (True, "reported")


@pytest.mark.parametrize(
    ("marked", "hedges"),
    [
        ("<1s:Some> <1c:may praise> <1t:the sale of the port>.", True),
        ("<1s:She> <1c:apparently believed> <1t:that the port was safe>.", True),
        ("<1s:She> <1c:suspected> <1t:that the port was safe>.", False),
        ("<1t:The bridge> <1c:is thought> <1t:to be unsafe>.", True),
        ("A strike could cost the port millions.", True),
        ("She could swim as a child.", False),
    ],
)
def test_an_act_that_is_held_at_a_distance_hedges(marked: str, hedges: bool) -> None:
    assert normalized(marked).claims[-1].hedged is hedges


def test_reasons_of_sentences_without_a_claim() -> None:
    found = normalized("<9s:Will the talks go on?> The envoys met. <1s:Ms. Ito> <1c:spoke> to us. <9s:A big day.>")
    assert [(s.claims, s.reason) for s in found.sentences if s.span.start >= len(HEAD)] == [
        (0, "question"),
        (1, None),
        (0, "act_only"),
        (0, "label"),
    ]


def test_quoted_spans_are_cut_to_the_claim() -> None:
    found = normalized("<1s:Ms. Ito> <1c:warned against> <1t:“negative moves” by Tokyo>.")
    text = found.document.text
    assert [q.of(text) for q in found.claims[-1].quotes] == ["“negative moves”"]


@pytest.mark.network
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "He proposes doing away with the tax, he said.",
            ["doing away with the tax"],
        ),
        (
            "Ann Lee, who served as the ambassador to Kenya until last year, said the plan was safe.",
            ["who served as the ambassador to Kenya until last year", "the plan was safe"],
        ),
    ],
)
def test_what_a_sentence_says_besides_its_attribution(sentence: str, expected: list[str]) -> None:
    text = f"The town has two bridges.\n\n{sentence}\n"
    found = normalize(read(text.encode(), "a.txt"), TrainedTagger())
    assert [c.text(text) for c in found.claims[1:]] == expected
