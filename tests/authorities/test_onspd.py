from itertools import islice

from authorities import onspd


def test_rows_of_a_letter_are_whole_and_in_order():
    rows = list(onspd.rows("Y"))
    assert all(row.code[0] == "Y" for row in rows)
    assert len(rows) > 30_000
    assert rows[0]._fields == ("code", "easting", "northing", "council_code")
    assert all(isinstance(row.easting, int) and isinstance(row.northing, int) for row in rows)


def test_northern_ireland_is_left_out():
    assert not any(row.code.startswith("BT") for row in onspd.rows("B"))


def test_codes_have_no_space():
    codes = {row.code for row in onspd.rows("N")}
    assert {"NG16AA", "N10AA"} <= codes


def test_a_letter_without_a_file_has_no_rows():
    assert list(islice(onspd.rows("Q"), 1)) == []
