"""The Department's code lists, each code with the returns it belongs to (``codes.csv``).

A return's year is the one in which it ends; ``first`` and ``last`` are inclusive, blank where open.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES = Path(__file__).with_name("codes.csv")
EVER = (0, 9999)


@dataclass(frozen=True)
class Code:
    """One code of one list; ``first`` and ``last`` are years of returns, inclusive."""

    code: str
    means: str
    first: int
    last: int


@cache
def code_lists() -> Mapping[str, Mapping[str, Code]]:
    """Every list by the column it is for, and its codes."""
    lists: dict[str, dict[str, Code]] = {}
    with CODES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            years = int(row["first"] or EVER[0]), int(row["last"] or EVER[1])
            lists.setdefault(row["list"], {})[row["code"]] = Code(row["code"], row["means"], *years)
    return lists


def codes_in(column: str, year: int) -> frozenset[str]:
    """The codes of a column that the return of ``year`` may hold."""
    return frozenset(code.code for code in code_lists()[column].values() if code.first <= year <= code.last)


def meaning(column: str, code: str) -> str:
    """What a code means, in a few words; the code itself where it is on no list."""
    found = code_lists()[column].get(code)
    return found.means if found else code


def years_of(column: str, code: str) -> str:
    """In words, which returns may hold a code; "" where it is on no list."""
    found = code_lists()[column].get(code)
    if found is None:
        return ""
    if found.first > EVER[0]:
        return f"It is used from the {year_name(found.first)} return on."
    return f"It was used up to the {year_name(found.last)} return." if found.last < EVER[1] else ""


def year_name(year: int) -> str:
    """2024 as 2023-24."""
    return f"{year - 1}-{year % 100:02d}"
