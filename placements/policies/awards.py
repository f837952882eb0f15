"""What an actor may do to a request's offers, approvals and agreement, and why not.

Who may take which step at all is in ``workflows``; these are the guards that need records.
"""

from datetime import date, datetime

from authorities.choices import GRADES
from authorities.models import RoleDelegation
from core.actor import Actor
from core.formats import day, moment
from core.policies import Decision, allow, deny
from placements.approvals import may_decide
from placements.choices import AgreementState, ApprovalState, OfferState, SigningSide
from placements.models import ApprovalRequest, Offer, PlacementAgreement
from placements.workflows import BEING_SIGNED, SOURCING_ROLES
from providers.models import Setting


def can_open_offers(*, sealed_until: datetime | None, offers: int) -> Decision:
    """Offers are compared when there is one, and never before the moment a mini-competition's seal ends."""
    if sealed_until is not None:
        return deny(f"These offers are sealed until {moment(sealed_until)}.")
    return allow() if offers else deny("There is no offer to compare yet.")


def can_score(actor: Actor) -> Decision:
    if actor.person_id is None or not actor.has_role(*SOURCING_ROLES):
        return deny("A placements officer or commissioner marks the offers.")
    return allow()


def can_moderate(actor: Actor) -> Decision:
    if actor.person_id is None or not actor.has_role(*SOURCING_ROLES, *GRADES):
        return deny("A placements officer, commissioner or manager agrees the marks.")
    return allow()


def can_choose(
    actor: Actor, offer: Offer, *, is_suspended: bool, meets_bar: bool, has_nights: bool, on: date
) -> Decision:
    """The offer still stands and its home may take new placements."""
    if actor.person_id is None:
        return deny("Only a person can choose an offer.")
    if offer.state != OfferState.SUBMITTED:
        return deny(f"This offer is {offer.get_state_display().lower()}, so it cannot be chosen.")
    if offer.valid_until < on:
        return deny(f"This offer ran out on {day(offer.valid_until)}.")
    if not has_nights:
        return deny("The home is free only after the planned end of the placement.")
    if is_suspended:
        return deny("This home is suspended for new placements, so its offer cannot be chosen.")
    if not meets_bar:
        return deny("This home's inspection grade is below our quality gateway, so it cannot be chosen.")
    return allow()


def can_place_at(home: Setting) -> Decision:
    """Whether a home, with its register facts, may take a new child; asked again until the signature."""
    if not home.is_active:  # type: ignore[attr-defined]
        return deny(f"{home.name} does not have an active registration.")
    if home.is_suspended:  # type: ignore[attr-defined]
        return deny(f"New placements at {home.name} are suspended, so this cannot go further.")
    return allow()


def can_decide(actor: Actor, approval: ApprovalRequest, under: RoleDelegation | None = None) -> Decision:
    """Whether the actor may decide this approval, of the same offer's three or the same change's.

    ``under`` is the delegation the actor needs for it: nobody decides for somebody who asked for it.
    """
    given = ApprovalRequest.objects.filter(
        offer=approval.offer_id,
        variation=approval.variation_id,
        state=ApprovalState.APPROVED,
        decided_by=actor.person_id,
    ).exclude(pk=approval.pk)
    raised_by = {approval.raised_by_id}
    if approval.request is not None:
        raised_by.add(approval.request.raised_by_id)
    if under is not None and under.holder_id in raised_by:
        return deny(f"{under.holder.name} asked for this placement, so nobody decides it in their place.")
    return may_decide(
        person_id=actor.person_id,
        roles=actor.roles,
        roles_able=approval.roles_able,
        raised_by=raised_by,
        already_given=given.count(),
    )


def can_draft(actor: Actor) -> Decision:
    if actor.person_id is None or not actor.has_role(*SOURCING_ROLES):
        return deny("A placements officer or commissioner drafts the agreement.")
    return allow()


def can_issue(actor: Actor, agreement: PlacementAgreement) -> Decision:
    if agreement.state != AgreementState.DRAFTED:
        return deny(f"This agreement is {agreement.get_state_display().lower()}, so it is not issued again.")
    return can_draft(actor)


def can_start_unsigned(agreement: PlacementAgreement) -> Decision:
    """The document is there to be signed, and is not signed by both."""
    if agreement.state in BEING_SIGNED:
        return allow()
    return deny("A placement can start unsigned only once its agreement is issued.")


def can_sign(actor: Actor, agreement: PlacementAgreement, side: SigningSide) -> Decision:
    """The provider signs first, each side signs for itself, and there is a document to sign."""
    if actor.person_id is None or actor.is_provider != (side == SigningSide.PROVIDER):
        return deny("Only a person of that side can sign for it.")
    if agreement.document_id is None:
        return deny("The agreement has not been issued yet.")
    if side == SigningSide.AUTHORITY and agreement.state == AgreementState.ISSUED:
        return deny("The provider signs first.")
    return allow()
