"""A mini-competition's marks: one's own until two people have sent theirs in, then everybody's."""

from dataclasses import dataclass, field
from decimal import Decimal

from contracts.choices import CriterionKind
from core.actor import Actor
from placements.models import BlindMark, Offer, Scoring
from placements.scoring import MARKED
from placements.selectors.comparison import Comparison

SCORERS = 2


@dataclass(frozen=True)
class Given:
    """One person's mark of one offer on one criterion."""

    scorer: str
    mark: Decimal
    note: str


@dataclass(frozen=True)
class Marking:
    """How far the marking has come, as one person may know it. ``given`` holds what the wall lets them read:
    by offer and criterion, everybody's once both are in, else their own."""

    sent_in_by: list[str]
    has_sent_in: bool
    given: dict[tuple[int, str], list[Given]] = field(default_factory=dict)

    @property
    def both_in(self) -> bool:
        return len(self.sent_in_by) >= SCORERS

    def of(self, offer: Offer, criterion: str) -> list[Given]:
        return self.given.get((offer.pk, criterion), [])


def marking_of(comparison: Comparison, actor: Actor) -> Marking:
    """The marking of the offers compared, in two queries."""
    if comparison.step is None:
        return Marking([], False)
    sent = list(Scoring.objects.filter(step=comparison.step).select_related("scorer").order_by("sent_in_at"))
    marks = BlindMark.objects.filter(step=comparison.step).select_related("scorer").order_by("scorer", "pk")
    given: dict[tuple[int, str], list[Given]] = {}
    for each in marks:
        if len(sent) >= SCORERS or each.scorer_id == actor.person_id:
            given.setdefault((each.offer_id, each.criterion), []).append(
                Given(each.scorer.name, each.mark, each.note)
            )
    return Marking(
        sent_in_by=[each.scorer.name for each in sent],
        has_sent_in=any(each.scorer_id == actor.person_id for each in sent),
        given=given,
    )


def judged(comparison: Comparison) -> list[CriterionKind]:
    """The criteria people mark, by their weights."""
    return [kind for kind in MARKED if comparison.weights.get(kind)]


def has_marked(marking: Marking, comparison: Comparison, offer: Offer) -> bool:
    return all(marking.of(offer, kind) for kind in judged(comparison))
