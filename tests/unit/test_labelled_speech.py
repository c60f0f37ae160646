import pytest

from claimsdb.model.attribution import AttributionKind
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

TAGGER = TrainedTagger()


def attributed(text: str) -> list[tuple[str, str, str]]:
    made = normalize(read(text.encode(), "a.txt"), TAGGER)
    found = []
    for claim in made.claims:
        if claim.attribution is not AttributionKind.ASSERTED and claim.attributed is not None:
            by = made.attributions[claim.attributed]
            found.append(
                (" ".join(s.of(text) for s in by.source), " ".join(s.of(text) for s in by.cue), claim.text(text))
            )
    return found


TRANSCRIPT = """A morning at the town hall

The mayor met a reporter at noon on Friday.

REPORTER: The council has closed the bridge.

ANN LEE: The bridge will open again in May.

REPORTER: The ferries are full every day.
"""


def test_a_transcript() -> None:
    assert attributed(TRANSCRIPT) == [
        ("REPORTER", ":", "The council has closed the bridge"),
        ("ANN LEE", ":", "The bridge will open again in May"),
        ("REPORTER", ":", "The ferries are full every day"),
    ]


@pytest.mark.parametrize("dash", ["―", "—", "–", "-"])
def test_signed_quotations(dash: str) -> None:
    text = (
        "What readers say about the bridge\n\nReaders wrote to us about the bridge this week.\n\n"
        f"“The bridge is too old to be repaired.” {dash} Ann Lee\n\n“The new quay is a waste of money.”{dash} Bo Hill, a baker\n\n"
        "The bridge was built in 1932 and has been closed since Friday. The ferries run every hour until midnight.\n\n"
        "The council meets again in May, and the work begins in June.\n"
    )
    found = [(source, said) for source, cue, said in attributed(text) if cue == dash]
    assert found == [
        ("Ann Lee", "“The bridge is too old to be repaired.”"),
        ("Bo Hill, a baker", "“The new quay is a waste of money.”"),
    ]


def test_a_label_alone_is_not_a_transcript() -> None:
    text = "News of the day\n\nUPDATE: The bridge has been closed since Friday.\n\nThe ferries run every hour until midnight.\n"
    assert attributed(text) == []


def test_a_dash_in_a_sentence_signs_nothing() -> None:
    text = "News of the day\n\n“The bridge” — Ann Lee has closed it again — is the oldest one in the town.\n"
    assert all(cue != "—" for _, cue, _ in attributed(text))


def test_a_passage_under_a_label() -> None:
    text = (
        "Two views of the bridge\n\nThe council’s view, as told by Ann Lee. The bridge is safe. It will open in May.\n\n"
        "The bridge was built in 1932, as told by Bo Hill. The ferries run every hour.\n"
    )
    assert [f for f in attributed(text) if f[1] == "as told by"] == [
        ("Ann Lee", "as told by", "The bridge is safe"),
        ("Ann Lee", "as told by", "It will open in May"),
    ]


def test_a_sentence_with_a_verb_is_not_a_label() -> None:
    text = (
        "Demands on the council\n\nBut the next day, according to Roffman, the mayor made further demands. At that point, the council left "
        "the room.\n\nShares, traded by Bo Hill Bank. They fell in May.\n"
    )
    assert {source for source, cue, _ in attributed(text) if cue == "according to"} == {"Roffman"}
    assert not any(cue == "traded by" for _, cue, _ in attributed(text))


def test_a_signed_clause_needs_no_full_stop() -> None:
    text = "The toll will rise, says the mayor\n\nThe mayor, Eva Lund, told the council on Friday that the toll would rise.\n\n"
    assert attributed(text + "“The toll is fair” – Lund\n")[-1] == ("Lund", "–", "“The toll is fair”")
    assert attributed(text + "“Song of the River” – Lund\n")[-1][0] != "Lund"


def test_nobody_said_the_paragraph_before() -> None:
    text = (
        "A dry year in the valley\n\nThe valley has had no rain since the second week of March.\n\n"
        "Six wells are empty.\n\nThe pumps, engineer Ida Rask argues, were built too small.\n"
    )
    assert attributed(text) == [("engineer Ida Rask", "argues", "The pumps … were built too small")]


def conversation(*turns: str) -> bytes:
    """A page with these paragraphs under a title and an introduction."""
    intro = "Anna Lee, a biologist, and Omar Diaz, a builder, met in Ashford to speak of the bridge and of the river under it."
    inner = "".join(f"<p>{turn}</p>" for turn in (intro, *turns))
    return f"<!DOCTYPE html><html lang=en><title>Two on a bridge</title><article><h1>Two on a bridge</h1>{inner}</article>".encode()


SAID = [
    ("Anna Lee", "The bridge is safe for another ten years"),
    ("Omar Diaz", "The mayor paid for the steel in 2010"),
    ("Anna Lee", "The fish came back in the spring of that year"),
    ("Omar Diaz", "The northern pillar needs new paint"),
]


@pytest.mark.parametrize("turn", ["<b>{}</b> {}.", "<strong>{}</strong><br>{}.", "<strong>{}</strong></p><p>{}."])
def test_a_name_in_bold_is_the_label_of_a_turn(turn: str) -> None:
    document = read(conversation(*(turn.format(*said) for said in SAID)), "a.html")
    made = normalize(document, TAGGER)
    quoted = [c for c in made.claims if c.attribution is AttributionKind.QUOTED and c.attributed is not None]
    assert [
        (made.attributions[c.attributed or 0].source[0].of(document.text), c.text(document.text)) for c in quoted
    ] == SAID


def test_names_in_bold_that_do_not_come_back_are_a_list() -> None:
    document = read(conversation(*(f"<b>{name}</b> {said}." for name, said in SAID[:2])), "a.html")
    assert all(c.attribution is AttributionKind.ASSERTED for c in normalize(document, TAGGER).claims)


def test_questions_in_bold_need_no_question_mark() -> None:
    asked = [
        "How old is the bridge?",
        "What do you do there?",
        "My readers love the lamps of the bridge.",
        "Do you like it?",
    ]
    answers = ["I built it in 2010.", "I paint its pillars.", "I learnt the trade from my father.", "I like the river."]
    turns = (f"<p><b>{q}</b></p><p>{a}</p>" for q, a in zip(asked, answers, strict=True))
    document = read(conversation("It was an interview.", "".join(turns)), "a.html")
    made = normalize(document, TAGGER)
    quoted = [c.text(document.text) for c in made.claims if c.attribution is AttributionKind.QUOTED]
    assert quoted == [answer[:-1] for answer in answers]
