"""``manage.py import_ofsted FILE``: load one of Ofsted's published provider lists."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import DomainError
from providers.services.ofsted import import_ofsted


class Command(BaseCommand):
    help = "Load a list of providers as Ofsted publishes it. Loading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-at", type=date.fromisoformat, help="day of the list, where it does not say")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        with acting_as(Actor.system("Ofsted import")) as actor:
            try:
                made = import_ofsted(path=path, as_at=options["as_at"], by=actor, at=timezone.now())
            except DomainError as error:
                raise CommandError(error.message) from error
            for problem in made.problems.order_by("sheet", "row"):
                where = f"{problem.sheet}, row {problem.row}" if problem.sheet else f"Row {problem.row}"
                self.stderr.write(f"{where}, {problem.column}: {problem.message}")
            self.stdout.write(
                f"{made.filename}, as at {made.as_at:%-d %B %Y}: {made.rows_read} rows read, "
                f"{made.settings_added} settings added, {made.settings_changed} changed, "
                f"{made.problems.count()} rows not used. Loaded {made.imported_at:%-d %B %Y}."
            )
