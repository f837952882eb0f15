"""The dates by which somebody has to act on a contract, and when they are told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.keeping_choices import ContractDateKind
from contracts.terms import Option, last_day, option_terms
from core.periods import Period, add_months

K = ContractDateKind
# How many days before each kind of date its owner is told.
TOLD_BEFORE: dict[ContractDateKind, int] = {
    K.OPTION: 182,
    K.REPROCURE: 182,
    K.ENDS: 182,
    K.BREAK: 182,
    K.REVIEW: 30,
    K.INSURANCE: 30,
}
# Dates that people type in: they stay until somebody closes them, however late.
UNTIL_CLOSED = (K.INSURANCE, K.REVIEW, K.BREAK)
# An alarm nobody has acknowledged goes a grade up after this long.
ANSWER_WITHIN = timedelta(days=14)


@dataclass(frozen=True, order=True)
class KeyDate:
    """Something to do on a contract by the end of ``on``."""

    on: date
    kind: ContractDateKind
    words: str

    @property
    def told_from(self) -> date:
        return self.on - timedelta(days=TOLD_BEFORE[self.kind])

    def is_due(self, today: date) -> bool:
        return self.told_from <= today

    def is_overdue(self, today: date) -> bool:
        return self.on < today

    def is_open(self, today: date) -> bool:
        """Whether there is still something to do about it."""
        return self.kind in UNTIL_CLOSED or not self.is_overdue(today)


def term_dates(
    period: Period, options: Iterable[Option], *, governance_weeks: int, reprocure_months: int, on: date
) -> list[KeyDate]:
    """What follows from the term: the last day to decide each unused option, the start of buying again, the
    last day.

    Buying starts ``reprocure_months`` before the end that the options still open would give. West Sussex's
    term to 28 February 2022 with a lead of 12 weeks had to be decided by 6 December 2021.
    """
    end = last_day(period)
    if end is None:
        return []
    dates = [KeyDate(end, K.ENDS, "Last day of the contract")]
    final = period.end
    for term in option_terms(period, options, governance_weeks=governance_weeks):
        if term.decide_by is None:
            continue
        dates.append(
            KeyDate(
                term.decide_by,
                K.OPTION,
                f"Last day to decide option {term.position}, which adds {term.months} months",
            )
        )
        if term.decide_by >= on and term.new_last_day is not None:
            final = term.new_last_day + timedelta(days=1)
    assert final is not None
    dates.append(KeyDate(add_months(final, -reprocure_months), K.REPROCURE, "Start buying again"))
    return sorted(dates)
