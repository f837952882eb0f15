"""A home sends its monthly report to the councils with children there, and to nobody else."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError
from django.utils import timezone

from authorities.choices import Role
from core.actor import acting_as
from core.documents.store import store_document
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.models import Document
from core.periods import add_months, month_of
from placements.selectors.monthly_reports import reporting_homes
from placements.selectors.oversight import missing_reports
from placements.services.monthly_reports import send_reg44
from providers.choices import RegistrationType
from providers.models import Reg44Report
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.factories.quality import Reg44ReportFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
PDF = Upload("report.pdf", "application/pdf", b"%PDF-1.7 report")
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def home():
    return OpenHomeFactory(name="Bramble House")


@pytest.fixture
def councils(home):
    """Ours and Theirs have had a child there since the summer; Outside never."""
    ours, theirs, outside = (AuthorityFactory(name=name) for name in ("Ours", "Theirs", "Outside"))
    for council in (ours, theirs):
        ActivePlacementFactory(
            agreement__setting=home, agreement__authority=council, starts_on=date(2026, 6, 1)
        )
    return ours, theirs, outside


def send(home, by, month=OCTOBER, **facts):
    told = {"visited_on": month.replace(day=14), "is_safeguarded": True, "upload": PDF} | facts
    with acting_as(by):
        return send_reg44(setting=home, month=month, by=by, at=NOW, **told)


def test_each_council_with_a_child_there_gets_its_own_copy_once(home, councils):
    manager = provider_actor(home.provider)
    assert send(home, manager) == ["Ours", "Theirs"]
    with pytest.raises(Conflict, match="already"):
        send(home, manager)
    for council, received in zip(councils, (1, 1, 0), strict=True):
        officer = council_actor(Role.COMMISSIONER, authority=council)
        with acting_as(officer):
            reports = list(Reg44Report.objects.select_related("document"))
            assert len(reports) == received
            assert [each.document.authority_id for each in reports] == [council.pk] * received
        page = browser_of(officer).get(f"/homes/{home.urn}/quality/").content.decode()
        assert ("Regulation 44 report for October 2026" in page) is bool(received)
    with acting_as(officer := council_actor(Role.COMMISSIONER, authority=councils[0])):
        [missing] = missing_reports(officer, on=TODAY.replace(month=12))
        assert OCTOBER not in missing.months


def test_a_council_that_typed_it_in_before_is_still_sent_the_homes_own(home, councils):
    Reg44ReportFactory(authority=councils[0], setting=home, month=OCTOBER)
    assert send(home, provider_actor(home.provider)) == ["Ours", "Theirs"]


def test_months_and_homes_that_cannot_be_are_refused(home, councils):
    manager = provider_actor(home.provider)
    for month, facts, message in (
        (OCTOBER, {"visited_on": date(2026, 9, 30)}, "must be in October 2026"),
        (date(2020, 1, 1), {}, "last months"),
        (date(2026, 11, 1), {"visited_on": date(2026, 11, 28)}, "today or earlier"),
    ):
        with pytest.raises(DomainError, match=message):
            send(home, manager, month, **facts)
    with pytest.raises(DomainError, match="No council had a child"):
        send(OpenHomeFactory(provider=home.provider), manager)
    lodging = OpenHomeFactory(
        provider=home.provider, registration_type=RegistrationType.SUPPORTED_ACCOMMODATION
    )
    with pytest.raises(DomainError, match="Only children's homes"):
        send(lodging, manager)
    with pytest.raises(DomainError, match="Only the provider"):
        send(home, provider_actor())


def test_the_portal_says_which_councils_wait(home, councils):
    manager = provider_actor(home.provider)
    send(home, manager, SEPTEMBER)
    with acting_as(manager):
        [row] = reporting_homes(manager, on=TODAY)
        assert [(month.month, month.is_due) for month in row.months][:2] == [
            (OCTOBER, True),
            (SEPTEMBER, False),
        ]
    stranger = provider_actor()
    with acting_as(stranger):
        assert reporting_homes(stranger, on=TODAY) == []


def test_the_form_takes_a_paper_and_nothing_else(home, councils):
    manager, page = provider_actor(home.provider), f"/portal/reports/{home.urn}/"
    browser = browser_of(manager)
    month = add_months(month_of(timezone.localdate()).start, -1)
    fields = {"month": month.isoformat(), "is_safeguarded": "yes", "visited_on_day": "14"}
    fields |= {"visited_on_month": str(month.month), "visited_on_year": str(month.year)}
    wrong = SimpleUploadedFile("report.pdf", b"<script>alert(1)</script>")
    refused = browser.post(page, {**fields, "upload": wrong}).content.decode()
    assert "not a PDF file" in refused
    big = SimpleUploadedFile("report.pdf", b"%PDF-" + b"0" * 10_000_001)
    assert "smaller than 10 MB" in browser.post(page, {**fields, "upload": big}).content.decode()
    good = SimpleUploadedFile("report.pdf", b"%PDF-1.7 report")
    assert browser.post(page, {**fields, "upload": good}).status_code == 302
    assert "Sent" in browser.get("/portal/reports/").content.decode()
    assert browser_of(provider_actor()).get(page).status_code == 404


def test_the_wall_lets_a_provider_write_to_no_council_without_a_child_there(home, councils):
    manager, outside = provider_actor(home.provider), councils[2]
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(manager):
        document = store_document(
            title="Report",
            filename="report.pdf",
            content_type="application/pdf",
            content=PDF.content,
            classification=Document.Classification.CHILD,
            authority_id=outside.pk,
            provider_id=home.provider_id,
            at=NOW,
        )
        Reg44Report.objects.create(
            authority=outside,
            provider=home.provider,
            setting=home,
            month=OCTOBER,
            visited_on=OCTOBER,
            received_on=TODAY,
            is_safeguarded=True,
            document=document,
            recorded_by="Forger",
            recorded_at=NOW,
        )
