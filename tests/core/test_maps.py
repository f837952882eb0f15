"""The map: what is told of has its class, its figure and its row; what is not only stands round it."""

from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.charts import PERCENT, Area, Pin, area_map
from core.charts.maps import SHADES

SVG = "{http://www.w3.org/2000/svg}"


def square(east: int, north: int, side: int = 200) -> list[list[int]]:
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return [[number for dx, dy in corners for number in (east + dx, north + dy)]]


def fills(chart) -> list[str]:
    return [path.get("fill") for path in ElementTree.fromstring(chart.svg).iter(f"{SVG}path")]


def words(chart) -> list[str]:
    return [text.text for text in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def test_the_highest_is_darkest_the_lowest_lightest_and_the_unknown_hatched():
    chart = area_map(
        title="Places",
        areas=[
            Area("North", square(0, 200), 9),
            Area("South", square(0, 0), 1),
            Area("West", square(200, 0)),
        ],
    )
    north, south, west = fills(chart)
    assert (north, south) == (SHADES[-1], SHADES[0])
    assert west.startswith("url(#")
    assert "Not known" in words(chart)
    assert chart.table.rows == [["North", "9"], ["South", "1"], ["West", "Not known"]]
    assert chart.alt == "Places. North: 9. South: 1. Not known: 1."


def test_ground_not_told_of_is_drawn_where_it_is_near_and_has_no_row():
    chart = area_map(
        title="Share",
        areas=[
            Area("Told", square(0, 0), 40),
            Area("Near", square(200, 0), told=False),
            Area("Far", square(9000, 9000), told=False),
        ],
        unit=PERCENT,
    )
    assert len(fills(chart)) == 2
    assert chart.table.rows == [["Told", "40%"]]
    assert "40%" in words(chart)


def test_a_picked_area_is_outlined_and_named_and_a_pin_is_labelled():
    chart = area_map(
        title="Places",
        areas=[Area("Told & <tried>", square(0, 0), 4, picked=True)],
        pins=[Pin("NG1 6AA", 100, 100, reach=50)],
    )
    assert fills(chart)[-1] == "none"
    assert {"Told & <tried>", "NG1 6AA"} <= set(words(chart))


def test_a_map_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one area"):
        area_map(title="Places", areas=[Area("Ground", square(0, 0), told=False)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.integers(0, 9999)), min_size=1, max_size=20))
def test_any_values_give_a_class_to_each_and_a_row_to_each(values):
    areas = [Area(f"Area {n}", square(n * 200, 0), value) for n, value in enumerate(values)]
    chart = area_map(title="Places", areas=areas)
    assert len(fills(chart)) == len(values)
    assert len(chart.table.rows) == len(values)
