"""RIS records from items of CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping

import rispy
from rispy.writer import RisWriter

from claimsdb.lookup.citations.item import Item, written_date
from claimsdb.lookup.citations.names import PARTICLE

_TYPES = {
    "article-newspaper": "NEWS",
    "webpage": "ELEC",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "broadcast": "VIDEO",
    "personal_communication": "ICOMM",
    "report": "RPRT",
    "book": "BOOK",
}


class _Writer(RisWriter):  # type: ignore[misc]
    def set_header(self, count: int) -> str:
        """No line before a record."""
        return ""


def as_ris(item: Item) -> str:
    """The item as a record, from its TY line to its ER line."""
    issued, accessed = _date(item, "issued"), _date(item, "accessed")
    names = item.get("author")
    fields: dict[str, object] = {
        "type_of_reference": _TYPES.get(str(item["type"]), "GEN"),
        "id": item["id"],
        "title": item["title"],
        "authors": list(map(written_name, names)) if isinstance(names, list) else None,
        "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "year": issued[:4],
        "date": issued,
        "language": item.get("language"),
        "notes": [item["note"]],
    }
    found = {"start_page": item.get("page"), "access_date": accessed, "urls": [item["URL"]] if "URL" in item else None}
    record = {name: value for name, value in (fields | found).items() if value}
    made: str = rispy.dumps([record], implementation=_Writer)
    return made.strip("\n")


def written_name(name: Mapping[str, str]) -> str:
    """A name with the family's first, as RIS has it."""
    if "literal" in name:
        return name["literal"]
    family = " ".join(filter(None, (name.get(PARTICLE), name["family"])))
    return ", ".join(filter(None, (family, name.get("given"), name.get("suffix"))))


def _date(item: Item, key: str) -> str:
    """A date of the item as RIS has it, year/month/day/, with those left empty that are not known."""
    known = written_date(item, key)
    return "/".join([*known, "", "", ""][:4] if known else known)
