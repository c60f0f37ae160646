"""An RTF document as it is read: its body, then its notes, then as boilerplate what is deleted, hidden, commented, or on each page."""

from __future__ import annotations

from dataclasses import replace

from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.reading.office.composing import Composer
from claimsdb.reading.office.layout import BOILERPLATE, MOST, TooManyError
from claimsdb.reading.office.rtf.body import Body
from claimsdb.reading.office.rtf.tokens import tokens
from claimsdb.reading.office.stating import accepted, one_title, shown, titled, together
from claimsdb.reading.reading import Reading, Settings

ENCODING = "latin-1"
"""The encoding of literal runs: they are ASCII, and any byte is a character in it, so that lines and columns can be counted."""


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The reading of an RTF document, whose map leads into the file itself. Raises `UnreadableError` if it has no text."""
    problems: list[Problem] = []
    body = Body(raw)
    try:
        body.walk(tokens(raw))
    except TooManyError:
        what = f"It has more than {MOST:,} pieces of text: what follows is not read."
        problems.append(Problem("too_large", path, what, "Save it as DOCX or as text."))
        body.setting.layout.finish()
    setting = body.setting
    blocks = setting.layout.blocks
    one_title(blocks)
    if setting.layout.deletions:
        problems.append(accepted(path, setting.layout.deletions))
    composer = Composer(path, problems)
    number = composer.part("", raw, ENCODING)
    for found in (blocks, setting.notes["footnote"], setting.notes["endnote"]):
        composer.blocks(number, found)
    aside = [*setting.layout.apart, *setting.notes["comment"], *setting.around]
    composer.blocks(number, [replace(block, role=BOILERPLATE) for block in aside])
    stated = Metadata(
        title=titled(body.stated.get("title")),
        author=together([body.stated.get("author", "")]),
    )
    return replace(composer.finished(shown(blocks, stated)), parts=())
