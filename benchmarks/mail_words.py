"""Measures the text of mails against Python's `email`: `python benchmarks/mail_words.py FOLDER`.

FOLDER has messages (.eml) and mailboxes (.mbox), in folders of any depth. For each message, the words of the body that `email` takes
(`get_body`, its plain text or else its HTML without tags) are looked for in ours: each word as often as it is there, and each run of four
words, which is lost if sentences do not stay whole. Grounding is the share of passages whose words a second implementation finds in the
bytes of the file. The messages that differ most are listed.
"""

import argparse
import email
import email.policy
import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member

_WORD = re.compile(r"\w+")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("style", "script", "title")
        self.made.append("" if tag in ("b", "i", "a", "span", "font", "strong", "em") else " ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script", "title") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.made.append(data)


def theirs(raw: bytes) -> str | None:
    """The body as `email` has it; None if it fails."""
    try:
        body = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain", "html"))
        text = str(body.get_content()) if body else ""
    except Exception:  # it raises almost anything for a message that is not as it should be
        return None
    if body is not None and body.get_content_type() == "text/html":
        parser = _Text()
        parser.feed(text)
        return "".join(parser.made)
    return text


def messages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The messages in the files of a folder, with their paths."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".eml", ".mbox"):
            for one in expanded(io.BytesIO(file.read_bytes()), file.name, Limits()):
                if isinstance(one, Member) and one.media_type == "message/rfc822":
                    yield "/".join(filter(None, (file.name, one.path))), one.raw


def grounded(document: Document) -> tuple[int, int]:
    """How many passages are proved by their bytes, and how many have any."""
    proof = proof_of(document.media_type, document.raw, document.encoding, document.parts)
    stretches = [document.stretch(p.span) for p in document.passages if document.map.ranges(p.span)]
    return sum(proof.words(stretch) == stretch.text for stretch in stretches), len(stretches)


def words(text: str) -> list[str]:
    """The words, without marks of quotation."""
    return _WORD.findall(re.sub(r"^(?:> ?)+", "", text, flags=re.MULTILINE))


def runs(said: list[str]) -> Counter[tuple[str, ...]]:
    """The runs of four words."""
    return Counter(tuple(said[k : k + 4]) for k in range(len(said) - 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    count = failed = unread = of_words = found_words = of_runs = found_runs = proved = passages = mine = 0
    seconds = 0.0
    differing = []
    for path, raw in messages(folder):
        count += 1
        body = theirs(raw)
        began = time.process_time()
        try:
            document = read(raw, path, media_type="message/rfc822")
        except UnreadableError:
            unread += bool(body and body.strip())
            continue
        seconds += time.process_time() - began
        mine += len(words(document.text))
        good, every = grounded(document)
        proved, passages = proved + good, passages + every
        if body is None:
            failed += 1
            continue
        said, ours = words(body), words(document.text)
        common = (Counter(said) & Counter(ours)).total()
        of_words, found_words = of_words + len(said), found_words + common
        of_runs, found_runs = of_runs + runs(said).total(), found_runs + (runs(said) & runs(ours)).total()
        if common < len(said):
            differing.append((common / len(said), len(said), path))
    print(f"{count} messages; `email` fails in {failed}, and we in {unread} that have a body for it.")
    print(
        f"words: {found_words / max(of_words, 1):.4f} of {of_words:,}; runs of four: {found_runs / max(of_runs, 1):.4f} of {of_runs:,}"
    )
    print(
        f"grounding: {proved / max(passages, 1):.4f} of {passages:,} passages; {mine / max(seconds, 1e-9):,.0f} words a second"
    )
    for share, length, path in sorted(differing)[:10]:
        print(f"  {share:.3f} of {length:,} words: {path}")


if __name__ == "__main__":
    main()
