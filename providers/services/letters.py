"""E-mail to a provider's people. It names no child and quotes no price: it says where to look."""

from typing import Any

from django.core.mail import send_mass_mail
from django.db import transaction
from django.template.loader import render_to_string

from providers.models import ProviderUser


def write_to_provider(provider_id: int, *, subject: str, template: str, **facts: Any) -> None:
    """Once this transaction commits, send ``templates/emails/<template>.txt`` to the provider's people.

    Addresses are read after the commit, as the login role: a council never learns who they are.
    """

    def send() -> None:
        people = ProviderUser.objects.filter(provider_id=provider_id, user__is_active=True)
        text = render_to_string(f"emails/{template}.txt", facts)
        send_mass_mail(
            [(subject, text, None, [address]) for address in people.values_list("user__email", flat=True)]
        )

    transaction.on_commit(send)
