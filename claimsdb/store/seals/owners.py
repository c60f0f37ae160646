"""Which rows a seal covers, and the bytes that are hashed.

Every row belongs to one owner: a subject (`document`, `speaker`, …) and a key. For `document` and `comparison` the key is that of a row of
`documents`: the first are the findings in it, the second what comparing it and its claims with others gave, so that a run that compares
documents does not read all their findings again. A link between two documents belongs to the first of them. Other rows are sealed in
groups of consecutive keys, or, words, by their first two letters.

The hash is the SHA-256 of one line of JSON in ASCII for each table with rows of the owner, in the order of `OWNERS`, ended by a line feed:
`["table", ["column", …], [[value, …], …]]` without spaces, with the table's columns in the order of its model and its rows in the order of
their primary keys. NULL is `null`, an integer has no decimal point, a real number has one (or an exponent), a text is a string, and a
blob is `{"hex": "…"}`, so that no two values are written alike. Foreign keys are hashed as they are: an owner's hash depends on the order
in which the database was made, as the keys do.

`claim_columns` and the full-text index follow from claims, and are checked by making them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import SQLModel

from claimsdb.store.engine import Driver
from claimsdb.store.tables import comparison as c
from claimsdb.store.tables import documents as d
from claimsdb.store.tables import findings as f
from claimsdb.store.tables import identities as i
from claimsdb.store.tables import lookup as x
from claimsdb.store.tables import verdicts as o
from claimsdb.store.tables import versions as v
from claimsdb.store.tables.columns import table

_LAST = 0x10FFFF
"""The last code point."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table that belong to one owner.

    `owner` is the owner's key as SQL over a row called `{row}`; `condition` selects the rows `t` of the owner `:key`.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    owner: str
    condition: str

    @property
    def select(self) -> str:
        """The owner's rows."""
        names, order = (", ".join(f"t.{column}" for column in columns) for columns in (self.columns, self.order))
        return f"SELECT {names} FROM {self.name} t WHERE {self.condition} ORDER BY {order}"

    def owner_of(self, row: str) -> str:
        """The owner's key as SQL over the row with this name."""
        return self.owner.format(row=row)


def _part(model: type[SQLModel], owner: str, condition: str) -> Part:
    of = table(model)
    return Part(of.name, tuple(of.columns.keys()), tuple(k.name for k in of.primary_key), owner, condition)


def _direct(model: type[SQLModel], column: str = "document") -> Part:
    return _part(model, f"{{row}}.{column}", f"t.{column} = :key")


def _through(model: type[SQLModel], column: str, parent: str) -> Part:
    owner = f"(SELECT document FROM {parent} WHERE id = {{row}}.{column})"
    return _part(model, owner, f"t.{column} IN (SELECT id FROM {parent} WHERE document = :key)")


def _grouped(model: type[SQLModel], bits: int, column: str = "id") -> Part:
    between = f"t.{column} >= :key << {bits} AND t.{column} < (:key + 1) << {bits}"
    return _part(model, f"({{row}}.{column} >> {bits})", between)


def _by_letters(model: type[SQLModel], column: str) -> Part:
    owner = f"(coalesce(unicode({{row}}.{column}), 0) << 21 | coalesce(unicode(substr({{row}}.{column}, 2)), 0))"
    first = f"rtrim(char(:key >> 21, :key & {(1 << 21) - 1}), char(0))"  # the letters themselves, of which the second may be missing
    found = f"t.{column} BETWEEN {first} AND {first} || char({_LAST}) AND {owner.format(row='t')} = :key"
    return _part(model, owner, found)


OwnRows = list[tuple[Part, list[tuple[object, ...]]]]
"""The rows of one owner, by table."""
OWNERS: Mapping[str, tuple[Part, ...]] = {
    "document": (
        _direct(d.DocumentRow, "id"),
        _direct(d.ProvenanceRow),
        _direct(d.PathRow),
        _direct(d.BlockRow),
        _direct(d.PartRow),
        _through(d.RangeRow, "block_row", "blocks"),
        _through(d.PlaceRow, "block_row", "blocks"),
        _through(d.DrawnRow, "block_row", "blocks"),
        _through(f.SentenceRow, "block_row", "blocks"),
        _direct(f.AttributionRow),
        _through(f.PieceRow, "attribution_row", "attributions"),
        _through(f.MentionRow, "attribution_row", "attributions"),
        _direct(i.NamingRow),
        _direct(f.ClaimRow),
        _through(f.SegmentRow, "claim", "claims"),
        _through(f.QuoteRow, "claim", "claims"),
        _through(f.QuantityRow, "claim", "claims"),
        _through(f.EarlierFindingRow, "claim", "claims"),
    ),
    "comparison": (
        _through(x.ClaimEmbeddingRow, "claim", "claims"),
        _through(c.ComparedRow, "claim", "claims"),
        _through(c.NeighbourhoodRow, "claim", "claims"),
        _through(c.SameRow, "claim", "claims"),
        _through(c.ContradictionRow, "claim", "claims"),
        _direct(c.TracedRow),
        _direct(c.SignatureRow),
        _direct(c.PassageRow),
        _direct(c.CreditRow),
        _direct(v.RevisionRow),
        _through(v.SuccessionRow, "revision", "revisions"),
    ),
    "original": (_direct(v.OriginalRow),),
    "run": (_direct(d.RunRow, "id"),),
    "folder": (_grouped(d.FolderRow, 6),),
    "publisher": (_grouped(d.PublisherRow, 6),),
    "problem": (_grouped(d.ProblemRow, 6),),
    "speaker": (_grouped(f.SpeakerRow, 6),),
    "identity": (_grouped(i.SameSpeakerRow, 6),),
    "statement": (_direct(i.StatedSpeakerRow, "folder"), _direct(d.StatedColumnRow, "folder")),
    "group": (_grouped(c.GroupRow, 6), _grouped(c.MemberRow, 6, "same_group")),
    "origin": (_grouped(c.ReportRow, 6), _grouped(c.DescentRow, 6, "report")),
    "counting": (_grouped(c.GroupOriginRow, 6, "same_group"),),
    "standing": (_direct(c.EdgeRow), _direct(c.StandingRow)),
    "verdict": (_grouped(o.VerdictRow, 6),),
    "embedding": (_grouped(x.EmbeddingRow, 8),),
    "signs": (_direct(x.EmbeddingBlockRow, "id"),),
    "word": (_by_letters(x.WordRow, "word"),),
}
"""The tables of each subject."""
WITH_ANOTHER = {"neighbourhoods": "compared", "signatures": "traced"}
"""Tables of many small rows that are only written or deleted together with a row of another table of the same owner."""
OF_DOCUMENTS = ("document", "comparison")
"""The subjects whose keys are those of documents."""


def digest(connection: Driver, subject: str, key: int) -> str | None:
    """The hash of an owner's rows; None if it has none. Raises `sqlite3.Error` if the rows cannot be read."""
    return digest_of(rows_of(connection, subject, key))


def rows_of(connection: Driver, subject: str, key: int) -> OwnRows:
    """An owner's rows by table, without tables that have none. Raises `sqlite3.Error` if they cannot be read."""
    found = ((part, connection.execute(part.select, {"key": key}).fetchall()) for part in OWNERS[subject])
    return [(part, rows) for part, rows in found if rows]


def digest_of(own: OwnRows) -> str | None:
    """The hash of an owner's rows; None if there are none."""
    made = sha256()
    for part, rows in own:
        made.update(_line([part.name, part.columns, rows]))
    return made.hexdigest() if own else None


def keys(connection: Driver, subject: str) -> list[int]:
    """The keys of all owners that have rows now. Rows that point to no document have no owner: the check of foreign keys finds them."""
    if subject in OF_DOCUMENTS:
        query = "SELECT id FROM documents"
    else:
        query = " UNION ".join(f"SELECT DISTINCT {part.owner_of('t')} FROM {part.name} t" for part in OWNERS[subject])
    return sorted(key for (key,) in connection.execute(query))


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), default=_blob).encode("ascii") + b"\n"


def _blob(value: bytes) -> dict[str, str]:
    return {"hex": value.hex()}
