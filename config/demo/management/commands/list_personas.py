"""``manage.py list_personas``: whom one may sign in as in the demo world."""

from textwrap import fill
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from config.demo.personas import persona_groups

WIDTH = 100


class Command(BaseCommand):
    help = "List the people of the demo world; each signs in with one click on the sign-in page."

    def handle(self, *args: Any, **options: Any) -> None:
        """Organisations with the same people share a paragraph: there are some forty."""
        alike: dict[str, list[str]] = {}
        for organisation, people in persona_groups():
            alike.setdefault(", ".join(person.job_title for person in people), []).append(organisation)
        self.stdout.write(f"\nSign in with one click at {settings.SITE_URL}{reverse('personas')} as")
        for titles, organisations in alike.items():
            for text, indent in ((titles, "  "), (f"at {', '.join(organisations)}", "    ")):
                self.stdout.write(fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))
