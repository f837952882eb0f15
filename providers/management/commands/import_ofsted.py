"""``manage.py import_ofsted FILE``: load one of Ofsted's published provider lists."""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from authorities.choices import Role
from core.actor import Actor
from core.imports import Given
from core.imports.selectors import findings_of
from core.imports.work import import_now
from core.models import Import
from providers.imports import OFSTED


class Command(BaseCommand):
    help = "Load a list of providers as Ofsted publishes it. Loading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-at", type=date.fromisoformat, help="day of the list, where it does not say")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        keeper = replace(Actor.system("Ofsted import"), roles=frozenset({Role.REGISTER_KEEPER.value}))
        made = import_now(
            kind=OFSTED,
            files=[Given("list", path.name, path.read_bytes())],
            params={"as_at": options["as_at"].isoformat() if options["as_at"] else None},
            by=keeper,
            at=timezone.now(),
        )
        found = findings_of(made, keeper, OFSTED)
        for each in found:
            where = f"{each.sheet}, row {each.row}" if each.sheet else f"Row {each.row}"
            self.stderr.write(f"{where}, {each.column}: {each.message}" if each.row else each.message)
        if made.state != Import.State.APPLIED:
            raise CommandError(found[0].message if len(found) == 1 else "Nothing was loaded.")
        self.stdout.write(made.preview["lead"])
        for label, number in made.preview["counts"].items():
            self.stdout.write(f"{label}: {number}")
