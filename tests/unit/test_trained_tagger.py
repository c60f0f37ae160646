import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.files import FOLDER, NETWORK, VOCABULARY, load, manifest
from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.model.document import Block, BlockKind, Sentence
from claimsdb.model.errors import ModelError
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.tagger import Tags
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

pytestmark = pytest.mark.network

TAGGER = TrainedTagger()


def tag(*paragraphs: list[str], by: TrainedTagger = TAGGER) -> tuple[str, Tags]:
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
    return text, by.tag(Analysis(text, cut, ends))


def parts(*paragraphs: list[str]) -> list[tuple[str, str, str]]:
    text, tags = tag(*paragraphs)
    return [
        tuple(" … ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content))  # type: ignore[misc]
        for a in tags.attributions
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor said that the bridge was safe.", ("The mayor", "said", "that the bridge was safe")),
        ("The bridge is safe, the mayor said.", ("the mayor", "said", "The bridge is safe")),
        ("“The bridge is safe,” the mayor said.", ("the mayor", "said", "“The bridge is safe,”")),
        (
            "“The bridge is safe,” said Ann Lee, the mayor of the town.",
            ("Ann Lee, the mayor of the town", "said", "“The bridge is safe,”"),
        ),
        ("According to the mayor, the bridge is safe.", ("the mayor", "According to", "the bridge is safe")),
        ("“The bridge,” he said, “is safe.”", ("he", "said", "“The bridge,” … “is safe.”")),
        (
            "In a statement released on Friday, Mayor Ann Lee warned against new taxes.",
            ("Mayor Ann Lee", "warned against", "new taxes"),
        ),
        (
            "Said the mayor of the town: “The bridge is safe.”",
            ("the mayor of the town", "Said", "“The bridge is safe.”"),
        ),
        ("He made no mention of the school.", ("He", "made no mention of", "the school")),
        ("The bridge was reportedly closed.", ("", "reportedly", "The bridge was … closed")),
        ("It is believed that the bridge is safe.", ("", "is believed", "the bridge is safe")),
    ],
)
def test_one_attribution(sentence: str, expected: tuple[str, str, str]) -> None:
    assert parts([sentence]) == [expected]


def test_what_nobody_said() -> None:
    assert parts(["Police were called to the scene on Friday night, and two men were arrested."]) == []


def test_a_coordinated_cue_shares_its_source() -> None:
    text, tags = tag(["The minister announced a review and said that rents would fall."])
    first, second = tags.attributions
    assert [s.of(text) for s in first.source] == ["The minister"]
    assert second.source == ()
    assert second.shares == 0


def test_an_attribution_inside_another() -> None:
    found = parts(["Officials told the council that the mayor believes the bridge is safe."])
    assert ("Officials", "told", "that the mayor believes the bridge is safe") in found
    assert ("the mayor", "believes", "the bridge is safe") in found


def test_a_nested_cue_is_known_by_the_words_before_it() -> None:
    assert ("it", "knew", "the piers were cracked") in parts([CONTRAST])


def test_an_attribution_inside_a_quotation() -> None:
    found = parts(["“The governor told us that the bridge was safe,” the mayor said."])
    assert ("the mayor", "said", "“The governor told us that the bridge was safe,”") in found
    assert ("The governor", "told", "the bridge was safe,”") in found


def test_a_condition_is_not_an_attribution_inside_another() -> None:
    (only,) = parts(["“If he thinks the bridge is safe, he is wrong,” the mayor said."])
    assert only[:2] == ("the mayor", "said")


def test_a_quotation_carries_on_in_the_next_paragraph() -> None:
    found = parts(["“The bridge is old,” Ann Lee said."], ["“It was built in 1932.", "It must be repaired.”"])
    assert found == [("Ann Lee", "said", "“The bridge is old,” … “It was built in 1932. It must be repaired.”")]


CONTRAST = "Ann Lee said the bridge, which opened in 1932, was safe, while the council says it knew that the piers were cracked."


def test_claims() -> None:
    text, tags = tag(
        [CONTRAST, "The bill, which passed in May, sets new limits.", "Police came at noon, and two men were arrested."]
    )
    found = [" … ".join(p.of(text) for p in c.pieces) for c in tags.claims]
    assert found == [
        "the bridge … was safe",
        "which opened in 1932",
        "the piers were cracked",
        "The bill … sets new limits",
        "which passed in May",
        "Police came at noon",
        "and two men were arrested",
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“We found,” the pilot said, “only a dog.”", ["“We found,” … “only a dog.”"]),
        ("“It is old,” said Mr. Hay, “and all of us know it.”", ["“It is old,” … “and all of us know it.”"]),
        ("“It is over,” she said. “We lost.”", ["“It is over,”", "“We lost.”"]),
    ],
)
def test_a_sentence_that_its_attribution_interrupts_is_one_claim(sentence: str, expected: list[str]) -> None:
    found = normalize(read(sentence.encode(), "a.txt"), TAGGER)
    assert [c.text(sentence) for c in found.claims] == expected


def test_nothing_to_read() -> None:
    assert TAGGER.tag(Analysis("", [], [])) == Tags((), ())


def test_the_rest_of_the_run_does_not_matter() -> None:
    paragraphs = [[f"Ann Lee said that bridge {n} was safe."] for n in range(60)]
    alone = tag(*paragraphs, by=TrainedTagger())[1]
    tag(["“Another text,” he said."])
    assert tag(*paragraphs)[1] == alone
    assert len(alone.attributions) == 60


def test_a_model_that_was_tampered_with(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "weights")
    network = tmp_path / "weights" / NETWORK
    network.write_bytes(network.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelError, match=r"tagger\.onnx cannot be used: its sha256 is .*, which the manifest names"):
        load(manifest(tmp_path / "weights"))
    network.unlink()
    with pytest.raises(ModelError, match="it cannot be read"):
        load(manifest(tmp_path / "weights"))


@pytest.mark.parametrize(
    ("content", "why"),
    [("{", "it cannot be read"), ("[]", "not of format"), ('{"format": 2, "labels": {}}', "its labels are not")],
)
def test_a_broken_manifest(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(ModelError, match=why):
        manifest(tmp_path)


def test_the_manifest_tells_the_files() -> None:
    data = json.loads((FOLDER / MANIFEST).read_text("utf-8"))
    for name in (NETWORK, VOCABULARY):
        assert data["files"][name] == sha256((FOLDER / name).read_bytes()).hexdigest()
    assert TAGGER.fingerprint == TrainedTagger().fingerprint
