"""What partners tell each other of children and forecasts, and what they must not."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from authorities.models import CountSharing, Partnership
from core.actor import acting_as
from core.jobs.worker import run_next
from sufficiency.forecast import PLACEMENT_TYPES, PlacementType, forecast
from sufficiency.forecast.borrowing import HIDDEN, Borrowed, heard, to_tell
from sufficiency.forecast.pooling import pooled
from sufficiency.forecast.result import QUANTILES
from sufficiency.models import ForecastRun, SharedOutlook
from sufficiency.selectors.forecasts import Outlook
from sufficiency.selectors.partners import borrowed_from_partners, kinds_shared, pool, summed
from sufficiency.services.forecasts import ask_for_forecast
from sufficiency.services.sharing import share_outlook
from sufficiency.suppression import suppress_list
from tests.factories.authorities import (
    AuthorityFactory,
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
    council_keeper,
)
from tests.factories.reports import NOW, TODAY, ForecastRunFactory, block_world
from tests.sufficiency.made_up import history_of, one_council
from tests.sufficiency.test_pages import rows_of, signed_in

pytestmark = pytest.mark.django_db


def hide(counts):
    return suppress_list(counts).counts


@pytest.fixture
def partners():
    """Two councils that share counts of residential care, and a third outside."""
    ours, theirs = AuthorityFactory(name="Ours"), AuthorityFactory(name="Theirs")
    partnership = PartnershipFactory(lead_authority=ours)
    CountSharingFactory(partnership=partnership)
    for council in (ours, theirs):
        PartnershipMemberFactory(partnership=partnership, authority=council)
    return ours, theirs, AuthorityFactory(name="Outside")


def told(council, **fields):
    """The council has a forecast, and tells it."""
    run = ForecastRunFactory(authority=council, **fields)
    with acting_as(council_keeper(council)) as keeper:
        share_outlook(run=run, told={}, by=keeper, at=NOW)
    return run


def partners_reference(council):
    with acting_as(council_keeper(council)):
        return Partnership.objects.get().reference


def seen_by(council):
    with acting_as(council_keeper(council)):
        return set(SharedOutlook.objects.values_list("authority__name", "counted"))


def test_partners_read_the_kinds_they_share_and_nobody_else_reads_any(partners):
    ours, theirs, outside = partners
    told(theirs)
    assert {counted for _, counted in seen_by(ours)} == {"all", "residential", "other"}
    assert len(seen_by(theirs)) == 5
    assert seen_by(outside) == set()
    with acting_as(council_keeper(ours)):
        CountSharing.objects.update(ends_on=timezone.localdate())
    assert seen_by(ours) == set()


def test_small_kind_is_hidden_with_another_and_has_no_forecast(partners):
    """Three in supported accommodation, who could be worked out from the total and the rest."""
    _, theirs, _ = partners
    told(theirs)
    with acting_as(council_keeper(theirs)):
        rows = {row.counted: row for row in SharedOutlook.objects.all()}
    assert rows["supported"].recorded[-1][1] is None and rows["supported"].ahead == []
    hidden = [kind for kind, row in rows.items() if row.recorded[-1][1] is None]
    assert len(hidden) >= 2
    assert rows["all"].recorded[-1][1] == 100 and len(rows["all"].ahead) == 36


def test_sum_of_a_partnership_stands_on_the_page_with_its_members(partners, client):
    ours, theirs, _ = partners
    told(ours), told(theirs)
    planner = signed_in(client, ours, Role.PLANNER)
    page = planner.get(reverse("partnership_outlook")).content.decode()
    assert "All 2 members are in the sum" in page and "Ours (ours)" in page and "Theirs" in page
    rows = rows_of(planner.get(reverse("partnership_download", args=[partners_reference(ours), "all"])))
    assert rows[2][2] == "200" and float(rows[3][3]) == 200.0
    assert (
        planner.get(reverse("partnership_download", args=[partners_reference(ours), "supported"])).status_code
        == 404
    )
    assert planner.get(reverse("partnership_download", args=["NONE", "all"])).status_code == 404


def test_member_without_a_forecast_is_named_and_left_out(partners, client):
    ours, *_ = partners
    told(ours)
    page = signed_in(client, ours, Role.PLANNER).get(reverse("partnership_outlook")).content.decode()
    assert "1 of 2 members are in the sum" in page and "Not told yet" in page


def test_old_forecast_is_not_added(partners):
    ours, theirs, _ = partners
    told(ours), told(theirs, as_at=TODAY - timedelta(days=400))
    planner = council_actor(Role.PLANNER, authority=ours)
    with acting_as(planner):
        found = pool(planner, Partnership.objects.get(), "all", TODAY)
        assert [partner.name for partner in found.telling] == ["Ours"]


def test_council_outside_has_an_empty_page(partners, client):
    page = signed_in(client, partners[2], Role.PLANNER).get(reverse("partnership_outlook")).content.decode()
    assert "in no partnership" in page


def test_kinds_are_those_the_council_is_a_member_for(partners):
    ours, *_ = partners
    planner = council_actor(Role.PLANNER, authority=ours)
    with acting_as(planner):
        assert kinds_shared(planner, Partnership.objects.get(), TODAY) == ["all", ServiceCategory.RESIDENTIAL]


def test_forecast_tells_partners_and_borrows_from_them(partners):
    ours = block_world(ledger=False, placements=False).authority
    _, theirs, _ = partners
    with acting_as(council_keeper(theirs)):
        partnership = Partnership.objects.get()
    PartnershipMemberFactory(partnership=partnership, authority=ours)
    told(theirs)
    history = history_of(one_council(300), 48, seed=2)
    with acting_as(council_keeper(theirs)):
        SharedOutlook.objects.filter(counted="all").update(told=to_tell(history, hide))
    planner = council_actor(Role.PLANNER, authority=ours)
    with acting_as(planner):
        assert borrowed_from_partners(planner)[1] == ["Theirs"]
        ask_for_forecast(by=planner, at=NOW, on=TODAY, horizon_months=60)
    while run_next():
        pass
    with acting_as(planner):
        run = ForecastRun.objects.get(authority=ours)
        assert run.horizon_months == 60
        assert run.borrowed["councils"] == ["Theirs"] and any("Theirs" in note for note in run.notes)
        assert heard(run.borrowed["told"]).entered.sum() > 50
        assert SharedOutlook.objects.get(authority=ours, counted="all").ahead
    assert ("Exampleshire County Council", "all") in seen_by(theirs)


def test_told_counts_hide_small_ones_and_are_heard_again():
    history = history_of(one_council(150), 48, seed=2)
    every, shown = to_tell(history, list), to_tell(history, hide)
    for name, counts in shown.items():
        assert all(count is None or count == 0 or count >= 5 for count in counts)
        assert None in counts and [c for c in counts if c is not None] != []
        assert all(a in (None, b) for a, b in zip(counts, every[name], strict=True))
    assert heard(shown).entered.max() == max(c or HIDDEN for c in shown["entered"])
    assert heard({}) is None and heard({"entered": [1], "moved": []}) is None


def test_borrowing_moves_a_small_council_s_mix_towards_its_partners():
    small = history_of(one_council(40), 48, seed=3)
    only_homes = Borrowed(np.zeros((6, 6)), np.zeros((4, 6, 6)))
    home = PLACEMENT_TYPES.index(PlacementType.RESIDENTIAL)
    only_homes.entered[3:, home] = 500
    alone = forecast(small, horizon_months=24, paths=200, seed=1)
    leaning = forecast(small, horizon_months=24, paths=200, seed=1, grade=alone.grade, borrowed=only_homes)
    assert leaning.input_hash != alone.input_hash
    if alone.method == "flows of children":
        kind = alone.fan(placement_type=PlacementType.RESIDENTIAL).mean[-1]
        assert leaning.fan(placement_type=PlacementType.RESIDENTIAL).mean[-1] > kind


def test_band_of_a_sum_is_wider_than_one_s_own_and_narrower_than_the_sum_of_bands():
    band = np.array([[100 + 10 * n] * 3 for n in (-3, -2, -1, 0, 1, 2, 3)], dtype=float)
    low, high = pooled([band] * 5)[[1, 5]]
    assert 40 < high[0] - low[0] < 5 * 40
    assert abs(pooled([band])[:, 0] - band[:, 0]).max() <= 3
    assert pooled([band]).shape == (len(QUANTILES), 3)


def test_council_whose_history_ends_earlier_stands_in_with_its_forecast():
    def point(month, n):
        return {"month": month, "mean": float(n)} | dict.fromkeys(QUANTILES, n)

    early = Outlook([(date(2026, 8, 31), 10)], [point(m, 20) for m in ("2026-09-30", "2026-10-31")])
    late = Outlook([(date(2026, 8, 31), 5), (date(2026, 9, 30), 7)], [point("2026-10-31", 8)])
    both = summed([early, late])
    assert both.recorded == [(date(2026, 8, 31), 15), (date(2026, 9, 30), None)]
    assert [(p["month"], p["p50"]) for p in both.ahead] == [("2026-10-31", 28)]
