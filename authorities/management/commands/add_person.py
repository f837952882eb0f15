"""``manage.py add_person``: a council's first administrator, and anybody else who is to sign in."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from authorities.models import Authority, User
from authorities.services.accounts import new_account
from authorities.services.people import add_person
from core.actor import Actor, acting_as
from core.errors import DomainError


class Command(BaseCommand):
    help = "Let a person of a council sign in, and print the link at which they choose their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="its ONS code, or its name: E10000007, Derbyshire")
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--job-title", default="Council administrator")
        parser.add_argument("--team", default="")
        parser.add_argument(
            "--role", action="append", choices=Role.values, help="once for each; administrator when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["council"]
        council = Authority.objects.filter(code=wanted).first()
        council = council or Authority.objects.filter(name__iexact=wanted, ends_on=None).first()
        if council is None:
            raise CommandError(f"No council has the code or the name {wanted}.")
        try:
            account = self._add(council, options)
        except DomainError as error:
            raise CommandError(error.message) from error
        key = [user_pk_to_url_str(account), default_token_generator.make_token(account)]
        page = settings.SITE_URL + reverse("account_reset_password_from_key", args=key)
        self.stdout.write(f"{options['name']} may sign in for {council} once they have a password:\n{page}")

    def _add(self, council: Authority, options: dict[str, Any]) -> User:
        """The account by the login role, the person behind the wall; both or neither."""
        process = Actor.council(council.pk, name="manage.py add_person")
        with transaction.atomic():
            account = new_account(email=options["email"])
            with acting_as(process):
                add_person(
                    account=account,
                    name=options["name"],
                    job_title=options["job_title"],
                    team=options["team"],
                    roles=[Role(role) for role in options["role"] or [Role.ADMINISTRATOR]],
                    by=process,
                    at=timezone.now(),
                )
        return account
