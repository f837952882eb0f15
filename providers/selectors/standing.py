"""Where homes stand with the regulator on a day: what a change is measured against."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from providers.choices import Outcome, RegistrationStatus
from providers.models import RegistrationPeriod
from providers.selectors.homes import latest_inspections


class Judged(NamedTuple):
    """The newest known outcome, the day of the visit, and the day it was published or else of the visit;
    without days where there is no inspection."""

    outcome: str = Outcome.NOT_YET_INSPECTED.value
    inspected_on: date | None = None
    told_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """By setting id: what was judged last as known by a day, and since when it is registered as it is.

    ``since`` is None where there is no registration on the day; ``active`` says whether it may take children.
    """

    outcomes: dict[int, Judged]
    active: dict[int, bool]
    since: dict[int, date | None]


def standing_of(setting_ids: Collection[int], *, on: date) -> Standing:
    """In two queries, however many settings."""
    newest = latest_inspections(setting_ids, on=on)
    periods = RegistrationPeriod.objects.in_force_on(on).filter(setting__in=setting_ids)
    found = {
        pk: (status, since) for pk, status, since in periods.values_list("setting", "status", "starts_on")
    }
    return Standing(
        outcomes={
            pk: Judged(one.outcome, one.inspected_on, one.published_on or one.inspected_on)
            if (one := newest.get(pk))
            else Judged()
            for pk in setting_ids
        },
        active={pk: found.get(pk, ("", None))[0] == RegistrationStatus.ACTIVE for pk in setting_ids},
        since={pk: found.get(pk, ("", None))[1] for pk in setting_ids},
    )
