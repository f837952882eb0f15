"""Everything the register holds of one home through time."""

from collections.abc import Sequence
from dataclasses import dataclass

from providers.models import (
    CapacityPeriod,
    Inspection,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
    VacancyReport,
)

NEWEST_REPORTS = 12


@dataclass(frozen=True)
class HomeHistory:
    """Newest first; vacancy reports no further back than the newest ``NEWEST_REPORTS``."""

    registrations: Sequence[RegistrationPeriod]
    capacities: Sequence[CapacityPeriod]
    ownerships: Sequence[SettingOwnership]
    inspections: Sequence[Inspection]
    reports: Sequence[VacancyReport]


def history_of(setting: Setting) -> HomeHistory:
    """In five queries; which vacancy reports the actor reads is held by the wall."""
    return HomeHistory(
        registrations=list(setting.registrations.order_by("-starts_on")),
        capacities=list(setting.capacities.order_by("-starts_on")),
        ownerships=list(setting.ownerships.select_related("provider").order_by("-starts_on")),
        inspections=list(setting.inspections.order_by("-inspected_on", "-pk")),
        reports=list(setting.vacancy_reports.order_by("-reported_at")[:NEWEST_REPORTS]),
    )
