"""The pages by which homes are watched over: what is told, what is refused, and who reads what."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from core.actor import acting_as
from core.documents.uploads import MEGABYTE, MOST_MEGABYTES
from core.errors import NotFound, NotPermitted
from core.models import Document
from placements.choices import ReviewState
from placements.models import ChildReview
from placements.selectors.oversight import group_alerts, missing_reports
from placements.services.agreements import draft_agreement
from providers.choices import ConcernCategory, ConcernState, Outcome, RegistrationType, SuspensionScope
from providers.models import (
    Concern,
    Inspection,
    ProviderGroup,
    QualityAlert,
    QualityVisit,
    Reg44Report,
    Suspension,
)
from providers.services.concerns import move_concern, raise_concern
from providers.services.suspensions import suspend
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.cases import LATER, approved_case
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import (
    InspectionFactory,
    OpenHomeFactory,
    ProviderFactory,
    SuspensionFactory,
    provider_actor,
)
from tests.factories.quality import (
    ChildReviewFactory,
    ConcernFactory,
    QualityNoteFactory,
    QualityVisitFactory,
    Reg44ReportFactory,
)
from tests.factories.walled import WalledFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


class ProviderGroupFactory(WalledFactory):
    class Meta:
        model = ProviderGroup


def on(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def errors(page) -> dict:
    return page.context["form"].errors


CONCERN = {
    "whole_provider": "home",
    "category": "safeguarding",
    "summary": "An allegation about a member of staff",
    "note": "One of our girls told her worker",
}


def test_a_concern_is_raised_by_form_and_its_note_stays_with_the_council():
    home = OpenHomeFactory()
    officer, other = council_actor(Role.COMMISSIONER), council_actor(Role.COMMISSIONER)
    address = reverse("home_concern", args=[home.urn])
    today = timezone.localdate()
    page = browser_of(officer).post(address, CONCERN | on("noticed_on", today + timedelta(days=1)))
    assert "noticed_on" in errors(page)
    assert page.context["form"]["summary"].value() == CONCERN["summary"]
    browser_of(officer).post(address, CONCERN | on("noticed_on", today))
    with acting_as(other):
        concern = Concern.objects.get()
        assert concern.state == ConcernState.CONCERN
        assert QualityAlert.objects.get().is_urgent
    detail = reverse("concern_detail", args=[concern.reference])
    assert CONCERN["note"] in browser_of(officer).get(detail).content.decode()
    page = browser_of(other).get(detail).content.decode()
    assert CONCERN["summary"] in page
    assert CONCERN["note"] not in page
    again = browser_of(officer).post(address, CONCERN | on("noticed_on", today))
    assert "has this concern already" in str(errors(again))


def test_a_concern_goes_through_its_life_in_its_own_council_only():
    home = OpenHomeFactory()
    officer, other = council_actor(Role.COMMISSIONER), council_actor(Role.COMMISSIONER)
    concern = ConcernFactory(setting=home, authority=AuthorityFactory._meta.model(pk=officer.authority_id))
    with acting_as(other), pytest.raises(NotFound):
        move_concern(concern=concern, verb="escalate", reason="Worse", by=other, at=NOW)
    client = browser_of(officer)
    move = reverse("concern_move", args=[concern.reference])
    for verb, state in (
        ("escalate", "concern"),
        ("agree_plan", "improving"),
        ("monitor", "monitored"),
        ("restore", "restored"),
    ):
        client.post(move, {"verb": verb, "reason": "Seen and heard"})
        with acting_as(officer):
            assert Concern.objects.get().state == state
    assert "verb" in errors(client.post(move, {"verb": "escalate", "reason": "Again"}))


def test_a_visit_is_recorded_by_form():
    home = OpenHomeFactory()
    officer = council_actor(Role.COMMISSIONER)
    fields = {
        "kind": "unannounced",
        "visited_by": "Officer",
        "finding": "some",
        "summary": "Two agency workers",
        **on("visited_on", timezone.localdate()),
    }
    address = reverse("home_visit", args=[home.urn])
    assert set(errors(browser_of(officer).post(address, {"kind": ""}))) >= {
        "kind",
        "visited_on",
        "finding",
        "summary",
    }
    browser_of(officer).post(address, fields)
    with acting_as(officer):
        visit = QualityVisit.objects.get()
    assert "Two agency workers" in (
        browser_of(officer).get(reverse("home_quality", args=[home.urn])).content.decode()
    )
    assert browser_of(officer).get(reverse("visit_detail", args=[visit.reference])).status_code == 200


def report(content=b"%PDF-1.7 a report", name="report.pdf", **changes):
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    return {
        "month": month.isoformat(),
        "is_safeguarded": "yes",
        "upload": SimpleUploadedFile(name, content),
        **on("visited_on", month + timedelta(days=9)),
        **on("received_on", timezone.localdate()),
    } | changes


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<script>alert(1)</script>", "report.pdf", "not a PDF file"),
        (b"%PDF-1.7", "report.exe", "must be a PDF or Word file"),
        (b"", "report.pdf", "empty"),
        (b"%PDF-" + b"0" * MOST_MEGABYTES * MEGABYTE, "report.pdf", "smaller than"),
    ],
)
def test_a_report_that_is_no_report_is_refused_beside_its_field(content, name, says):
    address = reverse("home_reg44", args=[OpenHomeFactory().urn])
    page = browser_of(council_actor(Role.COMMISSIONER)).post(address, report(content, name))
    assert says in str(errors(page)["upload"])


def test_a_monthly_report_is_kept_once_for_its_own_council():
    home = OpenHomeFactory()
    officer, other = council_actor(Role.COMMISSIONER), council_actor(Role.COMMISSIONER)
    address = reverse("home_reg44", args=[home.urn])
    outside = report(**on("visited_on", timezone.localdate()))
    assert "visited_on" in errors(browser_of(officer).post(address, outside))
    browser_of(officer).post(address, report(name="../../../etc/report.PDF"))
    assert "month" in errors(browser_of(officer).post(address, report()))
    with acting_as(officer):
        kept = Reg44Report.objects.get().document
        assert (kept.filename, kept.classification) == ("report.PDF", Document.Classification.CHILD)
    download = reverse("document_download", args=[kept.reference])
    assert browser_of(officer).get(download)["Content-Disposition"].startswith("attachment")
    for stranger in (other, provider_actor(home.provider)):
        assert browser_of(stranger).get(download).status_code == 404


def test_reports_are_missing_for_months_in_which_an_own_child_slept_there():
    home = OpenHomeFactory()
    placement = ActivePlacementFactory(agreement__setting=home, agreement__starts_on=date(2026, 8, 20))
    ActivePlacementFactory(
        agreement__setting=OpenHomeFactory(registration_type=RegistrationType.FOSTERING_AGENCY),
        agreement__authority=placement.authority,
    )
    Reg44ReportFactory(authority=placement.authority, setting=home, month=date(2026, 8, 1))
    officer = council_actor(Role.COMMISSIONER, authority=placement.authority)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(officer):
        [missing] = missing_reports(officer, on=date(2026, 10, 29))
        assert missing.months == [date(2026, 9, 1)]
        assert missing_reports(officer, on=date(2026, 10, 28)) == []
        [later] = missing_reports(officer, on=date(2026, 11, 28))
        assert later.months == [date(2026, 9, 1)]
    with acting_as(stranger):
        assert missing_reports(stranger, on=date(2026, 11, 28)) == []


def test_an_inspection_typed_in_is_told_to_everybody_in_the_keepers_name():
    home = OpenHomeFactory()
    officer = council_actor(Role.COMMISSIONER, name="Pat Commissioner")
    address = reverse("home_inspection", args=[home.urn])
    today = timezone.localdate()
    fields = {"outcome": "inadequate", **on("inspected_on", today)}
    assert browser_of(council_actor(Role.FINANCE)).post(address, fields).status_code == 404
    assert "outcome" in errors(browser_of(officer).post(address, fields | {"outcome": "sa_serious"}))
    browser_of(officer).post(address, fields)
    with acting_as(officer):
        assert Inspection.objects.get(outcome=Outcome.INADEQUATE).typed_by.startswith("Pat Commissioner, ")
        alert = QualityAlert.objects.get()
    assert (alert.authority_id, alert.what) == (
        None,
        f"Judged Inadequate, before that Good, inspected on {today.day} {today:%B %Y}",
    )
    page = browser_of(officer).get(reverse("home_quality", args=[home.urn])).content.decode()
    assert "Ofsted is expected back between" in page


def test_a_suspension_is_ratified_by_a_head_of_service_who_did_not_make_it():
    home, authority = OpenHomeFactory(), AuthorityFactory()
    maker = council_actor(Role.COMMISSIONER, Role.HEAD_OF_SERVICE, authority=authority)
    head = council_actor(Role.HEAD_OF_SERVICE, authority=authority)
    with acting_as(maker):
        suspension = suspend(
            setting=home,
            whole_provider=True,
            scope=SuspensionScope.ALL,
            reason="Finance",
            starts_on=timezone.localdate(),
            by=maker,
            at=timezone.now(),
        )
    address = reverse("home_ratify", args=[home.urn])
    queue = browser_of(head).get(reverse("quality_queue")).content.decode()
    assert reverse("home_quality", args=[home.urn]) in queue
    refused = browser_of(maker).post(address, {"suspension": suspension.pk})
    assert "somebody else must ratify" in str(errors(refused))
    browser_of(head).post(address, {"suspension": suspension.pk})
    with acting_as(head):
        assert Suspension.objects.get().ratified_by == head.name
    assert errors(browser_of(head).post(address, {"suspension": suspension.pk}))


def test_a_home_below_the_councils_bar_or_stopped_is_found_only_when_asked_for():
    council = AuthorityFactory()
    officer = council_actor(Role.COMMISSIONER, authority=council)
    OpenHomeFactory(name="Good")
    OpenHomeFactory(name="Unseen", inspected=None)
    InspectionFactory(setting=OpenHomeFactory(name="Fell"), inspected_on=TODAY, outcome="inadequate")
    SuspensionFactory(authority=council, provider=OpenHomeFactory(name="Stopped").provider)

    def found(**filters):
        rows = browser_of(officer).get(reverse("home_list"), filters).context["table"].page
        return [row.record.name for row in rows]

    assert found() == ["Good", "Unseen"]
    assert found(suspended_too="on") == ["Fell", "Good", "Stopped", "Unseen"]
    assert found(outcome="inadequate") == ["Fell"]


def test_an_approved_offer_of_a_home_since_suspended_goes_no_further():
    case = approved_case()
    SuspensionFactory(authority=case.request.authority, provider=case.offer.provider, starts_on=NOW.date())
    with acting_as(case.officer), pytest.raises(NotPermitted, match="suspended"):
        draft_agreement(request=case.request, by=case.officer, at=LATER)


def test_a_review_goes_from_the_queue_to_a_decision_by_its_pages():
    review = ChildReviewFactory()
    worker = council_actor(Role.COMMISSIONER, authority=review.authority)
    manager = council_actor(Role.SERVICE_MANAGER, authority=review.authority)
    page = browser_of(worker).get(reverse("quality_queue")).content.decode()
    assert review.reference in page and review.child.reference in page
    record = reverse("review_record", args=[review.reference])
    today = timezone.localdate()
    wrong = {"recommended": "stay_safeguarded", "findings": "Well", "child_views": "Stay"}
    wrong |= on("seen_on", today) | on("iro_told_on", today)
    assert "safeguards" in errors(browser_of(worker).post(record, wrong))
    browser_of(worker).post(record, wrong | {"safeguards": "A weekly visit"})
    decide = reverse("review_decide", args=[review.reference])
    assert browser_of(worker).get(decide).status_code == 404
    browser_of(manager).post(decide, {"decision": "return", "reason": "What does school say?"})
    assert "What does school say?" in (
        browser_of(worker).get(reverse("review_detail", args=[review.reference])).content.decode()
    )
    assert browser_of(worker).get(record).context["form"]["findings"].value() == "Well"
    browser_of(worker).post(record, wrong | {"safeguards": "A weekly visit"})
    browser_of(manager).post(decide, {"decision": "plan_move", "reason": "No plan, no trust"})
    with acting_as(manager):
        assert ChildReview.objects.get().state == ReviewState.DECIDED
    page = browser_of(worker).get(reverse("review_detail", args=[review.reference])).content.decode()
    assert "Ask for another home" in page
    over = browser_of(worker).get(reverse("quality_queue"), {"decided": "yes"}).content.decode()
    assert review.reference in over


def test_a_group_is_told_of_only_where_several_of_its_homes_are_in_trouble_and_we_have_children():
    group = ProviderGroupFactory(name="Larkspur Group")
    first, second = (OpenHomeFactory(provider=ProviderFactory(group=group)) for _ in range(2))
    placement = ActivePlacementFactory(agreement__setting=first)
    officer = council_actor(Role.COMMISSIONER, authority=placement.authority)
    stranger = council_actor(Role.COMMISSIONER)
    SuspensionFactory(provider=first.provider, setting=first)
    with acting_as(officer):
        assert group_alerts(officer, on=TODAY) == []
    with acting_as(stranger):
        raise_concern(
            setting=second,
            whole_provider=False,
            category=ConcernCategory.FINANCE,
            noticed_on=TODAY,
            summary="Wages paid late",
            by=stranger,
            at=NOW,
        )
        assert group_alerts(stranger, on=TODAY) == []
    with acting_as(officer):
        [alert] = group_alerts(officer, on=TODAY)
        assert (alert.group.name, len(alert.homes)) == ("Larkspur Group", 2)


def test_what_another_council_wrote_for_itself_is_on_no_page():
    home = OpenHomeFactory()
    concern, visit = ConcernFactory(setting=home), QualityVisitFactory(setting=home)
    QualityNoteFactory(authority=concern.authority, concern=concern, body="secret of a child")
    QualityNoteFactory(authority=visit.authority, visit=visit, body="secret of a child")
    client = browser_of(council_actor(Role.COMMISSIONER))
    for name, key in (
        ("concern_detail", concern.reference),
        ("visit_detail", visit.reference),
        ("home_quality", home.urn),
    ):
        page = client.get(reverse(name, args=[key]))
        assert page.status_code == 200
        assert "secret of a child" not in page.content.decode()
