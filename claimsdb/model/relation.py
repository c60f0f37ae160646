"""What can hold between claims and between documents."""

from __future__ import annotations

from enum import StrEnum


class ConflictKind(StrEnum):
    """In what two claims about the same thing differ."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    POLARITY = "polarity"


class ReportReason(StrEnum):
    """What shows that documents go back to one report: a passage that they share, or an agency that they credit."""

    PASSAGE = "passage"
    CREDIT = "credit"
