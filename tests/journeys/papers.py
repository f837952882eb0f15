"""What several journeys do with forecasts and papers."""

import csv
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.calendar import working_day_on_or_after
from tests.journeys.people import People, Person

HOLIDAYS = Path(settings.BASE_DIR) / "authorities/data/holidays.csv"
SIGNERS = {
    "finance-derbyshire": ("finance",),
    "legal-derbyshire": ("legal",),
    "head-of-service-derbyshire": ("hr", "equality"),
}


def make_forecast(planner: Person) -> None:
    """The forecast that a paper's chart is drawn from."""
    planner.open("/sufficiency/forecast/")
    planner.press("Make a new forecast")
    planner.press("Make the forecast")
    planner.wait_for("See the forecast")
    planner.press("See the forecast")


def meeting_day(days_ahead: int) -> date:
    """A working day so far ahead, or the next."""
    with HOLIDAYS.open(encoding="utf-8") as file:
        holidays = {date.fromisoformat(row["on"]) for row in csv.DictReader(file)}
    return working_day_on_or_after(timezone.localdate() + timedelta(days=days_ahead), holidays)


def start_paper(commissioner: Person, *, days_ahead: int = 40) -> str:
    """Start a cabinet report on the council's first block contract; its reference, its page open."""
    commissioner.open("/papers/")
    commissioner.press("Start a paper")
    first = commissioner.field("block_contract").locator("option").nth(1)
    commissioner.fill(
        block_contract=first.get_attribute("value"),
        meeting_on=meeting_day(days_ahead),
    )
    commissioner.press("Start the paper")
    return commissioner.path.split("/")[2]


def publish_paper(everyone: People) -> str:
    """A cabinet report whose every section has words, signed off, cleared, noticed and published."""
    commissioner = everyone["commissioner-derbyshire"]
    reference = start_paper(commissioner)
    commissioner.press("What publication needs")
    assert commissioner.sees("it has no words yet") and commissioner.sees("give notice of it by")
    commissioner.open(f"/papers/{reference}/")
    while (empty := commissioner.main.locator("li", has_text="No words yet")).count():
        commissioner.follow_first(empty.first)
        commissioner.fill(text="Young people in our homes were asked and want to stay near their schools.")
        commissioner.press("Save")
    sign_off(everyone, reference)
    commissioner.open(f"/papers/{reference}/notice/")
    commissioner.press("Give notice")
    commissioner.open(f"/papers/{reference}/publish/")
    commissioner.press("Publish")
    commissioner.wait_for("Download the report")
    return reference


def sign_off(everyone: People, reference: str) -> None:
    """Everybody the format names is asked at once and signs; the director clears."""
    commissioner = everyone["commissioner-derbyshire"]
    commissioner.open(f"/papers/{reference}/consultation/")
    commissioner.fill(due_on=timezone.localdate() + timedelta(days=7))
    commissioner.press("Ask")
    for who, topics in SIGNERS.items():
        for topic in topics:
            everyone[who].open(f"/papers/{reference}/sign-offs/{topic}/")
            everyone[who].fill(agrees="yes", reference="FD.6659/22")
            everyone[who].press("Record my answer")
    director = everyone["dcs-derbyshire"]
    director.open(f"/papers/{reference}/consultation/")
    director.press("Clear for the director")
    assert director.sees("The paper is cleared")
