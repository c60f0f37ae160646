"""The words that Tesseract has read, from the page that it writes (hOCR)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})


class Word(NamedTuple):
    """A word with its box in pixels, from the upper left, and how sure the program is of it, from 0 to 100."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


class Line(NamedTuple):
    """Words on a line: the height of its letters, from the deepest to the highest, and how deep they reach below the base line, which has
    an offset at the lower left corner of its box (left, bottom), and a slope; in pixels, downwards. `turned`: by so many quarters it runs
    counter-clockwise. `paragraph` is the number of the paragraph that it belongs to, as the program sees it.
    """

    words: tuple[Word, ...]
    size: float
    depth: float
    left: float
    bottom: float
    slope: float | None
    offset: float
    turned: int
    paragraph: int = 0


def lines(page: bytes) -> Iterator[Line]:
    """The lines in the order in which the program gives them. Raises `ValueError` for what is not its page."""
    try:
        root = ElementTree.fromstring(page)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    paragraph = 0
    for element in root.iter():
        paragraph += element.get("class") == "ocr_par"
        if element.get("class") in _LINES and (words := tuple(_words(element))):
            yield _line(element, words)._replace(paragraph=paragraph)


def _line(element: ElementTree.Element, words: tuple[Word, ...]) -> Line:
    found = _properties(element)
    left, _, _, bottom = _numbers(found, "bbox", 4)
    base = _numbers(found, "baseline", 2) if "baseline" in found else None
    tallest = max(word.bottom - word.top for word in words)
    size = _numbers(found, "x_size", 1)[0] if "x_size" in found else tallest
    depth = _numbers(found, "x_descenders", 1)[0] if "x_descenders" in found else 0.0
    turned = round(_numbers(found, "textangle", 1)[0] / 90) % 4 if "textangle" in found else 0
    slope, offset = base or (None, -depth)
    return Line(words, size, depth, left, bottom, slope, offset, turned)


def _words(line: ElementTree.Element) -> Iterator[Word]:
    for element in line.iter():
        text = "".join("".join(element.itertext()).split())
        if element.get("class") == "ocrx_word" and text:
            found = _properties(element)
            yield Word(text, *_numbers(found, "bbox", 4), *_numbers(found, "x_wconf", 1))


def _properties(element: ElementTree.Element) -> Mapping[str, list[str]]:
    said = (one.split() for one in (element.get("title") or "").split(";"))
    return {name: values for name, *values in filter(None, said)}


def _numbers(found: Mapping[str, list[str]], name: str, count: int) -> tuple[float, ...]:
    values = tuple(map(float, found.get(name, ())))
    if len(values) != count:
        raise ValueError(f"{name} {values}")
    return values
