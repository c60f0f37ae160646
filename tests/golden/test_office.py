"""What is read of Word documents, OpenDocument texts and e-books by many programs: metadata, problems, and each passage with its place."""

from pathlib import Path

import pytest

from claimsdb.reading.read import read
from tests.golden.conftest import Golden

FILES = Path(__file__).parents[1] / "files"
OFFICE = sorted(
    file for kind in ("docx", "odt", "epub", "rtf", "pptx", "odp") for file in (FILES / kind).glob(f"*.{kind}")
)


@pytest.mark.parametrize("file", OFFICE, ids=[file.name for file in OFFICE])
def test_office(file: Path, golden: Golden) -> None:
    document = read(file.read_bytes(), file.name)
    places = {place.span: f"{place.within}, {place.unit} {place.label}".lstrip(", ") for place in document.places}
    stated = document.stated
    golden(
        f"office-{file.name}.txt",
        [
            f"{stated.title} | {stated.author} | {stated.language}",
            *(f"problem: {problem.message}" for problem in document.problems),
            *(f"{p.role} | {places[p.span]} | {p.span.of(document.text)!r}" for p in document.passages),
        ],
    )
