"""The proof of subtitles: their bytes, decoded, with white space collapsed; in WebVTT references are resolved, too.

The end of a tag that names a voice is a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimsdb.lookup.verify.proofs.page import Page
from claimsdb.lookup.verify.proofs.text import Text

_NEAR = 4_096  # bytes in which the beginning of a tag is looked for
_WHITE = re.compile(r"[ \t\r\n\f]+")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s[^<>]*>$")


class SubRip(Text):
    """What the bytes of a SubRip file say."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes as they are, and with one space for several."""
        cut = self.decoded(start, end)
        yield cut
        yield _WHITE.sub(" ", cut)


class WebVtt(Page):
    """What the bytes of a WebVTT file say."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes without tags, with references resolved."""
        if self.decoded(start, end) == ">" and _VOICE.search(self.decoded(max(start - _NEAR, 0), end)):
            yield ":"
        else:
            yield from super().readings(start, end)
