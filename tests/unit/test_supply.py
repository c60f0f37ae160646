"""What is installed and loaded is what was released: pinned by hash."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from claimsdb.comparison.claims import neighbourhoods
from claimsdb.model.errors import ModelError

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")


def test_the_cells_are_read_only_if_their_hash_is_right(tmp_path: Path) -> None:
    folder = shutil.copytree(neighbourhoods.FOLDER, tmp_path / "cells")
    file = folder / neighbourhoods.FILE
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelError, match=r"cells\.npy cannot be used: its sha256 is .*, which the manifest names"):
        neighbourhoods.centres(folder)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_of_its_files(lock: str) -> None:
    pins = re.split(r"\n(?=\S)", "\n".join(_lines(lock)))
    assert len(pins) > 40
    assert [
        pin.split(" ")[0] for pin in pins if not re.match(r"\S+==\S+ (; .*?)?\\\n    --hash=sha256:\w{64}", pin)
    ] == []


def test_the_locks_have_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    base = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    own = {f"claimsdb[{name}]": needed for name, needed in extras.items()}
    tests = [one for asked in extras["test"] for one in own.get(asked, [asked])]
    for lock, wanted in zip(LOCKS, (base, base + tests), strict=True):
        pinned = {_name(line) for line in _lines(lock) if "==" in line and line[0].isalnum()}
        assert [one for one in wanted if _name(one) not in pinned] == [], "Run `make lock`."


def _lines(lock: str) -> list[str]:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return [line for line in lines if not line.lstrip().startswith("#")]


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()
