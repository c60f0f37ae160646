"""Patterns of file names that the shell left as they are: in quotation marks, or on systems whose shell does not expand them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator

import typer

from claimsdb.capture.given import is_address
from claimsdb.cli.common import printable


def expanded(paths: Iterable[str]) -> Iterator[str]:
    """The paths, with the files and folders that match a pattern in its place, in order of names; `**` stands for any depth.

    A path that exists is no pattern, whatever is in its name. Raises `typer.BadParameter` for a pattern that matches nothing.
    """
    for path in paths:
        if is_address(path) or os.path.lexists(path) or not glob.has_magic(path):
            yield path
            continue
        found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (paths stay as they are written)
        if not found:
            raise typer.BadParameter(f"No file matches '{printable(path)}'.", param_hint="PATHS")
        yield from found
