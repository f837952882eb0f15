"""Checking returns row by row: one fault at a time, each named by file, row, column and rule."""

import csv
import io
import random

import pytest

from sufficiency.ssda903.checks import RULES
from sufficiency.ssda903.codes import code_lists, codes_in, years_of
from sufficiency.ssda903.uploads import Upload, read_uploads
from tests.sufficiency.return_files import EPISODES, HEADER, changed, csv_of, reading, rules, uploads

MANY = [(f"C{n:03}", "F", "01/02/2015", "WBRI") for n in range(100)]
CARE = [
    (f"C{n:03}", "20/05/2024", "S", "V2", "N1", "U6", "PR1", "", "", "", "", "CC1 1CC", "1234567")
    for n in range(100)
]


def test_clean_files_have_nothing_wrong():
    done = reading()
    assert not rules(done) and (done.read, done.left_out) == (4, 0)
    assert done.files == {"header-2024-25.csv": 2, "episodes-2024-25.csv": 4}


@pytest.mark.parametrize(
    ("row", "cells", "column", "rule"),
    [
        (0, {"PLACE": "Z9"}, "PLACE", "code"),
        (0, {"RNE": ""}, "RNE", "code"),
        (0, {"DEC": "01/01/2024"}, "DEC", "dates-reversed"),
        (3, {"DEC": "20/01/2025", "REC": "E8"}, "DEC", "same-day"),
        (3, {"DECOM": "01/02/2013"}, "DECOM", "born-after"),
        (3, {"DECOM": "31/01/2015"}, "DECOM", "born-after"),
        (3, {"DECOM": "43831"}, "DECOM", "date"),
        (3, {"DECOM": "01/02/22"}, "DECOM", "date"),
        (3, {"DECOM": "1-Feb"}, "DECOM", "date"),
        (3, {"DECOM": ""}, "DECOM", "start-blank"),
        (3, {"CHILD": "A9"}, "CHILD", "no-header"),
        (0, {"DEC": "05/09/2024"}, "DEC", "overlap"),
        (1, {"DEC": "11/11/2024"}, "REC", "chain-follows"),
        (0, {"REC": "E8"}, "REC", "chain-follows"),
        (1, {"RNE": "S"}, "RNE", "chain-starts"),
        (3, {"REC": "E8"}, "DEC", "end-reason"),
        (1, {"CIN": "N5"}, "CIN", "need-changes"),
        (0, {"REASON_PLACE_CHANGE": "CARPL"}, "REASON_PLACE_CHANGE", "change-reason"),
        (0, {"PLACE_PROVIDER": "PR0"}, "PLACE_PROVIDER", "provider"),
        (2, {"PLACE_PROVIDER": "PR3"}, "PLACE_PROVIDER", "provider"),
        (3, {"PLACE": "K3"}, "PLACE", "age"),
        (3, {"URN": ""}, "URN", "urn"),
        (3, {"URN": "12345"}, "URN", "urn"),
        (3, {"PLACE": "T2", "PLACE_PROVIDER": "", "URN": ""}, "PLACE", "temporary"),
        (3, {"LS": "L1", "DEC": "28/01/2025", "REC": "E8"}, "DEC", "police"),
        (3, {"DEC": "02/04/2025", "REC": "E8"}, "DEC", "end-after-year"),
    ],
)
def test_fault_is_named_by_file_row_column_and_rule(row, cells, column, rule):
    done = reading(episodes=changed(row, **cells))
    found = next(problem for problem in done.findings.listed if problem.rule == rule)
    assert (found.file, found.row, found.column) == ("episodes-2024-25.csv", row + 2, column)
    assert found.message.endswith(".")


def test_row_that_cannot_be_used_is_left_out_and_the_others_are_not():
    done = read_uploads(uploads(MANY, [*CARE, ("C001", "1-Feb", "S", "V2", "N1", "U6", "PR1")]))
    assert (done.read, done.left_out) == (101, 1)
    assert done.returns is not None and len(done.returns.episodes) == 100


def test_too_many_rows_that_cannot_be_used_stop_the_load():
    done = reading(episodes=changed(0, DEC="01/01/2024"))
    assert done.returns is None and "unusable" in rules(done)


def test_episode_after_the_return_s_last_day_is_left_out():
    done = read_uploads(uploads(MANY, [*CARE, (CARE[0][0], "01/05/2025", *CARE[0][2:])]))
    assert done.left_out == 1 and "after-year" in rules(done)


def test_end_that_cannot_be_read_does_not_leave_an_episode_open():
    spoilt = [*CARE[:-1], (*CARE[-1][:7], "13/13/2024", *CARE[-1][8:])]
    done = read_uploads(uploads(MANY, spoilt))
    assert done.returns is not None and "C099" not in done.returns.episodes["CHILD"]


def test_codes_belong_to_their_years():
    assert "K3" in codes_in("PLACE", 2025) and "K3" not in codes_in("PLACE", 2024)
    assert codes_in("SEX", 2024) == {"1", "2"} and codes_in("SEX", 2025) == {"M", "F", "U"}
    assert {"Z1", "H5"} <= codes_in("PLACE", 2025) and not {"Z1", "H5"} & codes_in("PLACE", 2026)
    assert years_of("PLACE", "P2") == "It was used up to the 2023-24 return."
    assert set(code_lists()) >= {"PLACE", "PLACE_PROVIDER", "LS", "RNE", "REC", "REASON_PLACE_CHANGE", "CIN"}


def test_codes_of_another_year_stop_the_load():
    old = [(code, "2", *rest) for code, _, *rest in MANY]
    done = read_uploads(uploads(old, CARE))
    assert done.returns is None and "file-codes" in rules(done)


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ([Upload("episodes-2025.csv", csv_of("header", HEADER)), *uploads()[:1]], "file-name"),
        ([Upload("header-2025.csv", b"a,b,c\n1,2,3\n")], "file"),
        ([Upload("header-2025.csv", b"")], "file"),
        ([Upload("header-2025.csv", csv_of("header", []))], "file"),
        ([Upload("header-2025.csv", csv_of("header", [("CHILD", "SEX", "DOB")]))], "file"),
        ([Upload("header-2025.csv", b"%PDF-1.7 \xff\xfe\x00")], "file"),
        (uploads()[:1], "file-pair"),
        (uploads()[1:], "file-pair"),
        ([*uploads(), *uploads(year="2025")], "file-twice"),
        ([Upload("header.csv", csv_of("header", HEADER)), *uploads(), *uploads(year="2025-26")], "file-year"),
        (uploads(year="2020-21"), "file-year"),
    ],
)
def test_file_that_is_not_what_it_should_be_stops_the_load(files, rule):
    done = read_uploads(files)
    assert done.returns is None and rule in rules(done)


def test_year_is_found_in_the_dates_where_no_name_tells_it():
    files = [
        Upload(f"{kind}.csv", csv_of(kind, rows))
        for kind, rows in (("header", HEADER), ("episodes", EPISODES))
    ]
    done = read_uploads(files)
    assert done.returns is not None and set(done.returns.header["YEAR"]) == {2025}


def test_files_of_two_councils_are_refused():
    lines = csv_of("header", HEADER).decode().splitlines()
    both = "\n".join([f"LA,{lines[0]}", f"One,{lines[1]}", f"Two,{lines[2]}"]).encode()
    assert "file-area" in rules(read_uploads([Upload("header-2025.csv", both), *uploads()[1:]]))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheets_are_read(encoding, delimiter):
    files = [
        Upload(f"{kind}-2025.csv", csv_of(kind, rows, delimiter=delimiter).decode().encode(encoding))
        for kind, rows in (("header", HEADER), ("episodes", EPISODES))
    ]
    assert not rules(read_uploads(files))


def test_file_with_far_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("sufficiency.ssda903.uploads.MOST_ROWS", 50)
    done = read_uploads(uploads(MANY, CARE))
    assert done.returns is None and "more than 50 rows" in done.findings.listed[0].message


def test_open_episode_must_come_again_and_may_change_its_code_with_the_lists():
    late = [("A1", "M", "15/06/2008", "WBRI"), ("A2", "M", "15/06/2008", "WBRI")]
    early = [("A1", "1", *late[0][2:]), ("A2", "1", *late[1][2:])]
    h5 = ("A1", "01/07/2023", "S", "V2", "N1", "H5", "PR4", "", "", "", "", "", "SC000001")
    k3 = (*h5[:5], "K3", *h5[6:])
    other = ("A2", *h5[1:5], "U6", *h5[6:])
    found = read_uploads([*uploads(early, [h5, other], year="2024"), *uploads(late, [k3], year="2025")])
    assert [(p.rule, p.file, p.row) for p in found.findings.listed if p.rule == "carried-over"] == [
        ("carried-over", "episodes-2024.csv", 3)
    ]


def test_child_with_an_order_that_deprives_of_liberty_is_in_few_places():
    header = [("A1", "M", "15/06/2012", "WBRI")]
    care = [("A1", "01/05/2026", "S", "C2", "N1", "K1", "PR4", "", "", "", "", "", "")]
    orders = [("A1", "15/06/2012", "01/06/2026", "")]
    assert "deprived" in rules(read_uploads(uploads(header, care, year="2027", dolo=orders)))
    assert "deprived" not in rules(read_uploads(uploads(header, care, year="2027")))


def test_other_files_are_checked_against_the_header():
    missing = [("A1", "16/06/2010", "M", "05/06/2024", "04/06/2024"), ("A7", "15/06/2010", "Q", "", "")]
    assert rules(reading(missing=missing)) == {"birth-differs", "dates-reversed", "no-header", "code"}


def test_every_rule_has_words_and_a_stable_code():
    assert all(rule.code == code and rule.says for code, rule in RULES.items())


def test_damaged_files_never_break_the_reader():
    """Bytes, cells and rows put wrong in 1,000 ways: always a report, never another exception."""
    dice = random.Random(903)
    good = uploads()
    for _ in range(1_000):
        broken = [Upload(file.name, _damaged(file.content, dice)) for file in good]
        done = read_uploads(broken)
        assert (done.returns is None) == done.findings.stops
        assert all(problem.rule in RULES and problem.message for problem in done.findings.listed)


def _damaged(content: bytes, dice: random.Random) -> bytes:
    way = dice.randrange(8)
    if way == 0:
        place = dice.randrange(len(content))
        return content[:place] + dice.randbytes(dice.randrange(1, 20)) + content[place + dice.randrange(9) :]
    if way == 1:
        return content[: dice.randrange(len(content))]
    if way == 2:
        return content.decode().encode(dice.choice(["utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"]))
    rows = list(csv.reader(io.StringIO(content.decode())))
    if way == 3:
        rows.insert(dice.randrange(len(rows)), dice.choice(rows))
    elif way == 4:
        column = dice.randrange(len(rows[0]))
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif way == 5:
        dice.shuffle(rows)
    else:
        odd = [
            "",
            "1-Feb",
            "43831",
            "01/02/22",
            "99/99/9999",
            "\0",
            "=1+1",
            "€" * 400,
            "31/02/2024",
            "-1",
            "NaN",
        ]
        for _ in range(dice.randrange(1, 5)):
            row = dice.choice(rows)
            row[dice.randrange(len(row))] = dice.choice(odd)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
