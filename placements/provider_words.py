"""What a provider is told of each state: its words and what they mean on screen.

A provider learns the outcome of its own answer, not how far the council is with anybody's.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from contracts.choices import CriterionKind
from placements.choices import AgreementState, OfferState, PlacementState, RecipientState
from placements.models import Offer


class Told(NamedTuple):
    """``kind`` is one of ``core.components.STATUS_TONES``."""

    text: str
    kind: str


WITH_COUNCIL = Told("With the council", "waiting")
NOT_SELECTED = Told("Not selected", "ended")
RAN_OUT = Told("Ran out", "ended")

OFFERS: dict[str, Told] = {
    OfferState.SUBMITTED: WITH_COUNCIL,
    OfferState.PREFERRED: WITH_COUNCIL,
    OfferState.ACCEPTED: Told("Accepted", "good"),
    OfferState.NOT_SELECTED: NOT_SELECTED,
    OfferState.WITHDRAWN: Told("Withdrawn", "ended"),
    OfferState.EXPIRED: RAN_OUT,
}
RECIPIENTS: dict[str, Told] = {
    RecipientState.SENT: Told("New", "attention"),
    RecipientState.READ: Told("To answer", "attention"),
    RecipientState.OFFERED: Told("Offer made", "active"),
    RecipientState.DECLINED: Told("Declined", "ended"),
    RecipientState.CHOSEN: Told("Your offer was accepted", "good"),
    RecipientState.NOT_CHOSEN: NOT_SELECTED,
    RecipientState.NO_REPLY: Told("Not answered", "ended"),
    RecipientState.RECALLED: Told("Taken back by the council", "ended"),
    RecipientState.CLOSED: Told("Closed", "ended"),
}
AGREEMENTS: dict[str, Told] = {
    AgreementState.ISSUED: Told("To sign", "attention"),
    AgreementState.PROVIDER_SIGNED: Told("Waiting for the council", "waiting"),
    AgreementState.ACTIVE: Told("Signed by both sides", "good"),
    AgreementState.ENDED: Told("Ended", "ended"),
    AgreementState.CANCELLED: Told("Cancelled", "ended"),
}
PLACEMENTS: dict[str, Told] = {
    PlacementState.PLANNED: Told("Planned", "waiting"),
    PlacementState.ACTIVE: Told("Active", "active"),
    PlacementState.NOTICE: Told("Notice given", "attention"),
    PlacementState.ENDED: Told("Ended", "ended"),
    PlacementState.CANCELLED: Told("Cancelled", "ended"),
}


def weights_in_words(weights: dict[str, str]) -> list[str]:
    """How offers are scored, the heaviest criterion first: ``Quality 60%``."""
    heaviest = sorted(weights.items(), key=lambda item: -Decimal(item[1]))
    return [f"{CriterionKind(kind).label} {Decimal(weight).normalize():f}%" for kind, weight in heaviest]


def told_of_offer(offer: Offer, *, on: date) -> Told:
    """The outcome of an offer. One whose search closed while it was sealed was not selected either."""
    if offer.state == OfferState.SUBMITTED and offer.recipient.revoked_at is not None:
        return NOT_SELECTED
    if offer.state == OfferState.SUBMITTED and offer.valid_until < on:
        return RAN_OUT
    return OFFERS[offer.state]
