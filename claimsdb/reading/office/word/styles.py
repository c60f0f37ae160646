"""The styles of a Word document: what each says of a paragraph, or of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.reading.office.named import role_of
from claimsdb.reading.office.openxml import PREFIXES
from claimsdb.reading.office.xml import End, Markup, Start

BODY_LEVEL = 9
"""The outline level of what is not a heading."""


class Style(NamedTuple):
    """The role that a style gives to a paragraph, whether it numbers it or gives it a bullet, and whether it hides or raises its words."""

    role: str | None = None
    listed: bool = False
    hidden: bool = False
    raised: bool = False


PLAIN = Style()


@dataclass(slots=True)
class _Stated:
    """A style as the part has it."""

    name: str = ""
    base: str = ""
    level: int | None = None
    listed: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None


def on(value: str | None) -> bool:
    """What a switch is set to; one without a value is on."""
    return value not in ("0", "false", "off", "none")


def styles(raw: bytes) -> Mapping[str, Style]:
    """The styles by their ids."""
    stated: dict[str, _Stated] = {}
    style = _Stated()
    inside = False
    for event in Markup(raw, PREFIXES).events():
        if type(event) is End:
            inside = inside and event.name != "w:style"
        elif type(event) is Start:
            value = event.attributes.get("w:val")
            if event.name == "w:style":
                inside = True
                style = stated[event.attributes.get("w:styleId", "")] = _Stated()
            elif not inside:
                continue
            elif event.name == "w:name":
                style.name = value or ""
            elif event.name == "w:basedOn":
                style.base = value or ""
            elif event.name == "w:outlineLvl":
                style.level = level(value)
            elif event.name == "w:numId":
                style.listed = value != "0"
            elif event.name == "w:vanish":
                style.hidden = on(value)
            elif event.name == "w:vertAlign":
                style.raised = value == "superscript"
    return MappingProxyType({name: _resolved(name, stated) for name in stated})


def level(value: str | None) -> int:
    """An outline level from 0; what is not one is that of the body."""
    return int(value) if value and len(value) == 1 and value.isdecimal() else BODY_LEVEL


def _resolved(name: str, stated: Mapping[str, _Stated]) -> Style:
    """What a style says, with what it takes from the styles that it is based on."""
    chain: list[_Stated] = []
    while (style := stated.get(name)) is not None and style not in chain:
        chain.append(style)
        name = style.base
    role = next((role for style in chain if (role := role_of(style.name))), None)
    outline = next((style.level for style in chain if style.level is not None), BODY_LEVEL)
    if role is None and outline < BODY_LEVEL:
        role = "heading"
    listed = next((style.listed for style in chain if style.listed is not None), False)
    hidden = next((style.hidden for style in chain if style.hidden is not None), False)
    raised = next((style.raised for style in chain if style.raised is not None), False)
    return Style(role, listed, hidden, raised)
