"""How much commands say: `-q` and `-v`, which they share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Leave out summaries, notes and progress.")]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what became of each file.")]
_said = {"quiet": False, "verbose": False}


def is_quiet() -> bool:
    """Whether summaries, notes and progress are left out; problems and errors are said."""
    return _said["quiet"]


def is_verbose() -> bool:
    """Whether it is said what became of each file."""
    return _said["verbose"]


def saying(command: Callable[..., None], *, more: bool = False) -> Callable[..., None]:
    """The command with the option `--quiet`, and with `--verbose` if it has `more` to say."""
    options: dict[str, Any] = {"quiet": _Quiet} | ({"verbose": _Verbose} if more else {})

    @functools.wraps(command)
    def told(**given: Any) -> None:
        _said.update({name: given.pop(name, False) for name in _said})
        command(**given)

    own = inspect.signature(command, eval_str=True)
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=kind)
        for name, kind in options.items()
    ]
    parameters = [*own.parameters.values(), *added]
    told.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    told.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    return told
