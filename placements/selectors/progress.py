"""How far children have come, by the goals of placements: a contract's outcomes from its own records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from placements.life_choices import DISRUPTIONS
from placements.models import Goal, GoalScore, Placement
from placements.selectors.continuing import earlier_of
from placements.selectors.placements import placements_visible_to


@dataclass(frozen=True)
class Progress:
    """Measures over some placements. Shares are of 100; None where they would tell of too few.

    ``goals`` are those scored at least twice, of ``with_goals`` children; ``improved`` the share that rose,
    ``reached`` the share at or above target, ``mean_change`` points on the scale of 1 to 5; ``disrupted`` the
    share of ended placements, of which the same home under a new owner is none.
    """

    placements: int
    with_goals: int
    goals: int
    fewer_than: int
    improved: Decimal | None
    reached: Decimal | None
    mean_change: Decimal | None
    disrupted: Decimal | None


def progress_over(
    actor: Actor, placements: QuerySet[Placement] | None = None, *, since: date, until: date
) -> Progress:
    """Progress in placements that ran in a period (``until`` is not part of it); all the actor reads when
    none are given. Filter them by provider, home, tool or contract to measure one of those. Goals set before
    the home changed owner count for the placement that goes on."""
    wanted = placements_visible_to(actor) if placements is None else placements
    running = wanted.filter(starts_on__lt=until).exclude(ends_on__lte=since).exclude(state="cancelled")
    scores = GoalScore.objects.filter(goal=OuterRef("pk"), scored_on__lt=until)
    goals = (
        Goal.objects.filter(Q(placement__in=running.values("pk")) | Q(placement__in=earlier_of(running)))
        .annotate(
            first=Subquery(scores.order_by("scored_on").values("score")[:1]),
            last=Subquery(scores.order_by("-scored_on").values("score")[:1]),
            first_on=Subquery(scores.order_by("scored_on").values("scored_on")[:1]),
            last_on=Subquery(scores.order_by("-scored_on").values("scored_on")[:1]),
        )
        .filter(first_on__lt=F("last_on"))
        .values_list("placement__child", "first", "last", "target")
    )
    rows = list(goals)
    ended = running.filter(state="ended", ends_on__lt=until, continued_by=None)
    reasons = list(ended.values_list("end_reason", flat=True))
    fewest = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=until)
    with_goals = len({child for child, *_ in rows})
    told = with_goals >= fewest
    return Progress(
        placements=running.count(),
        with_goals=with_goals,
        goals=len(rows),
        fewer_than=fewest,
        improved=_share(last > first for _, first, last, _ in rows) if told else None,
        reached=_share(last >= target for _, _, last, target in rows) if told else None,
        mean_change=_mean([last - first for _, first, last, _ in rows]) if told else None,
        disrupted=_share(r in DISRUPTIONS for r in reasons) if len(reasons) >= fewest else None,
    )


def _share(held: Iterable[bool]) -> Decimal | None:
    each = list(held)
    return (Decimal(100) * sum(each) / len(each)).quantize(Decimal("0.1")) if each else None


def _mean(changes: list[int]) -> Decimal | None:
    return (Decimal(sum(changes)) / len(changes)).quantize(Decimal("0.01")) if changes else None
