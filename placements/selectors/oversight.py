"""The monthly reports a placing council should have of the homes its children live in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from core.periods import add_months, month_of
from placements.models import Placement
from providers.choices import HOMES
from providers.models import Reg44Report, Setting
from providers.selectors.quality import GroupAtRisk, groups_at_risk

# How far back missing reports are chased.
MONTHS_BACK = 3


@dataclass(frozen=True)
class MissingReports:
    """A home and the months, oldest first, whose regulation 44 report is due and has not come."""

    setting: Setting
    months: list[date]


def missing_reports(actor: Actor, *, on: date, setting: Setting | None = None) -> list[MissingReports]:
    """Homes with own children of which reports are missing, by name, in three queries.

    A report is expected for every month in which a child of the council slept in a children's home, so many
    days after the month's end as the council says.
    """
    days = setting_value(actor.council_id, SettingKey.REG44_DAYS, on=on)
    months = _months_due(on, days)
    if not months:
        return []
    stays = Placement.objects.filter(
        authority=actor.authority_id,
        setting__registration_type__in=HOMES,
        starts_on__lt=add_months(months[-1], 1),
    ).exclude(ends_on__lte=months[0])
    if setting is not None:
        stays = stays.filter(setting=setting)
    expected: dict[int, set[date]] = defaultdict(set)
    homes: dict[int, Setting] = {}
    for stay in stays.select_related("setting"):
        homes[stay.setting_id] = stay.setting
        expected[stay.setting_id].update(_months_of(stay, months))
    came = set(
        Reg44Report.objects.filter(
            authority=actor.authority_id, setting__in=homes, month__gte=months[0]
        ).values_list("setting_id", "month")
    )
    found = [
        MissingReports(homes[pk], sorted(month for month in due if (pk, month) not in came))
        for pk, due in expected.items()
    ]
    return sorted((each for each in found if each.months), key=lambda each: each.setting.name)


def _months_due(on: date, days: int) -> list[date]:
    """The last months whose report is due by ``on``, oldest first."""
    this = month_of(on).start
    candidates = [add_months(this, -n) for n in range(1, MONTHS_BACK + 3)]
    due = [month for month in candidates if add_months(month, 1) + timedelta(days=days) <= on]
    return sorted(due[:MONTHS_BACK])


def _months_of(stay: Placement, months: Iterable[date]) -> Iterable[date]:
    for month in months:
        if stay.starts_on < add_months(month, 1) and (stay.ends_on is None or stay.ends_on > month):
            yield month


def group_alerts(actor: Actor, *, on: date) -> list[GroupAtRisk]:
    """Groups with several homes in trouble at once, of those with which the council has children."""
    used = set(
        Placement.objects.filter(authority=actor.authority_id, ends_on=None)
        .values_list("setting__provider__group", flat=True)
        .distinct()
    )
    return [each for each in groups_at_risk(actor, on=on) if each.group.pk in used]
