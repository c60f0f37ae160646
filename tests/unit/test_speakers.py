"""Speakers of given sources, each followed by its cue, *said*, and by its words, which run to the sentence's end."""

import re

import pytest

from claimsdb.english.analysis import Analysis
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.document import Block, BlockKind, Sentence
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.attributions import attributions
from claimsdb.normalizer.attribution.tagger import Tagged, Tags
from claimsdb.normalizer.normalize import normalize
from claimsdb.normalizer.speakers.names import parse, speaker_kind
from claimsdb.normalizer.speakers.resolving import resolve
from claimsdb.reading.read import read


def speakers(text: str, *sources: str) -> list[str | None]:
    """The name of each source's speaker, or why there is none. A source in brackets is inside the words of the one before."""
    tagged, at = [], 0
    for source in sources:
        start = text.index(source, at)
        cue = text.index("said", start)
        at = cue + 4
        stop = text.find(". ", at)
        content = Span(at + 1, stop if stop > 0 else len(text) - 1)
        tagged.append(Tagged((Span(start, start + len(source)),), (Span(cue, at),), (content,), 0.9))
    sentences = [Sentence(0, Span(*m.span())) for m in re.finditer(r"\S.*?[.:](?=\s[A-Z]|\Z)", text)]
    analysis = Analysis(text, [Block(BlockKind.PARAGRAPH, Span(0, len(text)))], sentences)
    found, linked, _ = resolve(analysis, attributions(analysis, Tags(tuple(tagged), ()))[0])
    return [a.unresolved if a.speaker is None else found[a.speaker].name for a in linked]


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        (
            "Foreign Minister Ann Lee said so. Later Ms. Lee said no. Lee said yes.",
            ("Foreign Minister Ann Lee", "Ms. Lee", "Lee"),
            ["Ann Lee", "Ann Lee", "Ann Lee"],
        ),
        (
            "Talks with envoy Jae-won Park were held. Mr. Park said so.",
            ("Mr. Park",),
            ["Jae-won Park"],
        ),
        (
            "China Daily said so. Daily sales fell. China said no.",
            ("China Daily", "China"),
            ["China Daily", "Government of China"],
        ),
        (
            "The Foreign Ministry of Japan said so. The Japanese foreign ministry said no.",
            ("The Foreign Ministry of Japan", "The Japanese foreign ministry"),
            ["Foreign ministry of Japan", "Foreign ministry of Japan"],
        ),
        ("It rained. Bo Park’s party lost. Park said so.", ("Park",), ["Bo Park"]),
        ("It rained. Nearby Park’s party lost. Park said so.", ("Park",), ["Park"]),
        (
            "Ann Lee said so. Bob Lee said no. Lee said yes.",
            ("Ann Lee", "Bob Lee", "Lee"),
            ["Ann Lee", "Bob Lee", "ambiguous: Lee may be Ann Lee or Bob Lee"],
        ),
        ("Bridges are old. She said so.", ("She",), ["pronoun: she, and nobody near before it is likely to be meant"]),
        ("Minister Ann Lee left. She said so.", ("She",), ["Ann Lee"]),
        ("Minister Ann Lee said she said so much.", ("Minister Ann Lee", "she"), ["Ann Lee", "Ann Lee"]),
        ("Mr. Bo Lee met Ms. Ann Orr. She said so.", ("She",), ["Ann Orr"]),
        (
            "Talks of Senator Vi Lee, Senator Ky Day and Senator Bo Orr failed. He said so.",
            ("He",),
            ["ambiguous: He may be Bo Orr or Ky Day or Vi Lee"],
        ),
        (
            "Senator Vi Lee cut her losses for her party. Senator Vi Lee met Senator Bo Orr. He said so.",
            ("He",),
            ["Bo Orr"],
        ),
        ("Senator Carl Lee met Senator Ann Orr. He said so.", ("He",), ["Carl Lee"]),
        ("Mr. Bo Orr, who said so much, left.", ("who",), ["Bo Orr"]),
        ("Governor Ann Lee spoke. The governor said so.", ("The governor",), ["Ann Lee"]),
        (
            "Governor Ann Lee met Governor Bo Orr. The governor said so.",
            ("The governor",),
            ["ambiguous: The governor may be Ann Lee or Bo Orr"],
        ),
        ("Governor Ann Lee spoke. The governor of Ohio said so.", ("The governor of Ohio",), ["governor of Ohio"]),
        (
            "Danish troops left. Denmark said so. Copenhagen said no. The Danish government said yes.",
            ("Denmark", "Copenhagen", "The Danish government"),
            ["Government of Denmark"] * 3,
        ),
        ("Copenhagen said so.", ("Copenhagen",), ["Copenhagen"]),
        ("Georgia said so.", ("Georgia",), ["Georgia"]),
        ("In Tbilisi it rained. Georgia said so.", ("Georgia",), ["Government of Georgia"]),
        (
            "Denmark’s foreign ministry said it said so. The Danish Ministry of Foreign Affairs said no.",
            ("Denmark’s foreign ministry", "it", "The Danish Ministry of Foreign Affairs"),
            ["Foreign ministry of Denmark"] * 3,
        ),
        (
            "Sweden and Denmark met. Both countries said so. Denmark and Sweden said no.",
            ("Both countries", "Denmark and Sweden"),
            ["Governments of Denmark and Sweden"] * 2,
        ),
        (
            "It rained. Both sides said so.",
            ("Both sides",),
            ["no two countries are named together before it: Both sides"],
        ),
        ("The Free Bridge Union met. The FBU said so.", ("The FBU",), ["Free Bridge Union"]),
        ("Denmark, a small ally, said so.", ("a small ally",), ["Government of Denmark"]),
        (
            "Danish Prime Minister Ann Lee left. The government of Prime Minister Ann Lee said so.",
            ("The government of Prime Minister Ann Lee",),
            ["Government of Denmark"],
        ),
        ("In the South Moravia Region much is new. Moravia said so.", ("Moravia",), ["Moravia"]),
        (
            "Mr. King and Mr. Lee said so. Mr. King said no.",
            ("Mr. King and Mr. Lee", "Mr. King"),
            ["King and Lee", "King"],
        ),
        ("Local media said so.", ("Local media",), ["nobody in particular: Local media"]),
        ("Everyone said so.", ("Everyone",), ["nobody in particular: Everyone"]),
        ("Ann O’Neill left. O'Neill said so.", ("O'Neill",), ["Ann O’Neill"]),
        (
            "Mayor Bill de Blasio said so. De Blasio said no.",
            ("Mayor Bill de Blasio", "De Blasio"),
            ["Bill de Blasio"] * 2,
        ),
        ("Rev. Al Lee left. Lee said so.", ("Lee said"[:3],), ["Al Lee"]),
        ("A spokesman for Ann Lee said so.", ("A spokesman for Ann Lee",), ["spokesman for Ann Lee"]),
        ("Rival Ann Lee said so. Democrat Ann Lee said no. Lee said yes.", ("Lee said yes"[:3],), ["Ann Lee"]),
        ("It fell, noted Ann Lee, Bo Park and Mr. Al Day, who said more.", ("who",), ["Al Day"]),
        ("Her lawyer, Łucja Šebkova, was late. Šebkova said so.", ("Šebkova said"[:7],), ["Łucja Šebkova"]),
        ("Colleague Ann Lee said so. Ms. Lee said no.", ("Colleague Ann Lee", "Ms. Lee"), ["Ann Lee", "Ann Lee"]),
        ("Mona Jarvik, a tram driver, was near. It went up, she said.", ("she",), ["Mona Jarvik"]),
        ("Mona Jarvik walked out. It is late. Nobody saw Jarvik. She said no.", ("She",), ["Mona Jarvik"]),
        (
            "Patriot Steel walked out. Patriot is old. She said no.",
            ("She",),
            ["pronoun: she, and nobody near before it is likely to be meant"],
        ),
        (
            "The health ministry said so. The ministry said no.",
            ("The health ministry", "The ministry"),
            ["health ministry"] * 2,
        ),
        (
            "The health ministry said so. The foreign office said so. The trade ministry said no. The ministry said yes.",
            ("The health ministry", "The trade ministry", "The ministry said"[:12]),
            ["health ministry", "trade ministry", "ambiguous: The ministry may be health ministry or trade ministry"],
        ),
        ("It fell, noted Ann Lee, a buyer at the bank in York, who said more.", ("who",), ["Ann Lee"]),
        ("It fell. The union met Mary Ann Orrick. Orrick said so.", ("Orrick said"[:6],), ["Mary Ann Orrick"]),
        (
            "It fell. Minister of Rural Affairs Jorun Orrick left. Orrick said so.",
            ("Orrick said"[:6],),
            ["Jorun Orrick"],
        ),
        (
            "Mayor Bo Q. Lee said so. Bo Lee said no. Lee said yes.",
            ("Mayor Bo Q. Lee", "Bo Lee", "Lee said"[:3]),
            ["Bo Q. Lee"] * 3,
        ),
        (
            "Rival Bo A. Lee met Bo C. Lee. Bo Lee said so. Bo C. Lee said no.",
            ("Bo Lee", "Bo C. Lee said"[:9]),
            ["Bo Lee", "Bo C. Lee"],
        ),
        ("The party chose Bo Q. Lee, who said so.", ("who",), ["Bo Q. Lee"]),
        ("The bank met candidate Dorly Orrick. Orrick said so.", ("Orrick said"[:6],), ["Dorly Orrick"]),
        ("The bank met Park So-min. Park said so.", ("Park said"[:4],), ["Park So-min"]),
        ("Carl Orrick and Ann Orrick met. Mrs. Orrick said so.", ("Mrs. Orrick",), ["Ann Orrick"]),
        ("Ann Orrick, an aide to Mr. Day, left. Ms. Orrick said so.", ("Ms. Orrick",), ["Ann Orrick"]),
        ("Oscar-winner Orrick and Vi Orrick left. Orrick said so.", ("Orrick said"[:6],), ["Vi Orrick"]),
        ("The United Nations said so.", ("The United Nations",), ["United Nations"]),
        ("Mayor Ann Orrick met the press. ORRICK said so.", ("ORRICK",), ["Ann Orrick"]),
        (
            "The Sailors of Those by the Sea (SOTS) met. SOTS said so.",
            ("SOTS said"[:4],),
            ["Sailors of Those by the Sea"],
        ),
        (
            "Minister Ann Lee said so. Her long statement said no.",
            ("Minister Ann Lee", "Her long statement"),
            ["Ann Lee", "Ann Lee"],
        ),
        (
            "Mayor Bo Lee left. Lee’s letter to the board said so. The letter said no.",
            ("Lee’s letter to the board", "The letter"),
            ["Bo Lee"] * 2,
        ),
        (
            "A report issued by the Free Bridge Union in May said so.",
            ("A report issued by the Free Bridge Union in May",),
            ["Free Bridge Union"],
        ),
        ("The FBU report said so. The report said no.", ("The FBU report", "The report"), ["FBU", "FBU"]),
        ("Monday’s report said so.", ("Monday’s report",), ["Monday’s report"]),
        ("A letter from a reader said so.", ("A letter from a reader",), ["letter from a reader"]),
        ("The union’s survey said so.", ("The union’s survey",), ["union’s survey"]),
        ("Minister Ann Lee left. Her lawyer said so.", ("Her lawyer",), ["Ann Lee’s lawyer"]),
        ("My brother said so.", ("My brother",), ["brother"]),
        ("It rained. Their said so.", ("Their",), ["pronoun: their, and nobody near before it is likely to be meant"]),
        ("Hundreds of old sailors said so.", ("Hundreds of old sailors",), ["old sailors"]),
        (
            "Some Greeks said so. Leading Democrats said no.",
            ("Some Greeks", "Leading Democrats"),
            ["Some Greeks", "Leading Democrats"],
        ),
        ("The Utah Democrats met. Democrats said so.", ("Democrats said"[:9],), ["Democrats"]),
        (
            "One user said so. Another said no.",
            ("One user", "Another"),
            ["nobody in particular: One user", "nobody in particular: Another"],
        ),
        ("Sailors and even some cooks said so.", ("Sailors and even some cooks",), ["Sailors and some cooks"]),
        (
            "The cooks, sailors and dock workers said so.",
            ("The cooks, sailors and dock workers",),
            ["cooks, sailors and dock workers"],
        ),
        (
            "Ann Lee met her sailors. Lee and her sailors said so.",
            ("Lee and her sailors",),
            ["Ann Lee and her sailors"],
        ),
        ("Mayor Bo Orr met Mayor Ann Lee. Orr, Lee said so.", ("Orr, Lee",), ["Bo Orr and Ann Lee"]),
        (
            "Ann Lee, Bo Orr and Senator Vi Day said so.",
            ("Ann Lee, Bo Orr and Senator Vi Day",),
            ["Ann Lee, Bo Orr and Vi Day"],
        ),
        (
            "A poll by brokers Ann Lee and Bo Orr said so.",
            ("A poll by brokers Ann Lee and Bo Orr",),
            ["poll by brokers Ann Lee and Bo Orr"],
        ),
        ("Mayor Bo Orr left. The Orr administration said so.", ("The Orr administration",), ["Orr administration"]),
        ("Mayor Bo Orr himself said so.", ("Mayor Bo Orr himself",), ["Bo Orr"]),
        (
            "Farmer Rep. Bo Orr of New Jersey, a friend, said so.",
            ("Farmer Rep. Bo Orr of New Jersey, a friend,",),
            ["Bo Orr"],
        ),
        ("It met the ire of sailors who said so.", ("who",), ["sailors"]),
        ("There were sailors in the Irish Sea who said so.", ("who",), ["sailors"]),
        ("It was theirs. Orr—who said so—left.", ("who",), ["Orr"]),
        (
            "The Free Bridge Union said so. On Monday it said no.",
            ("The Free Bridge Union", "it said"[:2]),
            ["Free Bridge Union"] * 2,
        ),
        (
            "Governor Ann Lee of Utah spoke. The governor of Ohio said so.",
            ("The governor of Ohio",),
            ["governor of Ohio"],
        ),
        (
            "The Orrick poll said so. The Day poll said no.",
            ("The Orrick poll", "The Day poll"),
            ["Orrick poll", "Day poll"],
        ),
    ],
)
def test_speakers(text: str, sources: tuple[str, ...], names: list[str | None]) -> None:
    assert speakers(text, *sources) == names


@pytest.mark.parametrize(
    ("source", "name", "roles", "what"),
    [
        ("Vice Foreign Minister Ann Lee", "Ann Lee", ["Vice Foreign Minister"], "person"),
        ("Ann Lee, the Danish deputy foreign minister", "Ann Lee", ["the Danish deputy foreign minister"], "person"),
        ("his Danish counterpart, Ann Lee", "Ann Lee", ["his Danish counterpart"], "person"),
        ("The government of Prime Minister Ann Lee", "government of Prime Minister Ann Lee", [], "government"),
        ("the Ministry of Defence", "Ministry of Defence", [], "organisation"),
        ("Denmark’s foreign ministry", "Denmark’s foreign ministry", [], "organisation"),
        ("a leaked report", "leaked report", [], "document"),
        ("the officials", "officials", [], "group"),
        ("Denmark and Sweden", "Denmark and Sweden", [], "group"),
        ("UPI", "UPI", [], "organisation"),
        ("the poll released Friday", "poll", [], "document"),
        ("villagers who had stayed", "villagers", [], "group"),
        ("the officers, all of them tired", "officers", [], "group"),
        ("three towns, including Ann Lee’s", "three towns", [], "group"),
        ("Secretary of Rural Affairs Jorun Lee", "Jorun Lee", ["Secretary of Rural Affairs"], "person"),
        ("Envoy to the Southern Isles Jorun Lee", "Jorun Lee", ["Envoy to the Southern Isles"], "person"),
        ("Maj. Gen. A. B. Lee Jr. of the Danish Army", "A. B. Lee Jr.", ["Maj. Gen."], "person"),
        ("Captain Jorun Lee with the Harbour Police", "Jorun Lee", ["Captain"], "person"),
        ("Gov. Ann St. Clair", "Ann St. Clair", ["Gov."], "person"),
        ("Capt. Omar al-Lee (ret.)", "Omar al-Lee", ["Capt."], "person"),
        ("Drummer Jorun Lee", "Jorun Lee", ["Drummer"], "unknown"),
        ("Orrick Challenger Jorun Lee", "Jorun Lee", ["Orrick Challenger"], "unknown"),
        ("One Dane, Jorun Lee", "Jorun Lee", [], "unknown"),
        ("NBC’s Ann Weber", "Ann Weber", [], "unknown"),
        ("Ann Weber of Ohio", "Ann Weber", [], "unknown"),
        ("Bank of America", "Bank of America", [], "organisation"),
        ("Concerned Veterans for America", "Concerned Veterans for America", [], "unknown"),
        ("the survey, which is done daily,", "survey", [], "document"),
        ("Rep. Ann Lee (R-Utah)", "Ann Lee", ["Rep."], "person"),
    ],
)
def test_names(source: str, name: str, roles: list[str], what: str) -> None:
    found = parse(source, Span(0, len(source)))
    assert found is not None
    assert found.name.of(source) == name
    assert [r.of(source) for r in found.role] == roles
    assert speaker_kind(name, found.proper, found.titled) == SpeakerKind(what)


def test_a_surname_of_too_many_persons_names_some_of_them() -> None:
    persons = [f"{given}na Lee" for given in "Ab Be Ce De Eb Fe Ge He Ib Je Ke Le Me Ne".split()]
    text = "".join(f"{person} said so. " for person in persons) + "Lee said no."
    found = speakers(text, *persons, "Lee")
    assert found[:-1] == persons
    assert found[-1] == f"ambiguous: Lee may be {' or '.join(persons[:12])} or one of 2 others"


@pytest.mark.network
def test_a_person_is_not_the_body_that_spoke_before() -> None:
    text = (
        "The council decided on Friday that the old quay will close in May. "
        "The mayor said that repairs would cost €4 million.\n"
    )
    found = normalize(read(text.encode(), "a.txt"))
    assert [found.speakers[a.speaker].name for a in found.attributions if a.speaker is not None] == ["council", "mayor"]
