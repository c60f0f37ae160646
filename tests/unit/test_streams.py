"""Files that hold documents: their members, what is wrong with some, and the way back to the bytes."""

import bz2
import gzip
import io
import lzma
import random
import shlex
import shutil
import stat
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.opening import Opened, Opener, opened
from claimsdb.streams.types import type_of

TEXT = b"The mayor said that the old bridge would close in May.\n"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return made.getvalue()


def inside(raw: bytes, path: str, limits: Limits | None = None) -> tuple[dict[str, bytes], dict[str, str]]:
    """The documents in a file, and the codes of the problems, by path."""
    found = list(expanded(io.BytesIO(raw), path, limits or Limits()))
    documents = {one.path: one.raw for one in found if isinstance(one, Member)}
    return documents, {one.path: one.code for one in found if isinstance(one, Problem)}


def test_members_of_archives_in_archives_have_paths() -> None:
    inner = packed(("b.txt", TEXT), ("sub/c.md", b"# C"))
    raw = packed(
        ("news/a.html", b"<html>"), ("inner.zip", inner), ("news/", b""), (".hidden", b""), ("__MACOSX/._a", b"")
    )
    documents, problems = inside(raw, "site.zip")
    assert documents == {"news/a.html": b"<html>", "inner.zip/b.txt": TEXT, "inner.zip/sub/c.md": b"# C"}
    assert problems == {}


def test_what_is_wrong_with_a_member_is_a_problem_and_the_rest_goes_on() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = packed(
            ("/etc/passwd", b"x"), ("../up.txt", b"x"), ("C:\\x.txt", b"x"), (link, b"/etc/passwd"), ("a.txt", TEXT),
            ("./a.txt", b"x"), ("a.txt", b"x"), ("zeros.txt", bytes(4_000_000)), ("bad.txt", TEXT * 2), ("large.txt", b"x" * 101),
            ("empty.zip", packed()), ("locked.txt", TEXT),
        )  # fmt: skip
    locked = raw.rindex(b"locked.txt") - 38  # the flags in the directory
    raw = raw[:locked] + b"\1" + raw[locked + 1 :]
    at = raw.index(b"bad.txt") + 12
    raw = raw[:at] + bytes([raw[at] ^ 255]) + raw[at + 1 :]
    documents, problems = inside(raw, "z.zip", Limits(largest=4_000_000))
    assert documents == {"a.txt": TEXT, "large.txt": b"x" * 101}
    assert problems == {
        "z.zip//etc/passwd": "member", "z.zip/../up.txt": "member", "z.zip/C:\\x.txt": "member", "z.zip/link.txt": "member",
        "z.zip/./a.txt": "member", "z.zip/a.txt": "member", "z.zip/zeros.txt": "bomb", "z.zip/bad.txt": "damaged",
        "z.zip/empty.zip": "empty", "z.zip/locked.txt": "encrypted",
    }  # fmt: skip
    assert inside(raw, "z.zip", Limits(largest=100))[1]["z.zip/large.txt"] == "unreadable"


def test_archives_are_opened_to_a_depth() -> None:
    raw = packed(("a.txt", TEXT))
    for _ in range(10):
        raw = packed(("in.zip", raw))
    assert inside(raw, "z.zip") == ({}, {"z.zip" + "/in.zip" * 10: "depth"})


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_way_back(tmp_path: Path, how: int) -> None:
    raw = packed(
        ("a.txt", TEXT), ("in.zip", packed(("b.txt", TEXT * 2), how=zipfile.ZIP_STORED)), ("c.txt", b"c"), how=how
    )
    (tmp_path / "z.zip").write_bytes(raw)
    opener = Opener()
    for path, expected in (("in.zip/b.txt", TEXT * 2), ("c.txt", b"c"), ("a.txt", TEXT)):
        one = opened(tmp_path, f"z.zip/{path}", most=len(expected))
        assert one.raw == opener.opened(tmp_path, f"z.zip/{path}").raw == expected
        if how == zipfile.ZIP_STORED:
            assert one.offset is not None
            assert raw[one.offset : one.offset + len(expected)] == expected
        else:
            assert (one.offset, one.commands[0]) == (None, f"unzip -p {{}} {path.partition('/b')[0]}")
    for path in ("none.txt", "in.zip/none.txt", "a.txt/b.txt"):
        with pytest.raises(UnreadableError, match=f"There is no {path} in it"):
            opened(tmp_path, f"z.zip/{path}")
        with pytest.raises(UnreadableError, match="There is no"):
            opener.opened(tmp_path, f"z.zip/{path}")


def tarred(*members: tuple[str, bytes], form: int = tarfile.USTAR_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, raw in members:
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"odd-{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    return made.getvalue()


def by_hand(place: Path, found: Opened) -> bytes:
    """What the commands print, if their programs are here."""
    if found.offset is not None:
        return place.read_bytes()[found.offset : found.offset + len(found.raw)]
    if not all(shutil.which(command.split()[0]) for command in found.commands):
        return found.raw
    line = " | ".join((found.commands[0].replace("{}", shlex.quote(str(place))), *found.commands[1:]))
    return subprocess.run(["bash", "-c", line], capture_output=True, check=True).stdout


class Unseekable(io.BytesIO):
    """A pipe, into which sizes are written behind the members."""

    def seekable(self) -> bool:
        return False

    def seek(self, *where: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
def test_what_is_whole_of_a_zip_file_without_its_directory_is_read(method: int, piped: bool, tmp_path: Path) -> None:
    inner = packed(("in.txt", TEXT))
    given = {
        "news/a.txt": TEXT,
        "b é.txt": TEXT * 3,
        "c.bin.txt": random.Random(1).randbytes(80_000).hex().encode()[:90_000],
        "d.zip": inner,
    }
    made, ends = Unseekable() if piped else io.BytesIO(), dict[str, int]()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("news/", b"")
        for name, content in given.items():
            archive.writestr(name, content)
            ends[name] = len(made.getvalue())
    raw = made.getvalue()
    of_paths = {
        "d.zip/in.txt" if name == "d.zip" else name: TEXT if name == "d.zip" else text for name, text in given.items()
    }
    names = dict(zip(of_paths, ends.values(), strict=True))
    unknown = piped and method == zipfile.ZIP_STORED  # nobody can say where a member ends
    rng = random.Random(2)
    cuts = {*ends.values(), *(end - 1 for end in ends.values()), *rng.choices(range(31, len(raw) - 22), k=40)}
    for cut in sorted(cuts):
        documents, problems = inside(raw[:cut], "z.zip")
        assert documents == (
            {} if unknown else {name: text for name, text in of_paths.items() if names[name] - piped * 8 <= cut}
        )
        assert problems["z.zip"] == "damaged"
    if unknown:
        return
    assert inside(b"PK\7\x08" + raw[: ends["d.zip"]], "z.zip")[0] == of_paths  # the first of several volumes
    without = raw[: ends["d.zip"]] + b"PK\1\2" + bytes(60)
    (tmp_path / "z.zip").write_bytes(without)
    for name, text in of_paths.items():
        found = opened(tmp_path, f"z.zip/{name}")
        assert by_hand(tmp_path / "z.zip", found) == found.raw == text
    at = raw.index(b"b \xc3\xa9.txt") + 30
    broken = raw[:at] + bytes([raw[at] ^ 255]) + raw[at + 1 : ends["d.zip"]]
    documents, problems = inside(broken, "z.zip")
    assert documents == {name: text for name, text in of_paths.items() if name != "b é.txt"}
    assert problems == {"z.zip/b é.txt": "damaged", "z.zip": "damaged"}


def test_salvage_is_bounded() -> None:
    bomb = packed(("a.txt", bytes(40_000_000)), ("b.txt", TEXT))
    documents, problems = inside(bomb[: bomb.index(b"PK\1\2")], "z.zip")
    assert (documents, problems) == ({"b.txt": TEXT}, {"z.zip/a.txt": "bomb", "z.zip": "damaged"})
    documents, problems = inside(bomb[: bomb.index(b"PK\1\2")], "z.zip", Limits(1_000_000))
    assert problems == {"z.zip/a.txt": "unreadable", "z.zip": "damaged"}
    headers = b"PK\3\4" + bytes(22) + b"\1\0\0\0a"
    assert inside(headers * 20_000, "z.zip") == ({"a": b""}, {"z.zip/a": "member", "z.zip": "damaged"})


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(tmp_path: Path, form: int) -> None:
    long = f"{'long/' * 30}é.txt"
    given = (
        {"news/a.txt": TEXT, "b.html": b"<html>" * 1000, long: TEXT * 2}
        if form != tarfile.USTAR_FORMAT
        else {"a.txt": TEXT}
    )
    raw = tarred(*given.items(), ("/abs.txt", b""), form=form)
    codes = {f"{kind}": "member" for kind in ("odd-1", "odd-2", "odd-3", "odd-6", "/abs.txt")}
    for name, packed_as in (
        ("t.tar", bytes),
        ("t.tar.gz", gzip.compress),
        ("t.tbz2", bz2.compress),
        ("t.tar.xz", lzma.compress),
    ):
        documents, problems = inside(packed_as(raw), name)
        assert documents == given
        assert problems == {f"{name}/{inner}": code for inner, code in codes.items()}
        (tmp_path / name).write_bytes(packed_as(raw))
        with (tmp_path / name).open("rb") as file:
            assert {one.path for one in expanded(file, name, Limits()) if isinstance(one, Member)} == set(given)
            assert not file.closed
        for inner, text in given.items():
            found = opened(tmp_path, f"{name}/{inner}")
            assert by_hand(tmp_path / name, found) == found.raw == text
            assert (found.offset is not None) == (name == "t.tar")
    cut = inside(raw[: raw.index(list(given.values())[-1]) + 600], "t.tar")
    assert cut[1].get("t.tar") == "damaged"
    assert inside(raw[:512] + b"\1" * 2000, "t.tar")[1]["t.tar"] == "damaged"


def test_a_compressed_file_is_a_document() -> None:
    assert inside(gzip.compress(b'{"title": "A", "text": "B"}\n{"title": "A", "text": "C"}\n'), "a.jsonl.gz")[
        0
    ].keys() == {"1", "2"}
    assert inside(gzip.compress(TEXT), "news/a.html.gz") == ({"a.html": TEXT}, {})
    assert inside(gzip.compress(TEXT) + gzip.compress(TEXT), "a.gz") == ({"a": TEXT * 2}, {})
    assert inside(gzip.compress(packed(("a.txt", TEXT))), "z.zip.gz") == ({"z.zip/a.txt": TEXT}, {})
    assert inside(gzip.compress(bytes(9_000_000)), "a.gz") == ({}, {"a.gz": "bomb"})
    assert inside(gzip.compress(TEXT)[:-9], "a.gz") == ({}, {"a.gz": "damaged"})
    assert inside(gzip.compress(TEXT * 9), "a.gz", Limits(largest=100)) == ({}, {"a.gz/a": "unreadable"})


def record(
    address: str, body: bytes, kind: str = "response", head: str = "200 OK", date: str = "2024-05-01", more: str = ""
) -> bytes:
    http = f"HTTP/1.1 {head}\r\nContent-Type: text/html; charset=utf-8\r\n{more}\r\n".encode() + body
    lines = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}T00:00:00Z\r\n"
    lines += f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return lines.encode() + http + b"\r\n\r\n"


PAGE = b"<!DOCTYPE html><title>A</title><p>" + TEXT
A, B = "https://example.org/a?b=c", "https://example.org/b"


def web(each: Callable[[bytes], bytes] = bytes) -> bytes:
    chunked = f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n0\r\n\r\n"
    return b"".join(
        each(one)
        for one in (
            record(A, PAGE),
            record(A, b"", head="404 Not Found"),
            record(f"{B}.png", b"\x89PNG\r\n\x1a\n"),
            record(A, b"", "request"),
            record(B, gzip.compress(PAGE), more="Content-Encoding: gzip\r\n"),
            record(A, PAGE + b"2", date="2024-05-02"),
            record(A, b"", "revisit"),
            record(f"{B}c", chunked, more="Transfer-Encoding: chunked\r\n"),
            record(f"{B}r", b"??", more="Content-Encoding: zstd\r\n"),
            record(f"{B}x", b"not a page"),
            record("https://example.org/robots.txt", TEXT),
        )
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [("w.warc", web()), ("w.warc.gz", web(gzip.compress)), ("x.warc", gzip.compress(web())), ("w.tar/w.warc", web())],
    ids=["plain", "gzip", "named plain", "in tar"],
)
def test_captures(tmp_path: Path, name: str, raw: bytes) -> None:
    file = name.partition("/")[0]
    (tmp_path / file).write_bytes(raw if file == name else tarred(("w.warc", raw)))
    found = list(expanded(io.BytesIO(raw), name, Limits()))
    documents = [(one.path, one.place, one.earlier, one.media_type) for one in found if isinstance(one, Member)]
    assert documents == [
        (A, "captured 2024-05-01, record 1", True, "text/html"),
        (f"{B}.png", "captured 2024-05-01, record 3", False, "image/png"),
        (B, "captured 2024-05-01, record 5", False, "text/html"),
        (A, "captured 2024-05-02, record 6", False, "text/html"),
        (f"{B}c", "captured 2024-05-01, record 8", False, "text/html"),
        (f"{B}x", "captured 2024-05-01, record 10", False, "text/html"),
    ]
    codes = [one.code for one in found if isinstance(one, Problem)]
    assert codes == ["no_text", "no_text", "unsupported", "no_text"]
    one = next(one for one in found if isinstance(one, Member))
    assert one.transport == Transport(A, "utf-8", captured_at="2024-05-01T00:00:00Z")
    for at, text in ((A, PAGE + b"2"), (B, PAGE)):
        there = opened(tmp_path, f"{name}/{at}")
        assert by_hand(tmp_path / file, there) == there.raw == text
    assert opened(tmp_path, f"{name}/{A}", hashed=sha256(PAGE).hexdigest()).raw == PAGE
    chunked = opened(tmp_path, f"{name}/{B}c")
    assert (chunked.raw, chunked.offset, chunked.commands) == (PAGE, None, ())


@pytest.mark.parametrize("each", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_captures_of_the_format_before(tmp_path: Path, each: Callable[[bytes], bytes]) -> None:
    def old(address: str, body: bytes, day: str) -> bytes:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body if address.startswith("http") else body
        return each(f"{address} 192.0.2.1 {day}120000 text/html {len(http)}\n".encode() + http + b"\n")

    head = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    raw = each(b"filedesc://a.arc 0.0.0.0 20080501120000 text/plain %d\n" % len(head) + head + b"\n")
    raw += old("dns:example.org", b"20080501 example.org 192.0.2.1", "20080501") + old(A, PAGE, "20080501")
    raw += old(B, PAGE + b"b", "20080502") + old(A, PAGE + b"2", "20080503")
    assert type_of(raw, "a") == "application/x-arc"
    found = list(expanded(io.BytesIO(raw), "a.arc", Limits()))
    assert [(one.path, one.place, one.earlier) for one in found if isinstance(one, Member)] == [
        (A, "captured 2008-05-01, record 3", True),
        (B, "captured 2008-05-02, record 4", False),
        (A, "captured 2008-05-03, record 5", False),
    ]
    assert not [one for one in found if isinstance(one, Problem)]
    (tmp_path / "a.arc").write_bytes(raw)
    there = opened(tmp_path, f"a.arc/{B}")
    assert by_hand(tmp_path / "a.arc", there) == there.raw == PAGE + b"b"
    if each is bytes:
        documents, problems = inside(raw.replace(b" 192.0.2.1 20080502120000", b" x"), "a.arc")
        assert (set(documents), problems) == ({A}, {"a.arc": "damaged"})


@pytest.mark.parametrize("each", [bytes, gzip.compress])
def test_broken_records_do_not_hide_the_others(each: Callable[[bytes], bytes]) -> None:
    first, second = each(record(A, PAGE)), each(record(B, PAGE))
    middle = each(record(f"{B}c", PAGE))
    broken = (
        middle[:-40] + b"!!" + middle[-38:] if each is gzip.compress else middle.replace(b"Length: ", b"Length: x", 1)
    )
    for raw in (first + broken + second, first + b"\0\1junk\n" + second):
        documents, problems = inside(raw, "w.warc")
        assert {A, B} <= documents.keys()
        assert set(problems.values()) <= {"damaged"}
    documents, problems = inside((first + second)[:-60], "w.warc")
    assert (list(documents), problems.get(f"w.warc/{B}", problems.get("w.warc"))) == ([A], "damaged")


def test_an_archive_of_web_archives() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/1.warc", record(A, PAGE) + record(B, PAGE))
        archive.writestr("archive/2.warc.gz", gzip.compress(record(A, PAGE + b"2")))
    found = [one for one in expanded(io.BytesIO(made.getvalue()), "w.wacz", Limits()) if isinstance(one, Member)]
    assert [(one.path, one.earlier, one.packed) for one in found] == [
        (A, True, False),
        (B, False, False),
        (A, False, True),
    ]


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    size = 3 * 2**30
    http = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {A}.mp4\r\nContent-Type: application/http\r\n".encode()
    with (tmp_path / "w.warc").open("wb") as file:
        file.write(head + f"Content-Length: {size}\r\n\r\n".encode() + http)
        file.seek(size - len(http), io.SEEK_CUR)
        file.write(
            b"\r\n\r\n"
            + head.replace(b".mp4", b".txt")
            + f"Content-Length: {size}\r\n\r\n".encode()
            + http.replace(b"video/mp4", b"")
        )
        file.seek(size - len(http) + 6, io.SEEK_CUR)
        file.write(b"\r\n\r\n" + record(B, PAGE))
    with (tmp_path / "w.warc").open("rb") as archive:
        found = list(expanded(archive, "w.warc", Limits()))
    assert [(one.path, getattr(one, "code", "")) for one in found] == [
        (f"w.warc/{A}.mp4", "no_text"),
        (f"w.warc/{A}.txt", "unreadable"),
        (B, ""),
    ]


def test_bombs_in_bombs() -> None:
    raw = packed(*((f"{k}.txt", bytes(900_000)) for k in range(5)))
    for _ in range(3):
        raw = packed(*((f"{k}.zip", raw) for k in range(9)))
    found = expanded(io.BytesIO(raw), "z.zip", Limits())
    made = [len(one.raw) if isinstance(one, Member) else one.code for one in found]
    assert made.count("bomb") >= 1
    assert sum(n for n in made if isinstance(n, int)) < 100_000_000 + 200 * len(raw)


def test_a_directory_without_end_is_not_read() -> None:
    raw = bytearray(packed(("a.txt", TEXT)))
    end = raw.rindex(b"PK\5\6")
    raw[end + 12 : end + 16] = (31_000_000).to_bytes(4, "little")
    assert inside(bytes(raw), "z.zip") == ({}, {"z.zip": "bomb"})


def test_captures_that_are_not_in_the_order_of_their_dates() -> None:
    days = ("2024-05-02", "2024-05-04", "2024-05-01", "2024-05-03")
    raw = b"".join([*(record(A, PAGE + day.encode(), date=day) for day in days), record(B, PAGE)])
    found = [one for one in expanded(io.BytesIO(raw), "w.warc", Limits()) if isinstance(one, Member)]
    assert [(one.path, one.raw[-10:].decode(), one.earlier) for one in found if one.path == A] == [
        (A, "2024-05-02", True),
        (A, "2024-05-01", True),
        (A, "2024-05-03", True),
        (A, "2024-05-04", False),
    ]
    assert [one.path for one in found].count(B) == 1


@pytest.mark.parametrize("name", ["-x.txt", "a b's.txt", "a[1]*?.txt", "a\\\\b.txt", "é.txt", "a\x1b[31m.txt"])
def test_odd_names_by_hand(tmp_path: Path, name: str) -> None:
    (tmp_path / "z.zip").write_bytes(packed((name, TEXT), ("xx.txt", b"other"), ("b.txt", b"other")))
    found = opened(tmp_path, f"z.zip/{name}")
    assert found.commands[0].isprintable()
    assert by_hand(tmp_path / "z.zip", found) == found.raw == TEXT
