"""The work on one document, wherever it is done. The modules for reading are imported inside functions, when a process needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from claimsdb.model.claim import Normalized
from claimsdb.model.document import Metadata, Transport
from claimsdb.model.errors import ClaimsdbError, Problem, UnreadableError
from claimsdb.model.recognition import Recognition

if TYPE_CHECKING:
    from claimsdb.normalizer.attribution.tagger import Tagger

Result = Normalized | Problem


class Pages(NamedTuple):
    """How many pages of a document were read, and how many there are."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: its path in its folder, its bytes, its given encoding and metadata, what its transport and the file that holds
    it said, which field of it is what, its media type, if that is known, and the program that reads pictures, if they are to be read.
    """

    path: str
    raw: bytes
    encoding: str | None
    given: Metadata
    transport: Transport = field(default_factory=Transport)
    around: Metadata = field(default_factory=Metadata)
    fields: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    ocr: Recognition | None = None


def work(task: Task, tagger: Tagger, step: Callable[[int, int], None] | None = None) -> Result:
    """A document's findings, or the problem with it. An error of our own is a problem too, so that it does not end the run.

    `step` is called with the number of its pages that were read, and of all.
    """
    from claimsdb.normalizer.normalize import normalize
    from claimsdb.reading.read import read

    try:
        document = read(
            task.raw, task.path,
            encoding=task.encoding, given=task.given, transport=task.transport, fields=task.fields, around=task.around,
            media_type=task.media_type, ocr=task.ocr, step=step,
        )  # fmt: skip
        return normalize(document, tagger)
    except UnreadableError as error:
        return error.problem
    except ClaimsdbError as error:
        what = str(error).removeprefix(f"{task.path}: ")
        return Problem("internal", task.path, what, "The rest of the run is not affected.")
    except MemoryError:
        remedy = "Split the file, or free some memory, and run it again."
        return Problem("budget", task.path, "There was not enough memory to read it.", remedy)
    except Exception as error:
        what = f"claimsdb failed on it: {type(error).__name__}: {error}."
        return Problem(
            "internal", task.path, what, "Please report it with the file; the rest of the run is not affected."
        )
