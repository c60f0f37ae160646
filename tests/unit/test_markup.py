"""Markdown's inline markup is blanked, and the claims in it keep their offsets in the file."""

import pytest

from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.formats.markup import without_markup
from claimsdb.reading.read import read


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("a [link](http://x.y/z) b", "a  link                b"),
        ("![A view](v.png) b", "  A view         b"),
        ("*so* and **so** and _so_", " so  and   so   and  so "),
        ("snake_case_name, 5 * 3, 2*3, a_b", "snake_case_name, 5 * 3, 2*3, a_b"),
        ("run `make` \\*now\\*", "run  make   *now *"),
        ("<b>so</b> <http://x.y>", "   so                 "),
        ("he [sic] said (no)", "he [sic] said (no)"),
        ("a [b][1] c", "a  b     c"),
    ],
)
def test_markup(text: str, reading: str) -> None:
    assert without_markup(text) == reading
    assert len(reading) == len(text)


def test_claims_of_markdown() -> None:
    raw = """# Prices go up

The *minister* said [prices](http://example.org/p?q=1) rose in May. “We **must** act,” [Ann Lee](/ann) told the
*Evening Post*. The talks, which began on `Monday`,
were over on <b>Friday</b>.
""".encode()
    found = normalize(read(raw, "a.md"), TrainedTagger())
    text = found.document.text
    assert [f"{c.attribution}: {c.text(text)}" for c in found.claims] == [
        "asserted: Prices go up",
        "reported: prices](http://example.org/p?q=1) rose in May",
        "quoted: “We **must** act,”",
        "asserted: The talks … were over on <b>Friday",
        "asserted: which began on `Monday",
    ]
    assert [found.speakers[a.speaker].name for a in found.attributions if a.speaker is not None] == [
        "minister",
        "Ann Lee",
    ]
