"""What a provider shows of itself: its own to keep, every council's to read, and never run."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotFound
from core.models import Document
from providers.choices import DocumentKind
from providers.expiry import Expiry, expiry_of
from providers.models import ProviderDocument
from providers.selectors.documents import access_own_document, cover_to_renew, standings_of
from providers.services.documents import add_document, take_down_document
from tests.factories.authorities import council_actor
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import ProviderDocumentFactory, ProviderFactory, provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
PDF = Upload("cover.pdf", "application/pdf", b"%PDF-1.7 cover")
ADD = "/portal/profile/documents/add/"


@pytest.fixture
def provider():
    return ProviderFactory(name="Larkspur Homes Ltd")


@pytest.fixture
def manager(provider):
    return provider_actor(provider)


def standings(provider, actor, on=TODAY):
    with acting_as(actor):
        return [(each.kind, each.expiry) for each in standings_of(provider, actor, on=on)]


def add(by, *, expires_on=TODAY, kind=DocumentKind.PUBLIC_LIABILITY):
    with acting_as(by):
        return add_document(kind=kind, upload=PDF, expires_on=expires_on, by=by, at=NOW)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Expiry.EXPIRED), (0, Expiry.SOON), (30, Expiry.SOON), (31, Expiry.VALID)],
)
def test_cover_stands_until_the_end_of_its_last_day(days, expected):
    assert expiry_of(TODAY + timedelta(days=days), on=TODAY) is expected


def test_missing_cover_is_shown_to_the_provider_and_to_councils(provider, manager):
    missing = [
        (DocumentKind.EMPLOYERS_LIABILITY, Expiry.MISSING),
        (DocumentKind.PUBLIC_LIABILITY, Expiry.MISSING),
    ]
    assert standings(provider, manager) == missing
    assert standings(provider, council_actor(Role.COMMISSIONER)) == missing


def test_newest_certificate_counts_until_it_is_taken_down(provider, manager):
    ProviderDocumentFactory(provider=provider, expires_on=TODAY - timedelta(days=1), added_at=NOW)
    newer = ProviderDocumentFactory(provider=provider, added_at=NOW + timedelta(hours=1))
    assert standings(provider, manager)[1] == (DocumentKind.PUBLIC_LIABILITY, Expiry.VALID)
    with acting_as(manager):
        take_down_document(document=newer, by=manager, at=NOW)
        with pytest.raises(Conflict):
            take_down_document(document=newer, by=manager, at=NOW)
        assert [each.kind for each in cover_to_renew(manager, on=TODAY)] == [
            DocumentKind.EMPLOYERS_LIABILITY,
            DocumentKind.PUBLIC_LIABILITY,
        ]
    assert standings(provider, manager)[1] == (DocumentKind.PUBLIC_LIABILITY, Expiry.EXPIRED)


def test_insurance_needs_a_last_day_that_has_not_passed(manager):
    for day in (None, TODAY - timedelta(days=1)):
        with pytest.raises(DomainError) as refused:
            add(manager, expires_on=day)
        assert refused.value.field == "expires_on"
    assert add(manager, expires_on=None, kind=DocumentKind.STATEMENT_OF_PURPOSE).expires_on is None


def test_every_council_downloads_it_as_a_file_and_no_other_provider(provider, manager):
    shown = add(manager)
    address = f"/documents/{shown.document.reference}/"
    for reader in (manager, council_actor(Role.COMMISSIONER), council_actor(Role.FINANCE)):
        response = browser_of(reader).get(address)
        assert response.content == PDF.content
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"
    for stranger in (provider_actor(), council_actor(Role.CABINET_MEMBER)):
        assert browser_of(stranger).get(address).status_code == 404


def test_wall_lets_a_provider_keep_only_what_is_its_own(provider, manager):
    shown, stranger = add(manager), provider_actor()
    with acting_as(stranger):
        assert not ProviderDocument.objects.exists()
        with pytest.raises(NotFound):
            access_own_document(stranger, shown.reference)
    facts = {
        "title": "X",
        "filename": "x.pdf",
        "content_type": "application/pdf",
        "content": b"x",
        "sha256": "x",
        "made_at": NOW,
    }
    council = council_actor(Role.COMMISSIONER).authority_id
    for number, wrong in enumerate(
        (
            {"provider_id": stranger.provider_id},
            {"authority_id": council, "classification": Document.Classification.PUBLIC},
            {"classification": Document.Classification.PUBLIC},
            {"classification": Document.Classification.CHILD},
        )
    ):
        row = {
            "provider_id": provider.pk,
            "classification": Document.Classification.OFFICIAL,
            **facts,
            **wrong,
        }
        with acting_as(manager), pytest.raises(ProgrammingError), transaction.atomic():
            Document.objects.create(reference=f"DOC-X{number}", **row)
    with acting_as(council_actor(Role.COMMISSIONER)), pytest.raises(ProgrammingError), transaction.atomic():
        row = {"provider_id": provider.pk, "classification": Document.Classification.OFFICIAL}
        Document.objects.create(reference="DOC-X9", **row, **facts)


def test_page_adds_and_takes_down(provider, manager):
    browser = browser_of(manager)
    last = {"expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2099"}
    given = {"kind": "employers_liability", **last}
    wrong = browser.post(ADD, {**given, "upload": SimpleUploadedFile("cover.pdf", b"MZ program")})
    assert "This is not a PDF file, whatever its name says" in wrong.content.decode()
    assert 'value="2099"' in wrong.content.decode()
    page = browser.post(
        ADD, {**given, "upload": SimpleUploadedFile("cover.pdf", PDF.content)}, follow=True
    ).content.decode()
    assert "In force" in page and "until 31 March 2099" in page
    with acting_as(manager):
        shown = ProviderDocument.objects.get()
    end = f"/portal/profile/documents/{shown.reference}/end/"
    assert "Take this document down?" in browser.get(end).content.decode()
    assert "councils see it no longer" in browser.post(end, follow=True).content.decode()
    assert browser.post(end).status_code == 404


def test_commissioner_reads_it_on_the_providers_page(provider):
    ProviderDocumentFactory(provider=provider, expires_on=TODAY - timedelta(days=400))
    page = browser_of(council_actor(Role.COMMISSIONER)).get(f"/providers/{provider.reference}/")
    assert "Expired" in page.content.decode() and "Not given" in page.content.decode()
    assert "Take down" not in page.content.decode()
    member = browser_of(council_actor(Role.CABINET_MEMBER)).get(f"/providers/{provider.reference}/")
    assert "Documents and insurance" not in member.content.decode()


def test_home_page_asks_for_cover_that_runs_out(provider, manager):
    page = browser_of(manager).get("/portal/").content.decode()
    assert "Public liability insurance: not given" in page
    for kind in (DocumentKind.PUBLIC_LIABILITY, DocumentKind.EMPLOYERS_LIABILITY):
        ProviderDocumentFactory(provider=provider, kind=kind)
    assert "Councils see this" not in browser_of(manager).get("/portal/").content.decode()


def test_process_of_a_provider_keeps_no_profile(provider):
    with pytest.raises(DomainError):
        add(Actor.provider(provider.pk))
