"""A placement that runs, and what is done with it."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from authorities.choices import Role
from contracts.models import Charge
from core.actor import Actor, acting_as
from placements.life_choices import EndReason
from placements.models import (
    Placement,
    PlacementNotice,
)
from placements.services.accrual import accrue_placements
from placements.services.ending import give_notice
from tests.factories.authorities import council_actor
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory

D = Decimal
START = date(2026, 11, 2)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def placed(**facts) -> Placement:
    """£4,557 a week (£651 a night) from 2 November, planned to last a year."""
    agreement = ActiveAgreementFactory(starts_on=START, planned_end_on=date(2027, 11, 2), **facts)
    AgreementFeeFactory(agreement=agreement)
    return ActivePlacementFactory(agreement=agreement, starts_on=START)


def officer_of(placement: Placement) -> Actor:
    return council_actor(Role.COMMISSIONER, authority=placement.authority)


def spent(officer: Actor, through: date) -> Decimal:
    """Everything accrued for the council up to a night."""
    with acting_as(officer):
        accrue_placements(by=officer, since=date(2026, 4, 1), through=through, at=at(through))
        return sum(Charge.objects.values_list("amount", flat=True), D(0))


def notice(placement: Placement, by: Actor, leaves_on: date, reason=EndReason.CARPL) -> PlacementNotice:
    with acting_as(by):
        return give_notice(
            placement=placement,
            given_on=date(2026, 11, 16),
            leaves_on=leaves_on,
            reason=reason,
            by=by,
            at=at(date(2026, 11, 16)),
        )
