"""The words that rows use: how a run ended, what is current, to which part a piece belongs."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended; `running` until it has ended."""

    RUNNING = "running"
    COMPLETE = "complete"
    PROBLEMS = "complete with problems"
    INTERRUPTED = "interrupted"


class Status(StrEnum):
    """Whether the newest run still finds a claim."""

    CURRENT = "current"
    RETIRED = "retired"


class Part(StrEnum):
    """The parts of an attribution."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


class MentionOf(StrEnum):
    """What a mention states about its speaker."""

    NAME = "name"
    ROLE = "role"
