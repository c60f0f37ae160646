"""From a claim to its citation: its position, its exact words with their context, who says it, and through whom.

A citation contains both a W3C text-position selector and a text-quote selector: offsets, and the exact words with up to 32
characters before and after them inside their block. `exact` runs from the claim's first word to its last, interruptions included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimsdb.lookup.citations import formats, wording
from claimsdb.lookup.citations.annotation import Json, as_annotation
from claimsdb.lookup.citations.item import Item, as_csl
from claimsdb.lookup.citations.links import fragment_url
from claimsdb.store.engine import Connection
from claimsdb.store.read.citations import Place, places
from claimsdb.store.read.claims import claims_with_ids
from claimsdb.store.read.records import CitationRecord, ClaimRecord, put


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim with its place in its file, which can be cited in several formats."""

    claim: ClaimRecord
    place: Place

    def as_text(self) -> str:
        """The citation in one line of plain words."""
        return wording.as_text(self.claim, self.place)

    def as_markdown(self) -> str:
        """The citation as a Markdown block quotation."""
        return wording.as_markdown(self.claim, self.place)

    def as_short(self) -> str:
        """The citation as newsrooms print it: who, in which outlet, when."""
        return wording.as_short(self.claim, self.place)

    def as_bibtex(self) -> str:
        """The document as a BibTeX entry, with the claim in its note."""
        return str(self.in_format("bibtex"))

    def as_ris(self) -> str:
        """The document as a RIS record, with the claim in its notes."""
        return str(self.in_format("ris"))

    def as_csl(self) -> Item:
        """The document as a CSL-JSON item, with the claim in its note."""
        return as_csl(self.claim, self.place)

    def as_annotation(self) -> Json:
        """The claim as a W3C Web Annotation."""
        return as_annotation(self.claim, self.place)

    def as_url(self) -> str | None:
        """A link that highlights the words on the web page; None if the document has no web address."""
        return fragment_url(self.place)

    def as_record(self) -> CitationRecord:
        """The citation as the interchange format has it."""
        place = self.place
        first, *further = place["where"]
        made = CitationRecord(
            text=self.as_text(),
            path=place["path"],
            line=place["line"],
            column=place["column"],
            start=place["start"],
            end=place["end"],
            byte_start=first["byte_start"],
            byte_end=first["byte_end"],
            sha256=place["sha256"],
            exact=place["exact"],
            prefix=place["prefix"],
            suffix=place["suffix"],
            place=place["place"],
            proof=place["proof"],
        )
        return put(made, first, further)

    def in_format(self, name: str) -> str | None:
        """The citation in the format of this name in `formats.FORMATS`; None if it cannot be given in it.

        Raises `StylesMissingError` for the style of a style guide if the extra `styles` is not installed.
        """
        return formats.together(name, [(self.claim, self.place)]) or None

    def formatted(self) -> dict[str, str]:
        """The citation in each format that it can be given in, by the format's name, those of style guides left out."""
        names = [name for name, form in formats.FORMATS.items() if not form.styled]
        return {name: text for name in names if (text := self.in_format(name)) is not None}


def cited(connection: Connection, ids: Sequence[str]) -> list[Citation]:
    """The citations of the claims with these ids, in the order of the ids."""
    found = known_of(connection, ids)
    return [found[identity] for identity in ids]


def known_of(connection: Connection, ids: Sequence[str]) -> dict[str, Citation]:
    """The citations of those of the claims with these ids that the database has, by id."""
    claims = claims_with_ids(connection, ids)
    at = places(connection, list(claims))
    return {identity: Citation(claim, at[identity]) for identity, claim in claims.items()}
