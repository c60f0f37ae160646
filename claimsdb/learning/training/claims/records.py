"""Annotated documents without their texts: one line of JSON for each, with offsets, labels and where its text comes from.

A row of the interchange format repeats the text of every span. Here a span is `[start, end]` in code points, what is usual is left out, and
a speaker is a number: that of a place in the text where the name stands, or of none if it stands nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from claimsdb.learning.jsonl import Json
from claimsdb.model.errors import ClaimsdbError

Texts = Mapping[str, Mapping[str, str]]
"""The texts of each corpus ("gum/train"), by the names that it gives them."""
SETS = ("develop", "aside")
"""What a document is for: to learn from, or to be left unread until the end."""
_PARTS = ("segments", "source", "cue", "quotes")


class AnnotationError(ClaimsdbError):
    """Annotations do not fit their text."""

    def __init__(self, document: str, what: str) -> None:
        super().__init__(f"{document}: {what}")


@dataclass(frozen=True, slots=True)
class Rows:
    """A document's rows in the interchange format: its claims, its blocks, and its ledger of words in no claim."""

    claims: Sequence[Json]
    blocks: Sequence[Json]
    ledger: Sequence[Json]


def text_of(record: Json, texts: Texts) -> str:
    """The text that a record belongs to. Raises `AnnotationError` if the corpora do not have it, or have another."""
    given = record["from"]
    corpus, name = given["corpus"], given["id"]
    whole = texts.get(corpus, {}).get(str(name))
    if whole is None:
        raise AnnotationError(record["document"], f"its text is missing: {name} of {corpus}")
    text = "\n\n".join(whole[start:end] for start, end in given["ranges"]) + str(given["append"])
    _check(record, text)
    return text


def _check(record: Json, text: str) -> None:
    if hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
        given = record["from"]
        what = f"its text differs from the one that was annotated: {given['id']} of {given['corpus']}"
        raise AnnotationError(record["document"], what)


def packed(about: Json, text: str, rows: Rows) -> Json:
    """The record of a document; `about` has its name, hash, origin and set. Raises `AnnotationError` if a row does not fit the text."""
    _check(about, text)
    names: dict[str, int] = {}
    blocks = sorted([row["start"], row["end"], row["kind"]] for row in rows.blocks)
    claims = [_claim(row, names) for row in rows.claims]
    ledger = [[row["start"], row["end"], row["reason"]] for row in rows.ledger]
    speakers = [_place(name, text) for name in names]
    record = {**about, "blocks": blocks, "speakers": speakers, "claims": claims, "ledger": ledger}
    again = unpacked(record, text)
    for row, made in zip(rows.claims, again.claims, strict=True):
        if _essence(row, names, speakers) != _essence(made, names, speakers):
            raise AnnotationError(about["document"], f"a claim does not fit its text or block: {row['segments'][:1]}")
    return record


def unpacked(record: Json, text: str) -> Rows:
    """The rows of a record, with the words of the text."""
    name = record["document"]
    index = [0, *accumulate(len(character.encode()) for character in text)]

    def spans(pairs: Iterable[Sequence[int]]) -> list[Json]:
        return [_span(text, index, start, end) for start, end in pairs]

    def act(given: Json) -> Json:
        speaker = given.get("speaker")
        place = None if speaker is None else record["speakers"][speaker]
        named = None if speaker is None else f"speaker {speaker}" if place is None else text[place[0] : place[1]]
        return {"source": spans(given.get("source", ())), "cue": spans(given.get("cue", ())), "speaker": named}

    claims = []
    for given in record["claims"]:
        start = given["segments"][0][0]
        kinds = (kind for low, high, kind in record["blocks"] if low <= start < high)
        own = act(given)
        claims.append(
            {
                "document": name,
                "block": next(kinds, None),
                "segments": spans(given["segments"]),
                "attribution": given.get("attribution", "asserted"),
                "source": own["source"],
                "cue": own["cue"],
                "cue_type": given.get("cue_type"),
                "speaker": own["speaker"],
                "via": [act(outer) for outer in given.get("via", ())],
                "hedged": given.get("hedged", False),
                "quotes": spans(given.get("quotes", ())),
            }
        )
    blocks = [{"document": name, "kind": kind, "start": s, "end": e} for s, e, kind in record["blocks"]]
    ledger = [{"document": name, "start": s, "end": e, "reason": reason} for s, e, reason in record["ledger"]]
    return Rows(claims, blocks, ledger)


def _claim(row: Json, names: dict[str, int]) -> Json:
    """A claim's row as it is stored; new speakers are added to the names."""
    made: Json = {name: _pairs(row[name]) for name in _PARTS if row[name]}
    made |= {name: row[name] for name in ("cue_type",) if row[name] is not None}
    made |= {"attribution": row["attribution"]} if row["attribution"] != "asserted" else {}
    made |= {"hedged": True} if row["hedged"] else {}
    made |= _speaker(row, names)
    if row["via"]:
        made["via"] = [_spans(act) | _speaker(act, names) for act in row["via"]]
    return made


def _spans(act: Json) -> Json:
    return {name: _pairs(act[name]) for name in ("source", "cue") if act[name]}


def _speaker(act: Json, names: dict[str, int]) -> Json:
    return {} if act["speaker"] is None else {"speaker": names.setdefault(act["speaker"], len(names))}


def _pairs(spans: Sequence[Json]) -> list[list[int]]:
    return [[span["start"], span["end"]] for span in spans]


def _place(name: str, text: str) -> list[int] | None:
    """The first place where a name stands in the text; None if it does not."""
    at = text.find(name)
    return [at, at + len(name)] if at >= 0 and name else None


def _span(text: str, index: Sequence[int], start: int, end: int) -> Json:
    low, high = index[start], index[end]
    return {"start": start, "end": end, "byte_start": low, "byte_end": high, "text": text[start:end]}


def _essence(row: Json, names: Mapping[str, int], speakers: Sequence[list[int] | None]) -> object:
    """What of a claim's row is kept: all but its document's name, bytes, and the name of a speaker that does not stand in the text."""

    def spoken(act: Json) -> object:
        known = names.get(act["speaker"])
        return None if known is None or speakers[known] is None else act["speaker"]

    acts = [row, *row["via"]]
    words = [[(s["start"], s["end"], s["text"]) for s in act[part]] for act in acts for part in ("source", "cue")]
    own = [[(s["start"], s["end"], s["text"]) for s in row[part]] for part in ("segments", "quotes")]
    plain = [row[key] for key in ("block", "attribution", "cue_type", "hedged")]
    return words, own, plain, [spoken(act) for act in acts]
