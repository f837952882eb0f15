"""What gathers around a search and around a child placed."""

from datetime import date
from decimal import Decimal

from contracts.choices import FeeKind, Route
from core.actor import Actor, acting_as
from placements.fees import NewFee
from placements.life_choices import ClockKind, GoalArea, VariationState
from placements.models import AgreementVariation, Placement, PlacementRequest
from placements.services.counts import share_counts
from placements.services.keeping import PlanText, record_evidence, set_goal, write_plan
from placements.services.variations import propose_variation
from providers.models import Setting
from tests.factories.cases import LATER, Case
from tests.factories.need import (
    AvoidedAreaFactory,
    ChaseFactory,
    DolOrderFactory,
    EscalationOfSearchFactory,
    HeldClaimFactory,
    JudgementFactory,
    PlannedWaveFactory,
    RequestSiblingFactory,
    ReservationFactory,
    SharedPriceFactory,
)
from tests.factories.placements import TODAY, OpenStepFactory
from tests.factories.providers import (
    SuspensionFactory,
)
from tests.factories.quality import (
    AlertReceiptFactory,
    ChildReviewFactory,
    ConcernFactory,
    QualityNoteFactory,
    QualityVisitFactory,
    Reg44ReportFactory,
)
from tests.factories.walled import council_keeper


def search_for(request: PlacementRequest, home: Setting) -> None:
    """What a search gathers: areas, a sister, an order, a hold, a judgement, a wave, a chase, answers."""
    AvoidedAreaFactory.create(request=request)
    RequestSiblingFactory.create(request=request)
    DolOrderFactory.create(child=request.child)
    claim = HeldClaimFactory.create(authority=request.authority)
    ReservationFactory.create(request=request, claim=claim)
    JudgementFactory.create(request=request, setting=home)
    ChaseFactory.create(request=request)
    EscalationOfSearchFactory.create(request=request)
    SharedPriceFactory.create(authority=request.authority)
    step = OpenStepFactory.create(request=request, position=8, route=Route.PARTNERSHIP)
    PlannedWaveFactory.create(referral__step=step, step__position=9)


def proposed_change(signed: Case) -> AgreementVariation:
    """A change to the placed case's agreement that waits for the provider's signature, with its approvals."""
    with acting_as(signed.officer):
        variation = propose_variation(
            agreement=signed.agreement(),
            effective_on=date(2027, 2, 1),
            new=[NewFee(FeeKind.CORE, Decimal("4700.00"))],
            reason="More staff at night.",
            by=signed.officer,
            at=LATER,
        )
    with acting_as(council_keeper(signed.request.authority)):
        AgreementVariation.objects.filter(pk=variation.pk).update(state=VariationState.ISSUED)
    return variation


def lived_in(placement: Placement, officer: Actor) -> None:
    """A plan, a goal and a visit of the child placed."""
    with acting_as(officer):
        text = PlanText(**dict.fromkeys(PlanText.__dataclass_fields__, "As agreed."))
        write_plan(agreement=placement.agreement, made_on=TODAY, text=text, by=officer, at=LATER)
        set_goal(
            placement=placement,
            area=GoalArea.EDUCATION,
            goal="Be at school every day",
            score=2,
            target=4,
            target_on=date(2027, 6, 1),
            by=officer,
            at=LATER,
        )
        facts = {"kind": ClockKind.AREA_TOLD, "done_on": TODAY, "note": "By e-mail."}
        record_evidence(placement=placement, **facts, by=officer, at=LATER)


def watched_over(home: Setting, placement: Placement, officer: Actor) -> dict[str, str]:
    """A concern and a visit with a note each, a report, a suspension and a review of the child placed."""
    concern = ConcernFactory.create(setting=home, authority=placement.authority)
    visit = QualityVisitFactory.create(setting=home, authority=placement.authority)
    for about in ({"concern": concern}, {"visit": visit}):
        QualityNoteFactory.create(authority=placement.authority, **about)
    Reg44ReportFactory.create(authority=placement.authority, setting=home)
    SuspensionFactory.create(authority=placement.authority, provider=home.provider, setting=home)
    review = ChildReviewFactory.create(placement=placement)
    AlertReceiptFactory.create(authority=placement.authority, alert=review.alert)
    with acting_as(officer):
        share_counts(by=officer, on=TODAY)
    return {"concern": concern.reference, "visit": visit.reference, "review": review.reference}
