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
        (
            "<1s:The mayor> <1c:praised> <1t:the plan> and has since left the town.",
            ["asserted: The mayor … and has since left the town", "reported: the plan"],
        ),
        ("But it rained, and <1s:Ms. Ito> <1c:left>.", ["asserted: it rained, and Ms. Ito left"]),
        ("However, <1t:the talks went well>, <1s:she> <1c:said>.", ["reported: the talks went well"]),
        ("<1t:However, the talks went well>, <1s:she> <1c:said>.", ["reported: the talks went well"]),
        ("<1t:“But the talks went well,”> <1s:she> <1c:said>.", ["quoted: “But the talks went well,”"]),
        ("<1s:Ms. Ito> <1c:warned>: <1t:the port is unsafe><1c:!>", ["reported: the port is unsafe"]),
        ("“<1t:The port is safe><1c:,” said> <1s:Ms. Ito>.", ["quoted: “The port is safe"]),
        ("So far this year two bridges have closed.", ["asserted: So far this year two bridges have closed"]),
        ("But for the rain it went well.", ["asserted: But for the rain it went well"]),
        (
            "<1s:Ms. Ito> <1c:said> <1t:that the talks went well <k:and that the port was safe>>.",
            ["reported: the talks went well", "reported: the port was safe"],
        ),
        (
            "<1s:She> <1c:published> <1t:the results of the tests>.",
            ["asserted: She published the results of the tests"],
        ),
        ("<1s:She> <1c:opposed> <1t:the sale of the port>.", ["reported: the sale of the port"]),
        ("<1s:She> <1c:hailed> <1t:the sale as wise>.", ["reported: the sale as wise"]),
        (
            "<1s:She> <1c:did not say> <1t:whether the port was safe>.",
            ["asserted: She did not say whether the port was safe"],
        ),
        ("<1s:She> <1c:asked> <1t:whether the port was safe>.", ["reported: whether the port was safe"]),
        (
            "<1s:She> <1c:did not confirm> <1t:the sale of the port>.",
            ["asserted: She did not confirm the sale of the port"],
        ),
        ("<1s:She> <1c:denied> <1t:the sale of the port>.", ["reported: the sale of the port"]),
        ("<1s:They> <1c:convinced> <1t:the town to sell>.", ["asserted: They convinced the town to sell"]),
        ("<1s:They> <1c:claim> <1t:the lake up to the shore>.", ["asserted: They claim the lake up to the shore"]),
        ("<1s:They> <1c:claim> <1t:to own the lake>.", ["reported: to own the lake"]),
        (
            "<1s:She> <1c:profiled> <1t:a man who says he owns the lake>.",
            ["asserted: She profiled a man who says he owns the lake"],
        ),
        (
            "It was a nod to a statement <1s:which> <1c:said> <1t:the port was safe>.",
            ["asserted: It was a nod to a statement", "reported: the port was safe"],
        ),
        (
            "<1s:Ms. Ito, who led the talks,> <1c:said> <1t:the port was safe>.",
            ["asserted: who led the talks", "reported: the port was safe"],
        ),
        (
            "An envoy<k:, <1s:who> <1c:asked> <1t:not to be named>>, gave another account.",
            ["asserted: An envoy … gave another account", "reported: not to be named"],
        ),
        (
            "<1s:She> <1c:reports> <1t:the party><k:, which leads in all polls>, is wavering.",
            ["reported: the party … is wavering", "asserted: which leads in all polls"],
        ),
        (
            "<1s:She> <1c:expects> <1t:a profit of 9 million>, up from 8 million.",
            ["reported: a profit of 9 million, up from 8 million"],
        ),
        (
            "<1s:He> <1c:told> us <1t:it was over>, apparently a reference to the talks.",
            ["reported: it was over", "asserted: apparently a reference to the talks"],
        ),
        ("(The port has since been sold to others.)", ["asserted: The port has since been sold to others"]),
        ("[The port has been sold.] It was old.", ["asserted: The port has been sold", "asserted: It was old"]),
        (
            "<1t:“The talks went well. …> <1t:They are over.”> <1s:She> <1c:said>.",
            ["quoted: “The talks went well", "quoted: They are over.”"],
        ),
        (
            "The case shifted when <1s:she> <1c:conceded> <1t:that it was over>.",
            ["asserted: The case shifted", "reported: it was over"],
        ),
        ("<1s:She> <1c:found> <1t:the lost keys>.", ["asserted: She found the lost keys"]),
        ("<1s:She> <1c:has yet to say> <1t:how she would pay>.", ["asserted: She has yet to say how she would pay"]),
        ("In a paper published in May, <1s:she> <1c:said> <1t:it was over>.", ["reported: it was over"]),
        (
            "In May the council voted to sell, and <1s:she> <1c:said> <1t:it was over>.",
            ["asserted: In May the council voted to sell", "reported: it was over"],
        ),
        (
            "She left on Monday, a day after <1s:he> <1c:conceded> <1t:that it was over>.",
            ["asserted: She left on Monday", "reported: it was over"],
        ),
        ("<1s:The survey> <1c:found> <1t:no young animals>.", ["reported: no young animals"]),
        ("<1s:She> <1c:found> <1t:the plan absurd>.", ["reported: the plan absurd"]),
        (
            "<1s:The court> <1c:threw out> <1t:the conviction of a man jailed for it>.",
            ["asserted: The court threw out the conviction of a man jailed for it"],
        ),
        (
            "<1s:She> <1c:would not comment on> <1t:reports that the port was sold>.",
            ["asserted: She would not comment on reports that the port was sold"],
        ),
        ("<1t:Was the port sold>? <1s:she> <1c:asked>.", ["reported: Was the port sold?"]),
        (
            "She met us, hours after <1s:he> <1c:conceded> <1t:that it was over>.",
            ["asserted: She met us", "reported: it was over"],
        ),
        (
            "<1s:He> <1c:said> <1t:the port (> <k:which is old> ) <1t:was sold>.",
            ["reported: the port … was sold", "asserted: which is old"],
        ),
        ("How do <1s:you> <1c:know> <1t:when it is worth it>?", []),
        ("So is this a gift, <k:or is it meant for all>?", []),
        ("<1t:Is this a gift>, <1s:he> <1c:asked>?", ["reported: Is this a gift"]),
        ("<1c:In> <1s:this poll>, <1t:she leads by two points>.", ["asserted: In this poll, she leads by two points"]),
        ("Asked about a road that led there, <1s:she> <1c:said> <1t:it was safe>.", ["reported: it was safe"]),
        ("Mr. Ito <1c:was fined> <1t:a million dollars>.", ["asserted: Mr. Ito was fined a million dollars"]),
        ("<1t:The bridge> <1c:is expected> <1t:to close>.", ["asserted: The bridge is expected to close"]),
        ("<1t:The bridge was> <1c:reportedly> <1t:closed>.", ["reported: The bridge was … closed"]),
        (
            "<1t:The plan>, <1c:praised by> <1s:the mayor>, and was adopted.",
            ["reported: The plan", "asserted: and was adopted"],
        ),
        ("<1s:The mayor> <1c:urged> <1t:the people of Kent not to vote>.", ["reported: not to vote"]),
        ("<1s:The mayor> <1c:told> <1t:her never to return>.", ["reported: never to return"]),
        ("<1s:The mayor> <1c:urged> <1t:an end to the war>.", ["reported: an end to the war"]),
        ("<1s:The mayor> <1c:expects> <1t:Kent to grow>.", ["reported: Kent to grow"]),
        ("<1t:“It went well,”> <1s:Ms. Ito> <1c:said> in a speech this month.", ["quoted: “It went well,”"]),
        (
            "<1t:“The talks,”> <1s:Ms. Ito> <1c:said>, <1t:“went well.”>",
            ["quoted: “The talks,” … “went well.”"],
        ),
        (
            "<1t:“The talks went well <k:and we are content>,”> <1s:Ms. Ito> <1c:said>.",
            ["quoted: “The talks went well", "quoted: and we are content,”"],
        ),
        ("A led one team<k:, while B led the other>.", ["asserted: A led one team", "asserted: while B led the other"]),
        (
            "Ito<k:, who led the talks>, left on Monday.",
            ["asserted: Ito … left on Monday", "asserted: who led the talks"],
        ),
        (
            "After the talks had failed in May, <1s:Ms. Ito> <1c:warned> that <1t:prices may rise>.",
            ["asserted: After the talks had failed in May", "reported: prices may rise"],
        ),
        (
            "At the town hall, <1s:Ms. Ito> <1c:warned> that <1t:prices may rise>.",
            ["reported: prices may rise"],
        ),
        (
            "<1s:Ms. Ito> <1c:said> <1t:the islands<k:, which are administered by Aland>, were lost>.",
            ["reported: the islands … were lost", "asserted: which are administered by Aland"],
        ),
        (
            "<1s:Ms. Ito> <1c:said> <1t:the port<k:, which would open by May>, was safe>.",
            ["reported: the port … was safe", "reported: which would open by May"],
        ),
        (
            "<1s:China> <1c:said> <1t:<2s:it> <2c:was troubled by> <2t:the plans of the envoys>>.",
            ["reported: the plans of the envoys"],
        ),
        (
            "Voices have been raised in the capital, amplifying <1c:warnings> by <1s:the envoys> about <1t:higher prices>.",
            [
                "asserted: Voices have been raised in the capital, amplifying warnings by the envoys",
                "reported: higher prices",
            ],
        ),
        (
            "<1s:Wang Yi> met the envoys in Moscow, and <1c:promised> <1t:to strengthen ties>.",
            ["asserted: Wang Yi met the envoys in Moscow", "reported: to strengthen ties"],
        ),
        ("<1s:Tokyo> <1c:plans> <1t:to buy missiles>.", ["asserted: Tokyo plans to buy missiles"]),
        ("<1s:Tokyo> <1c:said> <1t:<2s:it> <2c:plans> <2t:to buy missiles>>.", ["reported: it plans to buy missiles"]),
        ("Will the talks go on?", []),
        ("<1s:Ms. Ito> <1c:asked>: <1t:“Will the talks go on?”>", ["quoted: “Will the talks go on?”"]),
        ("<1s:Ms. Ito> <1c:spoke> of “the talks”.", ["asserted: Ms. Ito spoke of “the talks”"]),
        ("<1s:Ms. Ito> <1c:praised> <1t:the work of the U.S.>", ["reported: the work of the U.S."]),
        ("<1s:Ms. Ito> <1c:said> <1t:they were “in collusion>.”", ["reported: they were “in collusion.”"]),
        ("<1s:Ms. Ito> <1c:voiced> <1t:concern about the noise>.", ["reported: the noise"]),
        ("<1s:Ms. Ito> <1c:has raised> <1t:the issue of the noise>.", ["reported: the noise"]),
        ("<1s:Ms. Ito> <1c:pledged to> <1t:close the port>.", ["reported: to close the port"]),
        ("<1s:Ms. Ito> <1c:warned> <1t:Tokyo against new taxes>.", ["reported: new taxes"]),
        ("<1s:Ms. Ito> <1c:warned> <1t:that Tokyo is against new taxes>.", ["reported: Tokyo is against new taxes"]),
        ("<1s:Warnings> <1c:came> <1t:over the new port>.", ["reported: the new port"]),
        (
            "<1s:Both sides> <1c:expressed> <1t:concerns> at the talks.",
            ["asserted: Both sides expressed concerns at the talks"],
        ),
        (
            "The port is <1c:known as> <1t:the Old Quay> by <1s:the envoys>.",
            ["asserted: The port is known as the Old Quay by the envoys"],
        ),
        ("<1s:Tokyo> <1c:refers to> <1t:it as the Old Quay>.", ["asserted: Tokyo refers to it as the Old Quay"]),
        ("<1s:Ms. Ito> <1c:took aim at> <1t:the new taxes>.", ["reported: the new taxes"]),
        (
            "They met, at the start of <1s:the talks> <1c:aimed at> <1t:lower prices> in May.",
            ["asserted: They met, at the start of the talks aimed at lower prices in May"],
        ),
    ],
)
def test_claims(marked: str, expected: list[str]) -> None:
    assert claims(marked) == expected


@pytest.mark.parametrize(
    ("marked", "intends"),
    [
        ("<1s:Tokyo> <1c:plans> <1t:to buy missiles>.", True),
        ("The talks went on, <1s:Tokyo> <1c:aiming> <1t:to buy missiles>.", False),
        ("There were <1s:talks> <1c:aimed at> <1t:buying missiles>.", False),
    ],
)
def test_an_intention_is_a_main_verb(marked: str, intends: bool) -> None:
    assert (normalized(marked).claims[-1].attributed is not None) is intends


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
    found = normalized(
        "Will the talks go on? The envoys met. Next steps: <1s:Ms. Ito> <1c:spoke> to <1t:us>. A big day."
    )
    assert [(s.claims, s.reason) for s in found.sentences if s.span.start >= len(HEAD)] == [
        (0, "question"),
        (1, None),
        (1, None),
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
            "He proposes doing away with the tax, and plans to reduce the cost of insurance.",
            ["He … and plans to reduce the cost of insurance", "doing away with the tax"],
        ),
        (
            "Ann Lee, who served as the ambassador to Kenya until last year, said the plan was safe.",
            ["who served as the ambassador to Kenya until last year", "the plan was safe"],
        ),
        (
            "The authors of the report, which include two lawyers and the Taxpayers’ Union, combed through the filings of 500 companies "
            "and found that many “maintained subsidiaries in tax havens.”",
            [
                "The authors of the report … combed through the filings of 500 companies",
                "which include two lawyers and the Taxpayers’ Union",
                "many “maintained subsidiaries in tax havens.”",
            ],
        ),
    ],
)
def test_what_a_sentence_says_besides_its_attribution(sentence: str, expected: list[str]) -> None:
    text = f"The town has two bridges.\n\n{sentence}\n"
    found = normalize(read(text.encode(), "a.txt"), TrainedTagger())
    assert [c.text(text) for c in found.claims[1:]] == expected
