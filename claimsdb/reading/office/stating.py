"""What the properties of a document state, as far as it can be believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem
from claimsdb.reading.office.pieces import Block, Piece
from claimsdb.reading.office.xml import End, Markup, Start

_DATE = re.compile(r"\s*(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?\s*")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_NEVER = ("1601-01-01", "1970-01-01", "1980-01-01")
"""The beginnings of what programs write if they have no date."""
_BY_PROGRAMS = re.compile(
    r"microsoft (?:word|powerpoint) - .*|(?:document|dokument|presentation|slide|untitled)\s?\d*|powerpoint presentation"
    r"|.*\.(?:docx?|dotx?|odt|rtf|pptx?)",
    re.IGNORECASE,
)


def properties_in(markup: Markup, within: str = "") -> dict[str, str]:
    """The words of the elements of a part, or of those in its element `within`, by their names; of several of a name, the first."""
    values: dict[str, str] = {}
    name, made, inside = "", "", not within
    for event in markup.events():
        if type(event) is Start:
            name, made, inside = event.name, "", inside or event.name == within
        elif type(event) is Piece:
            made += event.text
        elif type(event) is End:
            if inside and event.name == within:
                break
            if inside and name:
                values.setdefault(name, " ".join(made.split()))
            name = ""
    return values


def titled(title: str | None) -> str | None:
    """The title, if it is not one that programs give by themselves."""
    words = " ".join((title or "").split())
    return words if words and not _BY_PROGRAMS.fullmatch(words) else None


def coded(language: str | None) -> str | None:
    """The code of a language, without its country; None if it is not one."""
    match = _LANGUAGE.fullmatch((language or "").strip())
    return match[1].lower() if match else None


def together(names: Sequence[str]) -> str | None:
    """The names of authors as one."""
    split = (" ".join(one.split()) for name in names for one in name.split(";"))
    kept = list(dict.fromkeys(name for name in split if name))
    return None if not kept else kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"


def dated(stated: str | None) -> str | None:
    """The ISO date or date-time, to the second; None if it is none, or the one that programs write if they have none."""
    match = _DATE.fullmatch(stated or "")
    if match and match.group().strip().startswith(_NEVER):
        return None
    return f"{match[1]}{match[2] or ''}{(match[3] or '') if match[2] else ''}" if match else None


def shown(blocks: Sequence[Block], stated: Metadata) -> Metadata:
    """What a document states, after the title and the date that it shows: the first blocks that are set as such.

    The properties often keep the title of the template.
    """
    title = next((" ".join(block.text.split()) for block in blocks if block.role == "title"), None)
    date = next(
        (made for block in blocks if block.role == "dateline" and (made := dates.iso(block.text.strip()))), None
    )
    return replace(stated, title=title or stated.title, published=date or stated.published)


def one_title(blocks: Sequence[Block]) -> None:
    """Make headings of all blocks that are set as titles but the first."""
    for block in [block for block in blocks if block.role == "title"][1:]:
        block.role = "heading"


def accepted(path: str, deletions: int) -> Problem:
    """The problem that a document has tracked changes."""
    what = f"{deletions:,} tracked deletion{'s' * (deletions > 1)} left out: the document is read with all changes accepted."
    return Problem(
        "tracked_changes", path, what, "If that is not what its author means, reject the changes and save it again."
    )
