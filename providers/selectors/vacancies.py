"""What providers last said is free, and which homes are due to say it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import DEFAULTS
from core.actor import Actor
from providers.choices import TAKES_PLACEMENTS, ReminderRhythm
from providers.freshness import Freshness, freshness_of
from providers.models import Setting, VacancyReminder, VacancyReport, VacancyRhythm
from providers.selectors.homes import own_homes


@dataclass(frozen=True)
class HomeVacancy:
    """A provider's own home, its newest report and how fresh that is."""

    setting: Setting
    report: VacancyReport | None
    freshness: Freshness

    @property
    def is_due(self) -> bool:
        return self.freshness is not Freshness.FRESH


def newest_reports(setting_ids: Iterable[int]) -> dict[int, VacancyReport]:
    """The newest report of each setting that the actor's side may read, in one query."""
    newest = (
        VacancyReport.objects.filter(setting__in=list(setting_ids))
        .order_by("setting_id", "-reported_at", "-pk")
        .distinct("setting_id")
    )
    return {report.setting_id: report for report in newest}


def newest_report(setting: Setting) -> VacancyReport | None:
    return newest_reports([setting.pk]).get(setting.pk)


def vacancies_of(actor: Actor, *, at: datetime) -> list[HomeVacancy]:
    """Each registered home of the actor's provider in which children are placed; those due come first."""
    own = own_homes(actor, on=timezone.localdate(at)).filter(registration_type__in=TAKES_PLACEMENTS)
    homes = [home for home in own if home.is_active]  # type: ignore[attr-defined]
    reports = newest_reports(home.pk for home in homes)
    # Councils set for how long they trust a report; a provider is shown the usual time.
    days = DEFAULTS[SettingKey.VACANCY_FRESH_DAYS]
    rows = [
        HomeVacancy(
            home, report, freshness_of(report.reported_at if report else None, at=at, fresh_days=days)
        )
        for home, report in ((home, reports.get(home.pk)) for home in homes)
    ]
    return sorted(rows, key=lambda row: not row.is_due)


def reminder_rhythm(actor: Actor) -> ReminderRhythm:
    """How often the actor's provider wants to be reminded."""
    row = VacancyRhythm.objects.filter(provider=actor.provider_id).first()
    return ReminderRhythm(row.days) if row else ReminderRhythm.WEEKLY


def homes_to_remind_of(actor: Actor, *, at: datetime) -> list[HomeVacancy]:
    """Homes about which nothing was said, and nobody reminded, within the provider's rhythm.

    An hour of grace keeps a calendar that rings a little early from slipping a day.
    """
    since = at - timedelta(days=reminder_rhythm(actor)) + timedelta(hours=1)
    reminded = set(
        VacancyReminder.objects.filter(provider=actor.provider_id, sent_at__gt=since).values_list(
            "setting_id", flat=True
        )
    )
    return [
        row
        for row in vacancies_of(actor, at=at)
        if row.setting.pk not in reminded and (row.report is None or row.report.reported_at <= since)
    ]
