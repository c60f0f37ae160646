import pytest

from claimsdb.model.errors import Problem
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.legibility import doubts
from claimsdb.reading.read import read

ENGLISH = "The ferry to Hollum will not sail on Sunday, the company said, because its captain has broken his arm."
DUTCH = (
    "De veerboot naar Hollum vaart zondag niet, zei de rederij maandag, omdat de kapitein zijn arm heeft gebroken. "
    "Volgens de burgemeester moeten de eilanders nu wachten tot er een nieuwe kapitein is gevonden."
)
GREEK = "Το πλοίο δεν θα σαλπάρει την Κυριακή, είπε η εταιρεία, επειδή ο καπετάνιος έσπασε το χέρι του χθες το πρωί στο λιμάνι."
CODE = (
    """def sail(ship, day):
    if day in ship.days and not ship.broken[day]:
        return {"name": ship.name, "at": ship.times[day]}
    raise ValueError(f"{ship!r} does not sail on {day}")
"""
    * 3
)
TABLE = "\n".join(f"Hollum;Nes;{n}:15;{n}:55;Amelander" for n in range(12))


def told(text: str, path: str = "a.txt", encoding: str = "utf-8") -> list[Problem]:
    document = read(text.encode(encoding), path)
    return list(doubts(document, blocks(document)))


@pytest.mark.parametrize(("text", "name"), [(DUTCH, "Dutch (nl)"), (GREEK, "Greek (el)")])
def test_another_language_is_named(text: str, name: str) -> None:
    (problem,) = told(text)
    assert problem.code == "language"
    assert f"Its text is in {name}" in problem.message


@pytest.mark.parametrize(
    "text",
    [ENGLISH, f"{ENGLISH} “De kapitein heeft zijn arm gebroken,” said Wim de Jong.", "Hollum Nes Buren Ballum", "12"],
)
def test_nothing_is_said_of_what_can_be_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text", [CODE, TABLE, "\n".join(["Hollum", "Nes", "Buren", "Ballum", "Ferry", "Lighthouse"] * 6)]
)
def test_a_text_without_sentences(text: str) -> None:
    assert [problem.code for problem in told(text)] == ["no_sentences"]


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_words_decoded_wrongly(wrong: str) -> None:
    text = f"{ENGLISH} " + "“We’ll wait,” said André."
    garbled = (
        text.encode().decode(wrong, "replace" if wrong == "latin-1" else "strict")
        if wrong == "latin-1"
        else "".join(c if c.isascii() else c.encode().decode("cp1252", "ignore") for c in text)
    )
    (problem,) = told(garbled)
    assert problem.code == "garbled"
    assert problem.byte == len(ENGLISH) + 1
    assert "ftfy" in problem.remedy


def test_words_decoded_rightly() -> None:
    assert (
        told(
            f"{ENGLISH} “Ça va, naïve Zoë — à bientôt…”, said Søren Ångström in São Paulo. Ünlü, Łódź, Győr: 25 °C, ½ £."
        )
        == []
    )


def test_raw_entities_count_in_plain_text_only() -> None:
    text = f"{ENGLISH} &ldquo;We&#8217;ll wait,&rdquo; said Jo of Hill &amp; Sons."
    (problem,) = told(text)
    assert (problem.code, problem.byte) == ("entities", len(ENGLISH) + 1)
    assert "one of 4 entities" in problem.message
    assert told(text, "a.md") == []
    assert told(f"{ENGLISH} Hill & Sons; R&D; AT&T;") == []
