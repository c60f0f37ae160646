"""The words that pages use, with what each means: the annotation standard's, in one sentence for people."""

from __future__ import annotations

from types import MappingProxyType

from claimsdb.model.attribution import AttributionKind

WORDS = MappingProxyType(
    {
        "claim": "One statement that a document makes, or attributes to someone, and that can be held true or false.",
        "quoted": "Someone else's own words: every part of the claim stands in quotation marks.",
        "reported": "Someone else's claim in the document's words: attributed, and not, or not wholly, in quotation marks.",
        "asserted": "The document's own claim, in its own voice, attributed to nobody.",
        "attribution": "Who is behind a claim, and by which words the document says so: quoted, reported or asserted.",
        "source": "The words that name who is behind a claim, as they stand in the document.",
        "cue": "The words that signal an attribution, such as “said” or “according to”.",
        "statement": "A cue that says that the source says, writes, announces or shows it.",
        "belief": "A cue that says that the source believes, knows, fears or sees it so.",
        "intention": "A cue that says that the source means to do it; the claim is the document's own.",
        "speaker": "The person, organisation, government, group or document behind a source, one record however it is named.",
        "via": "Through whom else a claim comes: an attribution around its own, from the inside out.",
        "hedged": "The document keeps its distance: “alleged”, “reportedly”, “may”.",
        "segment": "An unbroken stretch of a claim; there are several where something that is not part of it interrupts it.",
        "block": "A stretch of a document of one kind: title, standfirst, paragraph, list item, caption; the other kinds bear no claims.",
        "boilerplate": "What a page says around its article: navigation, advertisements, related links.",
        "document": "One version of one file, known by the hash of its bytes.",
        "confidence": "How sure the finding is, from 0 to 1; of claims at 0.9, nine in ten are right on the news it was measured on.",
        "same claim": "Claims that a careful reader would say state the same thing about the same event, whatever their words.",
        "origin": "A report that documents go back to: those that share passages, or credit the same agency, count as one.",
        "corroboration": "How many independent origins make a claim; not how many documents.",
        "conflict": "Two claims about one thing that cannot both be true: another number, date, name, or a denial. No verdict.",
        "retired": "No longer found by the newest run, or of a file that has changed; it stays, and stays citable.",
        "run": "One time that documents were read, with what did it and what came of it.",
        "problem": "A fault in a file that was recorded while the work went on, with what to do about it.",
        "code point": "A character of the decoded file as Unicode counts them; offsets are half-open and count from 0.",
        "question": "A sentence that asks, and so claims nothing.",
        "fragment": "Words that make no statement.",
        "label": "Words that name a thing or a part of the page.",
        "act_only": "A sentence that tells of an act of speech without what was said.",
        "no_words": "A sentence without words.",
    }
)
KINDS = tuple(kind.value for kind in AttributionKind)
"""The attributions, in the order in which pages tell of them."""
SYMBOLS = MappingProxyType({"quoted": "“”", "reported": "›", "asserted": "•"})
"""A sign for each attribution, so that colour never carries it alone."""
