"""Read a gold file, ingest its documents into a separate database, as users' documents are, and measure what was found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from claimsdb.ingestion.files import Found
from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.interruption import shielded
from claimsdb.ingestion.progress import Step
from claimsdb.learning.evaluation import attributions, claims
from claimsdb.learning.evaluation.measures import Pair, Report
from claimsdb.learning.jsonl import Json
from claimsdb.model.errors import GoldError
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.exports import EVERY
from claimsdb.store.read.runs import runs

ATTRIBUTIONS, CLAIMS = "attributions", "claims"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured (`attributions` or `claims`), with which tagger, and the scores."""

    what: str
    report: Report
    tagger: str
    fingerprint: str


def evaluate(
    gold: Path,
    sources: Path | None = None,
    *,
    limit: int | None = None,
    jobs: int | None = None,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
) -> Evaluation:
    """Measure on a gold file of documents with their text and attributions, or of claims whose files are in the folder `sources`.

    At most `limit` documents are read. Raises `GoldError` if the file is of neither kind, or names a missing document.
    """
    rows = _rows(gold)
    what = ATTRIBUTIONS if "attributions" in rows[0] else CLAIMS
    needed = ("id", "text", "attributions") if what == ATTRIBUTIONS else ("document", "segments", "attribution", "via")
    for number, row in enumerate(rows, 1):
        if missing := [key for key in needed if key not in row]:
            raise GoldError(gold, number, f"it has no {' and no '.join(missing)}")
    place = TemporaryDirectory(prefix="claimsdb-")
    try:
        folder, database = Path(place.name) / "gold", Path(place.name) / "found.db"
        folder.mkdir()
        names = _texts(rows[:limit], folder) if what == ATTRIBUTIONS else _files(gold, rows, sources, folder, limit)
        done = ingest([folder], database, jobs=jobs, begin=begin, report=report, compare=False)
        for step in done.steps:
            if step.outcome == "problem":
                raise GoldError(gold, None, f"a document cannot be read: {step.problem}")
        with open_for_reading(database).connect() as connection:
            found: list[Json] = [dict(record) for record in EVERY[what](connection)]
            (run,) = runs(connection)
        if what == ATTRIBUTIONS:
            measured = attributions.evaluate(_documents(rows[:limit], names, found))
        else:
            files = {name: (folder / name).read_bytes() for name in names}
            here = [r for r in rows if _name(r) in files]
            measured = claims.evaluate(here, found, files)
    finally:
        with shielded():
            place.cleanup()
    return Evaluation(what, measured, run["tagger"], run["tagger_fingerprint"])


def _rows(gold: Path) -> list[Json]:
    rows = []
    try:
        with gold.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise GoldError(gold, number, "it is not a JSON object")
                    rows.append(row)
    except json.JSONDecodeError as error:
        raise GoldError(gold, number, f"it is not valid JSON ({error.msg})") from error
    except UnicodeDecodeError as error:
        raise GoldError(gold, None, "it is not UTF-8") from error
    if not rows:
        raise GoldError(gold, None, "it is empty")
    return rows


def _texts(rows: Iterable[Json], folder: Path) -> list[str]:
    """Write each text to a file of its own; return the file names, in order."""
    names = []
    for number, row in enumerate(rows):
        names.append(f"{number:06}.txt")
        (folder / names[-1]).write_text(row["text"], encoding="utf-8", newline="")
    return names


def _files(gold: Path, rows: Iterable[Json], sources: Path | None, folder: Path, limit: int | None) -> list[str]:
    """Copy the files that the gold claims name; return their names, in order."""
    names = list(dict.fromkeys(_name(row) for row in rows))[:limit]
    if sources is None:
        raise GoldError(gold, None, "its claims are of files: give their folder with --sources")
    for name in names:
        if not (sources / name).is_file():
            raise GoldError(gold, None, f"it names {name}, which is not in {sources}")
        shutil.copyfile(sources / name, folder / name)
    return names


def _name(row: Json) -> str:
    return str(row["document"]).rpartition("/")[2]


def _documents(
    rows: Iterable[Json], names: Iterable[str], found: Iterable[Json]
) -> Iterable[tuple[str, str, list[attributions.Marked], list[attributions.Marked]]]:
    by_name: dict[str, list[attributions.Marked]] = {}
    for record in found:
        marked: attributions.Marked = {p: [_pair(piece) for piece in record[p]] for p in attributions.PARTS}
        by_name.setdefault(_name(record), []).append(marked)
    for row, name in zip(rows, names, strict=True):
        gold: list[attributions.Marked] = [
            {p: [_pair(s) for s in a.get(p) or ()] for p in attributions.PARTS} for a in row["attributions"]
        ]
        yield str(row["id"]), row["text"], gold, by_name.get(name, [])


def _pair(piece: Mapping[str, int] | Pair) -> Pair:
    start, end = (piece["start"], piece["end"]) if isinstance(piece, Mapping) else piece
    return int(start), int(end)
