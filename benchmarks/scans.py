"""How well scans are read: the words and the claims of pictures of pages, against those of the same articles as text.

    python benchmarks/same_in_formats.py make ARTICLES.jsonl FOLDER
    python benchmarks/scans.py FOLDER [--first 20]

The PDFs in FOLDER/pdf-chromium are drawn as they would be scanned: at 300 and at 150 pixels to an inch, askew with noise, and as a fax. The
accuracy of words is the part of the article's words that are left after the fewest insertions, deletions and changes.
"""

import io
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image, ImageFilter
from rapidfuzz.distance import LCSseq

from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.pictures.tesseract import found
from claimsdb.reading.read import read

KINDS: dict[str, tuple[int, float, float, bool]] = {
    "300": (300, 0, 0, False),
    "150": (150, 0, 0, False),
    "150, askew, noisy": (150, 0.7, 18, False),
    "100, askew, noisy": (100, 1, 25, False),
    "fax": (100, 1, 30, True),
}
"""Pixels in an inch, the most degrees of a turn, the deviation of noise, and whether it is black and white."""


def scanned(pdf: bytes, kind: str, chance: random.Random) -> bytes:
    """The pages as a TIFF."""
    dots, turn, noise, plain = KINDS[kind]
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        shown = page.render(scale=dots / 72, grayscale=True).to_pil().convert("L")
        if turn:
            angle = chance.uniform(-turn, turn)
            shown = shown.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
        if noise:
            of = numpy.random.default_rng(chance.randrange(1 << 30)).normal(0, noise, (shown.height, shown.width))
            shown = Image.fromarray(numpy.clip(numpy.asarray(shown) + of, 0, 255).astype("uint8"))
        pages.append(shown.filter(ImageFilter.GaussianBlur(0.5)).point(lambda v: 255 * (v > 150)) if plain else shown)
    made = io.BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(dots, dots))
    return made.getvalue()


def claims(document: Document, tagger: TrainedTagger) -> Counter[str]:
    return Counter(" ".join(c.text(document.text).split()) for c in normalize(document, tagger).claims)


def plain(text: str) -> list[str]:
    return text.translate(str.maketrans("’‘“”–", "''\"\"-")).split()


def main(folder: str, first: int = 20) -> None:
    tagger, by = TrainedTagger(), found("eng")
    print(
        "| scan | pages | seconds a page | words right | words too many | claims the same | other claims | doubtful lines |"
    )
    for kind in KINDS:
        chance = random.Random(7)
        pages = words = same = extra = theirs = kept = other = lines = doubtful = 0
        took = 0.0
        for path in sorted(Path(folder, "txt").iterdir())[:first]:
            raw = path.read_bytes()
            scan = scanned(Path(folder, "pdf-chromium", f"{path.stem}.pdf").read_bytes(), kind, chance)
            text = read(raw, path.name)
            wanted, said = claims(text, tagger), plain(text.text)
            words, theirs = words + len(said), theirs + wanted.total()
            begun = time.perf_counter()
            try:
                document = read(scan, "a.tiff", ocr=by)
            except UnreadableError as error:
                print(path.name, error)
                continue
            took += time.perf_counter() - begun
            mine, ours = claims(document, tagger), plain(document.text)
            right = LCSseq.similarity(said, ours)
            same, extra = same + right, extra + len(ours) - right
            kept, other = kept + (mine & wanted).total(), other + (mine - wanted).total()
            pages += len(document.parts)
            lines += len(document.places)
            doubtful += sum(bool(place.note) for place in document.places)
        told = [
            f"{n / of:.4f}"
            for n, of in ((same, words), (extra, words), (kept, theirs), (other, theirs), (doubtful, lines or 1))
        ]
        print("|", kind, "|", pages, "|", f"{took / max(pages, 1):.1f}", "|", " | ".join(told), "|", flush=True)


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    main(given[0], *(map(int, given[1:])))
