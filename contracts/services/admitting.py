"""The council's side of admission: completeness, due diligence, blind scores, moderation, the decision."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from authorities.models import StaffMember
from authorities.services.letters import write_to_staff
from contracts.models import (
    Application,
    DiligenceItem,
    ItemCheck,
    Mark,
    Membership,
    MembershipSetting,
    ModeratedMark,
    PriceSchedule,
    Scoresheet,
)
from contracts.selectors.admission import (
    FULL_MARK,
    items_of,
    moderated_of,
    questions_of,
    sheets_of,
    standings,
    total_points,
)
from contracts.services.members import note_change
from contracts.tool_choices import LIVE_MEMBERS, CheckOutcome
from contracts.tool_policies import can_admit
from contracts.tool_workflows import APPLICATION
from core.actor import Actor
from core.errors import Conflict, DomainError, NotFound
from core.formats import day
from core.locking import lock
from core.policies import require
from core.workflow import move, require_open
from providers.services.letters import write_to_providers

SCORERS = 2
MOST_TIERS = 9
# Further apart than this, the mark agreed on needs a reason.
CLOSE_ENOUGH = 1


@transaction.atomic
def return_application(*, application: Application, reason: str, by: Actor, at: datetime) -> Application:
    """Send it back for what is missing; the provider has ten days."""
    application = _held(application, by)
    if not reason.strip():
        raise DomainError("Say what is missing", field="reason")
    move(application, APPLICATION, "return", by=by, at=at, reason=reason.strip())
    _tell(application, "is returned as incomplete", by=by, at=at)
    return application


@transaction.atomic
def accept_application(*, application: Application, by: Actor, at: datetime) -> Application:
    application = _held(application, by)
    move(application, APPLICATION, "accept", by=by, at=at)
    return application


@transaction.atomic
def check_item(
    *,
    application: Application,
    item: DiligenceItem,
    outcome: CheckOutcome,
    note: str,
    by: Actor,
    at: datetime,
) -> ItemCheck:
    """What was found of one item; found anew, the newest counts. A no or a waiver says why."""
    application = _held(application, by)
    require_open(application, APPLICATION, "evaluate")
    if item not in items_of(application):
        raise NotFound
    if outcome != CheckOutcome.MET and not note.strip():
        raise DomainError("Say why", field="note")
    return ItemCheck.objects.create(
        authority_id=application.authority_id,
        application=application,
        item=item,
        outcome=outcome,
        note=note.strip(),
        checked_by=by.name,
        checked_at=at,
    )


@transaction.atomic
def start_scoring(
    *, application: Application, evaluators: Collection[StaffMember], by: Actor, at: datetime
) -> Application:
    """Due diligence is passed: ask two people of the council to score, each for themselves."""
    application = _held(application, by)
    _require_diligence(application, by, at)
    if len({each.pk for each in evaluators}) != SCORERS:
        raise DomainError("Choose two different people", field="evaluators")
    move(application, APPLICATION, "evaluate", by=by, at=at)
    Scoresheet.objects.bulk_create(
        Scoresheet(
            authority_id=application.authority_id, application=application, evaluator=each, asked_at=at
        )
        for each in evaluators
    )
    write_to_staff(
        roles=(),
        people=[each.pk for each in evaluators],
        template="application_to_score",
        subject=f"Application {application.reference} waits for your scores",
        context={"reference": application.reference, "tool": application.tool.name},
        by=by,
        at=at,
    )
    return application


@transaction.atomic
def pass_diligence(*, application: Application, by: Actor, at: datetime) -> Application:
    """Go straight to the decision, where the tool asks no questions."""
    application = _held(application, by)
    _require_diligence(application, by, at)
    if questions_of(application):
        raise Conflict("This tool asks questions, so two people must score the answers.")
    move(application, APPLICATION, "pass", by=by, at=at)
    return application


def _require_diligence(application: Application, by: Actor, at: datetime) -> None:
    open_items = [
        each.item.text
        for each in standings(application, by, on=timezone.localdate(at))
        if not each.is_settled
    ]
    if open_items:
        raise DomainError(f"Due diligence is not passed: {'; '.join(open_items)}.")


@transaction.atomic
def save_marks(
    *,
    application: Application,
    marks: Mapping[int, tuple[int | None, str]],
    hand_in: bool,
    by: Actor,
    at: datetime,
) -> Scoresheet:
    """Keep one's own marks, 0 to 5 with a reason, by question id; handing in makes them final.

    When the second sheet comes in, the application moves on and both may be read.
    """
    application = lock(application)
    sheet = application.sheets.filter(evaluator=by.person_id).first()
    if sheet is None:
        raise NotFound
    require_open(application, APPLICATION, "close_scores")
    sheet = lock(sheet)
    if sheet.submitted_at:
        raise Conflict("You have handed in your scores.")
    assert by.user_id is not None
    questions = questions_of(application)
    for question in questions:
        score, reason = marks.get(question.pk, (None, ""))
        if score is None and hand_in:
            raise DomainError("Give a mark from 0 to 5", field=f"score_{question.pk}")
        if score is not None and not 0 <= score <= FULL_MARK:
            raise DomainError("Give a mark from 0 to 5", field=f"score_{question.pk}")
        if hand_in and not reason.strip():
            raise DomainError("Give your reason", field=f"reason_{question.pk}")
        if score is not None:
            Mark.objects.update_or_create(
                sheet=sheet,
                question=question,
                defaults={
                    "authority_id": application.authority_id,
                    "application": application,
                    "user_id": by.user_id,
                    "score": score,
                    "reason": reason.strip(),
                },
            )
    if hand_in:
        sheet.submitted_at = at
        sheet.save(update_fields=["submitted_at"])
        if not application.sheets.filter(submitted_at=None).exists():
            move(application, APPLICATION, "close_scores", by=by, at=at)
    return sheet


@transaction.atomic
def moderate(
    *, application: Application, marks: Mapping[int, tuple[int, str]], by: Actor, at: datetime
) -> Application:
    """Agree one mark for each answer; where the two were far apart, or it is neither's, it says why."""
    application = _held(application, by)
    require_open(application, APPLICATION, "moderate")
    given: dict[int, list[int]] = {}
    for sheet in sheets_of(application):
        for mark in sheet.marks.all():
            given.setdefault(mark.question_id, []).append(mark.score)
    rows = []
    for question in questions_of(application):
        score, reason = marks[question.pk]
        both = given[question.pk]
        if not 0 <= score <= FULL_MARK:
            raise DomainError("Give a mark from 0 to 5", field=f"score_{question.pk}")
        apart = max(both) - min(both) > CLOSE_ENOUGH or not min(both) <= score <= max(both)
        if apart and not reason.strip():
            raise DomainError(
                "Say how you came to this mark: the two were far apart, or it is neither's",
                field=f"reason_{question.pk}",
            )
        rows.append(
            ModeratedMark(
                authority_id=application.authority_id,
                provider_id=application.provider_id,
                application=application,
                question=question,
                score=score,
                reason=reason.strip(),
            )
        )
    ModeratedMark.objects.bulk_create(rows)
    move(application, APPLICATION, "moderate", by=by, at=at)
    return application


def score_of(application: Application) -> Decimal | None:
    """The points agreed on, of 100; None where the tool asks no questions."""
    questions = questions_of(application)
    marks = {key: mark.score for key, mark in moderated_of(application).items()}
    return total_points(marks, questions) if questions else None


@transaction.atomic
def admit(*, application: Application, tier: int, starts_on: date, by: Actor, at: datetime) -> Membership:
    """Put the provider on the lot, in a tier, with its homes and prices, from a day on."""
    application = _held(application, by)
    require_open(application, APPLICATION, "admit")
    tool, lot = application.tool, application.lot
    score = score_of(application)
    if score is not None and score < tool.pass_mark:
        raise DomainError(
            f"It scored {score} of 100; this tool asks for {tool.pass_mark}. Reject it instead."
        )
    if not 1 <= tier <= MOST_TIERS:
        raise DomainError(f"Enter a tier from 1 to {MOST_TIERS}", field="tier")
    if starts_on < max(tool.starts_on, timezone.localdate(application.started_at)):
        raise DomainError("It cannot start before the tool, or before it applied", field="starts_on")
    if tool.ends_on and starts_on >= tool.ends_on:
        raise DomainError(f"The tool ends before {day(tool.ends_on)}", field="starts_on")
    if Membership.objects.filter(lot=lot, provider=application.provider_id, state__in=LIVE_MEMBERS).exists():
        raise Conflict("This provider is on the lot already.")
    member = Membership.objects.create(
        tool=tool, lot=lot, provider_id=application.provider_id, tier=tier, state_at=at, starts_on=starts_on
    )
    MembershipSetting.objects.bulk_create(
        MembershipSetting(tool=tool, membership=member, setting_id=setting_id, starts_on=starts_on)
        for setting_id in application.homes.values_list("setting_id", flat=True)
    )
    PriceSchedule.objects.bulk_create(
        PriceSchedule(
            tool=tool,
            membership=member,
            kind=price.kind,
            band=price.band,
            weekly_rate=price.weekly_rate,
            is_over=price.is_over,
            starts_on=starts_on,
        )
        for price in application.prices.all()
    )
    note_change(member, f"Admitted to tier {tier}", on=starts_on, reason=application.reference, by=by, at=at)
    application.membership = member
    move(application, APPLICATION, "admit", by=by, at=at, save_fields=["membership"])
    _tell(application, "is admitted", by=by, at=at)
    return member


@transaction.atomic
def reject(*, application: Application, feedback: str, by: Actor, at: datetime) -> Application:
    """Say no, with feedback that the provider reads; it may apply again."""
    application = _held(application, by)
    if not feedback.strip():
        raise DomainError("Give feedback: the provider reads it", field="feedback")
    move(application, APPLICATION, "reject", by=by, at=at, reason=feedback.strip())
    _tell(application, "is decided", by=by, at=at)
    return application


def _held(application: Application, by: Actor) -> Application:
    application = lock(application)
    require(can_admit(by, application))
    return application


def _tell(application: Application, what: str, *, by: Actor, at: datetime) -> None:
    write_to_providers(
        [application.provider_id],
        template="application_decided",
        subject=f"Your application {application.reference} {what}",
        context={"reference": application.reference, "what": what, "tool": application.tool.name},
        by=by,
        at=at,
    )
