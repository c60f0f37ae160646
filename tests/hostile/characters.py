"""Characters that few programs expect: marks without letters, controls of direction, other scripts, no characters at all."""

from __future__ import annotations

from random import Random

from tests.hostile.family import add, family, pump
from tests.hostile.prose import SURNAMES, forever, sentence

PUMPS = {
    "nuls": "\0", "nuls-between-letters": "a\0", "nuls-between-sentences": "He said so.\0", "byte-order-marks": "\ufeff",
    "marks-in-words": "a\ufeff", "zero-width-spaces": "a\u200b", "zero-width-joiners": "a\u200d", "directions": "\u202ea\u202c",
    "directions-unclosed": "\u202e", "isolates": "\u2066a", "combining": "\u0301", "letter-and-combining": "e\u0301\u0302\u0303",
    "emoji": "😀", "emoji-families": "👩\u200d👩\u200d👧\u200d👦", "flags": "🇺🇸", "skin": "👍🏽", "private-use": "\ue000",
    "private-planes": "\U0010fffd", "unassigned": "\u0378", "non-characters": "\ufffe\uffff", "replacements": "\ufffd",
    "arabic": "قال ", "hebrew": "אמר ", "arabic-in-english": "he said قال ", "chinese": "他说", "chinese-sentences": "他说。",
    "chinese-quotes": "「他说」", "japanese": "と言った", "korean": "말했다 ", "thai": "กล่าว", "devanagari": "कहा ", "hangul-parts": "ᄒ",
    "greek": "είπε ", "cyrillic": "сказал ", "cyrillic-names": "Иван ", "homoglyphs": "sаid ", "full-width": "Ｓａｉｄ　",
    "mathematical": "𝐬𝐚𝐢𝐝 ", "ligatures": "ﬁ", "dotted-i": "İ", "sharp-s": "ß", "long-ligature": "ﷺ", "roman": "Ⅷ",
    "other-digits": "٣", "circled-digits": "①", "superscripts": "²", "fractions-of-one-sign": "½", "other-currencies": "₿1 ",
    "controls": "a\x01\x02 said so in the bridge of the town by the river, ", "escapes": "he said \x1b[31m and left the town, ",
    "backspaces": "he said it in the town\b ", "deletes": "he said it in the town\x7f ", "tags-of-language": "\U000e0061",
    "variation": "a\ufe0f", "ideographic-spaces": "a\u3000", "thin-spaces": "1\u2009000 ", "ogham": "a\u1680", "object": "\ufffc",
}  # fmt: skip
for _name, _unit in PUMPS.items():
    add("characters", _name, pump(_unit))


@family("characters")
def any_characters(r: Random, size: int) -> str:
    return "".join(chr(r.choice([r.randrange(0xD800), r.randrange(0xE000, 0x110000)])) for _ in range(size // 3))


@family("characters")
def any_latin(r: Random, size: int) -> str:
    return "".join(chr(r.randrange(32, 0x250)) for _ in range(size // 2))


@family("characters")
def any_marks(r: Random, size: int) -> str:
    return "".join(r.choice(".,;:!?-–—…()[]{}\"'“”‘’«»/\\*_#@&%$+=<>|~^` ") for _ in range(size))


@family("characters")
def prose_with_zero_width(r: Random, size: int) -> str:
    return "".join(c + r.choice(["", "\u200b", "\u00ad", "\u202e", "\u0301"]) for c in forever(sentence)(r, size))


@family("characters")
def prose_with_nuls(r: Random, size: int) -> str:
    return "".join(c if r.random() < 0.9 else "\0" for c in forever(sentence)(r, size))


@family("characters")
def prose_with_any_white_space(r: Random, size: int) -> str:
    white = " \t\n\r\f\v\u0085\u00a0\u2009\u2028\u2029\u3000\0"
    return "".join(r.choice(white) if c == " " else c for c in forever(sentence)(r, size))


@family("characters")
def prose_with_marks_in_words(r: Random, size: int) -> str:
    return "".join(c if r.random() < 0.8 else r.choice(".,'’-\"“”") for c in forever(sentence)(r, size))


@family("characters")
def an_endless_name(r: Random, size: int) -> str:
    return "He was called " + "".join(r.choice(SURNAMES) for _ in range(size // 5)) + " and said so."


@family("characters")
def a_word_in_the_middle(r: Random, size: int) -> str:
    half = forever(sentence)(r, size // 4)
    return half + "x" * (size // 2) + half
