"""Spend and papers: sums of the ledger, and what a member may read."""

from datetime import date
from decimal import Decimal

from authorities.choices import Role
from contracts.choices import Route
from reports.choices import PaperState
from tests.api.rows import ChargeFactory, PaperFactory
from tests.factories.authorities import AuthorityFactory, council_actor


def test_a_month_is_the_sum_of_its_charges(program):
    authority = AuthorityFactory.create()
    ChargeFactory(authority=authority)
    ChargeFactory(authority=authority, night=date(2026, 10, 31), amount=Decimal("100.10"), route=Route.BLOCK)
    ChargeFactory(authority=authority, night=date(2026, 11, 1))
    client = program(council_actor(Role.FINANCE, authority=authority))
    assert client.get("/api/v1/spend/").json() == [{"month": "2026-11-01"}, {"month": "2026-10-01"}]
    assert client.get("/api/v1/spend/2026-10/", {"by": "route"}).json() == {
        "month": "2026-10-01",
        "by": "route",
        "lines": [
            {
                "key": "spot",
                "label": "Spot purchase",
                "sources": 1,
                "nights": 1,
                "amount": "651.00",
                "weekly": "4557.00",
            },
            {
                "key": "block",
                "label": "Block contract",
                "sources": 1,
                "nights": 1,
                "amount": "100.10",
                "weekly": "700.70",
            },
        ],
        "total": {
            "key": "",
            "label": "Total",
            "sources": 2,
            "nights": 2,
            "amount": "751.10",
            "weekly": "2628.85",
        },
    }
    october = client.get("/api/v1/charges/", {"night_from": "2026-10-01", "night_until": "2026-11-01"}).json()
    assert sum(Decimal(row["amount"]) for row in october["results"]) == Decimal("751.10")


def test_a_month_or_grouping_that_is_none_is_refused(program):
    client = program(council_actor(Role.FINANCE))
    assert client.get("/api/v1/spend/2026-13/").status_code == 404
    assert list(client.get("/api/v1/spend/2026-10/", {"by": "child"}).json()) == ["by"]


def test_a_member_reads_published_papers_only(program):
    authority = AuthorityFactory.create()
    draft = PaperFactory.create(authority=authority)
    published = PaperFactory.create(authority=authority, state=PaperState.PUBLISHED)
    client = program(council_actor(Role.CABINET_MEMBER, authority=authority))
    found = [row["reference"] for row in client.get("/api/v1/papers/").json()["results"]]
    assert found == [published.reference]
    assert client.get(f"/api/v1/papers/{draft.reference}/").status_code == 404
    assert client.get(f"/api/v1/papers/{draft.reference}/version/").status_code == 404
    assert client.get(f"/api/v1/papers/{published.reference}/version/").status_code == 404
