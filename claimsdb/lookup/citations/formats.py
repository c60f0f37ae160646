"""The formats of citations by name, for one claim and for many: commands and pages take their lists from here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.lookup.citations import styles
from claimsdb.lookup.citations.annotation import as_annotation
from claimsdb.lookup.citations.item import as_csl
from claimsdb.lookup.citations.links import fragment_url
from claimsdb.lookup.citations.wording import as_markdown, as_short, as_text
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord

MOST, MOST_STYLED = 500, 50
"""Maximum number of claims that pages cite at once; in the style of a style guide, of which each takes up to a tenth of a second."""
Cited = tuple[ClaimRecord, Place]


class Format(NamedTuple):
    """A format: its label, the citation of one claim in it (None if it cannot be given), how several become one text, and what kind of
    file that is.
    """

    label: str
    of: Callable[[ClaimRecord, Place], object]
    together: Callable[[Sequence[object]], str]
    media_type: str = "text/plain"
    ending: str = "txt"
    styled: bool = False


def _bibtex(claim: ClaimRecord, place: Place) -> str:
    from claimsdb.lookup.citations.bibtex import as_bibtex

    return as_bibtex(as_csl(claim, place))


def _ris(claim: ClaimRecord, place: Place) -> str:
    from claimsdb.lookup.citations.ris import as_ris

    return as_ris(as_csl(claim, place))


def _styled(style: str, claim: ClaimRecord, place: Place) -> str:
    return styles.styled(as_csl(claim, place), style)


def _lines(between: str, texts: Sequence[object]) -> str:
    return between.join(map(str, texts))


def _json(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)


def _json_each(values: Sequence[object]) -> str:
    return _json(values) if len(values) != 1 else json.dumps(values[0], ensure_ascii=False, indent=2)


_paragraphs, _by_line = partial(_lines, "\n\n"), partial(_lines, "\n")
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": Format("Plain text", as_text, _paragraphs),
        "short": Format("Short", as_short, _by_line),
        "markdown": Format("Markdown", as_markdown, _paragraphs, "text/markdown", "md"),
        "bibtex": Format("BibTeX", _bibtex, _paragraphs, "application/x-bibtex", "bib"),
        "ris": Format("RIS", _ris, _paragraphs, "application/x-research-info-systems", "ris"),
        "csl": Format("CSL-JSON", as_csl, _json, "application/vnd.citationstyles.csl+json", "json"),
        "annotation": Format("Web Annotation", as_annotation, _json_each, "application/ld+json", "jsonld"),
        "url": Format("Link to the words", lambda claim, place: fragment_url(place), _by_line),
    }
    | {
        name: Format(style.label, partial(_styled, name), _paragraphs, styled=True)
        for name, style in styles.STYLES.items()
    }
)
"""The formats by name. Those of styles need the extra `styles`, without which they raise `StylesMissingError`."""


def available() -> dict[str, Format]:
    """The formats that can be given here."""
    return {name: form for name, form in FORMATS.items() if not form.styled or styles.installed()}


def together(name: str, cited: Sequence[Cited]) -> str:
    """The citations of several claims as one text or file in this format, without those that cannot be given in it."""
    form = FORMATS[name]
    made = [one for claim, place in cited if (one := form.of(claim, place)) is not None]
    return form.together(made) if made else ""
