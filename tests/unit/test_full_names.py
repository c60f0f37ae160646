"""The full names of persons in a document."""

import pytest

import claimsdb

pytestmark = pytest.mark.network


def test_a_party_is_no_given_name() -> None:
    text = "Republican Owen Marsh and Democrat Clara Voss met on Friday.\n\nVoss said the bridge was safe. “We must pay,” Marsh said.\n"
    found = claimsdb.normalize(claimsdb.read(text.encode(), "a.txt"))
    assert sorted(speaker.name for speaker in found.speakers) == ["Clara Voss", "Owen Marsh"]
