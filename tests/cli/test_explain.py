"""`claimsdb explain` with a claim's id, with a file, and with what cannot be explained."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

App = Callable[..., Any]
TEXT = "The bridge\n\n“The bridge is safe,” Mayor Ann Lee said. She reportedly warned that it may close. It was built in 1932.\n"


def test_a_file(app: App, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = app("explain", "a.txt", "--json")
    assert done.code == 0
    title, quoted, reported, asserted = done.json
    assert (title["line"], title["attributions"], len(title["claims"])) == (1, [], 0)
    assert title["reason"] == "label"
    assert [m["text"] for m in quoted["marks"] if m["what"] == "cue"] == ["said"]
    (one,) = quoted["attributions"]
    assert (one["speaker"], one["cue_type"]) == ("Ann Lee", "statement")
    assert [w.split(":")[0] for w in one["why"]] == ["the model", "statement", "speaker"]
    assert quoted["claims"][0]["why"] == ["attributed, and every segment is within quotation marks"]
    around, inside = reported["attributions"]
    assert (around["source"], around["cue"][0]["text"], inside["via"]) == ([], "reportedly", around["attribution"])
    assert inside["why"][-1].startswith("speaker: pronoun: she, who spoke last before it: the likeliest of ")
    assert reported["claims"][0]["why"][-1] == "hedged by “may”"
    assert asserted["claims"][0]["why"] == ["in the content of no statement or belief"]
    for sentence in done.json:
        assert TEXT[sentence["start"] : sentence["end"]] == sentence["text"]
        for claim in sentence["claims"]:
            assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in claim["segments"])


def test_an_attribution_without_a_claim_says_why(app: App, tmp_path: Path) -> None:
    sentences = (
        "Ann Lee, the mayor, talked about the old bridge and the state of its piers.",
        "Ms. Lee did not say whether the bridge was safe.",
        "She may praise the plan as wise.",
        "She plans to close the bridge.",
    )
    (tmp_path / "a.txt").write_text("\n\n".join(sentences), "utf-8")
    topic, left_open, praised, plan = app("explain", "a.txt", "--json").json
    whole = "the whole clause is the claim"
    told = [s["attributions"][0]["why"][-1] for s in (topic, left_open, plan)]
    assert told == [
        f"no claim is its content alone: {whole}",
        f"no claim is its content alone: {whole}",
        f"an intention: {whole}",
    ]
    assert [c["attribution"] for s in (topic, left_open, plan) for c in s["claims"]] == ["asserted"] * 3
    assert praised["claims"][0]["why"][-1].startswith("hedged by ")
    shown = app("explain", "a.txt").out
    assert "    no claim is its content alone: the whole clause is the claim\n" in shown


def test_a_claim(app: App, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT, "utf-8")
    app("ingest", "news")
    (claim,) = app("list", "--text", "built", "--json").json
    done = app("explain", claim["id"][:8])
    assert done.code == 0
    assert done.out.startswith("a.txt, line 3, characters ")
    assert f"claim {claim['id'][:10]} asserted: It was built in 1932\n" in done.out
    assert "Ann Lee" not in done.out
    (tmp_path / "news" / "a.txt").write_text(TEXT + "More.\n", "utf-8")
    done = app("explain", claim["id"][:8])
    assert done.code == 2
    assert "with the bytes that were ingested, was not found: news/a.txt" in done.err


def test_what_is_hostile_is_shown_and_not_obeyed(app: App, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("News\n\nThe [red]mayor[/red] \x1b[31m said that the bridge was safe.\n", "utf-8")
    done = app("explain", "a.txt")
    assert done.code == 0
    assert "The [red]mayor[/red] \\x1b[31m said" in done.out


def test_nothing_to_explain(app: App, database: Path) -> None:
    done = app("explain", "ffffffff")
    assert done.code == 2
    assert "No claim has an id that begins with ffffffff" in done.err
