"""Telling files by the directory that they have: ZIP files, Microsoft's compound files, tar archives and compressed files."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import BinaryIO, NamedTuple

from claimsdb.streams.kinds import by_name

ZIP, OLE = "application/zip", "application/x-ole-storage"
_OPENXML = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "word/": f"{_OPENXML}.wordprocessingml.document",
    "ppt/": f"{_OPENXML}.presentationml.presentation",
    "xl/": f"{_OPENXML}.spreadsheetml.sheet",
}
"""The folders of the main part of documents that have a table of the types of their parts."""
_TYPES = "[Content_Types].xml"
_OWN = {
    "word/document.xml": _MAIN["word/"],
    "ppt/presentation.xml": _MAIN["ppt/"],
    "xl/workbook.xml": _MAIN["xl/"],
    "Index/Document.iwa": "application/vnd.apple.iwork",
    "META-INF/MANIFEST.MF": "application/java-archive",
    "AndroidManifest.xml": "application/java-archive",
}
"""Members that only files of a kind have."""
_STREAMS = {
    "__properties_version1.0": "application/vnd.ms-outlook",
    "EncryptedPackage": "application/x-encrypted",
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "Catalog": "application/x-thumbnails",
}
_TAIL = (1 << 16) + 200
_WIDE = 100  # bytes of the records of ZIP64 between a directory and its end
_DIRECTORY = 30_000_000  # bytes of a directory: some 300,000 members
_FIRST = (b"PK\3\4", b"PK\7\x08")  # how a member begins
_LONGEST = 80  # bytes of a media type in a file


class Directory(NamedTuple):
    """What the end of a ZIP file says about the directory before it: whether it is too large to be read, and whether it is that of another
    file, as at the end of a file that was cut off behind an archive that is a member of it.
    """

    is_vast: bool
    is_another: bool


def directory(file: BinaryIO) -> Directory:
    """The directory of a ZIP file, which is left at its beginning."""
    file.seek(0)
    begin, whole = file.read(4), file.seek(0, io.SEEK_END)
    file.seek(max(0, whole - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    end, wide = tail.rfind(b"PK\5\6"), tail.rfind(b"PK\6\6")
    if end < 0:
        return Directory(False, False)
    size, offset = (int.from_bytes(tail[end + at : end + at + 4], "little") for at in (12, 16))
    before = whole - len(tail) + end
    is_another = begin in _FIRST and 0xFFFFFFFF not in (size, offset) and offset + size < before - _WIDE
    if size == 0xFFFFFFFF and wide >= 0:
        size = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    return Directory(size > _DIRECTORY, is_another)


def zipped(file: BinaryIO, head: bytes, path: str) -> str:
    """The kind of a ZIP file, which is left at its beginning: a document of several parts, or an archive."""
    found = directory(file)
    if found.is_vast:
        return ZIP
    try:
        if found.is_another:
            raise zipfile.BadZipFile
        with zipfile.ZipFile(file) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
            declared = _declared(archive) if "mimetype" in names else ""
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
    ):  # damaged: its beginning and its name are left
        declared = _stored(head)
        names = {name for name in (_TYPES, *_MAIN, *_OWN) if name.encode() in head}
        named = by_name(path) or ""
        if not declared and not names and (named.startswith(_OPENXML) or named in _ODF_AND_EPUB):
            return named
    finally:
        file.seek(0)
    if declared.startswith(("application/vnd.oasis.opendocument.", "application/epub+zip")):
        return declared.replace("-template", "").replace("-master", "")
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return "application/wacz"
    kinds = {media for member, media in _OWN.items() if member in names}
    if _TYPES in names:
        kinds |= {media for folder, media in _MAIN.items() if any(name.startswith(folder) for name in names)}
    return kinds.pop() if len(kinds) == 1 else ZIP


_ODF_AND_EPUB = (
    "application/epub+zip",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
)


def _declared(archive: zipfile.ZipFile) -> str:
    """What a document says that it is, in its member `mimetype`."""
    info = archive.getinfo("mimetype")
    if info.file_size > _LONGEST or info.flag_bits & 1:
        return ""
    try:
        return archive.read(info).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return ""


def _stored(head: bytes) -> str:
    """The same of a damaged file, in which the member is the first."""
    at = head.find(b"mimetypeapplication/", 0, _LONGEST)
    return head[at + 8 : at + 8 + _LONGEST].split(b"PK")[0].decode("ascii", "replace") if at >= 0 else ""


def compound(file: BinaryIO, path: str) -> str:
    """The kind of a compound file, which is left at its beginning."""
    import olefile

    try:
        with olefile.OleFileIO(file) as opened:
            names = {entry[0] for entry in opened.listdir(streams=True, storages=True)}
    except Exception:  # olefile raises whatever a damaged file makes it meet
        return OLE
    finally:
        file.seek(0)
    return next((media for name, media in _STREAMS.items() if name in names), OLE)


def inflated(head: bytes) -> bytes:
    """The first bytes of what a file in gzip's format contains; none if it is damaged."""
    try:
        return zlib.decompressobj(31).decompress(head, 512)
    except zlib.error:
        return b""


def is_tar(head: bytes) -> bool:
    """Whether a file begins with a header of tar, old ones without a signature included: its checksum tells it."""
    header = head[:512]
    if len(header) < 512 or not header[0]:
        return False
    try:
        said = int(header[148:156].strip(b" \0") or b"-", 8)
    except ValueError:
        return False
    return said == sum(header) - sum(header[148:156]) + 8 * 32
