"""An evaluation as a page of Markdown: scores, by form if there are any, and the worst documents."""

from __future__ import annotations

from collections.abc import Iterator

from claimsdb.learning.evaluation.attributions import FORMS, PARTS
from claimsdb.learning.evaluation.run import ATTRIBUTIONS, Evaluation
from claimsdb.learning.jsonl import Json
from claimsdb.model.version import __version__

WORST = 10


def markdown(made: Evaluation, corpus: str, worst: int = WORST) -> str:
    """The page; `corpus` is the name of the gold file, `worst` the number of documents to list."""
    scores = made.report.scores
    lines = [
        f"# {made.what.capitalize()} in {_plain(corpus)}",
        "",
        f"claimsdb {__version__}, tagger {made.tagger} ({made.fingerprint[:12]}), {scores['documents']} documents.",
        "",
        *(_attributions(scores) if made.what == ATTRIBUTIONS else _claims(scores)),
        "",
        "## The worst documents",
        "",
        *_table(
            ("document", "F1", "gold", "found"),
            ((d["document"], d["f1"], d["gold"], d["found"]) for d in made.report.documents[:worst]),
        ),
    ]
    return "\n".join(lines) + "\n"


def _attributions(scores: Json) -> Iterator[str]:
    rows = [(kind, part, *_prf(scores[kind][part])) for kind in ("token", "exact", "overlap") for part in PARTS]
    rows.insert(3, ("token", "all three", *_prf(scores["token"]["micro"])))
    rows.append(("relation", "", *_prf(scores["relation"])))
    yield from _table(("measure", "part", "P", "R", "F1", "found", "gold"), rows)
    yield ""
    yield "## Whole attributions, by form"
    yield ""
    forms = ((f, f"{scores['relation_recall'][f]['recall']:.3f}", scores["relation_recall"][f]["gold"]) for f in FORMS)
    yield from _table(("form", "recall", "gold"), forms)


def _claims(scores: Json) -> Iterator[str]:
    rows = [
        (key, *_prf(value)) if isinstance(value, dict) else (key, "", "", f"{value:.3f}")
        for key, value in scores.items()
        if key != "documents"
    ]
    yield from _table(("measure", "P", "R", "F1 or share"), (row[:4] for row in rows))


def _prf(scores: Json) -> tuple[object, ...]:
    counts = (scores[key] for key in ("found", "gold") if key in scores)
    return (*(f"{scores[key]:.3f}" for key in ("p", "r", "f1")), *counts)


def _table(heads: tuple[str, ...], rows: object) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:  # type: ignore[attr-defined]
        yield f"| {' | '.join(_plain(str(cell)) for cell in row)} |"


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
