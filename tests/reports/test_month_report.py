"""The monthly report's parts, its document, and who is written to."""

import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from unittest import mock

import page
import pytest
from django.core import mail
from pypdf import PdfReader

from authorities.choices import Role
from contracts.choices import FeeKind
from contracts.models import BedNight
from core.actor import Actor, acting_as
from core.jobs.worker import run_next
from core.models import Job
from core.periods import month_of
from placements.models import AgreementFee, JointFunding, Placement
from placements.services.accrual import accrue_placements
from providers.choices import Outcome
from reports.models import SpendReport
from reports.selectors.month_report import is_subscribed, month_report
from reports.services.spend_reports import ask_for_spend_report, subscribe
from reports.tasks import monthly_spend
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW
from tests.factories.providers import InspectionFactory
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db
JANUARY = month_of(date(2026, 1, 1))


def placed(authority, weekly, **facts) -> Placement:
    placement = ActivePlacementFactory(agreement__authority=authority, **facts)
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal(weekly))
    return placement


@pytest.fixture
def council():
    """In January one placement is new, one ends and one costs more; one of three homes has a grade."""
    authority, old = AuthorityFactory(), {"agreement__starts_on": date(2025, 6, 1)}
    new = placed(authority, "4000.00", is_on_contract=False)
    ended = placed(authority, "3000.00", ends_on=date(2026, 1, 20), **old)
    dearer = placed(authority, "2000.00", **old)
    with acting_as(council_keeper(authority)) as actor:
        fee = dearer.agreement.fees.get()
        AgreementFee.objects.filter(pk=fee.pk).update(ends_on=date(2026, 1, 10))
        fee.pk, fee.starts_on, fee.weekly_rate = None, date(2026, 1, 10), Decimal("2030.00")
        fee.save(force_insert=True)
        accrue_placements(by=actor, since=JANUARY.start, through=date(2026, 1, 31), at=NOW)
    InspectionFactory(
        setting=new.setting, outcome=Outcome.GOOD, inspected_on=date(2025, 1, 1), known_on=date(2025, 2, 1)
    )
    return authority, new, ended, dearer


def test_effects_take_one_weekly_total_to_the_other(council):
    authority, new, ended, dearer = council
    with acting_as(Actor.council(authority.pk)) as actor:
        moved = month_report(actor, JANUARY).movement
    assert [(row.reference, row.effect) for row in moved.new] == [(new.reference, Decimal("4000.00"))]
    assert [(row.reference, row.effect) for row in moved.ended] == [(ended.reference, Decimal("-3000.00"))]
    assert [(row.reference, row.effect) for row in moved.changed] == [(dearer.reference, Decimal("30.00"))]
    assert moved.before + sum(effect for _, _, effect in moved.groups) == moved.after == Decimal("6030.00")


def test_what_health_gives_back_is_no_commitment_of_the_council(council):
    authority, new, *_ = council
    with acting_as(council_keeper(authority)) as actor:
        JointFunding.objects.create(
            authority=authority,
            placement=new,
            fee_kind=FeeKind.CORE,
            health_percent=Decimal(25),
            starts_on=date(2026, 1, 20),
            recorded_at=NOW,
        )
        moved = month_report(actor, JANUARY).movement
    assert [row.effect for row in moved.new] == [Decimal("3000.00")]


def test_shares_say_what_they_are_of(council):
    authority, *_ = council
    with acting_as(Actor.council(authority.pk)) as actor:
        report = month_report(actor, JANUARY)
    assert [(s.part, s.whole) for s in report.on_contract] == [(2, 3), (2, 3)]
    assert (report.good.part, report.good.whole) == (1, 1)
    assert report.good.beside == "1 more in settings with no grade yet"


def test_every_way_of_taking_the_month_apart_comes_to_one_total(council):
    with acting_as(Actor.council(council[0].pk)) as actor:
        report = month_report(actor, JANUARY)
    assert {sum(line.amount for line in lines) for lines in report.parts.values()} == {report.total.amount}


def test_voids_are_counted_by_cause():
    contract = BlockContractFactory()
    BlockShareFactory(contract=contract)
    bed = ContractedBedFactory(contract=contract)
    with acting_as(council_keeper(contract.lead_authority)) as actor:
        for day, state in ((1, "void_available"), (2, "void_available"), (3, "void_provider")):
            BedNight.objects.create(contract=contract, bed=bed, night=date(2026, 1, day), state=state)
        voids = month_report(actor, JANUARY).voids
    assert {(void.cause, void.nights) for void in voids} == {
        ("Empty and available", 2),
        ("Empty: provider's cause", 1),
    }


def assert_read_in_order(text: str) -> None:
    parts = ("Spend in January 2026", "By service line", "By route", "By kind of charge", "What moved")
    parts += ("Empty beds of blocks", "On contract, and quality", "Children in settings graded")
    text = " ".join(text.split())
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_document_meets_pdf_ua_and_says_the_total(council):
    authority, *_ = council
    finance = council_actor(Role.FINANCE, authority=authority)
    with acting_as(finance):
        subscribe(wants=True, by=finance, at=NOW)
        ask_for_spend_report(month=JANUARY.start, by=finance, at=NOW, dedupe_key="2026-01")
        again = ask_for_spend_report(month=JANUARY.start, by=finance, at=NOW, dedupe_key="2026-01")
    while run_next():
        pass
    with acting_as(finance):
        assert Job.objects.get(pk=again.pk).error == ""
        made = SpendReport.objects.get()
        content = bytes(made.document.content)
    checked = page.validate_pdf_bytes(content, profile="ua1")
    assert checked.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in checked.failures]
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
    assert f"£{made.total:,.2f}" in text and "CHD-" not in text
    assert_read_in_order(text)
    if shutil.which("pdftotext"):
        read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        assert_read_in_order(read.stdout.decode())
    [letter] = mail.outbox
    assert f"£{made.total:,.2f}" in letter.body and letter.subject == "Spend in January 2026"


@pytest.mark.parametrize(
    ("today", "asked"), [(date(2026, 2, 2), 1), (date(2026, 2, 3), 0), (date(2026, 2, 1), 0)]
)
def test_report_is_asked_for_on_the_first_working_day_once(council, today, asked):
    authority, *_ = council
    finance = council_actor(Role.FINANCE, authority=authority)
    with mock.patch("reports.tasks.timezone.localdate", return_value=today):
        monthly_spend()
        monthly_spend()
    with acting_as(finance):
        assert Job.objects.filter(kind="spend_report").count() == asked


def test_no_longer_written_to(council):
    finance = council_actor(Role.FINANCE, authority=council[0])
    with acting_as(finance):
        for wants in (True, True, False):
            subscribe(wants=wants, by=finance, at=NOW)
            assert is_subscribed(finance) is wants
