"""Measures whether pasted passages are found: `python benchmarks/passages.py CORPORA/polnear/dev.jsonl [--cache FOLDER] [--misses]`.

From the corpus's articles, passages of one to four sentences are made: whole or cut anywhere, also within words, and as they come out of
other programs, with other quotation marks, dashes, case and white space, or with an ellipsis for what was left out. A passage is found if
an exact claim of its article overlaps its sentences; sentences without a claim are no passages. Claims that it contains whole are counted.
"""

import argparse
import random
import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from lookup import database  # type: ignore[import-not-found]

from claimsdb.lookup.find import find
from claimsdb.store.migrations import open_for_reading

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-"})
CURLY = str.maketrans({'"': "”", "'": "’", "-": "–"})


def disguised(passage: str, chance: random.Random) -> str:
    """The passage as another program gives it."""
    way = chance.randrange(7)
    if way == 1:
        return passage.translate(STRAIGHT).upper()
    if way == 2:
        return f"“{passage.translate(CURLY)}…”"
    if way == 3:
        return re.sub(r"\s+", "\n   ", passage)
    if way == 4:
        return passage.replace("—", " -- ").replace(" - ", "—").replace("“", "``").replace("”", "''")
    if way == 5 and len(words := list(re.finditer(r"\S+", passage))) > 16:
        from_, to = words[7].end(), words[7 + chance.randrange(1, len(words) - 14)].end()
        return f"{passage[:from_]} [...]{passage[to:]}"
    return passage


def passages(connection: sa.Connection, count: int, chance: random.Random) -> list[tuple[str, str, int, int]]:
    """Passages, each with the path of its document and its extent there."""
    query = """SELECT d.id, d.path, s.char_start, s.char_end, s.claims FROM sentences s JOIN blocks b ON b.id = s.block_row
        JOIN documents d ON d.id = b.document WHERE b.retired_by IS NULL ORDER BY d.path, s.char_start"""
    sentences = connection.execute(sa.text(query)).all()
    made: list[tuple[str, str, int, int]] = []
    while len(made) < count:
        at = chance.randrange(len(sentences))
        several = sentences[at : at + chance.randint(1, 4)]
        if several[0].path != several[-1].path or not all(sentence.claims for sentence in several):
            continue
        query = "SELECT char_start, text FROM blocks WHERE document = :d AND retired_by IS NULL ORDER BY char_start"
        text = ""
        for start, words in connection.execute(sa.text(query), {"d": several[0].id}):
            text += "\n" * (start - len(text)) + words
        start, end = several[0].char_start, several[-1].char_end
        if chance.random() < 0.6:
            start += chance.randrange((end - start) // 3 + 1)
            end -= chance.randrange((end - start) // 3 + 1)
        if len(re.findall(r"\w+", text[start:end])) >= 4:
            made.append((disguised(text[start:end], chance), several[0].path, start, end))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="keep the database there (default: it is deleted)")
    parser.add_argument("--misses", action="store_true", help="print the passages that are not found")
    args = parser.parse_args()
    with TemporaryDirectory() as place:
        path = database(args.corpus, args.cache or Path(place))
        with open_for_reading(path).connect() as connection:
            measure(connection, passages(connection, args.count, random.Random(args.seed)), args.misses)


def measure(connection: sa.Connection, made: list[tuple[str, str, int, int]], misses: bool) -> None:
    found = whole = wholly = 0
    took = []
    for passage, path, start, end in made:
        begun = time.perf_counter()
        hits = [hit for hit in find(connection, passage, limit=50) if hit.match == "exact"]
        took.append(time.perf_counter() - begun)
        here = [hit for hit in hits if hit.claim["document"] == path]
        places = {(hit.citation.place["start"], hit.citation.place["end"]) for hit in here}
        query = """SELECT min(s.char_start), max(s.char_end) FROM sentences s JOIN blocks b ON b.id = s.block_row
            JOIN documents d ON d.id = b.document WHERE d.path = :path AND s.char_start < :end AND s.char_end > :start"""
        first, last = connection.execute(sa.text(query), {"path": path, "start": start, "end": end}).one()
        good = any(low < last and high > first for low, high in places)
        found += good
        query = """SELECT c.char_start, c.char_end FROM claims c JOIN documents d ON d.id = c.document
            WHERE d.path = :path AND c.status = 'current' AND c.char_start >= :start AND c.char_end <= :end"""
        inside = connection.execute(sa.text(query), {"path": path, "start": start, "end": end}).all()
        inside = [] if "[...]" in passage else inside
        whole += len(inside)
        wholly += sum(tuple(extent) in places for extent in inside)
        if misses and not good:
            print(f"{path} {start} {end}: {passage!r}")
    took.sort()
    print(
        f"{len(made)} passages, {found} found exactly; of {whole} claims that they contain whole, {wholly} are among the hits"
    )
    print(f"median {1000 * took[len(took) // 2]:.0f} ms, slowest {1000 * took[-1]:.0f} ms")


if __name__ == "__main__":
    main()
