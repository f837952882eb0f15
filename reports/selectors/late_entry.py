"""Late entry: first night against the day it was typed in, by team, and the accrual that hid."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from core.actor import Actor
from core.periods import Period
from placements.fees import borne_over
from placements.models import Placement, PlacementRequest
from placements.selectors.commitments import NEVER_CHARGED, borne_by_placement, fees_charged
from reports.outturn import NOUGHT

NO_TEAM = "No team recorded"


@dataclass(frozen=True)
class LatePlacement:
    """``days`` from the first night to the day it was recorded; ``hidden`` is what those nights cost."""

    reference: str
    team: str
    starts_on: date
    recorded_on: date
    days: int
    hidden: Decimal


@dataclass(frozen=True)
class TeamLateness:
    team: str
    placements: int
    late: int
    days: int
    hidden: Decimal

    @property
    def mean_days(self) -> Decimal | None:
        return Decimal(self.days) / self.late if self.late else None


def late_placements(actor: Actor, *, since: date, until: date) -> tuple[list[LatePlacement], dict[str, int]]:
    """Placements recorded in ``[since, until)`` after their first night, latest first, and how many each team
    recorded in all. The team is that of whoever asked for the home. A stay that went on under a home's new
    owner was known, and is no entry."""
    asked = PlacementRequest.objects.filter(child=OuterRef("child"), raised_at__lte=OuterRef("recorded_at"))
    rows: list[Placement] = list(
        Placement.objects.filter(
            authority_id=actor.council_id,
            recorded_at__date__gte=since,
            recorded_at__date__lt=until,
            continues=None,
        )
        .exclude(state__in=NEVER_CHARGED)
        .annotate(team=Subquery(asked.order_by("-raised_at", "-pk").values("raised_by__team")[:1]))
    )
    references = [row.reference for row in rows]
    rates = borne_by_placement(actor, fees_charged(actor).filter(placement__in=references))
    found, recorded = [], defaultdict[str, int](int)
    for row in rows:
        team = row.team or NO_TEAM  # type: ignore[attr-defined]
        recorded[team] += 1
        recorded_on = timezone.localdate(row.recorded_at)
        days = (recorded_on - row.starts_on).days
        if days > 0:
            left = row.paid_until or row.ends_on
            unknown = Period(row.starts_on, min(recorded_on, left) if left else recorded_on)
            hidden = borne_over(rates.get(row.reference, []), unknown)
            found.append(LatePlacement(row.reference, team, row.starts_on, recorded_on, days, hidden))
    return sorted(found, key=lambda each: (-each.days, each.reference)), dict(recorded)


def by_team(late: list[LatePlacement], recorded: dict[str, int]) -> list[TeamLateness]:
    """The team that hid most first."""
    teams = []
    for team, number in recorded.items():
        own = [each for each in late if each.team == team]
        hidden = sum((each.hidden for each in own), NOUGHT)
        teams.append(TeamLateness(team, number, len(own), sum(each.days for each in own), hidden))
    return sorted(teams, key=lambda each: (-each.hidden, each.team))
