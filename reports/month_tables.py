"""Tables of the monthly report's parts, the same on the page and in the PDF."""

from collections.abc import Iterable
from decimal import Decimal

from core import formats
from core.tables import Heading, Rows, link
from reports.selectors.month_report import Movement, Share, Void


def movement_rows(movement: Movement) -> Rows:
    """Groups whose effects take one weekly total to the other."""
    return Rows(
        (Heading("What moved"), Heading("Placements", numeric=True), Heading("Effect a week", numeric=True)),
        [
            ("A week at the last night of the month before", "", formats.money(movement.before)),
            *(
                (name, formats.count(len(rows)), formats.money(effect))
                for name, rows, effect in movement.groups
            ),
        ],
        ("A week at the last night of the month", "", formats.money(movement.after)),
    )


def moved_rows(movement: Movement) -> Rows:
    """Each placement that moved, linked."""
    return Rows(
        (
            Heading("Placement"),
            Heading("What moved"),
            Heading("Before, a week", numeric=True),
            Heading("After, a week", numeric=True),
            Heading("Effect a week", numeric=True),
        ),
        [
            (
                link("placement_money", row.reference, row.reference),
                name,
                formats.money(row.before),
                formats.money(row.after),
                formats.money(row.effect),
            )
            for name, rows, _ in movement.groups
            for row in rows
        ],
    )


def void_rows(voids: Iterable[Void]) -> Rows:
    voids = list(voids)
    return Rows(
        (Heading("Cause"), Heading("Bed-nights empty", numeric=True), Heading("Charged to us", numeric=True)),
        [(void.cause, formats.count(void.nights), formats.money(void.amount)) for void in voids],
        (
            "Total",
            formats.count(sum(void.nights for void in voids)),
            formats.money(sum((void.amount for void in voids), Decimal(0))),
        ),
    )


def share_rows(shares: Iterable[Share]) -> Rows:
    return Rows(
        (
            Heading("Of"),
            Heading("Number", numeric=True),
            Heading("Out of", numeric=True),
            Heading("Share", numeric=True),
        ),
        [
            (
                f"{share.label} ({share.beside})" if share.beside else share.label,
                formats.count(share.part),
                formats.count(share.whole),
                "" if share.fraction is None else formats.percent(share.fraction),
            )
            for share in shares
        ],
    )
