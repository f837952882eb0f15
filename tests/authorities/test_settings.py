"""What a council's administrator changes: settings, limits, roles and borders, each from a day on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, SettingKey
from authorities.models import Authority, AuthoritySetting, DelegationRule, RoleAssignment, StaffMember
from authorities.selectors.administration import assignments_to_end, borders_of, dated_settings
from authorities.selectors.places import adjoining_ids
from authorities.selectors.settings import DEFAULTS, setting_value
from authorities.services.borders import correct_border
from authorities.services.people import end_role, give_role
from authorities.services.settings import set_delegation, set_setting
from authorities.setting_kinds import KINDS
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.models import AuditEvent
from tests.factories.authorities import (
    AdjoiningFactory,
    AuthorityFactory,
    AuthoritySettingFactory,
    StaffMemberFactory,
    council_actor,
)
from tests.factories.placements import NOW, TODAY
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
FRESH = SettingKey.VACANCY_FRESH_DAYS


@pytest.fixture
def administrator():
    actor = council_actor(Role.ADMINISTRATOR)
    with acting_as(actor):
        yield actor


def own(actor) -> Authority:
    return Authority.objects.get(pk=actor.authority_id)


def test_every_setting_has_a_kind_that_takes_its_own_default():
    assert set(KINDS) == set(SettingKey)
    for key, kind in KINDS.items():
        assert kind.checked(DEFAULTS[key]) == DEFAULTS[key], key
        assert kind.words(DEFAULTS[key])


def test_a_new_value_ends_the_one_before(administrator):
    AuthoritySettingFactory(authority=own(administrator), key=FRESH, value=5)
    set_setting(key=FRESH, value=14, starts_on=TOMORROW, by=administrator, at=NOW)
    assert setting_value(administrator.authority_id, FRESH, on=TODAY) == 5
    assert setting_value(administrator.authority_id, FRESH, on=TOMORROW) == 14
    shown = next(each for each in dated_settings(administrator, on=TODAY) if each.key == FRESH)
    assert (shown.value, shown.coming.value) == (5, 14)


def test_a_value_never_starts_in_the_past_nor_before_one_already_set(administrator):
    with pytest.raises(DomainError, match="today or later"):
        set_setting(key=FRESH, value=3, starts_on=TODAY - timedelta(days=1), by=administrator, at=NOW)
    set_setting(key=FRESH, value=3, starts_on=TOMORROW, by=administrator, at=NOW)
    for starts_on in (TODAY, TOMORROW):
        with pytest.raises(Conflict, match="Another value starts on"):
            set_setting(key=FRESH, value=4, starts_on=starts_on, by=administrator, at=NOW)


@pytest.mark.parametrize(
    "key, value",
    [
        (SettingKey.VACANCY_FRESH_DAYS, 0),
        (SettingKey.KEY_DECISION_AMOUNT, "-1"),
        (SettingKey.RETAINER_PERCENT, "101"),
        (SettingKey.KEY_DECISION_OPERATOR, "<"),
        (SettingKey.ROUTE_ORDER, ["spot", "spot"]),
        (SettingKey.ROUTE_ORDER, ["by_post"]),
        (SettingKey.RESPONSE_HOURS, {"same_day": 0, "urgent": 24, "planned": 240}),
        (SettingKey.UPLIFT_WINDOW, [13]),
        (SettingKey.PAPER_COLOUR, "red"),
    ],
)
def test_a_value_that_is_not_of_the_settings_kind_is_refused(administrator, key, value):
    with pytest.raises(DomainError) as refused:
        set_setting(key=key, value=value, starts_on=TODAY, by=administrator, at=NOW)
    assert refused.value.field == "value"


def test_only_an_administrator_sets(administrator):
    commissioner = council_actor(Role.COMMISSIONER)
    with acting_as(commissioner), pytest.raises(NotPermitted):
        set_setting(key=FRESH, value=3, starts_on=TODAY, by=commissioner, at=NOW)


def test_a_limit_ends_the_one_before_and_is_only_for_grades(administrator):
    limits = {"weekly_limit": Decimal(5000), "annual_limit": None, "whole_life_limit": None}
    facts = {**limits, "by": administrator, "at": NOW}
    first = set_delegation(role=Role.HEAD_OF_SERVICE, starts_on=TODAY, **facts)
    set_delegation(role=Role.HEAD_OF_SERVICE, starts_on=TOMORROW, **facts)
    assert DelegationRule.objects.get(pk=first.pk).ends_on == TOMORROW
    with pytest.raises(DomainError, match="not on the ladder"):
        set_delegation(role=Role.PLANNER, starts_on=TODAY, **facts)


def test_a_role_is_given_once_and_ended_once(administrator):
    person = StaffMemberFactory(authority=own(administrator))
    given = give_role(person=person, role=Role.PLANNER, starts_on=TODAY, by=administrator, at=NOW)
    with pytest.raises(Conflict, match="already"):
        give_role(person=person, role=Role.PLANNER, starts_on=TOMORROW, by=administrator, at=NOW)
    with pytest.raises(DomainError, match="after it starts"):
        end_role(assignment=given, ends_on=TODAY, by=administrator, at=NOW)
    ended = end_role(assignment=given, ends_on=TOMORROW, by=administrator, at=NOW)
    assert RoleAssignment.objects.get(pk=given.pk).ends_on == TOMORROW
    with pytest.raises(Conflict, match="already has an end"):
        end_role(assignment=ended, ends_on=TOMORROW, by=administrator, at=NOW)


def test_nobody_gives_themselves_a_role_nor_anybody_of_another_council(administrator):
    me = StaffMember.objects.get(pk=administrator.person_id)
    with pytest.raises(NotPermitted, match="your own roles"):
        give_role(person=me, role=Role.SOCIAL_WORKER, starts_on=TODAY, by=administrator, at=NOW)
    with pytest.raises(NotFound):
        give_role(person=StaffMemberFactory(), role=Role.PLANNER, starts_on=TODAY, by=administrator, at=NOW)


def test_last_administrator_stays(administrator):
    """Two who end each other from tomorrow would leave nobody to give roles."""
    other = council_actor(Role.ADMINISTRATOR, authority=own(administrator))
    with acting_as(other):
        [mine] = assignments_to_end(other, on=TODAY).filter(role=Role.ADMINISTRATOR)
        end_role(assignment=mine, ends_on=TOMORROW, by=other, at=NOW)
    with acting_as(administrator):
        [theirs] = assignments_to_end(administrator, on=TODAY).filter(role=Role.ADMINISTRATOR)
        with pytest.raises(DomainError, match="last administrator") as refused:
            end_role(assignment=theirs, ends_on=TOMORROW, by=administrator, at=NOW)
        assert refused.value.field == "assignment"
        person = StaffMemberFactory(authority=own(administrator))
        give_role(person=person, role=Role.ADMINISTRATOR, starts_on=TOMORROW, by=administrator, at=NOW)
        assert end_role(assignment=theirs, ends_on=TOMORROW, by=administrator, at=NOW).ends_on == TOMORROW


def test_a_border_is_corrected_both_ways_from_its_day(administrator):
    mine, other = own(administrator), AuthorityFactory(name="Overshire")
    AdjoiningFactory(authority=mine, neighbour=other)
    AdjoiningFactory(authority=other, neighbour=mine)
    facts = {"neighbour": other, "by": administrator, "at": NOW}
    with pytest.raises(DomainError, match="says so already"):
        correct_border(adjoins=True, starts_on=TODAY, **facts)
    correct_border(adjoins=False, starts_on=TOMORROW, **facts)
    assert adjoining_ids(mine.pk, on=TODAY) == {other.pk}
    assert adjoining_ids(mine.pk, on=TOMORROW) == adjoining_ids(other.pk, on=TOMORROW) == set()
    correct_border(adjoins=True, starts_on=TOMORROW + timedelta(days=1), **facts)
    assert adjoining_ids(other.pk, on=TOMORROW + timedelta(days=1)) == {mine.pk}
    [border] = borders_of(administrator, on=TOMORROW)
    assert (border.adjoins, border.source) == (False, "Corrected by hand")


def test_the_audit_of_both_councils_names_who_corrected_a_border(administrator):
    other = AuthorityFactory()
    correct_border(neighbour=other, adjoins=True, starts_on=TODAY, by=administrator, at=NOW)
    for authority_id in (administrator.authority_id, other.pk):
        auditor = council_actor(Role.AUDITOR, authority=Authority.objects.get(pk=authority_id))
        with acting_as(auditor):
            [event] = AuditEvent.objects.filter(
                authority_id=authority_id, table_name="authorities_adjoiningauthority"
            )
        assert (event.user_id, event.roles) == (administrator.user_id, "administrator")


def test_a_border_with_oneself_or_by_another_role_is_refused(administrator):
    facts = {"adjoins": True, "starts_on": TODAY, "at": NOW}
    with pytest.raises(DomainError, match="itself"):
        correct_border(neighbour=own(administrator), by=administrator, **facts)
    commissioner = council_actor(Role.COMMISSIONER)
    with acting_as(commissioner), pytest.raises(NotPermitted):
        correct_border(neighbour=AuthorityFactory(), by=commissioner, **facts)


def typed(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_pages_record_what_is_typed():
    actor = council_actor(Role.ADMINISTRATOR)
    client, today = browser_of(actor), timezone.localdate()
    person = StaffMemberFactory(authority=AuthorityFactory._meta.model(pk=actor.authority_id))
    neighbour = AuthorityFactory()
    starts = typed("starts_on", today)
    for route, args, fields in (
        ("setting_change", ["key_decision_amount"], {"value": "£750,000"}),
        ("ladder_change", [], {"role": "dcs", "weekly_limit": ""}),
        ("role_give", [], {"person": person.pk, "role": "legal"}),
        ("border_correct", [], {"neighbour": neighbour.code, "adjoins": "yes"}),
    ):
        answer = client.post(reverse(route, args=args), fields | starts)
        assert answer.status_code == 302, route
    with acting_as(actor):
        assert AuthoritySetting.objects.get().value == "750000.00"
        assert DelegationRule.objects.get().weekly_limit is None
        assert neighbour.pk in adjoining_ids(actor.authority_id, on=today)
        given = RoleAssignment.objects.get(staff_member=person)
    later = typed("ends_on", today + timedelta(days=5))
    assert client.post(reverse("role_end"), {"assignment": given.pk} | later).status_code == 302
    for route in ("own_settings", "own_ladder", "own_people", "own_borders", "own_partnerships"):
        assert client.get(reverse(route)).status_code == 200
    assert "£750,000.00" in client.get(reverse("own_settings")).content.decode()


def test_a_refusal_of_the_service_is_said_beside_the_field():
    client = browser_of(council_actor(Role.ADMINISTRATOR))
    yesterday = timezone.localdate() - timedelta(days=1)
    page = client.post(reverse("setting_change", args=[FRESH]), {"value": 3} | typed("starts_on", yesterday))
    assert "The first day must be today or later" in page.content.decode()


def test_one_reads_the_settings_of_ones_own_council_only():
    planner = council_actor(Role.PLANNER)
    client = browser_of(planner)
    with acting_as(planner):
        mine = own(planner).code
    assert "Our settings today" in client.get(reverse("council_detail", args=[mine])).content.decode()
    other = client.get(reverse("council_detail", args=[AuthorityFactory().code]))
    assert "Our settings today" not in other.content.decode()
