"""A quarter's review: the councils' figures beside each other, its conclusion, who is told of a miss."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse

from authorities.choices import Role
from contracts.models import KpiResult, PerformanceReview
from contracts.selectors.performance_across import across_councils
from contracts.services.performance import record_result
from contracts.tool_choices import Measure
from core.actor import acting_as
from core.models import Job
from tests.factories.admission import KpiFactory, ProtocolStepFactory
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import CommercialToolFactory, ToolAccessFactory
from tests.factories.placements import NOW
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 7, 1)


@pytest.fixture
def tool():
    return CommercialToolFactory()


@pytest.fixture
def people(tool):
    """A commissioner of the lead and one of a partner."""
    lead, partner = tool.lead_authority, AuthorityFactory(name="Partnershire")
    for council in (lead, partner):
        ToolAccessFactory(tool=tool, authority=council)
    return [council_actor(Role.COMMISSIONER, authority=each) for each in (lead, partner)]


def found(kpi, by, counted: int, out_of: int) -> KpiResult:
    value = (Decimal(100) * counted / out_of).quantize(Decimal("0.01"))
    with acting_as(by):
        return record_result(
            kpi=kpi, quarter=QUARTER, value=value, counted=counted, out_of=out_of, by=by, at=NOW
        )


def test_councils_of_a_tool_see_each_others_figures_and_their_sum(tool, people):
    kpi = KpiFactory(tool=tool, measure=Measure.ACCEPTANCE, target=Decimal(50))
    for person, counted in zip(people, (1, 9), strict=True):
        found(kpi, person, counted, 10)
    for person in people:
        with acting_as(person):
            seen = across_councils(tool, person, QUARTER)
        assert [each.results[0].counted for each in seen.councils] in ([1, 9], [9, 1])
        (both,) = seen.together
        assert (both.value, both.counted, both.out_of) == (Decimal(50), 10, 20)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger):
        assert across_councils(tool, stranger, QUARTER).councils == []


def test_a_council_writes_no_result_in_anothers_name(tool, people):
    kpi = KpiFactory(tool=tool)
    lead, partner = people
    forged = {"kpi": kpi, "quarter": QUARTER, "target": 1, "recorded_by": "Nobody", "recorded_at": NOW}
    with acting_as(partner), pytest.raises(ProgrammingError), transaction.atomic():
        KpiResult.objects.create(authority_id=lead.council_id, **forged)


def test_a_quarter_is_reviewed_on_its_page_by_each_council_for_itself(tool, people):
    ProtocolStepFactory(tool=tool)
    kpi = KpiFactory(tool=tool, measure=Measure.ACCEPTANCE, target=Decimal(50))
    lead, partner = people
    for person, counted in zip(people, (1, 9), strict=True):
        found(kpi, person, counted, 10)
    with time_machine.travel(NOW, tick=False):
        browser = browser_of(lead)
        address = reverse("tool_performance_quarter", args=[tool.reference, "2026-08"])
        page = browser.get(address).content.decode()
        assert "Partnershire" in page and "50%, 10 of 20" in page and "missed, July to September 2026" in page
        assert browser.post(address, {"conclusion": ""}).context["form"].errors
        assert browser.post(address, {"conclusion": "Talk to them in January."}).status_code == 302
        assert "Talk to them in January." in browser.get(address).content.decode()
        now = browser.get(reverse("tool_performance_quarter", args=[tool.reference, "2026-11"]))
        assert b"not over" in now.content and now.context["form"] is None
        assert (
            browser.get(reverse("tool_performance_quarter", args=[tool.reference, "2026-13"])).status_code
            == 404
        )
    with acting_as(lead):
        assert PerformanceReview.objects.get().quarter == QUARTER
    with acting_as(partner):
        assert not PerformanceReview.objects.exists()


def test_a_miss_writes_to_who_has_to_act(tool, people):
    step = ProtocolStepFactory(tool=tool)
    found(KpiFactory(tool=tool, measure=Measure.ACCEPTANCE, target=Decimal(50)), people[0], 1, 10)
    with acting_as(people[0]):
        assert Job.objects.filter(kind="staff_letter", title__contains=step.text[:60]).exists()


def test_an_indicator_ends_and_a_step_is_taken_out_and_what_they_did_stays(tool, people):
    step, kpi = ProtocolStepFactory(tool=tool), KpiFactory(tool=tool, starts_on=date(2026, 1, 1))
    lead, partner = people
    found(kpi, lead, 1, 10)
    with time_machine.travel(NOW, tick=False):
        browser = browser_of(lead)
        end, retire = (reverse(f"tool_{name}", args=[tool.reference]) for name in ("kpi_end", "step_retire"))
        day = {"last_on": "2026-09-30"}
        early = browser.post(end, {"kpi": kpi.pk, "last_on": "2025-09-30"})
        assert "last_on" in early.context["form"].errors
        assert browser.post(end, {"kpi": "x", **day}).context["form"].errors
        assert browser.post(end, {"kpi": kpi.pk, **day}).status_code == 302
        assert browser.post(retire, {"step": step.pk}).status_code == 302
        assert "step" in browser.post(retire, {"step": step.pk}).context["form"].errors
        page = browser.get(reverse("tool_performance_quarter", args=[tool.reference, "2026-07"]))
        assert b"Missed" in page.content
        stranger = browser_of(partner).post(end, {"kpi": kpi.pk, **day})
    assert stranger.status_code != 302
    with acting_as(lead):
        kpi.refresh_from_db()
        assert kpi.ends_on == date(2026, 10, 1) and KpiResult.objects.count() == 1
