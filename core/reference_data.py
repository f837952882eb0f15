"""Reference data that ships with the product: rooms register loaders, ``manage.py load_reference`` runs them.

A room puts its loaders in ``services/reference_data.py``, each decorated with ``reference_loader``. They run
in the order of the rooms and, within a room, of the file, as the system actor. Run again, they write nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction


@dataclass(frozen=True)
class ReferenceRun:
    """One run of the loaders. ``sample`` asks for a small set of bulk data; ``report`` shows progress."""

    at: datetime
    report: Callable[[str], None]
    sample: bool = False


Loader = Callable[[ReferenceRun], int]

_loaders: dict[str, Loader] = {}


def reference_loader(label: str) -> Callable[[Loader], Loader]:
    """Register a function that loads ``label`` and returns the number of rows it wrote."""

    def register(loader: Loader) -> Loader:
        _loaders[label] = loader
        return loader

    return register


def reference_loaders() -> dict[str, Loader]:
    """Loaders by label, in the order to run them."""
    return dict(_loaders)


@transaction.atomic
def keep_rows(model: type[models.Model], key: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> int:
    """Make ``rows`` exist in ``model``, found again by the fields of ``key``; the number created or changed.

    All rows have the same fields, valued as the model reads them back. Other rows are left alone.
    """
    held = {tuple(getattr(found, field) for field in key): found for found in model._default_manager.all()}
    created, changed, fields = [], [], set()
    for row in rows:
        found = held.get(tuple(row[field] for field in key))
        if found is None:
            created.append(model(**row))
        elif differing := {field for field, value in row.items() if getattr(found, field) != value}:
            for field in differing:
                setattr(found, field, row[field])
            changed.append(found)
            fields |= differing
    model._default_manager.bulk_create(created)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))
    return len(created) + len(changed)
