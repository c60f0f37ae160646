"""Distinguish 8-bit and East Asian encodings.

In Latin text only a few bytes depend on the encoding, too few for statistics. The encoding is taken in which the letters beyond
ASCII belong to one language and are inside words, and the marks are where marks may be. Other scripts are left to
charset-normalizer.
"""

from __future__ import annotations

import codecs
import re

_WESTERN = [
    "àâæçéèêëîïôœùûüÿ",
    "äöüß",
    "áéíñóúü",
    "àèéìíîòóù",
    "áâãàçéêíóôõúü",
    "åäöéü",
    "æøåéü",
    "äëéèïöüó",
    "ðþýáéíóúæö",
]
_CENTRAL = ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"]
_BALTIC = ["ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"]
# In order of preference: with equal evidence, the first is taken.
_LATIN = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "iso8859-15": _WESTERN,
    "cp1254": ["çğıöşüâîû"],
    "cp1257": _BALTIC,
    "mac-roman": _WESTERN,
}
_MARKS = "\u00a0“”‘’‚„–—…«»‹›•·°§©®™€£¥¢¡¿ªº½¼¾†‡²³×±µ\u00ad´"
_BETWEEN_LETTERS = "’–—…·\u00a0\u00ad"
_OTHERS = [
    "cp1251", "koi8_r", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip

_HIGH = re.compile(b"[\x80-\xff]")
_LINES_WITH_HIGH = re.compile(b"(?<![^\r\n])[^\r\n]*[\x80-\xff][^\r\n]*")
_SAMPLE = 1 << 16
# Share of letters. Polish and Czech, which have the most accents, are below it, other scripts above.
_LATIN_SHARE = 0.25
_DOUBTFUL = 0.34


def detect_legacy(raw: bytes) -> str | None:
    """Python's name of the encoding that fits best, for text that is not UTF-8; None if none gives likely words."""
    sample = _sample(raw)
    best, doubt = None, _DOUBTFUL
    for name, alphabets in _LATIN.items():
        cost = _doubt(sample, name, alphabets)
        if cost < doubt and decodes(raw, name):
            best, doubt = name, cost
    if best is not None:
        return best
    high = len(_HIGH.findall(sample))
    if high >= _LATIN_SHARE * (high + sum(bytes([b]).isalpha() for b in sample)):
        return _other_script(raw, sample)
    return "cp1252" if decodes(raw, "cp1252") else None


def decodes(raw: bytes, encoding: str) -> bool:
    """Whether all bytes can be decoded with that encoding."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sample(raw: bytes) -> bytes:
    """Whole lines with bytes beyond ASCII, up to a size. No East Asian encoding has a line end inside a character."""
    found, size = [], 0
    for match in _LINES_WITH_HIGH.finditer(raw):
        found.append(match.group())
        size += len(match.group())
        if size >= _SAMPLE:
            break
    return b"\n".join(found)


def _doubt(sample: bytes, encoding: str, alphabets: list[str]) -> float:
    """How unlikely the decoded text is: the mean over its characters beyond ASCII, from 0 (expected) to 3."""
    text = f" {sample.decode(encoding, 'replace')} "
    beyond = [(text[i - 1], c, text[i + 1]) for i, c in enumerate(text) if c > "\x7f"]
    letters = [c.lower() for _, c, _ in beyond if c.isalpha()]
    foreign = min(sum(_strange(c, alphabet, alphabets) for c in letters) for alphabet in alphabets)
    return (foreign + sum(_misplaced(*around) for around in beyond)) / max(1, len(beyond))


def _strange(letter: str, alphabet: str, alphabets: list[str]) -> float:
    if letter in alphabet:
        return 0
    return 0.5 if any(letter in other for other in alphabets) else 1


def _misplaced(before: str, c: str, after: str) -> float:
    if not c.isalpha() or c in "ªº":
        if c not in _MARKS:
            return 2
        return 2 if before.isalpha() and after.isalpha() and c not in _BETWEEN_LETTERS else 0
    # No Latin word has a capital inside, or three letters beyond ASCII in a row.
    if (before.islower() and c.isupper()) or (
        before > "\x7f" and after > "\x7f" and before.isalpha() and after.isalpha()
    ):
        return 2
    return 0


def _other_script(raw: bytes, sample: bytes) -> str | None:
    # Importing it takes longer than reading a UTF-8 file, and most files are UTF-8.
    from charset_normalizer import from_bytes

    for match in from_bytes(sample, cp_isolation=_OTHERS, threshold=0.4):
        if decodes(raw, match.encoding):
            return codecs.lookup(match.encoding).name
    return None
