"""The two commands for analysts: what they write, and what they refuse."""

import csv
import os
import subprocess
import sys
from io import StringIO

import numpy as np
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sufficiency.benchmarks import published_counts
from sufficiency.forecast.yearly import forecast_yearly
from sufficiency.simulation import Region, counts_at_month_ends, simulate, write_returns
from tests.shared_data import shared

QUANTILES = ["p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"]


def run(name, *args, **options):
    out, err = StringIO(), StringIO()
    call_command(name, *(str(arg) for arg in args), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def rows_of(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def history():
    return simulate(Region(authorities=3, children=900, years=4), seed=9)


@pytest.fixture(scope="module")
def region(history, tmp_path_factory):
    folder = tmp_path_factory.mktemp("region")
    write_returns(history, folder, years=3)
    return folder


def forecast(folder, out, *, cutoff="2019-03-31", seed=1, paths=200, months=6):
    return run(
        "forecast_ssda903", folder, "--cutoff", cutoff, "--months", months, "--paths", paths, "--seed", seed,
        "--out", out,
    )  # fmt: skip


def test_returns_become_a_row_for_each_sum_and_month(region, history, tmp_path):
    forecast(region, tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    columns = ["area", "month", "category", "placement_type", "age_band", "mean", *QUANTILES]
    assert list(rows[0]) == columns
    assert len(rows) == 4 * 6 * (1 + 4 + 6 + 20)
    assert {row["area"] for row in rows} == {"Area 001", "Area 002", "Area 003", "ALL"}
    assert {row["month"] for row in rows} == {f"2019-{month:02}" for month in range(4, 10)}
    keys = {tuple(row[name] for name in columns[1:5]) for row in rows}
    assert ("2019-04", "fostering", "foster_kin", "all") in keys
    assert ("2019-04", "supported", "all", "16-17") in keys
    assert ("2019-04", "all", "all", "all") in keys
    for row in rows:
        bounds = [int(row[name]) for name in QUANTILES]
        assert bounds == sorted(bounds)
    whole = next(row for row in rows if row["area"] == "ALL" and row["category"] == "all")
    assert abs(float(whole["mean"]) - counts_at_month_ends(history, 36)[:, 35].sum()) < 25


def test_same_seed_writes_the_same_file_and_needs_no_database(region, tmp_path, django_db_blocker):
    with django_db_blocker.block():
        for name, seed in (("a", 1), ("b", 1), ("c", 2)):
            forecast(region, tmp_path / name, seed=seed)
    written = [(tmp_path / name).read_bytes() for name in "abc"]
    assert written[0] == written[1] != written[2]
    assert connection.vendor == "postgresql"


def test_later_returns_do_not_change_what_is_said_at_an_earlier_cutoff(region, history, tmp_path):
    write_returns(history, tmp_path / "short", years=2)
    for name, folder in (("whole", region), ("cut", tmp_path / "short")):
        forecast(folder, tmp_path / name, cutoff="2018-03-31")
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()


def test_folder_for_each_year_is_one_authority(history, tmp_path):
    one = simulate(Region(authorities=1, children=200, years=3), seed=4)
    write_returns(one, tmp_path / "in", years=2, british=True)
    for name in ("header", "episodes", "uasc"):
        rows = rows_of(tmp_path / "in" / f"{name}.csv")
        for year in ("2017", "2018"):
            folder = tmp_path / "years" / f"{int(year) - 1}-{year[2:]}"
            folder.mkdir(parents=True, exist_ok=True)
            kept = [name for name in rows[0] if name not in ("LA", "YEAR")]
            with (folder / f"{name.title()}.csv").open("w", newline="") as stream:
                writer = csv.DictWriter(stream, kept, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(row for row in rows if row["YEAR"] == year)
    for name, folder in (("one.csv", tmp_path / "in"), ("years.csv", tmp_path / "years")):
        forecast(folder, tmp_path / name, cutoff="2018-03-31")
    whole = [row for row in rows_of(tmp_path / "one.csv") if row["area"] == "ALL"]
    assert rows_of(tmp_path / "years.csv") == whole


def test_single_year_is_carried_on_within_a_wide_band(region, tmp_path):
    forecast(region, tmp_path / "out.csv", cutoff="2017-03-31", months=12)
    last = rows_of(tmp_path / "out.csv")[-1]
    assert last["area"] == "ALL"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cutoff": "2025-03-31"}, "last month's counts"),
        ({"cutoff": "2010-03-31"}, "no episode up to that day"),
        ({"months": 61}, "60 months"),
        ({"paths": 3}, "100 paths"),
        ({"seed": -1}, "--seed"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_file(region, tmp_path, change, message):
    with pytest.raises(CommandError, match=message):
        forecast(region, tmp_path / "out.csv", **change)
    assert not list(tmp_path.iterdir())


def test_unreadable_date_is_named_and_leaves_no_file(region, tmp_path):
    (tmp_path / "in").mkdir()
    for path in region.glob("*.csv"):
        text = path.read_text()
        if path.stem == "episodes":
            text = text.replace(text.splitlines()[1].split(",")[3], "43831", 1)
        (tmp_path / "in" / path.name).write_text(text)
    with pytest.raises(CommandError, match=r"episodes\.csv, row 2, DECOM: “43831” is not a date"):
        forecast(tmp_path / "in", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def counts_file(folder, *lines):
    path = folder / "counts.csv"
    path.write_text("\n".join(["area,year,value", *lines]))
    return path


def test_yearly_counts_are_carried_on(tmp_path):
    path = counts_file(tmp_path, *(f"A{n},{year},{100 + n}" for n in range(5) for year in range(2016, 2024)))
    run("forecast_counts", path, "--horizon", 2, "--out", tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["area", "year", "mean", "p10", "p50", "p90"]
    assert [(row["area"], row["year"]) for row in rows[:3]] == [
        ("A0", "2024"),
        ("A0", "2025"),
        ("A1", "2024"),
    ]
    assert all(float(row["p10"]) <= float(row["mean"]) <= float(row["p90"]) for row in rows)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "holds no counts"),
        (["A,20x6,5"], "row 2: “20x6” is no year"),
        (["A,2016,five"], "row 2: “five” is no count"),
        (["A,2016,-5"], "is no count"),
        (["A,2016,5", "A,2016,6"], "row 3: A has 2016 twice"),
        ([",2016,5"], "there is no area"),
    ],
)
def test_counts_that_cannot_be_read_are_named(tmp_path, lines, message):
    path = counts_file(tmp_path, *lines)
    with pytest.raises(CommandError, match=message):
        run("forecast_counts", path, "--out", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_counts_file_of_other_columns_or_none_is_refused(tmp_path):
    (tmp_path / "other.csv").write_text("place,year,value\nA,2016,5\n")
    with pytest.raises(CommandError, match="lacks the column area"):
        run("forecast_counts", tmp_path / "other.csv", "--out", tmp_path / "out.csv")
    with pytest.raises(CommandError, match="There is no file"):
        run("forecast_counts", tmp_path / "none.csv", "--out", tmp_path / "out.csv")


def test_area_without_the_last_year_is_left_out_and_named(tmp_path):
    path = counts_file(tmp_path, "A,2016,50", "A,2017,51", "B,2016,40", "B,2017,c")
    _, err = run("forecast_counts", path, "--out", tmp_path / "out.csv")
    assert {row["area"] for row in rows_of(tmp_path / "out.csv")} == {"A"}
    assert "B is left out" in err


@pytest.mark.parametrize("ahead", [1, 2])
def test_published_counts_are_foretold_as_well_as_by_the_last_value_and_within_bands(ahead):
    table, years = published_counts(shared("lait/children_looked_after_by_la.csv"))
    ours, last, inside = [], [], []
    for origin in range(2, len(years) - ahead):
        known = table[~np.isnan(table[:, origin]) & ~np.isnan(table[:, origin + ahead])]
        made = forecast_yearly(known[:, : origin + 1], years[origin], ahead)
        came = known[:, origin + ahead]
        ours.append((np.abs(made.mean[:, -1] - came) / np.maximum(came, 1)).mean())
        last.append((np.abs(known[:, origin] - came) / np.maximum(came, 1)).mean())
        inside.append(((made.p10[:, -1] <= came) & (came <= made.p90[:, -1])).mean())
    assert np.mean(ours) <= np.mean(last)
    assert 0.75 <= np.mean(inside) <= 0.88


def test_cutoff_within_a_month_is_the_month_end_before_it(region, tmp_path):
    forecast(region, tmp_path / "out.csv", cutoff="2018-12-15")
    assert rows_of(tmp_path / "out.csv")[0]["month"] == "2018-12"


def test_commands_start_without_settings_apps_or_database(tmp_path):
    path = counts_file(tmp_path, "A,2016,50", "A,2017,51")
    known = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "there.is.none"}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "forecast_counts", str(path)]
    subprocess.run([*command, "--out", str(tmp_path / "out.csv")], env=known, check=True, capture_output=True)
    assert {row["area"] for row in rows_of(tmp_path / "out.csv")} == {"A"}
    wrong = subprocess.run([*command[:-1], "none.csv", "--out", "out.csv"], env=known, capture_output=True)
    assert wrong.returncode == 1 and b"There is no file none.csv" in wrong.stderr
