"""What a change of terms draws on the approved ceiling, and what a placement that never began gives back."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.choices import FeeKind, OverCeiling, PurchaseBasis, Route
from contracts.models import CeilingDraw, CeilingEscalation
from contracts.services.ceilings import CeilingReached, decide_escalation, escalating
from core.actor import acting_as
from core.errors import Conflict
from placements.choices import PlacementState, SigningSide
from placements.fees import NewFee
from placements.models import Placement
from placements.services.agreements import sign_agreement
from placements.services.headroom import draw_award, release_ended
from tests.factories.authorities import council_actor
from tests.factories.cases import LATER, provider_signed_case
from tests.factories.contracts import BlockShareFactory, ContractedBedFactory
from tests.factories.keeping import CeilingFactory
from tests.placements.living import START, at, in_force, officer_of, placed

pytestmark = pytest.mark.django_db
FROM = date(2026, 11, 30)
# From 30 November 2026 to 2 November 2027.
NIGHTS = 337


def drawn_placement(ceiling: str = "1000000.00", **facts):
    placement = placed(**facts)
    CeilingFactory(authority=placement.authority, amount=Decimal(ceiling), when_over=OverCeiling.REFUSE)
    officer = officer_of(placement)
    with acting_as(officer):
        draw_award(placement=placement, by=officer, at=at(START))
    return placement, officer


def drawn(officer) -> dict[str, Decimal]:
    with acting_as(officer):
        return dict(CeilingDraw.objects.values_list("kind", "amount"))


@pytest.mark.parametrize(
    ("weekly", "kind", "nightly"), [("4620.00", "change", Decimal(9)), ("4480.00", "release", Decimal(-11))]
)
def test_change_draws_or_gives_back_the_difference_to_the_planned_end(weekly, kind, nightly):
    placement, officer = drawn_placement()
    change = in_force(placement, officer, effective_on=FROM, new=[NewFee(FeeKind.CORE, Decimal(weekly))])
    assert drawn(officer)[kind] == nightly * NIGHTS
    with acting_as(officer):
        assert CeilingDraw.objects.get(kind=kind).key == change.reference


def test_change_that_the_ceiling_does_not_hold_is_not_in_force():
    # A year at £651 a night is £237,615.
    placement, officer = drawn_placement("240000.00")
    with pytest.raises(CeilingReached):
        in_force(placement, officer, effective_on=FROM, new=[NewFee(FeeKind.CORE, Decimal("4620.00"))])
    with acting_as(officer):
        assert placement.agreement.fees.count() == 1
        assert not CeilingEscalation.objects.exists()


def test_bed_bought_by_a_block_gives_back_what_the_spot_price_drew():
    bed = ContractedBedFactory()
    placement, officer = drawn_placement(setting=bed.setting, route=Route.SPOT)
    BlockShareFactory(contract=bed.contract, authority=placement.authority)
    in_force(
        placement,
        officer,
        effective_on=FROM,
        new=[NewFee(FeeKind.CORE, Decimal("4101.30"))],
        new_basis=PurchaseBasis.BLOCK,
    )
    assert drawn(officer)["release"] == Decimal(-651) * NIGHTS


def test_placement_that_never_began_gives_back_all_it_drew_at_once():
    placement, officer = drawn_placement()
    with acting_as(officer):
        Placement.objects.filter(pk=placement.pk).update(state=PlacementState.CANCELLED, ends_on=START)
        assert release_ended(by=officer, at=at(START)) == 1
        assert sum(CeilingDraw.objects.values_list("amount", flat=True)) == 0
        assert release_ended(by=officer, at=at(START)) == 0


def test_award_over_its_ceiling_goes_through_once_its_approver_agrees():
    case = provider_signed_case()
    authority = case.request.authority
    CeilingFactory(authority=authority, amount=Decimal("5000.00"))
    director = council_actor(Role.DCS, authority=authority)

    def sign(by):
        with escalating(by=by, at=LATER):
            return sign_agreement(agreement=agreement, side=SigningSide.AUTHORITY, by=by, at=LATER)

    agreement = case.agreement()
    with acting_as(case.signatory) as by:
        for _ in range(2):
            with pytest.raises(Conflict, match="has been put to"):
                sign(by)
    with acting_as(director) as by:
        escalation = CeilingEscalation.objects.get()
        assert escalation.source_reference == agreement.reference
        decide_escalation(escalation=escalation, agrees=True, reasons="The child needs it.", by=by, at=LATER)
    with acting_as(case.signatory) as by:
        placement = sign(by)
    with acting_as(director):
        assert CeilingDraw.objects.get().source_reference == placement.reference
