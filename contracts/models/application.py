"""Applications to join a tool: what the provider says, what was checked, and the marks.

An application is of one provider to the one council that runs admission to its lot. The council reads it
once it has been submitted. Two evaluators mark it, and neither reads the other's marks before both are in:
the wall of ``Mark`` holds that.
"""

from django.db import models

from contracts.choices import FeeKind
from contracts.tool_choices import (
    MAY_APPLY_AGAIN,
    AdditionState,
    ApplicationState,
    CheckOutcome,
)
from core.references import new_reference
from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER
from core.workflow import Stateful

BOTH = ("authority_id", "provider_id")
# The applications that the reader may see: a subquery obeys the wall of the table it asks.
OF_ONE_I_SEE = "EXISTS (SELECT 1 FROM contracts_application a WHERE a.id = this.application_id)"
STILL_MINE = (
    "EXISTS (SELECT 1 FROM contracts_application a WHERE a.id = this.application_id"
    " AND a.state IN ('draft', 'incomplete'))"
)
IN_STATE = (
    "EXISTS (SELECT 1 FROM contracts_application a WHERE a.id = this.application_id"
    " AND a.state IN ({states}))"
)


def applicant_wall(verbs: str) -> Wall:
    """Written by the applicant while the application is with it; read by the council once submitted."""
    return Wall(
        kind=Kind.PROVIDER,
        provider=Access(verbs, OWN_PROVIDER, written=f"{OWN_PROVIDER} AND {STILL_MINE}"),
        council=Access("S", f"{OWN_AUTHORITY} AND app_clearance() >= 1 AND {OF_ONE_I_SEE}"),
        tenant_columns=BOTH,
    )


def application_reference() -> str:
    return new_reference("APP")


def addition_reference() -> str:
    return new_reference("HAD")


class Application(Stateful):
    """One provider's application to one lot in one round. ``state_reason`` is read by the provider too."""

    reference = models.CharField(max_length=20, unique=True, default=application_reference)
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("contracts.Lot", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("contracts.AdmissionRound", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=120, blank=True)
    membership = models.OneToOneField(
        "contracts.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SU", f"{OWN_AUTHORITY} AND app_clearance() >= 1 AND state <> 'draft'"),
        provider=Access("SIU", OWN_PROVIDER),
        tenant_columns=BOTH,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "lot", "round"],
                condition=~models.Q(state__in=[str(each) for each in MAY_APPLY_AGAIN]),
                name="one_application_a_round",
            )
        ]
        indexes = [models.Index(fields=["authority", "state"], name="application_queue")]

    def __str__(self) -> str:
        return self.reference


class ApplicationHome(models.Model):
    """A home the applicant would bring."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="homes")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")

    # What is ticked and unticked in a draft was never said to anybody.
    wall = applicant_wall("SID")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "setting"], name="home_applied_once")]

    def __str__(self) -> str:
        return f"{self.application_id} with {self.setting_id}"


class ApplicationAnswer(models.Model):
    """The applicant's answer to one question."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey("contracts.AdmissionQuestion", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    wall = applicant_wall("SIU")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.question_id}"


class ApplicationPrice(models.Model):
    """What the applicant asks for one fee component in one band, £ a week; ``is_over`` its maximum."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="prices")
    band = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=FeeKind, default=FeeKind.CORE)
    weekly_rate = models.DecimalField(max_digits=12, decimal_places=2)
    is_over = models.BooleanField(default=False)

    wall = applicant_wall("SIUD")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "band", "kind"], name="price_applied_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.band} {self.kind}"


class ApplicationDocument(models.Model):
    """A file handed to the council for one item of due diligence; the newest of an item counts."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    item = models.ForeignKey("contracts.DiligenceItem", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")

    wall = applicant_wall("SI")

    def __str__(self) -> str:
        return f"{self.application_id} {self.item_id}"


class ItemCheck(models.Model):
    """What somebody of the council found of one item; the newest counts."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="checks")
    item = models.ForeignKey("contracts.DiligenceItem", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=CheckOutcome)
    note = models.TextField(blank=True)
    checked_by = models.CharField(max_length=120)
    checked_at = models.DateTimeField()

    wall = Wall.council_private(append_only=True)

    def __str__(self) -> str:
        return f"{self.application_id} {self.item_id} {self.outcome}"


class Scoresheet(models.Model):
    """One evaluator's marks of one application, and when they were handed in."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sheets")
    evaluator = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private(changes=("submitted_at",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "evaluator"], name="evaluator_once")]

    def __str__(self) -> str:
        return f"{self.application_id} by {self.evaluator_id}"


class Mark(models.Model):
    """One evaluator's mark, 0 to 5, for one answer, with its reason.

    Read by its writer alone while the application is being scored, and by the council once both sheets are
    in. Audited by column name only, so that no mark can be read early in the audit.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Scoresheet, on_delete=models.PROTECT, related_name="marks")
    user = models.ForeignKey("authorities.User", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey("contracts.AdmissionQuestion", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access(
            "SIU",
            f"{OWN_AUTHORITY} AND app_clearance() >= 1 AND (user_id = app_user() OR "
            + IN_STATE.format(states="'moderation', 'decision', 'admitted', 'rejected'")
            + ")",
            written=f"{OWN_AUTHORITY} AND user_id = app_user() AND " + IN_STATE.format(states="'evaluation'"),
        ),
        tenant_columns=("authority_id",),
        audit=Audit.KEYS,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="marked_once"),
            models.CheckConstraint(condition=models.Q(score__lte=5), name="mark_up_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.question_id}"


class ModeratedMark(models.Model):
    """The mark agreed for one answer; the applicant reads it once the decision is made."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="moderated")
    question = models.ForeignKey("contracts.AdmissionQuestion", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)

    wall = Wall.council_private(
        verbs="SI",
        provider=Access("S", f"{OWN_PROVIDER} AND " + IN_STATE.format(states="'admitted', 'rejected'")),
        tenant_columns=BOTH,
        append_only=True,
        audit=Audit.KEYS,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="moderated_once"),
            models.CheckConstraint(condition=models.Q(score__lte=5), name="moderated_up_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.question_id}"


class HomeAddition(Stateful):
    """A member asks for one more of its homes to be covered: the light check decides."""

    reference = models.CharField(max_length=20, unique=True, default=addition_reference)
    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    tool = models.ForeignKey("contracts.CommercialTool", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("contracts.Membership", on_delete=models.PROTECT, related_name="additions")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AdditionState, default=AdditionState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SU", f"{OWN_AUTHORITY} AND app_clearance() >= 1"),
        provider=Access("SI", OWN_PROVIDER),
        tenant_columns=BOTH,
        changes=("state", "state_at", "state_reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "setting"], condition=models.Q(state="asked"), name="asked_to_add_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference
