"""Who else says what a claim says: the claims of its groups by origin, each with why it is held for the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict, cast

from claimsdb.english.networks.codes import Floats, stored, vectors
from claimsdb.lookup.alike.why import Why, why
from claimsdb.model.withheld import MASK
from claimsdb.store.engine import Connection
from claimsdb.store.read import alike as read
from claimsdb.store.read.alike import MOST, Alike
from claimsdb.store.read.embeddings import codes_of_claims
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.verdicts import HeldClaim, held


class Sayer(TypedDict):
    """A claim that says the same, with who says it and where; `why` is None for the claim itself."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    speaker_id: str | None
    cue: str | None
    document_id: str
    path: str
    title: str | None
    published: str | None
    publisher: str | None
    standing: bool
    why: Why | None


class OriginOf(TypedDict):
    """The claims that count for one origin of a group, and the reasons for which their documents do, if there are several documents.

    `number` is None until a run has counted.
    """

    number: int | None
    reasons: list[str]
    documents: int
    claims: list[Sayer]


class GroupOf(TypedDict):
    """A group of a claim by origins, that of the claim itself first."""

    id: str
    documents: int
    origins: list[OriginOf]


class Corroboration(TypedDict):
    """The groups of a claim, largest first, and what people hold for the same as it or apart from it; `more`: there are more claims."""

    groups: list[GroupOf]
    held: list[HeldClaim]
    more: bool


def corroboration(connection: Connection, identity: str) -> Corroboration:
    """Who else says what the claim with this full id says, and why it is held for the same."""
    row = key_of(connection, "claim", identity)
    found, people = read.alike(connection, row), held(connection, row)
    more = len(found) > MOST
    found = found[:MOST]
    reasons = _reasons(connection, row, found, people)
    by_group: dict[str, list[Alike]] = defaultdict(list)
    for one in found:
        by_group[one["group"]].append(one)
    groups = [_group(connection, row, of, reasons) for of in by_group.values()]
    return {"groups": sorted(groups, key=lambda g: -g["documents"]), "held": people, "more": more}


def _group(connection: Connection, row: int, of: list[Alike], reasons: dict[int, Why]) -> GroupOf:
    own = next((one["origin"] for one in of if one["row"] == row), None)
    order = sorted(of, key=lambda one: (one["origin"] != own, one["origin"] or 0))
    origins: list[OriginOf] = []
    for number, some in groupby(order, key=lambda one: one["origin"]):
        claims = sorted(some, key=lambda one: one["row"] != row)
        origins.append(
            {
                "number": number,
                "reasons": [] if number is None else one_origin(connection, claims),
                "documents": len({one["document"] for one in claims}),
                "claims": [_sayer(one, reasons.get(one["row"])) for one in claims],
            }
        )
    return {"id": of[0]["group"], "documents": of[0]["documents"], "origins": origins}


def _sayer(one: Alike, reason: Why | None) -> Sayer:
    own = {name: value for name, value in one.items() if name in Sayer.__annotations__}
    return cast(Sayer, {**own, "standing": bool(one["standing"]), "why": reason})


def reasons_in_group(connection: Connection, ids: Sequence[str]) -> dict[str, Why]:
    """Why each claim of a group, given by their ids, is held for the same as the first, which stands for it; by id."""
    if len(ids) < 2:
        return {}
    row = key_of(connection, "claim", ids[0])
    found, chosen = read.alike(connection, row), set(ids)
    of = [one for one in found if one["id"] in chosen]
    made = _reasons(connection, row, of, held(connection, row))
    return {one["id"]: made[one["row"]] for one in of if one["row"] in made}


def _reasons(connection: Connection, row: int, found: Sequence[Alike], people: Sequence[HeldClaim]) -> dict[int, Why]:
    """Why each of the other claims is held for the same as the one with this key."""
    keys = list(dict.fromkeys(one["row"] for one in found))
    if len(keys) < 2:
        return {}
    texts, values = {one["row"]: one["text"] for one in found}, read.values(connection, keys)
    scores = read.scores(connection, row, keys)
    near = _vectors(connection, keys)
    said = {one["id"]: one["told"] for one in people if one["same"]}
    made: dict[int, Why] = {}
    for one in found:
        other = one["row"]
        if other == row or other in made:
            continue
        nearness = float(near[row] @ near[other]) if row in near and other in near else None
        centre = texts.get(one["centre"]) if one["centre"] not in (row, other) else None
        pair, numbers = (texts[row], texts[other]), (values.get(row, []), values.get(other, []))
        made[other] = why(pair, numbers, nearness, scores.get(other), centre, said.get(one["id"]))
    return made


def _vectors(connection: Connection, keys: Sequence[int]) -> dict[int, Floats]:
    """The vectors of these claims, by key, without those that have none."""
    known = codes_of_claims(connection, keys)
    if not known:
        return {}
    return dict(zip((key for key, _ in known), vectors(stored(code for _, code in known)), strict=True))


def one_origin(connection: Connection, claims: Sequence[Alike]) -> list[str]:
    """Why the documents of these claims, which count for one origin, do; nothing if they are one document."""
    names = {one["document"]: one["title"] or one["path"] for one in claims}
    if len(names) < 2:
        return []
    reports: dict[int, list[read.Common]] = defaultdict(list)
    for common in read.common(connection, names):
        reports[common["report"]].append(common)
    reasons = []
    for of in reports.values():
        for credit in sorted({one["credit"] for one in of if one["credit"]}):
            who = {one["document"] for one in of if one["credit"] == credit}
            if len(who) > 1:
                reasons.append(f"{len(who)} of the documents credit {credit}.")
    shown: set[frozenset[int]] = set()
    for passage in read.passages(connection, names):
        pair = frozenset((passage["document"], passage["other"]))
        if pair not in shown and len(shown) < 3:
            shown.add(pair)
            titles = " and ".join(f"“{names[key]}”" for key in (passage["document"], passage["other"]))
            reasons.append(f"{titles} share {passage['words']} words in a row{_quoted(passage['text'])}")
    publishers = {one["publisher"] for one in claims}
    if any(one["standing"] for one in claims):
        reasons.append("It is standing text, which begins or ends several documents of one publisher.")
    if not reports and len(publishers) == 1:
        reasons.append(f"{publishers.pop() or 'One publisher'} prints these words alike in each.")
    return reasons or ["They go back to one report through other documents."]


def _quoted(text: str) -> str:
    """The first words of a passage in quotation marks; only a full stop if the text is not in this copy of the database."""
    words = " ".join(text.split())
    return "." if MASK in words else f": “{words[:200]}{'…' if len(words) > 200 else ''}”"
