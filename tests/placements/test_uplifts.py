"""From an ask to new prices: the rule, the answer, the dry run, two people, once, and back again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.choices import OverCeiling
from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.models import CeilingDraw, PriceSchedule, UpliftRequest
from contracts.selectors.ceilings import headroom_of
from contracts.selectors.uplifts import uplifts_visible_to
from contracts.services.ceilings import CeilingReached
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import (
    answer_uplift,
    ask_uplift,
    decide_appeal,
    reply_to_answer,
    vote,
)
from contracts.uplift_rules import Outcome, ballot_of, most_allowed, raised
from core.actor import acting_as
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotPermitted
from placements.choices import SigningSide
from placements.models import AgreementFee, PlacementAgreement, UpliftLine
from placements.selectors.commitments import borne_by_placement, fees_charged
from placements.services.agreements import sign_agreement
from placements.services.uplifts import apply_uplift, prepare_uplift, reverse_uplift
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.cases import LATER, provider_signed_case
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.keeping import NEXT_YEAR, CeilingFactory, UpliftFactory, WindowFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import provider_actor

pytestmark = pytest.mark.django_db
FROM = date(2027, 4, 1)
PAPER = Upload("accounts.pdf", "application/pdf", b"%PDF-1.7 accounts")


class Ground:
    """A placement at £4,557 a week under a tool, its ceiling, and an ask for 1.5% agreed."""

    def __init__(self, ceiling: str = "1000000.00", **window):
        self.case = provider_signed_case()
        self.authority = self.case.request.authority
        self.tool = CommercialToolFactory(lead_authority=self.authority)
        ToolAccessFactory(tool=self.tool)
        member = MembershipFactory(lot=LotFactory(tool=self.tool), provider=self.case.offer.provider)
        PriceScheduleFactory(membership=member)
        self.ceiling = CeilingFactory(
            authority=self.authority, amount=Decimal(ceiling), when_over=OverCeiling.REFUSE
        )
        with acting_as(self.case.signatory):
            PlacementAgreement.objects.filter(pk=self.case.agreement().pk).update(tool=self.tool)
            self.placement = sign_agreement(
                agreement=self.case.agreement(), side=SigningSide.AUTHORITY, by=self.case.signatory, at=LATER
            )
        self.window = WindowFactory(tool=self.tool, **window)
        self.uplift = UpliftFactory(window=self.window, provider=self.case.offer.provider)
        self.one, self.two = (council_actor(Role.COMMISSIONER, authority=self.authority) for _ in range(2))
        self.head = council_actor(Role.HEAD_OF_SERVICE, authority=self.authority)

    def agreed(self):
        with acting_as(self.one):
            return answer_uplift(request=self.uplift, verb="agree", reasons="Fair.", by=self.one, at=NOW)

    def prepared(self, **facts):
        answer = self.agreed()
        with acting_as(self.one):
            return prepare_uplift(answer=answer, effective_on=FROM, by=self.one, at=NOW, **facts)

    def fees(self):
        with acting_as(self.one):
            return list(
                AgreementFee.objects.filter(agreement=self.placement.agreement)
                .order_by("starts_on")
                .values_list("weekly_rate", "starts_on", "ends_on")
            )


def test_rule_is_the_lower_of_the_cap_and_cpi():
    window = WindowFactory.build(cpi_percent=Decimal("1.10"), tool=None, lead_authority=None)
    assert most_allowed(window) == Decimal("1.10")
    assert raised(Decimal("4557.00"), Decimal("1.50")) == Decimal("4625.36")


def test_award_draws_its_whole_life_on_the_ceiling():
    ground = Ground()
    with acting_as(ground.one):
        drawn = CeilingDraw.objects.get()
        assert drawn.source_reference == ground.placement.reference
        assert headroom_of(ground.ceiling).remaining == ground.ceiling.amount - drawn.amount
    assert drawn.amount > Decimal("4557.00")


def test_dry_run_changes_nothing_and_tells_the_year_and_the_headroom():
    ground = Ground()
    before = ground.fees()
    run = ground.prepared()
    assert ground.fees() == before
    with acting_as(ground.one):
        fee, price = UpliftLine.objects.order_by("pk")
    assert (fee.old_rate, fee.new_rate) == (Decimal("4557.00"), Decimal("4625.36"))
    assert (run.line_count, run.annual_effect) == (1, Decimal("3564.49"))
    assert fee.ceiling_id == ground.ceiling.pk and price.price_id is not None


def test_what_an_uplift_added_is_kept_apart_in_what_a_council_bears():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.two) as actor:
        apply_uplift(run=run, by=actor, at=NOW)
        [rates] = borne_by_placement(actor, fees_charged(actor, planned=True)).values()
        assert [(rate.weekly, rate.uplift, rate.period.start) for rate in rates[1:]] == [
            (Decimal("4625.36"), Decimal("68.36"), FROM)
        ]
        assert rates[0].uplift == 0
        reverse_uplift(run=run, reason="Wrong percentage", by=actor, at=NOW)
        [rates] = borne_by_placement(actor, fees_charged(actor, planned=True)).values()
    assert [rate.uplift for rate in rates] == [0, 0]


def test_uplift_is_applied_by_another_person_as_a_version_and_draws_headroom():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.one), pytest.raises(NotPermitted, match="somebody else"):
        apply_uplift(run=run, by=ground.one, at=NOW)
    with acting_as(ground.two):
        apply_uplift(run=run, by=ground.two, at=NOW)
    (old, _, ended), (new, from_, until) = ground.fees()
    assert (old, ended) == (Decimal("4557.00"), FROM)
    assert (new, from_, until) == (Decimal("4625.36"), FROM, None)
    with acting_as(ground.two):
        line = UpliftLine.objects.get(fee__isnull=False)
        assert CeilingDraw.objects.get(kind="uplift").amount == line.to_end
        prices = PriceSchedule.objects.order_by("starts_on").values_list("weekly_rate", flat=True)
        assert list(prices) == [Decimal("4557.00"), Decimal("4625.36")]
        with pytest.raises(Conflict):
            apply_uplift(run=run, by=ground.two, at=NOW)
        with pytest.raises(Conflict, match="already"):
            prepare_uplift(answer=run.answer, effective_on=FROM, by=ground.two, at=NOW)


def test_reversed_uplift_leaves_the_old_price_and_the_old_headroom():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.two):
        remaining = headroom_of(ground.ceiling).remaining
        apply_uplift(run=run, by=ground.two, at=NOW)
        reverse_uplift(run=run, reason="Agreed in error", by=ground.two, at=NOW)
        assert headroom_of(ground.ceiling).remaining == remaining
        with pytest.raises(Conflict):
            reverse_uplift(run=run, reason="Again", by=ground.two, at=NOW)
    assert {rate for rate, _, _ in ground.fees()} == {Decimal("4557.00")}


def test_uplift_that_the_ceiling_does_not_hold_changes_no_price():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.two):
        drawn = CeilingDraw.objects.get().amount
        type(ground.ceiling).objects.filter(pk=ground.ceiling.pk).update(amount=drawn)
        with pytest.raises(CeilingReached):
            apply_uplift(run=run, by=ground.two, at=NOW)
        assert not CeilingDraw.objects.filter(kind="uplift").exists()
    assert len(ground.fees()) == 1


def test_price_that_changed_since_the_dry_run_stops_it():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.two):
        AgreementFee.objects.update(weekly_rate=Decimal("4600.00"))
        with pytest.raises(Conflict, match="1 of these prices changed"):
            apply_uplift(run=run, by=ground.two, at=NOW)


def test_uplift_is_never_back_dated_nor_before_its_window():
    ground = Ground()
    answer = ground.agreed()
    with acting_as(ground.one):
        for day in (TODAY, TODAY - timedelta(days=1)):
            with pytest.raises(DomainError, match="back-dated"):
                prepare_uplift(answer=answer, effective_on=day, by=ground.one, at=NOW)
        with pytest.raises(DomainError, match="1 April 2027 or later"):
            prepare_uplift(answer=answer, effective_on=FROM - timedelta(days=1), by=ground.one, at=NOW)


def test_price_does_not_rise_twice_in_twelve_months():
    ground = Ground()
    run = ground.prepared()
    with acting_as(ground.two):
        apply_uplift(run=run, by=ground.two, at=NOW)
    asker = provider_actor(ground.case.offer.provider)
    soon = WindowFactory(tool=ground.tool, **NEXT_YEAR | {"effective_on": date(2028, 3, 31)})
    with acting_as(asker), pytest.raises(DomainError, match="1 April 2028"):
        ask_uplift(window=soon, percent=Decimal("1.0"), reasons="Again", evidence=[PAPER], by=asker, at=NOW)
    with acting_as(ground.one), pytest.raises(DomainError, match="may not rise again before"):
        open_window(
            tool=ground.tool,
            opens_on=TODAY,
            closes_on=TODAY,
            decide_by=TODAY,
            effective_on=date(2028, 3, 1),
            cap_percent=Decimal("1.5"),
            cpi_percent=Decimal("2.0"),
            review_above_percent=Decimal("3.0"),
            by=ground.one,
            at=NOW,
        )


def test_council_agrees_no_more_than_the_rule_unless_it_is_under_review():
    ground = Ground()
    asked = UpliftFactory(window=ground.window, percent_asked=Decimal("4.00"))
    with acting_as(ground.one), pytest.raises(DomainError, match=r"most that may be agreed is 1\.50%"):
        answer_uplift(request=asked, verb="agree", reasons="", by=ground.one, at=NOW)
    window = WindowFactory(tool=CommercialToolFactory(lead_authority=ground.authority), cpi_percent="3.10")
    ToolAccessFactory(tool=window.tool)
    high = UpliftFactory(window=window, percent_asked=Decimal("4.00"))
    with acting_as(ground.one):
        high = UpliftRequest.objects.get(pk=high.pk)
        answered = answer_uplift(request=high, verb="agree", reasons="CPI", by=ground.one, at=NOW)
    assert answered.percent == Decimal("4.00")


def test_counter_offer_is_appealed_in_time_and_decided_by_somebody_else():
    ground = Ground()
    provider = provider_actor(ground.case.offer.provider)
    with acting_as(ground.head):
        answer = answer_uplift(
            request=ground.uplift,
            verb="counter",
            percent=Decimal("0.50"),
            reasons="Costs fell.",
            by=ground.head,
            at=NOW,
        )
    assert answer.appeal_until == TODAY + timedelta(days=14)
    with acting_as(provider):
        with pytest.raises(Conflict, match="last day to appeal"):
            reply_to_answer(
                answer=answer, verb="appeal", words="No", by=provider, at=NOW + timedelta(days=15)
            )
        with pytest.raises(DomainError, match="why"):
            reply_to_answer(answer=answer, verb="appeal", words=" ", by=provider, at=NOW)
        reply_to_answer(answer=answer, verb="appeal", words="Pay rose.", by=provider, at=NOW)
    with acting_as(ground.head), pytest.raises(NotPermitted):
        decide_appeal(answer=answer, percent=None, reasons="", by=ground.head, at=NOW)
    director = council_actor(Role.DCS, authority=ground.authority)
    with acting_as(director):
        final = decide_appeal(answer=answer, percent=Decimal("1.00"), reasons="Fair", by=director, at=NOW)
    assert (final.state, final.percent) == (UpliftState.AGREED, Decimal("1.00"))


def test_late_answer_leaves_the_old_price():
    ground = Ground()
    after = NOW + timedelta(days=120)
    with acting_as(ground.one), pytest.raises(Conflict, match="old price stands"):
        answer_uplift(request=ground.uplift, verb="agree", reasons="", by=ground.one, at=after)


def test_ask_needs_evidence_an_open_window_and_is_made_once():
    ground = Ground()
    asker = provider_actor(ground.case.offer.provider)
    window = WindowFactory(tool=ground.tool, **NEXT_YEAR)
    facts = {"window": window, "percent": Decimal("1.00"), "reasons": "Pay", "by": asker}
    with acting_as(asker):
        with pytest.raises(DomainError, match="evidence"):
            ask_uplift(**facts, evidence=[], at=NOW)
        with pytest.raises(DomainError, match="may be asked from"):
            ask_uplift(**facts, evidence=[PAPER], at=NOW - timedelta(days=60))
        ask_uplift(**facts, evidence=[PAPER], at=NOW)
        with pytest.raises(Conflict, match="already"):
            ask_uplift(**facts, evidence=[PAPER], at=NOW)


def test_ballot_needs_its_quorum_and_a_majority():
    def outcome(*votes, over=True):
        last = TODAY - timedelta(days=1) if over else TODAY
        return ballot_of(votes, members=5, quorum=3, decide_by=last, on=TODAY).outcome

    assert outcome(True, True) == Outcome.NO_QUORUM
    assert outcome(True, True, False) == Outcome.CARRIED
    assert outcome(True, False, True, False) == Outcome.LOST
    assert outcome(True, True, True, over=False) == Outcome.OPEN
    assert outcome(True, True, True, True, False, over=False) == Outcome.CARRIED


def test_ballot_binds_the_council_that_lost_it():
    ground = Ground(decider=UpliftDecider.BALLOT, quorum=2)
    partners = [AuthorityFactory() for _ in range(2)]
    for partner in partners:
        ToolAccessFactory(tool=ground.tool, authority=partner)
    voters = [ground.one, *(council_actor(Role.COMMISSIONER, authority=each) for each in partners)]
    with acting_as(ground.one), pytest.raises(NotPermitted, match="still open"):
        answer_uplift(request=ground.uplift, verb="agree", reasons="", by=ground.one, at=NOW)
    for voter, in_favour in zip(voters, (False, True, True), strict=True):
        with acting_as(voter):
            asked = UpliftRequest.objects.get(pk=ground.uplift.pk)
            vote(request=asked, in_favour=in_favour, reasons="", by=voter, at=NOW)
    with acting_as(ground.one):
        with pytest.raises(NotPermitted, match="binds every council"):
            answer_uplift(request=ground.uplift, verb="refuse", reasons="", by=ground.one, at=NOW)
        answer_uplift(request=ground.uplift, verb="agree", reasons="", by=ground.one, at=NOW)


def test_uplift_is_read_by_its_provider_and_the_tools_councils_only():
    ground = Ground()
    ground.agreed()
    stranger, rival = council_actor(Role.COMMISSIONER), provider_actor()
    for outsider in (stranger, rival):
        with acting_as(outsider):
            assert not uplifts_visible_to(outsider).exists()
            assert not UpliftLine.objects.exists() if outsider.is_council else True
    with acting_as(ground.case.winner):
        assert uplifts_visible_to(ground.case.winner).count() == 1
