"""Why two claims are held for the same: the words that they have in common, how near their meanings are, and what each lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from claimsdb.english.terms import Term, terms, weight
from claimsdb.store.read.alike import Value

NAMED = 6
"""Maximum number of words of a kind that the sentence names."""


class Differences(TypedDict):
    """What one of two claims has and the other lacks, in its own words: names, numbers and other words."""

    names: list[str]
    numbers: list[str]
    words: list[str]


class Why(TypedDict):
    """Why a claim is held for the same as another.

    `score` is that of their link, from 0 to 1; None if they are not linked to each other, but both to the claim that stands for their
    group, whose words are `through`. `nearness` is the cosine of their vectors, None if one has none. `common` are the words in common,
    the rarest first, and `numbers` the numbers; `spans` and `other_spans` are where they are, in code points of each claim's text. `only`
    is what the first claim has and the other lacks, `adds` what the other has besides. `told` says all of it in words.
    """

    score: float | None
    through: str | None
    nearness: float | None
    common: list[str]
    numbers: list[str]
    spans: list[list[int]]
    other_spans: list[list[int]]
    only: Differences
    adds: Differences
    told: str


def why(
    texts: tuple[str, str],
    values: tuple[Sequence[Value], Sequence[Value]],
    nearness: float | None,
    score: float | None,
    through: str | None = None,
    said: str | None = None,
) -> Why:
    """Why the second of two claims is held for the same as the first; `said` is what a person says of them, in words."""
    found = terms(texts[0]), terms(texts[1])
    forms = [{t.form for t in of} for of in found]
    normals = [{v.normal for v in of} for of in values]
    both, equal = forms[0] & forms[1], normals[0] & normals[1]
    only, adds = (_besides(texts[k], found[k], values[k], forms[1 - k], normals[1 - k]) for k in (0, 1))
    spans = [
        _merged(
            [
                *((t.start, t.end) for t in of if t.form in both),
                *((v.start, v.end) for v in numbers if v.normal in equal),
            ]
        )
        for of, numbers in zip(found, values, strict=True)
    ]
    counted = [(v.start, v.end) for v in values[0] if v.normal in equal]
    shown = {
        t.form: texts[0][t.start : t.end]
        for t in reversed(found[0])
        if t.form in both and not any(a <= t.start < b for a, b in counted)
    }
    common = [shown[form] for form in sorted(shown, key=lambda form: (-weight(form), form))]
    made: Why = {
        "score": score,
        "through": through,
        "nearness": None if nearness is None else round(nearness, 2),
        "common": common,
        "numbers": list(dict.fromkeys(texts[0][v.start : v.end] for v in values[0] if v.normal in equal)),
        "spans": spans[0],
        "other_spans": spans[1],
        "only": only,
        "adds": adds,
        "told": "",
    }
    return {**made, "told": _told(made, said)}


def _besides(text: str, of: Sequence[Term], values: Sequence[Value], forms: set[str], normals: set[str]) -> Differences:
    """What a claim has, and another with these forms and numbers lacks."""
    within = [(v.start, v.end) for v in values]
    own = [t for t in of if t.form not in forms and not any(a <= t.start < b for a, b in within)]
    return {
        "names": _distinct(text, [t for t in own if t.name]),
        "numbers": list(dict.fromkeys(text[v.start : v.end] for v in values if v.normal not in normals)),
        "words": _distinct(text, [t for t in own if not t.name]),
    }


def _distinct(text: str, of: Sequence[Term]) -> list[str]:
    """The words of these terms, each form once, in order."""
    return list({t.form: text[t.start : t.end] for t in reversed(of)}.values())[::-1]


def _merged(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The spans in order, those that overlap as one."""
    made: list[list[int]] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1][1] = max(made[-1][1], end)
        else:
            made.append([start, end])
    return made


def _told(of: Why, said: str | None) -> str:
    """The reasons as sentences."""
    if said:
        first = f"{said[0].upper()}{said[1:]}."
    else:
        count, numbers = len(of["common"]), of["numbers"]
        parts = [f"{count} word{'' if count == 1 else 's'} in common ({_some(of['common'])})"] if count else []
        parts += [f"the number{'' if len(numbers) == 1 else 's'} {_some(numbers)}"] if numbers else []
        parts += ["no word in common"] if not parts else []
        parts += [f"nearness {of['nearness']:.2f}"] if of["nearness"] is not None else []
        parts += [f"score {of['score']:.2f}"] if of["score"] is not None else []
        first = f"{', '.join(parts)}."
        first = first[0].upper() + first[1:]
    if of["score"] is None and of["through"] and not said:
        first += f" Both are held for the same as “{of['through']}”."
    lacks = " ".join(filter(None, (_listed("It lacks", of["only"]), _listed("It adds", of["adds"]))))
    return f"{first} {lacks or 'Neither has a name, a number or a word that the other lacks.'}"


def _listed(begin: str, of: Mapping[str, list[str]] | Differences) -> str:
    """The differences as a sentence; empty if there are none."""
    parts = []
    for kind, one in (("names", "name"), ("numbers", "number"), ("words", "word")):
        words: list[str] = dict(of)[kind]  # type: ignore[assignment]
        if words:
            parts.append(f"the {one if len(words) == 1 else kind} {_some(words)}")
    return f"{begin} {'; '.join(parts)}." if parts else ""


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(f"“{' '.join(word.split())}”" for word in words[:NAMED])
    return shown + (f" and {len(words) - NAMED} more" if len(words) > NAMED else "")
