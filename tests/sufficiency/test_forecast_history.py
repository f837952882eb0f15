from datetime import date

import numpy as np
import pytest

from sufficiency.forecast import (
    CELLS,
    AgeBand,
    Category,
    ForecastError,
    MonthlyHistory,
    PlacementType,
    Spell,
    of_one_council,
)
from sufficiency.forecast import build_history as build
from sufficiency.forecast.cells import columns

BORN = date(2010, 5, 1)
FOSTERED_AT_10 = columns(Category.FOSTERING, AgeBand.FROM_10)[0]


def spell(starts_on, ends_on=None, *, child="A", born=BORN, kind=PlacementType.FOSTER_KIN):
    return Spell(child, born, kind, starts_on, ends_on)


def build_history(spells, first, last):
    return build(of_one_council(spells), first, last)


def counts_of(cell, values):
    known = np.zeros((1, len(values), len(CELLS)))
    known[0, :, cell] = values
    return known


def totals(history):
    return history.counts().sum(axis=1).tolist()


def test_child_is_counted_on_the_last_day_of_the_month_and_not_on_the_day_it_leaves():
    spells = [spell(date(2024, 1, 31), date(2024, 3, 31))]
    history = build_history(spells, date(2023, 12, 1), date(2024, 4, 30))
    assert history.months == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 30),
    ]
    assert totals(history) == [0, 1, 1, 0, 0]


def test_child_that_leaves_on_the_first_is_counted_the_month_before():
    assert totals(
        build_history([spell(date(2024, 1, 1), date(2024, 2, 1))], date(2024, 1, 1), date(2024, 2, 1))
    ) == [1, 0]


def test_child_within_one_month_is_not_counted():
    assert totals(
        build_history([spell(date(2024, 1, 2), date(2024, 1, 30))], date(2024, 1, 1), date(2024, 1, 1))
    ) == [0]


def test_children_age_across_bands_and_leave_at_18():
    history = build_history([spell(date(2012, 1, 1))], date(2012, 1, 1), date(2030, 1, 1))
    bands = [history.counts()[:, columns(Category.FOSTERING, band)].sum() for band in AgeBand]
    assert bands == [0, 36 + 4, 60, 72, 24]
    assert history.months[int(np.flatnonzero(history.counts().sum(axis=1))[-1])] == date(2028, 4, 30)


def test_move_changes_the_category_and_not_the_total():
    spells = [
        spell(date(2024, 1, 10), date(2024, 2, 20)),
        spell(date(2024, 2, 20), kind=PlacementType.RESIDENTIAL),
    ]
    history = build_history(spells, date(2024, 1, 1), date(2024, 3, 1))
    assert history.counts()[:, FOSTERED_AT_10].tolist() == [1, 0, 0]
    assert totals(history) == [1, 1, 1]
    assert history.children.in_care.tolist() == [0, 1, 2]
    assert history.children.in_placement.tolist() == [0, 0, 1]


def test_time_in_care_began_before_the_history_and_runs_through_abutting_spells():
    spells = [spell(date(2023, 1, 10), date(2023, 7, 1)), spell(date(2023, 7, 1))]
    history = build_history(spells, date(2024, 1, 1), date(2024, 1, 1))
    assert (history.children.in_care.tolist(), history.children.in_placement.tolist()) == ([12], [6])


def test_return_to_care_starts_time_afresh():
    spells = [spell(date(2023, 1, 10), date(2023, 7, 1)), spell(date(2023, 9, 1))]
    assert build_history(spells, date(2024, 1, 1), date(2024, 1, 1)).children.in_care.tolist() == [4]


def test_overlapping_spells_count_a_child_once_in_the_later_and_say_so():
    spells = [
        spell(date(2024, 1, 1)),
        spell(date(2024, 2, 5), date(2024, 3, 5), kind=PlacementType.SUPPORTED),
    ]
    history = build_history(spells, date(2024, 1, 1), date(2024, 3, 1))
    assert totals(history) == [1, 1, 1]
    assert history.children.kind.tolist() == [0, 4, 0]
    assert history.notes == ["At 1 month ends a child is in two placements; the later one is counted."]


def test_short_spell_inside_a_long_one_does_not_break_the_time_in_care():
    spells = [
        spell(date(2023, 1, 1), date(2023, 12, 5)),
        spell(date(2023, 2, 5), date(2023, 3, 5)),
        spell(date(2023, 12, 5)),
    ]
    assert build_history(spells, date(2024, 1, 1), date(2024, 1, 1)).children.in_care.tolist() == [12]


def test_child_in_care_before_birth_is_left_out_and_named():
    history = build_history([spell(date(2010, 1, 1))], date(2010, 1, 1), date(2010, 6, 1))
    assert totals(history) == [0, 0, 0, 0, 1, 1]
    assert "before their birth" in history.notes[0]


def test_until_knows_nothing_of_later_months():
    spells = [spell(date(2024, 1, 1), date(2024, 5, 1)), spell(date(2024, 4, 1), child="B")]
    whole = build_history(spells, date(2024, 1, 1), date(2024, 6, 1))
    then = build_history([spell(date(2024, 1, 1))], date(2024, 1, 1), date(2024, 3, 1))
    known = whole.until(3)
    assert known.months == then.months
    assert known.counts().tolist() == then.counts().tolist()
    assert {k: v.tolist() for k, v in vars(known.children).items()} == {
        k: v.tolist() for k, v in vars(then.children).items()
    }


def test_history_of_nobody_is_built():
    assert totals(build_history([], date(2024, 1, 1), date(2024, 2, 1))) == [0, 0]


def test_points_are_ready_for_json_and_mark_the_unknown():
    history = MonthlyHistory([date(2024, 1, 31), date(2024, 2, 29)], counts_of(FOSTERED_AT_10, [3.0, np.nan]))
    points = [
        point
        for point in history.points()
        if (point["placement_type"], point["age_band"]) == ("foster_kin", "10-15")
    ]
    assert [point["count"] for point in points] == [3, None]
    assert len(history.points()) == 2 * 30


@pytest.mark.parametrize(
    ("months", "counts", "message"),
    [
        ([date(2024, 1, 31), date(2024, 3, 31)], [1, 1], "follow one another"),
        ([date(2024, 1, 31), date(2024, 2, 29)], [1], "one count for each council, month"),
        ([date(2024, 1, 31), date(2024, 2, 29)], [1, -1], "below zero"),
    ],
)
def test_broken_history_is_refused(months, counts, message):
    with pytest.raises(ForecastError, match=message):
        MonthlyHistory(months, counts_of(FOSTERED_AT_10, counts))


def test_months_the_wrong_way_round_are_refused():
    with pytest.raises(ForecastError, match="not before its first"):
        build_history([], date(2024, 2, 1), date(2024, 1, 1))
