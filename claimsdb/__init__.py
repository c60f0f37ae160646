"""A provenance-tracking claims database: every claim in a document, with its exact place and who said it.

What `__all__` names is the public API. Each name is loaded when it is first asked for, so that `import claimsdb` costs nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # what type checkers take for true; `typing` takes longer to load than all else here
if TYPE_CHECKING:
    from claimsdb.ingestion.ingest import ingest
    from claimsdb.lookup.database import Database, open
    from claimsdb.model.errors import ClaimsdbError
    from claimsdb.normalizer.explain import explain
    from claimsdb.normalizer.normalize import normalize
    from claimsdb.reading.read import read

__version__ = "0.1.0"
__all__ = ["ClaimsdbError", "Database", "explain", "ingest", "normalize", "open", "read"]
_HOME = {
    "ClaimsdbError": "model.errors",
    "Database": "lookup.database",
    "explain": "normalizer.explain",
    "ingest": "ingestion.ingest",
    "normalize": "normalizer.normalize",
    "open": "lookup.database",
    "read": "reading.read",
}


def __getattr__(name: str) -> object:
    """A public name, from the module that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
