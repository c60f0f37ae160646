"""Queries for the bytes of rows, which count from the beginning of a part for people, and in the whole stream in the database."""

from __future__ import annotations


def part_of(row: str) -> str:
    """The join of the part `x` in which a row of a query begins, whose document is `d`."""
    return f"""LEFT JOIN parts x ON x.id = (SELECT y.id FROM parts y WHERE y.document = d.id AND y.retired_by IS NULL
        AND y.byte_start <= {row}.byte_start AND y.byte_start + y.size_bytes > {row}.byte_start
        ORDER BY y.byte_start DESC LIMIT 1)"""


def in_part(row: str) -> str:
    """The columns of the bytes of this row and the name of its part; pages have no bytes."""
    bytes_of = (
        "CASE WHEN d.proof NOT IN ('drawn', 'machine') THEN {0}.byte_{1} - coalesce(x.byte_start, 0) END AS byte_{1}"
    )
    return f"{bytes_of.format(row, 'start')}, {bytes_of.format(row, 'end')}, x.name AS part"
