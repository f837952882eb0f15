"""Draw the outlines of the authorities again, after a new postcode directory or a change of boundaries."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from authorities import files
from authorities.neighbours import derive_outlines


class Command(BaseCommand):
    help = "Derive the outline of each authority from its postcodes and write it for maps (a minute's work)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=files.DATA / files.OUTLINES, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        found = derive_outlines()
        files.write_outlines(file, found)
        points = sum(len(ring) for outline in found.values() for ring in outline.rings)
        self.stdout.write(f"{len(found)} outlines of {points:,} points written to {file}.")
