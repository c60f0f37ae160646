"""Compares the claims of the same articles in several formats with those of their plain texts.

    python benchmarks/same_in_formats.py make ARTICLES.jsonl FOLDER [--first 20]
    python benchmarks/same_in_formats.py FOLDER [FORMAT …] [--differences]

`make` writes each article (a record with `text`; each line of that is a paragraph, and the first is its title) in each format for which the
program is installed, in a folder by the names of the format and of the program: Chromium, LibreOffice and pandoc, and Python for pages and
mails. A claim is the same if its words are, white space collapsed.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

PANDOC: dict[str, tuple[str, ...]] = {
    "docx": (),
    "odt": (),
    "epub": ("--metadata", "lang=en"),
    "rtf": ("--standalone",),
    "pdf": ("--pdf-engine=pdflatex",),
}
"""What pandoc is told for each format; an e-book states its title, too."""
LIBREOFFICE = {"docx": "docx:MS Word 2007 XML", "odt": "odt", "epub": "epub", "rtf": "rtf", "pdf": "pdf"}
"""What LibreOffice is told for each format, from a page."""


def page(text: str) -> str:
    """The article as a page."""
    title, *rest = (escape(" ".join(line.split())) for line in text.split("\n") if line.strip())
    body = "".join(f"<p>{line}</p>\n" for line in rest)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body><article><h1>{title}</h1>\n{body}</article></body></html>\n'


def mail(text: str) -> bytes:
    """The article as a mail."""
    title, _, body = text.partition("\n\n")
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = (
        "News <news@example.org>",
        "Readers <readers@example.org>",
        " ".join(title.split()),
    )
    made["Date"] = "Mon, 12 Sep 2016 09:00:00 +0000"
    made.set_content(body)
    return made.as_bytes()


def make(articles: str, folder: str, first: int = 20) -> None:
    """Write the articles in each format."""
    to = Path(folder)
    with Path(articles).open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:first]
    for form in ("txt", "html", "eml"):
        (to / form).mkdir(parents=True, exist_ok=True)
    for k, text in enumerate(texts):
        (to / "txt" / f"{k:02}.txt").write_text(text, encoding="utf-8")
        (to / "html" / f"{k:02}.html").write_text(page(text), encoding="utf-8")
        (to / "eml" / f"{k:02}.eml").write_bytes(mail(text))
    pages = sorted((to / "html").glob("*.html"))
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        into = to / "pdf-chromium"
        into.mkdir(exist_ok=True)
        for one in pages:
            out = (into / f"{one.stem}.pdf").resolve()
            flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
            run(chromium, *flags, one.resolve().as_uri())
    if office := shutil.which("soffice"):
        for form, told in LIBREOFFICE.items():
            with tempfile.TemporaryDirectory() as home:
                given = [f"-env:UserInstallation=file://{home}", "--headless", "--infilter=HTML (StarWriter)"]
                made = str(to / f"{form}-libreoffice")
                run(office, *given, "--convert-to", told, "--outdir", made, *map(str, pages))
    if pandoc := shutil.which("pandoc"):
        for form, options in PANDOC.items():
            into = to / f"{form}-pandoc"
            into.mkdir(exist_ok=True)
            for one, text in zip(pages, texts, strict=True):
                titled = ("--metadata", f"title={text.partition(chr(10))[0]}") if form == "epub" else ()
                run(pandoc, str(one), "-f", "html", *options, *titled, "-o", str(into / f"{one.stem}.{form}"))


def run(*command: str) -> None:
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def claims(path: Path, tagger: TrainedTagger) -> Counter[tuple[str, str]]:
    """The words of the claims of a file, with their attributions."""
    try:
        found = normalize(read(path.read_bytes(), path.name), tagger)
    except UnreadableError as error:
        print(error)
        return Counter()
    text = found.document.text
    return Counter((" ".join(c.text(text).split()), str(c.attribution)) for c in found.claims)


def main(folder: str, *more: str) -> None:
    tagger = TrainedTagger()
    plain = {path.stem: claims(path, tagger) for path in sorted(Path(folder, "txt").iterdir())}
    named = [m for m in more if not m.startswith("--")]
    for form in sorted(p.name for p in Path(folder).iterdir() if p.is_dir() and p.name != "txt"):
        if (named and form not in named) or not any(Path(folder, form).iterdir()):
            continue
        same = words = total = found = 0
        for path in sorted(Path(folder, form).iterdir()):
            theirs = plain[path.stem]
            ours = claims(path, tagger)
            by_words, of_ours = (Counter(w for w, _ in side.elements()) for side in (theirs, ours))
            total, found = total + theirs.total(), found + ours.total()
            same, words = same + (theirs & ours).total(), words + (by_words & of_ours).total()
            if "--differences" in more:
                for sign, side in (("-", theirs - ours), ("+", ours - theirs)):
                    print("".join(f"{path.stem} {sign} {said} [{by}]\n" for said, by in side), end="")
        print(
            f"{form}: {words / total:.3f} of {total} claims have the same words, {same / total:.3f} the attribution too; {found} found"
        )


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3], *([int(sys.argv[5])] if len(sys.argv) > 5 else []))
    else:
        main(*sys.argv[1:])
