"""One home under two numbers: suggested with its clues, decided by the keeper, shown as one history."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.errors import Conflict, NotPermitted
from core.imports import Given
from core.imports.work import import_now
from providers.choices import ReregistrationState
from providers.imports import OFSTED
from providers.models import Reregistration, Setting
from providers.ofsted.reregistrations import Life, suggest
from providers.selectors.history import history_of
from providers.selectors.reregistrations import chain_of
from providers.services.reregistrations import decide_reregistration
from providers.timelines import timeline_of
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.providers import ReregistrationFactory, SettingFactory
from tests.pages import browser_of
from tests.providers.ofsted_lists import as_csv, home, lines_of

MARCH_2022, MARCH_2023, MARCH_2025 = (date(year, 3, 31) for year in (2022, 2023, 2025))
OLD, NEW = "SC900001", "2900001"


def life(urn: str, **more) -> Life:
    facts = {
        "registration_type": "childrens_home",
        "authority_id": 1,
        "owner": "larkspur homes",
        "places": 4,
        "name": "",
        "postcode": "",
        "registered_on": date(2015, 1, 1),
        "last_seen": MARCH_2025,
        "gone_by": None,
    }
    return Life(urn=urn, **{**facts, **more})


GONE = life("A", last_seen=MARCH_2022, gone_by=MARCH_2023)
BORN = {"registered_on": date(2022, 9, 1)}


@pytest.mark.parametrize(
    ("new", "clues"),
    [
        (BORN, ["owner", "places"]),
        (BORN | {"places": 6}, ["owner"]),
        (BORN | {"owner": "curlew"}, None),
        (BORN | {"owner": "curlew", "name": "Elm"}, None),
        (BORN | {"authority_id": 2}, None),
        (BORN | {"registration_type": "fostering_agency"}, None),
        (BORN | {"registration_type": "short_break_home"}, ["owner", "places"]),
        ({"registered_on": date(2023, 6, 1)}, None),
        ({"registered_on": date(2020, 6, 1)}, None),
    ],
)
def test_pair_is_suggested_when_area_time_and_owner_fit(new, clues):
    found = suggest([GONE, life("B", **new)])
    assert [list(each.clues) for each in found] == ([] if clues is None else [clues])


def test_same_postcode_tells_whatever_else_differs():
    old = life("A", last_seen=MARCH_2022, gone_by=MARCH_2023, postcode="ME14 1XX")
    (found,) = suggest([old, life("B", **BORN, postcode="ME14 1XX", owner="curlew", places=9)])
    assert (found.earlier, found.later, list(found.clues)) == ("A", "B", ["postcode"])


def test_owner_alone_does_not_choose_between_two():
    assert suggest([GONE, life("B", **BORN, places=6), life("C", **BORN, places=7)]) == []


@pytest.fixture
def keeper(db) -> Actor:
    AuthorityFactory(name="Kent")
    return council_actor(Role.REGISTER_KEEPER)


def load(keeper: Actor, year: int, *rows) -> None:
    content = as_csv(lines_of(year, rows))
    import_now(kind=OFSTED, files=[Given("list", "a.csv", content)], params={}, by=keeper, at=timezone.now())


def suggestion_of(keeper: Actor) -> Reregistration:
    load(keeper, 2022, home(OLD))
    load(keeper, 2023, home(NEW, **{"Registration date": "01/12/2022"}))
    with acting_as(keeper):
        return Reregistration.objects.select_related("earlier", "later").get()


def decide(keeper: Actor, suggestion: Reregistration, *, is_same: bool) -> None:
    with acting_as(keeper):
        decide_reregistration(suggestion=suggestion, is_same=is_same, by=keeper, at=timezone.now())


def test_confirmed_pair_is_one_chain_with_one_history(keeper):
    suggestion = suggestion_of(keeper)
    assert (suggestion.earlier.urn, suggestion.later.urn) == (OLD, NEW)
    decide(keeper, suggestion, is_same=True)
    with acting_as(keeper):
        later = Setting.objects.get(urn=NEW)
        assert [each.urn for each in chain_of(later)] == [OLD, NEW]
        events = timeline_of(history_of(later))
    assert {event.urn for event in events} == {OLD, NEW}
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    page = (
        browser_of(council_actor(Role.COMMISSIONER)).get(reverse("home_detail", args=[NEW])).content.decode()
    )
    assert "The same home is or was registered as" in page and OLD in page


def test_rejected_pair_stays_two_homes_and_is_not_suggested_again(keeper):
    suggestion = suggestion_of(keeper)
    decide(keeper, suggestion, is_same=False)
    load(keeper, 2025, home(NEW, **{"Registration date": "01/12/2022"}))
    with acting_as(keeper):
        (held,) = Reregistration.objects.all()
        assert held.state == ReregistrationState.REJECTED
        assert [each.urn for each in chain_of(Setting.objects.get(urn=NEW))] == [NEW]


def test_number_is_one_home_s_only(keeper):
    one, other = SettingFactory(), SettingFactory()
    first = ReregistrationFactory(earlier=one, later=other)
    second = ReregistrationFactory(earlier=SettingFactory(), later=other)
    decide(keeper, first, is_same=True)
    with pytest.raises(Conflict, match="already confirmed"):
        decide(keeper, second, is_same=True)


def test_only_the_keeper_decides(keeper):
    pair, officer = ReregistrationFactory(), council_actor(Role.COMMISSIONER)
    with pytest.raises(NotPermitted):
        decide(officer, pair, is_same=True)
    address = reverse("reregistration_decide", args=[pair.reference])
    assert browser_of(officer).post(address, {"is_same": "yes"}).status_code == 404
    browser = browser_of(keeper)
    assert "Both numbers side by side" in browser.get(address).content.decode()
    assert browser.post(address, {"is_same": "yes"}).status_code == 302
    assert pair.later.urn in browser.get(reverse("reregistration_list")).content.decode()
