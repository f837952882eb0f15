"""What homes owe placing councils: the independent person's report of each month, and who has it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from core.periods import add_months, month_of
from placements.choices import PlacementState
from placements.models import Placement
from providers.choices import HOMES
from providers.models import Reg44Report, Setting
from providers.selectors.homes import own_homes

# How many months before this one may be reported on.
MONTHS_BACK = 3


@dataclass(frozen=True)
class MonthOfHome:
    """One month of one home: the councils with a child there in it, by name, and those that were sent it."""

    month: date
    councils: Sequence[str]
    sent_to: Sequence[str]

    @property
    def is_due(self) -> bool:
        return len(self.sent_to) < len(self.councils)

    @property
    def key(self) -> str:
        return self.month.isoformat()

    @property
    def hint(self) -> str:
        """Who is still to have it, else who has it."""
        waiting = [name for name in self.councils if name not in self.sent_to]
        return ", ".join(waiting or self.sent_to)


@dataclass(frozen=True)
class ReportingHome:
    """A children's home and its months with children of councils here, newest first."""

    setting: Setting
    months: Sequence[MonthOfHome]

    @property
    def due(self) -> list[MonthOfHome]:
        return [month for month in self.months if month.is_due]


def months_open(on: date) -> list[date]:
    """The months a report may be of, newest first: this one, as its visit may be over, and those before."""
    return [add_months(month_of(on).start, -back) for back in range(MONTHS_BACK + 1)]


def councils_there(
    actor: Actor, settings: Sequence[Setting], *, months: Sequence[date]
) -> dict[tuple[int, date], dict[int, str]]:
    """(home id, month) to {council id: name} of the placements of the actor's provider, in one query."""
    stays = (
        Placement.objects.filter(
            provider=actor.provider_id, setting__in=settings, starts_on__lt=add_months(max(months), 1)
        )
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=min(months))
        .values_list("setting_id", "authority_id", "authority__name", "starts_on", "ends_on")
    )
    found: dict[tuple[int, date], dict[int, str]] = defaultdict(dict)
    for setting_id, authority_id, name, starts_on, ends_on in stays:
        for month in months:
            if starts_on < add_months(month, 1) and (ends_on is None or ends_on > month):
                found[setting_id, month][authority_id] = name
    return found


def reporting_homes(actor: Actor, *, on: date) -> list[ReportingHome]:
    """The actor's homes with children of councils here in the last whole months, in three queries."""
    homes = [home for home in own_homes(actor, on=on) if home.registration_type in HOMES]
    months = months_open(on)[1:]
    there = councils_there(actor, homes, months=months)
    sent = set(
        Reg44Report.objects.filter(provider=actor.provider_id, month__gte=min(months)).values_list(
            "setting_id", "month", "authority_id"
        )
    )
    found = []
    for home in homes:
        rows = [
            MonthOfHome(
                month,
                sorted(councils.values()),
                sorted(name for pk, name in councils.items() if (home.pk, month, pk) in sent),
            )
            for month in months
            if (councils := there.get((home.pk, month)))
        ]
        if rows:
            found.append(ReportingHome(home, rows))
    return found
