"""Watching over homes: alerts, concerns, visits, reports, and the reviews that follow."""

from datetime import date

import factory

from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from placements import models as placing
from providers import models
from providers.choices import AlertKind, ConcernCategory, Outcome, VisitFinding, VisitKind
from tests.factories.authorities import AuthorityFactory
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import WalledFactory, council_keeper


class _OfCouncilFactory(WalledFactory):
    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])


class QualityAlertFactory(WalledFactory):
    """A home judged inadequate, as the register tells it."""

    class Meta:
        model = models.QualityAlert

    reference = factory.Sequence(lambda n: f"QAL-{n:06d}")
    provider = factory.SelfAttribute("setting.provider")
    setting = factory.SubFactory(OpenHomeFactory)
    kind = AlertKind.GRADE
    outcome = Outcome.INADEQUATE
    what = "Judged Inadequate, before that Good"
    is_urgent = True
    happened_on = TODAY
    raised_at = NOW

    @classmethod
    def keeper(cls, fields):
        return Actor.system()


class ConcernFactory(_OfCouncilFactory):
    """Watched, about one home."""

    class Meta:
        model = models.Concern

    reference = factory.Sequence(lambda n: f"CON-{n:06d}")
    authority = factory.SubFactory(AuthorityFactory)
    provider = factory.SelfAttribute("setting.provider")
    setting = factory.SubFactory(OpenHomeFactory)
    category = ConcernCategory.COMPLAINTS
    state_at = NOW
    noticed_on = TODAY
    summary = "Three complaints in a month."
    raised_by = "Officer"
    raised_at = NOW


class QualityVisitFactory(_OfCouncilFactory):
    class Meta:
        model = models.QualityVisit

    reference = factory.Sequence(lambda n: f"VIS-{n:06d}")
    authority = factory.SubFactory(AuthorityFactory)
    setting = factory.SubFactory(OpenHomeFactory)
    kind = VisitKind.PLANNED
    visited_on = TODAY
    visited_by = "Officer"
    finding = VisitFinding.GOOD
    summary = "A calm home."
    recorded_at = NOW


class QualityNoteFactory(WalledFactory):
    """Beneath a concern or a visit: give one of the two."""

    class Meta:
        model = models.QualityNote

    authority = factory.SubFactory(AuthorityFactory)
    body = "What one of our children said."
    written_by = "Officer"
    written_at = NOW


class Reg44ReportFactory(WalledFactory):
    """The report of October 2026, in its council's hands."""

    class Meta:
        model = models.Reg44Report

    authority = factory.SubFactory(AuthorityFactory)
    setting = factory.SubFactory(OpenHomeFactory)
    month = date(2026, 10, 1)
    visited_on = date(2026, 10, 14)
    received_on = date(2026, 11, 2)
    is_safeguarded = True
    recorded_by = "Officer"
    recorded_at = NOW

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with_file = kwargs if "document" in kwargs else {**kwargs, "document": _report(kwargs["authority"])}
        return super()._create(model_class, *args, **with_file)


def _report(authority):
    with acting_as(council_keeper(authority)):
        return store_document(
            title="Regulation 44 report",
            filename="report.pdf",
            content_type="application/pdf",
            content=b"%PDF-1.7 report",
            classification=Document.Classification.CHILD,
            authority_id=authority.pk,
            at=NOW,
        )


class ChildReviewFactory(WalledFactory):
    """To be reviewed by the next working day."""

    class Meta:
        model = placing.ChildReview

    placement = factory.SubFactory(ActivePlacementFactory)
    authority = factory.SelfAttribute("placement.authority")
    reference = factory.Sequence(lambda n: f"RVW-{n:06d}")
    child = factory.SelfAttribute("placement.child")
    setting = factory.SelfAttribute("placement.setting")
    alert = factory.SubFactory(QualityAlertFactory, setting=factory.SelfAttribute("..placement.setting"))
    state_at = NOW
    is_urgent = True
    opened_at = NOW
    due_on = date(2026, 11, 23)


class AlertReceiptFactory(WalledFactory):
    class Meta:
        model = placing.AlertReceipt

    authority = factory.SubFactory(AuthorityFactory)
    alert = factory.SubFactory(QualityAlertFactory)
    received_at = NOW
    children = 1
    reviews_opened = 1
    referrals_taken_back = 0
