"""The model's card: what it is, how it was made, from what, how good it is, and where it errs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

CARD = "CARD.md"

_TEXT = files("claimsdb.training").joinpath("card.md")
_TAUGHT = """- A teacher, all-mpnet-base-v2 (12 layers of 768; Apache-2.0; five PyPI packages), trained on the same attributions, gives
  the chance of every label at every word of both corpora; a share of what the model learns in the last round is those chances.
"""


def card(data: Mapping[str, Any]) -> str:
    """The card of the model that the manifest is of."""
    scores = data["scores"]
    forms = ", ".join(f"{form} {v['recall']:.3f} (of {v['gold']})" for form, v in scores["relation_recall"].items())
    rows = [("token, micro", scores["token"]["micro"])]
    rows += [(f"{part}, exact", scores["exact"][part]) for part in scores["exact"]]
    rows += [("content, overlap", scores["overlap"]["content"]), ("relation", scores["relation"])]
    reliability = ((f"{r['from']:.1f}", r["confidence"], r["right"], r["attributions"]) for r in data["reliability"])
    heads = ("seed", "epochs", "of the treebank", "rate", "average", "from the teacher")
    return _TEXT.read_text("utf-8").format(
        name=data["name"],
        taught=_TAUGHT if any("teacher" in r for r in data["rounds"]) else "",
        rounds=_table(heads, (_round(r) for r in _trainings(data["rounds"]))),
        scores=_table(("", "P", "R", "F1"), ((what, *(f"{s[k]:.3f}" for k in ("p", "r", "f1"))) for what, s in rows)),
        forms=forms,
        reliability=_table(("from", "mean confidence", "right", "attributions"), reliability),
    )


def _trainings(rounds: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """All trainings, a teacher's before that of its pupil."""
    for one in rounds:
        yield from ({**r, "seed": f"{r['seed']} (teacher)"} for r in one.get("teacher", ()))
        yield one


def _round(one: Mapping[str, Any]) -> tuple[object, ...]:
    shared = one["share"] if "teacher" in one else 0
    return one["seed"], one["epochs"], one["treebank_epochs"], one["rate"], one["average"], shared


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])
