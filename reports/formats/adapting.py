"""A council's changes to a format: pure, a new layout out of an old one."""

import re
from dataclasses import replace

from core.errors import DomainError
from reports.choices import Numbering
from reports.formats.section import NEVER, Layout, Place, Section

START = ""
OWN = "own_"
MOST_SECTIONS = 60


def with_section(layout: Layout, section: Section, *, after: str) -> Layout:
    """``section`` put in (or changed), behind the one of key ``after``; at the start for an empty key.

    Raises DomainError on ``after``, ``under`` or ``used`` where the paper would lose its order or its heart.
    """
    before = layout_section(layout, section.key)
    if before and not before.may_go and not section.used:
        raise DomainError(f"No paper may go without “{before.title}”.", field="used")
    parent = layout_section(layout, section.under) if section.under else None
    if section.under and (parent is None or parent.under or parent.key == section.key):
        raise DomainError("Choose a section that is not itself part of another.", field="under")
    if section.under and any(each.under == section.key for each in layout.sections):
        raise DomainError("Other sections are part of this one, so it stands by itself.", field="under")
    if parent and parent.place is not section.place:
        raise DomainError(f"“{parent.title}” stands elsewhere: {parent.place.label.lower()}.", field="under")
    if section.place in (Place.SUMMARY, Place.APPENDIX) and section.under:
        raise DomainError("Sections there have no parts.", field="under")
    rest = [each for each in layout.sections if each.key != section.key]
    if len(rest) >= MOST_SECTIONS:
        raise DomainError(f"A format has at most {MOST_SECTIONS} sections.", field="title")
    at = next((n + 1 for n, each in enumerate(rest) if each.key == after), 0)
    if after and not at:
        raise DomainError("Choose the section it comes after.", field="after")
    return replace(layout, sections=(*rest[:at], section, *rest[at:]))


def with_terms(layout: Layout, *, name: str, numbering: Numbering, labels: dict[str, str]) -> Layout:
    """What such a paper is called, how it is numbered, and the words beside the facts at its head.

    A fact whose label is empty is left out.
    """
    order = list(dict.fromkeys([*(fact for fact, _ in layout.facts), *labels]))
    facts = tuple((fact, labels[fact]) for fact in order if labels.get(fact))
    return replace(layout, name=name, numbering=numbering, facts=facts)


def own_section(layout: Layout, *, title: str, place: Place, owner: str) -> Section:
    """A section of the council's own, under a key nothing else has."""
    stem = OWN + (re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:30] or "section")
    keys = {section.key for section in layout.sections}
    key = next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 100))) if key not in keys)
    return Section(key, title, place, owner, "Paper", NEVER)


def layout_section(layout: Layout, key: str) -> Section | None:
    """By key, also one that is left out."""
    return next((section for section in layout.sections if section.key == key), None)


def comes_after(layout: Layout, key: str) -> str:
    """Key of the section before, empty for the first."""
    keys = [section.key for section in layout.sections]
    at = keys.index(key)
    return keys[at - 1] if at else START
