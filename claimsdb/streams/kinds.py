"""The kinds of files: what people call them, the endings of their names, and what to do with those that no reader knows."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.model.errors import Problem
from claimsdb.model.recognition import READ_PICTURES

HTML, XHTML, TEXT, MARKDOWN = "text/html", "application/xhtml+xml", "text/plain", "text/markdown"
NO_TEXT = "no_text"
"""The code of the problem that a file holds no text that anybody wrote: it is listed, and is not a fault."""

_CONVERT = "Save it as PDF, DOCX or text, and ingest that."
_UNPACK = "Unpack it, and ingest the folder."
_RECOGNISE = "Save it as PNG, and read that with --ocr."


class Kind(NamedTuple):
    """What people call files of a kind, the endings of their names, what to do if they cannot be read, and whether they hold text."""

    name: str
    endings: tuple[str, ...] = ()
    remedy: str = _CONVERT
    holds_text: bool = True


def _none(name: str, *endings: str) -> Kind:
    return Kind(name, endings, "", holds_text=False)


_OPENXML = "application/vnd.openxmlformats-officedocument"
_OPENDOCUMENT = "application/vnd.oasis.opendocument"
DOCX, PPTX = f"{_OPENXML}.wordprocessingml.document", f"{_OPENXML}.presentationml.presentation"
XLSX = f"{_OPENXML}.spreadsheetml.sheet"
ODT, ODS, ODP = (f"{_OPENDOCUMENT}.{name}" for name in ("text", "spreadsheet", "presentation"))
FODT, FODS, FODP = (f"{name}-flat-xml" for name in (ODT, ODS, ODP))
EPUB, RTF = "application/epub+zip", "application/rtf"

KINDS = MappingProxyType(
    {
        TEXT: Kind("a text", ("txt", "text")),
        MARKDOWN: Kind("a Markdown text", ("md", "markdown")),
        HTML: Kind("a web page", ("html", "htm", "php", "asp", "aspx", "jsp")),
        XHTML: Kind("a web page", ("xhtml",)),
        "application/pdf": Kind("a PDF document", ("pdf",), "Save its text as a text file, and ingest that."),
        DOCX: Kind("a Word document", ("docx", "docm", "dotx")),
        PPTX: Kind("a PowerPoint presentation", ("pptx", "pptm", "ppsx")),
        XLSX: Kind("an Excel workbook", ("xlsx", "xlsm"), "Save its table as CSV."),
        ODT: Kind("an OpenDocument text", ("odt", "ott")),
        ODP: Kind("an OpenDocument presentation", ("odp", "otp")),
        ODS: Kind("an OpenDocument spreadsheet", ("ods", "ots"), "Save its table as CSV."),
        FODT: Kind("an OpenDocument text in one XML file", ("fodt",)),
        FODP: Kind("an OpenDocument presentation in one XML file", ("fodp",)),
        FODS: Kind("an OpenDocument spreadsheet in one XML file", ("fods",), "Save its table as CSV."),
        f"{_OPENDOCUMENT}.graphics": Kind("an OpenDocument drawing", ("odg",)),
        EPUB: Kind("an e-book", ("epub",)),
        "application/x-mobipocket-ebook": Kind("an e-book of Amazon", ("mobi", "azw", "azw3"), "Save it as EPUB."),
        "application/vnd.apple.iwork": Kind("a document of iWork", ("pages", "key", "numbers")),
        RTF: Kind("an RTF document", ("rtf",)),
        "application/msword": Kind("a Word document of an old format", ("doc", "dot")),
        "application/vnd.ms-excel": Kind("an Excel workbook of an old format", ("xls",), "Save its table as CSV."),
        "application/vnd.ms-powerpoint": Kind("a presentation of an old format", ("ppt", "pps")),
        "application/x-encrypted": Kind("an office file with a password", (), "Open it, and save it without one."),
        "application/x-ole-storage": Kind("a file of Microsoft's compound format"),
        "application/wordperfect": Kind("a WordPerfect document", ("wpd",)),
        "application/postscript": Kind("a PostScript document", ("ps", "eps"), "Save it as PDF."),
        "application/x-tex": Kind("a TeX source", ("tex", "latex"), "Save it as PDF, and ingest that."),
        "image/vnd.djvu": Kind("a DjVu document", ("djvu", "djv"), "Save it as PDF with its text."),
        "message/rfc822": Kind("an e-mail", ("eml",), "Save its text as a text file."),
        "application/mbox": Kind("a mailbox", ("mbox", "mbx"), "Save its messages as EML."),
        "application/vnd.ms-outlook": Kind("an Outlook message", ("msg",), "Save it as EML or as text."),
        "application/vnd.ms-outlook-pst": Kind("an Outlook mailbox", ("pst", "ost"), "Export it as MBOX."),
        "multipart/related": Kind("a saved web page", ("mht", "mhtml"), "Save the page as HTML."),
        "application/x-webarchive": Kind("a saved web page of Safari", ("webarchive",), "Save the page as HTML."),
        "application/warc": Kind("a web archive", ("warc",)),
        "application/x-arc": Kind("a web archive of an old format", ("arc",)),
        "application/wacz": Kind("a web archive", ("wacz",)),
        "application/x-subrip": Kind("subtitles", ("srt",), "Save them as text."),
        "text/vtt": Kind("subtitles", ("vtt",), "Save them as text."),
        "text/csv": Kind("a table", ("csv",), "Save the texts in it as files."),
        "text/tab-separated-values": Kind("a table", ("tsv", "tab"), "Save the texts in it as files."),
        "application/x-ndjson": Kind("a table of JSON lines", ("jsonl", "ndjson"), "Save the texts in it as files."),
        "application/vnd.apache.parquet": Kind("a Parquet table", ("parquet",), "Save it as JSON lines."),
        "application/json": _none("JSON data", "json", "geojson", "har"),
        "application/xml": Kind("an XML file", ("xml", "rss", "atom"), "Save its text as a text file or a web page."),
        "application/zip": Kind("an archive", ("zip",), _UNPACK),
        "application/x-tar": Kind("an archive", ("tar",), _UNPACK),
        "application/gzip": Kind("a compressed file", ("gz", "tgz"), _UNPACK),
        "application/x-bzip2": Kind("a compressed file", ("bz2", "tbz2"), _UNPACK),
        "application/x-xz": Kind("a compressed file", ("xz", "txz"), _UNPACK),
        "application/zstd": Kind("a compressed file", ("zst",), _UNPACK),
        "application/x-7z-compressed": Kind("an archive of 7-Zip", ("7z",), _UNPACK),
        "application/vnd.rar": Kind("a RAR archive", ("rar",), _UNPACK),
        "image/png": Kind("a picture", ("png",), READ_PICTURES),
        "image/jpeg": Kind("a picture", ("jpg", "jpeg", "jpe"), READ_PICTURES),
        "image/gif": Kind("a picture", ("gif",), _RECOGNISE),
        "image/tiff": Kind("a picture", ("tif", "tiff"), READ_PICTURES),
        "image/webp": Kind("a picture", ("webp",), READ_PICTURES),
        "image/heif": Kind("a picture", ("heic", "heif", "avif"), _RECOGNISE),
        "image/bmp": Kind("a picture", ("bmp",), _RECOGNISE),
        "image/x-icon": _none("an icon", "ico", "cur"),
        "image/svg+xml": _none("a drawing", "svg", "svgz"),
        "image/vnd.adobe.photoshop": _none("a drawing", "psd"),
        "image/wmf": _none("a drawing", "wmf", "emf"),
        "audio/mpeg": _none("a recording", "mp3"),
        "audio/mp4": _none("a recording", "m4a"),
        "audio/ogg": _none("a recording", "ogg", "oga", "opus"),
        "audio/wav": _none("a recording", "wav", "aif", "aiff"),
        "audio/flac": _none("a recording", "flac"),
        "audio/midi": _none("a recording", "mid", "midi"),
        "video/mp4": _none("a film", "mp4", "m4v", "mov", "3gp"),
        "video/webm": _none("a film", "webm", "mkv"),
        "video/x-msvideo": _none("a film", "avi"),
        "video/mpeg": _none("a film", "mpg", "mpeg"),
        "video/x-flv": _none("a film", "flv", "wmv"),
        "text/css": _none("a style sheet", "css", "scss", "less"),
        "text/javascript": _none("a script", "js", "mjs", "cjs", "ts", "jsx", "tsx", "map"),
        "text/x-source": _none(
            "a program or its settings",
            *("py", "ipynb", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt", "swift", "rb", "go", "rs", "r", "pl", "lua"),
            *("sh", "bash", "zsh", "bat", "cmd", "ps1", "sql", "yml", "yaml", "toml", "ini", "cfg", "conf", "properties"),
            *("lock", "plist", "xsl", "xslt", "xsd", "dtd", "bib", "sty", "cls", "gitignore", "dockerfile", "vcf", "ics"),
        ),
        "font/woff": _none("a font", "woff", "woff2", "ttf", "otf", "eot", "ttc", "pfb"),
        "application/vnd.sqlite3": _none("a database", "db", "sqlite", "sqlite3"),
        "application/x-executable": _none("a program", "exe", "dll", "so", "o", "class", "pyc", "wasm", "swf", "dylib"),
        "application/java-archive": _none("a program", "jar", "apk", "war", "xpi", "whl"),
        "application/x-shortcut": _none("a shortcut", "lnk", "url", "desktop"),
        "application/x-thumbnails": _none("thumbnails of pictures", "thumbs"),
    }
)  # fmt: skip
_ASIDE = ("image/", "application/xml", "text/csv", "application/x-ndjson")
"""What web pages load besides pictures, scripts and style sheets."""
BY_ENDING = MappingProxyType({ending: media for media, kind in KINDS.items() for ending in kind.endings})
_ENDING = re.compile(r"\.(?=[0-9]*+[a-z])([a-z0-9]++)$")


def by_name(path: str) -> str | None:
    """The media type for the ending of a name: plain text if it has none, None if nothing is known of it."""
    ending = _ENDING.search(path.rpartition("/")[2][1:].lower())
    return BY_ENDING.get(ending[1]) if ending else TEXT


def unread(path: str, media_type: str | None, *, incidental: bool = False) -> Problem:
    """The problem that a file cannot be read since no reader knows its kind. It holds `NO_TEXT` if its kind never does.

    Of a file that is `incidental`, such as what was saved with a web page, none is expected unless it is a document.
    """
    kind, promised = KINDS.get(media_type or ""), KINDS.get(by_name(path) or "")
    if kind is None and promised is not None and promised.holds_text and promised is not KINDS[TEXT]:
        what = f"It is not {promised.name}, as its name says, nor anything else that is known."
        return Problem("damaged", path, what, "Copy or download it again.")
    if kind is None and not incidental:
        remedy = f"{_CONVERT} Or remove it from the folder."
        return Problem("unsupported", path, "Nobody can say what kind of file it is from its content.", remedy)
    if kind is None or not kind.holds_text or (incidental and str(media_type).startswith(_ASIDE)):
        what = f"It is {kind.name if kind else 'of no known kind'}, and holds no text."
        return Problem(NO_TEXT, path, what, "Nothing needs to be done.")
    return Problem("unsupported", path, f"It is {kind.name}, which cannot be read.", kind.remedy)
