from .ingestion.engines.budget import Budget as Budget
from .ingestion.ingest import ingest as ingest
from .ingestion.judging import judge as judge
from .ingestion.judging import withdraw as withdraw
from .ingestion.progress import Summary as Summary
from .ingestion.recover import Recovered as Recovered
from .ingestion.recover import recover as recover
from .ingestion.remove import Removed as Removed
from .ingestion.remove import remove as remove
from .lookup.citations.citation import Citation as Citation
from .lookup.database import Database as Database
from .lookup.database import open as open
from .lookup.find import Hit as Hit
from .lookup.verify.verify import Report as Report
from .model.claim import Normalized as Normalized
from .model.document import Document as Document
from .model.errors import ClaimsdbError as ClaimsdbError
from .model.version import __version__ as __version__
from .normalizer.explain import explain as explain
from .normalizer.normalize import normalize as normalize
from .reading.read import read as read
from .store.publishing import Published as Published
from .store.publishing import publish as publish

__all__ = [
    "Budget",
    "Citation",
    "ClaimsdbError",
    "Database",
    "Document",
    "Hit",
    "Normalized",
    "Published",
    "Recovered",
    "Removed",
    "Report",
    "Summary",
    "__version__",
    "explain",
    "ingest",
    "judge",
    "normalize",
    "open",
    "publish",
    "read",
    "recover",
    "remove",
    "withdraw",
]
