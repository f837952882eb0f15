"""A worker held at one stage of a job, by a lock in the database on its way to the next."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql

WAIT_SECONDS = 60
LOCK = 8_028
HOLD = sql.SQL("""
CREATE FUNCTION hold_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
  RETURN NEW;
END $$;
CREATE TRIGGER hold_stage BEFORE UPDATE ON core_job FOR EACH ROW
  WHEN (OLD.stage = {stage} AND NEW.stage <> OLD.stage) EXECUTE FUNCTION hold_stage();
SELECT pg_advisory_lock({lock})
""")
LET_GO = f"SELECT pg_advisory_unlock({LOCK}); DROP TRIGGER hold_stage ON core_job; DROP FUNCTION hold_stage"
WAITS = f"SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {LOCK} AND NOT granted)"


class Held:
    """``wait()`` returns once the worker has done all of the stage and would go on."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def wait(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._is_waiting():
            assert time.monotonic() < deadline, "the worker never came to this stage"
            time.sleep(0.05)

    def _is_waiting(self) -> bool:
        self._cursor.execute(WAITS)
        found: bool = self._cursor.fetchone()[0]
        return found


@contextmanager
def held_at(stage: str, owner_url: str) -> Iterator[Held]:
    """Until the block ends no worker leaves ``stage``."""
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    try:
        cursor = connection.cursor()
        cursor.execute(HOLD.format(lock=sql.Literal(LOCK), stage=sql.Literal(stage)))
        try:
            yield Held(cursor)
        finally:
            cursor.execute(LET_GO)
    finally:
        connection.close()
