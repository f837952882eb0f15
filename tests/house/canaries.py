"""Canaries: a mark in every free text of every tenant's rows, so that any page that shows one can be judged.

A canary names the row it was planted in. Whoever reads it on a page must be able to read that row, and the
row must be their own tenant's: the first asks the wall, the second does not trust it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache

from django.db import connection, models
from django.http import HttpResponse

from core.actor import Actor, Side, acting_as
from core.models import AuditEvent
from core.postgres.owner import as_owner
from core.wall import Kind, Wall
from core.wall.apply import project_models

PRIVATE_KINDS = (Kind.COUNCIL, Kind.PROVIDER, Kind.SHARED)
CANARY = re.compile(rb"zz(\d+)r(\d+)zz")
# Shorter columns hold codes and references that rows are found by.
SHORTEST_TEXT = 80

PLANTED: list[tuple[type[models.Model], Wall]] = [
    (model, wall)
    for model, wall in project_models()
    if wall is not None and wall.kind in PRIVATE_KINDS and model is not AuditEvent
]


def plant_canaries() -> None:
    """As the owner, who alone may write everywhere. The audit keeps what it sees of it, as it would; names of
    the demo's personas stay as they are, because its sign-in page is there to show them."""
    with as_owner(), connection.cursor() as cursor:
        for number, (model, wall) in enumerate(PLANTED):
            table = f'"{model._meta.db_table}"'
            texts = ", ".join(f"\"{column}\" = 'zz{number}r' || id || 'zz'" for column in _texts(model))
            if not texts:
                continue
            guards = ["wall_append_only"] * wall.append_only + ["wall_fixed"] * bool(wall.changes)
            for guard in guards:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
            personas = " WHERE NOT is_persona" if hasattr(model, "is_persona") else ""
            cursor.execute(f"UPDATE {table} SET {texts}{personas}")
            for guard in guards:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")


def _texts(model: type[models.Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_fields
        if isinstance(field, models.TextField | models.CharField)
        and not isinstance(field, models.EmailField)
        and not (field.choices or field.unique or field.primary_key)
        and (field.max_length is None or field.max_length >= SHORTEST_TEXT)
    ]


def leaks(reader: Actor | None, response: HttpResponse) -> list[str]:
    """Rows whose text the response shows and ``reader`` may not read."""
    found = {canary for body in _bodies(response) for canary in CANARY.findall(body)}
    return sorted(
        f"{model._meta.label} {row}"
        for number, row in ((int(n), int(r)) for n, r in found)
        for model in [PLANTED[number][0]]
        if reader is None or row not in readable(reader, model)
    )


def _bodies(response: HttpResponse) -> Iterator[bytes]:
    """The response's bytes; those of a workbook are zipped."""
    body = response.getvalue() if response.streaming else response.content
    yield body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            yield from (parts.read(name) for name in parts.namelist())


@cache
def readable(actor: Actor, model: type[models.Model]) -> frozenset[int]:
    """Ids of the model's rows that the wall shows ``actor`` and that carry no other tenant's id."""
    wall = dict(project_models())[model]
    if wall is None or getattr(wall, actor.side.value) is None:
        return frozenset()
    column, own = (
        ("authority_id", actor.authority_id)
        if actor.side is Side.COUNCIL
        else ("provider_id", actor.provider_id)
    )
    rows = model._default_manager.all()
    if column in wall.tenant_columns:
        rows = rows.filter(**{column: own})
    with acting_as(actor):
        return frozenset(rows.values_list("pk", flat=True))
