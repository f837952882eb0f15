"""The offers of one request side by side, with everything a choice or an approval rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from authorities.geography import GridReference, is_distant, miles_between
from authorities.selectors.places import adjoining_ids
from contracts.choices import CriterionKind, FeeKind, Route
from core.periods import Period
from placements.approvals import Area, Values, end_of_childhood, values_of
from placements.choices import OfferState, StepOutcome, StepState
from placements.models import Offer, OfferFee, PlacementRequest, Referral, SourcingStep
from placements.scoring import MARKED, Bid, Score, compared_kinds, compared_price, score_all
from providers.choices import Outcome
from providers.models import Setting
from providers.selectors.register import with_register_facts

COMPARED = (OfferState.SUBMITTED, OfferState.PREFERRED, OfferState.ACCEPTED, OfferState.NOT_SELECTED)


@dataclass(frozen=True)
class ComparedOffer:
    """One offer and what follows from it. ``price`` is £ a week over the components that are compared."""

    offer: Offer
    fees: dict[FeeKind, Decimal]
    price: Decimal
    values: Values
    miles: Decimal | None
    area: Area
    outcome: Outcome
    is_suspended: bool
    suspended_by: str
    marks: dict[str, Decimal | None]
    score: Score

    @property
    def setting(self) -> Setting:
        return self.offer.setting

    @property
    def step(self) -> SourcingStep:
        """The step at which it was asked for; in an emergency offers of several stand side by side."""
        return self.offer.recipient.referral.step

    @property
    def is_marked(self) -> bool:
        return self.score.total is not None


@dataclass(frozen=True)
class Comparison:
    """The offers of a request's present steps, in the order they came; weights were fixed before they did.

    ``step`` is the one whose weights count: that of the sealed offers where there are any.
    """

    request: PlacementRequest
    step: SourcingStep | None
    weights: dict[CriterionKind, Decimal]
    kinds: tuple[FeeKind, ...]
    offers: Sequence[ComparedOffer]

    @property
    def is_competition(self) -> bool:
        """Whether the offers were invited sealed, to be marked by two people apart."""
        return any(row.offer.recipient.referral.seals_offers for row in self.offers)

    @property
    def owes_marks(self) -> bool:
        """Whether several providers made sealed offers: none is awarded without comparing points."""
        return self.is_competition and len(self.offers) > 1

    @property
    def routes(self) -> list[Route]:
        """The routes on which these offers were asked for, in the order of the search."""
        steps = {row.step.pk: row.step for row in self.offers}
        return [Route(step.route) for step in sorted(steps.values(), key=lambda step: step.position)]

    @property
    def children(self) -> int:
        """How many children each offer is for."""
        return max((children_of(row.offer) for row in self.offers), default=1)

    @property
    def left_out(self) -> list[FeeKind]:
        """Components that some offers have and others have not."""
        offered = {kind for row in self.offers for kind in row.fees}
        return [kind for kind in FeeKind if kind in offered and kind not in self.kinds] if self.kinds else []

    @property
    def is_marked(self) -> bool:
        return all(row.is_marked for row in self.offers)

    @property
    def highest(self) -> ComparedOffer | None:
        """The offer with the most points; of equals, the cheaper. None until every offer is marked."""
        if not self.offers or not self.is_marked:
            return None
        return max(self.offers, key=lambda row: (row.score.total, -row.price))

    def row_of(self, offer: Offer) -> ComparedOffer | None:
        return next((row for row in self.offers if row.offer.pk == offer.pk), None)


def expected_stay(request: PlacementRequest, starts_on: date) -> Period:
    """From ``starts_on`` to the planned end, else to the end of childhood; no nights when that has passed."""
    end = request.planned_end_on or end_of_childhood(request.child.birth_month)
    return Period(starts_on, max(end, starts_on))


def present_steps(request: PlacementRequest) -> list[SourcingStep]:
    """The steps that are open, several in an emergency, and the one at which an offer was chosen."""
    return list(
        SourcingStep.objects.filter(request=request)
        .filter(Q(state=StepState.OPEN) | Q(outcome=StepOutcome.OFFER_CHOSEN))
        .order_by("-position")
    )


def area_of(setting: Setting, authority_id: int, adjoining: frozenset[int]) -> Area:
    """Where a home stands for a council; a home whose area is not known counts as distant."""
    if setting.authority_id == authority_id:
        return Area.IN_AREA
    return Area.DISTANT if is_distant(authority_id, setting.authority_id, adjoining) else Area.ADJOINING


def miles_from_home(request: PlacementRequest, setting: Setting) -> Decimal | None:
    """Straight-line miles from the child's home; None where the register withholds the home's place."""
    if setting.easting is None or setting.northing is None:
        return None
    return miles_between(
        GridReference(request.easting, request.northing), GridReference(setting.easting, setting.northing)
    )


def comparison_of(request: PlacementRequest, *, on: date) -> Comparison:
    """The offers of the present steps that have not run out on a day."""
    steps = present_steps(request)
    offers = list(_offers_at(steps, request.authority_id, on)) if steps else []
    referral = _leading(offers)
    step = referral.step if referral else next(iter(steps), None)
    fees = {offer.pk: _by_kind(offer.fees.all()) for offer in offers}
    kinds = compared_kinds(fees.values())
    weights = _weights(referral.weights) if referral else {}
    marks = {
        offer.pk: {s.criterion: s.mark for s in offer.scores.all() if s.criterion in MARKED}
        for offer in offers
    }
    miles = {offer.pk: miles_from_home(request, offer.setting) for offer in offers}
    prices = {offer.pk: compared_price(fees[offer.pk], kinds) for offer in offers}
    bids = [
        Bid(
            offer.pk,
            price=prices[offer.pk],
            miles=miles[offer.pk],
            quality=marks[offer.pk].get(CriterionKind.QUALITY),
            social_value=marks[offer.pk].get(CriterionKind.SOCIAL_VALUE),
        )
        for offer in offers
    ]
    scores = score_all(bids, weights)
    adjoining = adjoining_ids(request.authority_id, on=on)
    rows = [
        ComparedOffer(
            offer=offer,
            fees=fees[offer.pk],
            price=prices[offer.pk],
            values=values_of_offer(request, offer),
            miles=miles[offer.pk],
            area=area_of(offer.setting, request.authority_id, adjoining),
            outcome=Outcome(offer.setting.outcome),  # type: ignore[attr-defined]
            is_suspended=offer.setting.is_suspended,  # type: ignore[attr-defined]
            suspended_by=offer.setting.suspended_by,  # type: ignore[attr-defined]
            marks=marks[offer.pk],
            score=scores[offer.pk],
        )
        for offer in offers
    ]
    return Comparison(request=request, step=step, weights=weights, kinds=kinds, offers=rows)


def values_of_offer(request: PlacementRequest, offer: Offer, starts_on: date | None = None) -> Values:
    """What an offer is worth for all its children, from its first day or a later one to the planned end."""
    stay = expected_stay(request, starts_on or first_day(request, offer))
    children = children_of(offer)
    return values_of([(fee.weekly_rate * children, fee.period) for fee in offer.fees.all()], stay)


def children_of(offer: Offer) -> int:
    """How many children the offer is for; its price is a week for each."""
    return 1 + len(offer.recipient.referral.siblings)


def first_day(request: PlacementRequest, offer: Offer) -> date:
    """The first day the home can be had and is needed."""
    return max(offer.earliest_start_on, request.needed_on or offer.earliest_start_on)


def _offers_at(steps: list[SourcingStep], authority_id: int, on: date) -> QuerySet[Offer]:
    homes = with_register_facts(Setting.objects.select_related("authority"), authority_id=authority_id, on=on)
    return (
        Offer.objects.filter(recipient__referral__step__in=steps, state__in=COMPARED)
        .exclude(state=OfferState.SUBMITTED, valid_until__lt=on)
        .select_related("provider", "recipient__referral__step")
        .prefetch_related(
            Prefetch("setting", homes), Prefetch("fees", OfferFee.objects.order_by("pk")), "scores"
        )
        .order_by("submitted_at", "pk")
    )


def _leading(offers: Sequence[Offer]) -> Referral | None:
    """The referral whose weights the offers are compared by: the mini-competition's, else the first's."""
    referrals = [offer.recipient.referral for offer in offers]
    return next((each for each in referrals if each.seals_offers), next(iter(referrals), None))


def _weights(stored: dict[str, str]) -> dict[CriterionKind, Decimal]:
    """A referral's weights in the order they are spoken of."""
    return {kind: Decimal(stored[kind]) for kind in CriterionKind if kind in stored}


def _by_kind(fees) -> dict[FeeKind, Decimal]:
    """Pounds a week by component; two rows of one component add up."""
    found: dict[FeeKind, Decimal] = {}
    for fee in fees:
        kind = FeeKind(fee.kind)
        found[kind] = found.get(kind, Decimal(0)) + fee.weekly_rate
    return found
