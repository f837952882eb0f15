"""The planner's pages: scenarios, block or spot, supply and unmet need, from both sides of the wall."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from contracts.selectors.ledger import year_to
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from core.jobs.worker import run_next
from core.models import Job
from placements.models import Continuation
from providers.choices import Need
from sufficiency.models import BlockAppraisal, Futures, Scenario, SupplySnapshot
from sufficiency.plan_charts import flows_chart, host_figures, mix_chart
from sufficiency.planning.changes import HomeCloses
from sufficiency.selectors.flows import OUTSIDE, flows_between
from sufficiency.selectors.scenarios import comparison
from sufficiency.selectors.supply import Host, host_areas, supply_as_kept
from sufficiency.selectors.unmet import Got, unmet_ledger
from sufficiency.services.forecasts import ask_for_forecast
from sufficiency.services.futures import ask_for_futures
from sufficiency.services.scenarios import add_change, create_scenario, remove_change, retire_scenario
from sufficiency.services.supply import keep_supply
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.offers import OfferFactory
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import (
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
)
from tests.factories.planning import BlockAppraisalFactory, FuturesFactory, ScenarioFactory
from tests.factories.providers import OpenHomeFactory
from tests.factories.reports import NOW, TODAY, ForecastRunFactory, block_world

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BLOCK = {
    "name": "Fifteen beds",
    "category": "residential",
    "beds": "15",
    "weekly_price": "4,101.30",
    "guaranteed_percent": "100",
    "indexation_percent": "0",
    "first_month": "3",
    "beds_a_month": "5",
    "term_months": "48",
    "spot_weekly": "4557",
    "spot_standard_error": "50",
    "spot_growth_percent": "2.5",
    "suitable_percent": "50",
    "matching_percent": "5",
    "turnover_percent": "4",
}


@pytest.fixture
def futures():
    return FuturesFactory.create()


@pytest.fixture
def planner(futures):
    return council_actor(Role.PLANNER, authority=futures.authority)


def signed_in(client, actor):
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def test_scenario_is_made_changed_and_worked_out_beside_the_forecast():
    world = block_world(ledger=True, children=40)
    planner = council_actor(Role.PLANNER, authority=world.authority)
    with acting_as(planner):
        ask_for_forecast(by=planner, at=NOW, on=TODAY)
    assert run_next()
    with acting_as(planner):
        base = Futures.objects.get(scenario=None)
        scenario = create_scenario(name="Closure", why="", by=planner, at=NOW)
        with pytest.raises(DomainError, match="Add a change first"):
            ask_for_futures(by=planner, at=NOW, scenario=scenario, base=base)
        change = HomeCloses(1, "residential", 1, 700.0)
        scenario = add_change(scenario=scenario, change=change, by=planner, at=NOW)
        first = ask_for_futures(by=planner, at=NOW, scenario=scenario, base=base)
        assert ask_for_futures(by=planner, at=NOW, scenario=scenario, base=base) == first
    assert run_next()
    with acting_as(planner):
        assert Job.objects.get(pk=first.pk).error == ""
        found = comparison(planner)
        assert [outcome.name for outcome in found.outcomes] == ["As things are", "Closure"]
        weeks = sum(month.day for month in found.outcomes[1].months) / 7
        assert found.outcomes[1].difference.mean == pytest.approx(700 * weeks, rel=0.001)
        scenario = remove_change(scenario=scenario, position=1, by=planner, at=NOW)
        assert [s.name for s in comparison(planner).waiting] == ["Closure"]
        retire_scenario(scenario=scenario, by=planner, at=NOW)
        assert comparison(planner).waiting == []
        with pytest.raises(DomainError, match="retired"):
            add_change(scenario=scenario, change=change, by=planner, at=NOW)


def test_rates_are_changed_only_while_the_history_is_that_of_the_forecast(futures, planner):
    scenario = ScenarioFactory.create(authority=futures.authority)
    with acting_as(planner):
        job = ask_for_futures(by=planner, at=NOW, scenario=scenario, base=futures)
    run_next()
    with acting_as(planner):
        assert "no care history" in Job.objects.get(pk=job.pk).error
        assert Futures.objects.count() == 1


def test_finance_makes_no_scenario(futures):
    finance = council_actor(Role.FINANCE, authority=futures.authority)
    with acting_as(finance), pytest.raises(NotPermitted):
        create_scenario(name="Mine", why="", by=finance, at=NOW)


def test_name_of_a_scenario_is_taken_until_it_is_retired(futures, planner, client):
    page = signed_in(client, planner)
    address = reverse("scenario_new")
    assert page.post(address, {"name": "More carers"}).status_code == 302
    again = page.post(address, {"name": "More carers", "why": "Typed again"})
    assert "already there" in again.content.decode() and "Typed again" in again.content.decode()


def test_every_kind_of_change_can_be_added_and_reads_as_a_sentence(futures, planner, client):
    scenario = ScenarioFactory.create(authority=futures.authority, changes=[])
    page = signed_in(client, planner)
    typed = {
        "in_house_fostering": {
            "places_a_month": "1.5",
            "most_places": "30",
            "filled_percent": "85",
            "in_house_weekly": "540",
            "agency_weekly": "1,020",
        },
        "step_down": {"monthly_percent": "1.5", "age_bands": ["10-15"]},
        "edge_of_care": {
            "entries_avoided_percent": "10",
            "age_bands": ["10-15", "16-17"],
            "ramp_months": "6",
        },
        "reunification": {"category": "fostering", "leaving_more_percent": "10", "ramp_months": "0"},
        "new_block": {
            "category": "residential",
            "beds": "10",
            "beds_a_month": "2",
            "weekly_price": "4100",
            "guaranteed_percent": "100",
            "occupancy_percent": "90",
        },
        "price_growth": {"yearly_percent": "4"},
        "home_closes": {"category": "residential", "our_children": "3", "weekly_more": "700"},
    }
    for kind, fields in typed.items():
        address = reverse("scenario_change", args=[scenario.reference, kind])
        assert page.get(address).status_code == 200
        answer = page.post(address, {"from_month": "3", **fields})
        assert answer.status_code == 302, (kind, answer.content.decode()[-3000:])
    said = page.get(reverse("scenario_detail", args=[scenario.reference])).content.decode()
    assert said.count("From month 3:") == len(typed)
    assert page.get(reverse("scenario_change", args=[scenario.reference, "wish"])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("monthly_percent", "101", "100"),
        ("monthly_percent", "1,5", "full stop"),
        ("monthly_percent", "lots", "Enter a number"),
        ("from_month", "0", "1"),
        ("from_month", "1.5", ""),
        ("age_bands", "12-19", "Ages"),
    ],
)
def test_bad_change_is_told_and_what_was_typed_is_kept(futures, planner, client, field, value, message):
    scenario = ScenarioFactory.create(authority=futures.authority, changes=[])
    typed = {"from_month": "3", "monthly_percent": "1.5", "age_bands": ["10-15"], "months": "24"}
    typed[field] = value
    page = signed_in(client, planner).post(
        reverse("scenario_change", args=[scenario.reference, "step_down"]), typed
    )
    said = page.content.decode()
    assert page.status_code == 200 and "There is a problem" in said and message in said
    assert 'value="24"' in said


@pytest.mark.parametrize("position", ["", "0", "7", "-1", "x", "²", "9" * 40])
def test_removing_what_is_not_there_is_said(futures, planner, client, position):
    scenario = ScenarioFactory.create(authority=futures.authority)
    page = signed_in(client, planner)
    address = reverse("scenario_remove", args=[scenario.reference])
    answer = page.post(address, {"position": position}, follow=True)
    assert "no longer there" in answer.content.decode()


def test_block_is_weighed_and_kept_with_its_assumptions(futures, planner, client):
    page = signed_in(client, planner)
    assert page.get(reverse("appraisal_new")).status_code == 200
    answer = page.post(reverse("appraisal_new"), BLOCK, follow=True)
    said = answer.content.decode()
    assert answer.status_code == 200 and "13.5 of 15 beds in use (90.0%)" in said
    assert "£4,101.30" in said and "Beyond the forecast" in said
    with acting_as(planner):
        found = BlockAppraisal.objects.get()
        assert found.terms["spot_growth_percent"] == "2.5"
    file = page.get(reverse("appraisal_download", args=[found.reference]))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 31 and rows[15][0] == "15"


@pytest.mark.parametrize(
    ("field", "value"),
    [("beds", "0"), ("beds", "61"), ("first_month", "40"), ("term_months", "500"), ("weekly_price", "0")],
)
def test_impossible_block_is_refused_beside_its_field(futures, planner, client, field, value):
    page = signed_in(client, planner).post(reverse("appraisal_new"), {**BLOCK, field: value})
    assert page.status_code == 200 and f'href="#id_{field}"' in page.content.decode()


def test_without_kept_futures_the_pages_say_what_to_do(client):
    run = ForecastRunFactory.create()
    page = signed_in(client, council_actor(Role.PLANNER, authority=run.authority))
    for name in ("scenarios", "appraisals"):
        assert "Make a forecast first" in page.get(reverse(name)).content.decode()
    assert page.get(reverse("appraisal_new")).status_code == 302
    assert page.get(reverse("scenarios_download")).status_code == 404


def test_another_council_s_plans_are_not_there(futures, planner, client):
    theirs = FuturesFactory.create()
    scenario = ScenarioFactory.create(authority=theirs.authority, name="Theirs alone")
    appraisal = BlockAppraisalFactory.create(futures=theirs)
    page = signed_in(client, planner)
    assert page.get(reverse("scenario_detail", args=[scenario.reference])).status_code == 404
    assert page.get(reverse("appraisal_detail", args=[appraisal.reference])).status_code == 404
    assert "Theirs alone" not in page.get(reverse("scenarios")).content.decode()
    with acting_as(planner):
        assert not Scenario.objects.filter(pk=scenario.pk).exists()
        assert Futures.objects.count() == 1


def test_supply_is_kept_once_a_day_and_the_past_can_be_asked(futures, planner, client):
    OpenHomeFactory.create(authority=futures.authority)
    with acting_as(planner):
        assert keep_supply(by=planner, at=NOW) == 6
        assert keep_supply(by=planner, at=NOW + timedelta(minutes=5)) == 0
    OpenHomeFactory.create(authority=futures.authority)
    with acting_as(planner):
        assert supply_as_kept(planner, TODAY - timedelta(days=1), "area") is None
        kept_on, kept = supply_as_kept(planner, TODAY + timedelta(days=9), "area")
        assert (kept_on, kept[0].settings) == (TODAY, 1)
        assert SupplySnapshot.objects.count() == 6
    page = signed_in(client, planner)
    asked = {"on_day": "25", "on_month": "11", "on_year": "2026", "reach": "near"}
    assert "as they were known on 20 November 2026" in page.get(reverse("supply"), asked).content.decode()
    wrong = page.get(reverse("supply"), {"on_day": "31", "on_month": "2", "on_year": "2026"}).content.decode()
    assert "Enter a real date" in wrong and 'value="31"' in wrong


def test_ledger_judges_a_placement_by_its_kind_distance_and_area(futures, planner):
    facts = {"agreement__authority": futures.authority, "agreement__starts_on": date(2026, 9, 1)}
    own, elsewhere = planner.authority_id, AuthorityFactory.create().pk
    near = ActivePlacementFactory.create(**facts, area_authority_id=own, distance_miles=Decimal("8.0"))
    far = ActivePlacementFactory.create(**facts, area_authority_id=own, distance_miles=Decimal("20.1"))
    out = ActivePlacementFactory.create(**facts, area_authority_id=elsewhere, distance_miles=Decimal("20.0"))
    for placement in (near, far, out):
        AgreementFeeFactory.create(agreement=placement.agreement, weekly_rate=Decimal(5600))
    with acting_as(planner):
        ledger = unmet_ledger(planner, year_to(TODAY))
    assert {line.reference: line.got for line in ledger.lines} == {
        far.reference: Got.TOO_FAR,
        out.reference: Got.OUT_OF_AREA,
    }
    assert ledger.met.total() == 1
    assert all(line.weekly == 5600 and line.stay.nights == 80 for line in ledger.lines)


def test_ledger_knows_what_was_asked_for_after_the_home_is_bought_another_way(futures, planner):
    authority = futures.authority
    step = OpenStepFactory.create(request__authority=authority, request__radius_miles=5)
    offer = OfferFactory.create(
        recipient=RecipientFactory.create(referral=SentReferralFactory.create(step=step), state="offered")
    )
    facts = {"agreement__authority": authority, "starts_on": date(2026, 9, 1)}
    far = {"area_authority_id": planner.authority_id, "distance_miles": Decimal("8.0")}
    placement = ActivePlacementFactory.create(**facts, **far, agreement__setting=offer.setting)
    ActiveAgreementFactory.create(
        authority=authority, setting=offer.setting, offer=offer, earlier_of=placement, state="ended"
    )
    sold = ActivePlacementFactory.create(**facts, **far, child=placement.child)
    ActivePlacementFactory.create(**facts, state="cancelled", ends_on=date(2026, 9, 1))
    with acting_as(planner):
        Continuation.objects.create(authority=authority, earlier=placement, later=sold)
        ledger = unmet_ledger(planner, year_to(TODAY))
    assert [(line.reference, line.got) for line in ledger.lines] == [
        (step.request.reference, Got.TOO_FAR),
        (step.request.reference, Got.TOO_FAR),
    ]
    assert not ledger.met.total()


def test_request_waits_from_the_day_it_was_needed(futures, planner):
    request = SourcingRequestFactory.create(
        authority=futures.authority, needed_on=date(2026, 11, 10), needs=[Need.AUTISM]
    )
    with acting_as(planner):
        (line,) = unmet_ledger(planner, year_to(TODAY)).lines
    assert (line.reference, line.got, line.stay.nights) == (request.reference, Got.WAITING, 10)
    assert line.needs == ("autism",)


@pytest.mark.parametrize("asked", [{}, {"kind": "x"}, {"kind": "supported", "need": "x", "beds": "-2"}])
def test_unmet_need_answers_any_question(planner, client, asked):
    assert signed_in(client, planner).get(reverse("unmet_need"), asked).status_code == 200


def test_flows_tell_moves_from_returns():
    world = block_world(ledger=False, placements=False, children=40)
    planner = council_actor(Role.PLANNER, authority=world.authority)
    with acting_as(planner):
        flows = flows_between(planner, year_to(TODAY))
    came = sum(n for (start, _), n in flows.items() if start == OUTSIDE)
    assert came == 17 and set(flows) <= {(OUTSIDE, k) for k in ("fostering", "residential")} | {
        (k, OUTSIDE) for k in ("fostering", "residential")
    }


def test_public_pictures_hide_small_numbers():
    run = ForecastRunFactory.build(authority=None)
    shown = mix_chart(run, hidden_under=5)
    assert shown is None, "three in supported accommodation, alone among the others, would be told"
    assert flows_chart({("fostering", OUTSIDE): 4}, hidden_under=5) is None
    hosts = [Host(1, "Ours", True, {"fostering": 40}, 0), Host(2, "Next", False, {"fostering": 3}, 0)]
    hosts.append(Host(3, "Third", False, {"fostering": 9}, 0))
    assert host_figures(hosts, 5)[2] is None
    assert sum(count is None for count in host_figures(hosts, 5).values()) >= 2


def test_hosts_are_counted_by_area(futures, planner):
    neighbour = AuthorityFactory.create(name="Nextshire")
    for _ in range(2):
        ActivePlacementFactory.create(agreement__authority=futures.authority, area_authority=neighbour)
    with acting_as(planner):
        (host,) = host_areas(planner, TODAY)
    assert (host.name, host.is_own, host.children) == ("Nextshire", False, 2)


@pytest.mark.parametrize("name", ["scenarios", "supply", "unmet_need", "appraisals"])
def test_members_do_not_see_the_planner_s_pages(futures, client, name):
    member = signed_in(client, council_actor(Role.CABINET_MEMBER, authority=futures.authority))
    assert member.get(reverse(name)).status_code == 404
