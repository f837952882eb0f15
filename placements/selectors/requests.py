"""The doors to requests, their offers and their children."""

from django.db.models import Q, QuerySet

from authorities.choices import CASE_ROLES, GRADES, Role
from core.actor import Actor
from core.errors import NotFound
from placements.models import Child, ChildIdentity, Offer, PlacementRequest
from placements.workflows import SOURCING_ROLES

# Who reads requests at all. A person who is only a social worker reads their own.
SEES_ALL = (*SOURCING_ROLES, *GRADES, Role.NOMINATED_OFFICER, Role.AUDITOR)
READERS = (*CASE_ROLES, *GRADES, Role.NOMINATED_OFFICER, Role.AUDITOR)


def requests_visible_to(actor: Actor) -> QuerySet[PlacementRequest]:
    """Requests of the actor's council: all for those who search, decide or audit, else their own."""
    requests = PlacementRequest.objects.select_related(
        "child", "raised_by", "owner", "verbal_approver", "ratified_by"
    )
    if actor.has_role(*SEES_ALL):
        return requests
    if actor.has_role(Role.SOCIAL_WORKER):
        return requests.filter(own_requests(actor))
    return requests.none()


def access_request(actor: Actor, reference: str) -> PlacementRequest:
    """One request by its public reference; ``NotFound`` when it is missing or not for this actor."""
    found = requests_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def access_offer(actor: Actor, reference: str) -> Offer:
    """One offer for a request the actor may read; ``NotFound`` while it is sealed, too."""
    found = (
        Offer.objects.select_related("recipient__referral__request__child")
        .filter(reference=reference, recipient__referral__request__in=requests_visible_to(actor))
        .first()
    )
    if found is None:
        raise NotFound
    return found


def children_visible_to(actor: Actor) -> QuerySet[Child]:
    """Children whose requests the actor may read, or any child of the council for those who see all."""
    if actor.has_role(*SEES_ALL):
        return Child.objects.all()
    return Child.objects.filter(pk__in=requests_visible_to(actor).values("child"))


def access_child(actor: Actor, reference: str) -> Child:
    found = children_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def find_children(actor: Actor, text: str, *, most: int = 20) -> list[ChildIdentity]:
    """Children by reference, or by part of the name for an actor cleared to read it."""
    wanted = Q(child__reference__iexact=text.strip()) | Q(full_name__icontains=text.strip())
    return list(
        ChildIdentity.objects.filter(wanted, child__in=children_visible_to(actor))
        .select_related("child")
        .order_by("full_name", "pk")[:most]
    )


def identity_of(actor: Actor, request: PlacementRequest) -> ChildIdentity | None:
    """Who the child is, for an actor at level 3 of the ladder; the caller notes the view."""
    if actor.clearance < 3:
        return None
    return ChildIdentity.objects.filter(child=request.child_id).first()


def own_requests(actor: Actor) -> Q:
    """Requests the actor raised or leads."""
    return Q(raised_by=actor.person_id) | Q(owner=actor.person_id)
