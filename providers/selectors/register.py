"""What the register says of each home on a day: registration, places, newest grade, newest vacancy."""

from datetime import date
from typing import TypedDict

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from providers.choices import Outcome, RegistrationStatus
from providers.models import (
    CapacityPeriod,
    Inspection,
    RegistrationPeriod,
    Setting,
    VacancyReport,
)
from providers.selectors.stops import with_stops


class NewestVacancy(TypedDict):
    """A vacancy report as the database hands it over; dates as ISO text."""

    reported_at: str
    beds_free: int
    available_from: str | None
    is_admitting: bool
    not_admitting_reason: str


def with_register_facts(
    settings: QuerySet[Setting], *, authority_id: int | None, on: date
) -> QuerySet[Setting]:
    """Annotate ``is_active``, ``places``, ``outcome``, ``inspected_on``, ``is_suspended``, ``suspended_by``,
    ``vacancy`` and ``reported_at`` as known on a day.

    ``places`` is the registered capacity (None when unknown), ``outcome`` the newest grade we knew of by
    then (``NOT_YET_INSPECTED`` when none), ``vacancy`` a ``NewestVacancy`` or None. ``is_suspended`` and
    ``suspended_by`` are those of ``with_stops``: for the council ``authority_id``, with None for any.
    """
    of_setting = Q(setting=OuterRef("pk"))
    registered = RegistrationPeriod.objects.in_force_on(on).filter(of_setting)
    inspected = Inspection.objects.filter(of_setting, known_on__lte=on).order_by("-inspected_on", "-pk")
    reported = _reported(on)
    return with_stops(settings, authority_id=authority_id, on=on).annotate(
        is_active=Exists(registered.filter(status=RegistrationStatus.ACTIVE)),
        places=Subquery(CapacityPeriod.objects.in_force_on(on).filter(of_setting).values("registered")[:1]),
        outcome=Coalesce(Subquery(inspected.values("outcome")[:1]), Value(Outcome.NOT_YET_INSPECTED.value)),
        inspected_on=Subquery(inspected.values("inspected_on")[:1]),
        reported_at=Subquery(reported.values("reported_at")[:1]),
        vacancy=Subquery(
            reported.values(
                json=JSONObject(
                    reported_at=F("reported_at"),
                    beds_free=F("beds_free"),
                    available_from=F("available_from"),
                    is_admitting=F("is_admitting"),
                    not_admitting_reason=F("not_admitting_reason"),
                )
            )[:1]
        ),
    )


def newest_report_says(condition: Q, *, on: date) -> Coalesce:
    """Whether ``condition`` holds of the newest vacancy report of a setting known on a day; one look at it,
    however much the condition asks. False where there is no report."""
    says = _reported(on).annotate(says=ExpressionWrapper(condition, output_field=BooleanField()))
    return Coalesce(Subquery(says.values("says")[:1]), Value(False))


def _reported(on: date) -> QuerySet[VacancyReport]:
    """A setting's reports by the end of a day, newest first."""
    reports = VacancyReport.objects.filter(setting=OuterRef("pk"), reported_at__date__lte=on)
    return reports.order_by("-reported_at")
