"""The documents of a file on the disk: itself, or those that it contains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from claimsdb.ingestion.files import SourceFile
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.ids import BY_LETTERS, PICTURES
from claimsdb.reading.read import READERS
from claimsdb.store.contents import opened, whole
from claimsdb.store.folders import shown
from claimsdb.streams.containers import members_of
from claimsdb.streams.expanding import expanded
from claimsdb.streams.kinds import unread
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.types import type_of

_PAGES = (".html", ".htm", ".xhtml")
_OF_PAGES = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_file", "_bestanden", "-filer")
"""What browsers add to the name of a page to name the folder that they save with it."""
Supplied = tuple[SourceFile, Member | Problem]


def supply(file: SourceFile, limits: Limits, *, pictures: bool = False) -> Iterator[Supplied]:
    """The documents of a file, one after the other, and the problems with those that cannot be read, each with its place. `pictures`: those
    are documents, whose words may be read, unless they belong to a web page or a mail.

    The bytes of a file that holds others are read as far as documents are asked for.
    """
    try:
        with opened(file.root, file.path, follow=file.follow) as there:
            media = type_of(there, file.path)
            if members_of(media) is not None:
                for one in expanded(there, file.path, limits, media):
                    yield _placed(file, one, pictures)
                return
            incidental = not file.named and _is_of_page(file)
            if _is_read(media, pictures and not incidental):
                yield file, Member("", whole(there, file.path, limits.largest), media if media in BY_LETTERS else None)
            else:
                yield file, unread(file.path, media, incidental=incidental)
    except UnreadableError as error:
        yield file, error.problem


def _is_read(media: str | None, pictures: bool) -> bool:
    return media in READERS and (pictures or media not in PICTURES)


def _placed(file: SourceFile, one: Member | Problem, pictures: bool) -> Supplied:
    """A document in a file, with its place; one that no reader knows is a problem."""
    inner = one.path if isinstance(one, Member) else one.path[len(file.path) + 1 :]
    if inner:
        file = replace(file, path=shown(f"{file.path}/{inner}"), container=file.path, named=False)
    if inner and isinstance(one, Member):
        file = replace(file, place=one.place, packed=one.packed)
    if isinstance(one, Member) and not _is_read(one.media_type, pictures and not one.incidental):
        return file, unread(file.path, one.media_type, incidental=one.incidental)
    return file, one


def _is_of_page(file: SourceFile) -> bool:
    """Whether the file is in a folder that a browser has saved with a page."""
    for folder in PurePosixPath(file.path).parents:
        for ending in _OF_PAGES:
            stem = folder.name.removesuffix(ending)
            if stem != folder.name and any((file.root / folder.parent / f"{stem}{page}").exists() for page in _PAGES):
                return True
    return False
