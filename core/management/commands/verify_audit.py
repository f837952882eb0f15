"""``manage.py verify_audit``: whether the sealed audit is still what it was when it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import broken_seal


class Command(BaseCommand):
    help = "Recompute every seal of the audit and fail at the first that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = broken_seal()
        if broken is not None:
            raise CommandError(f"Seal {broken} does not hold: audit rows at or before it were changed.")
        self.stdout.write("Every seal of the audit holds.")
