"""``manage.py load_scale``: the national register, invented, over the demo world."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from authorities.models import Authority
from config.demo.national import NUMBER, load_national
from core.actor import Actor, acting_as
from core.postgres.owner import as_owner
from providers.models import Setting


class Command(BaseCommand):
    help = "Add an invented register of the whole country to the demo world, to measure speed with."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(Actor.system()):
            if not Authority.objects.exists():
                raise CommandError("Run manage.py load_reference first.")
            if Setting.objects.filter(urn=NUMBER.format(0)).exists():
                raise CommandError("The national register is here already.")
        with transaction.atomic():
            made = load_national(today=timezone.localdate(), seed=1)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        words = {"settings": "settings", "reports": "vacancy reports", "covered": "homes on tools"}
        self.stdout.write(", ".join(f"{count:,} {words[name]}" for name, count in made.items()) + ".")
