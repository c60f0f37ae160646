"""Relations between claims and between documents."""

from __future__ import annotations

from enum import StrEnum


class ConflictKind(StrEnum):
    """What differs between two claims about the same thing."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    POLARITY = "polarity"


class ReportReason(StrEnum):
    """The evidence that documents go back to one report: a passage that they share, or an agency that they credit."""

    PASSAGE = "passage"
    CREDIT = "credit"
