"""The model's card: what the model is, how and from what it was made, how good it is, and where it errs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

CARD = "CARD.md"
_READER = (
    "seed",
    "epochs",
    "cuts",
    "short",
    "gaps",
    "share",
    "taught",
    "pieces",
    "rate",
    "dropout",
    "average",
    "precision",
)

_TEXT = files("claimsdb.learning.training.tagger").joinpath("card.md")


def card(data: Mapping[str, Any]) -> str:
    """The card of the model with this manifest."""
    scores = data["scores"]
    forms = ", ".join(f"{form} {v['recall']:.3f} (of {v['gold']})" for form, v in scores["relation_recall"].items())
    measures = [("token, micro", scores["token"]["micro"])]
    measures += [(f"{part}, exact", scores["exact"][part]) for part in scores["exact"]]
    measures += [("content, overlap", scores["overlap"]["content"]), ("relation", scores["relation"])]
    reliable = {
        what: _table(
            ("from", "mean confidence", "right", "of"),
            ((f"{r['from']:.1f}", r["confidence"], r["right"], r["of"]) for r in rows),
        )
        for what, rows in data["reliability"].items()
    }
    reader = data.get("reader", {})  # the model of a tagger alone has none
    readers = [one.get("settings", {}) for one in (*reader.get("teachers", ()), *reader.get("rounds", ()))]
    settings = (
        "seed",
        "epochs",
        "treebank_epochs",
        "pieces",
        "rate",
        "dropout",
        "hide",
        "average",
        "taught",
        "precision",
    )
    return _TEXT.read_text("utf-8").format(
        name=data["name"],
        rounds=_table(
            (s.replace("_", " ") for s in settings), ([r.get(s, "–") for s in settings] for r in data["rounds"])
        ),
        reader=_table(_READER, [[s.get(name, "–") for name in _READER] for s in readers]),
        scores=_table(
            ("", "P", "R", "F1"), ((what, *(f"{s[k]:.3f}" for k in ("p", "r", "f1"))) for what, s in measures)
        ),
        forms=forms,
        **reliable,
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])
