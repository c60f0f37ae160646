import pytest

from claimsdb.model import Block, BlockKind, Sentence
from claimsdb.spans import Span
from claimsdb.tagger import Tags
from claimsdb.tagger.plain import PlainTagger

TAGGER = PlainTagger()


def tag(*paragraphs: list[str]) -> tuple[str, Tags]:
    """Tag paragraphs of sentences."""
    text = ""
    cut: list[Block] = []
    ends: list[Sentence] = []
    for paragraph in paragraphs:
        start = len(text)
        for sentence in paragraph:
            ends.append(Sentence(len(cut), Span(len(text), len(text) + len(sentence))))
            text += sentence + " "
        cut.append(Block(BlockKind.PARAGRAPH, Span(start, len(text) - 1)))
        text += "\n\n"
    return text, TAGGER.tag(text, cut, ends)


def parts(*paragraphs: list[str]) -> list[tuple[str, str, str]]:
    text, tags = tag(*paragraphs)
    return [
        tuple(" … ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content))  # type: ignore[misc]
        for a in tags.attributions
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor said that the bridge was safe.", ("The mayor", "said", "the bridge was safe")),
        ("The bridge is safe, the mayor said.", ("the mayor", "said", "The bridge is safe")),
        ("“The bridge is safe,” the mayor said.", ("the mayor", "said", "“The bridge is safe,”")),
        (
            "“The bridge is safe,” said Ann Lee, the mayor of the town.",
            ("Ann Lee", "said", "“The bridge is safe,”"),
        ),
        ("According to the mayor, the bridge is safe.", ("the mayor", "According to", "the bridge is safe")),
        ("The bridge is safe, according to the mayor.", ("the mayor", "according to", "The bridge is safe")),
        (
            "“The bridge,” he said, “is safe.”",
            ("he", "said", "“The bridge,” … “is safe.”"),
        ),
        (
            "In a statement released on Friday, Mayor Ann Lee warned against new taxes.",
            ("Mayor Ann Lee", "warned against", "new taxes"),
        ),
        (
            "The two towns have expressed concern about the noise.",
            ("The two towns", "have expressed concern about", "the noise"),
        ),
        (
            "On Tuesday Ann Lee, the mayor, said that the bridge was safe.",
            ("Ann Lee, the mayor", "said", "the bridge was safe"),
        ),
        ("He told reporters on Friday that the bridge was safe.", ("He", "told", "the bridge was safe")),
        ("The bridge is reportedly closed.", ("", "reportedly", "The bridge is … closed")),
        ("He said: “The bridge is safe.”", ("He", "said", "“The bridge is safe.”")),
    ],
)
def test_patterns(sentence: str, expected: tuple[str, str, str]) -> None:
    assert parts([sentence]) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was built in 1890.",
        "The islands, known as the Skerries, are small.",
        "Two suspected burglars ran away.",
    ],
)
def test_no_attribution(sentence: str) -> None:
    assert parts([sentence]) == []


def test_coordinated_cues_share_their_source() -> None:
    text, tags = tag(["The council announced new taxes and said the bridge would close."])
    assert [(a.shares, [s.of(text) for s in a.source], [s.of(text) for s in a.content]) for a in tags.attributions] == [
        (None, ["The council"], ["new taxes"]),
        (0, [], ["the bridge would close"]),
    ]


def test_nested_attribution() -> None:
    assert parts(["The council said that it believed the bridge was safe."]) == [
        ("The council", "said", "it believed the bridge was safe"),
        ("it", "believed", "the bridge was safe"),
    ]


def test_a_quotation_carries_on_over_sentences_and_paragraphs() -> None:
    assert parts(
        ["“The bridge is safe,” she said.", "“We have looked at it.", "It will stand.”"],
        ["“Nobody should worry about it.”"],
        ["The river is high."],
    ) == [
        (
            "she",
            "said",
            "“The bridge is safe,” … “We have looked at it. It will stand.” … “Nobody should worry about it.”",
        )
    ]


def test_an_announced_quotation_in_the_next_paragraph() -> None:
    assert parts(["Lee continued:"], ["“The bridge is safe and will stand.”"]) == [
        ("Lee", "continued", "“The bridge is safe and will stand.”")
    ]


def test_speech_keeps_its_own_cues() -> None:
    assert parts(["“I said that the bridge was safe,” Lee recalled."]) == [
        ("Lee", "recalled", "“I said that the bridge was safe,”")
    ]


def test_fingerprint_is_stable() -> None:
    assert PlainTagger().fingerprint == TAGGER.fingerprint
    assert len(TAGGER.fingerprint) == 64
