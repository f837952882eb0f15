"""What becomes of members: suspended, removed, gone, lapsed; homes added by the light check; prices."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from authorities.choices import Role, ServiceCategory
from contracts.choices import FeeKind, MembershipState
from contracts.models import HomeAddition, Membership, PriceSchedule
from contracts.selectors.members import access_member
from contracts.selectors.reach import homes_on_tools
from contracts.services.members import (
    ask_to_add_home,
    change_member,
    decide_addition,
    lapse_members,
    leave_tool,
    set_price,
)
from contracts.tool_choices import AdditionState
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from providers.choices import Outcome
from tests.contracts.test_admission import provider_actor
from tests.factories.admission import MaximumPriceFactory
from tests.factories.authorities import council_actor
from tests.factories.contracts import MembershipSettingFactory, PriceScheduleFactory, ToolAccessFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import InspectionFactory, OpenHomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def covered():
    return MembershipSettingFactory()


@pytest.fixture
def member(covered):
    ToolAccessFactory(tool=covered.tool)
    return covered.membership


@pytest.fixture
def keeper(member):
    return council_actor(Role.COMMISSIONER, authority=member.tool.lead_authority)


@pytest.fixture
def provider(member):
    return provider_actor(member.provider)


def reached(keeper) -> set[int]:
    with acting_as(keeper):
        return set(homes_on_tools(keeper.council_id, ServiceCategory.RESIDENTIAL, on=TODAY))


def test_a_suspended_member_is_not_found_and_comes_back(keeper, member, covered):
    assert reached(keeper) == {covered.setting_id}
    for verb, found in (("suspend", set()), ("reinstate", {covered.setting_id})):
        with acting_as(keeper) as by:
            change_member(member=member, verb=verb, reason="Finance", by=by, at=NOW)
        assert reached(keeper) == found
    with acting_as(keeper) as by:
        assert [each.what for each in access_member(by, member.reference).changes.all()] == [
            "Reinstated",
            "Suspended: new placements only",
        ]


def test_a_removed_member_ends_and_what_happened_stays(keeper, provider, member):
    with acting_as(keeper) as by:
        with pytest.raises(DomainError, match="why"):
            change_member(member=member, verb="remove", reason="", by=by, at=NOW)
        gone = change_member(member=member, verb="remove", reason="Registration ended", by=by, at=NOW)
        assert (gone.state, gone.ends_on) == (MembershipState.REMOVED, TODAY)
        with pytest.raises(Conflict):
            change_member(member=gone, verb="reinstate", reason="Sorry", by=by, at=NOW)
    assert reached(keeper) == set()
    with acting_as(provider) as by:
        assert access_member(by, member.reference).state_reason == "Registration ended"


def test_a_provider_leaves_by_itself_and_changes_nothing_else(provider, member):
    with acting_as(provider) as by:
        left = leave_tool(member=member, reason="We close", by=by, at=NOW)
        assert left.state == MembershipState.WITHDRAWN
        with pytest.raises(ProgrammingError), transaction.atomic():
            Membership.objects.filter(pk=member.pk).update(tier=9)
        with pytest.raises(NotPermitted):
            change_member(member=member, verb="reinstate", reason="Again", by=by, at=NOW)


def test_members_lapse_by_their_own_day_or_the_tools(keeper, member):
    with acting_as(keeper) as by:
        assert lapse_members(by=by, at=NOW) == 0
        member.tool.ends_on = TODAY
        member.tool.save(update_fields=["ends_on"])
        assert lapse_members(by=by, at=NOW) == 1
        assert lapse_members(by=by, at=NOW) == 0
        member.refresh_from_db()
        assert member.state == MembershipState.LAPSED


def test_a_home_is_added_by_the_light_check_alone(keeper, provider, member):
    home = OpenHomeFactory(provider=member.provider)
    with acting_as(provider) as by:
        asked = ask_to_add_home(member=member, home=home, by=by, at=NOW)
        with pytest.raises(DomainError, match="asked for this home already"):
            ask_to_add_home(member=member, home=home, by=by, at=NOW)
        with pytest.raises(DomainError, match="of your own"):
            ask_to_add_home(member=member, home=OpenHomeFactory(), by=by, at=NOW)
    InspectionFactory(setting=home, outcome=Outcome.INADEQUATE, inspected_on=date(2026, 10, 1))
    with acting_as(keeper) as by:
        asked = HomeAddition.objects.get(pk=asked.pk)
        with pytest.raises(DomainError, match="inadequate"):
            decide_addition(addition=asked, accept=True, reason="", by=by, at=NOW)
    InspectionFactory(setting=home, outcome=Outcome.GOOD, inspected_on=date(2026, 11, 1))
    with acting_as(keeper) as by:
        decided = decide_addition(addition=asked, accept=True, reason="", by=by, at=NOW)
        assert decided.state == AdditionState.ADDED
    assert home.pk in reached(keeper)


def test_a_home_is_refused_with_a_reason_the_provider_reads(keeper, provider, member):
    home = OpenHomeFactory(provider=member.provider)
    with acting_as(provider) as by:
        asked = ask_to_add_home(member=member, home=home, by=by, at=NOW)
    with acting_as(keeper) as by:
        with pytest.raises(DomainError, match="why"):
            decide_addition(addition=asked, accept=False, reason=" ", by=by, at=NOW)
        decide_addition(addition=asked, accept=False, reason="Too far away", by=by, at=NOW)
    with acting_as(provider):
        assert HomeAddition.objects.get(pk=asked.pk).state_reason == "Too far away"


def test_a_price_changes_from_a_day_on_within_its_maximum(keeper, member):
    PriceScheduleFactory(membership=member, band="Standard", weekly_rate=Decimal(4500))
    MaximumPriceFactory(lot=member.lot, band="Standard")
    facts = {"member": member, "band": "Standard", "kind": FeeKind.CORE, "at": NOW}
    with acting_as(keeper) as by:
        with pytest.raises(DomainError, match="in the past"):
            set_price(weekly_rate=Decimal(4600), starts_on=TODAY - timedelta(days=1), by=by, **facts)
        with pytest.raises(DomainError, match="4,800") as said:
            set_price(weekly_rate=Decimal(4801), starts_on=TODAY, by=by, **facts)
        assert said.value.field == "weekly_rate"
        set_price(weekly_rate=Decimal(4600), starts_on=TODAY, by=by, **facts)
        prices = PriceSchedule.objects.filter(membership=member).order_by("starts_on")
        assert [(each.weekly_rate, each.ends_on) for each in prices] == [
            (Decimal(4500), TODAY),
            (Decimal(4600), None),
        ]


def test_two_prices_never_hold_on_one_day(keeper, member):
    PriceScheduleFactory(membership=member, starts_on=date(2026, 4, 1))
    with pytest.raises(IntegrityError, match="one_price_a_day"), transaction.atomic():
        PriceScheduleFactory(membership=member, starts_on=date(2026, 6, 1))


def test_another_provider_and_another_council_find_no_member(member):
    for stranger in (provider_actor(OpenHomeFactory().provider), council_actor(Role.COMMISSIONER)):
        with acting_as(stranger) as by, pytest.raises(NotFound):
            access_member(by, member.reference)
