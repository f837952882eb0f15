"""Imports: a file is read and checked, shown as what it would change, confirmed, loaded whole, and undone.

A room subclasses ``ImportKind``, registers it from its ``AppConfig.ready`` and gets its pages from
``ImportPages(kind).paths("address/")``.
"""

from core.imports.kinds import Finding, Given, ImportKind, Preview, Reading, Slot, kind_of, register_kind

__all__ = [
    "Finding",
    "Given",
    "ImportKind",
    "Preview",
    "Reading",
    "Slot",
    "kind_of",
    "register_kind",
]
