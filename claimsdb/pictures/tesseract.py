"""Tesseract, the program that reads pictures: whether it is there, and what it reads, within limits of time and memory.

It is called as a program, with the picture on its standard input and its page on the standard output: nothing is linked to it, and it may
be any version from 4 on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from claimsdb.model.errors import RecognitionMissingError
from claimsdb.model.recognition import Recognition
from claimsdb.pictures.hocr import Line, lines
from claimsdb.pictures.picture import USUAL, Picture

SECONDS = 120
"""What reading a page may take, in seconds of processor time; the program ends after three times as many by the clock."""
MEMORY = 2 << 30
"""What it may take of memory, in bytes."""
_LANGUAGES = re.compile(r"[A-Za-z]\w*+(?:\+[A-Za-z]\w*+)*+")
_VERSION = re.compile(r"tesseract v?([\w.-]+)")
_OLDEST = 4
_DIRECTION = "osd"  # data that tell how a page is turned
_WITH_DIRECTION, _WITHOUT = "1", "3"  # modes of page segmentation
_LIMITED = (
    "import os, resource, sys; resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds})); "
    "resource.setrlimit(resource.RLIMIT_DATA, ({memory}, {memory})); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
_WITH_PARENT = (
    "import ctypes; ctypes.CDLL(None).prctl(1, 9); "  # on Linux, the program ends with the process that started it
)


class UnrecognizedError(Exception):
    """A picture could not be read within the limits; the message says why."""


def found(language: str) -> Recognition:
    """The program that is there, for these languages. Raises `RecognitionMissingError` if anything is missing."""
    if find_spec("PIL") is None:
        raise RecognitionMissingError("Pillow is not installed", "Install it with: pip install 'claimsdb[ocr]'")
    wanted = language.split("+")
    if not _LANGUAGES.fullmatch(language):
        what = f"{language!r} names no languages"
        raise RecognitionMissingError(what, "Give codes of three letters, such as eng or eng+deu.")
    version = _version()
    if version is None or int(version.split(".")[0]) < _OLDEST:
        what = "Tesseract is not installed" if version is None else f"Tesseract {version} is too old"
        remedy = "Install it with: apt install tesseract-ocr (Debian, Ubuntu), brew install tesseract (macOS), "
        raise RecognitionMissingError(what, f"{remedy}winget install UB-Mannheim.TesseractOCR (Windows).")
    if missing := [one for one in wanted if one not in _languages()]:
        names = " ".join(f"tesseract-ocr-{one.lower().replace('_', '-')}" for one in missing)
        remedy = f"Install it with: apt install {names} (Debian, Ubuntu), brew install tesseract-lang (macOS)."
        raise RecognitionMissingError(f"Tesseract does not have the language {', '.join(missing)}", remedy)
    return Recognition(version, language)


def recognized(picture: Picture, by: Recognition) -> list[Line]:
    """The lines of words in a picture. Raises `UnrecognizedError`."""
    mode = _WITH_DIRECTION if _DIRECTION in _languages() else _WITHOUT
    asked = (
        "stdin",
        "stdout",
        "--dpi",
        f"{USUAL:.0f}",
        "-l",
        by.language,
        "--psm",
        mode,
        "-c",
        "tessedit_create_hocr=1",
    )
    try:
        done = _run(asked, picture.as_pgm(), 3 * SECONDS)
    except subprocess.TimeoutExpired:
        raise UnrecognizedError(f"took more than {3 * SECONDS} s") from None
    except OSError as error:
        raise UnrecognizedError(f"did not start ({error.strerror})") from None
    if done.returncode != 0:
        ended = f"was ended by signal {-done.returncode}" if done.returncode < 0 else f"failed ({done.returncode})"
        raise UnrecognizedError(f"{ended}, probably beyond {SECONDS} s or {MEMORY >> 20} MB")
    try:
        return list(lines(done.stdout))
    except ValueError as error:
        raise UnrecognizedError(f"wrote a page that cannot be read ({error})") from None


@cache
def _version() -> str | None:
    try:
        said = _run(("--version",), b"", 10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.match((said.stdout or said.stderr).decode("utf-8", "replace"))
    return match[1] if match and match[1][:1].isdigit() else None


@cache
def _languages() -> frozenset[str]:
    try:
        said = _run(("--list-langs",), b"", 10)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(said.stdout.decode("utf-8", "replace").split("\n")[1:])


def _run(arguments: Sequence[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run the program within its limits; on Windows, within the time by the clock alone."""
    program = shutil.which("tesseract")
    if program is None:
        raise FileNotFoundError(2, "No such program", "tesseract")
    command = [program, *arguments]
    if sys.platform != "win32":  # the limits are those of a process that becomes the program
        limits = (_WITH_PARENT if sys.platform == "linux" else "") + _LIMITED.format(seconds=SECONDS, memory=MEMORY)
        command = [sys.executable, "-I", "-S", "-c", limits, *command]
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # files are read side by side, and threads only wait for each other
    return subprocess.run(command, input=given, capture_output=True, env=alone, timeout=seconds, check=False)
