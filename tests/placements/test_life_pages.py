"""Pages of marking, direct awards, delegation and a placement's life, as people meet them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from authorities.models import User
from core.actor import Actor, acting_as
from placements.models import Absence, ClockEvidence, PlacementNotice, Scoring
from placements.selectors.progress import progress_over
from tests.factories.authorities import council_actor
from tests.factories.competed import competition
from tests.factories.offers import OfferFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import RecipientFactory
from tests.factories.providers import provider_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
    return client


def dated(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_offers_page_asks_as_often_for_one_offer_as_for_two_hundred():
    def queries(offers: int) -> int:
        case = competition()
        referral = case.dear.recipient.referral
        for _ in range(offers):
            recipient = RecipientFactory(referral=referral, state="offered")
            OfferFactory(recipient=recipient, sealed_until=referral.respond_by)
        client = browser_of(case.first)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("request_offers", args=[case.request.reference]))
        assert page.status_code == 200
        return len(asked)

    assert queries(0) == queries(20)


def test_two_officers_mark_apart_on_the_page_and_a_manager_agrees():
    case = competition()
    for officer in (case.first, case.second):
        client = browser_of(officer)
        for offer in (case.dear, case.cheap):
            marked = client.post(
                reverse("offer_mark", args=[offer.reference]), {"quality_mark": "4", "social_value_mark": "3"}
            )
            assert marked.status_code == 302
        page = client.get(reverse("request_offers", args=[case.request.reference])).content.decode()
        assert "Send in my marks" in page
        assert "Award directly" not in page and "Put this offer forward" not in page
        client.post(reverse("request_marks_send", args=[case.request.reference]))
    with acting_as(case.manager):
        assert Scoring.objects.count() == 2
    manager = browser_of(case.manager)
    page = manager.get(reverse("offer_moderate", args=[case.dear.reference])).content.decode()
    assert case.manager.name != case.first.name and page.count("4.00") >= 2
    refused = manager.post(
        reverse("offer_moderate", args=[case.dear.reference]),
        {"quality_mark": "5", "social_value_mark": "3", "reason": ""},
    )
    assert "Say what was agreed and why" in refused.content.decode()


def placement_of_today():
    placement = ActivePlacementFactory(
        agreement__starts_on=date(2026, 1, 15), agreement__planned_end_on=date(2028, 1, 15)
    )
    AgreementFeeFactory(agreement=placement.agreement)
    return placement, council_actor(Role.COMMISSIONER, authority=placement.authority)


def test_absence_notice_evidence_and_goal_are_recorded_on_their_pages_and_shown():
    placement, officer = placement_of_today()
    client, today = browser_of(officer), timezone.localdate()
    posts = [
        ("placement_absence", {"kind": "hospital", **dated("left_on", today)}),
        ("placement_evidence", {"kind": "visit", "note": "Seen at home.", **dated("done_on", today)}),
        (
            "placement_goal",
            {
                "area": "education",
                "goal": "Be at school",
                "score": "2",
                "target": "4",
                **dated("target_on", date(today.year + 1, 6, 1)),
            },
        ),
        (
            "placement_step",
            {
                "direction": "down",
                "to_type": "fostering",
                "must_change": "Three settled months.",
                "status": "planned",
                **dated("target_on", date(today.year + 1, 6, 1)),
            },
        ),
        (
            "placement_notice",
            {"reason": "CARPL", **dated("given_on", today), **dated("leaves_on", today)},
        ),
    ]
    for name, typed in posts:
        answer = client.post(reverse(name, args=[placement.reference]), typed)
        assert answer.status_code == 302, (name, answer.content.decode()[:3000])
    page = client.get(reverse("placement_detail", args=[placement.reference])).content.decode()
    for shown in (
        "In hospital",
        "Shorter than agreed",
        "Be at school",
        "Three settled months",
        "Seen at home",
    ):
        assert shown in page
    with acting_as(officer):
        assert (Absence.objects.count(), PlacementNotice.objects.count(), ClockEvidence.objects.count()) == (
            1,
            1,
            1,
        )
        assert progress_over(officer, since=date(2026, 1, 1), until=date(2027, 12, 1)).goals == 0


def test_finance_reads_dates_and_money_of_a_placement_and_no_narrative():
    placement, officer = placement_of_today()
    typed = {"kind": "visit", "note": "Cried a lot.", **dated("done_on", timezone.localdate())}
    browser_of(officer).post(reverse("placement_evidence", args=[placement.reference]), typed)
    finance = council_actor(Role.FINANCE, authority=placement.authority)
    page = browser_of(finance).get(reverse("placement_detail", args=[placement.reference])).content.decode()
    assert "£4,557.00" in page and "Cried a lot" not in page and "Clocks" not in page


def test_provider_gives_notice_in_the_portal_and_another_provider_finds_nothing():
    placement, officer = placement_of_today()
    today = timezone.localdate()
    address = reverse("portal_placement_notice", args=[placement.reference])
    typed = {"reason": "CREQB", **dated("given_on", today), **dated("leaves_on", today)}
    assert browser_of(provider_actor()).post(address, typed).status_code == 404
    home = provider_actor(placement.provider)
    refused = browser_of(home).post(address, {**typed, "reason": "CARPL"})
    assert refused.status_code == 200
    assert browser_of(home).post(address, typed).status_code == 302
    due = browser_of(officer).get(reverse("placements_due")).content.decode()
    assert "The home gave notice that is short" in due


def test_due_page_tells_what_is_late_first():
    placement, officer = placement_of_today()
    page = browser_of(officer).get(reverse("placements_due")).content.decode()
    assert placement.reference in page and "Child visited" in page and "Late:" in page
