"""Whom a stop binds: a suspension its own council, a lead's its tools' users, a notice everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from contracts.choices import Route
from contracts.selectors.membership import reach_over
from contracts.services.suspending import suspend_for_members
from core.actor import acting_as
from core.errors import Conflict, DomainError
from placements.choices import RecipientState
from placements.matching import LeftOut
from placements.models import ChildReview, ReferralRecipient
from placements.selectors.matching import fitting_settings
from placements.services.reviews import act_on_alerts
from placements.tasks import quality_watch
from providers.choices import NoticeKind, SuspensionScope
from providers.models import QualityAlert, RegulatorNotice, Suspension
from providers.selectors.homes import own_homes
from providers.services.notices import end_notice, record_notice
from providers.services.suspensions import suspend
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.cases import LATER
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    ToolAccessFactory,
)
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY, RecipientFactory, SourcingRequestFactory
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
FACTS = {
    "whole_provider": False,
    "scope": SuspensionScope.NEW_PLACEMENTS,
    "reason": "Concerns about care",
    "starts_on": TODAY,
    "at": NOW,
}


def commissioner(authority=None):
    return council_actor(Role.COMMISSIONER, authority=authority or AuthorityFactory())


def looked_for(authority):
    """What a search of the council finds, and what it leaves out by which rule."""
    request = SourcingRequestFactory(child__authority=authority, authority=authority)
    with acting_as(commissioner(authority)):
        matches = fitting_settings(request, Route.SPOT, at=NOW, within_miles=None)
    return [home.urn for home in matches.fitting], dict(matches.left_out), matches


def acted(authority):
    with acting_as(quality_watch(authority.pk)) as watch:
        act_on_alerts(by=watch, at=LATER)


def test_a_suspension_binds_its_own_council_and_others_see_by_whom():
    home, ours, other = OpenHomeFactory(), AuthorityFactory(), AuthorityFactory()
    maker, council = commissioner(ours), ours.name
    with acting_as(maker):
        suspend(setting=home, by=maker, **FACTS)
    assert looked_for(ours)[:2] == ([], {LeftOut.SUSPENDED: 1})
    found, left_out, matches = looked_for(other)
    assert (found, left_out) == ([home.urn], {})
    assert matches.fitting[0].suspended_by == council
    page = browser_of(commissioner(other)).get(f"/homes/{home.urn}/").content.decode()
    assert "whether we place here is ours to decide" in page
    assert f"Suspended by {council}" in browser_of(commissioner(other)).get("/homes/").content.decode()


def test_others_keep_their_referrals_and_review_their_own_children():
    home, maker = OpenHomeFactory(), commissioner()
    placement = ActivePlacementFactory(agreement__setting=home)
    other = placement.authority
    asked = RecipientFactory(
        provider=home.provider,
        settings_asked=[home.pk],
        referral__step__request__authority=other,
    )
    with acting_as(maker):
        suspend(setting=home, by=maker, **FACTS)
    acted(other)
    with acting_as(quality_watch(other.pk)):
        assert ReferralRecipient.objects.get(pk=asked.pk).state == RecipientState.SENT
        assert ChildReview.objects.get().placement_id == placement.pk
    with acting_as(provider_actor(home.provider)) as person:
        for council, stopped in ((other.pk, False), (maker.authority_id, True), (None, True)):
            assert own_homes(person, on=TODAY, asked_by=council).get().is_suspended is stopped


@pytest.fixture
def tool():
    """A lead, a member, a council that uses it for fostering only, and a stranger; a home on it."""
    lead, member, fostering, stranger = (AuthorityFactory() for _ in range(4))
    tool = CommercialToolFactory(lead_authority=lead, name="Three valleys framework")
    home = OpenHomeFactory()
    for council, category in (
        (lead, ServiceCategory.RESIDENTIAL),
        (member, ServiceCategory.RESIDENTIAL),
        (fostering, ServiceCategory.FOSTERING),
    ):
        ToolAccessFactory(tool=tool, authority=council, category=category)
    lot = LotFactory(tool=tool, category=ServiceCategory.RESIDENTIAL)
    MembershipFactory(lot=lot, provider=home.provider)
    return home, lead, member, fostering, stranger


def test_a_leads_suspension_on_its_tool_binds_the_councils_that_use_it(tool):
    home, lead, member, fostering, stranger = tool
    by = commissioner(lead)
    with acting_as(by):
        made = suspend_for_members(setting=home, by=by, **FACTS)
        assert (made.also_binds, made.tools) == ([member.pk], "Three valleys framework")
    for council, stopped in ((lead, True), (member, True), (fostering, False), (stranger, False)):
        assert (looked_for(council)[0] == []) is stopped
    page = browser_of(commissioner(member)).get(f"/homes/{home.urn}/quality/").content.decode()
    assert "one of the councils that buy on Three valleys framework" in page
    asked = RecipientFactory(
        provider=home.provider, settings_asked=[home.pk], referral__step__request__authority=member
    )
    acted(member)
    with acting_as(quality_watch(member.pk)):
        assert ReferralRecipient.objects.get(pk=asked.pk).state == RecipientState.RECALLED


def test_only_the_lead_of_a_tool_is_asked_whom_to_bind(tool):
    home, lead, member, *_ = tool
    page = f"/homes/{home.urn}/suspend/"
    assert "Three valleys framework" in browser_of(commissioner(lead)).get(page).content.decode()
    assert "Whose placements" not in browser_of(commissioner(member)).get(page).content.decode()
    by = commissioner(member)
    with acting_as(by):
        assert reach_over(home.provider, by, on=TODAY).councils == ()
        with pytest.raises(DomainError, match="No other council"):
            suspend_for_members(setting=home, by=by, **FACTS)
    today = timezone.localdate()
    fields = {"whole_provider": "home", "scope": "all", "reason": "Why", "whom": "members"}
    fields |= {"starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year}
    assert browser_of(commissioner(lead)).post(page, fields).status_code == 302
    with acting_as(commissioner(member)):
        assert Suspension.objects.get().also_binds == [member.pk]


def test_a_regulators_notice_binds_every_council_until_it_ends():
    home, teller, other = OpenHomeFactory(), commissioner(), commissioner()
    with acting_as(teller):
        notice = record_notice(
            setting=home, kind=NoticeKind.RESTRICTION, starts_on=TODAY - timedelta(days=1), by=teller, at=NOW
        )
        with pytest.raises(Conflict, match="already"):
            record_notice(setting=home, kind=NoticeKind.RESTRICTION, starts_on=TODAY, by=teller, at=NOW)
        alert = QualityAlert.objects.get()
        assert (alert.kind, alert.is_urgent, alert.authority_id) == ("notice", True, None)
    area = AuthorityFactory()
    assert looked_for(area)[:2] == ([], {LeftOut.SUSPENDED: 1})
    with acting_as(other):
        with pytest.raises(DomainError, match="after the notice began"):
            end_notice(notice=notice, ends_on=notice.starts_on, by=other, at=NOW)
        end_notice(notice=notice, ends_on=TODAY, by=other, at=NOW)
        assert RegulatorNotice.objects.get().ended_by.startswith(other.name)
    assert looked_for(area)[0] == [home.urn]


def test_a_notice_is_recorded_and_ended_by_form():
    home, teller = OpenHomeFactory(), commissioner()
    browser, today = browser_of(teller), timezone.localdate()
    day = {"day": today.day, "month": today.month, "year": today.year}
    fields = {"kind": "restriction", **{f"starts_on_{part}": value for part, value in day.items()}}
    assert browser.post(f"/homes/{home.urn}/notice/", fields).status_code == 302
    for page in (f"/homes/{home.urn}/", f"/homes/{home.urn}/quality/"):
        assert "It binds every council" in browser.get(page).content.decode()
    with acting_as(teller):
        notice = RegulatorNotice.objects.get()
    fields = {"notice": notice.reference, **{f"ends_on_{part}": value for part, value in day.items()}}
    refused = browser.post(f"/homes/{home.urn}/notice/end/", fields)
    assert "after the notice began" in refused.content.decode()
    fields = {"kind": "rubbish", "starts_on_day": "99"}
    assert browser.post(f"/homes/{home.urn}/notice/", fields).status_code == 200
    assert browser_of(council_actor(Role.FINANCE)).get(f"/homes/{home.urn}/notice/").status_code == 404
