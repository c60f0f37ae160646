"""What the columns of the tables share: names of constraints, checks, keys, offsets."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.stretch import Stretch

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


STRICT = {"sqlite_strict": True}


def one_of(column: str, words: type[StrEnum], *, null: bool = False) -> sa.CheckConstraint:
    """A CHECK that the column contains one of the words (or NULL)."""
    listed = ", ".join(f"'{w.value}'" for w in words)
    return sa.CheckConstraint(f"{column} IN ({listed})" + (f" OR {column} IS NULL" if null else ""), name=column)


def finite(*columns: str) -> sa.CheckConstraint:
    """A CHECK that the columns contain no infinity, which SQL writes as 9e999; SQLite stores what is not a number as NULL."""
    return sa.CheckConstraint(" AND ".join(f"abs({column}) < 9e999" for column in columns), name="finite")


def offsets() -> tuple[sa.CheckConstraint, sa.CheckConstraint]:
    """CHECKs that spans are not empty and do not begin below 0."""
    return (
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name="offsets"),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name="byte_offsets"),
    )


def string(**more: Any) -> Any:
    """A column of text."""
    return Field(sa_type=sa.Text, **more)


def key(table: str, **more: Any) -> Any:
    """A column that points to a row of the table."""
    return Field(foreign_key=f"{table}.id", **more)


def columns_of(where: Stretch, prefix: str = "") -> dict[str, int | str]:
    """The values of the columns for a stretch of a file."""
    at = {"char_start": where.span.start, "char_end": where.span.end}
    at |= {"byte_start": where.bytes.start, "byte_end": where.bytes.end}
    return {prefix + name: value for name, value in (at | {"text": where.text}).items()}


def table(model: type[SQLModel]) -> sa.Table:
    """The table behind a model, for statements that make no objects."""
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found
