"""A picture as a document of a page, or of several, whose words a program reads."""

from __future__ import annotations

from collections.abc import Iterator

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.pictures.files import damaged, pictures
from claimsdb.reading.pdf.composing import Laid, composed
from claimsdb.reading.pdf.flow import flow
from claimsdb.reading.pdf.glyphs import Sheet
from claimsdb.reading.pdf.layout import pages
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.scans.reader import Scans
from claimsdb.streams.kinds import NO_TEXT


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The words of a picture. Raises `UnreadableError` if it cannot be opened, or has none that the program can read."""
    assert settings.ocr is not None, "pictures are read if somebody asks for it"
    scans = Scans(settings.ocr)
    streams: list[bytes] = []

    def sheets() -> Iterator[Sheet]:
        for number, (count, picture) in enumerate(pictures(raw, path)):
            made = scans.sheet(number, picture) or Sheet(number)
            streams.append(made.stream)
            settings.step(number + 1, count)
            yield made

    laid = list(pages(sheets()))
    problems = list(scans.problems(path))
    if not laid:
        raise UnreadableError(damaged(path, ValueError("it has no pages")))
    names = [f"page {number + 1}" for number in range(len(laid))]
    of = Laid(laid, list(flow(laid)), streams, names, scans.read, scans.illegible)
    return composed(of, Metadata(), problems, _wordless(path))


def _wordless(path: str) -> Problem:
    return Problem(NO_TEXT, path, "It is a picture in which no words can be read.", "Nothing needs to be done.")
