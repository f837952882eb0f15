"""Money: GBP as Decimal, rounded half up to the penny at named points only.

Full precision is carried inside a calculation; ``pence`` is called where a figure becomes an invoice line, a
charge or a price on a page.
"""

from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
DAYS_PER_WEEK = Decimal(7)
# The headline factor for a year; accrual always uses actual nights.
WEEKS_PER_YEAR = Decimal(365) / DAYS_PER_WEEK


def pence(amount: Decimal) -> Decimal:
    """``amount`` in pounds, rounded half up to two places."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def cost_of_nights(weekly: Decimal, nights: int) -> Decimal:
    """Pounds for ``nights`` at a weekly rate, to the penny: one rounding, at the end."""
    return pence(weekly * nights / DAYS_PER_WEEK)


def annualise(weekly: Decimal) -> Decimal:
    """Yearly headline of a weekly rate at 365/7 weeks, to the penny."""
    return pence(weekly * WEEKS_PER_YEAR)


def split_pence(total: Decimal, shares: list[Decimal]) -> list[Decimal]:
    """Split ``total`` by ``shares`` (fractions adding to 1), remainder to the last funder.

    £1,000.00 in three is 333.33, 333.33 and 333.34.
    """
    if not shares or sum(shares) != 1:
        raise ValueError("Shares must add to 1.")
    parts = [(total * share).quantize(PENNY, rounding="ROUND_DOWN") for share in shares[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]
