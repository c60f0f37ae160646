"""BibTeX entries, for BibTeX itself and for biblatex, from items of CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from claimsdb.english.months import MONTHS
from claimsdb.lookup.citations.item import Item, written_date
from claimsdb.lookup.citations.names import PARTICLE

_TYPES = {"article-newspaper": "article", "report": "techreport", "book": "book"}
"""Types of entries that every style prints with the outlet; others are `misc`, which prints `howpublished`."""
_OUTLET = {"article": "journal", "techreport": "institution", "book": "publisher"}
_LATEX = str.maketrans(
    {c: "\\" + c for c in "&%$#_"}
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}  # BibTeX counts braces, whatever is before them
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


class _Writer(Writer):  # type: ignore[misc]
    def _encode(self, text: str) -> str:
        """The text as it is: it is LaTeX already, and addresses must not become so."""
        return text


def as_bibtex(item: Item) -> str:
    """The item as an entry: `year` and `month` for BibTeX, `date` for biblatex, UTF-8, what is special to LaTeX escaped.

    Titles, outlets and names of bodies are in braces, so that no style changes their letters or takes them apart.
    """
    kind = _TYPES.get(str(item["type"]), "misc")
    outlet = item.get("container-title") or item.get("publisher")
    issued, accessed = "-".join(written_date(item, "issued")), "-".join(written_date(item, "accessed"))
    fields = {
        "title": _braced(item["title"]),
        _OUTLET.get(kind, "howpublished"): _braced(outlet) if outlet else "",
        "year": issued[:4],
        "month": MONTHS[int(issued[5:7]) - 1].capitalize() if len(issued) > 4 else "",
        "date": issued,
        "pages": str(item.get("page", "")),
        "url": str(item.get("URL", "")),
        "urldate": accessed,
        "note": str(item["note"]).translate(_LATEX),
    }
    persons = [_person(name) for name in _listed(item.get("author"))]
    entry = Entry(
        kind, {name: value for name, value in fields.items() if value}, {"author": persons} if persons else {}
    )
    made: str = _Writer(encoding="UTF-8").to_string(BibliographyData({str(item["id"]): entry}))
    return made.rstrip("\n")


def _person(name: Mapping[str, str]) -> Person:
    if "literal" in name:
        return Person(last=_braced(name["literal"]))
    given, particle, family, suffix = (
        name.get(part, "").translate(_LATEX) for part in ("given", PARTICLE, "family", "suffix")
    )
    return Person(first=given, prelast=particle, last=family, lineage=suffix)


def _braced(text: object) -> str:
    return "{" + str(text).translate(_LATEX) + "}"


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
