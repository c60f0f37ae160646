"""The styles of an OpenDocument text, as they are met: what each says of a paragraph, of words, or of a slide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from claimsdb.reading.office.named import role_of

_UP = re.compile(r"super|[1-9]")


@dataclass(slots=True)
class _Style:
    name: str
    base: str
    hidden: bool | None = None
    raised: bool | None = None
    outline: bool = False


class Styles:
    """The styles that are known up to here, by family and name."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._open: _Style | None = None

    def style(self, attributes: Mapping[str, str]) -> None:
        """Begin a style."""
        name = attributes.get("style:name", "")
        shown = attributes.get("style:display-name") or _shown(name)
        self._open = _Style(shown, attributes.get("style:parent-style-name", ""))
        self._open.outline = attributes.get("style:default-outline-level", "") not in ("", "0")
        self._styles[attributes.get("style:family", ""), name] = self._open

    def properties(self, attributes: Mapping[str, str]) -> None:
        """Take the properties that the open style gives to words, or to a slide."""
        if self._open is not None and "text:display" in attributes:
            self._open.hidden = attributes["text:display"] == "none"
        if self._open is not None and "presentation:visibility" in attributes:
            self._open.hidden = attributes["presentation:visibility"] == "hidden"
        if self._open is not None and "style:text-position" in attributes:
            self._open.raised = _UP.match(attributes["style:text-position"]) is not None

    def end(self) -> None:
        """End the style."""
        self._open = None

    def role(self, name: str) -> str | None:
        """The role that a style of paragraphs gives."""
        outline = False
        for style in self._chain("paragraph", name):
            if (role := role_of(style.name) or role_of(_shown(style.base))) is not None:
                return role
            outline = outline or style.outline
        return "heading" if outline else role_of(_shown(name))

    def hidden(self, family: str, name: str) -> bool:
        """Whether a style hides words, or a slide."""
        return next((style.hidden for style in self._chain(family, name) if style.hidden is not None), False)

    def raised(self, name: str) -> bool:
        """Whether a style raises words."""
        return next((style.raised for style in self._chain("text", name) if style.raised is not None), False)

    def _chain(self, family: str, name: str) -> list[_Style]:
        """A style, and those that it is based on."""
        found: list[_Style] = []
        while (style := self._styles.get((family, name))) is not None and style not in found:
            found.append(style)
            name = style.base
        return found


def _shown(name: str) -> str:
    """A style's name as programs show it."""
    return name.replace("_20_", " ")
