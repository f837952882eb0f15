"""Searching at once on a word given aloud, and making the record whole afterwards."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authorities.models import StaffMember
from authorities.selectors.calendars import holidays_for
from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.calendar import add_working_days
from core.errors import DomainError
from core.formats import day
from core.locking import lock
from core.policies import require
from core.workflow import move
from placements.models import Child, PlacementRequest
from placements.models.request import ASKED_FOR
from placements.policies.requests import can_complete_record, can_ratify
from placements.services.facts import RequestFacts
from placements.services.requests import raise_request
from placements.services.sourcing import ALL_ROUTES, lay_route
from placements.workflows import REQUEST, SOURCING_ROLES

TYPED_WITHIN = timedelta(days=7)


@transaction.atomic
def raise_emergency(
    *,
    child: Child,
    facts: RequestFacts,
    verbal_approver: StaffMember,
    agreed_at: datetime,
    by: Actor,
    at: datetime,
) -> PlacementRequest:
    """Search at once on a word given aloud: the routes of the council open together.

    ``facts`` must hold the day, the area and the legal status; needs and the child's views may follow. It is
    to be ratified the next working day after the word, and the approver and the people who search are written
    to. What happened at a weekend may be typed within a week: when it was agreed is kept beside when it was
    typed.
    """
    for field in ("needed_on", "home_area", "legal_status"):
        if not getattr(facts, field):
            raise DomainError(ASKED_FOR[field], field=field)
    assert facts.needed_on is not None
    if facts.needed_on < timezone.localdate(agreed_at):
        raise DomainError("The first night cannot be before the word was given", field="needed_on")
    if verbal_approver.pk == by.person_id:
        raise DomainError("Somebody else must have agreed to this", field="verbal_approver")
    if agreed_at > at:
        raise DomainError("The word must have been given already", field="agreed_on")
    if agreed_at < at - TYPED_WITHIN:
        raise DomainError("More than a week ago: ask for a home in the ordinary way", field="agreed_on")
    request = raise_request(child=child, facts=facts, by=by, at=at)
    request.is_emergency, request.verbal_approver = True, verbal_approver
    request.verbally_agreed_at = agreed_at
    request.ratify_by = add_working_days(timezone.localdate(agreed_at), 1, holidays_for(request.authority_id))
    emergency = ["is_emergency", "verbal_approver", "verbally_agreed_at", "ratify_by"]
    move(request, REQUEST, "search_at_once", by=by, at=at, save_fields=emergency)
    lay_route(request, open_first=ALL_ROUTES, at=at)
    write_to_staff(
        roles=SOURCING_ROLES,
        people=[verbal_approver.pk],
        template="emergency_raised",
        subject=f"Emergency {request.reference}: a home is needed at once",
        context={
            "reference": request.reference,
            "approver": verbal_approver.name,
            "ratify_by": day(request.ratify_by),
        },
        by=by,
        at=at,
    )
    return request


@transaction.atomic
def ratify_emergency(*, request: PlacementRequest, note: str, by: Actor, at: datetime) -> PlacementRequest:
    """Confirm in writing what was agreed aloud, with what was released early reviewed beside it."""
    if not note.strip():
        raise DomainError("Say what you looked at and why you agree", field="note")
    request = lock(request)
    require(can_ratify(by, request))
    request.ratified_at, request.ratified_by_id = at, by.person_id
    request.ratification_note = note.strip()
    request.save(update_fields=["ratified_at", "ratified_by", "ratification_note"])
    return request


@transaction.atomic
def complete_record(
    *, request: PlacementRequest, needs_summary: str, child_views: str, by: Actor, at: datetime
) -> PlacementRequest:
    """Add what an emergency left unsaid; what was said already stays. Part of it may be saved."""
    request = lock(request)
    require(can_complete_record(by, request))
    request.needs_summary = request.needs_summary or needs_summary.strip()
    request.child_views = request.child_views or child_views.strip()
    request.version += 1
    request.save(update_fields=["needs_summary", "child_views", "version"])
    return request
