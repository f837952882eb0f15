"""What providers last said is free, and which homes are due to say it again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import DEFAULTS
from core.actor import Actor, acting_as
from providers.choices import TAKES_PLACEMENTS, ReminderRhythm
from providers.freshness import Freshness, freshness_of, trusted_until
from providers.models import Setting, VacancyReminder, VacancyReport, VacancyRhythm
from providers.occupancy import NOTHING_KNOWN, Occupancy, doubt_about, moved_since, occupancy_of
from providers.selectors.grants import voices_of
from providers.selectors.homes import own_homes

# Councils set for how long they trust a report; a provider is shown the usual time.
USUAL_DAYS: int = DEFAULTS[SettingKey.VACANCY_FRESH_DAYS]


@dataclass(frozen=True)
class HomeVacancy:
    """A provider's own home on a day: its newest report, how fresh that is, and the children known there.

    ``company`` names the sister company it is of; empty for an own home.
    """

    setting: Setting
    report: VacancyReport | None
    freshness: Freshness
    known: Occupancy
    on: date
    company: str = ""

    @property
    def is_due(self) -> bool:
        """Whether to ask again: time has passed, or a child has come or gone since."""
        return self.freshness is not Freshness.FRESH or self.is_overtaken

    @property
    def is_overtaken(self) -> bool:
        return self.report is not None and moved_since(self.report, self.known)

    @property
    def trusted_until(self) -> datetime | None:
        """Until when the report is fresh; None when there is none."""
        return trusted_until(self.report.reported_at, fresh_days=USUAL_DAYS) if self.report else None

    @property
    def doubt(self) -> str:
        """Why the report may not be right, kindly; empty when nothing we know speaks against it."""
        if self.report is None:
            return ""
        places: int | None = self.setting.places  # type: ignore[attr-defined]
        return doubt_about(self.report, self.known, places=places, on=self.on)


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
    """Each registered home in which children are placed and whose vacancies the actor may keep: of its own
    provider and of companies of its group that let it. Those due come first."""
    rows = own_vacancies(actor, at=at)
    for voice in voices_of(actor)[1:]:
        with acting_as(voice):
            own = own_vacancies(voice, at=at)
        rows += [replace(row, company=row.setting.provider.name) for row in own]
    return sorted(rows, key=lambda row: not row.is_due)


def own_vacancies(actor: Actor, *, at: datetime) -> list[HomeVacancy]:
    """The same of the actor's own provider alone."""
    own = own_homes(actor, on=timezone.localdate(at)).filter(registration_type__in=TAKES_PLACEMENTS)
    rows = _with_reports([home for home in own if home.is_active], actor, at)  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: not row.is_due)


def vacancy_of(setting: Setting, actor: Actor, *, at: datetime) -> HomeVacancy:
    """The same of one of the provider's homes, whatever its registration."""
    own = own_homes(actor, on=timezone.localdate(at)).filter(pk=setting.pk)
    return _with_reports(own, actor, at)[0]


def _with_reports(homes: Iterable[Setting], actor: Actor, at: datetime) -> list[HomeVacancy]:
    settings, on = list(homes), timezone.localdate(at)
    ids = [home.pk for home in settings]
    reports, known = newest_reports(ids), occupancy_of(actor, ids, on=on)
    return [
        HomeVacancy(
            home,
            report,
            freshness_of(report.reported_at if report else None, at=at, fresh_days=USUAL_DAYS),
            known.get(home.pk, NOTHING_KNOWN),
            on,
        )
        for home, report in ((home, reports.get(home.pk)) for home in settings)
    ]


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
        for row in own_vacancies(actor, at=at)
        if row.setting.pk not in reminded and (row.report is None or row.report.reported_at <= since)
    ]
