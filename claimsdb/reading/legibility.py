"""What in a document cannot be read well, said as problems: another language, words decoded wrongly, raw entities, no sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from claimsdb.english.listed import listed, meanings
from claimsdb.english.words import LETTERS
from claimsdb.model.document import Block, Document
from claimsdb.model.errors import Problem
from claimsdb.model.spans import LINE_END, Span
from claimsdb.reading.language import language

_COMMON = frozenset(listed("function", "common"))
_FEWEST_WORDS = 30
_PROSE = 0.1  # share of common words; English prose of that length has more than 0.2
_CODE = 0.13  # share of words with a mark that programs and data consist of; in English prose it is less than 0.1
_CODE_WORD = re.compile(r"\S*(?:\w[{}<>=;|\\_\[\]$#(]|[{}<>=|\\_\[$#]\w)")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,20}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
# Two characters that are not ASCII, side by side: the library that tells wrong decoding needs a moment to load.
_SUSPICIOUS = re.compile(r"[^\0-\x7f]{2}")
_SHOWN = 40  # code points of an example


def doubts(document: Document, blocks: Sequence[Block]) -> tuple[Problem, ...]:
    """At most one problem of each kind, each with the first place and the number of places if there are several."""
    bearing = "\n".join(block.span.of(document.text) for block in blocks if block.kind.bears_claims)
    return (*_language_or_no_prose(document, bearing), *_garbled(document), *_entities(document))


def _language_or_no_prose(document: Document, bearing: str) -> Iterator[Problem]:
    words = [word.lower() for word in LETTERS.findall(bearing)]
    common = sum(word in _COMMON for word in words)
    found = language(bearing)
    if found not in (None, "en") and common < 2 * _PROSE * len(words):
        name = meanings("languages", "language").get(str(found), "another language")
        what = f"Its text is in {name} ({found}), which is read as if it were English: what is found in it cannot be trusted."
        yield Problem("language", document.path, what, "Translate it into English, or leave it out.")
        return
    words = words or [word.lower() for word in LETTERS.findall(document.text)]
    if len(words) < _FEWEST_WORDS:
        return
    written = bearing.split()
    coded = sum(_CODE_WORD.match(word) is not None for word in written)
    if common < _PROSE * len(words) or coded > _CODE * len(written):
        what = f"Its {len(words):,} words are hardly sentences, but a table, a list of words or code: claims in it cannot be trusted."
        yield Problem("no_sentences", document.path, what, "Write what it says as sentences, or leave it out.")


def _garbled(document: Document) -> Iterator[Problem]:
    text = document.text
    if text.isascii() or _SUSPICIOUS.search(text) is None:
        return
    from ftfy import fix_encoding
    from ftfy.badness import BADNESS_RE, is_bad

    first, lines, start = None, 0, 0
    for end in [*(match.start() for match in LINE_END.finditer(text)), len(text)]:
        line = text[start:end]
        if _SUSPICIOUS.search(line) and is_bad(line) and fix_encoding(line) != line:
            lines += 1
            if first is None and (match := BADNESS_RE.search(line)):
                word = _word(text, start + match.start())
                first = next(at for at in range(*word) if not text[at].isascii())
        start = end
    if first is None:
        return
    meant = shown = _word(text, first).of(text)
    several = f", one of {lines:,} such lines" if lines > 1 else ""
    while (mended := fix_encoding(meant)) != meant:  # some were decoded wrongly twice
        meant = mended
    what = f"{_printed(shown)} stands for {_printed(meant)}{several}: the text was decoded wrongly before it was saved."
    remedy = "Save it again from its source as UTF-8, or mend it with: ftfy FILE -o MENDED"
    yield Problem("garbled", document.path, what, remedy, document.map.byte(first))


def _word(text: str, at: int) -> Span:
    """The word around an offset; spaces that are not ASCII may be part of a word that was decoded wrongly."""
    start = max(text.rfind(white, 0, at) for white in " \t\r\n") + 1
    end = min((found for white in " \t\r\n" if (found := text.find(white, at)) >= 0), default=len(text))
    return Span(max(start, at - _SHOWN), min(end, at + _SHOWN))


def _printed(word: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in word)


def _entities(document: Document) -> Iterator[Problem]:
    if document.media_type != "text/plain" or "&" not in document.text:
        return
    found = [m for m in _ENTITY.finditer(document.text) if html.unescape(m.group()) != m.group()]
    if not found:
        return
    several = f", one of {len(found):,} entities" if len(found) > 1 else ""
    what = (
        f"{found[0].group()} stands for {html.unescape(found[0].group())}{several}: the text is from a page's source."
    )
    remedy = "Save the page's text, with characters for entities."
    yield Problem("entities", document.path, what, remedy, document.map.byte(found[0].start()))
