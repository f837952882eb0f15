"""Workers are killed and the queue is emptied; each report asked for is made, and made once."""

import pytest

from tests.journeys.papers import start_paper
from tests.journeys.product import LEASE_SECONDS

MADE = "Download the report"


@pytest.fixture
def commissioner(people):
    return people["commissioner-kent"]


def documents(commissioner, reference: str) -> int:
    commissioner.open(f"/papers/{reference}/")
    return commissioner.main.locator(f"a[href^='/papers/{reference}/version-']").count()


def test_killed_worker_and_emptied_queue_leave_exactly_one_report(product, commissioner):
    reference = start_paper(commissioner)
    commissioner.press("Make a draft PDF", check=False)
    while ": in progress" not in commissioner.text:
        assert MADE not in commissioner.text, "it was made before anybody could kill the worker"
        commissioner.page.reload()
    product.kill_worker()
    product.empty_queue()
    commissioner.page.reload()
    assert ": in progress" in commissioner.text and MADE not in commissioner.text
    product.start_worker()
    commissioner.wait_for(MADE)
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
    commissioner.wait_for(MADE)
    assert documents(commissioner, reference) == 1
