"""Sections that several formats have, under the same keys: the same facts fill all five."""

from authorities.choices import Role
from reports.formats.section import NEVER, Place, Section

COMMISSIONING, FINANCE, LEGAL = "Commissioning", "Finance", "Legal services"
HR, EQUALITY, DEMOCRATIC = "Human resources", "Equality lead", "Democratic services"

S, F, B, C, A = Place.SUMMARY, Place.OPENING, Place.BODY, Place.CLOSING, Place.APPENDIX

# What a reader with one minute looks for, on the first page of every paper.
SUMMARY = (
    Section("asked", "What is asked", S, COMMISSIONING, "Recommendations", may_go=False),
    Section("cost", "How much, and from which budget", S, FINANCE, "Contract, ledger and budget"),
    Section("children", "What changes for children", S, COMMISSIONING, "Contract and care history"),
    Section("risk", "Main risk", S, COMMISSIONING, "Ledger and bed-nights"),
)


def finance(title: str, place: Place, *, under: str = "") -> Section:
    source = "Contract, ledger and budget"
    return Section("finance", title, place, FINANCE, source, sign_off=Role.FINANCE, under=under)


def legal(title: str, place: Place, *, under: str = "") -> Section:
    return Section("legal", title, place, LEGAL, "Contract and statute", sign_off=Role.LEGAL, under=under)


def equality(title: str, place: Place, *, under: str = "") -> Section:
    source = "Equality analysis"
    return Section("equality", title, place, EQUALITY, source, sign_off=Role.HEAD_OF_SERVICE, under=under)


def optional(key: str, title: str, place: Place, *, under: str = "") -> Section:
    """One that some councils' papers have: a council takes it in without code."""
    return Section(key, title, place, COMMISSIONING, "Paper", NEVER, under=under, used=False)
