"""Measures how many claims of a plain text come out with the same words if the same article is a file of another format.

    python benchmarks/claims_by_format.py ARTICLES.jsonl [--number 20] [--formats docx,odt,epub,rtf] [--keep FOLDER]

Each line of ARTICLES has a `text`; each line of that is a paragraph, and the first is its title. The files are made by pandoc and
LibreOffice, which must be installed. For each format: the share of the plain texts' claims, and how many claims of its own it has. Claims
are compared by their words, as often as they are there; white space is one space.
"""

import argparse
import html
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read

Maker = Callable[[Path, Path], None]


def pandoc(*options: str, titled: bool = False) -> Maker:
    """Makes a file by pandoc, from the page of an article; `titled`: its properties state the title."""

    def made(page: Path, to: Path) -> None:
        title = html.unescape(page.read_text("utf-8").partition("<h1>")[2].partition("</h1>")[0])
        stated = ("--metadata", f"title={title}") if titled else ()
        subprocess.run(["pandoc", "-f", "html", *options, *stated, "-o", str(to), str(page)], check=True, timeout=60)

    return made


def libreoffice(kind: str) -> Maker:
    """Makes a file by LibreOffice, from the page of an article."""

    def made(page: Path, to: Path) -> None:
        profile = f"-env:UserInstallation=file://{to.parent}/profile"
        command = ["soffice", profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, str(to.parent), str(page)], check=True, timeout=120, capture_output=True)
        (to.parent / page.with_suffix(to.suffix).name).rename(to)

    return made


MAKERS: dict[str, tuple[str, Maker]] = {
    "docx": ("docx", pandoc()),
    "odt": ("odt", pandoc()),
    "epub": ("epub", pandoc("--metadata", "lang=en", titled=True)),
    "rtf": ("rtf", pandoc("--standalone")),
    "docx by LibreOffice": ("docx", libreoffice("docx:MS Word 2007 XML")),
    "odt by LibreOffice": ("odt", libreoffice("odt")),
    "epub by LibreOffice": ("epub", libreoffice("epub")),
    "rtf by LibreOffice": ("rtf", libreoffice("rtf")),
}
"""For each name, the ending of the files and what makes one."""


def page(text: str) -> str:
    """The article as a page: its first paragraph is its heading."""
    title, *rest = (html.escape(" ".join(paragraph.split())) for paragraph in text.split("\n") if paragraph.strip())
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in rest)
    return f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"></head><body><h1>{title}</h1>\n{body}</body></html>\n'


def claims(raw: bytes, path: str, tagger: TrainedTagger) -> Counter[str]:
    """The words of a file's claims."""
    document = read(raw, path)
    found = normalize(document, tagger)
    return Counter(" … ".join(" ".join(s.of(document.text).split()) for s in claim.segments) for claim in found.claims)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument("--formats", default=",".join(MAKERS))
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    lines = given.articles.read_text("utf-8").splitlines()[: given.number]
    texts = [json.loads(line)["text"] for line in lines]
    tagger = TrainedTagger()
    plain = [claims(text.encode(), f"{k}.txt", tagger) for k, text in enumerate(texts)]
    print(f"{len(texts)} articles, {sum(c.total() for c in plain)} claims")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        for name in given.formats.split(","):
            ending, maker = MAKERS[name]
            same = more = 0
            lost: list[str] = []
            for k, text in enumerate(texts):
                source, to = folder / f"page{k}.html", folder / f"{name.replace(' ', '_')}-{k}.{ending}"
                source.write_text(page(text), "utf-8")
                maker(source, to)
                found = claims(to.read_bytes(), to.name, tagger)
                same += (found & plain[k]).total()
                more += (found - plain[k]).total()
                lost += (f"{k}: {words}" for words in (plain[k] - found).elements())
            print(f"{name}: {same / sum(c.total() for c in plain):.3f} of the claims, {more} others")
            for words in lost[:5]:
                print(f"  not there: {words[:160]}")


if __name__ == "__main__":
    main()
