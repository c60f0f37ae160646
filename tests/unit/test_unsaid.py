"""What was not said is nobody's claim."""

import pytest

import claimsdb

pytestmark = pytest.mark.network


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Holm has not said that the plant will close.", [("asserted", "Mr. Holm has not said that the plant will close")]),
        ("Lund never claimed that the school was safe.", [("asserted", "Lund never claimed that the school was safe")]),
        ("No one told the parents that the hall was unsafe.", [("asserted", "No one told the parents that the hall was unsafe")]),
        (
            "Anna Lee said no official had confirmed that the road was open.",
            [("reported", "no official had confirmed that the road was open")],
        ),
        ("Lund denied that she had met the builder.", [("reported", "she had met the builder")]),
        ("Not only the mayor said that the bridge was safe.", [("reported", "the bridge was safe")]),
    ],
)  # fmt: skip
def test_what_was_not_said(text: str, expected: list[tuple[str, str]]) -> None:
    found = claimsdb.normalize(claimsdb.read(text.encode(), "a.txt"))
    assert [(c.attribution, c.text(text)) for c in found.claims] == expected
