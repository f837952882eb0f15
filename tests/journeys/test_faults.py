"""Workers are killed and the queue is emptied; each report asked for is made, and made once."""

import pytest

from tests.journeys.papers import start_paper
from tests.journeys.product import LEASE_SECONDS

STARTED = "running"


@pytest.fixture
def commissioner(people):
    return people["commissioner-kent"]


def documents(commissioner, reference: str) -> int:
    commissioner.open(f"/papers/{reference}/")
    return commissioner.main.locator(f"a[href^='/papers/{reference}/version-']").count()


def test_killed_worker_and_emptied_queue_leave_exactly_one_report(product, commissioner):
    reference = start_paper(commissioner)
    commissioner.press("Make a draft PDF")
    commissioner.wait_for(STARTED)
    product.kill_worker()
    product.empty_queue()
    product.start_worker()
    commissioner.wait_for("Download the report")
    product.wait(LEASE_SECONDS)
    assert documents(commissioner, reference) == 1


def test_report_asked_for_while_no_worker_runs_is_made_when_one_does(product, commissioner):
    product.kill_worker()
    reference = start_paper(commissioner, days_ahead=47)
    commissioner.press("Make a draft PDF")
    product.empty_queue()
    assert documents(commissioner, reference) == 0
    commissioner.press("Make a draft PDF")
    product.start_worker()
    commissioner.wait_for("Download the report")
    assert documents(commissioner, reference) == 1
