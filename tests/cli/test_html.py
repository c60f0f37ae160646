"""A folder of saved web pages: read, cited and proved by the bytes of their files."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

App = Callable[..., Any]

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0027)https://example.org/bridge -->
<html lang="en"><head><meta charset="iso-8859-1"><title>Bridge is safe | The Example</title>
<meta property="og:site_name" content="The Example"><meta property="article:published_time" content="2026-05-01"><meta
property="article:modified_time" content="2026-05-02T08:00:00Z"></head>
<body><nav><a href="/">The mayor said that the news is good.</a></nav><article><h1>Bridge is safe</h1>
<p>\u201cThe <a href="/r">bridge</a> is &quot;safe&quot;,\u201d said Ann Lee on Tuesday afternoon in the town hall and in the caf\u00e9.</p>
<p hidden>The bridge has cracks, said Ann Lee, the mayor of the town.</p>
<p>The council said that the repairs had cost three\n  million pounds in all, and that a second survey would follow in the autumn.</p>
<p>Traffic on the old road fell by twelve per cent in the same year, according to a report that the mayor published.</p>
</article></body></html>"""


def test_pages_are_cited_by_their_bytes(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    raw = PAGE.encode("cp1252")
    (folder / "a.html").write_bytes(raw)
    (folder / "wall.htm").write_bytes(b"<!DOCTYPE html><title>404 Not Found</title><p>The page was not found.")
    (folder / "tool.js").write_bytes(b"<html>")
    done = app("ingest", "pages", "--json").json
    assert (done["read"], done["skipped"], done["problems"]) == (2, 1, 1)
    assert [p["code"] for p in app("problems", "--json").json] == ["error_page"]

    documents = {one["path"]: one for one in app("export", "documents", "--format", "jsonl").lines}
    page = documents["a.html"]
    assert [page[key] for key in ("media_type", "encoding", "title", "publisher", "published", "language")] == [
        "text/html",
        "cp1252",
        "Bridge is safe",
        "The Example",
        "2026-05-01",
        "en",
    ]
    claims = app("export", "claims", "--format", "jsonl").lines
    (quoted,) = (one for one in claims if "bridge is" in one["text"])
    (piece,) = quoted["segments"]
    assert piece["text"] == '\u201cThe bridge is "safe",\u201d'
    assert (
        b"".join(raw[a:b] for a, b in piece["ranges"]).decode("cp1252") == "\u201cThe bridge is &quot;safe&quot;,\u201d"
    )
    assert [source["text"] for source in quoted["source"]] == ["Ann Lee"]
    assert {one["document"] for one in claims} == {"a.html"}
    assert not [one for one in claims if "cracks" in one["text"] or "news" in one["text"]]
    verified = app("verify")
    assert verified.code == 0, verified.out
    assert page["modified"] == "2026-05-02T08:00:00Z"
    with sqlite3.connect(tmp_path / "claims.db") as connection:
        stated = {
            field: (stated_in, text, raw[start:end])
            for field, stated_in, text, start, end in connection.execute(
                """SELECT field, stated_in, text, byte_start, byte_end FROM provenance
                JOIN documents d ON d.id = document WHERE path = 'a.html'"""
            )
        }
        assert stated["publisher"] == ("meta", "The Example", b"The Example")
        assert stated["modified"] == ("meta", "2026-05-02T08:00:00Z", b"2026-05-02T08:00:00Z")
        assert stated["title"] == ("text", "Bridge is safe", b"Bridge is safe")
        assert stated["url"][0] == "comment"
        connection.execute("UPDATE provenance SET byte_start = byte_start + 1 WHERE text = 'The Example'")
    broken = app("verify", "--json").json["broken"]
    assert [one.partition(",")[2][:15] for one in broken] == [" its publisher,"]
    with sqlite3.connect(tmp_path / "claims.db") as connection:
        connection.execute("UPDATE provenance SET byte_start = byte_start - 1 WHERE text = 'The Example'")
    assert app("ingest", "pages", "--json").json["read"] == 0
