"""On the published figures of Kent, Derbyshire, Sefton and West Sussex."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from sufficiency.calculations import Growth, Share, good_or_better, in_area_share, leverage

DERBYSHIRE = Growth(711, 952)


def test_leverage_of_kent_is_exactly_an_eighth_and_rounds_half_up():
    share = leverage(42, 336)
    assert share.percent == Decimal("12.5")
    assert share.rounded(0) == Decimal(13)


def test_leverage_of_sefton():
    assert leverage(25, 103).rounded() == Decimal("24.3")


@pytest.mark.parametrize(
    ("in_area", "own", "percent"), [(42, 75, "56.0"), (25, 82, "30.5"), (25, 70, "35.7")]
)
def test_in_area_share_of_kent_and_sefton(in_area, own, percent):
    assert in_area_share(in_area, own).rounded() == Decimal(percent)


def test_growth_is_over_the_old_figure():
    assert DERBYSHIRE.change == 241
    assert DERBYSHIRE.rounded() == Decimal("33.9")


def test_growth_over_the_new_figure_is_the_slip_of_the_paper():
    """241 more of 952 is 25.3%: what the paper's "25%" was taken of."""
    assert Share(DERBYSHIRE.change, DERBYSHIRE.new).rounded() == Decimal("25.3")


def test_growth_from_nothing_has_no_per_cent():
    assert Growth(0, 5).rounded() is None


def test_type_mix_of_sefton():
    assert Share(70 + 137, 621).rounded() == Decimal("33.3")


def test_share_of_nothing_is_none_and_not_nought():
    assert Share(0, 0).rounded() is None
    assert Share(0, 10).rounded() == 0


def test_share_of_less_than_nobody_is_refused():
    with pytest.raises(DomainError):
        Share(-1, 10)


def test_good_or_better_counts_only_graded_settings_and_shows_the_rest():
    quality = good_or_better(
        {
            "outstanding": 9,
            "good": 34,
            "requires_improvement": 1,
            "inadequate": 1,
            "not_yet_inspected": 6,
            "not_judged": 1,
        }
    )
    assert quality.good_or_better.rounded() == Decimal("95.6")
    assert quality.good_or_better.base == 45
    assert quality.without_grade == 7


def test_good_or_better_where_nobody_is_graded_is_none():
    quality = good_or_better({"not_yet_inspected": 4})
    assert (quality.good_or_better.rounded(), quality.without_grade) == (None, 4)
