"""Work out again which authorities adjoin, after a new postcode directory or a change of boundaries."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from authorities import files
from authorities.neighbours import derive_neighbours


class Command(BaseCommand):
    help = "Derive adjoining authorities from neighbouring postcodes and compare them with the file in use."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="write the pairs found to this CSV file"
        )

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        found = derive_neighbours()
        held = {(row["one"], row["other"]) for row in files.read("adjoining")}
        for sign, pairs in (("new", found.keys() - held), ("gone", held - found.keys())):
            for one, other in sorted(pairs):
                self.stdout.write(f"{sign}: {one} {other}")
        self.stdout.write(f"{len(found)} pairs of authorities adjoin.")
        if write:
            with write.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["one", "other", "border_metres"])
                writer.writerows((*pair, metres) for pair, metres in sorted(found.items()))
