"""Locks that are not on a row: of two transactions that do the same thing to one owner, the second waits."""

from django.db import connection


def hold_until_commit(what: str, owner: int) -> None:
    """Keep ``what`` of an owner (a council's or a bed's key) to oneself until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [what, owner])
