from .ingestion.ingest import ingest as ingest
from .lookup.database import Database as Database
from .lookup.database import open as open
from .model.errors import ClaimsdbError as ClaimsdbError
from .model.version import __version__ as __version__
from .normalizer.explain import explain as explain
from .normalizer.normalize import normalize as normalize
from .reading.read import read as read

__all__ = ["ClaimsdbError", "Database", "__version__", "explain", "ingest", "normalize", "open", "read"]
