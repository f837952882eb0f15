"""The register's keeper: a list is looked at, loaded, undone; a damaged one refused by row and column."""

import csv
from datetime import date
from pathlib import Path

from config.demo.lists import list_of
from tests.journeys.people import Person

LISTS = "/register/lists/"
AS_AT = date(2023, 3, 31)


def upload(keeper: Person, path: Path) -> None:
    keeper.open(f"{LISTS}new/")
    keeper.field("list").set_input_files(path)
    keeper.press("Check the file")


def test_keeper_previews_loads_and_undoes_a_list_and_a_damaged_one_is_refused(people, tmp_path):
    keeper = people["register-keeper-derbyshire"]
    keeper.open(LISTS)
    assert keeper.sees("invented-list-")
    good = tmp_path / "newer.csv"
    good.write_bytes(list_of(AS_AT, first=True))
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(good.read_bytes().replace(b"Private,5,", b"Private,many,", 1))

    upload(keeper, damaged)
    keeper.wait_for("Nothing was loaded")
    assert keeper.sees("Places") and keeper.sees("many")
    report = keeper.download("Download the row report")
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["Row"], row["Column"]) for row in rows] == [("7", "Places")]

    upload(keeper, good)
    keeper.wait_for("Load this")
    assert keeper.sees("12 homes and agencies as at 31 March 2023")
    keeper.press("Load this")
    keeper.wait_for("Undo this import")
    commissioner = people["commissioner-derbyshire"]
    commissioner.open("/homes/SC970000/")
    history = commissioner.text
    keeper.press("Undo this import")
    keeper.wait_for("Undone")
    commissioner.open("/homes/SC970000/")
    assert commissioner.text != history, "what only that list said is gone"
    assert commissioner.sees("SC970000"), "and what the others say stays"
