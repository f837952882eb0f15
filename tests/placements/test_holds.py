"""Places held for a child: seen by others as held, released by themselves, taken in order of need."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound
from placements.choices import ClaimState, Urgency
from placements.matching import LeftOut
from placements.models import Reservation, VacancyClaim
from placements.selectors.claims import access_reservation, standing_of
from placements.selectors.matching import fitting_settings
from placements.services.claims import give_up_place, hold_place, join_line, tell_of_free_places
from placements.services.withdrawal import withdraw_request
from tests.factories.authorities import council_actor
from tests.factories.need import HeldClaimFactory
from tests.factories.placements import NOW, SourcingRequestFactory
from tests.factories.providers import OpenHomeFactory, SuspensionFactory, VacancyReportFactory, provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def home():
    home = OpenHomeFactory(name="Bramble House")
    VacancyReportFactory(setting=home, beds_free=1, reported_at=NOW)
    return home


def seeking(urgency=Urgency.PLANNED):
    """A request of a new council, and who searches for it."""
    request = SourcingRequestFactory(urgency=urgency)
    return request, council_actor(Role.PLACEMENTS_OFFICER, authority=request.authority)


def held(request, officer, home, until=TOMORROW, at=NOW):
    with acting_as(officer):
        return hold_place(request=request, setting=home, until=until, by=officer, at=at)


def fits(request, officer, at):
    with acting_as(officer):
        return fitting_settings(request, Route.SPOT, at=at, within_miles=None)


def test_others_see_that_a_place_is_held_and_never_for_whom(home):
    (request, officer), (other, stranger) = seeking(), seeking()
    reservation = held(request, officer, home)
    assert [one.name for one in fits(request, officer, NOW).fitting] == ["Bramble House"]
    assert fits(other, stranger, NOW).left_out == [(LeftOut.HELD, 1)]
    with acting_as(stranger):
        (claim,) = standing_of(home, at=NOW).held
        assert claim.authority == request.authority
        assert not Reservation.objects.exists()
        with pytest.raises(NotFound):
            access_reservation(stranger, reservation.claim.reference)
    with acting_as(provider_actor(home.provider)):
        assert VacancyClaim.objects.get().authority_id == request.authority_id


def test_a_hold_ends_by_itself_at_its_moment(home):
    (request, officer), (other, stranger) = seeking(), seeking()
    held(request, officer, home)
    with pytest.raises(Conflict, match="No place at Bramble House is free"):
        held(other, stranger, home)
    assert fits(other, stranger, TOMORROW).left_out == []
    assert held(other, stranger, home, until=TOMORROW + timedelta(hours=1), at=TOMORROW)


def test_the_constraint_decides_between_two_at_one_moment(home):
    claim = HeldClaimFactory(setting=home)
    with pytest.raises(IntegrityError, match="place_held_once"), transaction.atomic():
        HeldClaimFactory(setting=home, held_from=claim.held_from + timedelta(hours=3))
    later = claim.held_until + timedelta(hours=1)
    assert HeldClaimFactory(setting=home, held_from=claim.held_until, held_until=later)


def test_the_line_is_in_order_of_need_and_whoever_is_next_is_told(home):
    (request, officer), (planned, first), (urgent, second) = seeking(), seeking(), seeking(Urgency.SAME_DAY)
    reservation = held(request, officer, home)
    for waiting, who in ((planned, first), (urgent, second)):
        with acting_as(who):
            join_line(request=waiting, setting=home, by=who, at=NOW)
            assert tell_of_free_places(by=who, at=NOW) == 0
    with acting_as(officer):
        give_up_place(reservation=reservation, reason="Stays with aunt", by=officer, at=NOW)
    with pytest.raises(Conflict, match="1 child in greater need"):
        held(planned, first, home)
    with acting_as(first):
        assert tell_of_free_places(by=first, at=NOW) == 0
    with acting_as(second):
        assert tell_of_free_places(by=second, at=NOW) == 1
        assert tell_of_free_places(by=second, at=NOW) == 0
    held(urgent, second, home)
    with acting_as(second):
        assert VacancyClaim.objects.get(reservation__request=urgent).state == ClaimState.HELD


def test_no_hold_at_a_stopped_or_silent_home_or_beyond_reason(home):
    request, officer = seeking()
    with pytest.raises(DomainError) as refused:
        held(request, officer, home, until=NOW)
    assert refused.value.field == "until"
    with pytest.raises(DomainError, match="has not told us"):
        held(request, officer, OpenHomeFactory())
    SuspensionFactory(authority=request.authority, provider=home.provider, setting=home)
    with pytest.raises(DomainError, match="suspended"):
        held(request, officer, home)


def test_withdrawal_gives_up_what_was_held(home):
    request, officer = seeking()
    held(request, officer, home)
    with acting_as(officer):
        withdraw_request(request=request, reason="Stays with aunt", by=officer, at=NOW)
        assert standing_of(home, at=NOW).free == 1


def test_pages_hold_and_give_up_and_keep_what_was_typed(home):
    request, officer = seeking()
    VacancyReportFactory(setting=home, beds_free=1)
    browser = browser_of(officer)
    page = f"{reverse('request_hold', args=[request.reference])}?home={home.urn}"
    assert "Enter for how many hours" in browser.post(page, {"what": "hold"}).content.decode()
    assert browser.post(page, {"what": "hold", "hours": "24"}).status_code == 302
    assert "Held until" in browser.get(reverse("sourcing", args=[request.reference])).content.decode()
    again = browser.post(page, {"what": "hold", "hours": "12"}).content.decode()
    assert "held for this child already" in again
    with acting_as(officer):
        reference = Reservation.objects.get().claim.reference
    give_up = f"{reverse('request_give_up', args=[request.reference])}?hold={reference}"
    browser.post(give_up, {"reason": "Another home"})
    with acting_as(officer):
        assert VacancyClaim.objects.get().state == ClaimState.LEFT
    assert browser.get(give_up).status_code == 404
