"""The matrix, `/-/matrix`: groups of claims that say the same down, documents across, in each cell how the document says it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from claimsdb.model.errors import BadQueryError, UnknownIdError
from claimsdb.store.pieces import Record
from claimsdb.store.search import every_word
from claimsdb.web.databases import read, visible
from claimsdb.web.pages import number, page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

SIZE = 40
"""So many groups are on a page."""
WIDE = 12
"""So many documents at most stand side by side: those that say most of the groups on the page."""
SHOWS = {
    "all": ("all groups", "1"),
    "conflicts": ("with a conflict", "coalesce(n.conflicts, 0) > 0"),
    "mixed": ("quoted here, asserted there", "EXISTS ({quoted}) AND EXISTS ({asserted})"),
    "one-origin": ("several documents, one origin", "g.origins = 1"),
    "independent": ("several origins", "g.origins > 1"),
}
SORTS = {
    "spread": ("by documents", "g.documents DESC, g.origins DESC, g.id"),
    "origins": ("by origins", "g.origins DESC, g.documents DESC, g.id"),
    "conflicts": ("by conflicts", "coalesce(n.conflicts, 0) DESC, g.documents DESC, g.id"),
}
_SAID = """SELECT 1 FROM members m JOIN claims s ON s.id = m.claim WHERE m."group" = g.id AND s.attribution = '{}'"""
_GROUPS = """
    WITH n(id, conflicts) AS (
        SELECT "group", count(DISTINCT conflict_id) FROM (
            SELECT m."group", x.conflict_id FROM contradictions x JOIN members m ON m.claim = x.claim
            UNION ALL SELECT m."group", x.conflict_id FROM contradictions x JOIN members m ON m.claim = x.other)
        GROUP BY "group")
    SELECT g.id AS row, g.group_id AS id, g.claims, g.documents, g.speakers, g.origins, coalesce(n.conflicts, 0) AS conflicts,
        c.claim_id, c.text
    FROM groups g JOIN claims c ON c.id = g.claim LEFT JOIN n ON n.id = g.id
    WHERE g.documents > 1 AND {where} ORDER BY {order} LIMIT :limit OFFSET :offset"""
_CELLS = """
    SELECT m."group" AS row, c.document, c.claim_id AS id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker
    FROM members m JOIN claims c ON c.id = m.claim LEFT JOIN speakers s ON s.id = c.speaker
    WHERE m."group" IN ({keys}) ORDER BY c.document, c.start"""
_DOCUMENTS = """
    SELECT d.id AS row, d.document_id AS id, d.path, d.title, d.published, p.name AS publisher
    FROM documents d LEFT JOIN publishers p ON p.id = d.publisher WHERE d.id IN ({keys})"""


@page
async def matrix(request: Any, datasette: Any) -> Any:
    """The matrix as a page, as CSV or as JSON; of the database that `database` names, or of the first."""
    databases = await visible(datasette, request)
    named = request.args.get("database") or (databases[0].name if databases else "")
    database = next((d for d in databases if d.name == named), None)
    if database is None:
        raise UnknownIdError("database", named)
    show, sort = _one(request, "show", tuple(SHOWS)), _one(request, "sort", tuple(SORTS))
    words, at = (request.args.get("q") or "").strip()[:200], number(request, "page", 1, 100_000)
    ending = request.url_vars["ending"]
    size = 1000 if ending else SIZE
    found = await read(
        datasette, database, lambda reading: read_matrix(reading, words, show, sort, size, (at - 1) * size)
    )
    if ending == ".json":
        return sent_json(datasette, found)
    if ending == ".csv":
        return Response.text(as_csv(found), headers={"content-type": "text/csv; charset=utf-8"})
    more = {
        "database": database.name,
        "show": show,
        "sort": sort,
        "words_given": words,
        "at_page": at,
        "shows": SHOWS,
        "sorts": SORTS,
        "columns": found["documents"][:WIDE],
        "left_out": max(0, len(found["documents"]) - WIDE),
    }
    return await render(datasette, request, "matrix.html", found | more)


def read_matrix(connection: Connection, words: str, show: str, sort: str, size: int, offset: int) -> Record:
    """Groups with their cells, and the documents that have any, those with most first.

    A group's `cells` are its claims by the public id of their document.
    """
    values: Record = {"limit": size + 1, "offset": offset}
    where = SHOWS[show][1].format(quoted=_SAID.format("quoted"), asserted=_SAID.format("asserted"))
    if (words := words.replace("\0", " ")).split():
        where += ' AND g.id IN (SELECT "group" FROM members WHERE claim IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :match))'
        values["match"] = every_word(words)
    query = _GROUPS.format(where=where, order=SORTS[sort][1])
    groups = [dict(g) for g in connection.exec_driver_sql(query, values).mappings()]
    more, groups = len(groups) > size, groups[:size]
    cells = [dict(c) for c in connection.exec_driver_sql(_CELLS.format(keys=_listed(groups, "row"))).mappings()]
    query = _DOCUMENTS.format(keys=_listed(cells, "document"))
    documents = {d["row"]: dict(d) | {"groups": 0} for d in connection.exec_driver_sql(query).mappings()}
    table: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        document = documents[cell.pop("document")]
        row = table[cell.pop("row")]
        document["groups"] += document["id"] not in row
        row[document["id"]].append(cell)
    ordered = sorted(documents.values(), key=lambda d: (-d["groups"], d["published"] or "9", d["path"]))
    told = [{key: value for key, value in d.items() if key != "row"} for d in ordered]
    return {"documents": told, "groups": [g | {"cells": table[g.pop("row")]} for g in groups], "more": more}


def as_csv(found: Record) -> str:
    """One line a group: its counts, its words, and for each document how it says it; no cell can pass for a formula."""
    out = io.StringIO()
    lines = csv.writer(out)
    counts = ("documents", "origins", "speakers", "claims", "conflicts")
    lines.writerow(["group", "claim", *counts, *(_safe(d["title"] or d["path"]) for d in found["documents"])])
    for group in found["groups"]:
        said = (group["cells"].get(d["id"], []) for d in found["documents"])
        cells = (", ".join(dict.fromkeys(c["attribution"] for c in cell)) for cell in said)
        lines.writerow([group["id"], _safe(group["text"]), *(group[key] for key in counts), *cells])
    return out.getvalue()


def _safe(text: str) -> str:
    """Words that a spreadsheet would take for a formula, with an apostrophe before them."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _one(request: Any, name: str, known: tuple[str, ...]) -> str:
    given = request.args.get(name) or known[0]
    if given not in known:
        raise BadQueryError(name, given, f"say one of {', '.join(known)}")
    return str(given)


def _listed(rows: list[Record], key: str) -> str:
    return ",".join(str(k) for k in {row[key] for row in rows}) or "NULL"
