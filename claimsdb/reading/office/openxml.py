"""What all files of Office Open XML have: namespaces, links between parts, and the properties of the document."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from claimsdb.model.document import Metadata
from claimsdb.reading.office.package import Package, beside
from claimsdb.reading.office.stating import coded, properties_in, titled, together
from claimsdb.reading.office.xml import Markup, Start

_OLD = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
PREFIXES = MappingProxyType(
    {
        **{f"{_OLD}{name}/2006/main": prefix for name, prefix in (("wordprocessingml", "w"), ("drawingml", "a"), ("presentationml", "p"))},
        **{f"{_STRICT}{name}/main": prefix for name, prefix in (("wordprocessingml", "w"), ("drawingml", "a"), ("presentationml", "p"))},
        f"{_OLD}officeDocument/2006/relationships": "r",
        f"{_STRICT}officeDocument/relationships": "r",
        f"{_OLD}officeDocument/2006/math": "m",
        f"{_STRICT}officeDocument/math": "m",
        f"{_OLD}drawingml/2006/diagram": "dgm",
        f"{_STRICT}drawingml/diagram": "dgm",
        f"{_OLD}package/2006/relationships": "rel",
        f"{_OLD}markup-compatibility/2006": "mc",
        f"{_OLD}package/2006/metadata/core-properties": "cp",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://www.w3.org/XML/1998/namespace": "xml",
    }
)  # fmt: skip


class Link(NamedTuple):
    """A relationship of a part: the last word of its type, and the member to which it leads; None if that is not in the container."""

    kind: str
    member: str | None
    target: str


def links(package: Package, member: str) -> dict[str, Link]:
    """The links of a part, by their ids; of the container itself if `member` is empty."""
    folder, _, name = member.rpartition("/")
    raw = package.read(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    found = {}
    for event in Markup(raw or b"", PREFIXES).events():
        if type(event) is Start and event.name == "rel:Relationship":
            target = event.attributes.get("Target", "")
            inside = event.attributes.get("TargetMode") != "External"
            kind = event.attributes.get("Type", "").rpartition("/")[2]
            found[event.attributes.get("Id", "")] = Link(kind, beside(member, target) if inside else None, target)
    return found


def main_part(package: Package, usual: str) -> str:
    """The member with the document itself."""
    named = (link.member for link in links(package, "").values() if link.kind == "officeDocument")
    return next((member for member in named if member and member in package), usual)


def properties(package: Package) -> Metadata:
    """What the properties of the document state. When it was made or changed is not when it was published."""
    named = (link.member for link in links(package, "").values() if link.kind == "core-properties")
    raw = package.read(next((member for member in named if member), "docProps/core.xml"))
    values = properties_in(Markup(raw or b"", PREFIXES))
    return Metadata(
        title=titled(values.get("dc:title")),
        author=together([values.get("dc:creator", "")]),
        language=coded(values.get("dc:language")),
    )
