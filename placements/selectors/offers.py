"""The council's door to offers. A sealed one cannot be read before its moment: the wall holds it."""

from django.db.models import Prefetch, QuerySet

from core.actor import Actor
from placements.models import Offer, OfferFee, OfferScore
from placements.selectors.requests import requests_visible_to


def offers_visible_to(actor: Actor) -> QuerySet[Offer]:
    """Offers on the requests an actor may read, with their fee components and marks."""
    return (
        Offer.objects.filter(recipient__referral__request__in=requests_visible_to(actor))
        .select_related("provider", "setting", "recipient__referral__request")
        .prefetch_related(
            Prefetch("fees", OfferFee.objects.order_by("starts_on", "pk")),
            Prefetch("scores", OfferScore.objects.order_by("criterion")),
        )
    )
