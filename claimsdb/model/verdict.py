"""What people say about two claims, before which everything that was found gives way: that they say the same, or that they do not."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 2000
"""Maximum length of a reason and of a name in code points."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's statement that two claims, by their public ids, say the same or do not, with the reason and the name, if given."""

    claim: str
    other: str
    same: bool
    why: str | None = None
    judge: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The ids in their order: who is named first says nothing."""
        return (self.claim, self.other) if self.claim < self.other else (self.other, self.claim)


def told(same: bool, judge: str | None, at: str, why: str | None) -> str:
    """A verdict in words: "held apart by Ann Lee, 2026-11-27: another tax"."""
    who = f" by {judge}" if judge else ""
    return f"{'held together' if same else 'held apart'}{who}, {at[:10]}" + (f": {why}" if why else "")
