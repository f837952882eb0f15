"""``manage.py load_demo``: the demo world, into an empty database only."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from config.demo.load import load_world
from config.demo.papers import make_forecasts_and_paper


class Command(BaseCommand):
    help = "Load the demo world, whose people, children and providers are invented, into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", default="", help="the day to load it for, as YYYY-MM-DD")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes another world")
        parser.add_argument(
            "--factor", type=int, default=1, help="multiply children and homes, for scale tests"
        )

    def handle(self, *args: Any, today: str, seed: int, factor: int, **options: Any) -> None:
        if get_user_model()._default_manager.exists():
            raise CommandError(
                "This database already has people. The demo world goes into an empty one only."
            )
        on = parse_date(today) if today else timezone.localdate()
        if on is None:
            raise CommandError(f"{today} is not a date. Write it like 2026-11-20.")
        with transaction.atomic():
            world = load_world(today=on, seed=seed, factor=factor, report=self.stdout.write)
        make_forecasts_and_paper(world)
        self.stdout.write("Forecasts and a cabinet paper: made")
