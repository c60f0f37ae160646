"""Pages that a program reads from pictures, one after the other, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from claimsdb.model.errors import Problem
from claimsdb.model.recognition import Recognition
from claimsdb.model.source_map import Range
from claimsdb.pictures.picture import Picture
from claimsdb.pictures.tesseract import UnrecognizedError, recognized
from claimsdb.reading.pdf.glyphs import Sheet
from claimsdb.reading.scans.listed import listed
from claimsdb.reading.scans.sheets import recognized_sheet


class Read(NamedTuple):
    """What has read a page (`claimsdb.model.document.Part`), and where in its stream are words that it doubts."""

    by: str
    picture: str | None = None
    resolution: float | None = None
    doubtful: tuple[Range, ...] = ()


@dataclass(slots=True)
class Scans:
    """Reads pictures of pages with a program, and notes what it has read, by the page's number from 0.

    `failed` says why pages could not be read; `illegible` are pages of which it could not read most; `left_out` counts the words of
    paragraphs that it could not read.
    """

    by: Recognition
    read: dict[int, Read] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    illegible: list[int] = field(default_factory=list)
    left_out: dict[int, int] = field(default_factory=dict)

    def sheet(self, number: int, picture: Picture | None) -> Sheet | None:
        """The page in this picture; None if it could not be read."""
        if picture is None:
            self.failed[number] = "is too large to be drawn"
            return None
        try:
            found = recognized(picture, self.by)
        except UnrecognizedError as error:
            self.failed[number] = str(error)
            return None
        made = recognized_sheet(number, picture, found)
        self.read[number] = Read(self.by.name, picture.sha256, picture.resolution, made.doubtful)
        if made.left_out:
            self.left_out[number] = made.left_out
        if not made.is_legible:
            self.illegible.append(number)
        return made.sheet

    def problems(self, path: str) -> Iterator[Problem]:
        """What could not be read, or not well."""
        if self.failed:
            first = min(self.failed)
            what = f"{listed(sorted(self.failed))} not read: Tesseract {self.failed[first]} on page {first + 1}."
            yield Problem("needs_ocr", path, what, "Scan it again with fewer pixels, or make its picture smaller.")
        if self.illegible:
            what = f"{listed(sorted(self.illegible))} hardly legible to the program that reads pictures; its words give no claims."
            yield Problem("illegible", path, what, "Scan it again, straight and in 300 dots an inch, or type it.")
        pages = sorted(self.left_out.keys() - set(self.illegible))
        if pages:
            count = sum(self.left_out[number] for number in pages)
            what = f"{count:,} words are left out, in paragraphs that the program could not read: {listed(pages)} concerned."
            yield Problem("left_out", path, what, "Look at the pages if these words matter.")
