"""Who is who over documents: the namings and the statements from which it follows, and the evidence for what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypedDict

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import Naming, Statement
from claimsdb.model.ids import fold, speaker_id
from claimsdb.model.stated import Line
from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows

MOVED = """
    WITH meant(id, document, speaker_row, before, now) AS (
        SELECT n.id, n.document, n.speaker_row, n.same_as, coalesce(
            (SELECT j.same_as FROM same_speakers j WHERE j.speaker_row = n.speaker_row AND j.kind = n.kind AND j.document = n.document),
            (SELECT j.same_as FROM same_speakers j WHERE j.speaker_row = n.speaker_row AND j.kind = n.kind AND j.document IS NULL),
            n.speaker_row)
        FROM namings n WHERE n.speaker_row IS NOT NULL AND n.retired_by IS NULL)
    SELECT id, document, speaker_row, before, now FROM meant WHERE now <> before"""
"""The current namings that do not point to whose they are by `same_speakers`, with where they should."""


class AsNamed(TypedDict):
    """The speaker of an attribution by the document alone: the name (folded) and the kind; `id` is the attribution's."""

    document: str
    id: str
    speaker: str
    kind: str


def as_named(connection: Connection) -> Iterator[AsNamed]:
    """The speakers of all current attributions by the documents alone, before names are joined over documents."""
    query = """SELECT d.path AS document, a.attribution_id AS id, n.name AS speaker, n.kind FROM attributions a
        JOIN documents d ON d.id = a.document JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row
        WHERE a.retired_by IS NULL"""
    for record in rows(connection, AsNamed, query):
        yield {**record, "speaker": fold(record["speaker"])}


def namings(connection: Connection) -> list[Naming]:
    """The namings of all current documents, except by words that mean somebody only in their document ("officials")."""
    titles: dict[tuple[int, int], list[str]] = defaultdict(list)
    query = """SELECT DISTINCT a.document, m.speaker_row, m.text FROM mentions m JOIN attributions a ON a.id = m.attribution_row
        WHERE m.gives = 'role' AND a.retired_by IS NULL ORDER BY 1, 2, 3"""
    for document, speaker, text in connection.exec_driver_sql(query):
        titles[document, speaker].append(text)
    query = """SELECT n.document, n.speaker_row, n.name, n.kind, s.speaker_id FROM namings n
        LEFT JOIN speakers s ON s.id = n.speaker_row WHERE n.retired_by IS NULL"""
    found, everywhere = [], dict[int, bool]()
    for document, speaker, name, kind, public in connection.exec_driver_sql(query):
        if speaker is not None and speaker not in everywhere:
            everywhere[speaker] = public == speaker_id(fold(name), None)
        if speaker is None or everywhere[speaker]:
            given = tuple(titles.get((document, speaker), ()))
            found.append(Naming(document, speaker, name, SpeakerKind(kind), given))
    return found


def statements(connection: Connection) -> list[tuple[str, Line]]:
    """What people state about speakers, in order, each with the name of the folder whose `speakers.csv` does."""
    query = """SELECT f.name, t.line, t.name, t.same_as, t.kind, t.wikidata FROM stated_speakers t JOIN folders f ON f.id = t.folder
        ORDER BY f.name, t.line"""
    return [
        (folder, Line(f"{folder}/speakers.csv", line, Statement(name, same_as, kind and SpeakerKind(kind), wikidata)))
        for folder, line, name, same_as, kind, wikidata in connection.exec_driver_sql(query)
    ]
