"""How it is proved that words are in a file."""

from enum import StrEnum


class ProofClass(StrEnum):
    """The class of proof of a document, or of words in it.

    `bytes`: the words follow from bytes of the file, by its declared encodings. `stream`: the same, of bytes that must be unpacked from the
    file first, and whose hash and checksum are checked. `drawn`: the page has these letters in this place, as a library reads it.
    `machine`: a program has read these words in a picture, which is in the file; what it shows is for a person to see.
    """

    BYTES = "bytes"
    STREAM = "stream"
    DRAWN = "drawn"
    MACHINE = "machine"
