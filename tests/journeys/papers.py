"""What several journeys do with papers."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.people import Person


def start_paper(commissioner: Person, *, days_ahead: int = 40) -> str:
    """Start a cabinet report on the council's first block contract; its reference, its page open."""
    commissioner.open("/papers/")
    commissioner.press("Start a cabinet report")
    first = commissioner.field("block_contract").locator("option").nth(1)
    commissioner.fill(
        block_contract=first.get_attribute("value"),
        meeting_on=timezone.localdate() + timedelta(days=days_ahead),
    )
    commissioner.press("Start the report")
    return commissioner.path.split("/")[2]
