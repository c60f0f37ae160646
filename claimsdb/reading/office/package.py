"""The members of an office file or a book, read from its ZIP container within bounds."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import unquote

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.office.xml import Fault

_MOST = 256 << 20
"""The bytes that may be read from the members of one file, in all."""
_LARGEST = 64 << 20
"""The bytes of one member."""
_LARGE, _RATIO = 8 << 20, 400
"""A member that is larger than this, and so many times as large as what is stored of it, was made to fill the memory."""
_CHUNK = 1 << 20
_MEMBERS = 100_000
_AGAIN = "Save the document again, or put a sound copy in its place."


class Package:
    """The members of one file, by name, and the problems met while they are read."""

    def __init__(self, raw: bytes, path: str) -> None:
        """Take the file's bytes. Raises `UnreadableError` if they are not a ZIP container."""
        self.path = path
        self.problems: list[Problem] = []
        self._left = _MOST
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
            what = f"Its list of members cannot be read ({error}): it was probably cut off."
            raise UnreadableError(Problem("damaged", path, what, _AGAIN)) from None
        if len(infos) > _MEMBERS:
            what = f"It has {len(infos):,} members, of which it may have {_MEMBERS:,}."
            raise UnreadableError(Problem("too_large", path, what, "Save its text as a text file."))
        self._infos = {info.filename: info for info in infos}
        self._folded = {name.lower(): name for name in reversed(self._infos)}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members."""
        return tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        return self.found(name) is not None

    def found(self, name: str) -> str | None:
        """The name of a member as the container has it, whatever its case and escapes; None if there is none."""
        return next(
            (made for n in (name, unquote(name)) if (made := n if n in self._infos else self._folded.get(n.lower()))),
            None,
        )

    def read(self, name: str, *, needed: bool = False) -> bytes | None:
        """The bytes of a member; None if it cannot be read, which is then a problem, or if there is none.

        That there is none is a problem if it is `needed`.
        """
        found = self.found(name)
        if found is None:
            if needed:
                self.fault(name, "is missing")
            return None
        info = self._infos[found]
        if info.flag_bits & 1:
            self.fault(found, "is encrypted", "password", "Open the document, and save it without a password.")
            return None
        try:
            return self._inflated(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            self.fault(found, f"is damaged ({error or type(error).__name__})")
        return None

    def fault(self, name: str, what: str, code: str = "damaged_part", remedy: str = _AGAIN) -> None:
        """Record what is wrong with a member."""
        self.problems.append(Problem(code, self.path, f"Its part {name} {what}.", remedy))

    def broken(self, name: str, fault: Fault | None) -> None:
        """Record where the XML of a member breaks off."""
        if fault is not None:
            what = f"{fault.what} at byte {fault.byte:,}: what follows there is not read"
            self.fault(name, what, "broken_part")

    def unread(self, name: str, signs: Mapping[str, int]) -> None:
        """Record what is seen in a member and not read, if anything is."""
        counted = [f"{count:,} {sign}{'s' * (count > 1)}" for sign, count in signs.items() if count]
        if counted:
            what = f"has {' and '.join(counted)} with signs that are not read: their words may lack them"
            self.fault(name, what, "signs", "Look at the document if a claim has a formula or a symbol in it.")

    def _inflated(self, info: zipfile.ZipInfo) -> bytes | None:
        made = bytearray()
        with self._zip.open(info) as file:
            while chunk := file.read(_CHUNK):
                made += chunk
                self._left -= len(chunk)
                if self._left < 0 or len(made) > min(_LARGEST, max(_LARGE, info.compress_size * _RATIO)):
                    what = f"is larger than {len(made) >> 20} MB, from {info.compress_size:,} bytes"
                    self.fault(info.filename, what, "too_large", "Save the text as a text file if it is sound.")
                    return None
        return bytes(made)


def beside(base: str, target: str) -> str:
    """The name of the member to which a link in the member `base` leads; a link cannot lead out of the container."""
    path = target.partition("#")[0]
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(f"/{joined}").lstrip("/")
