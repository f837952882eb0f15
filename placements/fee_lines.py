"""Fee components as the lines of a ``fee_table``."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from contracts.choices import FeeKind
from core.formats import short_day
from core.tables import FeeLine


class Fee(Protocol):
    """What every fee component has, offered or agreed."""

    @property
    def kind(self) -> str: ...
    @property
    def weekly_rate(self) -> Decimal: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


def fee_lines(fees: Iterable[Fee], *, starts_on: date) -> list[FeeLine]:
    """One line a component; its dates are told where they are not simply from ``starts_on`` onwards."""
    return [FeeLine(FeeKind(fee.kind).label, _basis(fee, starts_on), fee.weekly_rate) for fee in fees]


def _basis(fee: Fee, starts_on: date) -> str:
    late = fee.starts_on is not None and fee.starts_on > starts_on
    since = f" from {short_day(fee.starts_on)}" if late and fee.starts_on else ""
    until = f" until {short_day(fee.ends_on)}" if fee.ends_on else ""
    return f"A week{since}{until}"
