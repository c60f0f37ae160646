"""Identify the language of a text, if it is certain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from claimsdb.english.words import LETTERS

# Scripts that are written without spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_FEWEST_WORDS = 20
_SURE = 0.95
_SAMPLE = 20_000


@lru_cache(maxsize=1)
def language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None if the text is too short or too mixed to be sure."""
    sample = text[:_SAMPLE]
    if len(LETTERS.findall(sample)) + len(_UNSPACED.findall(sample)) // 2 < _FEWEST_WORDS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Importing it and loading its model take longer than everything else that is done with a document's text.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
