"""What ended searches say of the market, and where a planner reads it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from core.periods import Period
from sufficiency.evidence_tables import evidence_words
from sufficiency.selectors.evidence import search_evidence
from tests.factories.authorities import council_actor
from tests.factories.need import SearchRecordFactory
from tests.factories.placements import NOW, TODAY
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


def test_planner_reads_why_the_market_could_not_help():
    earlier = NOW - timedelta(days=3)
    record = SearchRecordFactory(
        ended_at=earlier, got_weekly=Decimal("5000.00"), extra_weekly=Decimal("700.00")
    )
    SearchRecordFactory(ended_at=earlier, request__authority=record.authority, declines={"staffing": 1})
    SearchRecordFactory(request__authority=record.authority, wanted_type="fostering")
    SearchRecordFactory()
    planner = council_actor(Role.PLANNER, authority=record.authority)
    with acting_as(planner):
        window = Period(TODAY.replace(month=1, day=1), TODAY.replace(month=12, day=1))
        found = search_evidence(planner, window, "residential")
        assert (found.searches, found.placed, found.asked) == (2, 1, 6)
        assert found.declines == {"no_vacancy": 2, "staffing": 1}
        assert found.not_fit == {"age": 8}
        assert evidence_words(found).endswith("cost £700 a week more than we usually pay here.")
        before = Period(TODAY.replace(year=2020), TODAY.replace(year=2021))
        assert search_evidence(planner, before, "residential").searches == 0
    with time_machine.travel(NOW, tick=False):
        page = browser_of(planner).get(reverse("unmet_need"), {"kind": "residential"}).content.decode()
    assert "Why providers declined" in page
    assert "Does not take this age" in page
