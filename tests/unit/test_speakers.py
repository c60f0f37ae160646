"""Speakers from the sources of given attributions, marked as in `test_claims`: `<1s:…>`, `<1c:…>`, `<1t:…>`."""

import pytest

from claimsdb.attributions import attributions
from claimsdb.model import SpeakerKind
from claimsdb.names import kind, parse
from claimsdb.spans import Span
from claimsdb.speakers import resolve
from claimsdb.tagger import Tagged, Tags


def speakers(text: str, *sources: str) -> list[str | None]:
    """Who is behind each source, by name, or why nobody is."""
    tagged, at = [], 0
    for source in sources:
        start = text.index(source, at)
        at = start + len(source)
        cue = text.index("said", at)
        tagged.append(Tagged((Span(start, at),), (Span(cue, cue + 4),), (), 0.9))
    found, linked = resolve(text, attributions(text, Tags(tuple(tagged), ())))
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
            "Ann Lee said so. Bob Lee said no. Lee said yes.",
            ("Ann Lee", "Bob Lee", "Lee"),
            ["Ann Lee", "Bob Lee", "ambiguous: Lee may be Ann Lee or Bob Lee"],
        ),
        ("Ann Lee left. She said so.", ("She",), ["pronoun: She"]),
        ("In the South Moravia Region much is new. Moravia said so.", ("Moravia",), ["Moravia"]),
        (
            "Mr. King and Mr. Lee said so. Mr. King said no.",
            ("Mr. King and Mr. Lee", "Mr. King"),
            ["Mr. King and Mr. Lee", "King"],
        ),
        ("A spokesman for Ann Lee said so.", ("A spokesman for Ann Lee",), ["spokesman for Ann Lee"]),
        ("Rival Ann Lee said so. Democrat Ann Lee said no. Lee said yes.", ("Lee said yes"[:3],), ["Ann Lee"]),
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
        ("Rep. Ann Lee (R-Utah)", "Ann Lee", ["Rep."], "person"),
    ],
)
def test_names(source: str, name: str, roles: list[str], what: str) -> None:
    found = parse(source, Span(0, len(source)))
    assert found is not None
    assert found.name.of(source) == name
    assert [r.of(source) for r in found.role] == roles
    assert kind(name, found.proper, found.titled) == SpeakerKind(what)
