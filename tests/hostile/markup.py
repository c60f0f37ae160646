"""Markdown and front matter that parsers take long for, or that nests without end."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from tests.hostile.family import Text, add, pump
from tests.hostile.prose import clause, forever, sentence

PUMPS = {
    "md-quotes": "> ", "md-quotes-in-lines": "> a\n", "md-lists-in-a-line": "- ", "md-numbers-in-a-line": "1. ",
    "md-emphasis": "*a ", "md-strong": "**a", "md-underscores": "_a ", "md-emphasis-both": "*a_ ", "md-links-open": "[",
    "md-links-open-words": "[a](", "md-links": "[a](b) ", "md-links-nested": "[a [b](", "md-images": "![a](b)\n\n",
    "md-images-open": "![", "md-references": "[a]: b\n", "md-references-used": "[a][b] ", "md-footnotes": "[^1]: a\n",
    "md-code": "`a", "md-code-lengths": "`a``b```c", "md-fences": "```\n", "md-fences-and-words": "~~~\na\n",
    "md-headings": "# a\n", "md-heading-in-a-line": "# a ", "md-hashes-after": "# a #", "md-headings-underlined": "a\n===\n",
    "md-rules": "---\n", "md-stars": "* * *\n", "md-html": "<div>\n", "md-html-open": "<div ", "md-comments": "<!-- ",
    "md-comments-closed": "<!-- a -->\n", "md-cdata": "<![CDATA[", "md-instructions": "<?", "md-addresses": "<http://a",
    "md-escapes": "\\*", "md-entities": "&#x41;", "md-tables": "| a | b |\n| - | - |\n", "md-table-cells": "| a ",
    "md-table-rules": "|-", "md-tables-of-one": "a|b\n-|-\n", "md-lists": "- a\n", "md-loose-lists": "- a\n\n",
    "md-hard-breaks": "a  \n", "md-strikes": "~~a", "md-tabs": "\ta\n", "md-lazy": "> a\nb\n\n",
}  # fmt: skip
for _name, _unit in PUMPS.items():
    add("markup", _name, pump(_unit), ".md")


SHAPES: dict[str, Text] = {
    "md-deep-quotes": lambda _, size: "\n".join(">" * k + " a" for k in range(1, int((2 * size) ** 0.5))),
    "md-deep-lists": lambda _, size: "\n".join("  " * k + "- a" for k in range(int(size**0.5))),
    "md-deep-brackets": lambda _, size: "[" * (size // 2) + "a" + "]" * (size // 2),
    "md-deep-emphasis": lambda _, size: "*" * (size // 2) + "a" + "*" * (size // 2),
    "md-wide-table": lambda _, size: "| a " * (size // 8) + "|\n" + "|-" * (size // 8) + "|\n",
    "md-references-many": lambda _, size: "".join(f"[{k}]: b\n" for k in range(size // 12)),
    "md-prose": forever(lambda r: r.choice(["# ", "> ", "- ", "**", "", "[a](b) ", "`"]) + sentence(r) + "\n\n"),
    "md-prose-in-a-line": forever(lambda r: r.choice(["*", "**", "_", "[", "](", ")", "`", "<b>"]) + clause(r)),
}
for _name, _shape in SHAPES.items():
    add("markup", _name, _shape, ".md")


def matter(head: str, body: str = "He said so.\n") -> str:
    return f"---\n{head}\n---\n\n{body}"


def headed(head: Text) -> Text:
    return lambda r, size: matter(head(r, max(size - 30, 1)))


def bomb(_: Random, __: int) -> str:
    names = "abcdefghi"
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{n}: &{n} [{','.join(['*' + before] * 9)}]" for before, n in pairwise(names)]
    return matter("\n".join([*lines, "title: *i"]))


HEADS: dict[str, Text] = {
    "yaml-deep-lists": lambda _, size: "title: " + "[" * size,
    "yaml-deep-maps": lambda _, size: "title: " + "{a: " * (size // 4),
    "yaml-deep-indents": lambda _, size: "\n".join(" " * k + "a:" for k in range(int((2 * size) ** 0.5))),
    "yaml-long-title": lambda _, size: "title: " + "a" * size,
    "yaml-long-words": lambda _, size: "title: " + "a " * (size // 2),
    "yaml-many-fields": lambda _, size: "\n".join(f"f{k}: a" for k in range(size // 9)),
    "yaml-many-authors": lambda _, size: "authors: [" + "Ann Lee, " * (size // 9) + "]",
    "yaml-aliases": lambda _, size: "a: &a b\n" + "\n".join(f"f{k}: *a" for k in range(size // 9)),
    "yaml-alias-of-itself": lambda _, size: "a: &a [*a]\ntitle: *a",
    "yaml-merges": lambda _, size: "a: &a {b: c}\n" + "\n".join(f"f{k}: {{<<: *a}}" for k in range(size // 16)),
    "yaml-quotes-open": lambda _, size: 'title: "' + "a\\" * (size // 2),
    "yaml-escapes": lambda _, size: 'title: "' + "\\u0041" * (size // 6) + '"',
    "yaml-blocks": lambda _, size: "title: |\n" + "  a\n" * (size // 4),
    "yaml-comments": lambda _, size: "# a\n" * (size // 4),
    "yaml-numbers": lambda _, size: "date: " + "9" * size,
    "yaml-sexagesimal": lambda _, size: "date: " + "1:" * (size // 2) + "1",
    "yaml-dates": lambda _, size: "date: 9999-99-99",
    "yaml-tags": lambda _, size: "title: !!python/object/apply:os.system ['true']",
    "yaml-binary": lambda _, size: "title: !!binary " + "QUFB" * (size // 4),
    "yaml-nothing": lambda _, size: "\n" * size,
    "yaml-colons": lambda _, size: "a: " * (size // 3),
    "yaml-documents": lambda _, size: "a: b\n...\n" * (size // 9),
}  # fmt: skip
add("markup", "yaml-bomb", bomb, ".md")
for _name, _head in HEADS.items():
    add("markup", _name, headed(_head), ".md")
add("markup", "yaml-unclosed", lambda _, size: "---\n" + "a: b\n" * (size // 5), ".md")
add("markup", "yaml-fences", pump("---\n...\n"), ".md")
