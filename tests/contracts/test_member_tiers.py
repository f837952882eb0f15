"""A member moves between tiers, and is suspended for new placements or for all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse

from authorities.choices import Role, ServiceCategory
from contracts.models import Membership
from contracts.selectors.members import access_member
from contracts.selectors.reach import homes_on_tools
from contracts.services.members import change_member, change_tier, leave_tool
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound
from providers.choices import AlertKind, SuspensionScope
from providers.models import QualityAlert
from tests.contracts.test_admission import provider_actor
from tests.factories.authorities import council_actor
from tests.factories.contracts import MembershipSettingFactory, ToolAccessFactory
from tests.factories.placements import NOW, TODAY
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def covered():
    row = MembershipSettingFactory()
    ToolAccessFactory(tool=row.tool)
    return row


@pytest.fixture
def member(covered):
    return covered.membership


@pytest.fixture
def keeper(member):
    return council_actor(Role.COMMISSIONER, authority=member.tool.lead_authority)


def in_tier(keeper, tier: int) -> set[int]:
    with acting_as(keeper):
        return set(homes_on_tools(keeper.council_id, ServiceCategory.RESIDENTIAL, on=TODAY, tier=tier))


def test_a_member_moves_to_another_tier_and_what_it_was_stays_on_record(keeper, member, covered):
    with acting_as(keeper) as by:
        change_tier(member=member, tier=2, reason="Prices rose", by=by, at=NOW)
        (change,) = access_member(by, member.reference).changes.all()
    assert (change.what, change.reason) == ("Moved from tier 1 to tier 2", "Prices rose")
    assert (in_tier(keeper, 1), in_tier(keeper, 2)) == (set(), {covered.setting_id})


@pytest.mark.parametrize(
    ("typed", "field"), [("1", "tier"), ("0", "tier"), ("1,5", "tier"), ("x" * 99, "tier")]
)
def test_tier_that_cannot_be_is_said_beside_the_field(keeper, member, typed, field):
    with time_machine.travel(NOW, tick=False):
        browser, address = browser_of(keeper), reverse("member_tier", args=[member.reference])
        assert field in browser.post(address, {"tier": typed, "reason": "x"}).context["form"].errors
        assert browser.post(address, {"tier": "2", "reason": "Prices"}).status_code == 302


def test_only_the_council_that_runs_the_tool_moves_a_live_member(keeper, member):
    facts = {"member": member, "tier": 2, "reason": "x", "at": NOW}
    with (
        acting_as(council_actor(Role.COMMISSIONER)) as by,
        pytest.raises(NotFound),
    ):
        change_tier(by=by, **facts)
    with acting_as(keeper) as by:
        with pytest.raises(DomainError, match="why"):
            change_tier(by=by, **facts | {"reason": " "})
        change_member(member=member, verb="remove", reason="x", by=by, at=NOW)
        with pytest.raises(Conflict):
            change_tier(by=by, **facts)


def test_a_provider_may_leave_but_never_move_itself_up(member):
    home = provider_actor(member.provider)
    with acting_as(home) as by:
        for moved in ({"tier": 1}, {"suspension_scope": ""}):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Membership.objects.filter(pk=member.pk).update(**moved)
        assert leave_tool(member=member, reason="", by=by, at=NOW).state == "withdrawn"


def test_suspension_for_all_placements_has_children_there_reviewed(keeper, member, covered):
    with acting_as(keeper) as by:
        change_member(member=member, verb="suspend", reason="Finance", by=by, at=NOW)
        assert not QualityAlert.objects.exists()
        change_member(member=member, verb="reinstate", reason="Better", by=by, at=NOW)
        change_member(member=member, verb="suspend", reason="Again", scope=SuspensionScope.ALL, by=by, at=NOW)
        alert = QualityAlert.objects.get()
        whats = [each.what for each in access_member(by, member.reference).changes.all()]
    assert (alert.kind, alert.setting_id, alert.is_urgent) == (AlertKind.SUSPENSION, covered.setting_id, True)
    assert whats == ["Suspended: all placements", "Reinstated", "Suspended: new placements only"]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = browser_of(keeper).get(reverse("member_detail", args=[member.reference])).content.decode()
    assert "Suspended for" in page and "All placements" in page
    own = provider_actor(member.provider)
    with acting_as(own) as by:
        leave_tool(member=member, reason="", by=by, at=NOW + timedelta(hours=1))
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page = browser_of(keeper).get(reverse("member_detail", args=[member.reference])).content.decode()
    assert "Suspended for" not in page


def test_suspension_is_asked_for_its_reach_in_the_browser(keeper, member):
    with time_machine.travel(NOW, tick=False):
        browser, address = browser_of(keeper), reverse("member_change", args=[member.reference])
        assert (
            browser.post(address, {"verb": "suspend", "scope": "nonsense", "reason": "x"}).status_code == 200
        )
        assert browser.post(address, {"verb": "suspend", "scope": "all", "reason": "x"}).status_code == 302
    with acting_as(keeper):
        assert Membership.objects.get(pk=member.pk).suspension_scope == SuspensionScope.ALL
