"""What a placement or an agreement continues: the child stayed, and a paper or an owner changed."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from core.actor import Actor
from placements.models import Continuation, Offer, Placement, PlacementAgreement, PlacementRequest


def stays_of(placements: Collection[Placement]) -> dict[int, list[Placement]]:
    """Each placement's key to all placements of its stay in one home, the first of them first: itself, and
    those it continues under earlier owners. One query, however many."""
    links = Continuation.objects.filter(later__child__in={each.child_id for each in placements})
    before = {link.later_id: link.earlier for link in links.select_related("earlier")}
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


def earlier_of(placements: QuerySet[Placement]) -> set[int]:
    """Keys of the placements that these continue, however many owners back."""
    fresh = _continued_by(placements.values("pk"))
    found = set(fresh)
    while fresh:
        fresh = _continued_by(fresh) - found
        found |= fresh
    return found


def _continued_by(later: Any) -> set[int]:
    return set(Continuation.objects.filter(later__in=later).values_list("earlier", flat=True))


def owners_changed(actor: Actor) -> dict[str, str]:
    """By reference: the council's placements that ended with a home's owner, each with the next owner's."""
    rows = Continuation.objects.filter(authority_id=actor.council_id)
    return dict(rows.values_list("earlier__reference", "later__reference"))


def goes_on_as(placement: Placement) -> Placement | None:
    """The placement under the home's next owner."""
    link = Continuation.objects.filter(earlier=placement).select_related("later__setting").first()
    return link.later if link else None


def agreements_behind(agreement: PlacementAgreement) -> list[PlacementAgreement]:
    """An agreement and those it followed while the child stayed, the newest first: bought another way, or
    with the home's former owner."""
    found, unseen = [agreement], [agreement]
    while unseen:
        last = unseen.pop()
        followed = PlacementAgreement.objects.filter(
            Q(earlier_of__agreement=last) | Q(placement__continued_by__later__agreement=last)
        )
        fresh = [each for each in followed.order_by("-pk") if each not in found]
        found += fresh
        unseen += fresh
    return found


def request_behind(agreement: PlacementAgreement) -> PlacementRequest | None:
    """The request an agreement answers in the end."""
    offers = [each.offer_id for each in agreements_behind(agreement) if each.offer_id]
    found = Offer.objects.filter(pk__in=offers).select_related("recipient__referral__request").first()
    return found.recipient.referral.request if found else None


def requests_of(placements: Collection[Placement]) -> dict[int, PlacementRequest]:
    """Each placement's key to the request it answers, whoever owns the home since and however it is bought.
    Two queries, however many."""
    first = {pk: stay[0].pk for pk, stay in stays_of(placements).items()}
    of_first = Q(placement__in=first.values()) | Q(earlier_of__in=first.values())
    agreements = PlacementAgreement.objects.filter(of_first, offer__isnull=False).select_related(
        "placement", "offer__recipient__referral__request"
    )
    found = {
        each.earlier_of_id or each.placement.pk: each.offer.recipient.referral.request  # type: ignore[union-attr]
        for each in agreements
    }
    return {pk: found[begun] for pk, begun in first.items() if begun in found}
