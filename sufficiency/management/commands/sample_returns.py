"""``manage.py sample_returns DIR``: invented files of the return, to try the import with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from authorities.models import Authority
from core.actor import Actor, acting_as
from sufficiency.choices import SpellSource
from sufficiency.forecast import PlacementType
from sufficiency.selectors.returns import urns_by_start
from sufficiency.selectors.spells import spells_visible_to
from sufficiency.simulation.samples import Placed, write_samples


class Command(BaseCommand):
    help = "Write sample files of the SSDA903 return from the invented children of the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--council", default="DBS", help="short code of a council, such as DBS")
        parser.add_argument("--years", type=int, nargs="+", default=[2025, 2026], help="years they end in")

    def handle(self, *args: Any, folder: Path, council: str, years: list[int], **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Samples are made from the invented children of the demonstration only.")
        with acting_as(Actor.system()):
            found = Authority.objects.filter(short_code=council.upper()).first()
        if found is None:
            raise CommandError(f"There is no council {council}.")
        with acting_as(Actor.council(found.pk, name="Samples")) as actor:
            placed = placed_in(actor)
        if not placed:
            raise CommandError(f"{found.name} has no children in care here.")
        for path in write_samples(placed, folder, years=sorted(years)):
            self.stdout.write(str(path))


def placed_in(actor: Actor) -> list[Placed]:
    """The council's own care history, as a sample tells of it."""
    urns = urns_by_start(actor)
    return [
        Placed(
            spell.child_key,
            spell.birth_month,
            spell.is_uasc,
            PlacementType(spell.placement_type),
            spell.starts_on,
            spell.ends_on,
            urns.get((spell.child_key, spell.starts_on), ""),
        )
        for spell in spells_visible_to(actor).filter(source=SpellSource.OWN)
    ]
