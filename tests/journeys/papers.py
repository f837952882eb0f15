"""What several journeys do with forecasts and papers."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.people import Person


def make_forecast(planner: Person) -> None:
    """The forecast that a paper's chart is drawn from."""
    planner.open("/sufficiency/forecast/")
    planner.press("Make a new forecast")
    planner.press("Make the forecast")
    planner.wait_for("See the forecast")
    planner.press("See the forecast")


def start_paper(commissioner: Person, *, days_ahead: int = 40) -> str:
    """Start a cabinet report on the council's first block contract; its reference, its page open."""
    commissioner.open("/papers/")
    commissioner.press("Start a paper")
    first = commissioner.field("block_contract").locator("option").nth(1)
    commissioner.fill(
        block_contract=first.get_attribute("value"),
        meeting_on=timezone.localdate() + timedelta(days=days_ahead),
    )
    commissioner.press("Start the paper")
    return commissioner.path.split("/")[2]


def publish_paper(commissioner: Person) -> str:
    """A cabinet report whose every section has words, published; its reference."""
    reference = start_paper(commissioner)
    commissioner.press("Publish")
    assert commissioner.sees("it has no words yet")
    while (empty := commissioner.main.locator("li", has_text="No words yet")).count():
        commissioner.follow_first(empty.first)
        commissioner.fill(text="Young people in our homes were asked and want to stay near their schools.")
        commissioner.press("Save")
    commissioner.press("Publish")
    commissioner.wait_for("Download the report")
    return reference
