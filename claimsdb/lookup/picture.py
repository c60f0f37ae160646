"""A picture of a page of a PDF, with boxes marked, as PNG. It is drawn in a process of its own, since pages are hostile."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from collections.abc import Sequence
from functools import lru_cache
from struct import pack
from threading import Semaphore

from claimsdb.model.boxes import Box

SECONDS = 10
"""What drawing a page may take, in seconds of processor time; the process ends after twice as many by the clock."""
MEMORY = 1 << 30
"""What it may take of memory besides the file, in bytes."""
_WIDEST, _TALLEST, _SCALE = 1100, 2200, 1.75  # pixels, and pixels in a point
_MARK = (255, 226, 110)  # multiplies the paper
_KEPT = 64  # pictures
_AT_ONCE = Semaphore(2)


@lru_cache(_KEPT)
def picture(raw: bytes, page: int, boxes: tuple[Box, ...]) -> bytes | None:
    """Page `page` of the PDF, which counts from 1, as PNG; None if it cannot be drawn within the limits."""
    task = json.dumps({"page": page, "boxes": boxes}).encode()
    command = [sys.executable, "-m", "claimsdb.lookup.picture"]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command, input=task + b"\n" + raw, capture_output=True, timeout=2 * SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def drawn(raw: bytes, page: int, boxes: Sequence[Sequence[float]]) -> bytes:
    """The page as PNG. Raises `ValueError` if there is no such page."""
    import numpy
    import pypdfium2

    document = pypdfium2.PdfDocument(raw)
    if not 1 <= page <= len(document):
        raise ValueError(page)
    shown = document[page - 1]
    width, height = shown.get_size()
    scale = min(_SCALE, _WIDEST / max(width, 1), _TALLEST / max(height, 1))
    pixels = numpy.array(shown.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3])
    for _, left, bottom, right, top in boxes:
        rows = slice(max(round((height - top) * scale) - 1, 0), max(round((height - bottom) * scale) + 1, 0))
        columns = slice(max(round(left * scale) - 1, 0), max(round(right * scale) + 1, 0))
        marked = pixels[rows, columns].astype(numpy.uint16) * numpy.array(_MARK, numpy.uint16) // 255
        pixels[rows, columns] = marked.astype(numpy.uint8)
    return _png(pixels.shape[1], pixels.shape[0], pixels.tobytes())


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
    sys.stdout.buffer.write(drawn(raw, task["page"], task["boxes"]))


if __name__ == "__main__":
    main()
