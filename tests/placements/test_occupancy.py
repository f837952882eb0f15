"""What a provider tells is free, beside the children known to live there."""

from datetime import timedelta

import pytest

from core.actor import acting_as
from placements.choices import PlacementState
from placements.models import Placement
from providers.freshness import Freshness
from providers.occupancy import Occupancy, doubt_about
from providers.selectors.vacancies import vacancies_of
from tests.factories.authorities import AuthorityFactory
from tests.factories.cases import issued_case
from tests.factories.offers import OfferFactory
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory
from tests.factories.placements import NOW, TODAY, RecipientFactory
from tests.factories.providers import OpenHomeFactory, VacancyReportFactory, provider_actor
from tests.factories.walled import council_keeper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=2)


@pytest.fixture
def home():
    return OpenHomeFactory(name="Bramble House")


@pytest.fixture
def manager(home):
    return provider_actor(home.provider)


def placed(home, **facts):
    """A child of some council who came a while ago."""
    agreement = ActiveAgreementFactory(setting=home, authority=AuthorityFactory())
    return ActivePlacementFactory(agreement=agreement, **{"state_at": NOW - timedelta(days=90), **facts})


def told(home, by):
    with acting_as(by):
        return next(row for row in vacancies_of(by, at=NOW) if row.setting.pk == home.pk)


def test_children_of_every_council_are_counted_for_their_own_provider(home, manager):
    placed(home)
    placed(home)
    issued_case(setting=home)
    held = OfferFactory(recipient=RecipientFactory(provider=home.provider), setting=home)
    row = told(home, manager)
    assert row.known.leaving == (None, None)
    assert (row.known.expected, row.known.held) == (1, 1), held
    assert row.known.in_words == ("2 children live here, 1 is about to move in, 1 place is held for an offer")


def test_nothing_is_known_of_another_providers_home(home, manager):
    other = OpenHomeFactory()
    placed(other)
    VacancyReportFactory(setting=other, beds_free=4, reported_at=BEFORE)
    stranger = provider_actor()
    with acting_as(stranger):
        assert vacancies_of(stranger, at=NOW) == []
    assert told(home, manager).known == Occupancy()
    assert told(other, provider_actor(other.provider)).doubt


def test_more_free_than_can_be_is_said_kindly(home, manager):
    for _ in range(3):
        placed(home)
    VacancyReportFactory(setting=home, beds_free=2, reported_at=BEFORE)
    doubt = told(home, manager).doubt
    assert "registered for 4 and we know of 3 children" in doubt and "no more than 1 can be" in doubt


def test_report_that_can_be_true_raises_no_doubt(home, manager):
    for _ in range(3):
        placed(home)
    VacancyReportFactory(setting=home, beds_free=1, reported_at=BEFORE)
    assert told(home, manager).doubt == ""


def test_place_is_free_from_the_day_its_child_leaves(home, manager):
    leaves_on = TODAY + timedelta(days=7)
    placed(home, state=PlacementState.NOTICE, ends_on=leaves_on)
    for _ in range(3):
        placed(home)
    late = VacancyReportFactory(setting=home, beds_free=1, available_from=leaves_on, reported_at=BEFORE)
    row = told(home, manager)
    assert row.doubt == ""
    assert doubt_about(late, row.known, places=4, on=TODAY) == ""
    late.available_from = leaves_on - timedelta(days=1)
    assert "none can be" in doubt_about(late, row.known, places=4, on=TODAY)


def test_certificate_that_shrank_is_doubted_without_children(home):
    report = VacancyReportFactory.build(setting=home, beds_free=3, provider=home.provider)
    assert doubt_about(report, Occupancy(), places=2, on=TODAY).endswith("so no more than 2 can be.")
    assert doubt_about(report, Occupancy(), places=None, on=TODAY) == ""


def test_fresh_report_is_asked_again_once_a_child_came_or_went(home, manager):
    placement = placed(home)
    VacancyReportFactory(setting=home, beds_free=1, reported_at=BEFORE)
    assert not told(home, manager).is_due
    with acting_as(council_keeper(placement.authority)):
        Placement.objects.update(state=PlacementState.ENDED, state_at=NOW, ends_on=TODAY)
    row = told(home, manager)
    assert row.freshness is Freshness.FRESH and row.is_due
    assert row.doubt.startswith("A child has moved in or out")
    VacancyReportFactory(setting=home, beds_free=2, reported_at=NOW)
    assert not told(home, manager).is_due


def test_contradiction_is_saved_and_flagged_beside_the_thanks(home, manager):
    for _ in range(4):
        placed(home)
    browser = browser_of(manager)
    page = browser.post(
        f"/portal/vacancies/{home.urn}/", {"beds_free": "2", "is_admitting": "yes"}, follow=True
    ).content.decode()
    assert "is up to date. Thank you." in page
    assert page.count("we know of 4 children living there") == 2, "as a message and on the home's card"
