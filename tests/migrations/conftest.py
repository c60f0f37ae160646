"""Every database of these tests is made by the migrations, a new one too."""

import inspect

import pytest

from claimsdb.store import migrations


@pytest.fixture(autouse=True)
def _made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "migrate", inspect.unwrap(migrations.migrate))
