"""``manage.py load_reference``: the authorities, postcodes, holidays and code lists every council shares."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.actor import Actor, acting_as
from core.reference_data import ReferenceRun, reference_loaders


class Command(BaseCommand):
    help = "Load the reference data that ships with the product. Safe to repeat: what is there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", action="store_true", help="one postcode in 200, for tests")

    def handle(self, *args: Any, sample: bool, verbosity: int, **options: Any) -> None:
        def report(line: str) -> None:
            if verbosity:
                self.stdout.write(line)

        autodiscover_modules("services.reference_data")
        run = ReferenceRun(at=timezone.now(), report=report, sample=sample)
        for label, load in reference_loaders().items():
            with acting_as(Actor.system()):
                written = load(run)
            report(f"{label}: {written:,} written" if written else f"{label}: up to date")
