"""Measures the words per second of the readers of tables and subtitles, and the memory that a long table takes.

    python benchmarks/tables_and_subtitles.py [--rows 100000]

Each kind of table is made with this many rows of 60 words, and each kind of subtitles with ten times fewer cues; the standard library, or
the library that the tests compare with, reads the same bytes for comparison. Needs the extras `parquet` and `test`.
"""

import argparse
import csv
import io
import json
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pysubs2
import webvtt

from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member

WORDS = "The council said on Friday that the “new” bridge is safe, and that it had cost three million pounds in all; nobody was hurt. "
TEXT = WORDS * 2 + "\n\n" + WORDS * 0 + 'She said: "It is what we have", and left, as the café closed.\n'
COLUMNS = ("title", "text", "published")


def rows(count: int) -> Iterable[tuple[str, str, str]]:
    return ((f"The bridge, part {k}", TEXT, "2023-02-22") for k in range(count))


def separated(to: Path, count: int) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows(count)])


def json_lines(to: Path, count: int) -> None:
    with to.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in rows(count))


def json_list(to: Path, count: int) -> None:
    to.write_text(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows(count)]), "utf-8")


def workbook(to: Path, count: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (COLUMNS, *rows(count)):
        sheet.append(row)
    book.save(to)


def parquet(to: Path, count: int) -> None:
    columns = zip(*rows(count), strict=True)
    pq.write_table(pa.table({name: list(of) for name, of in zip(COLUMNS, columns, strict=True)}), to)


TABLES: dict[str, tuple[Callable[[Path, int], None], Callable[[Path], object]]] = {
    "a.csv": (separated, lambda path: list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))),
    "a.jsonl": (json_lines, lambda path: [json.loads(line) for line in path.read_bytes().splitlines()]),
    "a.json": (json_list, lambda path: json.loads(path.read_bytes())),
    "a.xlsx": (
        workbook,
        lambda path: list(openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)),
    ),
    "a.parquet": (parquet, lambda path: pq.read_table(path).to_pylist()),
}


def cues(count: int) -> list[tuple[float, float, str]]:
    return [
        (4.0 * k, 4.0 * k + 4, f"Number {k}: the council said on Friday that\nthe <i>new</i> bridge is safe.")
        for k in range(count)
    ]


def srt(count: int) -> bytes:
    made = pysubs2.SSAFile()
    made.extend(
        pysubs2.SSAEvent(int(1000 * a), int(1000 * b), words.replace("\n", r"\N")) for a, b, words in cues(count)
    )
    return made.to_string("srt").encode()


def vtt(count: int) -> bytes:
    return pysubs2.SSAFile.from_string(srt(count).decode()).to_string("vtt").encode()


def whisper(count: int) -> bytes:
    return json.dumps({"segments": [{"start": a, "end": b, "text": words} for a, b, words in cues(count)]}).encode()


SUBTITLES: dict[str, tuple[Callable[[int], bytes], Callable[[bytes], object]]] = {
    "a.srt": (srt, lambda raw: pysubs2.SSAFile.from_string(raw.decode())),
    "a.vtt": (vtt, lambda raw: webvtt.from_string(raw.decode())),
    "a.json": (whisper, json.loads),
}  # fmt: skip


def read_all(path: Path) -> int:
    """Read every document; returns the number of words."""
    words = 0
    with path.open("rb") as file:
        for one in expanded(file, path.name, Limits()):
            assert isinstance(one, Member), one
            document = read(one.raw, one.path, media_type=one.media_type, transport=one.transport, fields=one.fields)
            words += len(document.text.split())
    return words


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    count = arguments.parse_args().rows
    print(
        "| file | size | words | words a second | of the library alone | memory |\n| --- | --- | --- | --- | --- | --- |"
    )
    with TemporaryDirectory() as folder:
        for name, (make, oracle) in TABLES.items():
            path = Path(folder) / name
            make(path, count)
            start = time.perf_counter()
            words = read_all(path)
            ours = time.perf_counter() - start
            start = time.perf_counter()
            oracle(path)
            show(name, path.stat().st_size, words, ours, time.perf_counter() - start, memory(partial(split, path)))
    for name, (made, theirs) in SUBTITLES.items():
        raw = made(count // 10)
        start = time.perf_counter()
        words = len(read(raw, name).text.split())
        ours = time.perf_counter() - start
        start = time.perf_counter()
        theirs(raw)
        show(f"{name}, subtitles", len(raw), words, ours, time.perf_counter() - start, 0)


def split(path: Path) -> None:
    """Go through the documents of a table, as ingestion does, and keep none."""
    with path.open("rb") as file:
        for _ in expanded(file, path.name, Limits()):
            pass


def memory(of: Callable[[], object]) -> int:
    """The most bytes that it takes at a time, of those that Python counts."""
    tracemalloc.start()
    of()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def show(name: str, size: int, words: int, ours: float, theirs: float, most: int) -> None:
    took = f"{most / 1e6:.1f} MB" if most else "—"
    print(f"| {name} | {size / 1e6:.1f} MB | {words:,} | {words / ours:,.0f} | {words / theirs:,.0f} | {took} |")


if __name__ == "__main__":
    main()
