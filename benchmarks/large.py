"""Makes a large database of made-up news for measurements, with any number of claims; the same seed gives the same claims.

    python benchmarks/large.py large.db [--claims 1000000] [--seed 1]

It has twenty claims per document and fifty per speaker on average, 40 publishers from large to small, and words and speakers with Zipfian
frequencies. Of some documents only the year or the month of publication is known, or nothing; some have columns of one's own. One claim in
five is in a group with claims of other documents, and one document in ten goes back to a report, both at random. Blocks contain the text,
so every offset is correct in code points and in bytes. Migrations make the schema; its triggers
and indexes are dropped while the rows are loaded, and made again by the same SQL afterwards.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress

from claimsdb.model.ids import Ids, document_id, speaker_id
from claimsdb.model.spans import Span
from claimsdb.store import facet_columns, migrations
from claimsdb.store.engine import analyse, engine
from claimsdb.store.seals.sealing import seal_all

DOCUMENT, SPEAKER, PUBLISHERS, RETIRED = 20, 50, 40, 0.03
GROUPED, CONFLICTS = 0.2, 0.02
OWN = {"desk": ("politics", "economy", "world", "sport"), "edition": ("morning", "evening")}
HEAD = (
    "the of to and a in that for on is with as it was at by from be have has an are not this but were will its who which more had or they "
    "one been their after than would people about also we all year new out when up over there other some into two years last government "
    "first could time most said may against between state country million company during before president percent only under many should "
    "because while since week market police report public world being through party war plan court money school trade health power city law"
).split()
ONSET, NUCLEUS, CODA = (
    "b c d f g h l m n p r s t v br cr dr gr pl st tr ch".split(),
    ("a e i o u ai ea ou " * 3 + "é").split(),
    "l m n r s t nd nt st rk".split() + [""] * 3,
)
CUES = {
    "statement": ("said", "told reporters", "announced", "warned", "argued"),
    "belief": ("believes", "thinks"),
    "intention": ("hopes", "intends"),
}
KINDS = ("person", "organisation", "government", "group", "document", "unknown")
COLUMNS = {
    "runs": "id started_at outcome version tagger tagger_fingerprint settings files documents_read documents_unchanged claims_new "
    "claims_retired problems",
    "folders": "id name",
    "publishers": "id name",
    "speakers": "id name kind speaker_id",
    "blocks": "id document position kind char_start char_end byte_start byte_end text run retired_by",
    "sentences": "block_row char_start char_end byte_start byte_end claims reason",
    "attributions": "id document source cue cue_type speaker_row via confidence attribution_id run retired_by",
    "pieces": "attribution_row part position block_row char_start char_end byte_start byte_end",
    "mentions": "speaker_row attribution_row gives text char_start char_end byte_start byte_end",
    "claims": "id text attribution speaker_row source cue cue_type via hedged document publisher_row block line line_column "
    "char_start char_end byte_start byte_end confidence status claim_id block_row attribution_row run retired_by",
    "segments": "claim position char_start char_end byte_start byte_end text",
    "quotes": "claim position char_start char_end byte_start byte_end text",
    "documents": "id path title publisher_row author published language url media_type encoding size_bytes sha256 document_id status "
    "ingested_at run retired_by",
    "paths": "id folder path document extractor run retired_by",
    "stated_columns": "folder path name value run",
}
Rows = dict[str, list[tuple[Any, ...]]]
Place = tuple[int, int]


def generate(path: Path, claims: int = 1_000_000, seed: int = 1) -> None:
    """Make the database; an existing file is replaced."""
    path.unlink(missing_ok=True)
    migrations.migrate(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        expected = _schema(connection)
        later = [(kind, name, sql) for kind, name, _, sql in expected if kind in ("index", "trigger") and sql]
        for kind, name, _ in later:
            connection.execute(f"DROP {kind} {name}")
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("claims", total=claims)
            connection.execute("BEGIN")
            for name, rows in _load(claims, seed):
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(
                    f"INSERT INTO {name} ({', '.join(COLUMNS[name].split())}) VALUES ({marks})", rows
                )
                progress.advance(task, len(rows) if name == "claims" else 0)
            _compare(connection, np.random.default_rng(seed))
            _index(connection, later, progress)
        _end_runs(connection)
        facet_columns.fill(connection)
        analyse(connection)
        connection.execute("COMMIT")
        assert _schema(connection) == expected
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _compare(connection: sqlite3.Connection, random: Any) -> None:
    """Put some claims into groups and some documents into reports, at random, and let some claims contradict each other."""
    found = connection.execute("SELECT id, document, char_start, byte_start FROM claims WHERE status = 'current'")
    claims = np.array(found.fetchall())
    claims = claims[random.permutation(len(claims))[: int(GROUPED * len(claims))]]
    sizes = np.minimum(random.geometric(0.4, len(claims)) + 1, 12)
    groups = np.split(claims, np.cumsum(sizes)[np.cumsum(sizes) < len(claims)])
    documents = np.unique(claims[:, 1])
    reports = np.array_split(random.permutation(documents)[: len(documents) // 10], max(len(documents) // 35, 1))
    connection.executemany(
        "INSERT INTO reports (id, origin_id, reason, credited, documents, run) VALUES (?, ?, 'credit', ?, ?, 1)",
        [(k, _made_up("report", k), f"Agency {k % 9}", len(of)) for k, of in enumerate(reports, 1)],
    )
    descents = [(k, int(document)) for k, of in enumerate(reports, 1) for document in of]
    connection.executemany("INSERT INTO descents (report, document) VALUES (?, ?)", descents)
    origin = {document: -report for report, document in descents}
    made = []
    for k, of in enumerate((of for of in groups if len(of) > 1), 1):
        documents_of = set(of[:, 1].tolist())
        origins = len({origin.get(d, d) for d in documents_of})
        made.append((k, _made_up("group", k), int(of[0, 0]), len(of), len(documents_of), 1, origins, 0, 1))
        members = [(k, int(claim), 0.9) for claim in of[:, 0]]
        connection.executemany("INSERT INTO members (same_group, claim, score) VALUES (?, ?, ?)", members)
        if random.random() < CONFLICTS:
            (claim, _, char, byte), (other, _, char_other, byte_other) = sorted(of[:2].tolist())
            here, there = (
                (char, char + 1, byte, byte + 1, "1"),
                (char_other, char_other + 1, byte_other, byte_other + 1, "2"),
            )
            values = claim, other, "number", _made_up("conflict", k), 0.9, "", "made up", *here, *there, 1
            connection.execute(f"INSERT INTO contradictions VALUES ({', '.join('?' * len(values))})", values)
    connection.executemany(
        "INSERT INTO same_groups (id, group_id, claim, claims, documents, speakers, origins, conflicts, run) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        made,
    )


def _made_up(what: str, number: int) -> str:
    return sha256(f"{what} {number}".encode()).hexdigest()[:20]


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str, str | None]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    return connection.execute(query).fetchall()


def _index(connection: sqlite3.Connection, later: list[tuple[str, str, str]], progress: Progress) -> None:
    task = progress.add_task("indexes", total=len(later) + 1)
    for kind, _, sql in sorted(later):  # indexes first
        if kind == "index":
            connection.execute(sql)
        progress.advance(task)
    for index in ("claims_fts", "blocks_fts"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    for kind, _, sql in later:
        if kind == "trigger":
            connection.execute(sql)
    progress.advance(task)


def _end_runs(connection: sqlite3.Connection) -> None:
    connection.execute(
        """UPDATE runs SET finished_at = '2026-01-01T02:00:00Z',
            documents_read = (SELECT count(*) FROM documents WHERE run = runs.id),
            files = (SELECT count(*) FROM documents WHERE run = runs.id),
            claims_new = (SELECT count(*) FROM claims WHERE run = runs.id),
            claims_retired = (SELECT count(*) FROM claims WHERE retired_by = runs.id)"""
    )


class Words:
    """Random words, names and choices, drawn many at a time, which is a hundred times as fast."""

    def __init__(self, seed: int, speakers: int) -> None:
        self.random = np.random.default_rng(seed)
        made = dict.fromkeys(HEAD)
        while len(made) < 40_000:
            made["".join(self._syllable() for _ in range(self._pick((1, 2, 2, 3))))] = None
        self.words = list(made)
        self._words = self._zipf(len(self.words), 1.05, 2.0)
        self._speakers = self._zipf(speakers, 0.9, 10.0)
        self.publishers = self._zipf(PUBLISHERS, 1.0, 1.0)
        names: dict[str, None] = {}
        while len(names) < speakers:
            names[f"{self._syllable()}{self._syllable()} {self._syllable()}{self._syllable()}".title()] = None
        self.names = list(names)
        self._at = 0
        self._chances: list[float] = []
        self._drawn: list[int] = []
        self._spoken: list[int] = []

    def chance(self) -> float:
        """A random number from 0 to 1."""
        if not self._chances:
            self._chances = self.random.random(200_000).tolist()
        return self._chances.pop()

    def speaker(self) -> int:
        """A random speaker's number, from 0."""
        if not self._spoken:
            self._spoken = np.searchsorted(self._speakers, self.random.random(100_000)).tolist()
        return min(self._spoken.pop(), len(self.names) - 1)

    def publisher(self) -> int | None:
        """A random publisher's key; None for one document in twenty."""
        if self.chance() < 0.05:
            return None
        return min(int(np.searchsorted(self.publishers, self.chance())), PUBLISHERS - 1) + 1

    def clause(self, hedged: bool = False, least: int = 8, most: int = 30) -> str:
        """Some random words in lower case."""
        number = least + int((self.chance() + self.chance()) / 2 * (most - least))
        if len(self._drawn) < number:
            found = np.searchsorted(self._words, self.random.random(500_000))
            self._drawn = np.minimum(found, len(self.words) - 1).tolist()
        words = [self.words[self._drawn.pop()] for _ in range(number)]
        if hedged:
            words[number // 2] = "reportedly"
        return " ".join(words)

    def _syllable(self) -> str:
        return "".join(self._pick(part) for part in (ONSET, NUCLEUS, CODA))

    def _pick(self, among: Any) -> Any:
        return among[int(self.random.integers(len(among)))]

    @staticmethod
    def _zipf(number: int, exponent: float, shift: float) -> Any:
        weights = 1.0 / (np.arange(number) + shift) ** exponent
        return np.cumsum(weights) / weights.sum()


def _load(claims: int, seed: int) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield the rows of each table, some documents at a time; a claim's document is never after the claim."""
    speakers, documents = max(claims // SPEAKER, 1), max(claims // DOCUMENT, 1)
    words = Words(seed, speakers)
    ids = [speaker_id(name.casefold(), None) for name in words.names]
    kinds = [KINDS[min(int(words.chance() ** 2 * 6), 5)] for _ in words.names]
    runs = [
        (run, f"2026-01-01T0{run - 1}:00:00Z", "complete", "0.1.0", "made up", "none", "{}", *[0] * 6) for run in (1, 2)
    ]
    yield "runs", runs
    yield "folders", [(1, "large")]
    yield "publishers", [(k + 1, f"The {words.names[-1 - k % speakers]} {k + 1}") for k in range(PUBLISHERS)]
    yield "speakers", [(k + 1, words.names[k], kinds[k], ids[k]) for k in range(speakers)]
    sizes = words.random.gamma(2.0, 9.5, documents).astype(int).clip(1, 99) + 1
    sizes[::500] = 100  # some of a known size to measure
    keys = dict.fromkeys(("documents", "blocks", "attributions", "claims"), 0)
    rows: Rows = {name: [] for name in COLUMNS}
    left = claims
    while left:
        size = min(int(sizes[keys["documents"]]) if keys["documents"] < documents else DOCUMENT, left)
        Page(words, keys, rows, size)
        left -= size
        if len(rows["claims"]) > 20_000 or not left:
            yield from ((name, made) for name, made in rows.items() if made)
            rows = {name: [] for name in COLUMNS}


@dataclass
class Said:
    """An attribution, by positions in a sentence; `via` is the index of the outer one in the sentence's attributions."""

    source: Place
    cue: Place
    content: list[Place]
    speaker: int
    cue_type: str
    via: int | None = None


@dataclass
class Line:
    """A sentence with its one claim, by positions in it, or the reason why it has none."""

    text: str
    reason: str | None = None
    attribution: str = "asserted"
    segments: list[Place] = field(default_factory=list)
    hedged: bool = False
    said: list[Said] = field(default_factory=list)


def line(words: Words, headline: bool = False) -> Line:
    """A sentence with one claim: asserted, reported, or quoted in one piece or two, or at second hand."""
    hedged, kind = words.chance() < 0.12, words.chance()
    if headline or kind < 0.5:
        text = words.clause(hedged, 7, 14) if headline else words.clause(hedged)
        return Line(text[0].upper() + text[1:] + ("" if headline else "."), None, "asserted", [(0, len(text))], hedged)
    content, speaker = words.clause(hedged), words.speaker()
    name, drawn = words.names[speaker], words.chance()
    cue_type = "statement" if drawn < 0.84 else "belief" if drawn < 0.93 else "intention"
    cue = CUES[cue_type][int(words.chance() * len(CUES[cue_type]))]
    if kind < 0.85:
        other, outer, before = words.speaker(), [], ""
        if words.chance() < 0.08:
            before = f"{words.names[other]} said "
            outer = [Said((0, len(before) - 6), (len(before) - 5, len(before) - 1), [], other, "statement")]
        text = f"{before}{name} {cue} that {content}."
        source = (len(before), len(before) + len(name))
        place = (len(text) - 1 - len(content), len(text) - 1)
        for one in outer:
            one.content.append((len(before), len(text) - 1))
        said = Said(source, (source[1] + 1, source[1] + 1 + len(cue)), [place], speaker, cue_type, 0 if outer else None)
        return Line(text, None, "reported", [place], hedged, [*outer, said])
    first = f"“{content[0].upper()}{content[1:]},”"
    tail = f" {cue} {name}"
    places = [(0, len(first))]
    text = first + tail + "."
    if words.chance() < 0.15:
        second = f"“{words.clause(False, 4, 9)}.”"
        text = f"{first}{tail}, {second}"
        places.append((len(text) - len(second), len(text)))
    at = len(first) + 1
    source = (at + len(cue) + 1, at + len(cue) + 1 + len(name))
    said = Said(source, (at, at + len(cue)), places, speaker, cue_type)
    return Line(text, None, "quoted", list(places), hedged, [said])


def layout(words: Words, claims: int) -> list[tuple[str, list[Line]]]:
    """The blocks of a document with this many claims: kind and sentences. The text of a block without claims is one sentence."""
    blocks = [("title", [line(words, headline=True)]), ("byline", [Line(f"By {words.names[words.speaker()]}", "")])]
    left = claims - 1
    while left:
        drawn = words.chance()
        kind = "standfirst" if len(blocks) == 2 and drawn < 0.5 else "paragraph" if drawn < 0.8 else "list_item"
        kind = "caption" if drawn > 0.95 else kind
        lines = [line(words) for _ in range(min(left, 1 + int(words.chance() * 3) if kind == "paragraph" else 1))]
        left -= len(lines)
        if kind == "paragraph" and words.chance() < 0.12:
            lines.append(Line(f"Who would {words.clause(False, 5, 10)}?", "question"))
        blocks.append((kind, lines))
    return [*blocks, ("boilerplate", [Line(f"Sign up for {words.clause(False, 6, 12)}.", "")])]


class Page:
    """The rows of one document."""

    def __init__(self, words: Words, keys: dict[str, int], rows: Rows, claims: int) -> None:
        self.keys, self.rows, self.words = keys, rows, words
        self.document = self._key("documents")
        blocks = layout(words, claims)
        texts = [" ".join(one.text for one in lines) for _, lines in blocks]
        raw = "\n\n".join(texts).encode()
        self.sha256 = sha256(raw).hexdigest()
        retired = words.chance() < RETIRED
        self.status, self.retired_by = "retired" if retired else "current", 2 if retired else None
        self.publisher = words.publisher()
        year, day = 2005 + int(21 * words.chance() ** 0.6), int(words.chance() * 336)
        known = words.chance()
        date = f"{year}-{day // 28 + 1:02}-{day % 28 + 1:02}"
        published = None if known < 0.03 else date[: 4 if known < 0.06 else 7 if known < 0.12 else 10]
        path = f"{year}/{self.document:07}.txt"
        bytes_ = (
            len(raw),
            self.sha256,
            document_id(self.sha256),
            self.status,
            "2026-01-01T00:00:00Z",
            1,
            self.retired_by,
        )
        rows["documents"].append(
            (self.document, path, texts[0], self.publisher, None, published, "en", None, "text/plain", "utf-8", *bytes_)
        )
        rows["paths"].append((self.document, 1, path, self.document, "made up", 1, self.retired_by))
        if words.chance() < 0.5:
            own = ((name, values[int(words.chance() * len(values))]) for name, values in OWN.items())
            rows["stated_columns"] += [(1, path, *one, 1) for one in own]
        start = byte = 0
        for position, ((kind, lines), text) in enumerate(zip(blocks, texts, strict=True)):
            self.key, self.kind, self.position, self.text = self._key("blocks"), kind, position, text
            self.start, self.byte, self.ascii = start, byte, text.isascii()
            end = self.place((0, len(text)))
            rows["blocks"].append((self.key, self.document, position, kind, *end, text, 1, self.retired_by))
            at = 0
            for one in lines:
                if one.reason != "":
                    self.sentence(one, at)
                at += len(one.text) + 1
            start, byte = end[1] + 2, end[3] + 2

    def place(self, where: Place) -> tuple[int, int, int, int]:
        """A span of the block's text as offsets in the file, in code points and in bytes."""
        a, b = where
        bytes_a, bytes_b = (a, b) if self.ascii else (len(self.text[:a].encode()), len(self.text[:b].encode()))
        return self.start + a, self.start + b, self.byte + bytes_a, self.byte + bytes_b

    def sentence(self, one: Line, at: int) -> None:
        """The ledger's line, the attributions and the claim of the sentence that begins at this position in the block."""
        whole = self.place((at, at + len(one.text)))
        self.rows["sentences"].append((self.key, *whole, 0 if one.reason else 1, one.reason))
        if one.reason:
            return
        keys = [self._attribution(said, at, self.keys["attributions"]) for said in one.said]
        by = one.said[-1] if one.said else None
        via = one.text[slice(*one.said[0].source)] if len(one.said) > 1 else None
        found = [(a + at, b + at) for a, b in one.segments]
        spans = [self.place(f) for f in found]
        texts = [self.text[a:b] for a, b in found]
        (start, _, byte_start, _), (_, end, _, byte_end) = spans[0], spans[-1]
        key = self._key("claims")
        speaker, source, cue, cue_type = None, None, None, None
        if by:
            speaker, cue_type = by.speaker + 1, by.cue_type
            source, cue = one.text[slice(*by.source)], one.text[slice(*by.cue)]
        said = one.attribution, speaker, source, cue, cue_type, via, "yes" if one.hedged else "no"
        where = self.document, self.publisher, self.kind, 1 + 2 * self.position, found[0][0] + 1
        offsets = start, end, byte_start, byte_end, self.confidence(), self.status
        public = Ids(self.sha256).claim([Span(*span[:2]) for span in spans])
        links = public, self.key, keys[-1] if keys else None, 1, self.retired_by
        self.rows["claims"].append((key, " … ".join(texts), *said, *where, *offsets, *links))
        stretches = [(key, k, *span, text) for k, (span, text) in enumerate(zip(spans, texts, strict=True))]
        self.rows["segments"] += stretches
        self.rows["quotes"] += stretches if one.attribution == "quoted" else []

    def _attribution(self, said: Said, at: int, before: int) -> int:
        key, parts = self._key("attributions"), {"source": [said.source], "cue": [said.cue], "content": said.content}
        placed = {part: [self.place((a + at, b + at)) for a, b in places] for part, places in parts.items()}
        spans = {part: [Span(*p[:2]) for p in places] for part, places in placed.items()}
        source, cue = (self.text[a + at : b + at] for a, b in (said.source, said.cue))
        public = self.confidence(), Ids(self.sha256).attribution(*spans.values()), 1, self.retired_by
        self.rows["attributions"].append(
            (
                key,
                self.document,
                source,
                cue,
                said.cue_type,
                said.speaker + 1,
                None if said.via is None else before,
                *public,
            )
        )
        for part, places in placed.items():
            self.rows["pieces"] += [(key, part, k, self.key, *place) for k, place in enumerate(places)]
        self.rows["mentions"].append((said.speaker + 1, key, "name", source, *placed["source"][0]))
        return key

    def confidence(self) -> float:
        """A random number from 0.4 to 1."""
        return round(0.4 + 0.6 * self.words.chance(), 4)

    def _key(self, name: str) -> int:
        self.keys[name] += 1
        return self.keys[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    start = time.perf_counter()
    generate(args.database, args.claims, args.seed)
    size, took = args.database.stat().st_size, time.perf_counter() - start
    print(f"{args.claims:,} claims in {took:.0f} s, {size / args.claims:.0f} bytes a claim", file=sys.stderr)
    start = time.perf_counter()
    with engine(args.database).begin() as connection:
        seal_all(connection)
    print(f"sealed in {time.perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
