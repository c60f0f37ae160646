"""Takes citations through other people's parsers, and says which facts do not come back in the right fields.

    python benchmarks/citations.py DATABASE [--claims 500]

BibTeX goes through pybtex and bibtexparser (with pylatexenc), RIS through rispy, CSL-JSON through citeproc-py, which also renders each
style. For each format, it prints how many claims came back with author, outlet, date, address and words.
"""

from __future__ import annotations

import argparse
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string as parse_bibtex
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

import claimsdb
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.citations.formats import together
from claimsdb.lookup.citations.styles import STYLES
from claimsdb.lookup.citations.wording import as_text, web_address

_BRACES = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textasciitilde": "~"}
_LIGATURES = re.compile("[-–—`'‘’\"“”]+")


class Expected(NamedTuple):
    """What a citation must bring back; `people` are the words of all authors' names, sorted."""

    title: str
    people: list[str]
    outlet: str
    date: str
    address: str
    words: str


def expected(citation: Citation) -> Expected:
    """What is known of the claim's document, and the line with the claim's words."""
    place = citation.place
    stated = re.sub(r"^by ", "", place["author"] or "", flags=re.IGNORECASE)
    stated = re.sub(r", *@?[a-z][^,;A-Z]*(?=,|$)", "", stated)  # a trade or an account after a name is no author
    people = re.split(r"[\s,;]+|(?<=\s)(?:and|&)(?=\s)", stated)
    title, outlet = (" ".join((place[key] or "").split()) for key in ("title", "publisher"))
    return Expected(
        title or place["path"],
        sorted(w for w in people if w not in ("", "and", "&")),
        outlet,
        (place["published"] or "")[:10],
        web_address(place["url"]) or "",
        " ".join(as_text(citation.claim, place).split()),
    )


def imported(citations: Sequence[Citation]) -> Iterator[tuple[str, dict[str, Expected]]]:
    """The name of each parser, and what it brings back by the id of the claim."""
    pairs = [(one.claim, one.place) for one in citations]
    bibtex = together("bibtex", pairs)
    entries = parse_string(bibtex, "bibtex").entries
    assert len(entries) == len(pairs)
    yield "pybtex", {key.removeprefix("claim-"): _of_pybtex(entry) for key, entry in entries.items()}
    split = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = parse_bibtex(bibtex, append_middleware=split)
    assert not library.failed_blocks
    yield "bibtexparser", {e.key.removeprefix("claim-"): _of_bibtexparser(e) for e in library.entries}
    yield "rispy", {r["id"].removeprefix("claim-"): _of_rispy(r) for r in rispy.loads(together("ris", pairs))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON([citation.as_csl() for citation in citations])
    yield "citeproc-py", {key.removeprefix("claim-"): _of_citeproc(entry) for key, entry in source.items()}


def faults(citations: Sequence[Citation]) -> Iterator[tuple[str, str, str]]:
    """Each parser, id of a claim, and field of which something else comes back, with what comes back."""
    wanted = {one.claim["id"]: expected(one) for one in citations}
    for parser, found in imported(citations):
        for identity, want in wanted.items():
            got = found.get(identity)
            for name in Expected._fields:
                if got is None or _plain(getattr(got, name), parser) != _plain(getattr(want, name), parser):
                    yield parser, identity, f"{name}: {got and getattr(got, name)!r}, not {getattr(want, name)!r}"
    for style in STYLES:
        for citation in citations:
            text, want = str(citation.in_format(style)), wanted[citation.claim["id"]]
            for name, part in (("address", want.address), ("date", want.date[:4])):
                if part not in text:
                    yield style, citation.claim["id"], f"{name}: {part!r} is not in {text!r}"


def _plain(value: object, parser: str) -> object:
    """The value, without what TeX makes of hyphens and marks if it comes from TeX."""
    if "bib" not in parser and "pybtex" not in parser:
        return value
    return [_plain(v, parser) for v in value] if isinstance(value, list) else _LIGATURES.sub("'", str(value))


def _from_latex(text: str) -> str:
    known = get_default_latex_context_db()
    specs = [MacroTextSpec(name, simplify_repl=char) for name, char in _BRACES.items()]
    known.add_context_category("braces", prepend=True, macros=specs)
    read = LatexNodes2Text(latex_context=known, strict_latex_spaces=True, keep_comments=True)
    return str(read.latex_to_text(text))


def _of_pybtex(entry: Any) -> Expected:
    parts = [
        " ".join((*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names, *p.lineage_names))
        for p in entry.persons.get("author", [])
    ]
    return _of_fields(dict(entry.fields), parts)


def _of_bibtexparser(entry: Any) -> Expected:
    fields = {key: field.value for key, field in entry.fields_dict.items()}
    names = fields.pop("author", [])
    return _of_fields(fields, [" ".join((*n.first, *n.von, *n.last, *n.jr)) for n in names])


def _of_fields(fields: dict[str, str], people: list[str]) -> Expected:
    outlet = next((fields[f] for f in ("journal", "howpublished", "institution", "publisher") if f in fields), "")
    words = [word.rstrip(",") for name in people for word in re.split(r"[\s;,]+", _from_latex(name))]
    return Expected(
        _from_latex(fields["title"]),
        sorted(w for w in words if w not in ("and", "&", "")),
        _from_latex(outlet),
        fields.get("date", ""),
        fields.get("url", ""),
        _from_latex(fields["note"]),
    )


def _of_rispy(record: Any) -> Expected:
    words = [w for name in record.get("authors", []) for w in re.split(r"[\s,;]+", name)]
    return Expected(
        record["title"],
        sorted(w for w in words if w not in ("and", "&", "")),
        record.get("secondary_title") or record.get("publisher") or "",
        "-".join(filter(None, record.get("date", "").split("/"))),
        "".join(record.get("urls", [])),
        "".join(record["notes"]),
    )


def _of_citeproc(entry: Any) -> Expected:
    names = [[str(part) for part in name.parts() if part] for name in entry.get("author", [])]
    words = [word for name in names for part in name for word in re.split(r"[\s,;]+", part)]
    issued = entry.get("issued")
    date = "-".join(f"{getattr(issued, p):02}" for p in ("year", "month", "day") if issued and p in issued)
    return Expected(
        str(entry["title"]),
        sorted(w for w in words if w not in ("and", "&", "")),
        str(entry.get("container_title") or entry.get("publisher") or ""),
        date,
        str(entry.get("url") or entry.get("URL") or ""),
        str(entry["note"]),
    )


def main() -> None:
    """Take claims from a database at even distances, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--claims", type=int, default=500)
    given = parser.parse_args()
    with claimsdb.open(given.database) as database:
        ids = [claim["id"] for claim in database.claims()]
        chosen = ids[:: max(1, len(ids) // given.claims)][: given.claims]
        citations = cited(database.connection, chosen)
    found = list(faults(citations))
    wrong = Counter(parser for parser, _ in {(parser, identity) for parser, identity, _ in found})
    for name in ("pybtex", "bibtexparser", "rispy", "citeproc-py", *STYLES):
        print(f"{name:<14} {len(citations) - wrong[name]} of {len(citations)}")
    for parser_name, identity, what in found[:20]:
        print(f"  {parser_name} {identity}: {what}")


if __name__ == "__main__":
    main()
