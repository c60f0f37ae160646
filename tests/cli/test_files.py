"""`claimsdb ingest` among links, pipes, devices and folders without rights: each is read or named, and nothing else is read."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimsdb.model.errors import UnreadableError
from claimsdb.store.contents import contents
from tests.conftest import command, environment

App = Callable[..., Any]
SENTENCE = "The mayor said that the old bridge would close in May.\n"
SECRET = "The minister said that the secret harbour would open in June.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good document."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "good.txt").write_text(SENTENCE)
    return tmp_path / "news"


def ingest(app: App, *arguments: str | Path) -> Any:
    """Ingests in this process, which is quicker."""
    return app("ingest", *arguments)


def problems(app: App) -> dict[str, str]:
    """The open problems: the message for each path."""
    return {p["path"]: p["message"] for p in app("problems", "--json").json}


def documents(app: App) -> list[str]:
    return [d["path"] for d in app("export", "documents").lines]


@pytest.fixture
def outside(folder: Path, tmp_path: Path) -> Path:
    """A folder outside, with links to it and to its file in the ingested one."""
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.txt").write_text(SECRET)
    (folder / "link.txt").symlink_to(tmp_path / "private" / "secret.txt")
    (folder / "sub").mkdir()
    (folder / "sub" / "all").symlink_to("../../private")
    return tmp_path / "private"


def test_links_out_of_the_folder_are_read_only_on_demand(app: App, folder: Path, outside: Path) -> None:
    assert ingest(app, "news").code == 1
    assert documents(app) == ["good.txt"]
    assert set(problems(app)) == {"link.txt", "sub/all"}
    database = (folder.parent / "claims.db").read_bytes()
    assert b"harbour" not in database
    assert b"private" not in database
    assert ingest(app, "news", "--follow").code == 0
    assert [c["path"] for c in app("export", "documents").lines] == ["good.txt", "link.txt"]
    assert app("problems", "--json").json == []
    assert app("verify").code == 0


def test_a_link_that_is_named_is_followed(app: App, folder: Path, outside: Path) -> None:
    assert ingest(app, "news/link.txt", "news/sub/all").code == 0
    assert documents(app) == ["link.txt"]
    assert ingest(app, "news", "news/link.txt").code == 1
    assert set(problems(app)) == {"sub/all"}


def test_links_within_the_folder_are_the_documents_that_they_lead_to(app: App, folder: Path) -> None:
    (folder / "a.txt").symlink_to("good.txt")
    (folder / "b.txt").hardlink_to(folder / "good.txt")
    (folder / "again").symlink_to(".")
    (folder / ".store").mkdir()
    (folder / ".store" / "1.txt").write_text(SECRET)
    (folder / "kept").symlink_to(".store")
    done = ingest(app, "news", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (0, 4, 0)
    assert documents(app) == ["a.txt", "kept/1.txt"]
    (folder / "good.txt").unlink()
    assert ingest(app, "news").code == 1
    assert problems(app) == {"a.txt": "It cannot be read: No such file or directory."}


def test_links_that_lead_nowhere(app: App, folder: Path, tmp_path: Path) -> None:
    (folder / "x.txt").symlink_to("y.txt")
    (folder / "y.txt").symlink_to("x.txt")
    (folder / "up").symlink_to("..")
    (tmp_path / "down").symlink_to("news")
    assert ingest(app, "news", "--follow").code == 1
    assert set(problems(app)) == {"x.txt", "y.txt"}
    done = ingest(app, "news/x.txt")
    assert (done.code, "symbolic links" in done.err) == (2, True)


@pytest.fixture
def odd(folder: Path) -> Iterator[Path]:
    """The folder, with a pipe, a socket and links to endless devices in it."""
    os.mkfifo(folder / "pipe.txt")
    (folder / ".hidden.txt").write_text(SECRET)
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "proc.txt").symlink_to("/proc/self/pagemap")
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may be short only
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.txt")
            yield folder
    finally:
        os.chdir(here)


def test_pipes_sockets_and_devices_are_named_and_never_read(app: App, odd: Path) -> None:
    os.chdir(odd.parent)
    done = ingest(app, "news", "--follow", "--json")
    assert (done.code, done.json["read"], done.json["skipped"]) == (1, 1, 0)
    assert problems(app) == {
        "pipe.txt": "It is a pipe, not a file.",
        "proc.txt": "It changes while it is read, or is not stored on a disk.",
        "socket.txt": "It is a socket, not a file.",
        "zero.txt": "It is a device, not a file.",
    }
    for name, what in (("pipe", "a pipe"), ("socket", "a socket"), ("zero", "a device")):
        done = ingest(app, f"news/{name}.txt")
        assert (done.code, f"it is {what}" in done.err) == (2, True)


@pytest.mark.slow
def test_piped_text_is_refused_with_what_to_do(folder: Path) -> None:
    for given in ("<(cat news/good.txt)", "/dev/stdin < /dev/zero"):
        line = " ".join(map(str, command("ingest")))
        done = subprocess.run(
            ["bash", "-c", f"{line} {given}"], cwd=folder.parent, env=environment(), capture_output=True, check=False
        )
        assert (done.returncode, b"pipe text into claimsdb ingest -" in done.stderr) == (2, True), done.stderr
    assert not (folder.parent / "claims.db").exists()


def test_what_was_read_is_found_again_however_large_it_is(
    app: App, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "good.txt").write_text(SENTENCE + "\nIt rained.\n" * 200)
    assert ingest(app, "news", "--largest", "none").code == 0
    monkeypatch.setattr("claimsdb.lookup.verify.sources.LARGEST", 1000)
    monkeypatch.setattr(contents, "__kwdefaults__", {"follow": False, "most": 1000})
    assert app("verify").code == 0
    assert app("verify", "--again").code == 0
    (claim,) = app("list", "--json", "--limit", "1").json
    assert app("cite", claim["id"], "--format", "annotation").code == 0


def test_a_file_that_is_too_large_is_not_read(app: App, folder: Path) -> None:
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(3 * 2**30)
    assert ingest(app, "news").code == 1
    assert problems(app) == {"sparse.txt": "It has more than 64,000,000 bytes."}
    (folder / "sparse.txt").write_text(SECRET)
    assert ingest(app, "news", "--largest", "0.00001MB").code == 1
    assert problems(app)["sparse.txt"] == "It has more than 10 bytes."
    assert ingest(app, "news").code == 0
    assert documents(app) == ["good.txt", "sparse.txt"]
    assert "'60s' is not understood" in ingest(app, "news", "--largest", "60s").err


def _read_for_ever(folder: Path, name: str) -> None:
    while True:
        assert len(contents(folder, name)) == len(SENTENCE) * 100_000


def test_a_file_that_is_written_while_it_is_read(folder: Path) -> None:
    (folder / "good.txt").write_text(SENTENCE * 100_000)
    program = "import sys\nwith open(sys.argv[1], 'rb+', 0) as f:\n while True: f.seek(0); f.write(b'T')"
    with subprocess.Popen([sys.executable, "-c", program, folder / "good.txt"]) as writer:
        try:
            with pytest.raises(UnreadableError, match="It changes while it is read"):
                _read_for_ever(folder, "good.txt")
        finally:
            writer.kill()


def _with_no_more_rights_than_its_owner(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Runs `claimsdb`, without root's right to read everything."""
    line = command(*arguments)
    if os.geteuid() == 0:
        if (setpriv := shutil.which("setpriv")) is None:
            pytest.skip("root may read everything")
        rights = "-dac_override,-dac_read_search"
        line = [setpriv, f"--bounding-set={rights}", f"--inh-caps={rights}", *line]
    return subprocess.run(line, cwd=cwd, env=environment(), capture_output=True, check=False)


def test_folders_and_files_without_rights(app: App, folder: Path, tmp_path: Path) -> None:
    for name in ("listed", "entered", "closed"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(SECRET)
    (folder / "sources.csv").write_text("path,title\ngood.txt,One\nclosed/a.txt,Two\n")
    (folder / "secret.txt").write_text(SECRET)
    (folder / "listed").chmod(0o444)
    (folder / "entered").chmod(0o111)
    (folder / "closed").chmod(0)
    (folder / "secret.txt").chmod(0)
    done = _with_no_more_rights_than_its_owner("ingest", "news", cwd=tmp_path)
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False), done.stderr
    denied = "It cannot be read: Permission denied."
    assert problems(app) == dict.fromkeys(("closed", "entered", "listed/a.txt", "secret.txt"), denied)
    assert documents(app) == ["good.txt"]
    done = _with_no_more_rights_than_its_owner("ingest", "news/closed/a.txt", cwd=tmp_path)
    assert (done.returncode, b"news/closed/a.txt cannot be read: Permission denied" in done.stderr) == (2, True)
    for name in ("listed", "entered", "closed", "secret.txt"):
        (folder / name).chmod(0o755)
    assert ingest(app, "news").code == 0
    assert problems(app) == {}


def test_a_problem_with_access_ends_with_it(app: App, folder: Path, tmp_path: Path) -> None:
    ingest(app, "news")
    (folder / "good.txt").rename(tmp_path / "good.txt")
    (folder / "good.txt").symlink_to(tmp_path / "good.txt")
    ingest(app, "news")
    assert set(problems(app)) == {"good.txt"}
    (folder / "good.txt").unlink()
    os.mkfifo(folder / "good.txt")
    ingest(app, "news")
    assert problems(app) == {"good.txt": "It is a pipe, not a file."}
    (folder / "good.txt").unlink()
    (tmp_path / "good.txt").rename(folder / "good.txt")
    assert ingest(app, "news", "--json").json["unchanged"] == 1
    assert problems(app) == {}


def test_verify_waits_for_nothing_and_looks_for_moved_files_in_the_folder_only(
    app: App, odd: Path, outside: Path
) -> None:
    os.chdir(odd.parent)
    ingest(app, "news", "--follow")
    assert documents(app) == ["good.txt", "link.txt"]
    assert app("verify").code == 0
    (odd / "link.txt").unlink()
    (odd / "sub" / "all").unlink()
    (odd / "sub" / "again").symlink_to(outside)  # both files are still behind it
    (odd / "good.txt").rename(odd / "sub" / "moved.txt")
    os.mkfifo(odd / "good.txt")
    done = app("verify", "--json")
    found = {f["path"]: (f["status"], f["note"]) for f in done.json["files"]}
    assert (done.code, found) == (
        1,
        {
            "good.txt": ("moved", "now sub/moved.txt"),
            "link.txt": ("missing", "the file is not found"),
            "sub/all/secret.txt": ("missing", "the file is not found"),
        },
    )


@pytest.mark.parametrize("name", ["claims.txt", "claims"])
def test_the_database_is_not_one_of_its_documents(app: App, folder: Path, name: str) -> None:
    for _ in range(2):
        assert ingest(app, "news", "--db", f"news/{name}").code == 0
    assert [d["path"] for d in app("export", "documents", "--db", f"news/{name}").lines] == ["good.txt"]


def test_names_that_are_alike(app: App, folder: Path) -> None:
    names = ["É.txt", "e\u0301.txt", "é.txt", "GOOD.txt", "\u202etxt.good", "a\x1b[31m.txt", f"{'x' * 251}.txt"]
    for n, name in enumerate(names):
        (folder / name).write_text(SENTENCE.replace("May", str(2000 + n)))
    (folder / "sources.csv").write_text("path,title\ne\u0301.txt,One\né.txt,Two\n", encoding="utf-8")
    if len(list(folder.iterdir())) < len(names) + 2:
        pytest.skip("this file system does not tell them apart")
    done = ingest(app, "news")
    assert done.code == 0, done.err
    found = {d["path"]: d["title"] for d in app("export", "documents").lines}
    assert set(found) == {"good.txt", *names}
    assert (found["e\u0301.txt"], found["é.txt"]) == ("One", "Two")
    assert app("verify").code == 0
    for shown in (app("list").out, app("verify").out, app("problems").out):
        assert "\x1b" not in shown


def test_names_in_messages_do_not_reach_the_terminal_as_they_are(app: App, folder: Path) -> None:
    odd = folder.rename(folder.with_name("a\x1b[31m\u202e"))
    assert ingest(app, odd.name).err.endswith("Database: claims.db\n")
    for arguments in (("ingest", f"{odd.name}/none"), ("list", "--db", f"{odd.name}.db")):
        done = app(*arguments)
        assert (done.code, "a\\x1b[31m\ufffd" in done.err, "\x1b" in done.err) == (2, True, False), done.err
    (odd / "sources.csv").write_text("none\n")
    assert ingest(app, odd.name, "--db", "\x1b.db").code == 1
    (odd / "sources.csv").unlink()
    assert "Database: \\x1b.db" in ingest(app, odd.name, "--db", "\x1b.db").err


@pytest.mark.parametrize("made", [lambda p: os.mkfifo(p), lambda p: p.mkdir(), lambda p: p.symlink_to("/dev/zero")])
def test_tables_that_are_not_files(app: App, folder: Path, made: Callable[[Path], None]) -> None:
    made(folder / "sources.csv")
    done = ingest(app, "news")
    assert (done.code, "sources.csv: It is a" in done.err) == (2, True), done.err


def test_a_table_names_files_within_the_folder(app: App, folder: Path, outside: Path) -> None:
    paths = ("../private/secret.txt", "./good.txt", str(outside / "secret.txt"), "sub", "sub/", "sub/all/none.txt")
    (folder / "sources.csv").write_text("path,title\n" + "".join(f"{path},One\n" for path in paths))
    done = ingest(app, "news")
    assert [f"There is no document '{path}'" in done.err for path in paths] == [True] * 6
    assert done.code == 1
