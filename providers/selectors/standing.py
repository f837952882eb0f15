"""Where homes stand with the regulator on a day: what a change is measured against."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from providers.choices import Outcome, RegistrationStatus
from providers.models import RegistrationPeriod
from providers.selectors.homes import latest_inspections


@dataclass(frozen=True)
class Standing:
    """By setting id: the newest known outcome with the day of the visit, and whether it is registered."""

    outcomes: dict[int, tuple[str, date | None]]
    active: dict[int, bool]


def standing_of(setting_ids: Collection[int], *, on: date) -> Standing:
    """In two queries, however many settings."""
    newest = latest_inspections(setting_ids, on=on)
    active = set(
        RegistrationPeriod.objects.in_force_on(on)
        .filter(setting__in=setting_ids, status=RegistrationStatus.ACTIVE)
        .values_list("setting_id", flat=True)
    )
    none = (Outcome.NOT_YET_INSPECTED.value, None)
    return Standing(
        outcomes={
            pk: (newest[pk].outcome, newest[pk].inspected_on) if pk in newest else none for pk in setting_ids
        },
        active={pk: pk in active for pk in setting_ids},
    )
