"""What reading one file may cost: processor time and memory."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.model.errors import BudgetError

MEGABYTE = 1_000_000
_UNITS = {"s": 1, "min": 60, "MB": MEGABYTE, "GB": 1000 * MEGABYTE}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|MB|GB)")


@dataclass(frozen=True, slots=True)
class Budget:
    """What reading one file may cost: `seconds` of processor time and `memory` in bytes, per started megabyte of the file; None: no limit.

    The defaults are seven times what prose of one megabyte takes on a slow machine in time, and three times in memory.
    """

    seconds: float | None = 300
    memory: float | None = 2000 * MEGABYTE

    @classmethod
    def parse(cls, text: str) -> Budget:
        """The budget that a user has written, such as "60s", "1GB", "60s,1GB" or "none"; what it leaves out has its default.

        Raises `BudgetError`.
        """
        if text.strip() == "none":
            return cls(None, None)
        given: dict[str, float] = {}
        for part in text.split(","):
            found = _AMOUNT.fullmatch(part.strip())
            kind = "seconds" if found and found[2] in ("s", "min") else "memory"
            if found is None or kind in given or not float(found[1]):
                raise BudgetError(text)
            given[kind] = float(found[1]) * _UNITS[found[2]]
        return cls(**given)

    @staticmethod
    def bytes_of(text: str) -> int | None:
        """The number of bytes that a user has written, such as "64MB"; None for "none". Raises `BudgetError`."""
        if text.strip() == "none":
            return None
        found = _AMOUNT.fullmatch(text.strip())
        if found is None or found[2] not in ("MB", "GB"):
            raise BudgetError(text)
        return int(float(found[1]) * _UNITS[found[2]])

    def of(self, size: int) -> Budget:
        """The budget of a file of this many bytes."""
        times = max(1, -(-size // MEGABYTE))
        return Budget(self.seconds and self.seconds * times, self.memory and self.memory * times)

    def exceeded(self, seconds: float, memory: float) -> str | None:
        """The limit that this cost exceeds, in words."""
        if self.seconds is not None and seconds > self.seconds:
            return f"{self.seconds:g} s of processor time"
        if self.memory is not None and memory > self.memory:
            return f"{self.memory / MEGABYTE:g} MB of memory"
        return None


DEFAULT = Budget()
