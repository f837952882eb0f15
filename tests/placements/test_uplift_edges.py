"""Uplifts where they meet something else: a ballot's rule, its finality, a child who is away."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from authorities.choices import Role
from authorities.models import Authority
from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.models import UpliftEffect, UpliftRequest
from contracts.services.uplifts import answer_uplift, ask_uplift, decide_appeal, reply_to_answer, vote
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from placements.choices import PlacementState
from placements.life_choices import AbsenceKind
from placements.models import Absence, AgreementFee, Placement, UpliftLine
from placements.services.absences import begin_retainers, record_absence, record_return
from placements.services.uplift_costs import estimate_uplift
from placements.services.uplifts import apply_uplift, reverse_uplift
from placements.uplift_tables import effect_rows
from tests.factories.authorities import council_actor
from tests.factories.contracts import CommercialToolFactory, MembershipFactory, ToolAccessFactory
from tests.factories.keeping import UpliftFactory, WindowFactory
from tests.factories.placements import NOW
from tests.factories.providers import provider_actor
from tests.pages import browser_of
from tests.placements.living import at
from tests.placements.test_uplifts import FROM, PAPER, Ground

pytestmark = pytest.mark.django_db
LEFT, BACK = date(2027, 3, 1), date(2027, 5, 1)


def test_ballot_is_not_asked_for_more_than_the_rule_lets_it_agree():
    window = WindowFactory(tool=CommercialToolFactory(), decider=UpliftDecider.BALLOT, quorum=1)
    member = MembershipFactory(lot__tool=window.tool)
    asker = provider_actor(member.provider)
    facts = {"window": window, "reasons": "Pay rose", "evidence": [PAPER], "by": asker, "at": NOW}
    with acting_as(asker):
        with pytest.raises(DomainError, match=r"most that may be agreed is 1\.50%") as refused:
            ask_uplift(**facts, percent=Decimal("4.00"))
        assert refused.value.field == "percent"
        assert ask_uplift(**facts, percent=Decimal("1.50")).percent_asked == Decimal("1.50")


def test_refusal_by_ballot_is_not_appealed():
    window = WindowFactory(tool=CommercialToolFactory(), decider=UpliftDecider.BALLOT, quorum=1)
    ToolAccessFactory(tool=window.tool, authority=window.lead_authority)
    asked = UpliftFactory(window=window, provider=MembershipFactory(lot__tool=window.tool).provider)
    one = council_actor(Role.COMMISSIONER, authority=window.lead_authority)
    with acting_as(one):
        asked = UpliftRequest.objects.get(pk=asked.pk)
        vote(request=asked, in_favour=False, reasons="", by=one, at=NOW)
        answer = answer_uplift(request=asked, verb="refuse", reasons="Lost", by=one, at=NOW)
    assert (answer.state, answer.appeal_until) == (UpliftState.REFUSED, None)
    asker = provider_actor(asked.provider)
    with acting_as(asker), pytest.raises(Conflict, match="by ballot"):
        reply_to_answer(answer=answer, verb="appeal", words="Pay rose.", by=asker, at=NOW)


def test_an_uplift_of_nothing_is_no_answer():
    ground = Ground()
    with acting_as(ground.one), pytest.raises(DomainError, match="more than 0%"):
        answer_uplift(
            request=ground.uplift, verb="counter", percent=Decimal(0), reasons="", by=ground.one, at=NOW
        )
    with acting_as(ground.one):
        answer = answer_uplift(request=ground.uplift, verb="refuse", reasons="", by=ground.one, at=NOW)
    asker = provider_actor(ground.case.offer.provider)
    with acting_as(asker):
        reply_to_answer(answer=answer, verb="appeal", words="Pay rose.", by=asker, at=NOW)
    with acting_as(ground.head), pytest.raises(DomainError, match="more than 0%"):
        decide_appeal(answer=answer, percent=Decimal(0), reasons="", by=ground.head, at=NOW)


def away_and_raised() -> Ground:
    """A child in hospital from 1 March on a retainer, whose price rises by 1.5% on 1 April."""
    ground = Ground()
    with acting_as(ground.one) as by:
        Placement.objects.update(state=PlacementState.ACTIVE)
        ground.placement.refresh_from_db()
        record_absence(
            placement=ground.placement, kind=AbsenceKind.HOSPITAL, left_on=LEFT, by=by, at=at(LEFT)
        )
        begin_retainers(by=by, at=at(date(2027, 3, 20)))
    run = ground.prepared()
    with acting_as(ground.two):
        ground.run = apply_uplift(run=run, by=ground.two, at=NOW)
    return ground


def test_retainer_that_rose_ends_with_the_absence_and_the_full_price_has_risen():
    ground = away_and_raised()
    with acting_as(ground.one) as by:
        absence = Absence.objects.get()
        assert AgreementFee.objects.filter(absence=absence).count() == 2
        record_return(absence=absence, back_on=BACK, by=by, at=at(BACK))
    (full, *_), (retainer, *_), (risen, starts, ends), (again, back, _) = ground.fees()
    assert (full, again) == (Decimal("4557.00"), Decimal("4625.36"))
    assert retainer < risen < full
    assert (starts, ends, back) == (FROM, BACK, BACK)


def test_uplift_taken_back_does_not_raise_the_price_after_the_absence():
    ground = away_and_raised()
    with acting_as(ground.two):
        reverse_uplift(run=ground.run, reason="Agreed in error", by=ground.two, at=NOW)
    with acting_as(ground.one) as by:
        record_return(absence=Absence.objects.get(), back_on=BACK, by=by, at=at(BACK))
    assert ground.fees()[-1][0] == Decimal("4557.00")


def test_councils_know_what_an_ask_costs_before_they_vote():
    ground = Ground(decider=UpliftDecider.BALLOT, quorum=1)
    partner = council_actor(Role.COMMISSIONER)
    ToolAccessFactory(tool=ground.tool, authority=Authority(pk=partner.council_id))
    with acting_as(ground.one) as by:
        before = ground.fees()
        cost = estimate_uplift(request=ground.uplift, by=by, at=NOW)
        assert (cost.lines, cost.annual) == (1, Decimal("3564.49"))
        estimate_uplift(request=ground.uplift, by=by, at=NOW)
        assert not UpliftLine.objects.exists() and ground.fees() == before
    with acting_as(partner) as by:
        seen = UpliftEffect.objects.get()
        assert (seen.authority_id, seen.percent) == (ground.authority.pk, Decimal("1.50"))
        assert estimate_uplift(request=UpliftRequest.objects.get(), by=by, at=NOW).lines == 0
        (own, other) = effect_rows(UpliftEffect.objects.order_by("lines"), own=partner.authority_id).rows
    assert own[2:] == ("0", "£0.00") and other[3] == "Not told"
    with (
        acting_as(council_actor(Role.PLANNER, authority=ground.authority)) as by,
        pytest.raises(NotPermitted),
    ):
        estimate_uplift(request=ground.uplift, by=by, at=NOW)


def test_cost_is_worked_out_from_the_asks_page_until_it_is_settled():
    ground = Ground()
    address = reverse("uplift_detail", args=[ground.uplift.reference])
    with time_machine.travel(NOW, tick=False):
        browser = browser_of(ground.one)
        assert b"Work out what it would cost us" in browser.get(address).content
        browser.post(reverse("uplift_estimate", args=[ground.uplift.reference]))
        page = browser.get(address).content.decode()
        assert "A year more: £3,564.49" in page
        ground.agreed()
        assert b"Work out what it would cost us" not in browser.get(address).content
        told = browser.post(reverse("uplift_estimate", args=[ground.uplift.reference]), follow=True)
        assert "This has been answered" in told.content.decode()


def test_provider_sees_where_an_ask_waits_for_it():
    ground = Ground()
    browser, address = browser_of(provider_actor(ground.case.offer.provider)), reverse("portal_uplifts")
    with time_machine.travel(NOW, tick=False):
        assert b"With the councils" in browser.get(address).content
        with acting_as(ground.one) as by:
            answer_uplift(
                request=ground.uplift, verb="counter", percent=Decimal(1), reasons="Less", by=by, at=NOW
            )
        assert b"For you to reply" in browser.get(address).content
