"""What a council's own records say of an indicator in a quarter.

Every figure is of the actor's council alone: its referrals, its placements, and the register that everybody
shares.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.models import BlockContract, CommercialTool, Kpi
from contracts.selectors.blocks import nights_by_state
from contracts.selectors.performance import homes_under
from contracts.tool_choices import Measure
from core.actor import Actor
from core.periods import Period
from placements.choices import PlacementState, RecipientState
from placements.models import Placement, ReferralRecipient
from placements.selectors.commitments import NEVER_CHARGED
from placements.selectors.progress import progress_over
from providers.choices import UNGRADED, Outcome
from providers.freshness import Freshness, freshness_of
from providers.grades import meets_gateway
from providers.models import Setting
from providers.selectors.register import with_register_facts

OFFERED = (RecipientState.OFFERED, RecipientState.CHOSEN, RecipientState.NOT_CHOSEN)
# A child who moves on to another home within so many days has moved, not left care.
MOVED_WITHIN = timedelta(days=7)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Measured:
    """A value in the unit of its measure; None where there was nothing to measure. ``children`` is how many
    it is of, where it counts children."""

    value: Decimal | None
    counted: int | None = None
    out_of: int | None = None
    children: int | None = None


def measure(kpi: Kpi, actor: Actor, quarter: Period) -> Measured:
    """KeyError for an indicator that is entered by hand."""
    return MEASURES[Measure(kpi.measure)](kpi.arrangement, actor, quarter)


def _share(counted: int, out_of: int, *, children: int | None = None) -> Measured:
    value = (Decimal(100) * counted / out_of).quantize(Decimal("0.01")) if out_of else None
    return Measured(value, counted, out_of, children)


def _asked(arrangement, actor: Actor, quarter: Period) -> QuerySet[ReferralRecipient]:
    """Referrals sent in the quarter to providers about homes under the arrangement."""
    return ReferralRecipient.objects.filter(
        authority=actor.authority_id,
        referral__sent_at__date__gte=quarter.start,
        referral__sent_at__date__lt=quarter.end,
        settings_asked__overlap=homes_under(arrangement, on=_last_day(quarter)),
    )


def _answer_hours(arrangement, actor: Actor, quarter: Period) -> Measured:
    spans = _asked(arrangement, actor, quarter).filter(answered_at__isnull=False)
    hours = [span / HOUR for span in spans.values_list(F("answered_at") - F("referral__sent_at"), flat=True)]
    value = Decimal(median(hours)).quantize(Decimal("0.01")) if hours else None
    return Measured(value, len(hours), _asked(arrangement, actor, quarter).count())


def _acceptance(arrangement, actor: Actor, quarter: Period) -> Measured:
    asked = _asked(arrangement, actor, quarter)
    return _share(asked.filter(state__in=OFFERED).count(), asked.count())


def _fill(arrangement, actor: Actor, quarter: Period) -> Measured:
    if not isinstance(arrangement, BlockContract):
        return Measured(None)
    nights = nights_by_state(arrangement, quarter)
    return _share(nights.get("occupied", 0), sum(nights.values()))


def _bought(arrangement, actor: Actor) -> QuerySet[Placement]:
    """The council's placements under it that have begun."""
    own = Placement.objects.filter(authority=actor.authority_id).exclude(state__in=NEVER_CHARGED)
    if isinstance(arrangement, CommercialTool):
        return own.filter(agreement__tool=arrangement)
    return own.filter(bed_booking__contract=arrangement)


def _stability(arrangement, actor: Actor, quarter: Period) -> Measured:
    """Of the placements bought under it and running in the quarter, those from which the child did not move
    before the planned end."""
    running = _bought(arrangement, actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=quarter.start), starts_on__lt=quarter.end
    )
    # A stay that changed owner in the quarter is counted once, as what goes on.
    running = running.exclude(continued_by__later__starts_on__lt=quarter.end)
    placed = list(running.values_list("child", flat=True))
    moved = moved_early(running, until=_end(quarter)).count()
    return _share(len(placed) - moved, len(placed), children=len(set(placed)))


def moved_early(placements: QuerySet[Placement], *, until: date) -> QuerySet[Placement]:
    """Those that ended before the planned end and ``until``, the child living elsewhere soon after. The same
    home under a new owner is no move."""
    elsewhere = Placement.objects.exclude(pk=OuterRef("pk")).exclude(state=PlacementState.CANCELLED)
    next_home = elsewhere.filter(
        child=OuterRef("child"),
        continues=None,
        starts_on__gte=OuterRef("ends_on"),
        starts_on__lte=OuterRef("ends_on") + MOVED_WITHIN,
    )
    early = placements.filter(ends_on__lt=F("agreement__planned_end_on"))
    return early.filter(Exists(next_home), ends_on__lt=until)


def _progress(arrangement, actor: Actor, quarter: Period) -> Measured:
    """Of the goals scored at least twice, those that moved forward; None where of too few children."""
    bought = _bought(arrangement, actor)
    found = progress_over(actor, bought, since=quarter.start, until=_end(quarter))
    return Measured(found.improved, children=found.with_goals)


def _good_or_better(arrangement, actor: Actor, quarter: Period) -> Measured:
    judged = [home for home in _homes(arrangement, quarter) if home.outcome not in UNGRADED]
    return _share(sum(meets_gateway(home.outcome, Outcome.GOOD) for home in judged), len(judged))


def _freshness(arrangement, actor: Actor, quarter: Period) -> Measured:
    days = setting_value(actor.council_id, SettingKey.VACANCY_FRESH_DAYS, on=_last_day(quarter))
    end = timezone.make_aware(datetime.combine(_end(quarter), time()))
    homes = _homes(arrangement, quarter)
    fresh = sum(freshness_of(home.reported_at, at=end, fresh_days=days) == Freshness.FRESH for home in homes)
    return _share(fresh, len(homes))


def _homes(arrangement, quarter: Period) -> list:
    on = _last_day(quarter)
    under = Setting.objects.filter(pk__in=homes_under(arrangement, on=on))
    return list(with_register_facts(under, authority_id=arrangement.lead_authority_id, on=on))


def _end(quarter: Period):
    assert quarter.end is not None
    return quarter.end


def _last_day(quarter: Period):
    return _end(quarter) - timedelta(days=1)


MEASURES: dict[Measure, Callable[..., Measured]] = {
    Measure.ANSWER_HOURS: _answer_hours,
    Measure.ACCEPTANCE: _acceptance,
    Measure.FILL: _fill,
    Measure.STABILITY: _stability,
    Measure.PROGRESS: _progress,
    Measure.GOOD_OR_BETTER: _good_or_better,
    Measure.FRESHNESS: _freshness,
}
