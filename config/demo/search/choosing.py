"""Offers are opened, marked and one is chosen, by points or on a ground."""

from decimal import Decimal

from authorities.choices import Role
from config.demo.search.story import Search
from contracts.choices import CriterionKind
from core.actor import Actor
from placements.life_choices import DirectAwardGround
from placements.models import Referral
from placements.selectors.comparison import Comparison
from placements.services.competition import mark_blind, moderate, send_in_marks
from placements.services.direct_awards import award_directly
from placements.services.evaluation import choose_offer, open_evaluation, score_offer


def award(search: Search) -> None:
    """The home where the child's school is, without comparing points."""
    with search.acting(Role.COMMISSIONER) as actor:
        comparison = _open(search, actor)
        nearest = min(
            (row for row in comparison.offers if not row.is_suspended), key=lambda row: row.miles or 999
        )
        award_directly(
            offer=nearest.offer,
            ground=DirectAwardGround.CONTINUITY,
            reasons="The child keeps the school and the counsellor they know. No other home is near.",
            by=actor,
            at=search.later(2),
        )


def mark_alone(search: Search) -> None:
    """One of two people has sent in marks; the other's are still to come."""
    with search.acting(Role.COMMISSIONER) as actor:
        comparison = _open(search, actor)
        for row in comparison.offers:
            mark_blind(offer=row.offer, marks=_marks(search), by=actor, at=search.later(1))
        send_in_marks(request=search.request, by=actor, at=search.later(1))


def compare(search: Search) -> None:
    with search.acting(Role.COMMISSIONER) as actor:
        comparison = _open(search, actor)
        for row in comparison.offers:
            marks = _marks(search)
            if not comparison.is_competition:
                score_offer(
                    offer=row.offer,
                    quality_mark=marks[CriterionKind.QUALITY],
                    social_value_mark=marks[CriterionKind.SOCIAL_VALUE],
                    by=actor,
                    at=search.later(1),
                )
    if comparison.is_competition:
        _compete(search, comparison)


def choose(search: Search) -> None:
    reasons = "Most points, and the nearest to the child's school and family."
    with search.acting(Role.COMMISSIONER) as actor:
        # A home may have been stopped since it offered; the best of the others is chosen then.
        open_to_us = [row for row in search.comparison().offers if not row.is_suspended]
        best = max(open_to_us, key=lambda row: (row.score.total, -row.price))
        choose_offer(offer=best.offer, reasons=reasons, by=actor, at=search.later(2))


def _open(search: Search, actor: Actor) -> Comparison:
    referral = Referral.objects.get(request=search.request)
    search.clock = max(search.clock, referral.respond_by or search.clock)
    open_evaluation(request=search.request, by=actor, at=search.later(24))
    return search.comparison()


def _compete(search: Search, comparison: Comparison) -> None:
    """Two people mark apart and a manager agrees the marks: the first's, with a word on why."""
    wanted = {row.offer.pk: _marks(search) for row in comparison.offers}
    for role in (Role.COMMISSIONER, Role.PLACEMENTS_OFFICER):
        with search.acting(role) as actor:
            for row in comparison.offers:
                mark_blind(offer=row.offer, marks=wanted[row.offer.pk], by=actor, at=search.later(1))
            send_in_marks(request=search.request, by=actor, at=search.later(1))
    with search.acting(Role.HEAD_OF_SERVICE) as actor:
        for row in comparison.offers:
            moderate(
                offer=row.offer,
                marks=wanted[row.offer.pk],
                reason="Both gave the same.",
                by=actor,
                at=search.later(1),
            )


def _marks(search: Search) -> dict[CriterionKind, Decimal]:
    return {
        CriterionKind.QUALITY: Decimal(search.dice.randint(6, 10)) / 2,
        CriterionKind.SOCIAL_VALUE: Decimal(search.dice.randint(5, 9)) / 2,
    }
