"""The statistical return of looked-after children (SSDA903): read as columns, cleaned to placement spells.

``read_table`` reads one file, ``read_folder`` a folder of returns, ``clean`` joins the years into spells. No
database, no clock, no code lists: a check of codes and dates builds on ``Table``.
"""

from sufficiency.ssda903.cleaning import Cleaned, clean
from sufficiency.ssda903.folder import Returns, combine, read_folder
from sufficiency.ssda903.layout import FILES, ReturnError
from sufficiency.ssda903.reading import Problem, Table, read_table

__all__ = [
    "FILES",
    "Cleaned",
    "Problem",
    "ReturnError",
    "Returns",
    "Table",
    "clean",
    "combine",
    "read_folder",
    "read_table",
]
