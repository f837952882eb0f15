"""Indicators measured from records or entered with evidence, and what a miss or a fallen home opens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority
from contracts.choices import BedNightState
from contracts.models import BedNight, Kpi, KpiResult, ProtocolTask, SharedResult
from contracts.performance_tables import step_rows
from contracts.quarters import in_words, quarter_before, quarters_to
from contracts.selectors.performance import steps_of, task_queue, tasks_of
from contracts.services.performance import (
    add_kpi,
    add_step,
    end_task,
    open_for_alerts,
    record_result,
    take_task,
)
from contracts.services.performance_changes import retire_step
from contracts.tool_choices import Comparator, Measure, TaskState, Trigger
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.periods import Period
from placements.choices import PlacementState, RecipientState
from placements.models import Continuation
from placements.selectors.measures import measure
from placements.services.performance import measure_all, measure_quarter
from providers.choices import AlertKind, Outcome
from tests.factories.admission import KpiFactory, ProtocolStepFactory
from tests.factories.authorities import (
    AuthorityFactory,
    RoleAssignmentFactory,
    StaffMemberFactory,
    council_actor,
)
from tests.factories.contracts import (
    BlockContractFactory,
    ContractedBedFactory,
    MembershipSettingFactory,
    ToolAccessFactory,
)
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, RecipientFactory, SentReferralFactory
from tests.factories.providers import InspectionFactory, VacancyReportFactory
from tests.factories.quality import QualityAlertFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
# July to September 2026.
QUARTER = quarter_before(NOW.date())
SUMMER = NOW - timedelta(days=90)


@pytest.fixture
def own():
    return AuthorityFactory(name="Homeshire")


@pytest.fixture
def keeper(own):
    return council_actor(Role.COMMISSIONER, authority=own)


@pytest.fixture
def covered(own):
    row = MembershipSettingFactory(membership__lot__tool__lead_authority=own)
    ToolAccessFactory(tool=row.tool)
    return row


def value_of(keeper, arrangement, kind: Measure, **facts):
    with acting_as(keeper) as by:
        kpi = Kpi(measure=kind, target=Decimal(90), **facts)
        return measure(kpi, by, QUARTER)


def test_quarters_are_those_that_are_over():
    assert Period(date(2026, 7, 1), date(2026, 10, 1)) == QUARTER
    assert in_words(quarters_to(NOW.date(), 2)[1].start) == "April to June 2026"


def test_answers_and_offers_are_counted_from_referrals_about_covered_homes(own, keeper, covered):
    def ask(state: str, hours: int | None, home: int) -> None:
        referral = SentReferralFactory(step__request__authority=own, sent_at=SUMMER)
        RecipientFactory(
            referral=referral,
            provider=covered.setting.provider,
            settings_asked=[home],
            state=state,
            answered_at=SUMMER + timedelta(hours=hours) if hours else None,
            decline_reason="no_vacancy" if state == RecipientState.DECLINED else "",
        )

    here = covered.setting_id
    ask(RecipientState.OFFERED, 10, here)
    ask(RecipientState.DECLINED, 20, here)
    ask(RecipientState.CHOSEN, 60, here)
    ask(RecipientState.NO_REPLY, None, here)
    ask(RecipientState.OFFERED, 1, here + 1)
    hours = value_of(keeper, covered.tool, Measure.ANSWER_HOURS, tool=covered.tool)
    assert (hours.value, hours.counted, hours.out_of) == (Decimal(20), 3, 4)
    share = value_of(keeper, covered.tool, Measure.ACCEPTANCE, tool=covered.tool)
    assert (share.value, share.counted, share.out_of) == (Decimal(50), 2, 4)


def test_homes_are_judged_and_fresh_as_at_the_quarters_end(keeper, covered):
    for n, outcome in enumerate((Outcome.GOOD, Outcome.REQUIRES_IMPROVEMENT, Outcome.OUTSTANDING)):
        row = covered if n == 0 else MembershipSettingFactory(membership=covered.membership)
        InspectionFactory(setting=row.setting, outcome=outcome, inspected_on=date(2026, 5, 1))
    InspectionFactory(setting=covered.setting, outcome=Outcome.INADEQUATE, inspected_on=date(2026, 11, 1))
    VacancyReportFactory(setting=covered.setting, reported_at=SUMMER.replace(month=9, day=29))
    judged = value_of(keeper, covered.tool, Measure.GOOD_OR_BETTER, tool=covered.tool)
    assert (judged.counted, judged.out_of) == (2, 3)
    fresh = value_of(keeper, covered.tool, Measure.FRESHNESS, tool=covered.tool)
    assert (fresh.counted, fresh.out_of) == (1, 3)


def test_stability_is_of_stays_that_began_each_once(own, keeper, covered):
    facts = {"agreement__authority": own, "agreement__tool": covered.tool}
    left = date(2026, 8, 1)

    def stay(**more):
        return ActivePlacementFactory(**facts, starts_on=date(2026, 7, 6), **more)

    def next_home(of, state=PlacementState.ACTIVE):
        ActivePlacementFactory(agreement__authority=own, child=of.child, starts_on=left, state=state)

    stay()
    moved = stay(state=PlacementState.ENDED, ends_on=left)
    next_home(moved)
    at_home = stay(state=PlacementState.ENDED, ends_on=left)
    next_home(at_home, state=PlacementState.CANCELLED)
    stay(state=PlacementState.CANCELLED, ends_on=date(2026, 7, 6))
    sold = stay(state=PlacementState.ENDED, ends_on=left)
    goes_on = ActivePlacementFactory(**facts, child=sold.child, starts_on=left)
    with acting_as(keeper):
        Continuation.objects.create(authority=own, earlier=sold, later=goes_on)
    measured = value_of(keeper, covered.tool, Measure.STABILITY, tool=covered.tool)
    assert (measured.value, measured.counted, measured.out_of) == (Decimal(75), 3, 4)


def test_fill_is_of_a_contracts_bed_nights(own, keeper):
    block = BlockContractFactory(lead_authority=own)
    bed = ContractedBedFactory(contract=block)
    with acting_as(keeper):
        for night, state in enumerate(("occupied", "occupied", "void_available", "not_live")):
            BedNight.objects.create(
                contract=block,
                bed=bed,
                night=date(2026, 8, 1) + timedelta(days=night),
                state=BedNightState(state),
                authority=own if state == "occupied" else None,
            )
    fill = value_of(keeper, block, Measure.FILL, contract=block)
    assert (fill.value, fill.counted, fill.out_of) == (Decimal("66.67"), 2, 3)
    assert value_of(keeper, block, Measure.STABILITY, contract=block).value is None


def test_a_miss_opens_the_next_step_of_the_protocol_with_an_owner_and_a_day(own, keeper, covered):
    head = StaffMemberFactory(authority=own, name="Head")
    RoleAssignmentFactory(staff_member=head, role=Role.HEAD_OF_SERVICE)
    first = ProtocolStepFactory(tool=covered.tool, position=1)
    second = ProtocolStepFactory(tool=covered.tool, position=2, role=Role.HEAD_OF_SERVICE)
    kpi = KpiFactory(tool=covered.tool)
    InspectionFactory(setting=covered.setting, outcome=Outcome.INADEQUATE, inspected_on=date(2026, 5, 1))
    with acting_as(keeper) as by:
        measure_quarter(arrangement=covered.tool, by=by, at=NOW)
        measure_quarter(arrangement=covered.tool, by=by, at=NOW)
        task = task_queue(by).get()
        assert (task.step, task.owner.pk, task.due_on) == (first, by.person_id, date(2026, 11, 27))
        earlier = date(2026, 4, 1)
        record_result(kpi=kpi, quarter=earlier, value=Decimal(10), by=by, at=NOW)
        assert task_queue(by).get(step=second).owner == head
        record_result(kpi=kpi, quarter=date(2026, 1, 1), value=Decimal(95), by=by, at=NOW)
        assert task_queue(by).count() == 2


def judged_below_good(home):
    InspectionFactory(setting=home, outcome=Outcome.REQUIRES_IMPROVEMENT, inspected_on=NOW.date())
    QualityAlertFactory(setting=home, provider=home.provider, kind=AlertKind.GRADE, happened_on=NOW.date())


def test_a_home_below_good_opens_a_step_once_in_the_council_that_leads(keeper, covered):
    ProtocolStepFactory(tool=covered.tool, trigger=Trigger.BELOW_GOOD)
    judged_below_good(covered.setting)
    with acting_as(keeper) as by:
        assert (open_for_alerts(by=by, at=NOW), open_for_alerts(by=by, at=NOW)) == (1, 0)
        assert task_queue(by).get().alert.setting == covered.setting
    with acting_as(council_actor(Role.COMMISSIONER)) as other:
        assert open_for_alerts(by=other, at=NOW) == 0
        assert not ProtocolTask.objects.exists()


def test_a_step_out_of_use_is_not_opened_anew_for_what_opened_it_and_its_task_stays(keeper, covered):
    steps = [ProtocolStepFactory(tool=covered.tool, trigger=Trigger.BELOW_GOOD, position=n) for n in (1, 2)]
    judged_below_good(covered.setting)
    with acting_as(keeper) as by:
        assert open_for_alerts(by=by, at=NOW) == 1
        retire_step(arrangement=covered.tool, step=steps[0], by=by, at=NOW)
        assert open_for_alerts(by=by, at=NOW) == 0
        task = tasks_of(covered.tool, by).get()
        assert task.step == steps[0]
        (left,) = step_rows(steps_of(covered.tool)).rows
        assert left[0].endswith("(first)")
    with time_machine.travel(NOW, tick=False):
        page = browser_of(keeper).get(reverse("tool_performance", args=[covered.tool.reference]))
    assert reverse("task_detail", args=[task.reference]) in page.content.decode()


def test_a_task_is_taken_and_closed_with_words(own, keeper, covered):
    step = ProtocolStepFactory(tool=covered.tool)
    with acting_as(keeper) as by:
        task = ProtocolTask.objects.create(
            authority=own, step=step, state_at=NOW, opened_at=NOW, due_on=NOW.date()
        )
        assert take_task(task=task, by=by).owner_id == by.person_id
        with pytest.raises(DomainError, match="what was done"):
            end_task(task=task, verb="finish", note=" ", by=by, at=NOW)
        assert end_task(task=task, verb="finish", note="Met", by=by, at=NOW).state == TaskState.DONE
        with pytest.raises(Conflict):
            take_task(task=task, by=by)


def test_what_no_record_says_is_entered_with_evidence(keeper, covered):
    with acting_as(keeper) as by:
        facts = {"arrangement": covered.tool, "name": "Jobs", "comparator": Comparator.AT_LEAST, "by": by}
        with pytest.raises(DomainError, match="what is counted"):
            add_kpi(
                measure=Measure.ENTERED,
                definition="",
                target=Decimal(4),
                starts_on=covered.tool.starts_on,
                **facts,
            )
        with pytest.raises(DomainError, match="within the term"):
            add_kpi(
                measure=Measure.ACCEPTANCE,
                definition="",
                target=Decimal(4),
                starts_on=date(2020, 1, 1),
                **facts,
            )
        kpi = add_kpi(
            measure=Measure.ENTERED,
            definition="Local people",
            target=Decimal(4),
            starts_on=covered.tool.starts_on,
            **facts,
        )
    with time_machine.travel(NOW, tick=False):
        browser, address = browser_of(keeper), reverse("kpi_result", args=[kpi.reference])
        typed = {"quarter": QUARTER.start.isoformat(), "value": "2,5"}
        page = browser.post(address, typed)
        assert {"value", "upload"} <= page.context["form"].errors.keys()
        file = SimpleUploadedFile("return.pdf", b"%PDF-1.7 return")
        assert browser.post(address, {**typed, "value": "2.5", "upload": file}).status_code == 302
        shown = browser.get(reverse("tool_performance", args=[covered.tool.reference])).content.decode()
    assert "2.5" in shown and "Missed" in shown
    with acting_as(keeper):
        assert KpiResult.objects.get().evidence.filename == "return.pdf"


def test_a_partner_measures_for_itself_and_sets_nothing(covered, keeper):
    partner = council_actor(Role.COMMISSIONER)
    with acting_as(partner):
        council = Authority.objects.get(pk=partner.authority_id)
    ToolAccessFactory(tool=covered.tool, authority=council, category=ServiceCategory.RESIDENTIAL)
    KpiFactory(tool=covered.tool)
    InspectionFactory(setting=covered.setting, outcome=Outcome.GOOD, inspected_on=date(2026, 5, 1))
    with acting_as(partner) as by:
        assert (measure_all(by=by, at=NOW), measure_all(by=by, at=NOW)) == (1, 0)
        assert KpiResult.objects.get().is_met is True
        with pytest.raises(NotPermitted):
            add_step(
                arrangement=covered.tool,
                trigger=Trigger.KPI_MISSED,
                text="x",
                role=Role.LEGAL,
                working_days=1,
                by=by,
            )
    with acting_as(keeper):
        assert SharedResult.objects.get().authority_id == council.pk
        assert not KpiResult.objects.exists()
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not SharedResult.objects.exists()
