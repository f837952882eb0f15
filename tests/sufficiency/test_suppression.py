import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.suppression import suppress_list, suppress_table


def test_list_hides_the_small_count_and_the_next_smallest():
    assert suppress_list([12, 3, 7, 40]).counts == [12, None, None, 40]
    assert suppress_list([12, 3, 7, 40]).total == 62


def test_list_without_small_counts_is_shown_whole():
    shown = suppress_list([12, 5, 0, 40])
    assert (shown.counts, shown.total) == ([12, 5, 0, 40], 57)


def test_nought_is_shown_where_a_larger_count_can_be_hidden_instead():
    assert suppress_list([0, 2, 9]).counts == [0, None, None]


def test_only_count_hides_its_total_with_it():
    shown = suppress_list([3])
    assert (shown.counts, shown.total) == ([None], None)


def test_two_small_counts_protect_each_other():
    assert suppress_list([2, 4, 30]).counts == [None, None, 30]


def test_level_is_the_councils():
    assert suppress_list([8, 20, 30], level=10).counts == [None, None, 30]


def test_table_hides_a_rectangle_and_keeps_its_totals():
    table = suppress_table([[3, 20, 30], [10, 21, 31], [11, 22, 32]])
    assert table.cells == [[None, None, 30], [None, None, 31], [11, 22, 32]]
    assert (table.row_totals, table.column_totals, table.total) == ([53, 62, 65], [24, 63, 93], 180)


@pytest.mark.parametrize("counts", [[-1, 3], [[1, 2], [3, 4]]])
def test_what_is_not_a_list_of_counts_is_refused(counts):
    with pytest.raises(ValueError, match="Counts are whole numbers"):
        suppress_list(counts)


def worked_out(table):
    """Hidden counts that a reader finds by filling in every row and column with one gap, again and again."""
    grid = np.array(
        [[*row, total] for row, total in zip(table.cells, table.row_totals, strict=True)]
        + [[*table.column_totals, table.total]],
        dtype=object,
    )
    found, changed = [], True
    while changed:
        changed = False
        for line in itertools.chain(grid, grid.T):
            gaps = [n for n, value in enumerate(line) if value is None]
            if len(gaps) == 1:
                gap = gaps[0]
                parts = sum(value for n, value in enumerate(line[:-1]) if n != gap)
                line[gap] = parts if gap == len(line) - 1 else line[-1] - parts
                found.append(line[gap])
                changed = True
    return found


def tables(width):
    row = st.lists(st.integers(0, 15), min_size=width, max_size=width)
    return st.lists(row, min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 5).flatmap(tables))
def test_nothing_hidden_can_be_worked_out_and_nothing_small_is_shown(cells):
    table = suppress_table(cells)
    assert worked_out(table) == []
    shown = [*itertools.chain(*table.cells), *table.row_totals, *table.column_totals, table.total]
    assert not [count for count in shown if count is not None and 0 < count < 5]
