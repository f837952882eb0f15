"""``manage.py up``: the database brought up to this code, whatever it was before."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from core.postgres.owner import as_owner


class Command(BaseCommand):
    help = "Make roles, migrate, load reference data and, into an empty database, the demo world. Idempotent."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", dest="demo", action="store_false", help="leave the demo world out")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        call_command("create_roles")
        with as_owner():
            call_command("migrate", interactive=False, verbosity=options["verbosity"] - 1)
        known = get_commands()
        if "load_reference" in known:
            call_command("load_reference")
        if demo and "load_demo" in known and self._is_empty():
            call_command("load_demo")
        if demo and "list_personas" in known:
            call_command("list_personas")

    def _is_empty(self) -> bool:
        """Nobody can sign in yet: the demo world, or a council's own first user, comes with people."""
        return not get_user_model()._default_manager.exists()
