"""``manage.py bench NAME``: run one benchmark and print its figures as one line of JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import autodiscover_modules

from core.benchmarks import BENCHMARKS


class Command(BaseCommand):
    help = "Run a benchmark and print its figures as one line of JSON; without a name, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?")

    def handle(self, *args: Any, name: str | None, **options: Any) -> None:
        autodiscover_modules("benchmarks")
        if name is None:
            for known, measure in sorted(BENCHMARKS.items()):
                self.stdout.write(f"{known:<12} {(measure.__doc__ or '').splitlines()[0]}")
            return
        if name not in BENCHMARKS:
            raise CommandError(f"There is no benchmark '{name}'. There are: {', '.join(sorted(BENCHMARKS))}.")
        self.stdout.write(json.dumps({"bench": name, **BENCHMARKS[name]()}))
