"""Letters to providers: plain text, in the words people use."""

import pytest

from authorities.choices import Role
from core.actor import acting_as
from core.letters import letter_text
from core.models import Job
from providers.services.letters import write_to_providers
from tests.factories.authorities import council_actor
from tests.factories.placements import NOW
from tests.factories.providers import ProviderFactory

COUNCIL = "St Helen's & King's Council"
LETTERS = ("agreement_issued", "placement_agreed", "referral_closed", "referral_sent")


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_escapes_nothing(letter: str):
    facts = {"council": COUNCIL, "reference": "REF-7K3QX2", "portal": "/portal/", "respond_by": "noon"}
    text = letter_text(letter, facts)
    assert text.startswith(COUNCIL) and "&#" not in text and "&amp;" not in text


@pytest.mark.django_db
def test_letter_waiting_to_be_sent_reads_as_written():
    writer, provider = council_actor(Role.COMMISSIONER), ProviderFactory.create()
    with acting_as(writer):
        write_to_providers(
            [provider.pk],
            template="referral_closed",
            subject="Closed",
            context={"council": COUNCIL, "reference": "REF-7K3QX2"},
            by=writer,
            at=NOW,
        )
        assert Job.objects.get().params["body"].startswith(f"{COUNCIL} has closed referral REF-7K3QX2.")
