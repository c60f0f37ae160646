"""The `golden` fixture, which compares findings with earlier ones."""

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "seeds"
Golden = Callable[[str, Sequence[str]], None]


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("golden_clean") and not hasattr(
        config, "workerinput"
    ):  # only once, before workers write new ones
        for file in FILES.iterdir():
            file.unlink()


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Golden:
    """Compares lines with those of the golden file and shows the differences; with `--golden-update`, it writes them instead."""
    update = pytestconfig.getoption("golden_update") or pytestconfig.getoption("golden_clean")

    def check(name: str, found: Sequence[str]) -> None:
        file = FILES / name
        text = "".join(f"{line}\n" for line in found)
        if update:
            file.write_text(text, "utf-8", newline="\n")
        kept = file.read_text("utf-8") if file.exists() else ""
        if kept != text:
            lines = difflib.unified_diff(kept.splitlines(), text.splitlines(), f"golden {name}", "found", "", "", 1, "")
            pytest.fail("\n".join([*lines, "If this is meant: pytest tests/golden --golden-update"]), pytrace=False)

    return check
