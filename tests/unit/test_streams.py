"""Files that hold documents: their members, what is wrong with some, and the way back to the bytes."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.opening import Opener, opened

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
            ("empty.zip", packed()),
        )  # fmt: skip
    at = raw.index(b"bad.txt") + 12
    raw = raw[:at] + bytes([raw[at] ^ 255]) + raw[at + 1 :]
    documents, problems = inside(raw, "z.zip", Limits(largest=4_000_000))
    assert documents == {"a.txt": TEXT, "large.txt": b"x" * 101}
    assert problems == {
        "z.zip//etc/passwd": "member", "z.zip/../up.txt": "member", "z.zip/C:\\x.txt": "member", "z.zip/link.txt": "member",
        "z.zip/./a.txt": "member", "z.zip/a.txt": "member", "z.zip/zeros.txt": "bomb", "z.zip/bad.txt": "damaged",
        "z.zip/empty.zip": "empty",
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
        one = opened(tmp_path, f"z.zip/{path}")
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
