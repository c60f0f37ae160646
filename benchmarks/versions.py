"""What becomes of claims when documents change: generated edits, read by the real reader, against what the edits did.

python -m benchmarks.versions FOLDER [--documents 60] [--edits 300] [--seed 1] [--html] [--show]

Documents of the folder (.txt) are chosen at random and edited again and again (`edits.py`): each edit is a new version. All versions are
ingested, and what the database says of each claim is compared with what the edit did, which is known from the edit itself: a claim all of
whose characters were kept in place is `same`, one that was carried elsewhere whole `moved`, one of which nothing was kept or put in its
place `gone`, any other `edited`. An edit is right if all claims of its document are. *False* is the number of claims that are said to be
`same` or `moved` though the edit took words of theirs away, and *lost* of those whose words are not in the new text where they should be.
With `--html` each version is a web page: its paragraphs with tags and references in them, between a navigation and related links.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import claimsdb
from benchmarks.edits import Edited, Make, edits, sentences
from claimsdb.lookup.versions.changes import ChangeRecord
from claimsdb.model.spans import Span
from claimsdb.model.succession import SuccessionStatus
from claimsdb.reading.read import read

_UNSEEN = "\0\u00ad\u200b\u2060\ufeff"
Segments = Sequence[Span]
Places = Mapping[int, int]
"""Where each character of a document's text as it is read is in the text that was edited."""
STAYING = (SuccessionStatus.SAME, SuccessionStatus.MOVED)


def main() -> None:
    """Make the versions, ingest them, and print the figures by kind of edit."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("folder", type=Path)
    told.add_argument("--documents", type=int, default=60)
    told.add_argument("--edits", type=int, default=300)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--html", action="store_true", help="Make web pages of the texts.")
    told.add_argument("--show", action="store_true", help="Print the claims that are told wrongly.")
    asked = told.parse_args()
    by = random.Random(asked.seed)
    files = sorted(asked.folder.rglob("*.txt"))
    chosen = [f for f in by.sample(files, len(files)) if len(sentences(f.read_text("utf-8"))) > 5][: asked.documents]
    texts = [f.read_text("utf-8") for f in chosen]
    pool = [s.of(text) for text in texts for s in sentences(text, 6)]
    generator, rounds = edits(asked.seed), -(-asked.edits // len(chosen))
    made: dict[str, list[Edited]] = {}
    ending, write = (".html", page) if asked.html else (".txt", str.encode)
    places: dict[str, list[Places]] = {}
    with TemporaryDirectory() as place:
        folder, database = Path(place) / "documents", Path(place) / "claims.db"
        folder.mkdir()
        now = {f"{k:04}{ending}": text for k, text in enumerate(texts)}
        for turn in range(rounds + 1):
            for name, text in now.items():
                (folder / name).write_bytes(write(text))
                places.setdefault(name, []).append(aligned(read(write(text), name).text, text))
            claimsdb.ingest(folder, database)
            if turn == rounds:
                break
            with claimsdb.open(database) as opened:
                claims = of_documents(opened, places)
            for name, text in now.items():
                edit = one_edit(generator, text, claims.get(name, ()), pool)
                made.setdefault(name, []).append(edit)
                now[name] = edit.text
        with claimsdb.open(database) as opened:
            report(opened, made, dict(zip(now, texts, strict=True)), places, asked.edits, show=asked.show)


def page(text: str) -> bytes:
    """The text as a web page."""
    paragraphs = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    inner = "".join(f"<p>{_tagged(words)}</p>\n" for words in paragraphs)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>A page of many versions | Site</title></head><body>'
        '<nav><ul><li><a href="/">Home</a><li><a href="/news">News</a></ul></nav>'
        f"<article><h1>A page of many versions</h1>\n{inner}</article>"
        '<aside><h2>Related</h2><a href="/a">Another page of the site</a></aside><footer>Contact and imprint</footer></body></html>'
    ).encode()


def _tagged(words: str) -> str:
    """The words with an emphasis, a link and references in them."""
    every = escape(words, quote=False).replace("’", "&rsquo;").split(" ")
    made = [
        f"<em>{w}</em>" if k % 17 == 3 else f'<a href="/{k}">{w}</a>' if k % 41 == 7 else w for k, w in enumerate(every)
    ]
    return " ".join(made)


def aligned(text: str, edited: str) -> Places:
    """Where the characters of the text as it is read are in the edited one; white space is in neither. All of it must be read, in order."""
    here, there_ = ([k for k, c in enumerate(each) if not (c.isspace() or c in _UNSEEN)] for each in (text, edited))
    at = "".join(text[k] for k in here).find("".join(edited[k] for k in there_))
    assert at >= 0, "the page is not read whole"
    return dict(zip(here[at:], there_, strict=False))


def back(places: Places, segments: Iterable[Span]) -> list[Span]:
    """The segments in the edited text; what is not in it, such as the title of a page, is left out."""
    seen = ([k for k in range(*segment) if k in places] for segment in segments)
    return [Span(places[inside[0]], places[inside[-1]] + 1) for inside in seen if inside]


def of_documents(database: claimsdb.Database, places: Mapping[str, Sequence[Places]]) -> dict[str, list[Segments]]:
    """The segments of the current claims, by document, in the edited text."""
    found: dict[str, list[Segments]] = {}
    for claim in database.claims():
        segments = [Span(piece["start"], piece["end"]) for piece in claim["segments"]]
        if inside := back(places[claim["document"]][-1], segments):
            found.setdefault(claim["document"], []).append(inside)
    return found


def one_edit(
    generator: Iterator[tuple[random.Random, Make]], text: str, claims: Sequence[Segments], pool: list[str]
) -> Edited:
    """The next edit that the text allows."""
    for by, make in generator:
        others = [sentence for sentence in by.sample(pool, min(8, len(pool))) if sentence not in text]
        edit = make(by, text, claims, others) if claims and others else None
        if edit is not None and edit.text != text:
            return edit
    raise AssertionError("the generator is endless")


def report(
    database: claimsdb.Database,
    made: dict[str, list[Edited]],
    first: dict[str, str],
    places: Mapping[str, Sequence[Places]],
    most: int,
    *,
    show: bool,
) -> None:
    """Compare, and print the figures."""
    right, every, claims, told, said = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    false = lost = 0
    for turn in range(max(map(len, made.values()))):
        for name, of in made.items():
            if sum(every.values()) == most:
                break
            edit, old = of[turn], first[name] if turn == 0 else of[turn - 1].text
            found = database.diff(name, str(turn + 1), str(turn + 2))
            assert found is not None
            good = True
            for change in found["changes"]:
                if change["claim"] is None:
                    said[fresh(edit, change, places[name][turn + 1])] += 1
                    continue
                segments = back(places[name][turn], segments_of(database, change["claim"]["id"]))
                if not segments:
                    continue
                wanted, _ = edit.became(old, segments)
                status = SuccessionStatus(change["status"])
                claims[edit.kind] += 1
                told[f"{wanted} told as {status}"] += 1
                if status in STAYING:
                    false += wanted not in STAYING
                    lost += not there(old, segments, edit.text, change, places[name][turn + 1])
                if status is not wanted:
                    good = False
                    if show:
                        words = " … ".join(s.of(old) for s in segments)
                        print(f"{name} version {turn + 2}, {edit.kind}: {wanted} told as {status}: {words}")
            every[edit.kind] += 1
            right[edit.kind] += good
    for kind, count in sorted(every.items()):
        print(f"{kind:12} {right[kind]:4} of {count:4} edits right ({right[kind] / count:.3f}), {claims[kind]} claims")
    total = sum(every.values())
    print(f"{'all':12} {sum(right.values()):4} of {total:4} edits right ({sum(right.values()) / total:.3f})")
    print(f"false: {false}, lost: {lost}")
    for kinds in (told, said):
        print(", ".join(f"{kind}: {n}" for kind, n in sorted(kinds.items())))


def segments_of(database: claimsdb.Database, claim: str) -> list[Span]:
    """The segments of a claim, current or not."""
    pieces = database.cite(claim).claim["segments"]
    return [Span(piece["start"], piece["end"]) for piece in pieces]


def there(old: str, segments: Segments, new: str, change: ChangeRecord, places: Places) -> bool:
    """Whether the words of the segments are in the new text, in order, at the place that is told; by other code than the matcher's."""
    words = change["words"]
    if words is None:
        return False
    pattern = r"[\s\S]*?".join(
        r"\W*?".join(map(re.escape, re.findall(r"\w+", segment.of(old)))) for segment in segments
    )
    found = back(places, [Span(words["start"], words["end"])])
    return any(re.search(pattern, span.of(new)) for span in found)


def fresh(edit: Edited, change: ChangeRecord, places: Places) -> str:
    """A claim without a predecessor, by how much of it the edit put in."""
    (claim,) = change["successors"]
    own = [
        at for span in back(places, [Span(claim["start"], claim["end"])]) for at in edit.origin[span.start : span.end]
    ]
    put = sum(at is None for at in own)
    return f"{change['status']}, {'all' if put == len(own) else 'part' if put else 'none'} of its words put in"


if __name__ == "__main__":
    main()
