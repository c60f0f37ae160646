from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.errors import UnreadableError
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

LINES = [
    "Council votes to keep bridge open",
    "The council voted on Tuesday to keep the old bridge open for another year, the mayor said after a long meeting.",
    "LONDON (Reuters) - Engineers had warned that the bridge would have to close at the end of the next month.",
    "The mayor, second from left, on the bridge. Photograph: Jo Hill/AFP",
    "  • an item of a list",
    "    that goes on",
    "1. First",
    "# Heading #",
    "===",
    "---",
    "> quoted",
    "![alt](a.png) ![b](c.png)",
    "| a | b |\n|---|---|",
    "```",
    "[x]: http://example.org",
    "<div>",
    "Read more:",
    "By Jo Hill",
    "Jo Hill is a reporter at the Courant.",
    "*",
    "",
]
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(LINES), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)),
        st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\0", "\u00a0\n", " \t"]),
    ),
    max_size=14,
).map(lambda pairs: "".join(words + end for words, end in pairs))


def is_white(character: str) -> bool:
    return character.isspace() or character == "\0"


@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_every_character_but_white_space_is_in_one_block(text: str, path: str) -> None:
    try:
        document = read(text.encode(), path, encoding="utf-8")
    except UnreadableError:
        return
    end = 0
    for block in blocks(document):
        assert all(map(is_white, document.text[end : block.span.start]))
        words = block.span.of(document.text)
        assert words
        assert not is_white(words[0])
        assert not is_white(words[-1])
        assert "\0" not in words
        end = block.span.end
    assert all(map(is_white, document.text[end:]))
