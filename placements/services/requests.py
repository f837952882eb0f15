"""Asking for a home: from a draft to an agreed need, or to a withdrawal."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from authorities.geography import normalise_postcode
from authorities.selectors.places import find_postcode, grid_reference
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.periods import age_on
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.models import Child, ChildIdentity, PlacementRequest
from placements.policies.requests import can_agree_need, can_edit_request, can_raise_request
from placements.selectors.requests import children_visible_to
from placements.services.facts import ChildFacts, RequestFacts
from placements.standard import SOLO, from_standard
from placements.workflows import REQUEST

MOST_ERRORS = 10
OLDEST = 25  # care leavers' accommodation ends by then; a greater age is a slip of the keyboard


@transaction.atomic
def record_child(*, facts: ChildFacts, by: Actor, at: datetime) -> Child:
    """Record a child and, behind its own wall, who the child is."""
    require(can_raise_request(by))
    assert by.authority_id is not None
    on = timezone.localdate(at)
    if facts.date_of_birth > on:
        raise DomainError("Date of birth must be in the past", field="date_of_birth")
    if age_on(facts.date_of_birth, on) > OLDEST:
        raise DomainError("Check the date of birth: it makes the child an adult", field="date_of_birth")
    _check_postcode(facts.home_postcode)
    _check_new(facts, by)
    child = Child.objects.create(
        authority_id=by.authority_id,
        reference=new_reference("CHD"),
        sex=facts.sex,
        birth_month=facts.date_of_birth.replace(day=1),
        is_uasc=facts.is_uasc,
        looked_after_since=facts.looked_after_since,
    )
    ChildIdentity.objects.create(
        authority_id=by.authority_id,
        child=child,
        full_name=facts.full_name,
        date_of_birth=facts.date_of_birth,
        home_postcode=normalise_postcode(facts.home_postcode),
        case_number=facts.case_number,
        school=facts.school,
    )
    return child


@transaction.atomic
def raise_request(*, child: Child, facts: RequestFacts, by: Actor, at: datetime) -> PlacementRequest:
    """Start a draft for a child. Age and the grid reference of home are taken from the child's identity."""
    require(can_raise_request(by))
    assert by.person_id is not None
    identity = ChildIdentity.objects.get(child=child)
    home = grid_reference(find_postcode(identity.home_postcode))
    return PlacementRequest.objects.create(
        authority_id=child.authority_id,
        reference=new_reference("REQ"),
        child=child,
        state_at=at,
        raised_by_id=by.person_id,
        raised_at=at,
        age=age_on(identity.date_of_birth, timezone.localdate(at)),
        easting=home.easting,
        northing=home.northing,
        **_columns(facts),
    )


@transaction.atomic
def edit_request(
    *, request: PlacementRequest, facts: RequestFacts, version: int, by: Actor, at: datetime
) -> PlacementRequest:
    """Save changed facts. ``version`` is the one the editor saw; ``Conflict`` when a newer one is saved."""
    request = lock(request)
    require(can_edit_request(by, request))
    if request.version != version:
        raise Conflict(
            "This request was saved in another place while you were typing. Your changes are not saved yet:"
            " compare them below, then save again."
        )
    for name, value in _columns(facts).items():
        setattr(request, name, value)
    request.version += 1
    request.save(update_fields=[*asdict(facts), "version"])
    return request


@transaction.atomic
def save_profile(
    *, request: PlacementRequest, answers: dict[str, str], by: Actor, at: datetime
) -> PlacementRequest:
    """Keep the answers of the placements data standard that no column holds."""
    request = lock(request)
    require(can_edit_request(by, request))
    request.profile = {name: answers[name] for name in sorted(answers) if answers[name]}
    request.wants_solo = request.profile.get("livingCompanions") == SOLO
    request.version += 1
    request.save(update_fields=["profile", "wants_solo", "version"])
    return request


@transaction.atomic
def take_profile(*, request: PlacementRequest, file: object, by: Actor, at: datetime) -> PlacementRequest:
    """Read a file of the standard into the request: all of it, or nothing and a ``DomainError`` that names
    each field that is wrong. What the file does not say stays as it is."""
    request = lock(request)
    require(can_edit_request(by, request))
    read = from_standard(file)
    if read.errors:
        raise DomainError(". ".join(read.errors[:MOST_ERRORS]), field="file")
    request.needs = sorted((set(request.needs) | read.present) - read.absent)
    request.profile = {**request.profile, **read.answers}
    if read.wants_solo is not None:
        request.wants_solo = read.wants_solo
    request.version += 1
    request.save(update_fields=["needs", "profile", "wants_solo", "version"])
    return request


@transaction.atomic
def submit_request(*, request: PlacementRequest, by: Actor, at: datetime) -> PlacementRequest:
    """Ask for the need to be agreed; ``DomainError`` naming the first fact that is missing."""
    request = lock(request)
    for field, message in request.missing_facts.items():
        raise DomainError(message, field=field)
    if request.needed_on and request.needed_on < timezone.localdate(at):
        raise DomainError("The date the home is needed has passed", field="needed_on")
    move(request, REQUEST, "submit", by=by, at=at)
    return request


@transaction.atomic
def return_request(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Send it back to the person who raised it, saying what is missing."""
    if not reason.strip():
        raise DomainError("Say what needs to be added or changed", field="reason")
    request = lock(request)
    move(request, REQUEST, "return", by=by, at=at, reason=reason.strip())
    return request


@transaction.atomic
def agree_need(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Agree that the child needs such a home. ``reason`` says why family and our own homes were not enough.

    The order of preference is that of section 22C of the Children Act 1989.
    """
    if not reason.strip():
        raise DomainError("Say how family and in-house options were considered", field="reason")
    request = lock(request)
    require(can_agree_need(by, request))
    move(request, REQUEST, "agree_need", by=by, at=at, reason=reason.strip())
    return request


def _columns(facts: RequestFacts) -> dict[str, object]:
    if facts.needed_on and facts.planned_end_on and facts.planned_end_on <= facts.needed_on:
        raise DomainError("The planned end must be after the date needed", field="planned_end_on")
    return {**asdict(facts), "needs": sorted(facts.needs)}


def _check_new(facts: ChildFacts, by: Actor) -> None:
    """A form sent twice, or a child forgotten, must not make two of one child."""
    known = ChildIdentity.objects.filter(
        child__in=children_visible_to(by),
        full_name__iexact=facts.full_name.strip(),
        date_of_birth=facts.date_of_birth,
    )
    if same := known.select_related("child").first():
        raise DomainError(
            f"A child of this name and date of birth is recorded already, as {same.child.reference}."
            " Ask for a home “for a child we know”.",
            field="full_name",
        )


def _check_postcode(text: str) -> None:
    try:
        find_postcode(text)
    except DomainError as error:
        raise DomainError(error.message, field="home_postcode") from error
