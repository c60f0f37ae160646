"""What is around the words of a message: signatures, disclaimers and the footers of mailing lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from claimsdb.model.document import Passage
from claimsdb.model.spans import LINE_END, Span, strip
from claimsdb.reading.mail.quoted import marks

BOILERPLATE = "boilerplate"
_SIGNATURE = re.compile(r"^(?:> ?)*--[ \u00a0]?$")
_RULE = re.compile(r"[-_=*~+]{6}[-_=*~+ ]*+$")
_FIELD = re.compile(r"\*?(?:From|To|Cc|Bcc|Sent|Date|Subject|Reply-To|Importance|Attachments?)\*?\s?:", re.IGNORECASE)
_FORWARDED = re.compile(
    r"[-_ ]*(?:Original (?:Message|Appointment)|Forwarded (?:message|by)\b.{0,80}|Begin forwarded message:?)[-_ ]*$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"On\b.{0,200}", re.IGNORECASE)
_PGP = re.compile(r"-{5}(?P<what>BEGIN|END) PGP (?P<of>SIGNED MESSAGE|SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-{5}$")
_HASH = re.compile(r"(?:Hash|Version|Comment|Charset): .*$")
_LIST = re.compile(
    r"\b(?:mailing list|unsubscrib\w*|opt[- ]out|(?:list|group|subscription)(?:info| options| archives?)|mailman/listinfo"
    r"|you (?:received|are receiving) this|to post to this (?:group|list)|do you yahoo)\b",
    re.IGNORECASE,
)
_THIS = r"(?:this|the) (?:e-?mail|message|communication|transmission|information)\b[^.]{0,200}"
_LEGAL = re.compile(
    rf"\b{_THIS}\b(?:confidential|privileged|intended (?:only|solely|exclusively)|is (?:only )?intended for|monitored)"
    r"|\b(?:not|n[’']t) (?:the|an) (?:intended|named|addressed) (?:recipient|addressee)"
    r"|\bconfidential(?:ity)? (?:notice|note|statement)\b|\bif you (?:have )?received? this (?:e-?mail|message|communication) in error\b"
    r"|\b(?:views|opinions) (?:expressed|presented) (?:in|here)[^.]{0,80}\bdo not (?:necessarily )?(?:represent|reflect)\b"
    r"|\bbefore printing this (?:e-?mail|message)\b"
    r"|\b(?:scanned|checked|swept|virus-free)\b[^.]{0,60}\b(?:virus|malware|antivirus|avast|avg)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"sent (?:from|via|with) (?:my |the )?[\w\s.@!&’'/-]{2,60}\.?|get outlook for [\w <>:/.]{2,60}"
    r"|view this (?:e-?mail|message) in (?:your|a) browser.{0,40}",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"\b(?:to (?:unsubscribe|stop receiving|opt[- ]out|manage your)"
    r"|unsubscribe (?:here|at any time|instantly|from (?:this|these|our|all|the (?:list|newsletter)))"
    r"|manage (?:your )?(?:preferences|subscriptions?)|update your (?:e-?mail )?preferences"
    r"|you(?:[’']re| are)? (?:receiving|received) this (?:e-?mail|message|newsletter)|this (?:e-?mail|message) was sent to)\b",
    re.IGNORECASE,
)
_LEAVING_WORDS = 60
_SIGNED = 14  # lines of a signature that "--" begins
_AHEAD = 8  # lines behind a rule in which a list says that it is one


def furnished(text: str, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages of a message's text, cut at its furniture, which is boilerplate."""
    regions = list(_regions(text))
    at = 0
    for passage in passages:
        while at < len(regions) and regions[at].end <= passage.span.start:
            at += 1
        yield from (_judged(text, piece) for piece in _cut(text, passage, regions[at:]))


def _cut(text: str, passage: Passage, regions: Sequence[Span]) -> Iterator[Passage]:
    span, loose = passage.span, passage.loose
    for region in regions:
        common = region.common(span)
        if common is None:
            break
        before, inside = strip(text, Span(span.start, common.start)), strip(text, common)
        if before.length:
            yield replace(passage, span=before, loose=loose)
            loose = False
        if inside.length:
            yield Passage(inside, BOILERPLATE, loose)
            loose = False
        span = Span(common.end, span.end)
    if (rest := strip(text, span)).length:
        yield replace(passage, span=rest, loose=loose)


def _judged(text: str, passage: Passage) -> Passage:
    words = _unquoted(passage.span.of(text))
    count = words.count(" ") + 1
    if _LEGAL.search(words) or _SENT.fullmatch(words) or (count <= _LEAVING_WORDS and _LEAVING.search(words)):
        return replace(passage, role=BOILERPLATE)
    return passage


def _unquoted(words: str) -> str:
    return " ".join(" ".join(line[marks(line) :] for line in words.splitlines()).split())


def _regions(text: str) -> Iterator[Span]:
    """The stretches of whole lines that are furniture, in order."""
    bounds = [0, *(m.end() for m in LINE_END.finditer(text)), len(text)]
    whole = [Span(a, b) for a, b in pairwise(bounds) if a < b]
    lines = [line.of(text) for line in whole]
    depths = [line[: marks(line)].count(">") for line in lines]
    said = [line[marks(line) :].strip("\r\n\t \u00a0") for line in lines]
    begun: int | None = None  # the line at which a signature begins
    pgp = 0
    k = 0
    while k < len(whole):
        headed = _headed(said, depths, k)
        wrote = _WROTE.match(said[k]) and said[k].endswith(":")
        if begun is not None and said[k] and (depths[k] != depths[begun] or headed or wrote):
            yield Span(whole[begun].start, whole[k].start)
            begun = None
        if headed:  # which says who wrote what follows
            k += headed
            continue
        if begun is None and (pgp := _armoured(said, k)):
            yield Span(whole[k].start, whole[k + pgp - 1].end)
            k += pgp
            continue
        if begun is None and (_is_signature(lines, depths, k) or _is_footer(said, depths, k)):
            begun = k
        k += 1
    if begun is not None:
        yield Span(whole[begun].start, whole[-1].end)


def _headed(said: Sequence[str], depths: Sequence[int], k: int) -> int:
    """How many lines from `k` on are the header of a quoted or forwarded message, and the line that announces it."""
    at = k
    if _FORWARDED.match(said[at]):
        at += 1
        while at < len(said) and not said[at] and at - k < 3:
            at += 1
    fields = at
    while (
        at < len(said)
        and depths[at] == depths[k]
        and (_FIELD.match(said[at]) or (at > fields and _is_folded(said, at)))
    ):
        at += 1
    if at - fields > 1:
        return at - k
    return 1 if _FORWARDED.match(said[k]) else 0


def _is_folded(said: Sequence[str], at: int) -> bool:
    """Whether a line goes on with the addresses of the field before it."""
    return bool(said[at]) and ("@" in said[at] or said[at - 1].endswith((",", ";")))


def _is_signature(lines: Sequence[str], depths: Sequence[int], k: int) -> bool:
    """Whether the line begins a signature: "-- ", or "--" with a few lines behind it."""
    line = lines[k].rstrip("\r\n")
    if not _SIGNATURE.search(line):
        return False
    behind = takewhile(
        lambda pair: pair[1] == depths[k] or not pair[0].strip(), zip(lines[k:], depths[k:], strict=True)
    )
    return line.endswith("-- ") or sum(bool(said.strip()) for said, _ in islice(behind, _SIGNED)) < _SIGNED


def _is_footer(said: Sequence[str], depths: Sequence[int], k: int) -> bool:
    """Whether a rule begins the footer of a mailing list."""
    if not _RULE.match(said[k]):
        return False
    behind = [
        line for line, depth in zip(said[k + 1 : k + 1 + _AHEAD], depths[k + 1 :], strict=False) if depth == depths[k]
    ]
    return any(_LIST.search(line) for line in behind)


def _armoured(said: Sequence[str], k: int) -> int:
    """How many lines from `k` on are PGP's: a signature, a key, or the head of a signed message."""
    found = _PGP.match(said[k])
    if found is None or found["what"] == "END":
        return 0
    at = k + 1
    if found["of"] == "SIGNED MESSAGE":
        while at < len(said) and _HASH.match(said[at]):
            at += 1
        return at - k
    while at < len(said) and not ((end := _PGP.match(said[at])) and end["what"] == "END" and end["of"] == found["of"]):
        at += 1
    return min(at + 1, len(said)) - k
