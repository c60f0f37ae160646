"""Sentences of made-up news by a small grammar, and layouts of them that no person would write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.hostile.family import Text, add, family, fill

GIVEN = "Ann Ben Clara Dmitri Eun-ji Fatima George Hana Ivan José".split()
SURNAMES = "Weber O’Neill Ito van-Dyke García McKay Lee Okafor D'Souza Smith-Jones".split()
TITLES = ["Mr.", "Ms.", "Dr.", "President", "Foreign Minister", "Gen.", "spokeswoman", "the mayor"]
BODIES = ["the ministry", "the U.N.", "Japan", "China", "the AT&T board", "Reuters", "the WHO", "the White House"]
SAYING = ["said", "told reporters", "warned", "insisted", "wrote", "added", "denied", "claimed", "reportedly said"]
NOUNS = "bridge harbour treaty budget virus election ship tariff school river strike mine".split()
VERBS = "closed opened fell rose would cost might delay has cut will build was blocking".split()
MORE = [
    "on Monday",
    "in May 2023",
    "by 3.5 percent",
    "for $2.4 billion",
    "since the war",
    "near Berlin",
    "after 10 a.m.",
]
PAIRS = [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"), ("``", "''")]


def person(r: Random) -> str:
    return " ".join([*([r.choice(TITLES)] if r.random() < 0.4 else []), r.choice(GIVEN), r.choice(SURNAMES)])


def source(r: Random) -> str:
    return r.choice([person(r), r.choice(SURNAMES), r.choice(BODIES), "he", "she", "they", "sources"])


def made_up(r: Random) -> str:
    """A name that nobody has, and hardly ever twice the same."""
    return "".join(
        r.choice(["ka", "lo", "mi", "ran", "tes", "vu", "zor"]) for _ in range(r.randrange(2, 6))
    ).capitalize()


def clause(r: Random) -> str:
    return f"the {r.choice(NOUNS)} {r.choice(VERBS)} the {r.choice(NOUNS)} {r.choice(MORE)}"


def quoted(r: Random, words: str) -> str:
    opening, closing = r.choice(PAIRS)
    return f"{opening}{words}{closing}"


def statement(r: Random) -> str:
    """A statement with a source, without a full stop."""
    who, said, what = source(r), r.choice(SAYING), clause(r)
    kinds = [f"{who} {said} that {what}", f"{who} {said} {quoted(r, what)}", f"{quoted(r, what + ',')} {who} {said}"]
    return r.choice([*kinds, f"according to {who}, {what}", f"{what}, {who} {said}", what])


def sentence(r: Random) -> str:
    words = statement(r)
    return words[0].upper() + words[1:] + r.choice([". ", ". ", "! ", "? ", ".” "])


def forever(make: Callable[[Random], str]) -> Text:
    def text(r: Random, size: int) -> str:
        def parts() -> Iterator[str]:
            while True:
                yield make(r)

        return fill(size, parts())

    return text


ENDLESS: dict[str, Callable[[Random], str]] = {
    "one-paragraph": sentence,
    "one-sentence": lambda r: statement(r) + r.choice([", ", " and ", ", but ", "; ", " that ", " because "]),
    "one-sentence-of-clauses": lambda r: clause(r) + ", and ",
    "one-sentence-without-marks": lambda r: statement(r).translate({ord(c): None for c in ",.'\"“”‘’«»„`"}) + " ",
    "he-said-that-he-said": lambda r: f"{source(r)} {r.choice(SAYING)} that ",
    "a-quotation-in-each": lambda r: f"“{clause(r)},” ",
    "speech-after-speech": lambda r: f"“{clause(r).capitalize()}.” ",
    "quotations-without-end": lambda r: f"“{clause(r).capitalize()}, {source(r)} {r.choice(SAYING)}. ",
    "who-who-who": lambda r: f"{person(r)}, who {r.choice(VERBS)} ",
    "persons-in-a-list": lambda r: f"{person(r)}, ",
    "persons-and-pronouns": lambda r: f"{person(r)} {r.choice(SAYING)} {clause(r)}. He {r.choice(SAYING)} she left. ",
    "pronouns-only": lambda r: f"{r.choice(['He', 'She', 'They', 'It', 'We'])} {r.choice(SAYING)} it {r.choice(VERBS)}. ",
    "persons-all-different": lambda r: f"{made_up(r)} {made_up(r)} {r.choice(SAYING)} that {clause(r)}. {made_up(r)} agreed. ",
    "persons-of-one-surname": lambda r: f"{made_up(r)} Lee {r.choice(SAYING)} that {clause(r)}. Lee {r.choice(SAYING)} so. ",
    "persons-of-one-given-name": lambda r: f"Ann {made_up(r)} {r.choice(SAYING)} that {clause(r)}. Ann {r.choice(SAYING)} so. ",
    "surnames-all-different": lambda r: f"{made_up(r)} {r.choice(SAYING)} that {clause(r)}. ",
    "ministers-all-different": lambda r: f"Minister {made_up(r)} {made_up(r)} said {clause(r)}. The minister said he left. ",
    "ministries": lambda r: f"The {made_up(r)} Ministry said {clause(r)}. The ministry said it left. ",
    "acronyms": lambda r: f"The {made_up(r)[:5].upper()} said {clause(r)}. ",
    "governments-of-persons": lambda r: f"The government of {person(r)} said in {r.choice(['Japan', 'China'])} that {clause(r)}. ",
    "introductions": lambda r: f"{person(r)}, the {r.choice(NOUNS)} minister of {r.choice(BODIES)}, ",
    "both-countries": lambda r: f"China and Japan {r.choice(SAYING)} both countries {r.choice(VERBS)}. ",
    "reportedly": lambda r: f"the {r.choice(NOUNS)} reportedly {r.choice(VERBS)} it is said to be, ",
    "cues-only": lambda r: f"{r.choice(SAYING)} ",
    "according-to": lambda r: f"according to {source(r)} ",
    "said-colon": lambda r: f"{source(r)} said: ",
    "relative-clauses": lambda r: f"the {r.choice(NOUNS)} that {r.choice(VERBS)} which ",
    "questions": lambda r: f"{clause(r).capitalize()}? ",
    "amounts": lambda r: f"The {r.choice(NOUNS)} cost ${r.randrange(10**9):,} or {r.randrange(99)}.{r.randrange(9)} percent, ",
    "dates": lambda r: f"on {r.randrange(31)} May {r.randrange(1900, 2100)} and ",
    "brackets": lambda r: f"({clause(r)} [{r.choice(NOUNS)}] ",
    "dashes": lambda r: f"{clause(r)} — {source(r)} – ",
    "paragraphs": lambda r: sentence(r) + "\n\n",
    "paragraphs-of-one-word": lambda r: r.choice(NOUNS) + "\n\n",
    "paragraphs-of-said": lambda r: f"{r.choice(SURNAMES)} said.\n\n",
    "paragraphs-of-open-quotations": lambda r: f"“{clause(r).capitalize()}.\n\n",
    "lines": lambda r: sentence(r) + "\n",
    "lines-of-one-word": lambda r: r.choice([*NOUNS, *GIVEN]) + "\n",
    "lines-of-lower-case": lambda r: clause(r) + "\n",
    "lines-indented": lambda r: " " * r.randrange(40) + clause(r) + "\n",
    "headings": lambda r: f"\n\n{r.choice(NOUNS).upper()} {r.choice(NOUNS).upper()}\n\n",
    "bullets": lambda r: f"{r.choice(['•', '-', '*', '1.', '(a)'])} {clause(r)}\n",
    "bullets-only": lambda r: f"{r.choice(['•', '-', '*', '1.', '(a)'])} ",
    "transcript": lambda r: f"{r.choice(SURNAMES).upper()}: {sentence(r)}\n",
    "transcript-in-a-line": lambda r: f"{r.choice(SURNAMES).upper()}: {sentence(r)}",
    "captions": lambda r: f"(Photo: {person(r)}/Reuters)\n\n",
    "bylines": lambda r: f"By {person(r)} and {person(r)}\n\n",
    "bylines-in-a-line": lambda r: f"By {person(r)} and ",
    "datelines": lambda r: f"{r.choice(SURNAMES).upper()}, May {r.randrange(31)} (Reuters) — {sentence(r)}\n\n",
    "datelines-in-a-line": lambda r: f"{r.choice(SURNAMES).upper()}, May {r.randrange(31)} (Reuters) — ",
    "signatures": lambda r: f"“{clause(r).capitalize()}.” — {person(r)}\n\n",
    "labels": lambda r: f"{r.choice(NOUNS).capitalize()}: {r.choice(NOUNS)}\n",
    "copyright": lambda r: f"© 20{r.randrange(10, 30)} {r.choice(BODIES)}. All rights reserved. ",
    "shares": lambda r: f"Share on {r.choice(NOUNS)} | Read more | ",
    "addresses": lambda r: f"https://example.org/{r.choice(NOUNS)}?a={r.randrange(10**6)}&b=c ",
    "mail": lambda r: f"{r.choice(GIVEN)}@{r.choice(NOUNS)}.example ",
    "hashtags": lambda r: f"#{r.choice(NOUNS)} @{r.choice(GIVEN)} ",
}  # fmt: skip
for _name, _make in ENDLESS.items():
    add("prose", _name, forever(_make))


@family("prose")
def one_source_and_a_thousand_contents(r: Random, size: int) -> str:
    return f"{person(r)} said that " + forever(lambda r: clause(r) + " and that ")(r, size)


@family("prose")
def a_quotation_around_all(r: Random, size: int) -> str:
    return "She said: “" + fill(size, iter(lambda: sentence(r).replace("”", ""), None))[: size - 40] + "”"


@family("prose")
def nested_quotations(r: Random, size: int) -> str:
    depth = size // 60
    opened = "".join(f"{source(r)} said, {PAIRS[k % 3][0]}" for k in range(depth))
    return opened + clause(r) + "".join(PAIRS[k % 3][1] for k in reversed(range(depth)))


@family("prose")
def one_long_paragraph_and_thousands_of_short(r: Random, size: int) -> str:
    long, short = forever(sentence)(r, size // 2), forever(lambda r: r.choice(NOUNS) + "\n\n")(r, size // 2)
    return f"{long}\n\n{short}"


@family("prose")
def the_same_sentence(r: Random, size: int) -> str:
    return sentence(r) * (size // 20)


@family("prose")
def near_duplicates(r: Random, size: int) -> str:
    words = clause(r)
    return forever(lambda r: f"{person(r)} said {words} {r.randrange(100)}.\n\n")(r, size)


@family("prose")
def capitals(r: Random, size: int) -> str:
    return forever(sentence)(r, size).upper()


@family("prose")
def no_spaces(r: Random, size: int) -> str:
    return forever(sentence)(r, size).replace(" ", "")


@family("prose")
def wrapped(r: Random, size: int) -> str:
    text = forever(sentence)(r, size)
    return "\n".join(text[k : k + 72] for k in range(0, len(text), 72))


@family("prose")
def shuffled(r: Random, size: int) -> str:
    words = forever(sentence)(r, size).split()
    r.shuffle(words)
    return " ".join(words)
