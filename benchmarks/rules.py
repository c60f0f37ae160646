"""Measures what each rule is worth, by switching off one part of the rules at a time, over annotated documents.

    python benchmarks/rules.py CORPUS [MORE ...] [--jobs 2] [--details FILE.jsonl] > rules.md

CORPUS is a folder with `documents.jsonl` (`document`, `text`, `from`, `set`) and `claims.jsonl` in the interchange format; documents
whose `set` is "aside" are left out. MORE are further such folders, or folders of plain text, whose claims are only compared. The network
reads each stretch of text once; a document is read again without a part only if the part has an effect in it.
"""

import argparse
import json
import re
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from parts import Parts  # type: ignore[import-not-found]  # next to this file
from rich.console import Console
from rich.progress import track

from claimsdb.english.networks.findings import find
from claimsdb.learning.evaluation.claims import Counts
from claimsdb.learning.evaluation.measures import Words
from claimsdb.model.claim import Claim, Normalized
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution import tagging
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading import language, metadata
from claimsdb.reading.read import read

ROOMS = ("claimsdb.reading.blocks", "claimsdb.english", "claimsdb.normalizer")
WITHOUT = ("claimsdb.english.networks", "claimsdb.normalizer.explain", "claimsdb.normalizer.invariants")
LIMIT = 3.0  # CPU seconds for one document, since a program without one of its parts may never end
STRUCTURE = (
    2  # after this many documents that fail without a part, it counts as structure, not a rule, and is not tried again
)
BROKEN: Counter[str] = Counter()
MEASURES = ("extents", "attribution", "speakers")
PLAIN = "plain text"
NEEDED = {
    "english.quantities": "quantities, for comparison",
    "english.dates": "quantities, for comparison",
    "english.months": "quantities, for comparison",
    "english.countries": "standard 6",
    "english.terms": "comparison",
    "english.agencies": "standard 7",
    "english.sentences": "standard 5; sentence_ends.py",
    "english.quotations": "standard 2 and 3",
    "english.hedges": "standard 3",
    "english.cues": "standard 3",
    "reading.blocks": "standard 1; blocks.py",
    "normalizer.attribution": "standard 3",
    "normalizer.claims.segments": "standard 2",
    "normalizer.claims": "standard 4",
    "normalizer.speakers": "standard 6",
}
"""What asks for the rules of a module that these documents do not ask for: a section of the annotation standard, or another measure."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A document to read, with the claims that it should give; without any, it is only compared with itself."""

    name: str
    kind: str
    text: str
    gold: tuple[Record, ...]

    @property
    def half(self) -> int:
        """0 or 1, depending only on the text."""
        return sha256(self.text.encode()).digest()[0] % 2


@dataclass(slots=True)
class Found:
    """A document's result: the numbers of claims and other findings that differ from those with all parts, and the counts against gold."""

    claims: int = 0
    others: int = 0
    counts: Counts | None = None
    broke: bool = False


@dataclass(slots=True)
class Effect:
    """The effects of a part, by document."""

    used: set[str] = field(default_factory=set)
    found: dict[str, Found] = field(default_factory=dict)


class Memory:
    """The results of the network and the language detector, which no rule influences, kept while a document is read repeatedly."""

    def __init__(self) -> None:
        self._made: dict[object, Any] = {}

    def of(self, function: Callable[..., Any], key: Callable[..., object]) -> Callable[..., Any]:
        """The function, called once for each key."""

        def asked(*given: Any) -> Any:
            at = (function, key(*given))
            if at not in self._made:
                self._made[at] = (
                    function(*given),
                    given,
                )  # the arguments are kept alive, so that their ids are not reused
            return self._made[at][0]

        return asked

    def forget(self) -> None:
        """Forget the results, for the next document."""
        self._made.clear()


@cache
def machine() -> tuple[Parts, TrainedTagger, Memory]:
    """The parts, and a tagger whose network's results are kept; one of each per process."""
    tagger, memory = TrainedTagger(), Memory()
    once = memory.of(find, lambda _, text, spans, quoted, begins: (text, tuple(spans), tuple(quoted), tuple(begins)))
    vars(tagging)["find"] = once
    vars(metadata)["language"] = memory.of(language.language, lambda text: text)
    return Parts("claimsdb", ROOMS, WITHOUT), tagger, memory


def texts(folder: Path) -> Iterator[Text]:
    """The documents of a folder, without those set aside."""
    if not (folder / "documents.jsonl").exists():
        for path in sorted(folder.rglob("*.txt")):
            yield Text(str(path), PLAIN, path.read_text(encoding="utf-8"), ())
        return
    gold = defaultdict(list)
    for claim in _rows(folder / "claims.jsonl"):
        gold[claim["document"]].append(claim)
    for row in _rows(folder / "documents.jsonl"):
        if row["set"] != "aside":
            name = row["document"]
            yield Text(name, _kind(row["from"]), row["text"], tuple(gold[name]))


def _rows(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _kind(origin: Record) -> str:
    """A document's genre, from its corpus and its name there ("GUM_interview_ants", "email-enronsent31_01"); news by default."""
    found = re.match(r"(?:GUM_)?([a-z]+)[-_](?!\w+_\d{4}-)", origin["id"])
    return found[1] if found and not origin["corpus"].startswith("polnear") else "news"


def tried(text: Text) -> tuple[Text, Counts, dict[str, Found], set[str]]:
    """Read a document with all parts, and without each that has an effect in it. Returns counts, differences, and the effective parts."""
    parts, tagger, memory = machine()
    memory.forget()

    def made(seconds: float = 0) -> Normalized:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            return normalize(read(text.text.encode(), text.name), tagger)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    signal.signal(signal.SIGVTALRM, _ended)
    with parts.watched() as used:
        made()
    whole = made()
    claims, others = _claims(whole), _others(whole)
    found: dict[str, Found] = {}
    for name in sorted(used):
        if BROKEN[name] >= STRUCTURE:
            continue
        with parts.off(parts.parts[name]):
            try:
                one = made(LIMIT)
            except Exception:
                found[name] = Found(broke=True)
                BROKEN[name] += 1
                continue
        now, rest = _differ(claims, _claims(one)), _differ(others, _others(one))
        if now or rest:
            found[name] = Found(now, rest, _counted(text, one) if now and text.gold else None)
    return text, _counted(text, whole), found, used


def _ended(*_: object) -> None:
    raise TimeoutError


def _claims(made: Normalized) -> Counter[object]:
    """The claims with what is compared: extent, attribution, hedge and speaker."""
    return Counter((c.segments, c.attribution, c.hedged, _speaker(made, c)) for c in made.claims)


def _speaker(made: Normalized, claim: Claim) -> str | None:
    at = None if claim.attributed is None else made.attributions[claim.attributed].speaker
    return None if at is None else made.speakers[at].name


def _others(made: Normalized) -> Counter[object]:
    """All other findings: blocks, reasons, attributions, speakers, quantities, metadata."""
    counted: Counter[object] = Counter(made.blocks)
    counted.update((s.span, s.reason) for s in made.sentences)
    counted.update((a.source, a.cue, a.content, a.cue_type) for a in made.attributions)
    counted.update((s.name, s.kind, s.mentions, s.roles) for s in made.speakers)
    counted.update(q for c in made.claims for q in c.quantities)
    counted.update(enumerate(made.metadata.values()))
    return counted


def _differ(one: Counter[object], other: Counter[object]) -> int:
    return sum(((one - other) + (other - one)).values())


def _counted(text: Text, made: Normalized) -> Counts:
    counts = Counts()
    if text.gold:
        counts.count(Words(text.text), text.text.encode(), text.gold, [_record(made, c) for c in made.claims])
    return counts


def _record(made: Normalized, claim: Claim) -> Record:
    """The scored fields of the claim in the interchange format."""
    by = None if claim.attributed is None else made.attributions[claim.attributed]

    def pieces(spans: Sequence[Span]) -> list[Record]:
        found = ((s, made.document.map.hull(s)) for s in spans)
        text = made.document.text
        return [
            {"start": s.start, "end": s.end, "byte_start": a, "byte_end": b, "text": s.of(text)} for s, (a, b) in found
        ]

    return {
        "segments": pieces(claim.segments),
        "attribution": claim.attribution,
        "block": made.blocks[claim.block].kind,
        "hedged": claim.hedged,
        "source": pieces(by.source if by else ()),
        "cue": pieces(by.cue if by else ()),
        "speaker": _speaker(made, claim),
    }


def scores(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """F1 of exact extents, accuracy of attributions and B-cubed F1 of speakers, in per cent, over several documents."""
    whole = Counts()
    for one in counts:
        whole.merge(one)
    made = whole.scores()
    return 100 * made["extent_exact"]["f1"], 100 * made["attribution"], 100 * made["speaker_b3"]["f1"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0],
        epilog="example: python benchmarks/rules.py corpora/claims seeds --jobs 2 --details rules.jsonl > benchmarks/rules.md",
    )
    parser.add_argument("corpus", type=Path, nargs="+", help="a folder of annotated documents, and further ones")
    parser.add_argument("--jobs", type=int, default=2, help="number of processes (2)")
    parser.add_argument("--details", type=Path, help="file for the effect of each part in each document, one per line")
    parser.add_argument("--limit", type=int, help="maximum number of documents to read")
    given = parser.parse_args()
    read_from = [t for folder in given.corpus for t in texts(folder)][: given.limit]
    if not read_from:
        parser.error("there are no documents in these folders")
    console = Console(stderr=True)
    documents: dict[str, tuple[Text, Counts]] = {}
    effects: dict[str, Effect] = defaultdict(Effect)
    with ProcessPoolExecutor(given.jobs) as pool:
        results = pool.map(tried, read_from)
        for text, counts, found, used in track(
            results, "Trying rules", len(read_from), console=console, disable=not console.is_terminal
        ):
            documents[text.name] = (text, counts)
            for name in used:
                effects[name].used.add(text.name)
            for name, one in found.items():
                effects[name].found[text.name] = one
    parts, _, _ = machine()
    if given.details:
        with given.details.open("w", encoding="utf-8") as lines:
            for name, effect in sorted(effects.items()):
                for document, one in effect.found.items():
                    row = {"part": name, "document": document, "half": documents[document][0].half}
                    lines.write(
                        json.dumps(row | {"claims": one.claims, "others": one.others, "broke": one.broke}) + "\n"
                    )
    print("\n".join(report(parts, documents, effects)))


def report(parts: Parts, documents: dict[str, tuple[Text, Counts]], effects: dict[str, Effect]) -> Iterator[str]:
    """The tables: the documents by kind, and the parts, the most used first."""
    kinds = Counter(t.kind for t, _ in documents.values())
    yield "| kind | documents | claims | " + " | ".join(MEASURES) + " |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for kind in [k for k, _ in kinds.most_common() if k != PLAIN] + ["all"]:
        of = [(t, c) for t, c in documents.values() if t.gold and kind in (t.kind, "all")]
        figures = " | ".join(f"{s:.1f}" for s in scores([c for _, c in of]))
        yield f"| {kind} | {len(of)} | {sum(len(t.gold) for t, _ in of)} | {figures} |"
    yield ""
    yield "| part | what | claims changed (documents) | other findings | extents | attribution | speakers | kinds | kept for |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |"
    halves = [[(t, c) for t, c in documents.values() if t.gold and t.half == half] for half in (0, 1)]
    whole = [scores([c for _, c in half]) for half in halves]
    rows = []
    for name, part in parts.parts.items():
        found = effects[name].found
        changed = [f for f in found.values() if f.claims]
        claims, others = sum(f.claims for f in changed), sum(f.others for f in found.values())
        broke = sum(f.broke for f in found.values())
        worth = []
        for half, all_parts in zip(halves, whole, strict=True):
            without = (
                scores([getattr(found.get(t.name), "counts", None) or c for t, c in half]) if claims else all_parts
            )
            worth.append([a - b for a, b in zip(all_parts, without, strict=True)])
        figures = " | ".join(f"{a:+.2f} {b:+.2f}" if claims else "" for a, b in zip(*worth, strict=True))
        by_kind: Counter[str] = Counter()
        for document, one in found.items():
            by_kind[documents[document][0].kind] += one.claims
        counts = ", ".join(f"{k} {n}" for k, n in by_kind.most_common() if n)
        count = f"{claims} ({len(changed)})" + (", breaks" if broke else "")
        rows.append(
            (
                -claims,
                -others,
                f"| `{name}` | {part.what} | {count} | {others} | {figures} | {counts} | {_kept(name, worth)} |",
            )
        )
    yield from (row for _, _, row in sorted(rows))
    used = sum(bool(e.used) for e in effects.values())
    yield ""
    yield f"{len(rows)} parts; {sum(r[0] == 0 for r in rows)} change no claim, and {len(rows) - used} have no effect at all."
    yield f"Functions whose types do not show what no effect would be ({len(parts.untried)}): {', '.join(parts.untried)}."


def _kept(name: str, worth: Sequence[Sequence[float]]) -> str:
    """What keeps a part: what it is worth here, in both halves together, or else what asks for it."""
    if sum(map(sum, worth)) > 0:
        return "its worth here"
    return next((why for module, why in NEEDED.items() if name.startswith(module)), "structure")


if __name__ == "__main__":
    main()
