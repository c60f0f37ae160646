"""Telling messages, mailboxes and saved pages by the header lines with which they begin."""

from __future__ import annotations

import re

_FIELD = re.compile(r"([!-9;-~]{1,70}):(?: |\t|\r?\n[ \t]|\r?$)", re.MULTILINE)
_BLOCK = re.compile(r"\s*?((?:[!-9;-~]{1,70}:[^\n]*(?:\n|$)|[ \t][^\n]*(?:\n|$))+)")
_SEPARATOR = re.compile(r"From \S(?:(?!\d\d:\d\d)[^\n])*+\d\d:\d\d[^\n]*+\n(?=>?[!-9;-~]{1,70}:)")
_OF_MAIL = re.compile(
    r"^(?:Received|Message-ID|MIME-Version|Return-Path|Delivered-To|DKIM-Signature|X-Mailer|Content-Transfer-Encoding|In-Reply-To|"
    r"Content-Type: (?:text|multipart)/|X-Mozilla-Status|List-Id)\b",
    re.IGNORECASE | re.MULTILINE,
)
_TO_SOMEBODY = re.compile(r"^(?:To|Cc|Bcc|Received|Message-ID|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(r"^(?:Snapshot-Content-Location:|From: *<?\"?Saved by\b)", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(r"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_ENOUGH = 2
"""Number of different fields of a header that only messages have, if its name does not say that it is one."""


def kind(begin: str, named: str | None) -> str | None:
    """The media type of a text that begins with such lines and is of a kind that has them; None for another."""
    if (separator := _SEPARATOR.match(begin)) and _fields(begin[separator.end() :]):
        return (
            named if named == "message/rfc822" else "application/mbox"
        )  # a mailbox of one, if it is not called a mail
    block = _BLOCK.match(begin)
    if block is None or not _FIELD.match(block[1]):
        return None
    head = block[1]
    if _RELATED.search(head) and (_SAVED.search(head) or named == "multipart/related" or not _TO_SOMEBODY.search(head)):
        return "multipart/related"
    if named == "message/rfc822" or len({m.group().lower() for m in _OF_MAIL.finditer(head)}) >= _ENOUGH:
        return "message/rfc822"
    return None


def _fields(text: str) -> bool:
    return _BLOCK.match(text.removeprefix(">")) is not None
