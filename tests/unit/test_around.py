"""What a format says is around a document has no layout."""

from claimsdb.model.spans import Span
from claimsdb.normalizer.normalize import analyse
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

ARTICLE = "Crane falls into the harbour\n\nThe harbour of Aldholm was closed on Monday. A crane had fallen into the water.\n\n"
TURNS = (
    "ANNA BELL: I have never seen a crane fall.\n\nOLAF RENN: They should have closed the port before.\n\n"
    "ANNA BELL: It was old, and everybody knew it.\n\nOLAF RENN: The port is never safe in winter.\n"
)


def test_turns_around_a_document_are_nobodys() -> None:
    document = read((ARTICLE + TURNS).encode(), "a.txt")
    found = blocks(document)
    analysis, layout = analyse(document.reading, found)
    assert len(layout.frames) == 4
    around = Span(len(ARTICLE), len(document.text))
    analysis, layout = analyse(document.reading, found, [around])
    assert layout.frames == ()
    assert [b.span for b in analysis.blocks] == [b.span for b in found]
