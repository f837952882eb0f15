"""A planner loads two years of returns, reads the report, decides, looks at the history and undoes it."""

import csv
import subprocess
import sys
from pathlib import Path

from core.servers import ROOT
from tests.journeys.people import Person
from tests.journeys.product import Product

IMPORTS = "/sufficiency/history/returns/"


def sample_files(product: Product, folder: Path) -> list[Path]:
    command = (sys.executable, ROOT / "manage.py", "sample_returns", folder)
    subprocess.run(command, env=product.environment, check=True, timeout=240)
    return sorted(folder.glob("*.csv"))


def upload(planner: Person, files: list[Path]) -> None:
    planner.open(f"{IMPORTS}new/")
    planner.field("files").set_input_files(files)
    planner.press("Check the files")


def test_planner_loads_returns_reads_the_report_and_undoes_them(people, product, tmp_path):
    planner = people["planner-derbyshire"]
    files = sample_files(product, tmp_path)
    planner.open("/sufficiency/")
    planner.follow("Care history")
    planner.press("Statistical returns")
    upload(planner, files[:1])
    planner.wait_for("Nothing was loaded")
    assert planner.sees("There is no file of header for 2024-25.")

    upload(planner, files)
    planner.wait_for("Load this")
    assert planner.sees("Returns of 2024-25 and 2025-26")
    assert planner.sees("a spreadsheet has dropped its year")
    report = planner.download("Download the row report")
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert {"date", "code", "dates-reversed"} <= {row["Rule"] for row in rows}
    assert all(row["File"] and row["Rule"] for row in rows)
    planner.press("Load this")
    planner.wait_for("Undo this import")

    planner.open("/sufficiency/history/")
    assert planner.sees("From 1 April 2024 to 31 March 2026 children are counted from returns.")
    planner.follow("Placements without an agreement")
    assert planner.sees("Bought placements in the return") and planner.sees("Agreements without an episode")
    assert len(planner.download("Download CSV").read_text(encoding="utf-8-sig").splitlines()) > 1

    planner.open(IMPORTS)
    planner.follow_first(planner.main.locator("tbody tr").first)
    planner.press("Undo this import")
    planner.wait_for("Undone")
    planner.open("/sufficiency/history/")
    assert planner.sees("No return has been loaded.")
