"""Scores against the handbook's worked example, and the edges of each criterion."""

from decimal import Decimal

import pytest

from contracts.choices import CriterionKind, FeeKind
from placements.scoring import Bid, compared_kinds, compared_price, score_all

D = Decimal
WEIGHTS = {
    CriterionKind.QUALITY: D(60),
    CriterionKind.COST: D(25),
    CriterionKind.LOCATION: D(10),
    CriterionKind.SOCIAL_VALUE: D(5),
}
A = Bid(1, price=D("4557.00"), miles=D("8.0"), quality=D(4), social_value=D(3))
B = Bid(2, price=D("4101.30"), miles=D("24.0"), quality=D("3.5"), social_value=D(4))


def test_score_all_gives_the_worked_example():
    scores = score_all([A, B], WEIGHTS)
    assert list(scores[1].points.values()) == [D("48.00"), D("22.50"), D("8.00"), D("3.00")]
    assert list(scores[2].points.values()) == [D("42.00"), D("25.00"), D("4.00"), D("4.00")]
    assert (scores[1].total, scores[2].total) == (D("81.50"), D("75.00"))


def test_score_has_no_total_while_a_mark_is_missing():
    unmarked = score_all([Bid(1, price=D(100), miles=D(1))], WEIGHTS)[1]
    assert unmarked.points[CriterionKind.QUALITY] is None
    assert unmarked.total is None


@pytest.mark.parametrize(
    ("miles", "points"),
    [(D("0.0"), "10.00"), (D("40.0"), "0.00"), (D("114.6"), "0.00"), (None, "0.00")],
)
def test_location_never_loses_more_than_its_weight(miles, points):
    scored = score_all([Bid(1, price=D(100), miles=miles)], WEIGHTS)[1]
    assert scored.points[CriterionKind.LOCATION] == D(points)


def test_points_are_rounded_half_up():
    scores = score_all([Bid(1, price=D(1), miles=None), Bid(2, price=D(16), miles=None)], WEIGHTS)
    assert scores[2].points[CriterionKind.COST] == D("1.56")
    weights = {CriterionKind.QUALITY: D("12.5")}
    marked = score_all([Bid(1, price=D(1), miles=None, quality=D("0.01"))], weights)[1]
    assert marked.points[CriterionKind.QUALITY] == D("0.03")


def test_criterion_without_weight_is_left_out():
    scored = score_all([A], {CriterionKind.COST: D(100), CriterionKind.QUALITY: D(0)})[1]
    assert scored.points == {CriterionKind.COST: D("100.00")}
    assert scored.total == D(100)


def test_prices_are_compared_on_the_parts_every_offer_has():
    plain = {FeeKind.CORE: D("4000.00")}
    with_school = {FeeKind.CORE: D("3900.00"), FeeKind.EDUCATION: D("700.00")}
    kinds = compared_kinds([plain, with_school])
    assert kinds == (FeeKind.CORE,)
    assert compared_price(with_school, kinds) == D("3900.00")
    assert compared_price(with_school, compared_kinds([with_school])) == D("4600.00")


def test_offers_with_nothing_in_common_are_compared_whole():
    kinds = compared_kinds([{FeeKind.CORE: D(1)}, {FeeKind.OTHER: D(2)}])
    assert kinds == ()
    assert compared_price({FeeKind.OTHER: D(2), FeeKind.THERAPY: D(3)}, kinds) == D(5)
