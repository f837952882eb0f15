"""Telling every council, the same day, what happened to a home. What each does about it is its own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import formats
from core.actor import Actor
from core.references import new_reference
from providers.choices import AlertKind, Outcome
from providers.grades import has_fallen, is_lowest
from providers.models import QualityAlert, Setting
from providers.selectors.standing import Judged, Standing, standing_of
from providers.signals import quality_alerted


def raise_alert(
    *,
    provider_id: int,
    setting: Setting | None,
    kind: AlertKind,
    what: str,
    is_urgent: bool,
    happened_on: date,
    outcome: str = "",
    by: Actor,
    at: datetime,
) -> QualityAlert:
    """Write one alert, inside the service that made it happen. ``what`` is a line that names no child."""
    alert = _alert(
        provider_id=provider_id,
        setting=setting,
        kind=kind,
        what=what,
        is_urgent=is_urgent,
        happened_on=happened_on,
        outcome=outcome,
        authority_id=by.authority_id,
        raised_at=at,
    )
    alert.save()
    quality_alerted.send(QualityAlert)
    return alert


@transaction.atomic
def alert_of_falls(*, before: Standing, by: Actor, at: datetime) -> Sequence[QualityAlert]:
    """Alerts for the settings of ``before`` that stand worse now: a grade fell, or a registration ended.

    Only what was published within ``ALERT_DAYS``: an old list tells of falls that were dealt with long ago.
    Runs as the register's keeper, after an import or a typed inspection.
    """
    on = timezone.localdate(at)
    now, since = standing_of(list(before.outcomes), on=on), on - timedelta(days=settings.ALERT_DAYS)
    fallen = [
        pk for pk in before.outcomes if _fell(before, now, pk) and (now.outcomes[pk].told_on or on) >= since
    ]
    ended = [
        pk
        for pk, was in before.active.items()
        if was and not now.active[pk] and (now.since[pk] or on) >= since
    ]
    homes = Setting.objects.in_bulk([*fallen, *ended])
    alerts = [
        *(_of_grade(homes[pk], before.outcomes[pk].outcome, now.outcomes[pk], at) for pk in sorted(fallen)),
        *(_of_registration(homes[pk], at) for pk in sorted(ended)),
    ]
    QualityAlert.objects.bulk_create(alerts)
    if alerts:
        quality_alerted.send(QualityAlert)
    return alerts


def _fell(before: Standing, now: Standing, pk: int) -> bool:
    return has_fallen(before=before.outcomes[pk].outcome, now=now.outcomes[pk].outcome)


def _of_grade(setting: Setting, was: str, now: Judged, at: datetime) -> QualityAlert:
    outcome, inspected_on = now.outcome, now.inspected_on
    inspected = f", inspected on {formats.day(inspected_on)}" if inspected_on else ""
    return _alert(
        provider_id=setting.provider_id,
        setting=setting,
        kind=AlertKind.GRADE,
        what=f"Judged {Outcome(outcome).label}, before that {Outcome(was).label}{inspected}",
        is_urgent=is_lowest(outcome),
        happened_on=timezone.localdate(at),
        outcome=outcome,
        raised_at=at,
    )


def _of_registration(setting: Setting, at: datetime) -> QualityAlert:
    return _alert(
        provider_id=setting.provider_id,
        setting=setting,
        kind=AlertKind.REGISTRATION,
        what="No longer actively registered with Ofsted",
        is_urgent=True,
        happened_on=timezone.localdate(at),
        raised_at=at,
    )


def _alert(**facts: Any) -> QualityAlert:
    return QualityAlert(reference=new_reference("QAL"), **facts)
