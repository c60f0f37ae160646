import pytest

from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read

P1 = "The council voted on Tuesday to keep the old bridge open for another year, the mayor said after a long meeting."
P2 = "Engineers had warned that the bridge would have to close, because two of its piers were cracked."


def found(*passages: str, path: str = "a.txt") -> list[tuple[str, str]]:
    document = read("\n\n".join(passages).encode(), path)
    return [(block.kind.value, block.span.of(document.text)) for block in blocks(document)]


def kinds(*passages: str) -> list[str]:
    return [kind for kind, _ in found(*passages)]


def test_a_text_without_a_title() -> None:
    assert kinds(P1, P2) == ["paragraph", "paragraph"]


def test_a_single_line() -> None:
    assert found("Hello world") == [("paragraph", "Hello world")]


def test_a_title_that_ends_in_a_full_stop() -> None:
    assert kinds("Council votes to keep bridge open.", P1, P2) == ["title", "paragraph", "paragraph"]


def test_navigation_before_the_title_and_after_the_text() -> None:
    lines = (
        "Home\nNews\nSport",
        "Council votes to keep bridge open",
        P1,
        P2,
        "Related stories\nA bridge too far\nContact",
    )
    assert kinds(*lines) == ["boilerplate"] * 3 + ["title", "paragraph", "paragraph"] + ["boilerplate"] * 3


def test_a_standfirst_has_no_final_stop_or_furniture_after_it() -> None:
    title, line = "Council votes to keep bridge open", "Mayor says the repairs can wait until the next spring"
    assert kinds(title, line, P1)[:3] == ["title", "standfirst", "paragraph"]
    assert kinds(title, f"{line} and that nobody needs to worry about the piers.", "-", P1)[1:3] == [
        "standfirst",
        "boilerplate",
    ]
    assert kinds(title, "Nobody needs to worry about it.", P1)[1:] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("LONDON (Reuters) -", P1),
        ("NEW YORK, Nov. 19 (UPI) —", P1),
        ("NEWPORT NEWS, Va. -", P1),
        ("Rotterdam (AP) —", P1),
        ("PARIS --", P1),
    ],
)
def test_a_dateline_is_a_block_in_mid_line(dateline: str, rest: str) -> None:
    assert found("Council votes to keep bridge open", f"{dateline} {rest}", P2)[1:3] == [
        ("dateline", dateline),
        ("paragraph", rest),
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "(Reuters)",
        "Photograph: Jo Hill/AFP/Getty Images",
        "Credit: Museum of Bridges",
        "Jo Hill/Lumen Agency",
        "(AP Photo/Jo Hill)",
    ],
)
def test_a_credit_at_the_end_of_a_caption(credit: str) -> None:
    caption = "The mayor, second from left, on the bridge in May."
    assert found("Council votes to keep bridge open", f"{caption} {credit}", P1, P2)[1:3] == [
        ("caption", caption),
        ("credit", credit),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Sources: Reuters, The Japan Times, and Guardian.",
        "(Reporting by Jan Smit; Editing by Louise Hale)",
        "• Reuters with additional editing by Jo Hill",
        "Jo Hill and Bo Lee contributed reporting.",
        "Jo Hill reported from Paris, and Bo Lee from Rome.",
    ],
)
def test_credits_under_the_text(line: str) -> None:
    assert found(P1, P2, line)[-1] == ("credit", line)


@pytest.mark.parametrize(
    "line",
    [
        "Also on TB: Mayor resigns over bridge",
        "Read more: Mayor resigns over bridge",
        "Sign up for our newsletter",
        "Advertisement",
        "Related:",
        "©2024 The Evening Courant",
        "Watch the full video below:",
        "* * *",
    ],
)
def test_what_leads_elsewhere_is_boilerplate_in_the_middle_of_a_text(line: str) -> None:
    assert found(P1, line, P2) == [("paragraph", P1), ("boilerplate", line), ("paragraph", P2)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertising revenue fell by a tenth last year, the mayor said.",
        "Copyright law will not change, the ministry says.",
        "By Tuesday Morning the council had voted.",
        "Updated figures show that 40 bridges closed in 2023.",
        "Produced by the Lumen studio in 1999, the film about the bridge won three prizes in its first year.",
        "Reporting by the Courant found that two of the piers under the bridge had been cracked for years.",
        "Jo Hill was on the bridge, a witness reported from the scene.",
        "This image from the ministry shows the bridge.",
        "More news was expected on Friday.",
    ],
)
def test_sentences_that_begin_like_furniture(line: str) -> None:
    assert found(P1, line, P2)[1] == ("paragraph", line)


def test_a_trigger_on_its_own_takes_the_lines_under_it() -> None:
    assert kinds(P1, "Read more:", "Mayor resigns over bridge", "Bridge to reopen", P2) == [
        "paragraph",
        "boilerplate",
        "boilerplate",
        "boilerplate",
        "paragraph",
    ]


def test_a_biography_under_the_author_s_name() -> None:
    lines = (
        "Council votes to keep bridge open",
        "By Jo Hill",
        P1,
        P2,
        "Jo Hill",
        "Jo Hill is a reporter at the Courant.",
    )
    assert kinds(*lines) == ["title", "byline", "paragraph", "paragraph", "boilerplate", "boilerplate"]


def test_headings() -> None:
    title = "Council votes to keep bridge open"
    assert kinds(title, P1, "What it will cost", P2, "2. The repairs", P1)[1:] == ["paragraph", "heading"] * 2 + [
        "paragraph"
    ]
    assert kinds(title, "ABSTRACT.", P2, "FULL TEXT.", P1) == ["title", "heading", "standfirst", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line", ["The mayor added:", "Mayor: We shall see.", "“We shall see what comes”", "and so it went"]
)
def test_short_lines_that_are_not_headings(line: str) -> None:
    assert found("Council votes to keep bridge open", P1, line, P2)[2] == ("paragraph", line)


def test_markdown_marks_are_not_of_the_title() -> None:
    assert found("# Council votes", f"![The bridge](b.png)\n\n{P1}", path="a.md") == [
        ("boilerplate", "#"),
        ("title", "Council votes"),
        ("boilerplate", "!["),
        ("caption", "The bridge"),
        ("boilerplate", "](b.png)"),
        ("paragraph", P1),
    ]


def test_a_last_paragraph_that_does_not_end_as_a_sentence() -> None:
    last = f"{P2} The mayor said so again on Monday and added that nobody would be left without a way over the river -- more soon"
    assert kinds("Council votes to keep bridge open", P1, last) == ["title", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Home > News > Courts & Inquests", "boilerplate"),
        ("Share  Tweet  Comments (41)", "boilerplate"),
        ("Share   Save   Listen (4 min)", "boilerplate"),
        ("12 Comments", "boilerplate"),
        ("Listen to this article • 4 min", "boilerplate"),
        ("Coast News | Local | Health", "boilerplate"),
        ("Image copyright: Newslink", "credit"),
        ("EMBARGOED: not for publication before 16:00 London time", "boilerplate"),
        ("[https://news.example.org/world/4281450.stm]", "boilerplate"),
        ("Published 8:42 a.m. CEST | Updated 1:15 p.m.", "byline"),
        ("By Ann Lee and agencies", "byline"),
    ],
)
def test_furniture_around_the_title(line: str, kind: str) -> None:
    title = "Council votes to keep bridge open"
    assert kinds(line, title, P1, P2) == [kind, "title", "paragraph", "paragraph"]
    assert kinds(title, line, P1, P2) == ["title", kind, "paragraph", "paragraph"]


def test_points_under_the_title_bear_claims() -> None:
    points = "• The bridge stays open for another year\n• Engineers warn of cracked piers\n• Sport"
    assert kinds("Council votes to keep bridge open", "Key points", points, P1, P2)[2:] == [
        "list_item",
        "list_item",
        "heading",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize("credit", ["(Ann Lee/Newslink)", "(Picture: Family handout)"])
def test_a_caption_with_its_credit_in_brackets(credit: str) -> None:
    line = f"Residents walk over the old bridge on Thursday {credit}"
    assert found("Council votes to keep bridge open", line, P1, P2)[1:3] == [
        ("caption", line.removesuffix(f" {credit}")),
        ("credit", credit),
    ]


def test_a_town_and_a_dash_before_the_first_sentence() -> None:
    assert found("Council votes to keep bridge open", f"Lausanne – {P1}", P2)[1] == ("dateline", "Lausanne –")
    assert kinds("Council votes to keep bridge open", f"Ann Lee – {P1}", P2)[1] == "paragraph"


def test_a_blog_post_signed_at_the_end() -> None:
    assert found(
        "Council votes to keep bridge open", P1, f"{P2} -- Posted by Ann to Ann's Page at 9/26/2005 08:14:00 PM"
    )[-1] == (
        "credit",
        "-- Posted by Ann to Ann's Page at 9/26/2005 08:14:00 PM",
    )


B1, B2 = "Three boats left the harbour on Sunday.", "Nobody has seen them since."


def test_short_sentences_are_text_wherever_they_stand() -> None:
    assert kinds(B1, B2, "“We fear the worst,” said pilot Ida Rask.", P1) == ["paragraph"] * 4
    assert kinds("Boats lost off Skagen", B1, B2) == ["title", "paragraph", "paragraph"]
    assert kinds(B1, "The search", B2, P1) == ["paragraph", "heading", "paragraph", "paragraph"]


def test_short_sentences_among_furniture_are_none_of_the_text() -> None:
    lines = ("Home\nNews\nSport", "The best of the coast.", "Council votes to keep bridge open", P1, P2)
    assert kinds(*lines)[:5] == ["boilerplate"] * 4 + ["title"]


@pytest.mark.parametrize(
    "line",
    [
        "“They sailed too late,” said Rask, who has rescued sailors off this coast for thirty years",
        "The coast guard will go on looking for the boats until the wind turns",
        "“We sailed too late” – Rask",
    ],
)
def test_a_last_line_that_says_something_is_text_without_a_final_stop(line: str) -> None:
    assert kinds("Council votes to keep bridge open", P1, P2, line)[-1] == "paragraph"


def test_a_letter() -> None:
    lines = ("Dr. Okafor:", P1, P2, "Yours sincerely,", "Jo Hill", "Head of Bridges")
    assert kinds(*lines) == ["boilerplate", "paragraph", "paragraph", "boilerplate", "byline", "byline"]
    assert kinds("Sara,", P1, P2, "Thanks, Jo") == ["boilerplate", "paragraph", "paragraph", "byline"]


def test_the_line_over_a_mail_or_a_post() -> None:
    assert kinds(P1, "Jo Hill 04/03/2021 10:07 AM", P2)[1] == "byline"
    assert kinds(P1, "Posted by jo_h on 3 May 2021 at 19:14", P2)[1] == "byline"


def test_what_only_cites() -> None:
    cited = ("Hill, J. (2019). Bridges of the north. Lumen Press.", "Lee, B. (2021). Piers. Journal of Bridges 4, 1–9.")
    assert kinds("Council votes to keep bridge open", P1, P2, "References", *cited)[-2:] == ["credit", "credit"]
    assert kinds(P1, "[2] Hill, J., Bridges of the north, Lumen Press 2019, p. 4.", P2)[1] == "credit"


def test_a_question_is_a_paragraph_whatever_its_type_face() -> None:
    asked = "# The pilot of Skagen\n\n## What did you see?\n\n{}\n\n## And then?\n\n{}"
    assert [k for k, t in found(asked.format(P1, P2), path="a.md") if t.endswith("?")] == ["paragraph"] * 2
    assert kinds("The pilot of Skagen", "**What did you see?**", P1, "**And then?**", P2)[1::2] == ["paragraph"] * 2


@pytest.mark.parametrize("mark", ["*", "**", "_", "`"])
def test_a_sentence_in_marks_of_emphasis_is_no_heading(mark: str) -> None:
    line = f"{mark}Nobody has seen them since.{mark}"
    assert found(f"# Boats lost\n\n{P1}\n\n{line}\n\n{P2}", path="a.md")[3] == ("paragraph", line)
