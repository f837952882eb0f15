"""A person says who a child of the returns is, and takes it back."""

from datetime import date

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import Authority, User
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from core.models import AuditEvent
from sufficiency.choices import SpellSource
from sufficiency.models import CareSpell, ChildLink
from sufficiency.services.links import say_who, take_word_back
from tests.factories.authorities import council_actor
from tests.sufficiency.return_files import EPISODES, HEADER
from tests.sufficiency.test_history_imports import AT, BACKEND, given, loaded, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return council_actor(Role.PLANNER)


def keys(by):
    """By code of the returns, whom it is taken for."""
    with acting_as(by):
        rows = CareSpell.objects.filter(source=SpellSource.RETURN)
        return dict(rows.values_list("child_code", "child_key"))


def said(by, code, key, why="The case number was checked."):
    with acting_as(by):
        return say_who(child_code=code, child_key=key, why=why, by=by, at=AT)


def taken_back(by, word):
    with acting_as(by):
        take_word_back(word=word, by=by, at=AT)


def test_link_by_dates_is_undone_and_done_by_a_person(planner):
    ours = place(planner).child.reference
    loaded(planner, given())
    assert keys(planner)["A1"] == ours
    word = said(planner, "A1", "")
    assert keys(planner)["A1"] == "A1"
    other = said(planner, "A2", ours)
    assert keys(planner) == {"A1": "A1", "A2": ours}
    taken_back(planner, other)
    taken_back(planner, word)
    assert keys(planner) == {"A1": ours, "A2": "A2"}


def test_word_holds_for_returns_loaded_later_and_others_lose_the_child(planner):
    ours = place(planner).child.reference
    loaded(planner, given())
    said(planner, "A2", ours)
    assert keys(planner) == {"A1": "A1", "A2": ours}
    loaded(planner, given())
    assert keys(planner) == {"A1": "A1", "A2": ours}


def test_two_codes_of_one_child_become_one(planner):
    """The same open placement comes again under a new code: it must not be counted twice."""
    header = [("B7", *HEADER[1][1:])]
    again = [("B7", *EPISODES[3][1:])]
    loaded(planner, [*given(), *given(header=header, episodes=again, year="2025-26")])
    assert set(keys(planner)) == {"A1", "A2", "B7"}
    word = said(planner, "B7", "A2")
    with acting_as(planner):
        spells = CareSpell.objects.filter(source=SpellSource.RETURN, child_code="A2")
        assert [spell.starts_on for spell in spells] == [date(2025, 1, 20)]
    assert set(keys(planner)) == {"A1", "A2"}
    taken_back(planner, word)
    assert set(keys(planner)) == {"A1", "A2", "B7"}


@pytest.mark.parametrize(
    ("code", "key", "field", "message"),
    [
        ("Z9", "", "child_code", "No return has a child"),
        ("A1", "CHD-NOBODY", "child_key", "Neither our placements nor a return"),
        ("A1", "A1", "child_key", "the same child as itself"),
    ],
)
def test_what_is_not_there_is_refused_beside_its_field(planner, code, key, field, message):
    loaded(planner, given())
    with pytest.raises(DomainError, match=message) as refused:
        said(planner, code, key)
    assert refused.value.field == field


def test_child_is_spoken_for_once_and_a_word_is_taken_back_once(planner):
    ours = place(planner).child.reference
    loaded(planner, given())
    word = said(planner, "A2", ours)
    for code, key in (("A1", ours), ("A2", "")):
        with pytest.raises(DomainError, match="linked by hand before"):
            said(planner, code, key)
    with pytest.raises(DomainError, match="said to be another child"):
        said(planner, "A1", "A2")
    taken_back(planner, word)
    with pytest.raises(DomainError, match="taken back already"):
        taken_back(planner, word)


def test_words_are_audited_and_another_council_s_are_not_there(planner, client):
    loaded(planner, given())
    word = said(planner, "A1", "")
    with acting_as(council_actor(Role.AUDITOR, authority=planner_council(planner))):
        assert AuditEvent.objects.filter(table_name="sufficiency_childlink").exists()
    stranger = council_actor(Role.PLANNER)
    with acting_as(stranger):
        assert not ChildLink.objects.exists()
    client.force_login(User.objects.get(pk=stranger.user_id), backend=BACKEND)
    assert client.post(reverse("link_withdraw", args=[word.reference])).status_code == 404


def planner_council(by):
    with acting_as(by):
        return Authority.objects.get(pk=by.council_id)


def test_service_manager_may_not_say_who_is_who(planner):
    loaded(planner, given())
    manager = council_actor(Role.SERVICE_MANAGER, authority=planner_council(planner))
    with acting_as(manager), pytest.raises(NotPermitted):
        say_who(child_code="A1", child_key="", why="x", by=manager, at=AT)


def test_page_finds_says_and_takes_back(planner, client):
    ours = place(planner).child.reference
    loaded(planner, given())
    client.force_login(User.objects.get(pk=planner.user_id), backend=BACKEND)
    page = client.get(reverse("link_list")).content.decode()
    assert "Say who A2 is" in page and "Say who A1 is" not in page
    assert ours in client.get(reverse("link_list"), {"q": ours}).content.decode()
    wrong = client.post(reverse("link_new"), {"child_code": "A2", "child_key": "NONE", "why": "Checked"})
    assert (
        "Neither our placements nor a return" in wrong.content.decode() and "NONE" in wrong.content.decode()
    )
    client.post(reverse("link_new"), {"child_code": "A1", "child_key": "", "why": "Checked"})
    assert keys(planner)["A1"] == "A1"
    page = client.get(reverse("link_list")).content.decode()
    assert "A1 is no child of ours" in page and "Take back" in page
    with acting_as(planner):
        word = ChildLink.objects.get()
    client.post(reverse("link_withdraw", args=[word.reference]))
    assert keys(planner)["A1"] == ours
