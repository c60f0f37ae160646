"""The glossary of the pages: a sentence on each term of the annotation standard."""

from __future__ import annotations

from types import MappingProxyType

from claimsdb.model.attribution import AttributionKind

WORDS = MappingProxyType(
    {
        "claim": "One statement that a document makes, or attributes to someone, and that can be held true or false.",
        "quoted": "Someone else's own words: in quotation marks, or in a layout that gives them word for word, such as a transcript.",
        "reported": "Someone else's claim in the document's words: attributed, and not, or not wholly, word for word.",
        "asserted": "The document's own claim, in its own voice, attributed to nobody.",
        "attribution": "Who is behind a claim, and which words of the document say so: quoted, reported or asserted.",
        "source": "The words in the document that name who is behind a claim.",
        "cue": "The words that signal an attribution, such as “said” or “according to”.",
        "statement": "A cue for what the source says, writes, announces or shows.",
        "belief": "A cue for what the source believes, knows or fears, or how it sees something.",
        "intention": "A cue for what the source means to do; the claim is the document's own.",
        "speaker": "The person, organisation, government, group or document behind a source; one record, whatever name is used.",
        "joined": "Names in several documents that can only be one speaker's, or that speakers.csv states to be, with the evidence.",
        "via": "Through whom else a claim comes: the attributions around its own, from the inside out.",
        "hedged": "The document keeps its distance: “alleged”, “reportedly”, “may”.",
        "segment": "A continuous stretch of a claim; there are several if something that is not part of the claim interrupts it.",
        "block": "A stretch of a document of one kind. Claims come from titles, standfirsts, paragraphs, list items and captions.",
        "boilerplate": "The text around an article: navigation, advertisements, related links.",
        "document": "One version of one file, known by the hash of its bytes.",
        "confidence": "How certain the finding is, from 0 to 1. Of claims at 0.9, nine in ten are right in the news it was measured on.",
        "same claim": "Claims that, to a careful reader, state the same thing about the same event, whatever their words.",
        "origin": "A report that documents go back to: documents that share passages or credit the same agency count as one.",
        "corroboration": "The number of independent origins of a claim, not the number of documents.",
        "standing text": "Words that begin or end several documents of one publisher, such as an editor's note. Lists of groups leave "
        "their claims out.",
        "verdict": "What a person says about two claims: that they say the same, or do not. It comes before what claimsdb finds.",
        "conflict": "Two claims about one thing that cannot both be true: another number, date or name, or a denial. It is not a verdict.",
        "retired": "No longer found by the newest run, or from a file that has since changed or gone. It is kept and stays citable.",
        "version": "What a document was at its path from one reading to the next. Its claims stay citable when the file changes.",
        "same": "The claim's words are at the same relative place in the newer version.",
        "moved": "The claim's words are elsewhere in the newer version, and no longer in their place.",
        "edited": "Other words are in the claim's place in the newer version.",
        "gone": "The newer version has nothing in the claim's place.",
        "ambiguous": "The claim's words are at several other places in the newer version, and nothing shows which of them is the claim.",
        "new": "A claim that comes from no claim of the earlier version.",
        "run": "One reading of documents: when, with which version, and with what result.",
        "problem": "A fault in a file, recorded with what to do about it while the rest of the work continued.",
        "proof": "How words can be checked in the file. “Bytes”: they follow from bytes of the file, which anybody can cut out. “Stream”: "
        "from bytes that are unpacked from the file first. “Drawn”: a page of the file shows these letters in this place. "
        "“Machine”: a program has read these words in a picture, which proves nothing: look at it.",
        "code point": "A character of the document's text, as Unicode counts characters. Offsets are half-open and start from 0.",
        "question": "A sentence that asks and claims nothing.",
        "fragment": "Words that do not make a statement.",
        "label": "Words that name a thing or a part of the page.",
        "act_only": "A sentence that reports an act of speech without what was said.",
        "no_words": "A sentence without words.",
    }
)
ATTRIBUTIONS = tuple(attribution.value for attribution in AttributionKind)
"""The attributions, in the order in which pages show them."""
SIGNS = MappingProxyType({"same": "=", "moved": "⇅", "edited": "≠", "gone": "−", "ambiguous": "?", "new": "+"})
"""A sign for what became of a claim."""
SYMBOLS = MappingProxyType({"quoted": "“”", "reported": "›", "asserted": "•"})
"""A sign for each attribution, so that its meaning never depends on colour alone."""
