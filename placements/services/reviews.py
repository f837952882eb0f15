"""Reviews of children's placements: opened when something happens to a home, recorded, decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role, SettingKey
from authorities.selectors.calendars import holidays_for
from authorities.selectors.settings import settings_in_force
from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.calendar import add_working_days
from core.errors import DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import ReviewOutcome
from placements.models import AlertReceipt, ChildReview, Placement
from placements.models.review import LIVE_REVIEWS
from placements.policies.reviews import asks_for_reviews, can_record_review
from placements.selectors.alerts import placements_touched, unheard_alerts, workers_of
from placements.selectors.reviews import may_decide_review
from placements.services.recalls import recall_referrals
from placements.workflows import REVIEW
from providers.models import QualityAlert

# Told of every alert that opens reviews, and of every decision to move a child.
TOLD_OF_ALERTS = (Role.COMMISSIONER, Role.HEAD_OF_SERVICE)
TOLD_OF_MOVES = (Role.NOMINATED_OFFICER, Role.DCS)
MOVES = (ReviewOutcome.PLAN_MOVE, ReviewOutcome.MOVE_NOW)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the case's worker found and recommends. ``safeguards`` are needed to stay with safeguards."""

    seen_on: date
    findings: str
    child_views: str
    iro_told_on: date
    iro_views: str
    recommended: ReviewOutcome
    safeguards: str = ""


@transaction.atomic
def act_on_alerts(*, by: Actor, at: datetime) -> int:
    """Act for one council on every alert it has not heard: how many there were.

    Each child there gets a review with a deadline in working days, unless one is under way, which then is due
    no later; homes are taken out of unanswered referrals; the council's people are told, naming no child.
    """
    alerts = list(unheard_alerts(by, at=at))
    for alert in alerts:
        _act_on(alert, by=by, at=at)
    return len(alerts)


def _act_on(alert: QualityAlert, *, by: Actor, at: datetime) -> None:
    on = timezone.localdate(at)
    own = settings_in_force(by.council_id, on=on)
    there = placements_touched(alert, by)
    opened: list[ChildReview] = []
    recalled = 0
    if asks_for_reviews(alert, gateway=own[SettingKey.QUALITY_GATEWAY]):
        days = own[SettingKey.REVIEW_DAYS_AT_ONCE if alert.is_urgent else SettingKey.REVIEW_DAYS]
        due_on = add_working_days(on, days, holidays_for(by.council_id))
        opened = _open_reviews(alert, there, due_on=due_on, by=by, at=at)
        recalled = recall_referrals(alert=alert, by=by, at=at)
    AlertReceipt.objects.create(
        authority_id=by.council_id,
        alert=alert,
        received_at=at,
        children=len(there),
        reviews_opened=len(opened),
        referrals_taken_back=recalled,
    )
    if there or recalled:
        _tell_council(alert, len(there), opened, recalled, by=by, at=at)


def _open_reviews(
    alert: QualityAlert, placements: Collection[Placement], *, due_on: date, by: Actor, at: datetime
) -> list[ChildReview]:
    live = {
        review.placement_id: review
        for review in lock_all(ChildReview.objects.filter(placement__in=placements, state__in=LIVE_REVIEWS))
    }
    for review in live.values():
        review.due_on = min(review.due_on, due_on)
        review.is_urgent = review.is_urgent or alert.is_urgent
        review.save(update_fields=["due_on", "is_urgent"])
    workers = workers_of(placements)
    return ChildReview.objects.bulk_create(
        ChildReview(
            authority_id=by.council_id,
            reference=new_reference("RVW"),
            placement=placement,
            child_id=placement.child_id,
            setting_id=placement.setting_id,
            alert=alert,
            state_at=at,
            is_urgent=alert.is_urgent,
            opened_at=at,
            due_on=due_on,
            owner_id=workers.get(placement.child_id),
        )
        for placement in placements
        if placement.pk not in live
    )


def _tell_council(
    alert: QualityAlert, children: int, opened: list[ChildReview], recalled: int, *, by: Actor, at: datetime
) -> None:
    about = alert.setting.name if alert.setting else alert.provider.name
    write_to_staff(
        roles=TOLD_OF_ALERTS,
        people=[review.owner_id for review in opened if review.owner_id],
        template="quality_alert",
        subject=f"{about}: {alert.get_kind_display().lower()}",
        context={
            "about": about,
            "what": alert.what,
            "children": children,
            "opened": len(opened),
            "due_on": opened[0].due_on if opened else None,
            "recalled": recalled,
        },
        by=by,
        at=at,
    )


@transaction.atomic
def record_review(*, review: ChildReview, found: Found, by: Actor, at: datetime) -> ChildReview:
    """Write down what was found and recommend; a manager decides next."""
    review = lock(review)
    require(can_record_review(by))
    _check(found, timezone.localdate(at))
    for name, value in vars(found).items():
        setattr(review, name, value.strip() if type(value) is str else value)
    review.recommended_by_id = by.person_id
    move(review, REVIEW, "recommend", by=by, at=at, save_fields=[*vars(found), "recommended_by"])
    return review


def _check(found: Found, on: date) -> None:
    for name in ("seen_on", "iro_told_on"):
        if getattr(found, name) > on:
            raise DomainError("The day must be today or earlier", field=name)
    for name, ask in (("findings", "Enter what you found"), ("child_views", "Record what the child says")):
        if not getattr(found, name).strip():
            raise DomainError(ask, field=name)
    if found.recommended == ReviewOutcome.STAY_SAFEGUARDED and not found.safeguards.strip():
        raise DomainError("Say which safeguards are needed", field="safeguards")


@transaction.atomic
def return_review(*, review: ChildReview, reason: str, by: Actor, at: datetime) -> ChildReview:
    """Send it back with questions; what was recorded stays to be added to."""
    review = lock(review)
    require(may_decide_review(by, review, on=timezone.localdate(at)))
    if not reason.strip():
        raise DomainError("Say what is missing", field="reason")
    move(review, REVIEW, "return", by=by, at=at, reason=reason.strip())
    return review


@transaction.atomic
def decide_review(
    *, review: ChildReview, outcome: ReviewOutcome, reasons: str, by: Actor, at: datetime
) -> ChildReview:
    """Decide, with reasons. A move is never made by this: it is asked for as any placement is, and the
    statutory officers are told."""
    review = lock(review)
    require(may_decide_review(by, review, on=timezone.localdate(at)))
    if not reasons.strip():
        raise DomainError("Give your reasons", field="reasons")
    if outcome == ReviewOutcome.STAY_SAFEGUARDED and not review.safeguards:
        raise DomainError("No safeguards are recorded. Return it and ask for them.", field="outcome")
    review.outcome, review.decided_by_id = outcome, by.person_id
    move(
        review, REVIEW, "decide", by=by, at=at, reason=reasons.strip(), save_fields=["outcome", "decided_by"]
    )
    write_to_staff(
        roles=TOLD_OF_MOVES if outcome in MOVES else (),
        people=filter(None, (review.owner_id, review.recommended_by_id)),
        template="review_decided",
        subject=f"Review {review.reference} is decided",
        context={"reference": review.reference, "outcome": outcome.label, "is_move": outcome in MOVES},
        by=by,
        at=at,
    )
    return review


@transaction.atomic
def close_review(*, review: ChildReview, reason: str, by: Actor, at: datetime) -> ChildReview:
    """End a review that is no longer needed, such as of a child who has left."""
    review = lock(review)
    if not reason.strip():
        raise DomainError("Say why it is no longer needed", field="reason")
    move(review, REVIEW, "close", by=by, at=at, reason=reason.strip())
    return review
