"""What has read the words of a picture, and the words by which it is told everywhere that a machine has read them."""

from __future__ import annotations

from typing import NamedTuple

UNNAMED = "a program that the file does not name"
"""What has read the words that a file has invisibly above a picture."""
DOUBTFUL = "with doubtful words"
"""What stands beside the place of a line if the program is not sure of some words in it."""
READ_PICTURES = (
    "Read it with --ocr, for which Tesseract (apt install tesseract-ocr) and pip install 'claimsdb[ocr]' are needed."
)
"""How to have pictures read."""


class Recognition(NamedTuple):
    """The program that reads pictures: the version of Tesseract, and the languages that it expects ("eng", "eng+deu")."""

    version: str
    language: str

    @property
    def name(self) -> str:
        """Its name: "Tesseract 5.3.0, eng"."""
        return f"Tesseract {self.version}, {self.language}"

    @classmethod
    def named(cls, name: str) -> Recognition | None:
        """The program with this name; None if it is another."""
        tool, _, language = name.partition(", ")
        version = tool.removeprefix("Tesseract ")
        return cls(version, language) if version != tool and language else None


def read_by(name: str) -> str:
    """That the program with this name has read words, in words."""
    return f"read by machine ({name})"
