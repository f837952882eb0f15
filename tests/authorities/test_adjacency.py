from collections import defaultdict

import numpy as np
import pytest

from authorities import adjacency, files


def squares(rows: list[str]) -> dict[tuple[int, int], int]:
    """Borders of a drawn map: a digit is a kilometre with one postcode of that owner, a dot one without."""
    places = [
        (x * 1000, y * 1000, int(mark))
        for y, row in enumerate(rows)
        for x, mark in enumerate(row)
        if mark != "."
    ]
    return adjacency.borders(*(np.array(column) for column in zip(*places, strict=True)))


def test_areas_side_by_side_adjoin():
    assert squares(["0011", "0011", "0011"]).keys() == {(0, 1)}


def test_an_area_in_the_way_keeps_two_apart():
    assert squares(["012", "012", "012"]).keys() == {(0, 1), (1, 2)}


def test_empty_ground_is_shared_out_up_to_the_reach():
    assert squares(["0......1"]).keys() == {(0, 1)}
    assert squares(["0.........1"]) == {}


@pytest.fixture(scope="module")
def adjoining():
    """Short code: short codes of what adjoins it, as the files say, corrections applied."""
    pairs = {(row["one"], row["other"]) for row in files.read("adjoining")}
    for row in files.read("adjoining_corrections"):
        pair = (row["one"], row["other"])
        (pairs.add if row["adjoins"] == "yes" else pairs.discard)(pair)
    result = defaultdict(set)
    for one, other in pairs:
        result[one].add(other)
        result[other].add(one)
    return result


def test_derbyshire_adjoins_its_twelve(adjoining):
    twelve = {"DBY", "NTT", "STS", "LEC", "SHF", "ROT", "BNS", "KIR", "OLD", "TAM", "SKP", "CHE"}
    assert adjoining["DBS"] == twelve


@pytest.mark.parametrize(
    "code, only",
    [("NGM", {"NTT"}), ("STE", {"STS"}), ("DBY", {"DBS"}), ("POR", {"HAM"}), ("IOW", set()), ("IOS", set())],
)
def test_areas_with_few_neighbours(adjoining, code, only):
    assert adjoining[code] == only


@pytest.mark.parametrize(
    "one, other",
    [("KEN", "MDW"), ("SFT", "LIV"), ("LIN", "NNH"), ("WRL", "LIV"), ("LND", "HCK"), ("KEN", "THR")],
)
def test_known_neighbours(adjoining, one, other):
    assert other in adjoining[one]


@pytest.mark.parametrize(
    "one, other",
    [("WSX", "KEN"), ("DBS", "NGM"), ("KEN", "ESS"), ("MDW", "SOS"), ("RUT", "PTE"), ("SHF", "NTT")],
)
def test_known_strangers(adjoining, one, other):
    assert other not in adjoining[one]


def test_each_correction_changes_what_was_derived():
    derived = {(row["one"], row["other"]) for row in files.read("adjoining")}
    for row in files.read("adjoining_corrections"):
        assert row["one"] < row["other"]
        assert ((row["one"], row["other"]) in derived) == (row["adjoins"] == "no")
