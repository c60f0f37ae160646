"""Titles that pages state and show: without the name of the site, and as they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from claimsdb.reading.html.publisher import SEPARATOR, letters, within
from claimsdb.reading.html.references import line

_LONGER = 2  # times as long as a name is one with more words
_SHORTEST = 3  # letters of a title


def called(title: str, publisher: str | None) -> str:
    """A title without the name of the publisher or of the site before or behind it."""
    parts = SEPARATOR.split(title)
    name = letters(publisher or "")
    for k in range(2, len(parts), 2):
        if letters("".join(parts[k:])) == name:
            return "".join(parts[: k - 1]).strip()
    for k in range(len(parts) - 1, 1, -2):
        before, site = "".join(parts[: k - 1]).strip(), letters(parts[k])
        is_last = k == len(parts) - 1
        of_site = site == name
        if is_last and not of_site:
            of_site = (within(site, name) and len(site) <= _LONGER * len(name)) or parts[k - 1].strip() == "|"
        if before and site and of_site:
            return before
    behind = "".join(parts[2:]).strip()
    return behind if behind and within(letters(parts[0]), name) else title


def headline(shown: str | None, titles: Sequence[str], publisher: str | None) -> str | None:
    """The title that the page shows, without a kicker or a date before it, if the page states only what follows.

    The first stated one if what it shows as its title is the name of the site, or one word that none of them has.
    """
    said, stated = letters(shown or ""), [letters(title) for title in titles]
    alone = shown is None or " " not in shown.strip()
    if shown is None or (
        titles and (said == letters(publisher or "") or (alone and not any(said in t for t in stated)))
    ):
        return titles[0] if titles else None
    whole = line(shown)
    if any(said in title for title in stated):
        return whole
    return next((t for t in titles if len(letters(t)) >= _SHORTEST and said.endswith(letters(t))), whole)
