"""Reading returns as councils send them, and joining the years into placements."""

import io
from datetime import date

import numpy as np
import pytest

from sufficiency.forecast.cells import PLACEMENT_TYPES
from sufficiency.simulation import Region, counts_at_month_ends, simulate, write_returns
from sufficiency.ssda903 import ReturnError, clean, read_folder, read_table

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
A_CHILD = "A,1,05/05/2010,WBRI,,,\n"


def table(text, kind="episodes", encoding="utf-8", **options):
    return read_table(io.BytesIO(text.encode(encoding)), f"{kind}.csv", kind, **options)


def placements(tmp_path, *years, until=None):
    """Kind, start and end of each placement of one child, from the episode rows of 2021, 2022 and so on."""
    for number, rows in enumerate(years):
        folder = tmp_path / str(2021 + number)
        folder.mkdir()
        (folder / "Header.csv").write_text(HEADER + A_CHILD)
        (folder / "Episodes.csv").write_text(EPISODES + "".join(f"A,{row}\n" for row in rows))
    spells = clean(read_folder(tmp_path), until=until).spells
    return [
        (PLACEMENT_TYPES[kind], str(start), str(end))
        for kind, start, end in zip(spells.kind, spells.starts, spells.ends, strict=True)
    ]


def test_returns_of_a_region_give_back_the_children_who_were_there(tmp_path):
    history = simulate(Region(authorities=3, children=400, years=4), seed=5)
    write_returns(history, tmp_path, years=3, british=True)
    spells = clean(read_folder(tmp_path)).spells
    counts = counts_at_month_ends(history, 36)
    for month in (0, 11, 12, 35):
        last = (spells.held_from + month + 1).astype("datetime64[D]") - 1
        age = (last.astype("datetime64[M]") - spells.born.astype("datetime64[M]")).astype(int)
        here = (spells.starts <= last) & ~(spells.ends <= last) & (age < 216)
        assert np.bincount(spells.area[here], minlength=3).tolist() == counts[:, month].sum(axis=1).tolist()


def test_open_episode_repeated_in_each_return_is_one_placement(tmp_path):
    row = "2020-06-01,S,C2,N1,U6,PR4,,,,,,"
    assert placements(tmp_path, [row], [row]) == [("foster_ifa", "2020-06-01", "NaT")]


def test_latest_return_closes_the_episode(tmp_path):
    rows = ["2020-06-01,S,C2,N1,U6,PR1,,,,,,"], ["01/06/2020,S,C2,N1,U6,PR1,05/08/2021,E4A,,,,"]
    assert placements(tmp_path, *rows) == [("foster_inhouse", "2020-06-01", "2021-08-05")]


def test_legal_change_and_a_stay_away_are_no_moves(tmp_path):
    rows = [
        "2020-06-01,S,C1,N1,K2,PR4,2020-08-01,X1,,,,",
        "2020-08-01,L,C2,N1,K2,PR4,2020-09-01,X1,,,,",
        "2020-09-01,P,C2,N1,T1,,2020-09-08,X1,,,,",
        "2020-09-08,P,C2,N1,K2,PR4,2020-10-01,X1,CARPL,,,",
        "2020-10-01,P,C2,N1,H5,PR4,,,,,,",
    ]
    assert placements(tmp_path, rows) == [
        ("residential", "2020-06-01", "2020-10-01"),
        ("supported", "2020-10-01", "NaT"),
    ]


def test_cut_at_31_march_and_a_new_urn_are_no_moves(tmp_path):
    first = ["2020-06-01,S,C2,N1,K2,PR4,2021-03-31,X1,,,NG1,SC000001"]
    second = [
        "2021-04-01,P,C2,N1,K2,PR4,2021-09-01,X1,,,NG1,SC000001",
        "2021-09-01,P,C2,N1,K2,PR4,,,,,NG1,SC000002",
    ]
    assert placements(tmp_path, first, second) == [("residential", "2020-06-01", "NaT")]


def test_child_that_the_next_return_leaves_out_is_not_in_care_after_it(tmp_path):
    gone = ["2020-06-01,S,C2,N1,U6,PR4,,,,,,"]
    later = ["2021-12-01,S,C2,N1,U1,PR1,,,,,,"]
    assert placements(tmp_path, gone, later) == [
        ("foster_ifa", "2020-06-01", "2021-04-01"),
        ("foster_kin", "2021-12-01", "NaT"),
    ]


def test_corrected_start_replaces_what_the_earlier_return_said(tmp_path):
    earlier = ["2020-06-10,S,C2,N1,U6,PR4,,,,,,"]
    later = ["2020-06-01,S,C2,N1,U6,PR4,2021-09-01,E4A,,,,"]
    assert placements(tmp_path, earlier, later) == [("foster_ifa", "2020-06-01", "2021-09-01")]


def test_overlap_is_cut_at_the_next_start(tmp_path):
    rows = ["2020-06-01,S,C2,N1,U6,PR4,2020-12-01,X1,,,,", "2020-11-01,P,C2,N1,K2,PR4,,,,,,"]
    assert placements(tmp_path, rows)[0] == ("foster_ifa", "2020-06-01", "2020-11-01")


def test_nothing_after_the_last_day_is_known(tmp_path):
    rows = ["2020-06-01,S,C2,N1,U6,PR4,2020-12-01,X1,,,,", "2020-12-01,P,C2,N1,K2,PR4,,,,,,"]
    assert placements(tmp_path, rows, until=date(2020, 9, 30)) == [("foster_ifa", "2020-06-01", "NaT")]


def test_short_breaks_are_not_counted(tmp_path):
    rows = ["2020-06-01,S,V4,N2,U6,PR1,2020-06-08,X1,,,,", "2020-10-01,S,C2,N1,K2,PR4,,,,,,"]
    assert [kind for kind, _, _ in placements(tmp_path, rows)] == ["residential"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_file_is_read_in_every_encoding(encoding):
    read = table(EPISODES + "A,01/06/2020,S,C2,N1,U6,PR4,,,,,,\n", encoding=encoding)
    assert (read["DECOM"].astype(str).tolist(), read["DEC"].astype(str).tolist()) == (["2020-06-01"], ["NaT"])


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_spreadsheet_s_separators_are_read(delimiter):
    text = (EPISODES + "A,01/06/2020,S,C2,N1,U6,PR4,,,,,,\n").replace(",", delimiter)
    assert table(text)["PLACE"].tolist() == ["U6"]


@pytest.mark.parametrize("written", ["43831", "01/02/22", "1-Feb", "31/02/2020", "2020-13-01", "x" * 9000])
def test_what_is_no_date_is_named_with_its_row_and_column(written):
    read = table(EPISODES + f"\nA,{written},S,C2,N1,U6,PR4,,,,,,\n")
    problem = read.problems[0]
    assert (problem.row, problem.column, problem.rule, len(read)) == (3, "DECOM", "date", 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (EPISODES, "nothing under them"),
        (HEADER + A_CHILD, "lacks the columns"),
        (EPISODES + "A,01/06/2020,S,C2,N1,U6,PR4,,,,,,\n" + EPISODES, "second time in row 3"),
        ("CHILD," + EPISODES + "A\n", "twice"),
    ],
)
def test_file_that_is_no_such_file_is_refused(text, message):
    with pytest.raises(ReturnError, match=message):
        table(text)


def test_file_beyond_all_measure_is_refused_before_it_is_held():
    with pytest.raises(ReturnError, match="more than 50 rows"):
        table(EPISODES + "A,01/06/2020,S,C2,N1,U6,PR4,,,,,,\n" * 51, most_rows=50)


def test_row_with_too_few_cells_is_named():
    assert table(EPISODES + "A,01/06/2020\n").problems[0].rule == "cells"


def test_rows_that_cannot_be_used_are_named(tmp_path):
    good = [f"2020-06-{n:02},{'S' if n == 1 else 'L'},C2,N1,U6,PR4,,,,,," for n in range(1, 29)]
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "header.csv").write_text(HEADER + A_CHILD)
    (tmp_path / "2021" / "episodes.csv").write_text(
        EPISODES + "".join(f"A,{row}\n" for row in [*good, "2020-12-01,L,C2,N1,U6,PR4,2020-11-01,X1,,,,"])
    )
    cleaned = clean(read_folder(tmp_path))
    assert cleaned.left_out == ["Left out because DEC is before DECOM: 2021/episodes.csv, row 30."]


def test_returns_of_which_too_much_is_wrong_are_refused(tmp_path):
    with pytest.raises(ReturnError, match="before the child was born"):
        placements(tmp_path, ["2009-06-01,S,C2,N1,U6,PR4,,,,,,"])


def test_year_by_its_first_april_is_understood(tmp_path):
    (tmp_path / "header.csv").write_text("LA,YEAR," + HEADER + "X,2020," + A_CHILD)
    (tmp_path / "episodes.csv").write_text(
        "LA,YEAR," + EPISODES + "X,2020,A,2021-02-01,S,C2,N1,U6,PR4,,,,,,\n"
    )
    spells = clean(read_folder(tmp_path)).spells
    assert (spells.areas, str(spells.held_from)) == (("X",), "2020-04")


def test_folder_without_returns_is_refused(tmp_path):
    with pytest.raises(ReturnError, match=r"no header\.csv"):
        read_folder(tmp_path)
    with pytest.raises(ReturnError, match="is not a folder"):
        read_folder(tmp_path / "missing")
