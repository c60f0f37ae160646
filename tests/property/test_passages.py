"""Whatever is copied from a document is found there word for word, however it is cut, and however another program gives it back."""

import re
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.find import find
from claimsdb.lookup.folding import fold
from claimsdb.lookup.passages import within
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.claims import claims
from claimsdb.store.read.records import Piece

pytestmark = pytest.mark.network

TEXTS = {
    "ferry.txt": """Ferry line reopens after 1,200 days

The ferry from Aldholm to Brink runs again since Monday. “We had to rebuild the quay — and the ramp,” said the harbour master,
Ines Quist, “before a single boat could dock.” The line carried 1.5 million passengers in 2019.

Its owner says that the U.S. built engines will last for twenty years. The company, which lost its licence in 2021, plans
to buy two more boats.
""",
    "strike.txt": """Bakers end strike

The bakers' union accepted a rise of 4.5 per cent on Tuesday night. It had asked for seven.

“Nobody won,” its leader Olaf Renn told the radio. “But the ovens are warm again.” The strike cost about 3 million euros, they said.
""",
}
WAYS: dict[str, Callable[[str], str]] = {
    "same": str,
    "capitals": str.upper,
    "one line": lambda text: " ".join(text.split()),
    "straight": lambda text: text.translate(str.maketrans("“”—", '""-')),
    "mail": lambda text: text.replace(" ", "\n> "),
    "typewriter": lambda text: text.replace("“", "``").replace("”", "''").replace("—", "--"),
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    place = tmp_path_factory.mktemp("passages")
    (place / "news").mkdir()
    for name, text in TEXTS.items():
        (place / "news" / name).write_text(text, "utf-8")
    ingest([place / "news"], place / "claims.db", jobs=0)
    with open_for_reading(place / "claims.db").connect() as opened:
        yield opened


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    start=st.integers(0, 560),
    length=st.integers(12, 400),
    way=st.sampled_from(sorted(WAYS)),
)
@example(name="ferry.txt", start=30, length=15, way="same")
def test_any_part_of_a_document_is_found(
    connection: sa.Connection, name: str, start: int, length: int, way: str
) -> None:
    part = Span(start, min(start + length, len(TEXTS[name])))
    assume(len(re.findall(r"\w+", part.of(TEXTS[name]))) >= 6)
    hits = {
        hit.claim["id"]: hit
        for hit in find(connection, WAYS[way](part.of(TEXTS[name])), limit=50)
        if hit.match == "exact" and hit.score == 1
    }
    assert {hit.claim["document"] for hit in hits.values()} == {name}
    extents = {
        c["id"]: [Span(s["start"], s["end"]) for s in c["segments"]]
        for c in claims(connection)
        if c["document"] == name
    }
    inside = {key for key, segments in extents.items() if all(part.contains(segment) for segment in segments)}
    touched = {key for key, segments in extents.items() if any(part.overlaps(segment) for segment in segments)}
    assert inside <= hits.keys()
    assert hits.keys() <= touched or not touched
    for key, hit in hits.items():
        assert fold("".join(span.of(hit.claim["text"]) for span in hit.spans)) in fold(
            "".join(
                part.of(TEXTS[name])[max(s.start - part.start, 0) : max(s.end - part.start, 0)] for s in extents[key]
            )
        )


@pytest.mark.parametrize(
    ("passage", "claims"),
    [
        (
            "We had to rebuild the quay [...] before a single boat could",
            ["“We had to rebuild the quay — and the ramp,”", "“before a single boat could dock.”"],
        ),
        ("The company, ... plans to buy two more boats.", ["The company … plans\nto buy two more boats"]),
        ("The company plans to buy two more boats.", ["The company … plans\nto buy two more boats"]),
        ("its leader Olaf Renn told the radio", ["“Nobody won,”"]),
        ("1500 passengers in 2019", []),
        ("US built engines will last for twenty", ["the U.S. built engines will last for twenty years"]),
        ("a rise of 45 per cent on Tuesday", []),
    ],
)
def test_examples(connection: sa.Connection, passage: str, claims: list[str]) -> None:
    assert sorted(hit.claim["text"] for hit in find(connection, passage) if hit.match == "exact") == sorted(claims)


@pytest.mark.timeout(60)  # if every place were held against every claim, it would take minutes
def test_a_phrase_that_one_line_repeats_is_looked_for_only_where_a_claim_is() -> None:
    many, words = 60_000, "The quay is sinking."
    starts = range(0, many * len(words), len(words))
    places = Intervals.of(Span(at + 4, at + 11) for at in starts)
    segments = [
        [Piece(start=at, end=at + len(words), byte_start=at, byte_end=at + len(words), text=words)] for at in starts
    ]
    assert {tuple(within(of, places)) for of in segments} == {((4, 11),)}
