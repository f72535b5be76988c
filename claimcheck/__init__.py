"""Lists every checkable claim in a news article.

document -> parse -> clauses -> claims -> enrich -> score -> record: `claimcheck/pipeline.py` has the stages in order.

    >>> from claimcheck import Extractor
    >>> report = Extractor().extract("article.txt", published="2025-07-01")
    >>> [claim.resolved_text for claim in report.claims]

The names below are imported when they are first used: importing the package loads neither torch nor Stanza.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = ["Claim", "ClaimcheckError", "Document", "Extractor", "Report", "__version__"]

_HOMES = {
    "Claim": "claimcheck.model",
    "ClaimcheckError": "claimcheck.errors",
    "Document": "claimcheck.model",
    "Extractor": "claimcheck.pipeline",
    "Report": "claimcheck.model",
}

if TYPE_CHECKING:
    from claimcheck.errors import ClaimcheckError
    from claimcheck.model import Claim, Document, Report
    from claimcheck.pipeline import Extractor


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
