"""Authors as documents state them, one after the other and in the parts by which bibliographies sort and shorten names."""

from __future__ import annotations

import re

from claimsdb.english.agencies import is_agency
from claimsdb.english.listed import either, listed

BODY = re.compile(rf"\b(?:{either(listed('institutions', 'organisation', 'government'))}|Nations)\b")
"""Words by which a name is that of a body."""
_NOBODY = re.compile(rf"\b(?:{either(listed('pages', 'nobody'))})\b", re.IGNORECASE)
"""Words by which a name is that of a desk or an account."""
_LINKED = re.compile(r"\b(?:of|for|the|on|in|and)\b|[\d@&/()<>{}\\]")  # no name of a person has it
_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_MANY = 5
"""Maximum number of words of a person's name."""
_AND = re.compile(r",?( (?:and|&) )")
_BY = re.compile(r"by ", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|Ph\.?D|M\.?D|MP|QC|KC)\.?|I{2,3}|IV|V")
_FAMILY_FIRST = re.compile(rf"(?:{either(listed('surnames', 'family'))}) |(?<!\S)\S++ [A-Z][a-z]+-[a-z]+$")
"""Names in which the family's comes first, as in "Sun Weidong" and "Moon Jae-in", if they are so written."""
PARTICLE = "non-dropping-particle"


def authors(stated: str | None) -> list[dict[str, str]]:
    """The authors in their order, as CSL-JSON has names: `Ada Bell, Cy Dahl and Reuters` are three.

    A name that may be in either order, or of whose parts nothing is known, stays whole (`literal`), as does that of a body.
    """
    line = " ".join((stated or "").split())
    return [_parts(name) for name in _apart(line[3:] if _BY.match(line) else line)]


def is_body(name: str) -> bool:
    """Whether a name is one of an organisation, an agency or a desk, or at least not plainly that of a person."""
    words = name.split()
    return (
        is_agency(name)
        or BODY.search(name) is not None
        or _NOBODY.search(name) is not None
        or _LINKED.search(name) is not None
        or not 1 < len(words) <= _MANY
        or not (_LETTER.match(words[0]) and words[-1][0].isupper())
    )


def _apart(stated: str) -> list[str]:
    """The names that are stated together, each as it is; without the trades of authors after them."""
    if ";" in stated:
        return [name for name in map(str.strip, stated.split(";")) if name]
    joined = _joined(stated)
    pieces = [piece for part in joined for piece in map(str.strip, part.split(",")) if piece]
    lone = [part for part in joined if " " not in part and not is_agency(part)]
    if lone and len(joined) == len(pieces) == 2:
        return [stated]  # a firm: "Barnes and Noble"
    if len(pieces) > 2 and "," not in joined[-1] and not any(" " in piece or piece.endswith(".") for piece in pieces):
        return pieces  # one word each
    return [name for part in joined for name in _by_commas(part)]


def _joined(stated: str) -> list[str]:
    """What "and" joins, but not in the name of an office: "the Ministry of Trade and Industry"."""
    first, *rest = _AND.split(stated)
    parts = [first] if first else []
    for joint, part in zip(rest[::2], rest[1::2], strict=True):
        before = parts[-1].rpartition(",")[2] if parts else ""
        if BODY.search(before) and _LINKED.search(before):
            parts[-1] += joint + part
        elif part:
            parts.append(part)
    return parts


def _by_commas(stated: str) -> list[str]:
    pieces = [piece for piece in map(str.strip, stated.split(",")) if piece]
    named = [piece for piece in pieces if not piece.islower()] or pieces
    if len(named) > 1 and all(" " in piece or is_agency(piece) for piece in named):
        return named
    return [", ".join(named)]  # with a suffix, or with the family's name first


def _parts(name: str) -> dict[str, str]:
    """The parts of one name."""
    from pybtex.database import Person

    ahead, _, behind = (part.strip() for part in name.partition(","))
    suffix = behind if _SUFFIX.fullmatch(behind) else ""
    plain = ahead if suffix or not behind else f"{behind} {ahead}"
    if "," in behind or is_body(plain) or (_FAMILY_FIRST.match(plain) and plain == name):
        return {"literal": name}
    if not behind and len(plain.split()) > 2 and _SUFFIX.fullmatch(plain.split()[-1]):
        plain, _, suffix = plain.rpartition(" ")
    person = Person(plain if suffix or not behind else name)
    found = {
        "family": " ".join(person.last_names),
        "given": " ".join([*person.first_names, *person.middle_names]),
        PARTICLE: " ".join(person.prelast_names),
        "suffix": suffix,
    }
    return {key: value for key, value in found.items() if value} if found["given"] else {"literal": name}
