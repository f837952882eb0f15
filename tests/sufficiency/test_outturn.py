"""What an earlier forecast said, beside what came."""

from datetime import date

import pytest

from authorities.choices import Role
from core.actor import acting_as
from sufficiency.grade_tables import horizon_rows, outturn_rows, why
from sufficiency.selectors.forecasts import latest_run
from sufficiency.selectors.outturn import outturn
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.reports import NOW, TODAY, ForecastRunFactory

pytestmark = pytest.mark.django_db
FLOWS = [{"month": "2026-10-31", "entered": 5, "left": 2}]


@pytest.fixture
def authority():
    return AuthorityFactory.create()


def earlier(authority, **values):
    point = {
        "month": "2026-10-31",
        "category": "all",
        "placement_type": "all",
        "age_band": "all",
        "mean": 96.0,
    }
    point |= {"p2_5": 90, "p10": 92, "p25": 94, "p50": 96, "p75": 97, "p90": 98, "p97_5": 99}
    values = {
        "points": [point],
        "flow": {"ahead": [{"month": "2026-10-31", "entered": 2.4, "left": 3.2}]},
    } | values
    return ForecastRunFactory(
        authority=authority, as_at=date(2026, 10, 5), made_at=NOW.replace(month=10), **values
    )


def seen_by(authority, role=Role.PLANNER):
    actor = council_actor(role, authority=authority)
    with acting_as(actor):
        return outturn(actor, latest_run(actor))


def test_month_that_came_stands_beside_what_was_forecast_and_why(authority):
    earlier(authority)
    ForecastRunFactory(authority=authority, flow={"recorded": FLOWS})
    found = seen_by(authority)
    assert outturn_rows(found).rows == [["October 2026", "96 (92 to 98)", "100", "+4", "5 (2.4)", "2 (3.2)"]]
    assert why(found) == (
        "4 more children in care than forecast on 5 October 2026: 3 more children entered and 1 fewer left "
        "than expected. 0 of 1 months came within the 80% range."
    )


def test_month_whose_flows_nobody_told_is_shown_without_them(authority):
    earlier(authority, flow={})
    ForecastRunFactory(authority=authority)
    assert outturn_rows(seen_by(authority)).rows[0][-1] == "Not known"


def test_first_forecast_has_nothing_to_look_back_on(authority):
    ForecastRunFactory(authority=authority)
    earlier(AuthorityFactory.create())
    assert seen_by(authority) is None
    assert seen_by(AuthorityFactory.create()) is None


def test_forecast_of_long_ago_is_not_looked_back_on(authority):
    ForecastRunFactory(authority=authority, as_at=date(2024, 1, 5), made_at=NOW.replace(year=2024))
    ForecastRunFactory(authority=authority)
    assert seen_by(authority) is None


def test_error_by_months_ahead_is_shown_where_it_was_tested(authority):
    score = {
        "method": "last value",
        "group": "total",
        "horizon": 12,
        "error": 0.05,
        "bias": -0.02,
        "coverage": 0.8,
    }
    run = ForecastRunFactory(
        authority=authority, as_at=TODAY, grade={"verdict": "", "origins": 3, "scores": [score]}
    )
    assert horizon_rows(run).rows == [["12 months ahead", "5.0%", "−2.0%", "80.0%"]]
