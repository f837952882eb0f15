"""What a placement or an agreement continues: the child stayed, and a paper or an owner changed."""

from collections.abc import Collection

from placements.models import Continuation, Offer, Placement, PlacementAgreement, PlacementRequest


def stays_of(placements: Collection[Placement]) -> dict[int, list[Placement]]:
    """Each placement's key to all placements of its stay in one home, the first of them first: itself, and
    those it continues under earlier owners. One query, however many."""
    links = Continuation.objects.filter(later__child__in={each.child_id for each in placements})
    before = {link.later_id: link.earlier for link in links.select_related("earlier__agreement", "earlier__setting")}
    found = {}
    for placement in placements:
        stay = [placement]
        while (earlier := before.get(stay[0].pk)) is not None:
            stay.insert(0, earlier)
        found[placement.pk] = stay
    return found


def stay_of(placement: Placement) -> list[Placement]:
    """The placements of one stay, the first of them first."""
    return stays_of([placement])[placement.pk]


def goes_on_as(placement: Placement) -> Placement | None:
    """The placement under the home's next owner."""
    link = Continuation.objects.filter(earlier=placement).select_related("later__setting").first()
    return link.later if link else None


def offer_behind(agreement: PlacementAgreement) -> int | None:
    """The offer that led to an agreement, or to the one it replaced while the child stayed."""
    if agreement.offer_id is not None:
        return agreement.offer_id
    replaced = PlacementAgreement.objects.filter(earlier_of__agreement=agreement, offer__isnull=False)
    offer = replaced.order_by("-pk").values_list("offer", flat=True).first()
    if offer is not None:
        return offer
    earlier = PlacementAgreement.objects.filter(placement__continued_by__later__agreement=agreement).first()
    return offer_behind(earlier) if earlier else None


def request_behind(agreement: PlacementAgreement) -> PlacementRequest | None:
    """The request an agreement answers in the end."""
    offer = Offer.objects.filter(pk=offer_behind(agreement)).select_related("recipient__referral__request")
    found = offer.first()
    return found.recipient.referral.request if found else None
