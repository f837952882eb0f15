"""Workers are killed and the queue is emptied; each report asked for is made, and made once."""

from hashlib import sha256

import pytest

from tests.journeys.papers import start_paper
from tests.journeys.stages import held_at

MADE = "Download the report"


@pytest.fixture
def commissioner(people):
    return people["commissioner-kent"]


def documents(commissioner, reference: str) -> int:
    commissioner.open(f"/papers/{reference}/")
    return commissioner.main.locator(f"a[href^='/papers/{reference}/version-']").count()


@pytest.mark.parametrize(
    "stage",
    [
        "Reading figures and drawing charts",
        "Putting the paper together",
        "Setting the pages",
        "Keeping the document",
    ],
)
def test_worker_killed_at_a_stage_and_emptied_queue_leave_exactly_one_report(product, commissioner, stage):
    reference = start_paper(commissioner)
    with held_at(stage, product.owner_url) as worker:
        commissioner.press("Make a draft PDF", check=False)
        worker.wait()
        commissioner.page.reload()
        assert f": in progress. {stage}" in commissioner.text and MADE not in commissioner.text
        fonts = product.fonts_of_worker()
        product.kill_worker()
        product.empty_queue()
    product.start_worker()
    commissioner.wait_for(MADE)
    kept = product.kept_of(reference)
    report = sha256(commissioner.download(MADE).read_bytes()).hexdigest()
    assert kept["hashes"] == kept["true_hashes"] == [report]
    assert (kept["versions"], kept["jobs"], kept["letters"]) == (1, [["done", 2]], 0)
    assert not any(folder.exists() for folder in fonts)


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
