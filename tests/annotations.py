"""What the W3C Web Annotation Data Model (Recommendation of 2017) and its vocabulary demand of an annotation, as far as ours go.

Stricter than the model, as it allows what it does not name: here every key must be one that the model names for the thing that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
CLASSES = ("Dataset", "Image", "Video", "Sound", "Text")
MOTIVATIONS = (
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning replying"
).split()  # fmt: skip
SELECTORS: Mapping[str, Mapping[str, type]] = {
    "FragmentSelector": {"value": str},
    "TextQuoteSelector": {"exact": str},
    "TextPositionSelector": {"start": int, "end": int},
    "DataPositionSelector": {"start": int, "end": int},
}
MAY = {"FragmentSelector": {"conformsTo": str}, "TextQuoteSelector": {"prefix": str, "suffix": str}}


def faults(annotation: Mapping[str, Any]) -> Iterator[str]:
    """What the model does not allow, in words."""
    known = {"@context", "id", "type", "motivation", "body", "target"}
    yield from (f"an annotation has no {key}" for key in annotation.keys() - known)
    if annotation.get("@context") != "http://www.w3.org/ns/anno.jsonld":
        yield "the context is not the model's"
    if annotation.get("type") != "Annotation":
        yield "the type is not Annotation"
    yield from _iri(annotation.get("id"), "id of the annotation")
    if annotation.get("motivation", "identifying") not in MOTIVATIONS:
        yield "unknown motivation"
    if "body" in annotation:
        yield from _body(annotation["body"])
    if not annotation.get("target"):
        yield "there is no target"
    targets = annotation.get("target", [])
    for target in targets if isinstance(targets, list) else [targets]:
        yield from _resource(target)


def _body(body: Any) -> Iterator[str]:
    if body.get("type") != "TextualBody" or not isinstance(body.get("value"), str):
        yield "a textual body has a type and one value"
    if not MEDIA_TYPE.fullmatch(body.get("format", "text/plain")):
        yield "a format is a media type"


def _resource(resource: Any) -> Iterator[str]:
    if isinstance(resource, str):
        yield from _iri(resource, "target")
    elif resource.get("type") in ("Composite", "List", "Independents"):
        if resource.keys() != {"type", "items"} or not resource["items"]:
            yield "a set has items"
        for item in resource.get("items", []):
            yield from _resource(item)
    elif "source" in resource:
        yield from (
            f"a specific resource has no {key}"
            for key in resource.keys() - {"id", "type", "source", "selector", "via", "canonical"}
        )
        yield from _source(resource["source"])
        yield from _others(resource)
        selectors = resource.get("selector", [])
        for selector in selectors if isinstance(selectors, list) else [selectors]:
            yield from _selector(selector)
    else:
        yield from _source(resource)


def _source(source: Any) -> Iterator[str]:
    if not isinstance(source, dict):
        yield from _iri(source, "source")
        return
    yield from _iri(source.get("id"), "id of a source")
    yield from (
        f"a source has no {key}" for key in source.keys() - {"id", "type", "format", "language", "via", "canonical"}
    )
    if source.get("type", "Text") not in CLASSES:
        yield "unknown class of resource"
    if not MEDIA_TYPE.fullmatch(source.get("format", "text/plain")):
        yield "a format is a media type"
    if not LANGUAGE.fullmatch(source.get("language", "en")):
        yield "a language is a tag of BCP 47"
    yield from _others(source)


def _others(resource: Any) -> Iterator[str]:
    for key in ("via", "canonical"):
        if key in resource:
            yield from _iri(resource[key], key)


def _selector(selector: Any) -> Iterator[str]:
    kind = selector.get("type")
    must, may = SELECTORS.get(kind, {}), MAY.get(kind, {})
    if not must:
        yield f"unknown selector {kind}"
    for key, of in must.items():
        if not isinstance(selector.get(key), of) or isinstance(selector.get(key), bool):
            yield f"{kind} needs {key}"
    for key in selector.keys() - must.keys() - {"type", "refinedBy"}:
        if not isinstance(selector[key], may.get(key, ())):
            yield f"{kind} has no {key}"
    positions = [selector.get("start"), selector.get("end")]
    if "start" in must and all(isinstance(at, int) for at in positions) and positions != sorted([*positions, 0])[1:]:
        yield "positions are half-open and count from 0"
    if "refinedBy" in selector:
        yield from _selector(selector["refinedBy"])


def _iri(value: object, what: str) -> Iterator[str]:
    if not isinstance(value, str) or not IRI.fullmatch(value):
        yield f"{what} is not one IRI"
