"""Taking rows for oneself before changing them: the first thing a service does."""

from typing import TypeVar

from django.db import connection, models

from core.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


def lock(row: Row) -> Row:
    """The row as it is now, held until the transaction ends; ``NotFound`` when the wall hides it."""
    found = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise NotFound
    return found


def lock_all(rows: models.QuerySet[Row]) -> list[Row]:
    """Every row of the query, locked in order of key so that two callers cannot wait for each other."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def hold_until_commit(what: str, owner: int) -> None:
    """Keep ``what`` of an owner (a council's or a bed's key) to oneself, where there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [what, owner])
