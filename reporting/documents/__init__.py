"""What each PDF says: built from the record, rendered by `reporting.pdf`."""

from .agreements import signed_of, summary_of, to_sign_of
from .analyses import analysis_of
from .decision_basis import decision_basis_of
from .funds import statement_of
from .minutes import minutes_of
from .paper import Document, file_name
from .readings import reading_of
from .shares import shares_of

__all__ = [
    "Document",
    "analysis_of",
    "decision_basis_of",
    "file_name",
    "minutes_of",
    "reading_of",
    "shares_of",
    "signed_of",
    "statement_of",
    "summary_of",
    "to_sign_of",
]
