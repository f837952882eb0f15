"""A council of which only published yearly counts are known."""

from datetime import date

import pytest
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from core.imports import Given
from core.imports.services import keep_import
from core.jobs.worker import run_next
from sufficiency.forecast import ForecastError
from sufficiency.forecast.grading import LAST_VALUE
from sufficiency.forecast.published import PUBLISHED, forecast_published
from sufficiency.imports.counts import COUNTS as COUNTS_IMPORT
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import latest_of_any, latest_run, outlook
from sufficiency.services.forecasts import ask_for_forecast
from sufficiency.services.returns import keep_counts
from tests.factories.authorities import AuthorityFactory, council_actor, council_keeper
from tests.factories.reports import NOW, TODAY
from tests.sufficiency.test_pages import rows_of, signed_in

pytestmark = pytest.mark.django_db
COUNTS = {2018: 711, 2019: 801, 2020: 862, 2021: 898, 2022: 930, 2023: 995}


def test_counts_are_carried_on_within_bands_that_widen():
    made = forecast_published(COUNTS, 3)
    assert [point["month"] for point in made.points] == ["2024-03-31", "2025-03-31", "2026-03-31"]
    widths = [point["p90"] - point["p10"] for point in made.points]
    assert widths == sorted(widths) and widths[0] > 60
    for point in made.points:
        names = ("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5")
        bounds = [point[name] for name in names]
        assert bounds == sorted(bounds)
    assert 0.9 * 995 < made.points[0]["p50"] < 1.1 * 995
    assert forecast_published(COUNTS, 3) == made


def test_past_is_tested_and_a_loser_is_not_used():
    rising = forecast_published(COUNTS, 2).grade
    assert rising.method == PUBLISHED and rising.score(PUBLISHED).error < rising.score(LAST_VALUE).error
    assert rising.score(PUBLISHED, horizon=12).coverage is not None
    turned = forecast_published({**dict(zip(range(2010, 2017), range(100, 800, 100), strict=True)),
                                 **dict.fromkeys(range(2017, 2024), 500)}, 2)  # fmt: skip
    assert turned.grade.method in (PUBLISHED, LAST_VALUE)
    if turned.grade.method == LAST_VALUE:
        assert turned.points[0]["p50"] == 500 and "last value is carried on" in turned.grade.verdict


def test_two_years_are_not_tested_and_have_a_wider_band():
    short, long = forecast_published({2022: 930, 2023: 930}, 1), forecast_published(COUNTS, 1)
    assert "too few to test" in short.grade.verdict and short.grade.origins == 0
    assert short.points[0]["p90"] - short.points[0]["p10"] > 0.1 * 930
    assert long.grade.origins > 0


def test_missing_year_is_named_and_small_council_warned():
    made = forecast_published({2020: 12, 2021: 14, 2023: 11}, 2)
    assert any("2022" in note for note in made.notes) and any("So few children" in n for n in made.notes)
    assert made.points[0]["p2_5"] >= 0


def test_counts_of_nobody_are_an_error():
    with pytest.raises(ForecastError, match="hold no child"):
        forecast_published({2022: 0, 2023: 0}, 2)


def publish(authority, counts):
    """Load published counts of the council, as its import does."""
    with acting_as(council_actor(Role.PLANNER, authority=authority)) as planner:
        rows = [f"Ours,{year},{n}" for year, n in counts.items()]
        files = [Given("file", "counts.csv", "\n".join(["area,year,value", *rows]).encode())]
        made = keep_import(kind=COUNTS_IMPORT, files=files, params={}, by=planner, at=NOW)
        keep_counts(made=made, counts=counts, by=planner)


@pytest.fixture
def council():
    made = AuthorityFactory.create()
    publish(made, COUNTS)
    return made


def test_council_with_counts_alone_gets_a_yearly_forecast_on_its_pages(council, client):
    planner = council_actor(Role.PLANNER, authority=council)
    with acting_as(planner):
        ask_for_forecast(by=planner, at=NOW, on=TODAY, horizon_months=48)
    while run_next():
        pass
    with acting_as(planner):
        run = ForecastRun.objects.get()
        assert (run.step_months, run.horizon_months, run.method) == (12, 48, PUBLISHED)
        assert latest_of_any(planner) == run and latest_run(planner) is None
        shown = outlook(run)
        assert shown.recorded[-1] == (date(2023, 3, 31), 995) and shown.is_yearly
        assert shown.in_months(24) == shown.ahead[1]
    signed_in(client, council, Role.PLANNER)
    page = client.get(reverse("forecast"), {"of": "residential"}).content.decode()
    assert "published yearly counts" in page and "every year" in page and "?of=" not in page
    file = rows_of(client.get(reverse("forecast_download", args=[run.reference])))
    assert [row[0] for row in file[1:3]] == ["2018-03-31", "2019-03-31"] and len(file) == 1 + 6 + 4
    for name in ("sufficiency", "beds_and_need", "supply", "scenarios", "appraisals", "partnership_outlook"):
        assert client.get(reverse(name)).status_code == 200
    member = signed_in(client, council, Role.CABINET_MEMBER)
    assert member.get(reverse("sufficiency")).status_code == 200
    assert "published yearly counts" in member.get(reverse("forecast")).content.decode()


def test_counts_after_the_day_are_not_known_yet(council):
    publish(council, {2027: 5})
    planner = council_actor(Role.PLANNER, authority=council)
    with acting_as(council_keeper(council)):
        ask_for_forecast(by=planner, at=NOW, on=TODAY)
    while run_next():
        pass
    with acting_as(planner):
        assert max(point["month"] for point in ForecastRun.objects.get().history) == "2023-03-31"
