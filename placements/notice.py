"""What notice costs. Pure.

Nights are paid up to, not including, the day of leaving; where the council leaves before the agreed days are
over, it pays the nights that are missing. A home that leaves early is paid for the nights it gave.
"""

from datetime import date, timedelta

from placements.choices import SigningSide


def paid_until(*, side: SigningSide, given_on: date, leaves_on: date, notice_days: int) -> date:
    """The first night not paid."""
    if side == SigningSide.PROVIDER:
        return leaves_on
    return max(leaves_on, given_on + timedelta(days=notice_days))
