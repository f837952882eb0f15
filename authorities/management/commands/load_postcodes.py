"""``manage.py load_postcodes``: the ONS Postcode Directory, whole or in part."""

from string import ascii_uppercase
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from authorities.services.postcodes import load_postcodes
from core.actor import Actor, acting_as


class Command(BaseCommand):
    help = "Load postcodes with their grid references and authorities. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--letters",
            type=lambda text: text.upper().replace(",", ""),
            default=ascii_uppercase,
            help="only postcodes that begin with these letters, such as D,N",
        )
        parser.add_argument("--every", type=int, default=1, metavar="N", help="only one postcode in N")

    def handle(self, *args: Any, letters: str, every: int, **options: Any) -> None:
        with acting_as(Actor.system()):
            written = load_postcodes(
                letters=letters, every=every, at=timezone.now(), report=self.stdout.write
            )
        self.stdout.write(f"{written:,} postcodes written.")
