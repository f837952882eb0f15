"""Outlines: neighbours share one line, the sea is left out, and what ships says where places lie."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from authorities import files
from authorities.models import Authority, AuthorityOutline, Postcode
from authorities.outlines import outlines
from authorities.selectors.outlines import map_areas
from core.charts import area_map

SHIPPED = files.read_outlines()


def drawn(rows: list[str], only: set[int]):
    """Outlines of a drawn map: a digit is a kilometre full of postcodes of that owner."""
    places = [
        (x * 1000 + dx, (len(rows) - y) * 1000 + dy, int(mark))
        for y, row in enumerate(rows)
        for x, mark in enumerate(row)
        if mark != "."
        for dx in range(0, 1000, 250)
        for dy in range(0, 1000, 250)
    ]
    return outlines(*(np.array(column) for column in zip(*places, strict=True)), only)


def inside(rings: list[list[int]], east: float, north: float) -> bool:
    """Even-odd rule over every ring; metres."""
    within = False
    for ring in rings:
        points = [(e * 100, n * 100) for e, n in zip(ring[::2], ring[1::2], strict=True)]
        for (ax, ay), (bx, by) in pairwise(points):
            if (ay > north) != (by > north) and east < (bx - ax) * (north - ay) / (by - ay) + ax:
                within = not within
    return within


def test_neighbours_take_the_same_border():
    found = drawn(["0" * 15 + "1" * 15] * 20, {0, 1})
    one, other = ({point for ring in found[number].rings for point in ring} for number in (0, 1))
    assert len(one & other) >= 2
    assert found[0].centre == (7375, 10875)


def test_owners_not_drawn_hold_their_ground():
    found = drawn(["0" * 12 + "1" * 12] * 12, {0})
    assert set(found) == {0}
    assert max(east for east, _ in found[0].rings[0]) == pytest.approx(120, abs=6)


def test_a_piece_too_small_to_see_goes_to_what_is_round_it():
    rows = ["0" * 20] * 20
    rows[10] = "0" * 5 + "1" + "0" * 14
    rows[0] = "1" * 20
    assert len(drawn(rows, {0, 1})[0].rings) == 1


def test_every_authority_in_force_has_an_outline_and_the_file_is_small():
    in_force = {row["short_code"] for row in files.read("authorities") if not row["ends_on"]}
    assert set(SHIPPED) == in_force
    assert (files.DATA / files.OUTLINES).stat().st_size < 300_000
    for area in SHIPPED.values():
        assert all(ring[:2] == ring[-2:] and len(ring) >= 8 for ring in area["rings"])


def test_postcodes_lie_within_their_own_outline(reference):
    codes = dict(Authority.objects.values_list("code", "short_code"))
    places = Postcode.objects.filter(authority_code__in=codes).order_by("code")[:2000]
    right = [
        inside(SHIPPED[codes[each.authority_code]]["rings"], each.easting, each.northing)
        for each in places
        if codes[each.authority_code] in SHIPPED
    ]
    assert len(right) > 1500
    assert sum(right) / len(right) > 0.97


def test_a_map_of_england_from_the_database(reference, django_assert_num_queries):
    kent = Authority.objects.get(short_code="KEN")
    assert AuthorityOutline.objects.count() == 153
    with django_assert_num_queries(1):
        areas = map_areas({kent.pk: 42}, on=date(2026, 3, 31), picked={kent.pk})
    assert len(areas) == 153
    chart = area_map(title="Places", areas=areas)
    assert chart.table.rows == [["Kent", "42"]]
    assert "Kent" in chart.svg
