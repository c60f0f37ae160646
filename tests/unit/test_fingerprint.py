"""The fingerprint of rules and data: it depends on every byte, but not on line endings."""

import shutil
from pathlib import Path

import pytest

import claimsdb
from claimsdb.model.fingerprint import digest, fingerprint

ROOMS = ("model", "english")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, without the networks' weights."""
    folder = tmp_path_factory.mktemp("package")
    kept = shutil.ignore_patterns("*.onnx", "*.npy", "__pycache__")
    shutil.copytree(Path(claimsdb.__file__).parent, folder, ignore=kept, dirs_exist_ok=True)
    return folder


def test_it_is_that_of_the_package(package: Path) -> None:
    assert digest(package, ROOMS) == digest(package, ROOMS[::-1]) == fingerprint(*ROOMS)


@pytest.mark.parametrize(
    "changed", ["english/hedges.py", "english/data/hedges.tsv", "english/networks/weights/tagger/manifest.json"]
)
def test_a_byte_changes_it(package: Path, changed: str) -> None:
    file = package / changed
    before = file.read_bytes()
    file.write_bytes(before + b"#")
    assert digest(package, ROOMS) != fingerprint(*ROOMS)
    file.write_bytes(before)


def test_a_file_renamed_or_moved_changes_it(package: Path) -> None:
    (package / "english/hedges.py").rename(package / "english/distance.py")
    assert digest(package, ROOMS) != fingerprint(*ROOMS)
    (package / "english/distance.py").rename(package / "english/hedges.py")


def test_what_decides_nothing_does_not_change_it(package: Path) -> None:
    """Other rooms, and line endings."""
    (package / "cli/__init__.py").write_text("", encoding="utf-8")
    for file in (package / "english").glob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert digest(package, ROOMS) == fingerprint(*ROOMS)
