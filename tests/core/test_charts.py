"""Charts: the figures are all in the table, the drawing is well formed and needs no style."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import (
    POUNDS,
    Band,
    Chart,
    Line,
    Series,
    Step,
    Strip,
    grouped_bars,
    horizontal_bars,
    line_chart,
    occupancy_strips,
    stacked_bars,
    waterfall,
)
from core.charts.frame import nice_ticks
from core.gallery.charts import sample_charts, sample_sparkline

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [date(2026, month, 1) for month in range(1, 13)]
SAMPLES = [*(sample.chart for sample in sample_charts()), sample_sparkline()]


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.alt[:30])
def test_chart_is_named_first_and_carries_no_style(chart: Chart):
    root = parsed(chart)
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[1].text == chart.alt
    for element in root.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not {"style", "class", "onload"} & set(element.attrib)


def test_charts_on_one_page_share_no_id():
    ids = [element.get("id") for chart in SAMPLES for element in parsed(chart).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.alt[:30])
def test_table_rows_fit_their_columns(chart: Chart):
    assert chart.table.rows
    assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}


def test_chart_escapes_names():
    chart = horizontal_bars(title="<script>", bars=[("A & B <i>", 1)])
    assert "<script>" not in chart.svg and "A &amp; B &lt;i&gt;" in chart.svg


def test_stacked_bars_total_to_the_penny():
    fees = [Series("Core", [Decimal("0.10")]), Series("Education", [Decimal("0.20")])]
    chart = stacked_bars(title="Fee", categories=["Now"], series=fees, unit=POUNDS)
    assert chart.table.rows == [["Now", "£0.10", "£0.20", "£0.30"]]


def test_waterfall_ends_where_its_steps_lead():
    steps = [
        Step("Budget", Decimal("100.10")),
        Step("Rise", Decimal("20.05")),
        Step("Fall", Decimal("-50.15")),
    ]
    chart = waterfall(title="Change", steps=steps, end_label="Forecast")
    assert chart.table.rows[-1] == ["Forecast", "£70.00"]


def test_waterfall_of_small_changes_starts_its_scale_near_them_and_says_so():
    steps = [Step("Budget", Decimal(31_700_000)), Step("Rise", Decimal(355_000))]
    chart = waterfall(title="Change", steps=steps, end_label="Forecast")
    assert "The scale starts at £31.2m" in chart.alt and "The scale starts at £31.2m" in chart.svg
    heights = [float(bar.get("height")) for bar in parsed(chart).iter(f"{SVG}rect")]
    assert min(heights) > 60
    whole = waterfall(title="Change", steps=[Step("A", 100), Step("B", -50)], end_label="C")
    assert "scale" not in whole.alt


def test_line_breaks_where_there_is_no_value():
    values = [1, 2, None, *range(4, 13)]
    chart = line_chart(title="Children", months=MONTHS, lines=[Line("Recorded", values)])
    strokes = [path for path in parsed(chart).iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(strokes) == 2
    assert chart.table.rows[2] == ["March 2026", ""]


def test_occupancy_leaves_months_out_of_the_mean_when_the_home_was_not_open():
    strip = Strip("Home", [None, *[Decimal("0.5")] * 11])
    chart = occupancy_strips(title="Beds", months=MONTHS, strips=[strip])
    assert "Home: mean 50%." in chart.alt


@pytest.mark.parametrize(
    "draw",
    [
        lambda: line_chart(title="x", months=MONTHS, lines=[Line("a", [1])]),
        lambda: line_chart(title="x", months=MONTHS, lines=[]),
        lambda: line_chart(
            title="x", months=MONTHS, lines=[Line("a", [1] * 12)], bands=[Band("b", [1], [2])]
        ),
        lambda: stacked_bars(title="x", categories=["a"], series=[Series("b", [-1])]),
        lambda: grouped_bars(title="x", categories=[], series=[]),
        lambda: horizontal_bars(title="x", bars=[]),
        lambda: waterfall(title="x", steps=[Step("a", 1)], end_label="b"),
    ],
)
def test_chart_refuses_figures_it_cannot_draw(draw):
    with pytest.raises(ValueError, match=r"need|start"):
        draw()


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_cover_the_values(low: float, span: float):
    ticks = nice_ticks(low, low + span)
    slack = abs(low + span) * 1e-6 + 1e-6
    assert ticks[0] <= low + slack and ticks[-1] >= low + span - slack
    assert ticks == sorted(ticks)


@given(st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=12, max_size=12))
def test_any_history_can_be_drawn(values: list[int | None]):
    parsed(line_chart(title="Children", months=MONTHS, lines=[Line("Recorded", values)]))


def test_points_a_year_apart_are_named_by_their_years():
    months = [date(year, 3, 31) for year in range(2018, 2024)]
    chart = line_chart(title="Children", months=months, lines=[Line("Recorded", [1, 2, 3, 4, 5, 6])])
    assert all(f">{year}<" in chart.svg for year in range(2018, 2024))


def test_waterfall_in_which_nothing_moved_starts_at_nought():
    chart = waterfall(title="Change", steps=[Step("A", 100), Step("B", 0)], end_label="C")
    assert "scale starts" not in chart.alt
