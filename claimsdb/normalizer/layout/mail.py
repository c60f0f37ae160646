"""Mail: the messages of a thread, each with its sender's name in a header or beneath, and what they quote of earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.listed import either, listed
from claimsdb.model.attribution import Spans
from claimsdb.model.document import BlockKind
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, lines, strip
from claimsdb.normalizer.layout.cards import Card, card
from claimsdb.normalizer.layout.frames import STOPS, Found, Frame
from claimsdb.normalizer.layout.messages import Message, written_by

_WORD = r"[A-Z][\w’'-]{0,40}\.?"
_NAME = rf"(?![AaPp]\.?[Mm]\b){_WORD}(?:(?: (?:de|van|von|der|al|bin)){{0,2}},? {_WORD}){{0,4}}"
_TURNED = re.compile(latin(rf"(?P<last>{_WORD}), (?P<given>{_WORD}(?: {_WORD})?)"))
_DATE = r"(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d)"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ADDRESS = r"[<\[(]?[\w.+-]{1,64}@[\w.-]{1,64}\w[>\])]?"
# "Ann Lee@TOWN 09/16/99 10:07 AM", also in mid-line, where one message ends and the next begins.
_STAMPED = re.compile(
    latin(
        rf"(?<![\w’'@.-])[\"“]?(?P<name>{_NAME})[\"”]?(?: ?@ ?[\w/]{{1,60}}(?: [A-Z_]{{1,40}})?| {_ADDRESS})?\s{{1,4}}(?:on )?"
        rf"{_DATE},? {_CLOCK}"
    )
)
_WROTE = re.compile(
    latin(
        rf"(?P<on>On\b[^>]{{6,80}}?[,:]?\s)?[\"“]?(?P<name>{_NAME})[\"”]?(?P<at>\s{_ADDRESS})?(?: \([^)\n]*\))?"
        rf"\s(?:wrote|writes)\b(?: (?:on|in|at)\b[^\n]{{0,60}})?\s*:$"
    )
)
_ON = re.compile(r"On\b[^:]*(?::\d\d[^:]*)*$")
_FIELD = re.compile(
    r"(?:From|To|Cc|Bcc|Sent|Date|Subject|Reply-To|Message-ID|Organization|Newsgroups)\s*:", re.IGNORECASE
)
_FROM = re.compile(latin(rf"From\s*: *[\"“]?(?P<name>{_NAME})[\"”]?"), re.IGNORECASE)
_FORWARDED = re.compile(
    r"[-_ ]*(?:Forwarded (?:message|by)\b(?s:.*)|(?:Original Message|Begin forwarded message:?)[-_ ]*)", re.IGNORECASE
)
_MARKS = re.compile(r"(?:[>|] ?)+")
_BETWEEN = re.compile(r"\s*(?:[>|] ?)+\s*")  # two lines of a quotation
_CLOSING = rf"(?:(?:{either(listed('turns', 'closing'))})\b[\s,.!-]*)"
_SIGNED = re.compile(
    latin(rf"(?:^|(?<=[.?!,]) ){_CLOSING}{{0,2}}(?P<name>{_WORD}(?: {_WORD}){{0,3}})?$"), re.IGNORECASE
)
_GREETED = re.compile(
    latin(rf"(?:Dear |Hi |Hello |Hey )?{_WORD}(?: {_WORD})?(?:(?: ?&|,| and) {_WORD})?(?: ?[,:](?=\s|$)| ?[-–—]+$)")
)
# Where a signature and the greeting of the next message stand in one line: "Best regards, *Ann Bo,*".
_NEXT = re.compile(latin(rf"(?:(?<=[.?!]) |{_CLOSING}{{1,2}}){_WORD}(?: {_WORD})? (?P<next>{_WORD} ?[,:])$"))
_ALONE = re.compile(latin(rf"{_WORD}(?: {_WORD}){{0,2}}"))
_TITLED, _CAPITAL = re.compile(latin(r"(?: [A-Z][\w-]{0,40}){0,4}(?= [A-Z])")), re.compile(latin(r"(?= [A-Z])"))
_WORDS, _LETTERS, _STOPPED = re.compile(r"\S+"), re.compile(r"[^\W\d_]+"), re.compile(r"\w{3}\.$")
_WHY = "a mail: its header or its signature says who writes"
FEWEST = 2  # minimum number of messages in a thread: a single one is its author's text


def mail(analysis: Analysis) -> Found:
    """The messages of a thread, and what a mail or a post quotes."""
    made = _Reader(analysis).messages()
    written = [m for m in made if m.body]
    signed = sum(m.signed is not None for m in made)
    headed = any(m.sender is not None or m.numbered for m in written)
    threaded = headed or (signed and sum(m.polite for m in made) >= FEWEST)
    if len(written) < FEWEST or not threaded:
        return Found()
    alone = sum(m.depth == 0 for m in written) == 1
    found = Found()
    for message in written:
        own = message.own or (message.follows and message.signed is None)
        if not (own or (alone and message.depth == 0)):
            for source, words in written_by(analysis.text, message):
                blanks = tuple(blank for blank in message.blanks if any(one.contains(blank) for one in words))
                found.frames.append(Frame(_source(analysis.text, source), words, _WHY, blanks=blanks))
    for message in made:
        found.labels += message.labels
        found.bylines += message.bylines
    return found


def _source(text: str, sender: Span | None) -> Spans:
    """The name of a sender, of "Lee, Ann" the surname and the given names apart; nothing if nobody is named."""
    if sender is None:
        return ()
    turned = _TURNED.fullmatch(text, *sender)
    return (sender,) if turned is None else (Span(*turned.span("last")), Span(*turned.span("given")))


def _whole(text: str, read: Sequence[Span]) -> Iterator[Span]:
    """The lines, in which "On Friday, Ann Lee wrote:" is one even if it is wrapped."""
    before: Span | None = None
    for line in read:
        if before is not None:
            both = Span(before.start, line.end)
            if line.of(text).endswith(":") and _ON.match(text, *before) and _WROTE.fullmatch(text, *both):
                before = both
                continue
            yield before
        before = line
    if before is not None:
        yield before


class _Reader:
    """Reads the messages of one document line by line."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis, self._text = analysis, analysis.text
        self._blocks = Intervals.of(block.span for block in analysis.blocks)
        self._made: list[Message] = []
        self._at: dict[int, Message] = {}  # the message that goes on at each depth of quotation
        self._named: set[str] = set()

    def messages(self) -> list[Message]:
        """The messages in order, with those that are quoted in them."""
        blocks = self._analysis.blocks
        if len(blocks) > 1 and blocks[0].kind is BlockKind.TITLE and _FROM.match(self._text, *blocks[1].span):
            blocks = blocks[1:]  # the subject, set before the header
        read = [line for block in blocks for line in lines(self._text, block.span)]
        for line in read:
            for found in _STAMPED.finditer(self._text, *line):
                self._named.update(self._sender(Span(*found.span("name"))).of(self._text).lower().split())
            for pattern in (_GREETED.match, _ALONE.fullmatch):
                if (named := pattern(self._text, *line)) and self._is_name(named.group()):
                    self._named.update(w.lower() for w in _LETTERS.findall(named.group()))
        read = list(_whole(self._text, read))
        depths = [self._depth(line) for line in read]
        for k, (line, depth) in enumerate(zip(read, depths, strict=True)):
            marks = _MARKS.match(self._text, *line)
            rest = strip(self._text, Span(marks.end() if marks and depth else line.start, line.end))
            if depth and not self._goes_on(depth, rest):
                self._message(depth).labels.append(strip(self._text, Span(line.start, rest.start)))
            if rest.length:
                self._line(rest, depth, top=k < 2, quotes=depths[k + 1 : k + 2] > [depth])
        return self._made

    def _goes_on(self, depth: int, words: Span) -> bool:
        """Whether the words are a further line of the block that the message at a depth ends with, behind marks of quotation."""
        body = self._at[depth].body if depth and depth in self._at else []
        if not body or _BETWEEN.fullmatch(self._text, body[-1].end, words.start) is None:
            return False
        return any(True for _ in self._blocks.around(Span(body[-1].start, words.end)))

    def _depth(self, line: Span) -> int:
        marks = _MARKS.match(self._text, *line)
        return marks.group().count(">") if marks else 0

    def _sender(self, name: Span) -> Span:
        """The name without what the message before it ends with: "Could", "Thanks. Sara", and "Sara" before a full name."""
        text = self._text
        words = [Span(*m.span()) for m in _WORDS.finditer(text, *name)]
        is_name = default().classes.is_name
        for k in range(len(words) - 1, 0, -1):
            before = words[k - 1].of(text)
            if (before.endswith(".") and len(before) > 2) or (len(before) > 1 and not is_name(before.lower())):
                words = words[k:]
                break
        full = [w for w in words if w.length > 2]
        if len(full) > 2 and (full[0].of(text) == full[1].of(text) or full[0].of(text).lower() in self._named):
            words = words[1:]
        return Span(words[0].start, name.end)

    def _line(self, line: Span, depth: int, top: bool, quotes: bool) -> None:
        text = self._text
        if not any(map(str.isalnum, line.of(text))):
            self._message(depth).bylines.append(line)  # a rule between two messages
            return
        wrote = _WROTE.fullmatch(text, *line)
        if _FORWARDED.fullmatch(text, *line):
            self._begin(depth).bylines.append(line)
        elif wrote and (wrote["on"] or wrote["at"] or quotes):
            self._message(depth).bylines.append(line)
            self._begin(depth + 1, Span(*wrote.span("name")))
        elif _FIELD.match(text, *line):
            sender = _FROM.match(text, *line)
            message = self._begin(depth) if sender else self._message(depth)
            if sender:
                message.sender, message.own = Span(*sender.span("name")), top
            message.bylines.append(line)
        else:
            at = line.start
            for stamp in _STAMPED.finditer(text, *line):
                name = self._sender(Span(*stamp.span("name")))
                start = stamp.start() if name.start == stamp.start("name") else name.start
                self._write(strip(text, Span(at, start)), depth)
                message = self._begin(depth, name)
                message.bylines.append(Span(start, stamp.end()))
                at = stamp.end()
            self._write(strip(text, Span(at, line.end)), depth)

    def _write(self, words: Span, depth: int) -> None:
        """Add words to the message that goes on at a depth; one whose quotation has no marks goes on one level up."""
        if not words.length:
            return
        quoted = self._at.get(depth + 1)
        if quoted is not None and not quoted.body and not quoted.labels:
            quoted.depth = depth
            self._at[depth] = self._at.pop(depth + 1)
        message = self._message(depth)
        if (joined := _NEXT.search(self._text, *words)) is not None and self._is_name(joined["next"]):
            self._write(strip(self._text, Span(words.start, joined.start("next"))), depth)
            self._write(Span(joined.start("next"), words.end), depth)
            return
        signed = self._signature(words)
        if message.signed is not None or (message.closed and (signed is None or signed[0] != words)):
            after = message.own or message.follows
            message = self._begin(depth)
            message.follows = after
        if (signs := card(self._text, words)) is not None:
            self._signed_by_card(words, signs, depth)
            return
        if message.body and (cut := self._cut(words, message)) is not None:
            self._write(Span(words.start, cut.end), depth)
            self._write(strip(self._text, Span(cut.end, words.end)), depth)
            return
        if not message.body and (greeted := _GREETED.match(self._text, *words)) and self._greets(greeted.group()):
            message.labels.append(strip(self._text, Span(*greeted.span())))
            message.polite = True
            words = strip(self._text, Span(greeted.end(), words.end))
            signed = self._signature(words)
        if signed is not None and words.length:
            whole, name = signed
            message.bylines.append(whole)
            message.signed = name
            message.closed |= name is None
            message.polite |= name is None or name.start > whole.start
            words = strip(self._text, Span(words.start, whole.start))
        if words.length and self._goes_on(depth, words):
            between = Span(message.body[-1].end, words.start)
            message.blanks += [Span(*m.span()) for m in _MARKS.finditer(self._text, *between)]
            message.body[-1] = Span(message.body[-1].start, words.end)
        elif words.length:
            message.body.append(words)

    def _signed_by_card(self, words: Span, signs: Card, depth: int) -> None:
        """Add words up to the lines with their sender's name and numbers, and what follows as another message."""
        before, behind = Span(words.start, signs.span.start), Span(signs.span.end, words.end)
        self._write(strip(self._text, before), depth)
        message = self._message(depth)
        message.bylines.append(signs.span)
        message.signed, message.numbered = signs.name, True
        self._write(strip(self._text, behind), depth)

    def _cut(self, words: Span, message: Message) -> Span | None:
        """The sender's name in mid-line after which another message begins ("… on Friday. *Ann Lee, buyer* We have no …")."""
        if message.sender is None:
            return None
        name, said = message.sender.of(self._text), words.of(self._text)
        for called, follows in ((name, _TITLED), (name.split()[0], _CAPITAL)):
            at = said.find(called)
            while at >= 0:
                found = follows.match(said, at + len(called))
                if found and (at == 0 or (said[at - 1] == " " and said[at - 2 : at - 1] in STOPS)):
                    return Span(at, found.end()).shift(words.start)
                at = said.find(called, at + 1)
        return None

    def _greets(self, words: str) -> bool:
        return words.startswith(("Dear", "Hi ", "Hello", "Hey")) or self._is_name(words)

    def _signature(self, words: Span) -> tuple[Span, Span | None] | None:
        """The signature at the end of the words, and the name in it; None if nothing signs them."""
        found = _SIGNED.search(self._text[words.start : words.end])
        if found is None or not found.group().strip():
            return None
        whole = strip(self._text, Span(*found.span()).shift(words.start))
        if found["name"] is None:
            return (whole, None) if whole == words else None
        closed = found.group().strip() != found["name"].strip()
        if _STOPPED.search(found["name"]) and not closed:
            return None
        if not self._is_name(found["name"], closed or whole == words):
            return None
        return whole, strip(self._text, Span(*found.span("name")).shift(words.start), ".")

    def _is_name(self, words: str, likely: bool = True) -> bool:
        """Whether the words are a name: of a sender in the thread, or, if that is `likely`, of anybody."""
        found = _LETTERS.findall(words)
        if not found or not all(w[:1].isupper() for w in found):
            return False
        known = [w.lower() in self._named for w in found]
        return all(known) or (likely and all(default().classes.is_name(w.lower()) for w in found))

    def _message(self, depth: int) -> Message:
        return self._at[depth] if depth in self._at else self._begin(depth)

    def _begin(self, depth: int, sender: Span | None = None) -> Message:
        self._at = {d: m for d, m in self._at.items() if d < depth}
        self._at[depth] = Message(depth, sender)
        self._made.append(self._at[depth])
        return self._at[depth]
