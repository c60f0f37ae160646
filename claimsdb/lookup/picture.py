"""A picture of a page, with boxes marked, as PNG. It is drawn in a process of its own, since pages are hostile."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from struct import pack
from threading import Lock, Semaphore
from typing import Any, NamedTuple

from claimsdb.lookup.originals import original
from claimsdb.model.boxes import Box
from claimsdb.model.ids import BY_LETTERS, PICTURES
from claimsdb.pictures.annotations import Pages
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import Segment, files_of_claim, segments_of
from claimsdb.store.read.originals import is_kept

SECONDS = 10
"""What drawing a page may take, in seconds of processor time; the process ends after twice as many by the clock."""
MEMORY = 1 << 30
"""What it may take of memory besides the file, in bytes."""
_WIDEST, _TALLEST, _SCALE = 1100, 2200, 1.75  # pixels, and pixels in a point
_MARK = (255, 226, 110)  # multiplies the paper
_KEPT = 1 << 25  # bytes of pictures
_AT_ONCE = Semaphore(2)
_LOCK = Lock()
_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()


def pages_of(segments: Iterable[Segment]) -> dict[int, tuple[Box, ...]]:
    """The pages on which the segments of a claim are, with their boxes there."""
    found: dict[int, tuple[Box, ...]] = {}
    for segment in segments:
        for box in segment.boxes:
            found[box.page] = (*found.get(box.page, ()), box)
    return found


def can_be_drawn(connection: Connection, database: Path, claim: str) -> bool:
    """Whether the file of the claim with this id is a PDF or a picture that is where it was, or kept, and may be shown. Its bytes are not
    looked at.
    """
    folders = Folders(database)
    for found in files_of_claim(connection, claim):
        if found["media_type"] not in BY_LETTERS or found["withheld"] == "yes":
            return False
        root = folders.place(found["folder"])
        if root is not None and any((root / part).is_file() for part in _chain(found["path"])):
            return True
        if is_kept(connection, found["sha256"]):
            return True
    return False


def _chain(path: str) -> Iterator[str]:
    """The path, and the paths of the files around it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


class Wanted(NamedTuple):
    """A page of a file to draw, which counts from 1, and the boxes to mark on it. `hashed` is the SHA-256 of the file."""

    raw: bytes
    hashed: str
    media_type: str
    page: int
    boxes: tuple[Box, ...]


def wanted(connection: Connection, database: Path, claim: str, page: int) -> Wanted | None:
    """What to draw to show the words of the claim with this id on a page; None if they are not there.

    Raises `OriginalMissingError` if there is neither the file nor a kept copy.
    """
    boxes = pages_of(segments_of(connection, claim)).get(page)
    if boxes is None or not can_be_drawn(connection, database, claim):
        return None
    of = original(connection, database, claim)
    hashed = sha256(of.raw).hexdigest()
    return Wanted(of.raw, hashed, of.media_type, page, boxes) if of.media_type in BY_LETTERS else None


def drawn(of: Wanted) -> bytes | None:
    """The page as PNG; None if it cannot be drawn within the limits. The last pictures are kept."""
    with _LOCK:
        if (made := _kept.get(of[1:])) is not None:
            _kept.move_to_end(of[1:])
            return made
    made = _apart(of)
    if made is not None:
        with _LOCK:
            _kept[of[1:]] = made
            while sum(map(len, _kept.values())) > _KEPT:
                _kept.popitem(last=False)
    return made


def _apart(of: Wanted) -> bytes | None:
    """The picture, drawn by another process; None if it fails or takes too long."""
    task = json.dumps({"media_type": of.media_type, "page": of.page, "boxes": of.boxes}).encode()
    command = [sys.executable, "-m", "claimsdb.lookup.picture"]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command, input=task + b"\n" + of.raw, capture_output=True, timeout=2 * SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def draw(raw: bytes, media_type: str, page: int, boxes: Sequence[Sequence[float]]) -> bytes:
    """The page as PNG. Raises `ValueError` if there is no such page."""
    import numpy

    pixels, height, scale = _of_picture(raw, page) if media_type in PICTURES else _of_pdf(raw, page)
    for _, left, bottom, right, top in boxes:
        rows = slice(max(round((height - top) * scale) - 1, 0), max(round((height - bottom) * scale) + 1, 0))
        columns = slice(max(round(left * scale) - 1, 0), max(round(right * scale) + 1, 0))
        marked = pixels[rows, columns].astype(numpy.uint16) * numpy.array(_MARK, numpy.uint16) // 255
        pixels[rows, columns] = marked.astype(numpy.uint8)
    return _png(pixels.shape[1], pixels.shape[0], pixels.tobytes())


def _of_pdf(raw: bytes, page: int) -> tuple[Any, float, float]:
    """The pixels of a page, its height in points, and how many pixels a point has."""
    import numpy
    import pypdfium2

    document = pypdfium2.PdfDocument(raw)
    if not 1 <= page <= len(document):
        raise ValueError(page)
    pages = Pages(document.raw)
    pypdfium2.raw.FPDF_ClosePage(pages.load(page - 1))  # what is above it stays drawn into it
    pages.close()
    shown = document[page - 1]
    width, height = shown.get_size()
    scale = min(_SCALE, _WIDEST / max(width, 1), _TALLEST / max(height, 1))
    return numpy.array(shown.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]), height, scale


def _of_picture(raw: bytes, page: int) -> tuple[Any, float, float]:
    """The same of a page of a picture's file, of which a pixel is a point."""
    import numpy

    from claimsdb.pictures.files import coloured

    shown = coloured(raw, page - 1)
    height = shown.height
    scale = min(1.0, _WIDEST / shown.width, _TALLEST / height)
    if scale < 1:
        shown = shown.resize((max(round(shown.width * scale), 1), max(round(height * scale), 1)), reducing_gap=2.0)
    return numpy.array(shown), height, scale


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of pixels of three bytes."""
    rows = b"".join(b"\0" + pixels[k * 3 * width : (k + 1) * 3 * width] for k in range(height))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 4)), (b"IEND", b"")]
    chunks = (pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in made)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def main() -> None:
    """Draw the page that standard input names, of the file that follows there."""
    task = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY + len(raw), MEMORY + len(raw)))
    sys.stdout.buffer.write(draw(raw, task["media_type"], task["page"], task["boxes"]))


if __name__ == "__main__":
    main()
