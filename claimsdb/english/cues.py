"""What a source does, by its cue: a lexicon of word stems, with a fallback by form (section 3 of the standard)."""

from __future__ import annotations

import re

from claimsdb.model.attribution import CueType

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

_SAYING = """accept accus acknowledg acknowledgment add admit advis affirm agree air alleg announc answer apologis apologiz argu ask
assert assur attest blam boast brand call caution characteris characteriz charg claim clarif comment complain complaint conced conclud
condemn confess confirm contend convey criticis criticiz declar demand den denying describ disclos emphasis emphasiz exclaim explain
express extol guarantee highlight hint implied implies imply indicat inform insist issu jok label lament list maintain mention not note
notif observ offer opin outlin pledg point post prais present press promis propos quip quot rais read reassur recall recount reiterat
reject releas remark repeat repl report respond reveal ridicul said say show slam speak spoke state stating stipulat stress suggest swear
swor sworn tell testif testifying tol told tout tweet urg voic vow warn whisper writ wrot yell"""
_BELIEVING = """afraid alarm amaz angry anticipat appear assum astonish aware believ bewilder concern confident confused consider convinc
delight disappoint discover dismay doubt dream expect fear feel felt foresaw foresee frustrat furious guess happy hop hopeful hypothesi
identif imagin incens knew know learn opinion optimistic outrag perceiv pessimistic presum proud puzzl realis realiz reckon recognis
recogniz regard reliev remember saw sceptical see seem seen shock skeptical speculat suppos sure surmis surpris suspect suspicion theori
think thought trouble understand understood unsure upset view wari wary wonder worri worry"""
_INTENDING = """aim choos chose commit contemplat decid declin determin eager intend intent keen mean mull opt order plan prefer prepar
refus reluctant resolv seek sought strive tries try want weigh will willing wish"""
# Of judging a thing, or putting it forward: these take a noun phrase as their content, and tell no type.
_JUDGING = """abhor admir advocat allud allusion apolog appeal applaud approv articulat assail assess attack attribut back bash beg bemoan
blam blast brag bristl calculat cast categoriz celebrat challeng champion chasti chronicl cit commend compar compliment congratulat
contradict contrast counsel counter credit critic critical criticism debat decr defend denounc deplor derid detail detest diagnos direct
disagre disapprov disavow discredit disdain dismiss disown disparag disput dissent document doubl downplay echo elaborat embrac encourag
endors enrag espous estimat exaggerat excus exhort fault favo favour forecast found grill grumbl hail hate hit honor honour illustrat
implor impugn instruct interpret invit invok judg justif lambast lash laud liken link lobb love malign mischaracteri mock object objection
oppon oppos opposition paint plead portray postulat pound predict pressur proclaim project protest question rail rap rate rebuff rebuk
rebut recommend referenc referred referring refut relat remind renounc repudiat request resent reservation rip salut scold sens signal
skewer slamm slat smear spurn submit summari support supporter thank threat threaten treat trumpet underlin underscor understat unveil
uphold urg vilif vouch wager welcom"""

_STEMS = {
    stem: kind
    for stems, kind in ((_INTENDING, CueType.INTENTION), (_BELIEVING, CueType.BELIEF), (_SAYING, CueType.STATEMENT))
    for stem in stems.split()
}
_SUFFIX = r"(?:e|ed|es|ing|s|t|d|n|en|ied|ies|y|led|ling|ted|ting|sed|sing|zed|zing|ning|ned|ation|ations|ion|ions|ful|fully|ings|able)?"
_FORM = re.compile(f"({'|'.join(sorted(_STEMS, key=len, reverse=True))}){_SUFFIX}")  # of two stems the longer

_JUDGMENT = re.compile(f"(?:{'|'.join(_JUDGING.split())}){_SUFFIX}")

_HEARSAY = frozenset("reportedly allegedly supposedly purportedly rumored rumoured rumor rumors rumour rumours".split())
_CRITICISM = re.compile(
    r"\b(?:takes?|took|taking|taken) (?:\w+ )?(?:aim|issue|exception)\b|\brul(?:es?|ed|ing) (?:\w+ )?against\b"
    r"|\b(?:goes|going|gone|went) after\b"
)


def is_cue_noun(word: str) -> bool:
    """Whether the word alone names an act of saying or believing ("concerns", "doubt") and says nothing of what."""
    return _word_type(word.lower()) is not None


def knows(cue: str) -> bool:
    """Whether a word of the cue is known to tell of saying, believing or intending, or of hearsay."""
    return any(_word_type(word) is not None or word in _HEARSAY for word in WORD.findall(cue.lower()))


def judges(cue: str) -> bool:
    """Whether a word of the cue tells of judging a thing ("opposes", "criticism of", "took aim at")."""
    words = WORD.findall(cue.lower())
    return any(_JUDGMENT.fullmatch(word) for word in words) or _CRITICISM.search(cue.lower()) is not None


def takes_a_stance(cue: str) -> bool:
    """Whether the cue can take a stance on a thing or put it forward: it is known to tell of saying or believing, or of judging
    ("opposes", "cited"), or it has no verb at all ("according to", ":").
    """
    words = WORD.findall(cue.lower())
    return knows(cue) or judges(cue) or not words or "according" in words


def cue_type(cue: str, content: str = "") -> CueType:
    """The type of a cue, as `typed` tells it."""
    return typed(cue, content)[0]


def typed(cue: str, content: str = "") -> tuple[CueType, str]:
    """The type of a cue from its words, and from those of its content where form decides; and what decided.

    The first word that the lexicon knows decides: "expressed concern about" is a statement, "was concerned about" a belief.
    "Is considering" with a gerund is an intention, else a belief, and so is "hopes" with an infinitive. What the lexicon does not know is a
    statement, and so is criticism under another's verb ("took aim at").
    """
    if m := _CRITICISM.search(cue.lower()):
        return CueType.STATEMENT, f"“{m.group()}” is criticism"
    for word in WORD.findall(cue.lower()):
        kind = _word_type(word)
        if word.startswith("consider") and re.match(r"\W*\w+ing\b", content):
            return CueType.INTENTION, f"“{word}” with a gerund"
        if word.startswith(("hope", "hoping", "like")) and re.match(r"(?:not )?to\s+\w", content):
            return CueType.INTENTION, f"“{word}” with an infinitive"
        if kind is not None:
            return kind, f"the lexicon has “{word}”"
    return CueType.STATEMENT, "no word of the cue is in the lexicon"


def _word_type(word: str) -> CueType | None:
    form = _FORM.fullmatch(word) if word != "not" else None  # it is none of "note"
    return _STEMS[form[1]] if form else None
