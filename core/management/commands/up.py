"""``manage.py up``: the database brought up to this code, whatever it was before."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from core.postgres.owner import as_owner


class Command(BaseCommand):
    help = (
        "Make roles, migrate, load reference data; with HEARTH_DEMO, into an empty database, the demo world."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("create_roles")
        with as_owner():
            call_command("migrate", interactive=False, verbosity=options["verbosity"] - 1)
        call_command("load_reference")
        known = get_commands()
        if settings.DEMO and "load_demo" in known and self._is_empty():
            call_command("load_demo")
        if settings.DEMO and "list_personas" in known:
            call_command("list_personas")

    def _is_empty(self) -> bool:
        """Nobody can sign in yet: the demo world, or a council's own first user, comes with people."""
        return not get_user_model()._default_manager.exists()
