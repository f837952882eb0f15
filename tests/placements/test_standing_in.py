"""Standing in for an absent approver, limits that cannot be split, consultation, what voids an approval."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role
from authorities.models import RoleDelegation, StaffMember
from authorities.selectors.people import council_actor as signed_in_as
from authorities.selectors.standing_in import delegations_visible_to
from authorities.services.standing_in import end_standing_in, stand_in
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import AuditEvent
from placements.models import ApprovalRequest, PlacementRequest
from placements.selectors.limits import agreed_before
from placements.services.approvals import decide, record_consultation
from placements.services.starting import start_unsigned
from tests.factories.authorities import AuthorityFactory, DelegationRuleFactory, council_actor
from tests.factories.cases import LATER, Case, approved_case, chosen_case, consult, issued_case
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import as_login_role

pytestmark = pytest.mark.django_db
D = Decimal


def lend(head: Actor, to: Actor, **facts) -> RoleDelegation:
    with acting_as(head):
        return stand_in(
            **{
                "role": Role.HEAD_OF_SERVICE,
                "deputy": StaffMember.objects.get(pk=to.person_id),
                "starts_on": TODAY,
                "ends_on": date(2026, 12, 4),
                "reason": "Annual leave",
                "by": head,
                "at": NOW,
                **facts,
            }
        )


def today_of(person: Actor, on: date = TODAY) -> Actor:
    """Who the person is when they sign in on a day."""
    with as_login_role():
        found = signed_in_as(person.user_id, on=on)
    assert found is not None
    return found


def test_deputy_decides_in_the_absence_and_the_decision_says_for_whom():
    case = chosen_case()
    lend(case.head, case.manager)
    deputy = today_of(case.manager)
    assert Role.HEAD_OF_SERVICE in deputy.roles
    with acting_as(deputy):
        decided = decide(approval=case.approvals()["financial"], verb="approve", by=deputy, at=LATER)
        assert decided.decided_under.holder_id == case.head.person_id
        own = decide(approval=case.approvals()["care"], verb="approve", by=deputy, at=LATER)
        assert own.decided_under is None
        told = AuditEvent.objects.filter(table_name="placements_approvalrequest", row_id=str(decided.pk))
    auditor = council_actor(Role.AUDITOR, authority=case.request.authority)
    with acting_as(auditor):
        assert told.filter(changed__contains=["decided_under_id"]).exists()


def test_role_is_lent_for_its_days_only_and_ends_when_it_is_taken_back():
    case = chosen_case()
    lent = lend(case.head, case.manager, starts_on=date(2026, 11, 23))
    assert Role.HEAD_OF_SERVICE not in today_of(case.manager).roles
    assert Role.HEAD_OF_SERVICE in today_of(case.manager, date(2026, 12, 3)).roles
    assert Role.HEAD_OF_SERVICE not in today_of(case.manager, date(2026, 12, 4)).roles
    with acting_as(case.head):
        end_standing_in(delegation=lent, by=case.head, at=LATER)
    assert Role.HEAD_OF_SERVICE not in today_of(case.manager, date(2026, 12, 3)).roles
    with acting_as(case.head), pytest.raises(Conflict, match="ended already"):
        end_standing_in(delegation=lent, by=case.head, at=LATER)
    with acting_as(case.manager):
        kept = delegations_visible_to(case.manager).get()
    assert (kept.ended_by_id, kept.ended_at) == (case.head.person_id, LATER)


def test_what_was_lent_cannot_be_lent_on_nor_a_role_one_does_not_hold():
    case = chosen_case()
    lend(case.head, case.manager)
    deputy = today_of(case.manager)
    with pytest.raises(NotPermitted):
        lend(deputy, case.signatory)
    with pytest.raises(NotPermitted):
        lend(case.signatory, case.manager, role=Role.DCS)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"ends_on": TODAY}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=400)}, "ends_on"),
        ({"reason": " "}, "reason"),
    ],
)
def test_days_that_do_not_hold_together_are_refused_beside_their_field(facts, field):
    case = chosen_case()
    with pytest.raises(DomainError) as refused:
        lend(case.head, case.manager, **facts)
    assert refused.value.field == field


def test_deputy_must_hold_an_approving_role_and_one_deputy_stands_at_a_time():
    case = chosen_case()
    with pytest.raises(DomainError, match="approving role"):
        lend(case.head, case.officer)
    lend(case.head, case.manager)
    with pytest.raises(Conflict, match="stands in"):
        lend(case.head, case.signatory)


def test_nobody_decides_in_the_place_of_whoever_asked():
    case = chosen_case()
    approval = case.approvals()["financial"]
    with acting_as(case.officer):
        ApprovalRequest.objects.filter(pk=approval.pk).update(raised_by=case.head.person_id)
    lend(case.head, case.manager)
    deputy = today_of(case.manager)
    with acting_as(deputy), pytest.raises(NotPermitted, match="in their place"):
        approval.refresh_from_db()
        decide(approval=approval, verb="approve", by=deputy, at=LATER)


def test_value_bought_in_parts_counts_together_for_the_limit():
    first = chosen_case(weekly="4557.00")
    with acting_as(first.officer):
        financial = first.approvals()["financial"]
        whole = agreed_before(first.request.child_id, first.offer.provider_id, at=LATER)
        assert whole == financial.whole_life_value > 0
        own = agreed_before(first.request.child_id, first.offer.provider_id, offer=first.offer.pk, at=LATER)
        later = agreed_before(
            first.request.child_id,
            first.offer.provider_id,
            at=LATER + timedelta(days=366),
        )
        elsewhere = agreed_before(first.request.child_id, first.loser.provider_id, at=LATER)
    assert own == later == elsewhere == 0


def distant_case() -> Case:
    return chosen_case(setting=OpenHomeFactory(authority=AuthorityFactory()))


def test_distant_home_waits_for_consultation_and_then_for_the_director():
    case = distant_case()
    approval = case.approvals()["care"]
    director = council_actor(Role.DCS, authority=case.request.authority)
    assert approval.roles_able == [Role.DCS] and approval.consults_id
    with acting_as(director), pytest.raises(DomainError, match="consulted"):
        decide(approval=approval, verb="approve", by=director, at=LATER)
    with acting_as(case.officer):
        with pytest.raises(DomainError) as refused:
            record_consultation(
                approval=approval, consulted_on=date(2027, 1, 1), consultation="x", by=case.officer, at=LATER
            )
        assert refused.value.field == "consulted_on"
        record_consultation(
            approval=approval,
            consulted_on=TODAY,
            consultation="Plan sent; they know of no risk.",
            by=case.officer,
            at=LATER,
        )
    with acting_as(director):
        approval.refresh_from_db()
        assert decide(approval=approval, verb="approve", by=director, at=LATER).state == "approved"


def test_home_outside_england_is_distant_and_its_area_consulted_though_no_council_of_ours_is_named():
    case = chosen_case(setting=OpenHomeFactory(authority=None))
    care = case.approvals()["care"]
    assert (care.roles_able, care.consults_id, care.must_consult) == ([Role.DCS], None, True)
    director = council_actor(Role.DCS, authority=case.request.authority)
    with acting_as(director), pytest.raises(DomainError, match="consulted"):
        decide(approval=care, verb="approve", by=director, at=LATER)
    consult(case, care)
    with acting_as(director):
        assert decide(approval=care, verb="approve", by=director, at=LATER).state == "approved"


def test_home_in_our_own_area_asks_nobody_to_be_consulted():
    assert chosen_case().approvals()["care"].consults_id is None


def test_change_to_what_was_asked_for_voids_the_approvals():
    case = chosen_case()
    approval = case.approvals()["care"]
    with acting_as(case.officer):
        PlacementRequest.objects.filter(pk=case.request.pk).update(planned_end_on=date(2029, 1, 1))
    with acting_as(case.manager), pytest.raises(Conflict, match="changed"):
        decide(approval=approval, verb="approve", by=case.manager, at=LATER)


def test_placement_starts_unsigned_with_a_reason_and_is_flagged_until_both_have_signed():
    from placements.choices import SigningSide
    from placements.selectors.duties import due_lines
    from placements.selectors.placements import placements_visible_to
    from placements.services.agreements import sign_agreement

    case = issued_case()
    after = LATER + timedelta(days=30)
    with acting_as(case.officer):
        with pytest.raises(DomainError) as refused:
            start_unsigned(agreement=case.agreement(), reason=" ", by=case.officer, at=after)
        assert refused.value.field == "reason"
        with pytest.raises(DomainError, match="time to sign"):
            start_unsigned(agreement=case.agreement(), reason="Tonight.", by=case.officer, at=LATER)
        placement = start_unsigned(agreement=case.agreement(), reason="Tonight.", by=case.officer, at=after)
        assert placements_visible_to(case.officer).get().is_unsigned
        lines = due_lines(case.officer, on=after.date())
        assert any("unsigned" in line.what for line in lines)
    for side, who in ((SigningSide.PROVIDER, case.winner), (SigningSide.AUTHORITY, case.signatory)):
        with acting_as(who):
            sign_agreement(agreement=case.agreement(), side=side, by=who, at=after)
    with acting_as(case.officer):
        seen = placements_visible_to(case.officer).get()
        assert (seen.pk, seen.is_unsigned) == (placement.pk, False)


def test_unsigned_start_needs_an_issued_agreement():
    case = approved_case()
    from placements.services.agreements import draft_agreement

    with acting_as(case.officer):
        drafted = draft_agreement(request=case.request, by=case.officer, at=LATER)
        with pytest.raises(NotPermitted, match="issued"):
            start_unsigned(agreement=drafted, reason="x", by=case.officer, at=LATER)


def test_change_to_an_agreement_is_approved_on_its_new_total_or_ends():
    from contracts.choices import FeeKind
    from placements.fees import NewFee
    from placements.life_choices import VariationState
    from placements.services.variations import propose_variation
    from tests.factories.placed import ActiveAgreementFactory, AgreementFeeFactory

    agreement = ActiveAgreementFactory()
    AgreementFeeFactory(agreement=agreement)
    for role, limit in ((Role.SERVICE_MANAGER, 4600), (Role.HEAD_OF_SERVICE, 6000)):
        DelegationRuleFactory(authority=agreement.authority, role=role, weekly_limit=limit)
    officer, head, signatory = (
        council_actor(role, authority=agreement.authority)
        for role in (Role.COMMISSIONER, Role.HEAD_OF_SERVICE, Role.CONTRACT_SIGNATORY)
    )
    facts = {"agreement": agreement, "effective_on": date(2026, 12, 1), "by": officer, "at": NOW}
    extra = NewFee(FeeKind.ADDITIONAL_STAFFING, D("900.00"), date(2027, 1, 5))
    with acting_as(officer):
        with pytest.raises(DomainError) as refused:
            propose_variation(
                new=[NewFee(FeeKind.ADDITIONAL_STAFFING, D("900.00"))], reason="Nights.", **facts
            )
        assert refused.value.field == "additional_staffing_ends_on"
        with pytest.raises(DomainError, match="Nothing would change"):
            propose_variation(new=[], reason="Nights.", **facts)
        change = propose_variation(new=[extra], reason="Nights.", **facts)
        assert (change.old_weekly, change.new_weekly, change.delta) == (
            D("4557.00"),
            D("5457.00"),
            D("900.00"),
        )
        approvals = {a.kind: a for a in ApprovalRequest.objects.filter(variation=change)}
        assert approvals["financial"].roles_able == [Role.HEAD_OF_SERVICE]
        with pytest.raises(Conflict, match="under way"):
            propose_variation(new=[extra], reason="Again.", **facts)
    with acting_as(head):
        decide(approval=approvals["financial"], verb="approve", by=head, at=LATER)
    with acting_as(signatory):
        decide(approval=approvals["contract"], verb="approve", by=signatory, at=LATER)
        change.refresh_from_db()
    assert change.state == VariationState.APPROVED
