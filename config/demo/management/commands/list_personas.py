"""``manage.py list_personas``: whom one may sign in as in the demo world."""

from typing import Any

from django.core.management.base import BaseCommand

from config.demo.personas import persona_groups


class Command(BaseCommand):
    help = "List the people of the demo world; each signs in with one click on the sign-in page."

    def handle(self, *args: Any, **options: Any) -> None:
        for organisation, people in persona_groups():
            self.stdout.write(organisation)
            for persona in people:
                self.stdout.write(f"  {persona.job_title:<34}{persona.name:<24}{persona.email}")
