"""Training data: labels from an attribution corpus, clauses from trees. The libraries for training are not needed."""

import json
from pathlib import Path

from claimsdb.english.networks.files import FOLDER, load, manifest
from claimsdb.english.networks.labels import ATTRIBUTIONS
from claimsdb.english.networks.manifest import MANIFEST
from claimsdb.learning.training.tagger.calibrate import points, reliability
from claimsdb.learning.training.tagger.card import CARD, card
from claimsdb.learning.training.tagger.corpus import labelled
from claimsdb.learning.training.tagger.treebank import clauses, parsed, sentences

TOKENIZER = load(manifest()).tokenizer
TREE = """# text = The bridge, which opened in May, is safe, and the mayor don't doubt it.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tbridge\tbridge\tNOUN\tNN\t_\t10\tnsubj\t_\tSpaceAfter=No
3\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
4\twhich\twhich\tPRON\tWDT\t_\t5\tnsubj\t_\t_
5\topened\topen\tVERB\tVBD\tVerbForm=Fin\t2\tacl:relcl\t_\t_
6\tin\tin\tADP\tIN\t_\t7\tcase\t_\t_
7\tMay\tMay\tPROPN\tNNP\t_\t5\tobl\t_\tSpaceAfter=No
8\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
9\tis\tbe\tAUX\tVBZ\tVerbForm=Fin\t10\tcop\t_\t_
10\tsafe\tsafe\tADJ\tJJ\t_\t0\troot\t_\tSpaceAfter=No
11\t,\t,\tPUNCT\t,\t_\t17\tpunct\t_\t_
12\tand\tand\tCCONJ\tCC\t_\t17\tcc\t_\t_
13\tthe\tthe\tDET\tDT\t_\t14\tdet\t_\t_
14\tmayor\tmayor\tNOUN\tNN\t_\t17\tnsubj\t_\t_
15-16\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
15\tdo\tdo\tAUX\tVBP\tVerbForm=Fin\t17\taux\t_\t_
16\tn't\tnot\tPART\tRB\t_\t17\tadvmod\t_\t_
17\tdoubt\tdoubt\tVERB\tVB\t_\t10\tconj\t_\t_
18\tit\tit\tPRON\tPRP\t_\t17\tobj\t_\tSpaceAfter=No
19\t.\t.\tPUNCT\t.\t_\t10\tpunct\t_\t_

"""


def test_labels_of_a_document() -> None:
    text = "Ann Lee said: “It is safe.\n\n“We know.”"
    parts = {"source": "Ann Lee", "cue": "said:"}
    spans = {name: [[text.index(words), text.index(words) + len(words)]] for name, words in parts.items()}
    made = labelled({"id": "a", "text": text, "attributions": [{**spans, "content": [[14, len(text)]]}]}, TOKENIZER)
    assert [[ATTRIBUTIONS.names[k] for k in row] for row in made.labels] == [
        ["B-source", "E-source", "B-cue", "E-cue", "B-content", "I-content", "I-content", "I-content", "E-content"],
        ["B-content", "I-content", "I-content", "I-content", "E-content"],
    ]
    assert [(f.part, f.paragraph, f.low, f.high) for f in made.fragments] == [
        (0, 0, 0, 2),
        (1, 0, 2, 4),
        (2, 0, 4, 9),
        (2, 1, 0, 5),
    ]


def test_clauses_of_a_tree(tmp_path: Path) -> None:
    (tmp_path / "tree.conllu").write_text(TREE, "utf-8")
    (tree,) = sentences(tmp_path / "tree.conllu")
    assert [" ".join(t.form for t in tree[a:b]) for a, b in clauses(tree)] == [
        "which opened in May",
        "and the mayor do n't doubt it",
    ]
    read = parsed([tree], TOKENIZER)
    at = [k for k, one in enumerate(read.starts[0]) if one]
    text = "The bridge, which opened in May, is safe, and the mayor don't doubt it."
    words = list(zip(read.read[0].starts, read.read[0].ends, strict=True))
    assert [text[words[k][0] : words[k][1]] for k in at] == ["which", "and"]


def test_calibration_is_monotone_and_measured() -> None:
    results = [(n / 100, n % 3 == 0 or n > 60) for n in range(100)]
    made = points(results)
    assert made == sorted(made)
    assert [right for _, right in made] == sorted(right for _, right in made)
    assert made[-1] == [1.0, 1.0]
    assert points([]) == [[0.0, 0.0], [1.0, 1.0]]
    assert reliability([(0.91, True), (0.93, False), (1.0, True)]) == [
        {"from": 0.9, "of": 3, "confidence": 0.947, "right": 0.667}
    ]


def test_the_card_is_the_manifests() -> None:
    data = json.loads((FOLDER / MANIFEST).read_text("utf-8"))
    assert (FOLDER / CARD).read_text("utf-8") == card(data)
    assert {"scores", "reliability", "rounds", "data"} <= data.keys()
