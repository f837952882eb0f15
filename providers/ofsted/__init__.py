"""Reading Ofsted's published provider lists; no database.

``read_ofsted(path)`` is the only door. It reads the yearly "provider level" list as CSV (2022, 2023), ODS
(2025) or XLSX, and gives rows in this project's words together with a report of every row it could not
use.
"""

from providers.ofsted.reader import read_ofsted
from providers.ofsted.records import (
    Inspection,
    OfstedFile,
    OfstedFileError,
    OfstedRow,
    Premises,
    RowProblem,
)
from providers.ofsted.vocabulary import PremisesCategory

__all__ = [
    "Inspection",
    "OfstedFile",
    "OfstedFileError",
    "OfstedRow",
    "Premises",
    "PremisesCategory",
    "RowProblem",
    "read_ofsted",
]
