"""Find a home: by tool and tier, by distance though the address is withheld, on a map, side by side, kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from authorities.models import AuthorityOutline
from contracts.models import SavedSearch
from core.actor import acting_as
from tests.factories.authorities import AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.contracts import MembershipSettingFactory, ToolAccessFactory
from tests.factories.providers import OpenHomeFactory, VacancyReportFactory
from tests.factories.walled import WalledFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
SQUARE = [4200, 3500, 4400, 3500, 4400, 3700, 4200, 3700, 4200, 3500]


class OutlineFactory(WalledFactory):
    class Meta:
        model = AuthorityOutline

    easting = 430_000
    northing = 360_000
    rings = [SQUARE]


@pytest.fixture
def council():
    return AuthorityFactory(name="Homeshire")


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


@pytest.fixture
def client(officer):
    return browser_of(officer)


def found(client, **filters):
    table = client.get(reverse("home_list"), filters).context["table"]
    return [row.record.name for row in table.page]


def covered(council, name, tier, *, tool=None):
    """A home on a tool the council may use."""
    given = {"membership__lot__tool": tool} if tool else {}
    cover = MembershipSettingFactory(setting__name=name, membership__tier=tier, **given)
    if tool is None:
        ToolAccessFactory(tool=cover.tool, authority=council)
    return cover


def test_homes_are_found_by_tool_and_tier_of_the_same_membership(client, council):
    first = covered(council, "First", 1)
    covered(council, "Second", 2, tool=first.tool)
    covered(council, "Elsewhere", 2)
    OpenHomeFactory(name="On none")
    tool = first.tool.reference
    assert found(client, tool=tool) == ["First", "Second"]
    assert found(client, tool=tool, tier=2) == ["Second"]
    assert found(client, tier=2) == ["Elsewhere", "Second"]
    assert found(client) == ["Elsewhere", "First", "On none", "Second"]


def test_a_tool_the_council_may_not_use_is_no_answer(client):
    cover = MembershipSettingFactory()
    page = client.get(reverse("home_list"), {"tool": cover.tool.reference})
    assert page.status_code == 200
    assert page.context["filter"].form.errors
    assert cover.tool.name not in page.content.decode()


def test_the_best_tier_says_how_a_home_is_reached(client, council):
    first = covered(council, "Oak", 2)
    second = MembershipSettingFactory(setting=first.setting, membership__tier=1)
    ToolAccessFactory(tool=second.tool, authority=council)
    [row] = client.get(reverse("home_list")).context["table"].page
    assert (row.record.tool, row.record.tier) == (second.tool.name, 1)


def test_a_home_without_address_or_for_one_child_is_measured_to_the_middle_of_its_area(client):
    PostcodeFactory()
    area = AuthorityFactory()
    OutlineFactory(authority=area, easting=430_000 + 16_093, northing=360_000)
    OpenHomeFactory(name="Withheld", authority=area, easting=None, northing=None)
    OpenHomeFactory(name="Solo", authority=area, capacity__registered=1)
    OpenHomeFactory(name="Known", authority=area)
    asked = {"postcode": "DE4 3AB", "within_miles": 10}
    page = client.get(reverse("home_list"), asked)
    shown = {row.record.name: row.record for row in page.context["table"].page}
    assert {name: str(home.distance_miles) for name, home in shown.items()} == {
        "Known": "0.0",
        "Solo": "10.0",
        "Withheld": "10.0",
    }
    assert [home.is_by_area for home in shown.values()] == [False, True, True]
    assert "by area" in page.content.decode()
    assert found(client, postcode="DE4 3AB", within_miles=9) == ["Known"]
    assert found(client, solo="on") == ["Solo"]


def test_a_bed_free_by_a_day(client):
    today = timezone.localdate()
    for name, free_from in (("Now", None), ("Next week", today + timedelta(days=7))):
        VacancyReportFactory(setting__name=name, available_from=free_from, reported_at=timezone.now())
    assert found(client, free_now="on") == ["Now"]
    assert found(client, free_by=(today + timedelta(days=7)).isoformat()) == ["Next week", "Now"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"postcode": "nowhere"},
        {"within_miles": "20"},
        {"adjoining": "on"},
        {"free_by": "2026-02-31"},
        {"tier": "-1"},
        {"age": "9" * 30},
        {"area": "E99"},
        {"show": "globe"},
        {"within_miles": "NaN", "postcode": "DE4 3AB"},
    ],
)
def test_what_cannot_be_read_is_said_and_shows_nothing(client, wrong):
    PostcodeFactory()
    OpenHomeFactory()
    for more in ({}, {"show": "map"}):
        page = client.get(reverse("home_list"), {**more, **wrong})
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert len(page.context["table"].rows) == 0


def test_the_map_counts_homes_by_area_and_leads_to_each(client, council):
    PostcodeFactory()
    OutlineFactory(authority=council)
    for _ in range(2):
        VacancyReportFactory(setting__authority=council)
    OpenHomeFactory(authority=None)
    page = client.get(
        reverse("home_list"), {"show": "map", "postcode": "DE4 3AB", "within_miles": "5", "home": "x"}
    )
    assert page.context["map"].table.rows == [["Homeshire", "2"]]
    assert page.context["areas"][0][1:] == ("2", "4")
    text = page.content.decode()
    assert f"area={council.code}" in text
    assert "DE4 3AB</text>" in text


def test_up_to_four_homes_stand_side_by_side(client):
    PostcodeFactory()
    homes = [OpenHomeFactory(name=f"Home {letter}") for letter in "ABCDE"]
    address, urns = reverse("home_compare"), [home.urn for home in homes]
    page = client.get(address, {"home": urns[1::-1], "search": "postcode=DE4+3AB&age=12"}).content.decode()
    assert page.index("Home B") < page.index("Home A")
    assert "Miles" in page
    assert "postcode=DE4+3AB&amp;age=12" in page
    back = client.get(address, {"home": urns, "search": "age=12"})
    assert back.url.startswith(f"{reverse('home_list')}?age=12&home={urns[0]}")
    assert "at most 4 homes" in client.get(back.url).content.decode()
    assert client.get(address).status_code == 302
    assert client.get(address, {"home": [urns[0], "NONE"]}).status_code == 404


def test_a_search_is_kept_found_again_and_forgotten(client, officer):
    new = reverse("home_search_new") + "?age=14&page=2&home=SC1&nonsense=1&need="
    assert "Enter name of the search" in client.post(new, {"name": ""}).content.decode()
    assert client.post(new, {"name": "Girl near Matlock"}).url == f"{reverse('home_list')}?age=14"
    client.post(reverse("home_search_new") + "?age=15", {"name": "Girl near Matlock"})
    with acting_as(officer):
        assert list(SavedSearch.objects.values_list("name", "query")) == [("Girl near Matlock", "age=15")]
    assert "Girl near Matlock" in client.get(reverse("home_list")).content.decode()
    client.post(reverse("home_search_forget"), {"name": "Girl near Matlock"})
    with acting_as(officer):
        assert not SavedSearch.objects.exists()


def test_nobody_else_reads_a_search_not_even_a_colleague(client, council, officer):
    client.post(reverse("home_search_new") + "?age=14", {"name": "Mine"})
    colleague = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    other = browser_of(colleague)
    assert "Mine" not in other.get(reverse("home_list")).content.decode()
    other.post(reverse("home_search_forget"), {"name": "Mine"})
    with acting_as(colleague):
        assert not SavedSearch.objects.exists()
    with acting_as(officer):
        assert SavedSearch.objects.count() == 1
