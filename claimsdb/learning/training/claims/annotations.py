"""The project's annotated documents, which are stored without the texts of the corpora, and the two ways between both forms.

    python -m claimsdb.learning.training.claims.annotations join --corpora CORPORA --out FOLDER

joins them with the corpora (PolNeAR, GUM, UD EWT) and writes `docs/`, `claims.jsonl`, `blocks.jsonl` and `ledger.jsonl` in the interchange
format, as `claimsdb export claims` does and as training reads it.

    python -m claimsdb.learning.training.claims.annotations import FOLDER --out annotated/NAME.jsonl

stores what was annotated. `FOLDER` has the same three files, and `documents.jsonl`, whose rows have `document`, `sha256`, `text`, `set`
("develop" or "aside") and `from`: `corpus`, `id`, `ranges` of its code points, which are joined by a blank line, and `append`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimsdb.learning.jsonl import Json, objects
from claimsdb.learning.training.claims.corpora import texts
from claimsdb.learning.training.claims.records import SETS, AnnotationError, Rows, packed, text_of, unpacked

ANNOTATED = Path(__file__).parent / "annotated"
ROWS = ("claims", "blocks", "ledger")
KEPT = ("document", "sha256", "from", "set")


def rows(folder: Path) -> dict[str, Rows]:
    """The rows of each document of a folder in the interchange format, by file name."""
    made: dict[str, dict[str, list[Json]]] = defaultdict(lambda: {name: [] for name in ROWS})
    for name in ROWS:
        for row in objects(folder / f"{name}.jsonl"):
            made[row["document"].rpartition("/")[2]][name].append(row)
    return {document: Rows(**of) for document, of in made.items()}


def store(folder: Path, out: Path) -> None:
    """Store the annotated documents of a folder. Raises `AnnotationError` if a row does not fit its text."""
    annotated = rows(folder)
    records = []
    for document in objects(folder / "documents.jsonl"):
        if (of := annotated.get(document["document"])) is not None:
            about = {key: document[key] for key in KEPT}
            records.append(packed(about, document["text"], of))
    _write(out, records)


def join(corpora: Path, out: Path, which: str, stored: Sequence[Path]) -> int:
    """Write the stored documents of a set with their texts; return how many there are.

    Raises `AnnotationError` if a text is missing or differs, before anything is written.
    """
    records = [record for path in stored for record in objects(path) if record["set"] == which]
    read = {corpus: texts(corpora, corpus) for corpus in {record["from"]["corpus"] for record in records}}
    joined = [(record, text_of(record, read)) for record in records]
    (out / "docs").mkdir(parents=True, exist_ok=True)
    made = [unpacked(record, text) for record, text in joined]
    for record, text in joined:
        (out / "docs" / record["document"]).write_text(text, encoding="utf-8", newline="")
    for name in ROWS:
        _write(out / f"{name}.jsonl", (row for of in made for row in getattr(of, name)))
    return len(joined)


def _write(path: Path, made: Iterable[Json]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), encoding="utf-8", newline="")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, and join or store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    joins = commands.add_parser("join", help="write the annotated documents with their texts")
    joins.add_argument("--corpora", type=Path, required=True, help="folder with polnear/, gum/ and ud_ewt/")
    joins.add_argument("--out", type=Path, required=True)
    joins.add_argument("--set", choices=SETS, default=SETS[0], help="which documents (default: those to learn from)")
    joins.add_argument("--annotated", type=Path, default=ANNOTATED, help="folder of the stored annotations")
    stores = commands.add_parser("import", help="store annotated documents without their texts")
    stores.add_argument("folder", type=Path)
    stores.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    try:
        if args.command == "import":
            store(args.folder, args.out)
        else:
            print(join(args.corpora, args.out, args.set, sorted(args.annotated.glob("*.jsonl"))), "documents")
    except (AnnotationError, OSError) as error:
        sys.exit(f"{parser.prog}: {error}")


if __name__ == "__main__":
    main()
