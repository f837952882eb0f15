from decimal import Decimal

import pytest

from authorities import onspd
from authorities.geography import GridReference, is_distant, miles_between, name_key, normalise_postcode
from core.errors import DomainError


def grid(postcode: str) -> GridReference:
    row = next(row for row in onspd.rows(postcode[0]) if row.code == postcode)
    return GridReference(row.easting, row.northing)


def test_miles_between_two_postcodes_follows_the_return():
    assert miles_between(grid("NG16AA"), grid("GU167SY")) == Decimal("114.6")


def test_miles_round_half_up_to_one_decimal():
    here = GridReference(400_000, 300_000)
    assert miles_between(here, here) == Decimal("0.0")
    # 32,186 metres is exactly 20 miles at 1,609.3 metres a mile; 80.465 metres more is exactly 20.05.
    assert miles_between(here, GridReference(432_186, 300_000)) == Decimal("20.0")
    assert miles_between(here, GridReference(400_000, 332_267)) == Decimal("20.1")
    assert miles_between(here, GridReference(400_000, 332_266)) == Decimal("20.0")


@pytest.mark.parametrize("text", ["NG16AA", "ng1 6aa", " Ng1  6 aA "])
def test_postcode_is_normalised(text):
    assert normalise_postcode(text) == "NG1 6AA"


@pytest.mark.parametrize("text", ["", "NG1", "NG1 6A", "1NG 6AA", "NG1 6AAA", "not known"])
def test_a_postcode_that_is_not_one_is_refused(text):
    with pytest.raises(DomainError, match="full UK postcode"):
        normalise_postcode(text)


def test_distant_is_outside_the_area_and_not_adjoining():
    adjoining = {"DBY", "NTT", "STS"}
    assert not is_distant("DBS", "DBS", adjoining)
    assert not is_distant("DBS", "NTT", adjoining)
    assert is_distant("DBS", "KEN", adjoining)
    assert is_distant("DBS", None, adjoining)


def test_name_key_matches_the_spellings_of_published_files():
    assert name_key("Bournemouth, Christchurch & Poole") == name_key("Bournemouth Christchurch and Poole")
    assert name_key("St. Helens") == name_key("St Helens")
    assert name_key("Southend on Sea") == name_key("Southend-on-Sea")
    assert name_key("Derby") != name_key("Derbyshire")
