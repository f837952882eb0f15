from collections import Counter

from authorities import files, onspd
from authorities.geography import name_key


def in_force():
    return [row for row in files.read("authorities") if not row["ends_on"]]


def test_all_153_authorities_are_named_once():
    rows = in_force()
    assert len(rows) == 153
    kinds = Counter(row["kind"] for row in rows)
    assert kinds == {"unitary": 63, "metropolitan": 36, "london": 33, "county": 21}
    everyone = files.read("authorities")
    for column in ("code", "short_code", "name", "dfe_number"):
        assert len({row[column] for row in everyone}) == len(everyone), column
    assert len({row["region"] for row in rows}) == 9


def test_every_english_postcode_lies_in_an_authority_in_force():
    known = {row["code"] for row in in_force()}
    upper_tier = files.upper_tier_codes()
    areas = {upper_tier.get(row.council_code, row.council_code) for row in onspd.rows()}
    assert {code for code in areas if code.startswith("E")} == known


def test_an_alias_never_means_two_authorities():
    names = [name_key(row["name"]) for row in files.read("authorities")]
    names += [name_key(row["name"]) for row in files.read("aliases")]
    assert len(names) == len(set(names))
    codes = {row["short_code"] for row in files.read("authorities")}
    assert {row["authority"] for row in files.read("aliases")} <= codes
