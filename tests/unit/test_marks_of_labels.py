"""The mark that joins a label to a turn is a cue of the attribution, as in PolNeAR, and of no claim, as in the standard."""

from pathlib import Path

import claimsdb

TEXT = """The evening round

LEE: The bridge is closed, and I think that the ferries are full.

MOSS: The council closed it.

LEE: Nobody asked the town.
"""


def test_claims_have_no_cue_that_is_a_mark(tmp_path: Path) -> None:
    (tmp_path / "round.txt").write_text(TEXT, encoding="utf-8")
    claimsdb.ingest([tmp_path / "round.txt"], tmp_path / "claims.db", jobs=0)
    with claimsdb.open(tmp_path / "claims.db") as db:
        cues = [[p["text"] for p in c["cue"]] for c in db.claims() if c["attribution"] == "quoted"]
        outer = [[p["text"] for p in v["cue"]] for c in db.claims() for v in c["via"]]
        report = db.verify()
        marks = [[p["text"] for p in a["cue"]] for a in db.attributions()]
    assert cues == [[], ["think"], [], []]
    assert outer == [[]]
    assert marks == [[":"], ["think"], [":"], [":"]]
    assert not report.faults
