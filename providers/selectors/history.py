"""Everything the register holds of one home through time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Model, QuerySet

from providers.models import (
    CapacityPeriod,
    Inspection,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
    VacancyReport,
)
from providers.selectors.reregistrations import chain_of

NEWEST_REPORTS = 12
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class HomeHistory:
    """Newest first, under every number of ``chain`` (first to last) that the home has had; vacancy reports
    under its own, no further back than the newest ``NEWEST_REPORTS``."""

    chain: Sequence[Setting]
    registrations: Sequence[RegistrationPeriod]
    capacities: Sequence[CapacityPeriod]
    ownerships: Sequence[SettingOwnership]
    inspections: Sequence[Inspection]
    reports: Sequence[VacancyReport]


def history_of(setting: Setting) -> HomeHistory:
    """In seven queries; which vacancy reports the actor reads is held by the wall."""
    reports = list(setting.vacancy_reports.order_by("-reported_at")[:NEWEST_REPORTS])
    return replace(history_under(chain_of(setting)), reports=reports)


def history_under(chain: Sequence[Setting]) -> HomeHistory:
    """What the regulator's side of the register holds of these numbers, without vacancy reports."""
    return HomeHistory(
        chain=chain,
        registrations=list(_under(RegistrationPeriod, chain).order_by("-starts_on")),
        capacities=list(_under(CapacityPeriod, chain).order_by("-starts_on")),
        ownerships=list(
            _under(SettingOwnership, chain).select_related("setting", "provider").order_by("-starts_on")
        ),
        inspections=list(_under(Inspection, chain).order_by("-inspected_on", "-pk")),
        reports=[],
    )


def _under(model: type[Row], chain: Sequence[Setting]) -> QuerySet[Row]:
    return model._default_manager.filter(setting__in=chain).select_related("setting")
