"""What every register does, tried on the register of homes."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authorities.choices import Role
from contracts.views.homes import homes
from core import registers
from tests.factories.authorities import council_actor
from tests.factories.providers import OpenHomeFactory, SettingFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return browser_of(council_actor(Role.PLANNER))


def in_file(client, **filters):
    content = client.get(reverse("home_list_download", args=["csv"]), filters).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def names_on_page(client, **filters):
    return [row.record.name for row in client.get(reverse("home_list"), filters).context["table"].page]


def test_a_file_holds_every_row_that_the_filters_leave(planner, monkeypatch):
    monkeypatch.setattr(registers, "PER_PAGE", 2)
    for name in ("Ash", "Birch", "Cedar"):
        OpenHomeFactory(name=name)
    assert names_on_page(planner) == ["Ash", "Birch"]
    assert names_on_page(planner, page=2) == names_on_page(planner, page=99) == ["Cedar"]
    assert [row["Home"] for row in in_file(planner)] == ["Ash", "Birch", "Cedar"]
    assert [row["Home"] for row in in_file(planner, name="bir")] == ["Birch"]


def test_a_file_has_the_columns_the_page_folds_away(planner):
    home = OpenHomeFactory()
    page = planner.get(reverse("home_list")).context["table"]
    assert "urn" not in page.columns.names()
    [row] = in_file(planner)
    assert (row["URN"], row["Grade"], row["Inspected on"]) == (home.urn, "Good", "02/03/2026")


def test_rows_are_sorted_as_asked_and_never_wander_between_pages(planner):
    for name, places in (("Ash", 3), ("Birch", 9), ("Cedar", 3)):
        OpenHomeFactory(name=name, capacity__registered=places)
    assert names_on_page(planner, sort="-places") == ["Birch", "Ash", "Cedar"]
    assert [row["Home"] for row in in_file(planner, sort="-name")] == ["Cedar", "Birch", "Ash"]
    assert names_on_page(planner, sort="no_such_column") == ["Ash", "Birch", "Cedar"]


def test_a_filter_that_cannot_be_read_says_so_and_shows_nothing(planner):
    OpenHomeFactory()
    page = planner.get(reverse("home_list"), {"age": "ninety"})
    assert "There is a problem" in page.content.decode()
    assert len(page.context["table"].rows) == 0
    file = planner.get(reverse("home_list_download", args=["csv"]), {"age": "ninety"})
    assert file.url == f"{reverse('home_list')}?age=ninety"


def test_a_file_of_too_many_rows_is_refused_in_words(planner, monkeypatch):
    monkeypatch.setattr(registers, "LONGEST_FILE", 1)
    OpenHomeFactory()
    OpenHomeFactory()
    answer = planner.get(reverse("home_list_download", args=["xlsx"]), follow=True)
    assert "A file holds at most 1 rows" in answer.content.decode()


def test_an_empty_register_says_what_to_do(planner):
    SettingFactory()
    assert homes.table.nothing in planner.get(reverse("home_list")).content.decode()


def test_queries_do_not_grow_with_rows(planner):
    planner.get(reverse("home_list"))  # the session writes itself once
    counts = []
    for _ in range(2):
        OpenHomeFactory()
        with CaptureQueriesContext(connection) as queries:
            planner.get(reverse("home_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_file_of_another_kind_is_not_found(planner):
    assert planner.get(reverse("home_list_download", args=["exe"])).status_code == 404
