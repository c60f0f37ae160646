"""Word documents, OpenDocument texts and e-books: what is read of them, where it is, and that their members prove it."""

import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Document
from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.reading.read import read

FILES = Path(__file__).parents[1] / "files"
OFFICE = sorted(
    file for kind in ("docx", "odt", "epub", "rtf", "pptx", "odp") for file in (FILES / kind).glob(f"*.{kind}")
)
OLD, STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
RELATIONSHIPS = f"{OLD}/officeDocument/2006/relationships"
WORD = (
    f'xmlns:w="{OLD}/wordprocessingml/2006/main" xmlns:mc="{OLD}/markup-compatibility/2006" xmlns:r="{RELATIONSHIPS}"'
)
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
DRAWING = f'xmlns:p="{OLD}/presentationml/2006/main" xmlns:a="{OLD}/drawingml/2006/main" xmlns:m="{OLD}/officeDocument/2006/math"'
Lines = list[tuple[str | None, str, str]]


def packed(members: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for name, content in members.items():
            to.writestr(name, content)
    return made.getvalue()


def docx(body: str, more: Mapping[str, str | bytes] | None = None, links: str = "", space: str = WORD) -> bytes:
    found = "".join(
        f'<Relationship Id="r{k}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for k, (kind, target) in enumerate(link.split("=") for link in links.split())
    )
    return packed(
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{OLD}/package/2006/relationships">{found}</Relationships>',
            **(more or {}),
        }
    )


def odt(body: str, styles: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    made = f"<office:automatic-styles>{styles}</office:automatic-styles>{text}"
    content = f"<office:document-content {ODF}>{made}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(more or {})})


def epub(
    chapters: Mapping[str, str | bytes], package: str = "", spine: str = "", more: Mapping[str, str] | None = None
) -> bytes:
    items = "".join(f'<item id="{n}" href="t/{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    refs = spine or "".join(f'<itemref idref="{n}"/>' for n in chapters)
    head = f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{package}</metadata>'
    root = '<rootfile full-path="b/c.opf" media-type="application/oebps-package+xml"/>'
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{root}</container>',
            "b/c.opf": f'<package xmlns="http://www.idpf.org/2007/opf">{head}<manifest>{items}</manifest><spine>{refs}</spine></package>',
            **{f"b/t/{name}.xhtml": body if isinstance(body, bytes) else page(body) for name, body in chapters.items()},
            **(more or {}),
        }
    )


def page(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>{body}</html>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def told(raw: bytes, path: str) -> Lines:
    """The role of each passage, where it is, and its words; all of them are proved."""
    document = proved(raw, path)
    wheres = {
        place.span: ", ".join(filter(None, (place.within, f"{place.unit} {place.label}"))) for place in document.places
    }
    return [(passage.role, wheres[passage.span], passage.span.of(document.text)) for passage in document.passages]


def proved(raw: bytes, path: str) -> Document:
    """The document, each passage and each run of which its members prove."""
    document = read(raw, path)
    proof = proof_of(document.media_type, raw, document.encoding, document.parts)
    assert not proof.faults
    for span in [passage.span for passage in document.passages]:
        assert proof.words(document.stretch(span)) == span.of(document.text)
    for run in document.map.runs():
        words = Span(run.start, run.end)
        if run.how is How.NONE:
            assert words.of(document.text).isspace()
        else:
            assert proof.words(document.stretch(words)) == words.of(document.text)
    return document


def problems(raw: bytes, path: str) -> list[str]:
    try:
        return [problem.message for problem in read(raw, path).problems]
    except UnreadableError as error:
        return [error.problem.message]


@pytest.mark.parametrize("file", OFFICE, ids=[file.name for file in OFFICE])
def test_every_run_is_in_its_file(file: Path) -> None:
    document = proved(file.read_bytes(), file.name)
    members = zipfile.ZipFile(file) if document.parts else None
    assert document.raw == (
        b"".join(map(members.read, (p.name for p in document.parts))) if members else file.read_bytes()
    )
    assert "The old bridge is safe, engineers said" in document.text


def test_symbols_formulas_and_diagrams_are_read_or_said() -> None:
    def m(*inner: str) -> str:
        return (
            f"<m:r><m:t>{inner[0]}</m:t></m:r>"
            if len(inner) == 1
            else f"<m:{inner[0]}>{''.join(inner[1:])}</m:{inner[0]}>"
        )

    half = m("f", m("num", m("1")), m("den", m("2")))
    square = m("sSup", m("e", m("x")), m("sup", m("2")))
    symbol = '<w:r><w:sym w:font="Arial" w:char="2265"/></w:r>'
    body = (
        p(r("About "), m("oMath", half), r(" of it, "), m("oMath", square, m("+1")), r(", "), symbol, r(" 3."))
        + p(r("See "), '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', r(" it."))
        + p(m("oMath", m("d", m("e", m("a")))))
    )
    data = (
        f'<dgm:dataModel xmlns:dgm="{OLD}/drawingml/2006/diagram" {DRAWING}><dgm:ptLst>'
        + "".join(
            f"<dgm:pt><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>"
            for words in ("The bridge is safe.", "It is old.")
        )
        + f"<dgm:pt><dgm:t><a:p>{m('d', m('b'))}</a:p></dgm:t></dgm:pt>"
        + '<p:cNvPr hidden="1"/><dgm:pt><dgm:t><a:p><a:r><a:t>Nobody sees it.</a:t></a:r></a:p></dgm:t></dgm:pt>'
        + "</dgm:ptLst></dgm:dataModel>"
    )
    space = f'{WORD} xmlns:m="{OLD}/officeDocument/2006/math"'
    raw = docx(body, {"word/diagrams/data1.xml": data}, "diagramData=diagrams/data1.xml", space)
    assert told(raw, "a.docx") == [
        (None, "paragraph 1", "About 1/2 of it, x^2+1, ≥ 3."),
        (None, "paragraph 2", "See  it."),
        (None, "paragraph 3", "a"),
        (None, "diagram 1, paragraph 1", "The bridge is safe."),
        (None, "diagram 1, paragraph 2", "It is old."),
        (None, "diagram 1, paragraph 3", "b"),
        ("boilerplate", "hidden text, diagram 1, paragraph 4", "Nobody sees it."),
    ]
    assert problems(raw, "a.docx") == [
        "Its part word/document.xml has 1 symbol and 1 formula with signs that are not read: their words may lack them.",
        "Its part word/diagrams/data1.xml has 1 formula with signs that are not read: their words may lack them.",
    ]
    shape = f"<p:sp><p:txBody><a:p><m:oMath>{half}</m:oMath><a:r><a:t> of it</a:t></a:r></a:p></p:txBody></p:sp>"
    space = f'xmlns="{OLD}/package/2006/relationships"'
    links = f'<Relationships {space}><Relationship Id="r1" Type="{RELATIONSHIPS}/{{}}" Target="{{}}"/></Relationships>'
    raw = packed(
        {
            "ppt/presentation.xml": f'<p:presentation {DRAWING} xmlns:r="{RELATIONSHIPS}"><p:sldId r:id="r1"/></p:presentation>',
            "ppt/_rels/presentation.xml.rels": links.format("slide", "slides/slide1.xml"),
            "ppt/slides/slide1.xml": f"<p:sld {DRAWING}>{shape}</p:sld>",
            "ppt/slides/_rels/slide1.xml.rels": links.format("diagramData", "../diagrams/data1.xml"),
            "ppt/diagrams/data1.xml": data,
        }
    )
    assert [words for _, _, words in told(raw, "a.pptx")] == [
        "1/2 of it",
        "The bridge is safe.",
        "It is old.",
        "b",
        "Nobody sees it.",
    ]


def test_parts_of_formulas_that_are_empty_have_no_signs() -> None:
    space = f'{WORD} xmlns:m="{OLD}/officeDocument/2006/math"'
    formula = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup/></m:sSup>"
    whole = f"<w:document {space}><w:body><w:p><m:oMath>{formula}</m:oMath></w:p></w:body></w:document>"
    for encoding in ("utf-8", "utf-16"):
        raw = docx("", {"word/document.xml": whole.encode(encoding)})
        assert [words for _, _, words in told(raw, "a.docx")] == ["x"]


FLAT = [file for file in OFFICE if file.suffix in (".odt", ".odp")]


@pytest.mark.parametrize("file", FLAT, ids=[file.name for file in FLAT])
def test_one_xml_file_is_read_as_its_members_are(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        roots = [
            ElementTree.fromstring(packed.read(n))
            for n in ("meta.xml", "styles.xml", "content.xml")
            if n in packed.namelist()
        ]
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    whole = ElementTree.Element(f"{office}document")
    ElementTree.register_namespace("office", office[1:-1])
    whole.set(
        f"{office}mimetype", f"application/vnd.oasis.opendocument.{'text' if file.suffix == '.odt' else 'presentation'}"
    )
    for root in roots:
        whole.extend(root)
    raw = ElementTree.tostring(whole, "utf-8", xml_declaration=True)
    flat, members = proved(raw, f"a.f{file.suffix[1:]}"), read(file.read_bytes(), file.name)
    assert flat.media_type == f"{members.media_type}-flat-xml"
    assert (flat.text, flat.passages, flat.places, flat.stated) == (
        members.text,
        members.passages,
        members.places,
        members.stated,
    )
    assert (flat.raw, flat.parts, flat.proof) == (raw, (), "bytes")
    cut = read(raw[: raw.rfind(b"</office:body")], "a.fodt")
    assert [problem.code for problem in cut.problems] == [
        "broken_part",
        *(problem.code for problem in members.problems),
    ]


PIECES = st.lists(
    st.one_of(
        st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="&<>\ufffe\uffff"), min_size=1),
        st.sampled_from(
            [
                "&amp;",
                "&#x41;",
                "&#8217;",
                "<![CDATA[a & <b>]]>",
                "\n",
                "\r\n",
                " ",
                "\t",
                "é",
                "😀",
                "<!-- c -->",
                "<?p?>",
            ]
        ),
    ),
    max_size=12,
)


@given(PIECES, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_the_text_of_a_run_is_proved_whatever_it_is_written_with(pieces: list[str], encoding: str) -> None:
    said = {
        "&amp;": "&",
        "&#x41;": "A",
        "&#8217;": "’",
        "<![CDATA[a & <b>]]>": "a & <b>",
        "\n": " ",
        "\r\n": " ",
        "<!-- c -->": "",
        "<?p?>": "",
    }
    body = f"<w:document {WORD}><w:body>{p(r('The ' + ''.join(pieces) + ' end'))}</w:body></w:document>"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    document = proved(packed({"word/document.xml": (declared + body).encode(encoding)}), "a.docx")
    assert document.text == "The " + "".join(said.get(piece, piece) for piece in pieces) + " end"


def test_words_are_read_as_word_shows_them() -> None:
    body = p(
        "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>", r("One"), "<w:r><w:t> two </w:t></w:r>", r(" three"), "<w:r><w:tab/></w:r>",
        r("x"), "<w:r><w:noBreakHyphen/><w:t>ray</w:t><w:softHyphen/><w:br/></w:r>", r("line"),
        "<w:hyperlink>", r(" link"), "</w:hyperlink><w:smartTag>", r(" tag"), "</w:smartTag>",
        "<w:r><w:br/><w:br/></w:r>", r("new"), '<w:r><w:br w:type="page"/></w:r>', r("page"),
    )  # fmt: skip
    assert [words for _, _, words in told(docx(body), "a.docx")] == [
        "Onetwo three\tx-ray\nline link tag",
        "new",
        "page",
    ]


def test_tracked_changes_are_read_as_accepted_and_deletions_are_kept_apart() -> None:
    gone = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    body = (
        p(
            r("We "),
            "<w:ins>",
            r("will"),
            "<w:del><w:r><w:delText>shall</w:delText></w:r></w:del></w:ins>",
            r(" go"),
            properties=gone,
        )
        + p(r(" home."))
        + p("<w:moveFrom>", r("Moved."), "</w:moveFrom>")
        + p("<w:moveTo>", r("Moved."), "</w:moveTo>")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('row'))}</w:tc></w:tr><w:tr><w:tc>{p(r('left'))}</w:tc></w:tr></w:tbl>"
        + p(
            r("Same."),
            properties="<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange></w:pPr>",
        )
    )
    assert told(docx(body), "a.docx") == [
        (None, "paragraph 1", "We will go home."),
        (None, "paragraph 2", "Moved."),
        (None, "table 1, row 2", "left"),
        (None, "paragraph 3", "Same."),
        ("boilerplate", "deleted text, paragraph 1", "shall"),
        ("boilerplate", "deleted text, paragraph 2", "Moved."),
        ("boilerplate", "deleted text, table 1, row 1", "row"),
    ]
    assert problems(docx(body), "a.docx") == [
        "2 tracked deletions left out: the document is read with all changes accepted."
    ]


def test_fields_show_their_results_and_contents_are_no_text() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def instruction(words: str) -> str:
        return f"<w:r><w:instrText> {words} </w:instrText></w:r>"

    body = (
        p(char("begin"), instruction("TOC \\o"), char("separate"), r("Inspection 3"))
        + p(r("Reactions 4"), char("end"))
        + p(r("See "), char("begin"), instruction("IF "), char("begin"), instruction("REF x"), char("separate"), r("hidden"), char("end"),
            char("separate"), r("page 5"), char("end"), '<w:fldSimple w:instr="SEQ x">', r(" of 7"), "</w:fldSimple>")
        + p(char("begin"), instruction("broken"))
        + p(r("Goes on."))
        + f'<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p(r("Click here."))}</w:sdtContent></w:sdt>'
    )  # fmt: skip
    assert [(role, words) for role, _, words in told(docx(body), "a.docx")] == [
        ("boilerplate", "Inspection 3"),
        ("boilerplate", "Reactions 4"),
        (None, "See page 5 of 7"),
        (None, "Goes on."),
        ("boilerplate", "Click here."),
    ]


def test_text_boxes_are_read_once_and_after_their_paragraph() -> None:
    def box(words: str) -> str:
        return f"<w:txbxContent>{p(r(words))}</w:txbxContent>"

    both = f"<mc:Choice Requires='wps'>{box('In the box.')}</mc:Choice><mc:Fallback><w:pict>{box('In the box.')}</w:pict></mc:Fallback>"
    body = p(r("Before "), f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>", r("and after."))
    assert told(docx(body), "a.docx") == [
        (None, "paragraph 1", "Before and after."),
        (None, "text box 1, paragraph 1", "In the box."),
    ]


def test_hidden_words_give_no_claims() -> None:
    styles = f'<w:styles {WORD}><w:style w:styleId="H"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = p(r("Seen. "), r("Hidden.", "<w:rPr><w:vanish/></w:rPr>"), r("Styled.", '<w:rPr><w:rStyle w:val="H"/></w:rPr>'),
             r("Not hidden.", '<w:rPr><w:rStyle w:val="H"/><w:vanish w:val="0"/></w:rPr>'))  # fmt: skip
    raw = docx(body, {"word/styles.xml": styles}, "styles=styles.xml")
    assert told(raw, "a.docx") == [
        (None, "paragraph 1", "Seen. Not hidden."),
        ("boilerplate", "hidden text, paragraph 1", "Hidden.Styled."),
    ]


def test_styles_say_what_a_paragraph_is() -> None:
    named = {
        "berschrift1": "heading 1",
        "Titel": "Title",
        "Beschriftung": "caption",
        "Verzeichnis1": "toc 1",
        "Zitat": "Quote",
    }
    styles = "".join(f'<w:style w:styleId="{k}"><w:name w:val="{name}"/></w:style>' for k, name in named.items())
    styles += '<w:style w:styleId="Mine"><w:name w:val="mine"/><w:basedOn w:val="Other"/></w:style>'
    styles += '<w:style w:styleId="Other"><w:basedOn w:val="Mine"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    styled = [*named, "Mine", "unknown"]
    body = "".join(p(r(f"In {name}"), properties=f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>') for name in styled)
    body += p(r("An item"), properties='<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>')
    body += p(r("No item"), properties='<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    raw = docx(body, {"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"}, "styles=styles.xml")
    roles = [role for role, _, _ in told(raw, "a.docx")]
    assert roles == ["heading", "title", "image", "boilerplate", "quote", "heading", None, "list_item", None]
    assert read(raw, "a.docx").stated.title == "In Titel"


def test_notes_are_numbered_as_the_text_refers_to_them_and_other_parts_are_boilerplate() -> None:
    def notes(kind: str, *found: str) -> str:
        inner = "".join(f'<w:{kind} w:id="{k}">{p(r(words))}</w:{kind}>' for k, words in enumerate(found, 1))
        return f"<w:{kind}s {WORD}><w:{kind} w:type='separator' w:id='0'>{p(r('---'))}</w:{kind}>{inner}</w:{kind}s>"

    first, second = (f"<w:r><w:footnoteReference w:id='{k}'/></w:r>" for k in (2, 1))
    third = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='3'/><w:t>*</w:t></w:r>"
    body = p(r("One."), first, r(" Two."), second, third, "<w:r><w:commentReference w:id='1'/></w:r>")
    body += "<w:sectPr><w:headerReference r:id='r2'/><w:headerReference r:id='r2'/></w:sectPr>"
    members = {
        "word/footnotes.xml": notes("footnote", "The second.", "The first.", "The third.", "To nothing."),
        "word/comments.xml": notes("comment", "Is it?"),
        "word/header1.xml": f"<w:hdr {WORD}>{p(r('City news'))}</w:hdr>",
    }
    assert told(docx(body, members, "footnotes=footnotes.xml comments=comments.xml header=header1.xml"), "a.docx") == [
        (None, "paragraph 1", "One. Two."),
        (None, "footnotes, note 1", "The first."),
        (None, "footnotes, note 2", "The second."),
        (None, "footnotes, note 3", "The third."),
        ("boilerplate", "footnotes, note 4", "To nothing."),
        ("boilerplate", "comments, comment 1", "Is it?"),
        ("boilerplate", "header 1, paragraph 1", "City news"),
    ]


def test_a_row_of_short_cells_is_a_line_and_a_layout_is_its_cells() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    nested = f"<w:tbl>{row(p(r('a')), p(r('b')))}</w:tbl>"
    body = f"<w:tbl>{row(p(r('Part')), p(r('State')))}{row(p(r('Long ' * 50)), p(r('words ' * 50)))}{row(nested, p())}</w:tbl>"
    assert told(docx(body), "a.docx") == [
        ("list_item", "table 1, row 1", "Part\tState"),
        (None, "table 1, row 2", ("Long " * 50).strip()),
        (None, "table 1, row 2", ("words " * 50).strip()),
        ("list_item", "table 2, row 1", "a\tb"),
    ]


def test_strict_documents_and_old_encodings_are_read() -> None:
    strict = f'xmlns:w="{STRICT}/wordprocessingml/main"'
    assert read(docx(p(r("Strict.")), space=strict), "a.docx").text == "Strict."
    latin = (
        f'<?xml version="1.0" encoding="iso-8859-1"?><w:document {WORD}><w:body>{p(r("Café."))}</w:body></w:document>'
    )
    assert proved(packed({"word/document.xml": latin.encode("latin-1")}), "a.docx").text == "Café."


def test_opendocument_white_space_notes_and_changes() -> None:
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    styles += (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    deleted = (
        "<text:changed-region><text:deletion><text:p>Gone &amp; away.</text:p></text:deletion></text:changed-region>"
    )
    note = "<text:note-citation>1</text:note-citation><text:note-body><text:p>A  note.</text:p></text:note-body>"
    note = f'<text:note text:note-class="footnote">{note}</text:note>'
    body = (
        f"<text:tracked-changes>{deleted}</text:tracked-changes><text:h text:outline-level='1'>Head</text:h>"
        f"<text:p>\n  One\n two<text:span> </text:span> three<text:s text:c='9'/>four{note} five<text:tab/>six"
        "<text:line-break/>seven </text:p>"
        "<text:p text:style-name='P1'>Quoted<text:span text:style-name='T1'> secretly</text:span>.</text:p>"
        "<text:section text:display='none'><text:p>Hidden.</text:p></text:section>"
        "<text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>"
        "<text:p>By<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame> it"
        "<office:annotation><text:p>Why?</text:p></office:annotation></text:p>"
    )
    assert told(odt(body, styles), "a.odt") == [
        ("heading", "paragraph 1", "Head"),
        (None, "paragraph 2", "One two three four five\tsix\nseven"),
        ("quote", "paragraph 3", "Quoted."),
        ("list_item", "paragraph 4", "Item"),
        (None, "paragraph 5", "By it"),
        (None, "text box 1, paragraph 1", "Boxed."),
        (None, "footnotes, note 1", "A note."),
        ("boilerplate", "deleted text, deletion 1", "Gone & away."),
        ("boilerplate", "hidden text, paragraph 3", "secretly"),
        ("boilerplate", "hidden text, paragraph 4", "Hidden."),
        ("boilerplate", "comments, comment 1", "Why?"),
    ]


def test_raised_marks_that_lead_to_notes_are_no_words() -> None:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    body = p(r("Safe."), '<w:hyperlink w:anchor="n1">', r("1", raised), "</w:hyperlink>", r(" In 10"), r("3", raised), r(" m, see "),
             '<w:hyperlink w:anchor="t2">', r("2"), "</w:hyperlink>", r("."))  # fmt: skip
    body += p(r("A note."), '<w:hyperlink w:anchor="r1">', r("↩︎"), "</w:hyperlink>")
    assert [words for _, _, words in told(docx(body), "a.docx")] == ["Safe. In 103 m, see 2.", "A note."]
    styles = '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    mark = '<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#n1"><text:span text:style-name="T1">1</text:span></text:a>'
    assert (
        read(
            odt(f"<text:p>Safe.{mark} Not <text:span text:style-name='T1'>2</text:span>.</text:p>", styles), "a.odt"
        ).text
        == "Safe. Not 2."
    )


def test_a_book_is_read_in_its_order() -> None:
    chapters = {
        "nav": '<body><nav epub:type="toc"><ol><li><a href="two.xhtml">Two</a></li></ol></nav></body>',
        "notes": "<body><p>Set apart.</p></body>",
        "two": '<body><h2>Two</h2><p>Said<a epub:type="noteref" href="#n1">1</a> twice<sup><a href="#n2">2</a></sup> &amp; more, see '
        '<a href="#x">3</a>.</p><aside epub:type="footnote"><p>The note.</p></aside><br/><p hidden="hidden">Never.</p></body>',
        "one": "<body><h1>One</h1><p>It begins.</p></body>",
    }
    spine = '<itemref idref="notes" linear="no"/><itemref idref="one"/><itemref idref="nav"/><itemref idref="two"/>'
    stated = "<dc:title>The Book</dc:title><dc:language>en-GB</dc:language>"
    stated += "<dc:creator>A. Weber</dc:creator><dc:creator>B. Keller</dc:creator>"
    raw = epub(chapters, stated, spine)
    assert told(raw, "a.epub") == [
        ("heading", "chapter 1 (One), paragraph 1", "One"),
        (None, "chapter 1 (One), paragraph 2", "It begins."),
        ("boilerplate", "contents, paragraph 1", "Two"),
        ("heading", "chapter 2 (Two), paragraph 1", "Two"),
        (None, "chapter 2 (Two), paragraph 2", "Said twice & more, see 3."),
        (None, "chapter 2 (Two), notes, paragraph 1", "The note."),
        ("boilerplate", "chapter 2 (Two), paragraph 3", "Never."),
        (None, "chapter 3, paragraph 1", "Set apart."),
    ]
    document = read(raw, "a.epub")
    assert (document.stated.title, document.stated.author, document.stated.language) == (
        "The Book",
        "A. Weber and B. Keller",
        "en",
    )
    assert [part.name for part in document.parts] == [
        "b/t/one.xhtml",
        "b/t/nav.xhtml",
        "b/t/two.xhtml",
        "b/t/notes.xhtml",
    ]


def test_chapters_in_several_encodings_are_proved() -> None:
    chapters = {
        "one": page("<body><p>Café, naïve.</p></body>").encode(),
        "two": b'<?xml version="1.0" encoding="iso-8859-1"?>' + page("<body><p>Über Å.</p></body>").encode("latin-1"),
    }
    assert [words for _, _, words in told(epub(chapters), "a.epub")] == ["Café, naïve.", "Über Å."]


def test_protected_chapters_are_named_and_hidden_fonts_are_none() -> None:
    def protected(scheme: str, member: str) -> dict[str, str]:
        data = f'<EncryptionMethod Algorithm="{scheme}"/><CipherData><CipherReference URI="{member}"/></CipherData>'
        return {
            "META-INF/encryption.xml": f'<encryption xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptedData>{data}</EncryptedData></encryption>'
        }

    chapters = {"one": "<body><p>Read.</p></body>", "two": "<body><p>Closed.</p></body>"}
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    assert problems(epub(chapters, more=protected(aes, "b/t/two.xhtml")), "a.epub") == [
        "Its chapter b/t/two.xhtml is protected against copying (DRM)."
    ]
    assert problems(epub(chapters, more=protected("http://www.idpf.org/2008/embedding", "b/f.otf")), "a.epub") == []


def test_a_part_that_breaks_off_is_read_up_to_there() -> None:
    cut = docx(
        p(r("Whole.")) + "<w:p><w:r><w:t>Half</w:r>",
        {"word/footnotes.xml": "none"},
        "footnotes=footnotes.xml endnotes=gone.xml",
    )
    assert [words for _, _, words in told(cut, "a.docx")] == ["Whole.", "Half"]
    assert problems(cut, "a.docx") == [
        "Its part word/document.xml is not XML (mismatched tag) at byte 321: what follows there is not read.",
        "Its part word/footnotes.xml is not XML (syntax error) at byte 0: what follows there is not read.",
        "Its part word/gone.xml is missing.",
    ]


def test_a_note_that_breaks_off_is_read_up_to_there() -> None:
    body = p(r("Said."), "<w:r><w:footnoteReference w:id='1'/></w:r>")
    cut = f"<w:footnotes {WORD}><w:footnote w:id='1'><w:p><w:r><w:t>Half a note"
    assert (None, "footnotes, note 1", "Half a note") in told(
        docx(body, {"word/footnotes.xml": cut}, "footnotes=footnotes.xml"), "a.docx"
    )


def test_entities_bombs_passwords_and_damage_are_problems() -> None:
    laughs = f'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document {WORD}><w:body>{p(r("&b;"))}</w:body></w:document>'
    assert problems(packed({"word/document.xml": laughs}), "a.docx")[0].startswith(
        "Its part word/document.xml declares entities"
    )
    assert "is larger than" in problems(docx("<w:p/>" * 2_000_000), "a.docx")[0]
    sealed = odt("<text:p>x</text:p>", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    assert problems(sealed, "a.odt") == ["It can only be read with its password."]
    raw = docx(p(r("The words of this document are stored once.")))
    assert problems(raw[: len(raw) // 2], "a.docx")[0].startswith("Its list of members cannot be read")
    at = raw.index(b"word/document.xml") + 60
    assert problems(raw[:at] + bytes(b ^ 0xFF for b in raw[at : at + 20]) + raw[at + 20 :], "a.docx")[0].startswith(
        "Its part word/document.xml is damaged"
    )
    assert problems(docx(""), "a.docx") == ["It contains no text."]


@given(st.integers(0, 2**32), st.sampled_from([file for file in OFFICE if file.suffix != ".rtf"]))
def test_damaged_members_never_stop_reading(seed: int, file: Path) -> None:
    rnd = random.Random(seed)
    with zipfile.ZipFile(file) as members:
        found = {name: members.read(name) for name in members.namelist()}
    for name in rnd.sample(sorted(found), min(3, len(found))):
        content = bytearray(found[name])
        for _ in range(rnd.randint(1, 5)):
            if content:
                at = rnd.randrange(len(content))
                content[at : at + rnd.randint(0, 40)] = rnd.randbytes(rnd.randint(0, 4))
        found[name] = bytes(content)
    assert "" not in problems(packed(found), file.name)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\rtf1\ansi Caf\'e9 \u8217?x\u8217\'92\emdash y\~z\_\{\\\}\-\line end\par}", "Café ’x’—y\xa0z-{\\}\nend"),
        (r"{\rtf1\ansi\ansicpg1251 \'cf\'f0 {\fonttbl{\f1\fcharset238 X;}}{\f1 \'f8} \'f8}", "Пр ř ш"),
        (
            r"{\rtf1\ansi{\fonttbl{\f2\fcharset128 X;}}{\f2 \'83\'65\'83X}\uc2\u-10240??\u-9215?? {\uc0\u65 B}}",
            "テス𐀁 AB",
        ),
        (
            r"{\rtf1 a{\*\unknown gone}{\pict 0ff}{\upr{old}{\*\ud new}}{\field{\*\fldinst LINK}{\fldrslt  b}}\bin3 {}}c}",
            "anew bc",
        ),
    ],
)
def test_escapes_of_rtf_mean_characters(source: str, text: str) -> None:
    assert proved(source.encode("ascii"), "a.rtf").text == text


def test_the_layout_of_rtf() -> None:
    raw = rb"""{\rtf1\ansi{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs3 Title;}}{\info{\title The Report}{\author A. Weber}
{\revtim\yr2024\mo5\dy3}}{\header City news\par}\pard\s1 Head\par\pard\plain One{\footnote A note.} two{\v  hidden}{\deleted gone}.\par
{\listtext 1.\tab}\ls1 An item\par\pard\trowd\cellx1\cellx2\intbl a\cell b\cell\row\pard Behind{\*\annotation Why?}.\par}"""
    assert told(raw, "a.rtf") == [
        ("heading", "paragraph 1", "Head"),
        (None, "paragraph 2", "One two."),
        ("list_item", "paragraph 3", "An item"),
        ("list_item", "table 1, row 1", "a\tb"),
        (None, "paragraph 4", "Behind."),
        (None, "footnotes, note 1", "A note."),
        ("boilerplate", "hidden text, paragraph 2", "hidden"),
        ("boilerplate", "deleted text, paragraph 2", "gone"),
        ("boilerplate", "comments, comment 1", "Why?"),
        ("boilerplate", "header 1, paragraph 1", "City news"),
    ]
    stated = read(raw, "a.rtf").stated
    # When it was changed is not when it was published.
    assert (stated.title, stated.author, stated.published) == ("The Report", "A. Weber", None)


@given(
    st.binary(max_size=60), st.integers(0, 10_000), st.sampled_from([file for file in OFFICE if file.suffix == ".rtf"])
)
def test_damaged_rtf_never_stops_reading(noise: bytes, at: int, file: Path) -> None:
    raw = file.read_bytes()
    assert "" not in problems(raw[:at] + noise + raw[at + len(noise) :], file.name)
