"""Mixtures: pieces of other families one after another, inside prose, in a layout of news, and with characters changed at random."""

from __future__ import annotations

from random import Random

from tests.hostile.family import FAMILIES, add, family
from tests.hostile.prose import person, sentence


def piece(r: Random, size: int) -> str:
    chosen = r.choice([f for f in FAMILIES.values() if f.kind not in ("encodings", "mixtures")])
    return chosen.file(max(size, 1), r.randrange(2**32)).decode("utf-8", "ignore")


def article(r: Random, size: int) -> str:
    """The layout of an article, each part of which may be a piece of a hostile family."""

    def part(good: str, share: int) -> str:
        return good if r.random() < 0.6 else piece(r, size // share)

    parts = [part("BRIDGE CLOSES", 20), part(f"By {person(r)}", 20), part("May 3, 2024", 20)]
    body = [part("".join(sentence(r) for _ in range(3)), 4) for _ in range(max(size // 800, 1))]
    return "\n\n".join([*parts, "BERLIN (Reuters) — " + body[0], *body[1:], part("© 2024 Reuters", 20)])


@family("mixtures")
def spliced(r: Random, size: int) -> str:
    return "".join(piece(r, size // 8) for _ in range(8))


@family("mixtures")
def spliced_in_lines(r: Random, size: int) -> str:
    return "\n\n".join(piece(r, size // 20) for _ in range(20))


@family("mixtures")
def interleaved(r: Random, size: int) -> str:
    return "".join(sentence(r) + piece(r, 40) for _ in range(size // 100 + 1))


@family("mixtures")
def articles(r: Random, size: int) -> str:
    return article(r, size)


@family("mixtures")
def mutated(r: Random, size: int) -> str:
    text = list(article(r, size))
    for _ in range(len(text) // 20):
        at = r.randrange(len(text))
        text[at] = r.choice(
            [text[r.randrange(len(text))], "", chr(r.randrange(0x2100)), text[at] * 9, "“", "\n\n", " "]
        )
    return "".join(c for c in text if not "\ud800" <= c <= "\udfff")


@family("mixtures")
def units_at_random(r: Random, size: int) -> str:
    """A pump that nobody wrote: a few characters at random, again and again."""
    alphabet = r.choice(["ab AB1.,'\"-", "“”‘’\"' aA.", "a1$%,. -", "A. ,’s-", "\n -a.*#>", "said he\n“”,. "])
    return "".join(r.choice(alphabet) for _ in range(r.randrange(1, 9))) * size


add("mixtures", "spliced-markdown", spliced_in_lines, ".md")
add("mixtures", "mutated-markdown", mutated, ".md")
add("mixtures", "units-at-random-markdown", units_at_random, ".md")
