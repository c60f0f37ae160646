"""The picture of the README, taken anew: the page of one claim of the seeds, as Chromium shows it.

    python docs/picture.py

Needs the extra `test` (Playwright) and a Chromium on the PATH.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
CLAIM = "481ab676519a7a28da08"
"""A claim that comes through another source, so that the picture has all marks."""


def main() -> None:
    """Ingest the seeds, serve them, and write `docs/images/claim.png`."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "claimsdb"]
        database = str(Path(folder) / "claims.db")
        subprocess.run([*command, "ingest", "seeds", "--db", database], cwd=ROOT, check=True)
        serve = [*command, "serve", "--db", database, "--port", "0"]
        with subprocess.Popen(serve, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
            try:
                _picture(_address(server))
            finally:
                server.terminate()


def _address(server: subprocess.Popen[str]) -> str:
    """The server's address, once it says that it runs."""
    assert server.stderr
    address = ""
    for line in server.stderr:
        address = found[0] if (found := re.search(r"http://127\.0\.0\.1:\d+", line)) else address
        if "startup complete" in line:
            break
    return address


def _picture(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 600}, device_scale_factor=1.25)
        page.goto(f"{address}/-/claims/{CLAIM}")
        page.screenshot(path=ROOT / "docs" / "images" / "claim.png")
        browser.close()


if __name__ == "__main__":
    main()
