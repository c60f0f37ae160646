"""Which names are one speaker's over documents, whatever the order of the documents; all persons are invented."""

from collections.abc import Collection, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.comparison.speakers.joining import joined
from claimsdb.comparison.speakers.names import may_be_one, person_name
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import Join, Naming, Statement
from claimsdb.model.ids import fold
from claimsdb.model.stated import stated

P, U, B, G = SpeakerKind.PERSON, SpeakerKind.UNKNOWN, SpeakerKind.ORGANISATION, SpeakerKind.GOVERNMENT
Said = tuple[int, str, SpeakerKind] | tuple[int, str, SpeakerKind, str]
"""A document, a name in it, its kind, and its titles."""
SILENT = "says nothing"


def join(*said: Said, says: Iterable[Statement] = ()) -> set[str]:
    """The joins as "name: whose", with "@document" if they hold in one alone; a record of documents alone is "name of 1, 2"."""
    keys: dict[str, int] = {}
    names: dict[int, str] = {}

    def key(name: str) -> int:
        names.setdefault(keys.setdefault(fold(name), len(keys) + 1), name)
        return keys[fold(name)]

    def of_documents(name: str, documents: Collection[int]) -> int:
        return key(f"{names[keys[name]]} of {', '.join(map(str, sorted(documents)))}")

    known = stated(says)
    for one in (*(s.name for s in known.of.values()), *known.spelt.values()):
        key(one)
    namings = [
        Naming(document, None if SILENT in titles else key(name), name, kind, tuple(titles))
        for document, name, kind, *titles in said
    ]
    found = joined(namings, known, keys, of_documents)
    return {_shown(j, names) for j in found}


def _shown(one: Join, names: dict[int, str]) -> str:
    return f"{names[one.speaker]}: {names[one.same_as]}" + (f" @{one.document}" if one.document else "")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (((1, "Berta Lindqvist", P), (2, "Lindqvist", P)), {"Lindqvist: Berta Lindqvist"}),
        (((1, "Berta Lindqvist", U), (2, "LINDQVIST", B)), {"LINDQVIST: Berta Lindqvist"}),
        (((1, "Berta Lindqvist", P), (2, "Göran Lindqvist", P), (3, "Lindqvist", P)), set()),
        (
            ((1, "Berta Lindqvist", P), (2, "Göran Lindqvist", P), (3, "Lindqvist", P), (3, "Göran Lindqvist", P, SILENT)),
            {"Lindqvist: Göran Lindqvist @3"},
        ),
        (
            ((1, "Berta Lindqvist", P, "Mrs."), (2, "Göran Lindqvist", P, "Mr."), (3, "Lindqvist", P, "Mrs.")),
            {"Lindqvist: Berta Lindqvist"},
        ),
        (((1, "Berta Lindqvist", P, "Mrs."), (2, "Lindqvist", P, "Mr.")), set()),
        (((1, "Berta Lindqvist", P, "Senator"), (2, "Lindqvist", P, "detective")), set()),
        (((1, "Berta Lindqvist", P, "Senator"), (2, "Lindqvist", P, "Sen.")), {"Lindqvist: Berta Lindqvist"}),
        (((1, "Berta Lindqvist", P), (2, "Göran Lindqvist", P, SILENT), (3, "Lindqvist", P)), set()),
        (
            (*((d, "Berta Lindqvist", P) for d in range(1, 5)), (5, "Göran Lindqvist", P, SILENT), (6, "Lindqvist", P)),
            {"Lindqvist: Berta Lindqvist"},
        ),
        (((1, "Lindqvist", P, "Mr."), (2, "Lindqvist", P, "Mr.")), {"Lindqvist: Lindqvist of 1 @1", "Lindqvist: Lindqvist of 2 @2"}),
        (((1, "Norland", P, "Mr."), (2, "Norland", G)), {"Norland: Norland of 1 @1"}),
        (((1, "Lindqvist", P, "Mayor"), (2, "Lindqvist", P, "Mayor")), set()),
        (((1, "Bruxelles", U), (2, "Bruxelles", U)), set()),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_surnames(said: tuple[Said, ...], expected: set[str]) -> None:
    assert join(*said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (((1, "Edwin T. Okafor", P), (2, "Edwin Okafor", P), (3, "Edwin Okafor", P)), {"Edwin T. Okafor: Edwin Okafor"}),
        (((1, "E. Okafor", P), (2, "Edwin Okafor", P)), {"E. Okafor: Edwin Okafor"}),
        (((1, "E. Okafor", P), (2, "Edwin Okafor", P), (3, "Esther Okafor", P)), set()),
        (((1, "Edwin T. Okafor", P), (2, "Edwin B. Okafor", P), (3, "Edwin Okafor", P)), set()),
        (((1, "Edwin Okafor Jr.", P), (2, "Edwin Okafor", P)), set()),
        (((1, "Bill Okafor", P), (2, "William Okafor", P), (3, "William Okafor", P)), {"Bill Okafor: William Okafor"}),
        (((1, "Sens. Edwin Okafor", U), (2, "Edwin Okafor", P), (3, "Edwin Okafor", P)), {"Sens. Edwin Okafor: Edwin Okafor"}),
        (((1, "Sen. Edwin Okafor", P), (2, "Edwin Okafor", P), (3, "Edwin Okafor", P)), {"Sen. Edwin Okafor: Edwin Okafor"}),
        (((1, "Édwin Okafor", P), (2, "Edwin Okafor", P), (3, "Edwin Okafor", P)), {"Édwin Okafor: Edwin Okafor"}),
        (((1, "Jo Okafor", P, "Mr."), (2, "Jo Okafor", P, "Ms."), (3, "Jo Okafor", P, "Ms.")), {"Jo Okafor: Jo Okafor of 1 @1"}),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_full_names(said: tuple[Said, ...], expected: set[str]) -> None:
    assert join(*said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (((1, "NBA", B), (2, "Northern Bridge Authority", B)), {"NBA: Northern Bridge Authority"}),
        (((1, "N.B.A.", B), (2, "Northern Bridge Authority", B)), {"N.B.A.: Northern Bridge Authority"}),
        (((1, "NBA", B), (2, "Northern Bridge Authority", B), (3, "National Bureau of Apples", G)), set()),
        (((1, "Gazette", B), (1, "Norland Gazette", B), (2, "Eastland Gazette", B)), {"Gazette: Norland Gazette @1"}),
        (((1, "Gazette", B), (2, "Norland Gazette", B)), set()),
        (((1, "NBA", B), (2, "Norma Berta Abel", P)), set()),
        (
            ((1, "Berta Lindqvist", P), (2, "Lindqvist campaign", B), (3, "Lindqvist campaign", B), (4, "Berta Lindqvist’s campaign", B)),
            {"Berta Lindqvist’s campaign: Lindqvist campaign"},
        ),
        (
            ((1, "Berta Lindqvist", P), (2, "Lindqvist camp", B), (3, "camp of Berta Lindqvist", B), (3, "Berta Lindqvist’s ministry", G)),
            {"Lindqvist camp: camp of Berta Lindqvist"},
        ),
        (
            ((1, "Berta Lindqvist", P), (1, "Göran Lindqvist", P), (2, "Lindqvist campaign", B), (3, "Berta Lindqvist’s campaign", B)),
            set(),
        ),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_bodies(said: tuple[Said, ...], expected: set[str]) -> None:
    assert join(*said) == expected


def test_what_is_stated_comes_first() -> None:
    said: tuple[Said, ...] = (
        (1, "Berta Lindqvist", P),
        (2, "Göran Lindqvist", P),
        (3, "Lindqvist", P),
        (4, "B. Lindqvist", P),
    )
    assert join(*said) == {"B. Lindqvist: Berta Lindqvist"}
    assert join(*said, says=[Statement("Lindqvist", "Göran Lindqvist")]) == {
        "Lindqvist: Göran Lindqvist",
        "B. Lindqvist: Berta Lindqvist",
    }
    assert join(*said, says=[Statement("B. Lindqvist", "B. Lindqvist")]) == set()
    two = [Statement("B. Lindqvist", wikidata="Q2"), Statement("Berta Lindqvist", wikidata="Q1")]
    assert join(*said, says=two) == set()
    assert join(
        (1, "The Bridge Lady", U), (2, "Berta Lindqvist", P), says=[Statement("The bridge lady", "Berta Lindqvist")]
    ) == {"The bridge lady: Berta Lindqvist"}


NAMES = (
    "Ann Lee",
    "Ann B. Lee",
    "A. Lee",
    "Bob Lee",
    "Lee",
    "LEE",
    "Lee campaign",
    "Bob Lee’s campaign",
    "Robert Lee",
    "Ann Lee Jr.",
)
SAID = st.tuples(
    st.integers(1, 6),
    st.sampled_from(NAMES),
    st.sampled_from([P, U, B]),
    st.sampled_from(["Mr.", "Ms.", "Senator", "Mayor", ""]),
)


@given(
    st.lists(SAID, max_size=14, unique_by=lambda said: (said[0], fold(said[1]))).flatmap(
        lambda all: st.tuples(st.just(all), st.permutations(all))
    )
)
def test_the_order_makes_no_difference(said: tuple[list[Said], list[Said]]) -> None:
    first, second = (set(map(str.casefold, join(*order))) for order in said)
    assert first == second


def test_names_apart() -> None:
    one = person_name("Rep. Ann-Marie B. de la Vega Jr.")
    assert one is not None
    assert (one.given, one.surname, one.generation) == (("ann-marie", "b"), "vega", "jr")
    assert person_name("people who met Ann Lee") is None
    a, b = person_name("A. B. Lee"), person_name("Ann Lee")
    assert a is not None
    assert b is not None
    assert may_be_one(a, b)
