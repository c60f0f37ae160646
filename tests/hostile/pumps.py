"""Pumps: one short unit again and again, for each class of characters and each pattern of words that a rule may look for."""

from tests.hostile.family import add, pump

PUMPS = {
    "letters": "a", "capitals-in-a-word": "A", "mixed-letters": "aB", "digits": "7", "letters-and-digits": "a1",
    "spaces": " ", "tabs": "\t", "line-ends": "\n", "returns": "\r", "both-line-ends": "\r\n", "no-break-spaces": "\u00a0",
    "full-stops": ".", "commas": ",", "hyphens": "-", "dashes": "—", "ellipses": "…", "colons": ":", "semicolons": ";",
    "exclamations": "!", "question-marks": "?", "underscores": "_", "asterisks": "*", "hashes": "#", "at-signs": "@",
    "slashes": "/", "backslashes": "\\", "bars": "|", "tildes": "~", "equals": "=", "plus": "+", "ampersands": "&",
    "dollars": "$", "percents": "%", "opening-brackets": "(", "closing-brackets": ")", "square-brackets": "[",
    "braces": "{", "less-than": "<", "greater-than": ">", "straight-quotes": '"', "straight-apostrophes": "'",
    "opening-quotes": "“", "closing-quotes": "”", "opening-singles": "‘", "closing-singles": "’", "backticks": "`",
    "low-quotes": "„", "angle-quotes": "«", "letters-and-spaces": "a ", "capitals-and-spaces": "A ",
    "digits-and-spaces": "7 ", "stops-and-spaces": ". ", "commas-and-spaces": ", ", "hyphens-and-spaces": " - ",
    "dashes-and-spaces": "— ", "quotes-and-spaces": '" ', "quotes-spaced": ' " ', "singles-and-spaces": "' ",
    "at-and-spaces": "@ ", "ellipses-and-spaces": "… ", "brackets-paired": "()", "brackets-and-words": "(a) ",
    "initials": "A. ", "initials-together": "A.", "initials-joined": "J.-P. ", "acronyms": "U.S. ", "ampersand-names": "AT&T ",
    "letters-and-commas": "a, ", "capitals-and-commas": "Ann, ", "names": "Ann Lee ", "names-joined": "Ann-",
    "names-with-apostrophes": "O’", "possessors": "Ann’s ", "clitics": "n’t", "apostrophes-in-a-word": "a’",
    "hyphens-in-a-word": "a-", "stops-in-a-word": "a.", "commas-in-a-word": "a,", "underscores-in-a-word": "a_",
    "titles": "Mr. ", "ministers": "Foreign Minister ", "spokesmen": "spokesman for the ", "of-the": "of the ",
    "and-and": "and ", "that-that": "that ", "who-who": "who ", "the-the": "the ", "not-not": "not ", "to-to": "to ",
    "said-said": "said ", "he-said": "he said ", "he-said-that": "he said that ", "said-stop": "said. ", "said-quote": 'said "',
    "quote-said": '," he said. "', "quoted-letters": '"a" ', "curly-quoted-letters": "“a” ", "quoted-singles": "‘a’ ",
    "quotes-open": "“a ", "quotes-closed": "a” ", "straight-open": '"a ', "alternating-quotes": "“‘", "all-quotes": "“”‘’\"'«»„`",
    "thousands": "000,", "decimals": "1.", "currency": "$1 ", "millions": "million ", "percent-words": "5 percent ",
    "number-words": "one hundred ", "hyphened-numbers": "twenty-", "fractions": "1/", "years": "2024 ", "days": "Monday ",
    "months": "May ", "dates-of-numbers": "1/2/", "iso-dates": "2024-", "times": "10:", "ordinals": "1st ", "ranges": "1-",
    "minus": "-1", "exponents": "1e9", "signs": "+-", "addresses-begun": "http://", "addresses-joined": "http://a.", "www": "www.",
    "mail-joined": "a@", "paths": "a/", "file-names": "a.b.", "tags": "<a>", "tags-begun": "<a ", "entities": "&amp;",
    "lines-of-a-letter": "a\n", "paragraphs-of-a-letter": "a\n\n", "lines-of-a-stop": ".\n", "lines-of-a-bullet": "- \n",
    "bullets-of-a-letter": "- a\n", "numbered-lines": "1. a\n", "lines-of-a-quote": '"\n', "paragraphs-of-a-quote": "“a\n\n",
    "paragraphs-of-names": "Ann Lee\n\n", "paragraphs-of-said": "He said.\n\n", "labels-in-capitals": "LEE: a\n",
    "by": "By ", "photo": "Photo: ", "reuters": "(Reuters) ", "sentences-of-a-letter": "A. b. ", "sentences": "He left. ",
    "questions-of-a-word": "Why? ", "tabs-and-letters": "a\t", "spaces-and-stops": " .", "form-feeds": "a\f", "vertical-tabs": "a\v",
    "next-lines": "a\u0085", "line-separators": "a\u2028", "paragraph-separators": "a\u2029", "soft-hyphens": "a\u00ad",
    "japan-and-china": "Japan and China ", "sino": "Sino-", "the-u-s": "the U.S. ", "reportedly": "reportedly ",
    "is-said-to": "is said to ", "was-told-by": "was told by ", "as-told-by": "as told by ", "according-to": "according to ",
    "the-issue-of": "the issue of ", "because-because": "because ", "if-if": "if ", "but-but": "but ", "comma-who": ", who ",
    "said-colon": "said: ", "semicolons-and-clauses": "he left; ", "and-he-left": "and he left ", "will-not": "will not ",
}  # fmt: skip
for _name, _unit in PUMPS.items():
    add("pumps", _name, pump(_unit))
