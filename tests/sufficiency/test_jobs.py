"""Forecasts by job, and care history kept in step with placements."""

from datetime import date, timedelta

import pytest

from authorities.choices import Role, ServiceCategory
from contracts.choices import PurchaseBasis
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from core.jobs.worker import run_next
from core.models import Job
from sufficiency.choices import PlacedWith
from sufficiency.forecast import Category
from sufficiency.models import CareSpell, ForecastRun
from sufficiency.selectors.forecasts import latest_run, outlook
from sufficiency.selectors.spells import children_on, monthly_history
from sufficiency.services.forecasts import ask_for_forecast
from sufficiency.services.spells import keep_spells_in_step
from tests.factories.authorities import council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.reports import NOW, TODAY, block_world

pytestmark = pytest.mark.django_db


def test_forecast_is_kept_once_with_its_history_and_grade():
    world = block_world(ledger=False)
    planner = council_actor(Role.PLANNER, authority=world.authority)
    with acting_as(planner):
        first = ask_for_forecast(by=planner, at=NOW, on=TODAY)
        assert ask_for_forecast(by=planner, at=NOW, on=TODAY) == first
    while run_next():
        pass
    with acting_as(planner):
        run = ForecastRun.objects.get()
        assert Job.objects.get().result == {"run": run.reference}
        seen = outlook(run, Category.RESIDENTIAL)
        assert seen.recorded[-1][0] == date(2026, 10, 31)
        assert len(seen.ahead) == run.horizon_months == 36
        assert run.grade["verdict"] and latest_run(planner) == run


def test_monthly_forecast_is_asked_for_once_a_month():
    world = block_world(ledger=False, placements=False)
    with acting_as(world.writer) as by:
        first = ask_for_forecast(by=by, at=NOW, on=TODAY, monthly=True)
        later = ask_for_forecast(
            by=by, at=NOW + timedelta(days=3), on=TODAY + timedelta(days=3), monthly=True
        )
        assert first == later


def test_council_without_history_is_told_so():
    planner = council_actor(Role.PLANNER)
    with acting_as(planner), pytest.raises(DomainError, match="no care history"):
        monthly_history(planner, TODAY)


def test_finance_cannot_ask_for_a_forecast():
    finance = council_actor(Role.FINANCE)
    with acting_as(finance), pytest.raises(NotPermitted):
        ask_for_forecast(by=finance, at=NOW, on=TODAY)


def test_placement_is_care_history_from_the_moment_it_starts():
    placement = ActivePlacementFactory(agreement__purchase_basis=PurchaseBasis.SPOT)
    planner = council_actor(Role.PLANNER, authority=placement.authority)
    with acting_as(planner):
        spell = CareSpell.objects.get()
        assert (spell.child_key, spell.starts_on, spell.ends_on) == (
            placement.child.reference,
            placement.starts_on,
            None,
        )
        assert children_on(planner, TODAY)[Category.RESIDENTIAL, "10-15"] == 1
        assert keep_spells_in_step(by=planner) == 0
    commissioner = council_actor(Role.COMMISSIONER, authority=placement.authority)
    with acting_as(commissioner):
        placement.ends_on = date(2026, 11, 1)
        placement.save()
        assert CareSpell.objects.get().ends_on == date(2026, 11, 1)
        assert not children_on(commissioner, TODAY)


def test_child_in_two_spells_is_counted_in_the_later_one():
    world = block_world(ledger=False, placements=False, children=1)
    with acting_as(world.writer) as writer:
        first = CareSpell.objects.get()
        CareSpell.objects.create(
            authority=world.authority,
            child_key=first.child_key,
            birth_month=first.birth_month,
            category=ServiceCategory.SCHOOL,
            placement_type=PlacedWith.RESIDENTIAL,
            starts_on=first.starts_on + timedelta(days=1),
            source=first.source,
        )
        counts = children_on(writer, TODAY)
        assert (
            counts.total(),
            sum(n for (kind, _), n in counts.items() if kind == Category.RESIDENTIAL),
        ) == (1, 1)


def test_another_council_and_a_member_read_no_spell():
    world = block_world(ledger=False, placements=False)
    for actor in (
        council_actor(Role.PLANNER),
        council_actor(Role.CABINET_MEMBER, authority=world.authority),
    ):
        with acting_as(actor):
            assert not CareSpell.objects.exists()
