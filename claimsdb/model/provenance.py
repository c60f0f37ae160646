"""Where what is known of a document is stated: its title, author, publisher, dates, language and address."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from claimsdb.model.spans import Span


class StatedIn(StrEnum):
    """What states a metadatum.

    `given`: a person, in `sources.csv` or when adding it. `transport`: the address that gave it. `container`: the file that contains it.
    Of a page, `json-ld`, `meta` and `link` elements, an `attribute` of another element, the `title` element, or a `comment` of the browser
    that saved it. `front matter` of Markdown, a `field` of a record, the `properties` of a file. `text`: words of its text. `words`: the
    language of the words tells it. `document`: the document, at a place that is not known.
    """

    GIVEN = "given"
    TRANSPORT = "transport"
    CONTAINER = "container"
    DATA = "json-ld"
    META = "meta"
    LINK = "link"
    ATTRIBUTE = "attribute"
    TITLE = "title"
    COMMENT = "comment"
    FRONT_MATTER = "front matter"
    FIELD = "field"
    PROPERTIES = "properties"
    TEXT = "text"
    WORDS = "words"
    DOCUMENT = "document"


class Provenance(NamedTuple):
    """What states a `field` of a document's metadata, in the words that it has for it; empty if it has no place.

    `span` is the place of words of the text, in code points of it. `bytes` is the place of others in the file, or in the stream that its
    parts are. Both are half-open.
    """

    field: str
    stated_in: StatedIn
    words: str = ""
    span: Span | None = None
    bytes: Span | None = None
