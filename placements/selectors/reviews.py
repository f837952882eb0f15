"""Doors to reviews of children's placements, and what waits for whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from authorities.choices import Role, SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from core.errors import NotFound
from core.policies import Decision
from placements.choices import ReviewState
from placements.models import AlertReceipt, ChildReview, PlacementRequest
from placements.models.review import LIVE_REVIEWS
from placements.policies.reviews import can_decide_review
from placements.selectors.placements import OWN_CHILDREN_ONLY
from providers.policies import OVERSEERS

REVIEW_READERS = (Role.SOCIAL_WORKER, *OVERSEERS)


def reviews_visible_to(actor: Actor) -> QuerySet[ChildReview]:
    """The council's reviews; a social worker's are of their own children, and those given to them."""
    reviews = ChildReview.objects.select_related(
        "child", "setting", "placement", "alert", "owner", "recommended_by", "decided_by"
    )
    if actor.roles <= OWN_CHILDREN_ONLY:
        mine = PlacementRequest.objects.filter(Q(raised_by=actor.person_id) | Q(owner=actor.person_id))
        reviews = reviews.filter(Q(child__in=mine.values("child")) | Q(owner=actor.person_id))
    return reviews


def may_decide_review(actor: Actor, review: ChildReview, *, on: date) -> Decision:
    """By the grade that the council's own setting asks for on a day."""
    lowest = setting_value(review.authority_id, SettingKey.REVIEW_GRADE, on=on)
    return can_decide_review(actor, review, lowest_grade=lowest)


def access_review(actor: Actor, reference: str) -> ChildReview:
    found = reviews_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class ReviewRow:
    """One review at work: what is wanted next, from whom, and whether its deadline has passed."""

    review: ChildReview
    wanted: str
    whose: str
    is_late: bool


def review_queue(actor: Actor, *, on: date, decided_too: bool = False) -> list[ReviewRow]:
    """Reviews under way, those due soonest first; with ``decided_too`` the finished ones after them."""
    reviews = reviews_visible_to(actor)
    if not decided_too:
        reviews = reviews.filter(state__in=LIVE_REVIEWS)
    is_over = Case(When(state__in=LIVE_REVIEWS, then=Value(0)), default=Value(1), output_field=IntegerField())
    return [_row(review, on) for review in reviews.order_by(is_over, "due_on", "-is_urgent", "reference")]


def _row(review: ChildReview, on: date) -> ReviewRow:
    worker = review.owner.name if review.owner else "Placements team"
    wanted, whose = {
        ReviewState.OPEN: ("See the child and record the review", worker),
        ReviewState.RECOMMENDED: ("Decide", "A manager"),
    }.get(ReviewState(review.state), ("", ""))
    return ReviewRow(review, wanted, whose, review.state in LIVE_REVIEWS and review.due_on < on)


def receipts_visible_to(actor: Actor) -> QuerySet[AlertReceipt]:
    """What happened to homes the council uses, and what was set going, newest first."""
    return AlertReceipt.objects.select_related(
        "alert__setting", "alert__provider", "alert__authority"
    ).order_by("-received_at", "-pk")
