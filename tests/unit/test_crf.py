from itertools import pairwise, product

import numpy as np
import pytest

from claimsdb.english.networks.crf import Crf
from claimsdb.english.networks.labels import ATTRIBUTIONS, CLAIMS, Labels

SIZE = len(ATTRIBUTIONS)


@pytest.fixture
def crf() -> Crf:
    chance = np.random.default_rng(5)
    move, begin, end = (chance.normal(size=size).tolist() for size in ((SIZE, SIZE), SIZE, SIZE))
    return Crf.of(ATTRIBUTIONS, move, begin, end)


def allowed(labels: tuple[int, ...]) -> bool:
    follows = all(ATTRIBUTIONS.follows[a, b] for a, b in pairwise(labels))
    return bool(ATTRIBUTIONS.begins[labels[0]] and ATTRIBUTIONS.ends[labels[-1]] and follows)


def test_against_every_sequence(crf: Crf) -> None:
    """The best labels and the probabilities are those of enumerating all sequences, for paragraphs of different lengths in one batch."""
    scores = [np.random.default_rng(n).normal(size=(n, SIZE)).astype(np.float32) for n in (2, 4, 1, 3)]
    labels, chances = crf.best(scores)
    for one, found, chance in zip(scores, labels, chances, strict=True):
        totals = {}
        for sequence in product(range(SIZE), repeat=len(one)):
            if allowed(sequence):
                moves = sum(crf.move[a, b] for a, b in pairwise(sequence))
                own = sum(one[k, label] for k, label in enumerate(sequence))
                totals[sequence] = float(own + moves + crf.begin[sequence[0]] + crf.end[sequence[-1]])
        assert tuple(found) == max(totals, key=lambda s: totals[s])
        weights = np.exp(np.array(list(totals.values())))
        expected = np.zeros(one.shape)
        for sequence, weight in zip(totals, weights / weights.sum(), strict=True):
            expected[np.arange(len(one)), sequence] += weight
        np.testing.assert_allclose(chance, expected, atol=1e-5)


def test_no_paragraphs(crf: Crf) -> None:
    assert crf.best([]) == ([], [])


def test_an_empty_paragraph(crf: Crf) -> None:
    labels, chances = crf.best([np.zeros((0, SIZE), np.float32), np.zeros((1, SIZE), np.float32)])
    assert [x.shape[0] for x in labels] == [x.shape[0] for x in chances] == [0, 1]


def test_labels_follow_each_other() -> None:
    def may(labels: Labels, a: str, b: str) -> bool:
        return bool(labels.follows[labels.names.index(a), labels.names.index(b)])

    assert may(ATTRIBUTIONS, "B-source", "E-source")
    assert not may(ATTRIBUTIONS, "B-source", "E-cue")
    assert not may(ATTRIBUTIONS, "O", "I-cue")
    assert not may(ATTRIBUTIONS, "S-cue", "E-cue")
    assert may(ATTRIBUTIONS, "E-cue", "B-cue")
    assert may(CLAIMS, "within", "returns")
    assert not may(CLAIMS, "inside", "returns")


def test_paragraphs_without_end_are_decoded_in_parts(crf: Crf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of a long paragraph are as if they were paragraphs, however many have room in a batch."""
    scores = [np.random.default_rng(n).normal(size=(n, SIZE)).astype(np.float32) for n in (3, 11, 1, 4)]
    parts = [scores[0], scores[1][:4], scores[1][4:8], scores[1][8:], scores[2], scores[3]]
    expected_labels, expected_chances = crf.best(parts)
    monkeypatch.setattr("claimsdb.english.networks.crf.LONGEST", 4)
    monkeypatch.setattr("claimsdb.english.networks.crf.ROOM", 8)
    labels, chances = crf.best(scores)
    assert [len(found) for found in labels] == [3, 11, 1, 4]
    np.testing.assert_array_equal(np.concatenate(labels), np.concatenate(expected_labels))
    np.testing.assert_allclose(np.concatenate(chances), np.concatenate(expected_chances), atol=1e-6)
