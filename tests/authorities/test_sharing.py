"""What members of a partnership tell each other is switched by its lead, from a day, and leaves its trace."""

from datetime import timedelta

import pytest
from django.utils import timezone

from authorities.choices import Role
from authorities.models import CountSharing
from authorities.services.partnerships import stop_sharing
from core.actor import acting_as
from tests.factories.authorities import (
    AuthorityFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    """Led by Ours, with Theirs in it."""
    made = PartnershipFactory(name="River councils", lead_authority=AuthorityFactory(name="Ours"))
    for council in (made.lead_authority, AuthorityFactory(name="Theirs")):
        PartnershipMemberFactory(partnership=made, authority=council)
    return made


def answer(shares, on):
    return {"shares": shares, "on_day": on.day, "on_month": on.month, "on_year": on.year}


def test_lead_switches_sharing_on_and_off_from_a_day(partnership):
    administrator = council_actor(Role.ADMINISTRATOR, authority=partnership.lead_authority)
    browser, page = browser_of(administrator), f"/council/partnerships/{partnership.reference}/sharing/"
    today, next_week = timezone.localdate(), timezone.localdate() + timedelta(days=7)
    assert "Not shared" in browser.get("/council/partnerships/").content.decode()
    assert browser.post(page, answer("yes", today)).status_code == 302
    shown = browser.get("/council/partnerships/").content.decode()
    assert "Members see each other’s" in shown
    assert f"switched on by {administrator.name}" in shown
    again = browser.post(page, answer("yes", next_week))
    assert "share their numbers already" in again.content.decode()
    assert browser.post(page, answer("no", next_week)).status_code == 302
    with acting_as(administrator):
        held = CountSharing.objects.get()
        assert (held.starts_on, held.ends_on, held.ended_by) == (today, next_week, administrator.name)
    assert "No numbers" not in browser.post(page, answer("yes", next_week)).content.decode()
    with acting_as(administrator):
        assert CountSharing.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"shares": "no"}, "share no numbers"),
        ({"shares": "yes", "days": -1}, "must be today or later"),
        ({"shares": "maybe"}, "Error: "),
    ],
)
def test_change_that_cannot_be_is_refused_beside_its_field(partnership, given, message):
    administrator = council_actor(Role.ADMINISTRATOR, authority=partnership.lead_authority)
    on = timezone.localdate() + timedelta(days=given.get("days", 0))
    page = f"/council/partnerships/{partnership.reference}/sharing/"
    assert message in browser_of(administrator).post(page, answer(given["shares"], on)).content.decode()


def test_member_that_does_not_lead_sees_it_and_cannot_switch_it(partnership):
    member = partnership.members.exclude(authority=partnership.lead_authority)
    with acting_as(council_actor(Role.ADMINISTRATOR, authority=partnership.lead_authority)):
        council = member.get().authority
    administrator = council_actor(Role.ADMINISTRATOR, authority=council)
    browser = browser_of(administrator)
    assert "Not shared" in browser.get("/council/partnerships/").content.decode()
    assert browser.get(f"/council/partnerships/{partnership.reference}/sharing/").status_code == 404
    forged = CountSharing(partnership=partnership, starts_on=timezone.localdate(), started_by="Forger")
    with pytest.raises(Exception, match="row-level security"), acting_as(administrator):
        forged.save()


def test_stopping_ends_what_holds_and_what_was_to_begin(partnership):
    administrator = council_actor(Role.ADMINISTRATOR, authority=partnership.lead_authority)
    today = timezone.localdate()
    days = {number: today + timedelta(days=number) for number in (-30, 7, 14)}
    with acting_as(administrator):
        CountSharing.objects.create(partnership=partnership, starts_on=days[-30], ends_on=days[7])
        CountSharing.objects.create(partnership=partnership, starts_on=days[14])
        stop_sharing(partnership=partnership, ends_on=today, by=administrator, at=timezone.now())
        held = CountSharing.objects.get()
    assert (held.starts_on, held.ends_on) == (days[-30], today)
