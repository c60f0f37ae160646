"""From an open file to the documents in it, however deep they are, one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem
from claimsdb.model.places import joined
from claimsdb.streams import faults
from claimsdb.streams.containers import members_of
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.types import too_large, type_of


def expanded(file: BinaryIO, path: str, limits: Limits, media_type: str | None = None) -> Iterator[Member | Problem]:
    """The documents in a file of this type (None: what its content says), which has the path in its folder: itself if it is one, and
    those in it. No more of it is read than is asked for.

    The paths of members begin below the file, those of problems are whole.
    """
    media = media_type or type_of(file, path)
    container = members_of(media)
    if container is None:
        yield _itself(file, path, limits, media_type)
        return
    if limits.depth <= 0:
        yield faults.too_deep(path)
        return
    limits = limits.of_file(file.seek(0, io.SEEK_END))
    file.seek(0)
    any_found = False
    try:
        for one in container(file, path, limits):
            any_found = True
            _take(limits, one)
            if isinstance(one, Problem) or not one.path:
                yield one if isinstance(one, Problem) else replace(one, media_type=one.media_type or media)
            else:
                yield from _of_member(one, f"{path}/{one.path}", limits)
    except Exception as error:  # a damaged file makes a library meet anything
        yield faults.of_error(path, error)
        any_found = True
    if not any_found and limits.only is None:
        yield faults.empty(path)


def _itself(file: BinaryIO, path: str, limits: Limits, media: str | None) -> Member | Problem:
    raw = file.read(limits.enough)
    if limits.exceeds(len(raw)):
        return too_large(path, raw, limits, media)
    return Member("", raw, media or type_of(raw, path))


def _take(limits: Limits, one: Member | Problem) -> None:
    """Count the bytes of a member. Raises `BombError` if they are more than are allowed: bombs may be packed in bombs."""
    if isinstance(one, Member) and one.path and limits.allowance:
        limits.allowance.left -= len(one.raw)
        if limits.allowance.left < 0:
            raise faults.BombError


def _of_member(member: Member, path: str, limits: Limits) -> Iterator[Member | Problem]:
    media = member.media_type or type_of(member.raw, member.path)
    if members_of(media) is None or member.fields:  # a record is a document, whatever it is
        yield replace(member, media_type=media)
        return
    for one in expanded(io.BytesIO(member.raw), path, limits.within(member.path), media):
        if isinstance(one, Problem):
            yield one
        else:
            yield replace(
                one,
                path=f"{member.path}/{one.path}" if one.path else member.path,
                stated=one.stated.over(member.stated) if not one.path else one.stated,
                transport=member.transport if one.transport == Transport() else one.transport,
                place=joined(member.place, one.place),
                steps=(*member.steps, *one.steps),
                incidental=one.incidental or member.incidental,
                earlier=one.earlier or member.earlier,
            )
