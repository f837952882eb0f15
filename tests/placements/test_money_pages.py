"""Finance's pages of a placement and of a month: what is typed wrong is said beside its field."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.models import LedgerMonth, OneOff
from core.actor import acting_as
from placements.models import JointFunding
from placements.services.nightly import post_nights
from tests.factories.authorities import RoleAssignmentFactory, StaffMemberFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db
FROM = {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2026"}
ON = {"on_day": "20", "on_month": "1", "on_year": "2026"}


@pytest.fixture
def stay(client):
    placement = ActivePlacementFactory()
    AgreementFeeFactory(agreement=placement.agreement)
    person = StaffMemberFactory(authority=placement.authority)
    RoleAssignmentFactory(staff_member=person, role=Role.FINANCE)
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return placement


def post(client, placement, page, **typed) -> str:
    address = f"/placements/{placement.reference}/money/{page}/"
    return client.post(address, typed, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"health_percent": "60", "education_percent": "41"}, "together they may be at most 100%"),
        ({"health_percent": "101"}, "must be 100 or less"),
        ({"health_percent": "-1"}, "must be 0 or more"),
        ({"health_percent": "33,3"}, "Use a full stop"),
        ({"health_percent": "33.333333"}, "no more than 5 decimal places"),
        ({}, "Enter a share of health or of education"),
    ],
)
def test_shares_that_cannot_be_are_said_beside_the_field(client, stay, typed, said):
    page = post(client, stay, "funders", fee_kind="core", **FROM, **typed)
    assert said in page
    with acting_as(council_keeper(stay.authority)):
        assert not JointFunding.objects.exists()


def test_new_split_ends_the_one_before_it(client, stay):
    post(client, stay, "funders", fee_kind="core", health_percent="50", **FROM)
    page = post(
        client, stay, "funders", fee_kind="core", health_percent="60", **{**FROM, "starts_on_month": "3"}
    )
    assert "60%" in page
    with acting_as(council_keeper(stay.authority)):
        first, second = JointFunding.objects.order_by("starts_on")
        assert (first.ends_on, second.ends_on) == (date(2026, 3, 1), None)
    again = post(client, stay, "funders", fee_kind="core", health_percent="10", **FROM)
    assert "shared on some of these days already" in again


@pytest.mark.parametrize(
    ("amount", "said"),
    [("84.12345", "Enter pounds and pence"), ("0", "other than nought"), ("many", "Enter a number")],
)
def test_one_off_that_cannot_be_is_said_beside_the_field(client, stay, amount, said):
    assert said in post(client, stay, "one-off", amount=amount, reason="Taxi", **ON)


def test_one_off_is_recorded_and_cancelled(client, stay):
    assert "−£20.00" in post(client, stay, "one-off", amount="-20.00", reason="Refund", **ON)
    with acting_as(council_keeper(stay.authority)):
        one = OneOff.objects.get()
    assert one.amount == Decimal("-20.00")
    page = client.post(f"/money/one-offs/{one.reference}/cancel/", follow=True).content.decode()
    assert "Cancelled on" in page
    again = client.post(f"/money/one-offs/{one.reference}/cancel/").content.decode()
    assert "cancelled already" in again


def test_month_is_frozen_closed_and_looked_at_again(client, stay):
    with acting_as(council_keeper(stay.authority)) as actor:
        LedgerMonth.objects.create(authority=stay.authority, starts_on=date(2026, 1, 1), state_at=NOW)
        post_nights(by=actor, through=date(2026, 2, 28), at=NOW)
    month = "/money/months/2026-01/"
    page = client.post(f"{month}freeze/", follow=True).content.decode()
    assert "Provisional" in page and "Nothing has been posted since" in page
    assert "nothing differs" in client.get(f"{month}again/").content.decode()
    assert "1 statement of January" in client.post(f"{month}publish/", follow=True).content.decode()
    refused = client.post(f"{month}reopen/", follow=True).content.decode()
    assert "can only be closed" in refused
    assert "Closed since" in client.post(f"{month}close/", follow=True).content.decode()
    assert client.post(f"{month}nonsense/").status_code == 404
