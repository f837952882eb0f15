"""Loading the postcode directory: some 2.6 million rows, of which a second run writes none."""

from collections.abc import Callable, Iterable
from datetime import datetime
from string import ascii_uppercase

from django.db import connection, transaction

from authorities import files, onspd
from authorities.models import Postcode, ReferenceEdition

BATCH = 50_000
SAMPLE = 200  # one postcode in this many, for tests and small demonstrations
# Postcodes that worked examples name; a sample holds them too.
NAMED = frozenset({"NG16AA", "GU167SY"})

# Under row-level security COPY FROM is refused; arrays unnested by the server are the next fastest road in.
INSERT = """
INSERT INTO authorities_postcode (code, easting, northing, authority_code)
SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], %s::text[])
"""
UPDATE_WHERE_CHANGED = """
ON CONFLICT (code) DO UPDATE
SET easting = EXCLUDED.easting, northing = EXCLUDED.northing, authority_code = EXCLUDED.authority_code
WHERE (authorities_postcode.easting, authorities_postcode.northing, authorities_postcode.authority_code)
      IS DISTINCT FROM (EXCLUDED.easting, EXCLUDED.northing, EXCLUDED.authority_code)
"""


@transaction.atomic
def load_postcodes(
    *,
    at: datetime,
    report: Callable[[str], None],
    letters: Iterable[str] = ascii_uppercase,
    every: int = 1,
) -> int:
    """Load one postcode in ``every`` of those that begin with ``letters``; the number written or changed.

    A whole load remembers its edition, so that the next is a glance. Postcodes are never taken away: the
    directory keeps those that have ended.
    """
    whole = set(letters) >= set(ascii_uppercase)
    edition = f"{onspd.edition()}, 1 in {every}"
    held = ReferenceEdition.objects.filter(name=onspd.PACKAGE).first()
    if held and held.edition in {edition, f"{onspd.edition()}, 1 in 1"}:
        return 0
    statement = INSERT + (UPDATE_WHERE_CHANGED if Postcode.objects.exists() else "")
    written = 0
    with connection.cursor() as cursor:
        for letter in sorted(set(letters)):
            rows = _rows(letter, every)
            for start in range(0, len(rows), BATCH):
                columns = zip(*rows[start : start + BATCH], strict=True)
                cursor.execute(statement, [f"{{{','.join(map(str, column))}}}" for column in columns])
                written += cursor.rowcount
            report(f"Postcodes {letter}: {written:,} written so far")
    if whole:
        ReferenceEdition.objects.update_or_create(
            name=onspd.PACKAGE, defaults={"edition": edition, "loaded_at": at}
        )
    return written


def _rows(letter: str, every: int) -> list[tuple[str, int, int, str]]:
    """Columns of the table, with each postcode in its upper-tier authority."""
    upper_tier = files.upper_tier_codes()
    return [
        (code, easting, northing, upper_tier.get(council_code, council_code))
        for position, (code, easting, northing, council_code) in enumerate(onspd.rows(letter))
        if position % every == 0 or code in NAMED
    ]
