"""Measures how well the speakers of given sources are resolved: the sources, cues and nesting are those of annotated claims.

    python benchmarks/speakers.py CLAIMS.jsonl TEXTS [--show]

TEXTS is the folder of the documents, or a file with a `document` and a `text` in each line. Counted are claims, by the kind of
their source: `right` are those whose speaker is the annotated one (by its name, or as most claims of the same annotated speaker have
it), `open` those that are left open although they have a speaker, `made up` those that are given one although they have none.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from claimsdb.learning.evaluation.claims import b_cubed
from claimsdb.learning.training.speakers.annotated import annotated
from claimsdb.learning.training.speakers.examples import same_name
from claimsdb.normalizer.speakers.antecedents import OWN
from claimsdb.normalizer.speakers.names import PRONOUNS
from claimsdb.normalizer.speakers.resolving import resolve


def kind(words: str) -> str:
    """The kind of source."""
    parts = words.split()
    if not parts:
        return "none"
    if len(parts) == 1 and words.lower() in PRONOUNS | OWN:
        return "own" if words.lower() in OWN else "pronoun"
    return "name" if any(p[:1].isupper() for p in parts[1:]) or (len(parts) == 1 and words[:1].isupper()) else "noun"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    pairs: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    exact = [0, 0]
    for document in annotated(arguments.claims, arguments.texts):
        text = document.analysis.text
        speakers, found, _ = resolve(document.analysis, document.attributions)
        given = {k: speakers[a.speaker].name if a.speaker is not None else None for k, a in enumerate(found)}
        often: dict[str, Counter[str]] = defaultdict(Counter)
        for k in document.told:
            if (gold := document.speakers[k]) and (name := given[k]):
                often[gold][name] += 1
        for k in document.told:
            gold, name = document.speakers[k], given[k]
            what = kind(" ".join(s.of(text) for s in found[k].source))
            if gold:
                for of in (what, "all"):
                    pairs[of].append((f"{document.name}/{gold}", f"{document.name}/{name}" if name else None))
            right = bool(gold and name and (same_name(gold, name) or often[gold].most_common(1)[0][0] == name))
            outcome = "none" if not gold and not name else "made up" if not gold else "open" if not name else "right"
            outcome = "wrong" if outcome == "right" and not right else outcome
            for of in (what, "all"):
                counts[of][outcome] += 1
            exact[0] += bool(gold and name == gold)
            exact[1] += bool(gold and name)
            if arguments.show and (outcome in ("wrong", "open", "made up") or (name and gold and name != gold)):
                source = " + ".join(" ".join(s.of(text).split()) for s in found[k].source)
                why = found[k].why[-1] if found[k].why else ""
                print(f"{document.name[:34]:35}{what:8}{outcome:8} {source!r} is {gold!r}, not {name!r} ({why})")
    print(f"{'':8}{'n':>5}{'right':>7}{'wrong':>7}{'open':>6}{'made up':>9}{'none':>6}{'precision':>11}{'B3':>7}")
    for of in ("own", "pronoun", "noun", "name", "none", "all"):
        c = counts[of]
        answered = c["right"] + c["wrong"] + c["made up"]
        print(
            f"{of:8}{c.total():>5}{c['right']:>7}{c['wrong']:>7}{c['open']:>6}{c['made up']:>9}{c['none']:>6}"
            f"{c['right'] / answered if answered else 0:>11.3f}{b_cubed(pairs[of])['f1']:>7.3f}"
        )
    print(f"names exactly as annotated: {exact[0]} of {exact[1]}")


if __name__ == "__main__":
    main()
