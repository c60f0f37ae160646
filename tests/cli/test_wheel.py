"""The wheel contains everything it needs: migrations, metadata, lexicon."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.network, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


def test_a_wheel_works_from_any_folder(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True
    )
    (wheel,) = tmp_path.glob("claimsdb-*.whl")
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    assert (place / "claimsdb/_data/metadata.yml").read_bytes() == (ROOT / "metadata.yml").read_bytes()
    code = "import sys, claimsdb.cli, claimsdb; print(claimsdb.__file__, file=sys.stderr); claimsdb.cli.main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "ingest", str(ROOT / "seeds")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
    )
    assert str(place) in done.stderr
    assert "5 documents read" in done.stderr, done.stderr
    assert done.returncode == 0
