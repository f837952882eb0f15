"""Sealing the audit: each batch of rows is hashed into a chain, so that a changed row shows.

The rows and seals are written by the database only (``hearth_audit``, ``seal_audit``); here it is asked to.
"""

from datetime import datetime

from django.db import connection

BATCH = 10_000


def seal(*, at: datetime) -> int:
    """Seal every audit row not sealed yet; the number of them. Runs as the login role."""
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT seal_audit(%s, %s)", [at, BATCH])
            sealed = cursor.fetchone()[0]
            total += sealed
            if sealed < BATCH:
                return total


def broken_seal() -> int | None:
    """The id of the first seal that its rows no longer bear out; None while the chain holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT broken_audit_seal()")
        return cursor.fetchone()[0]
