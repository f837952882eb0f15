"""Pages that are not ours, Django's admin and allauth's: they show nobody what our own would not."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.urls import reverse

from authorities.choices import READS_RECORDS
from core.postgres.owner import as_owner
from tests.house.access import VALUES, Address, addresses
from tests.house.canaries import leaks, plant_canaries, readable
from tests.house.world import Persona, World

ACCOUNT = [a for a in addresses() if not a.is_ours and a.pattern.startswith("account/")]
# Pages of allauth that need no sign-in: the ways in, the way back after a lost password, closed doors.
BEFORE_SIGN_IN = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
}
ADMIN_MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
READERS = [role.value for role in READS_RECORDS]


@pytest.fixture(scope="module", autouse=True)
def canaries(world: World) -> None:
    readable.cache_clear()
    plant_canaries()


@pytest.fixture(scope="module")
def rows(world: World) -> dict[type[models.Model], list]:
    """The keys of every row there is, whoever's it is."""
    with as_owner():
        return {m: list(m._default_manager.values_list("pk", flat=True)) for m in ADMIN_MODELS}


def posted(person: Persona, url: str) -> int:
    """The status of an empty form, and nothing kept of it."""
    with transaction.atomic():
        status = person.client.post(url).status_code
        transaction.set_rollback(True)
    return status


def admin_url(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_only_the_ways_in_need_no_sign_in():
    open_ = {a.name for a in ACCOUNT if getattr(a.view, "login_required", True) is False}
    assert open_ <= BEFORE_SIGN_IN


@pytest.mark.parametrize("address", ACCOUNT, ids=str)
def test_account_page_shows_nothing_of_others_and_never_breaks(address: Address, world: World):
    values = {p: VALUES.get(p, "1") for p in address.parameters}
    url = reverse(address.name, kwargs=values)
    for person in world.strangers:
        response = person.client.get(url)
        assert response.status_code < 500
        assert leaks(person.actor, response) == []
        if person.actor is None and address.name not in BEFORE_SIGN_IN:
            assert response.status_code in (302, 401, 403, 405)


@pytest.mark.parametrize("name", READERS)
def test_admin_shows_its_readers_their_own_rows_only(name: str, world: World, rows: dict):
    person = world.person(name)
    assert person.client.get(reverse("admin:index")).status_code == 200
    wrong = [fault for model in ADMIN_MODELS for fault in faults_of_records(person, model, rows[model])]
    assert not wrong, "\n" + "\n".join(wrong)


def faults_of_records(person: Persona, model: type[models.Model], keys: list) -> Iterator[str]:
    """What a reader gets wrongly of a model: its list, a row of theirs, another's, and each way to write."""
    own = set(readable(person.actor, model))
    listed = person.client.get(admin_url(model, "changelist"))
    if listed.status_code != 200 or leaks(person.actor, listed):
        yield f"{model._meta.label} list: {listed.status_code}, leaks {leaks(person.actor, listed)}"
    for key, wanted in [(k, 200) for k in sorted(own)[:1]] + [(k, 302) for k in sorted(set(keys) - own)[:1]]:
        shown = person.client.get(admin_url(model, "change", key))
        if shown.status_code != wanted or leaks(person.actor, shown):
            yield f"{model._meta.label} {key}: {shown.status_code}, leaks {leaks(person.actor, shown)}"
        forms = [admin_url(model, page, key) for page in ("change", "delete")] + [admin_url(model, "add")]
        if let_in := [url for url in forms if posted(person, url) not in (302, 403)]:
            yield f"{let_in} took a form"


def test_admin_is_closed_to_everybody_else(world: World):
    urls = [reverse("admin:index"), *(admin_url(model, "changelist") for model in ADMIN_MODELS[:3])]
    others = [person for person in world.people if person.name not in READERS]
    wrong = [
        f"{url} by {person.name}: {status}"
        for person in others
        for url in urls
        if (status := person.client.get(url, follow=True).status_code) not in (403, 404) and person.actor
    ]
    assert wrong == []
    assert all(Persona("anonymous").client.get(url).status_code == 302 for url in urls)


def test_stranger_is_welcomed_and_led_to_sign_in(client):
    page = client.get("/")
    assert page.status_code == 200
    assert reverse("account_login") in page.content.decode()
