"""Pictures in files (PNG, JPEG, TIFF, WebP), opened with Pillow, which is an extra: each is a page, and TIFF may have several."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.pictures.picture import LARGEST, POINTS, Picture

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_LARGEST = 80_000_000  # pixels of a picture that is opened
_SMALL, _UP = 2_500_000, 2  # pixels of a picture whose letters are too small to be read unless it is enlarged
_PAGES = 2000


def pictures(raw: bytes, path: str) -> Iterator[tuple[int, Picture | None]]:
    """The number of pages in a picture's file, and each page, as people see it; None for one that is damaged or has too many pixels.

    Raises `UnreadableError` if Pillow is not installed, or if it is not the file of a picture.
    """
    with _opened(raw, path) as (opened, count):
        for number in range(count):
            yield count, _page(opened, number)


def picture(raw: bytes, number: int) -> Picture | None:
    """A page of a picture's file, from 0; None if it is not there. Raises `UnreadableError` as `pictures` does."""
    with _opened(raw, "") as (opened, count):
        return _page(opened, number) if number < count else None


@contextmanager
def _opened(raw: bytes, path: str) -> Iterator[tuple[Any, int]]:
    try:
        from PIL import Image
    except ImportError:
        remedy = "Install it with: pip install 'claimsdb[ocr]'"
        what = "Pictures need Pillow, which is not installed."
        raise UnreadableError(Problem("missing_extra", path, what, remedy)) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files that break rules, which is no matter of ours
        try:
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
                yield opened, min(getattr(opened, "n_frames", 1), _PAGES)
        except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
            raise UnreadableError(damaged(path, error)) from None


def damaged(path: str, error: Exception) -> Problem:
    """The problem that a picture cannot be opened."""
    what = f"The picture is damaged, or has too many pixels ({str(error) or type(error).__name__})."
    return Problem("damaged", path, what, "Open it in another program, and save it as PNG.")


def coloured(raw: bytes, number: int) -> Any:
    """A page of a picture's file, from 0, in colours, as Pillow has it. Raises `UnreadableError` as `pictures` does, `ValueError` if there
    is no such page or it has too many pixels.
    """
    with _opened(raw, "") as (opened, _):
        opened.seek(number)
        if (shown := _upright(opened)) is None:
            raise ValueError(number)
        return _on_white(shown).convert("RGB")


def _page(opened: Any, number: int) -> Picture | None:
    from PIL import Image

    try:
        opened.seek(number)
        shown = _upright(opened)
        if shown is None:
            return None
        shown = _on_white(shown).convert("L")
    except (EOFError, OSError, SyntaxError, ValueError, TypeError, MemoryError, Image.DecompressionBombError):
        return None
    pixels = shown.width * shown.height
    scale = _UP if pixels < _SMALL else min((LARGEST / pixels) ** 0.5, 1)
    if scale != 1:
        size = max(int(shown.width * scale), 1), max(int(shown.height * scale), 1)
        shown = shown.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX)
    return Picture(shown.width, shown.height, shown.tobytes(), POINTS * scale)


def _upright(opened: Any) -> Any:
    """The picture as the file says that it is held; None if it has no pixels or too many."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(opened) if 0 < opened.width * opened.height <= _LARGEST else None


def _on_white(shown: Any) -> Any:
    """The picture with eight bits for a colour, on white where it is transparent."""
    from PIL import Image

    if shown.mode.startswith(("I", "F")):  # 16 or 32 bits
        low, high = shown.getextrema()
        scale = 255 / max(high - low, 1)
        return shown.convert("F").point(lambda v: v * scale - low * scale).convert("L")
    if "A" in shown.mode or "transparency" in shown.info:
        colours = shown.convert("RGBA")
        paper = Image.new("RGBA", colours.size, (255, 255, 255, 255))
        paper.alpha_composite(colours)
        return paper
    return shown
