"""Who may call what: tokens, roles and the wall."""

import pytest
from django.urls import URLPattern, get_resolver
from rest_framework.test import APIClient

from authorities.choices import Role
from core.actor import Actor
from tests.factories.authorities import council_actor
from tests.factories.providers import provider_actor

LISTS = {
    pattern.name: pattern
    for pattern in get_resolver("config.api_urls").url_patterns
    if isinstance(pattern, URLPattern) and pattern.name.endswith("-list")
}


def address(pattern: URLPattern) -> str:
    return "/api/v1/" + str(pattern.pattern).strip("^$").replace("\\Z", "")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_asks_for_a_token(db, name):
    answer = APIClient().get(address(LISTS[name]))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


def test_an_expired_or_damaged_token_is_refused(program):
    actor = council_actor(Role.PLACEMENTS_OFFICER)
    assert program(actor).get("/api/v1/settings/").status_code == 200
    assert program(actor, days=-1).get("/api/v1/settings/").status_code == 401
    damaged = APIClient()
    damaged.credentials(HTTP_AUTHORIZATION="Token hearth_0123456789")
    assert damaged.get("/api/v1/settings/").status_code == 401


def may_call(actor: Actor, program) -> set[str]:
    """Names of the lists that do not pretend to be absent."""
    client = program(actor)
    answers = {name: client.get(address(pattern)).status_code for name, pattern in LISTS.items()}
    assert set(answers.values()) <= {200, 404}
    return {name.removeprefix("api_").removesuffix("-list") for name, code in answers.items() if code == 200}


EVERYBODY = {"authorities"}
COUNCIL = EVERYBODY | {"partnerships", "providers", "settings", "inspections"}
CONTRACTS = {"tools", "memberships", "block_contracts", "bed_nights"}
CASES = {"requests", "referrals", "agreements", "placements"}
SPEND = {"charges", "spend"}
PORTAL = {"portal_home_api", "portal_home_vacancy_api", "portal_referral_api", "portal_offer_api"}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.SOCIAL_WORKER, COUNCIL | CASES | {"suspensions"}),
        (Role.PLACEMENTS_OFFICER, COUNCIL | CASES | CONTRACTS | {"suspensions", "offers", "approvals"}),
        (Role.FINANCE, COUNCIL | CONTRACTS | SPEND | {"placements", "papers"}),
        (Role.CABINET_MEMBER, COUNCIL | {"papers"}),
        (Role.PLANNER, COUNCIL | CONTRACTS | {"forecasts"}),
    ],
)
def test_each_role_finds_its_registers_and_no_others(program, role, opened):
    assert may_call(council_actor(role), program) == opened


def test_a_provider_finds_public_facts_and_its_own(program):
    assert may_call(provider_actor(), program) == EVERYBODY | PORTAL
