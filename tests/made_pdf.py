"""Small PDFs made by hand: words at given places, in the fonts that every viewer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_SPELT = {"ﬁ": b"\x01", "ﬂ": b"\x02", "(": rb"\(", ")": rb"\)", "\\": rb"\\"}
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl]>>>>"

Words = tuple[float, float, float, str]
"""The left edge, the base line and the size of words, and the words; they are bold if these begin with `*`."""


def pdf(
    pages: Sequence[Sequence[Words]],
    *,
    info: Mapping[str, str] | None = None,
    labels: str = "",
    turned: int = 0,
    before: bytes = b"",
    codes: Mapping[int, str] | None = None,
    fields: Mapping[tuple[float, float, float, float], str] | None = None,
) -> bytes:
    """A PDF of these pages, each 440 points wide and 600 high. `labels` is their number tree, `before` is drawn first.

    `codes` are the characters that the font names for its codes, by which it is not known what they are otherwise. `fields` of a form, on
    the first page, have a box and a value, of which the file does not say how it is drawn; the page then inherits its own box.
    """
    said = "".join(f"/{key}({value})" for key, value in (info or {}).items()).encode("cp1252")
    objects = [b"", b"", _FONT % b"Helvetica", _FONT % b"Helvetica-Bold", b"<<%s>>" % said]
    if codes:
        objects[2] = objects[2][:-2] + b"/ToUnicode 6 0 R>>"
        objects.append(_named(codes))
    widgets = _references(range(len(objects) + 1, len(objects) + 1 + len(fields or ())))
    objects += (_field(k, box, said) for k, (box, said) in enumerate((fields or {}).items()))
    size = b"/MediaBox[0 0 440 600]"
    kids = []
    for page in pages:
        drawn = before + b"\n".join(_words(*words) for words in page)
        kids.append(len(objects) + 1)
        fonts = b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        box = b"/Annots[%s]" % widgets if fields and len(kids) == 1 else size
        objects.append(
            b"<</Type/Page/Parent 2 0 R%s/Rotate %d%s/Contents %d 0 R>>" % (box, turned, fonts, kids[-1] + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    named = b"/PageLabels<</Nums[%s]>>" % labels.encode() if labels else b""
    form = b"/AcroForm<</Fields[%s]/DR<</Font<</F1 3 0 R>>>>>>" % widgets if fields else b""
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s%s>>" % (named, form)
    objects[1] = b"<</Type/Pages%s/Count %d/Kids[%s]>>" % (size if fields else b"", len(kids), _references(kids))
    made = b"%PDF-1.7\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, trailer)


def lines(left: float, top: float, words: str, *, size: float = 10, step: float = 12) -> list[Words]:
    """The lines of a text, one below the other."""
    return [(left, top - k * step, size, line) for k, line in enumerate(words.strip("\n").split("\n"))]


def _named(codes: Mapping[int, str]) -> bytes:
    """The stream in which a font names the characters of its codes."""
    lines = "".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>\n" for code, c in codes.items())
    space = "1 begincodespacerange <00> <ff> endcodespacerange"
    said = f"/CIDInit /ProcSet findresource begin begincmap {space}\n{len(codes)} beginbfchar\n{lines}endbfchar endcmap end"
    return b"<</Length %d>>stream\n%s\nendstream" % (len(said), said.encode())


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _field(number: int, box: tuple[float, float, float, float], said: str) -> bytes:
    kind = b"/Type/Annot/Subtype/Widget/F 4/FT/Tx/DA(/F1 10 Tf 0 g)"
    return b"<<%s/T(field %d)/Rect[%g %g %g %g]/V(%s)>>" % (kind, number, *box, said.encode("cp1252"))


def _words(left: float, base: float, size: float, words: str) -> bytes:
    font, words = ("F2", words[1:]) if words.startswith("*") else ("F1", words)
    spelt = b"".join(_SPELT.get(c) or c.encode("cp1252") for c in words)
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font.encode(), size, left, base, spelt)
