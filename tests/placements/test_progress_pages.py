"""Pages of a child's progress and of the papers that prove what was done."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from core.actor import acting_as
from core.models import Document
from placements.models import ClockEvidence, GoalScore, Placement
from tests.factories.authorities import council_actor
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 minutes"


@pytest.fixture
def placement() -> Placement:
    made = ActivePlacementFactory(
        agreement__starts_on=date(2026, 1, 15), agreement__planned_end_on=date(2028, 1, 15)
    )
    AgreementFeeFactory(agreement=made.agreement)
    return made


@pytest.fixture
def worker(placement):
    return council_actor(Role.COMMISSIONER, authority=placement.authority)


def dated(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def visit(placement, client, **facts):
    typed = {"kind": "visit", "note": "Seen alone.", **dated("done_on", timezone.localdate()), **facts}
    return client.post(reverse("placement_evidence", args=[placement.reference]), typed)


def test_paper_is_kept_with_the_evidence_and_comes_back_as_a_download(placement, worker):
    client = browser_of(worker)
    sent = visit(placement, client, upload=SimpleUploadedFile("../../minutes.pdf", PDF, "text/html"))
    assert sent.status_code == 302
    with acting_as(worker):
        document = ClockEvidence.objects.get().document
        assert (document.filename, document.content_type) == ("minutes.pdf", "application/pdf")
    page = client.get(reverse("placement_detail", args=[placement.reference])).content.decode()
    address = reverse("document_download", args=[document.reference])
    assert address in page
    given = client.get(address)
    assert given.content == PDF and given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    for stranger in (council_actor(Role.COMMISSIONER), provider_actor(placement.provider)):
        assert browser_of(stranger).get(address).status_code == 404
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    assert browser_of(finance).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("run.exe", b"MZ", "must be a PDF"),
        ("minutes.pdf", b"<script>alert(1)</script>", "This is not a PDF file"),
        ("big.pdf", b"%PDF-" + b"0" * 10_000_001, "smaller than 10 MB"),
    ],
    ids=["programme", "page", "large"],
)
def test_file_of_another_kind_or_too_large_is_refused_and_the_words_stay(
    placement, worker, name, content, says
):
    refused = visit(placement, browser_of(worker), upload=SimpleUploadedFile(name, content))
    assert refused.status_code == 200
    page = refused.content.decode()
    assert says in page and "Seen alone." in page
    with acting_as(worker):
        assert not ClockEvidence.objects.exists() and not Document.objects.exists()


def set_goals(placement, client) -> None:
    for area, goal in (("education", "Be at school"), ("health", "Sleep through")):
        typed = {
            "area": area,
            "goal": goal,
            "score": "2",
            "target": "4",
            **dated("target_on", timezone.localdate() + timedelta(days=200)),
        }
        assert client.post(reverse("placement_goal", args=[placement.reference]), typed).status_code == 302


def test_goals_are_scored_together_at_a_review_and_the_progress_is_told(placement, worker):
    client, today = browser_of(worker), timezone.localdate()
    scores = reverse("placement_scores", args=[placement.reference])
    assert client.get(scores).status_code == 302
    set_goals(placement, client)
    with acting_as(worker):
        for goal in placement.goals.all():
            goal.set_on = today - timedelta(days=90)
            goal.save(update_fields=["set_on"])
    last_week = dated("scored_on", today - timedelta(days=7))
    half = {"occasion": "review", **last_week, "score_1": "3"}
    assert client.post(scores, half).status_code == 302
    assert (
        "Score at least one goal"
        in client.post(
            scores, {"occasion": "review", **dated("scored_on", today - timedelta(days=8))}
        ).content.decode()
    )
    again = client.post(scores, {**half, "score_2": "1"})
    assert "has a score for that day" in again.content.decode()
    with acting_as(worker):
        assert GoalScore.objects.count() == 3, "a review is scored whole or not at all"
    page = client.get(reverse("placement_progress", args=[placement.reference])).content.decode()
    assert "Of 1 goal scored again, none moved forward and 1 back." in page
    assert "<svg" in page and "Be at school" in page


def test_progress_is_nobody_elses_to_read(placement, worker):
    address = reverse("placement_progress", args=[placement.reference])
    assert browser_of(council_actor(Role.COMMISSIONER)).get(address).status_code == 404
    assert browser_of(provider_actor(placement.provider)).get(address).status_code in (403, 404)
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    assert browser_of(finance).get(address).status_code in (403, 404)


def test_placement_page_leads_to_both_sides_of_a_novation(placement, worker):
    client, today = browser_of(worker), timezone.localdate()
    to = OpenHomeFactory(authority=placement.setting.authority)
    address = reverse("placement_novate", args=[placement.reference])
    typed = {"urn": f" {to.urn} ", **dated("on", today)}
    refused = client.post(address, typed).content.decode()
    assert "Upload the deed of novation" in refused and to.urn in refused
    done = client.post(address, {**typed, "deed": SimpleUploadedFile("deed.pdf", PDF)})
    assert done.status_code == 302
    before = client.get(reverse("placement_detail", args=[placement.reference])).content.decode()
    with acting_as(worker):
        after = Placement.objects.select_related("agreement").exclude(pk=placement.pk).get()
    assert after.reference in before
    page = client.get(reverse("placement_detail", args=[after.reference])).content.decode()
    assert placement.reference in page
    terms = client.get(reverse("agreement_detail", args=[after.agreement.reference])).content.decode()
    assert f"Deed of novation, {after.agreement.reference}" in terms
    assert placement.agreement.reference in terms and "Nobody has signed yet" not in terms
    again = client.post(address, {**typed, "deed": SimpleUploadedFile("deed.pdf", PDF)})
    assert again.status_code == 200 and "This placement is ended" in again.content.decode()
