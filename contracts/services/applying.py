"""The applicant's side of admission: begin, save half-way, hand in files, submit, withdraw."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.models import (
    AdmissionRound,
    Application,
    ApplicationAnswer,
    ApplicationDocument,
    ApplicationHome,
    ApplicationPrice,
    DiligenceItem,
    Lot,
    MaximumPrice,
    Membership,
)
from contracts.selectors.admission import (
    council_running,
    items_of,
    missing_from,
    price_lines,
    questions_of,
)
from contracts.tool_choices import LIVE_MEMBERS, ApplicationState, WhenOver
from contracts.tool_policies import can_change_application, can_speak_for_provider
from contracts.tool_workflows import APPLICATION
from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import DomainError, NotFound
from core.formats import moment, money
from core.locking import lock
from core.models import Document
from core.policies import require
from core.workflow import move
from providers.models import Setting

# A returned application may come back for so long, also after its round has closed.
DAYS_TO_COMPLETE = 10


@transaction.atomic
def start_application(*, round: AdmissionRound, lot: Lot, by: Actor, at: datetime) -> Application:
    """Begin a draft to the council that runs the lot's category; once for a lot in a round."""
    assert by.provider_id is not None
    require(can_speak_for_provider(by, by.provider_id))
    _require_open(round, at)
    if lot.tool_id != round.tool_id:
        raise NotFound
    if Membership.objects.filter(lot=lot, provider=by.provider_id, state__in=LIVE_MEMBERS).exists():
        raise DomainError("You are on this lot already", field="lot")
    try:
        with transaction.atomic():
            return Application.objects.create(
                authority_id=council_running(round.tool, lot.category, on=timezone.localdate(at)),
                provider_id=by.provider_id,
                tool_id=round.tool_id,
                lot=lot,
                round=round,
                state_at=at,
                started_at=at,
            )
    except IntegrityError as error:
        raise DomainError("You have applied for this lot in this round already", field="lot") from error


def _require_open(round: AdmissionRound, at: datetime) -> None:
    if at < round.opens_at:
        raise DomainError(f"Applications open on {moment(round.opens_at)}. It is {moment(at)} now.")
    if round.closes_at and at >= round.closes_at:
        raise DomainError(f"Applications closed on {moment(round.closes_at)}. It is {moment(at)} now.")


@transaction.atomic
def choose_homes(*, application: Application, homes: Collection[Setting], by: Actor) -> Application:
    """The homes it would bring, of the provider's own."""
    application = _open(application, by)
    if any(home.provider_id != by.provider_id for home in homes):
        raise DomainError("Choose homes of your own", field="homes")
    application.homes.all().delete()
    ApplicationHome.objects.bulk_create(
        ApplicationHome(**_whose(application), application=application, setting=home) for home in homes
    )
    return application


@transaction.atomic
def save_answers(*, application: Application, answers: Mapping[int, str], by: Actor) -> Application:
    """Keep answers by question id, however unfinished."""
    application = _open(application, by)
    for question in questions_of(application):
        if question.pk in answers:
            ApplicationAnswer.objects.update_or_create(
                application=application,
                question=question,
                defaults={**_whose(application), "text": answers[question.pk].strip()},
            )
    return application


@transaction.atomic
def save_prices(
    *, application: Application, rates: Mapping[tuple[str, str], Decimal | None], by: Actor, at: datetime
) -> Application:
    """Keep £ a week by band and fee component; one above its maximum is refused or flagged, as the tool says.

    The field of an error is ``price_`` and the place of the line.
    """
    application = _open(application, by)
    for place, line in enumerate(price_lines(application, on=timezone.localdate(at))):
        if line.key not in rates:
            continue
        rate = rates[line.key]
        if rate is None:
            application.prices.filter(band=line.band, kind=line.kind).delete()
            continue
        ApplicationPrice.objects.update_or_create(
            application=application,
            band=line.band,
            kind=line.kind,
            defaults={
                **_whose(application),
                "weekly_rate": rate,
                "is_over": is_over(rate, line.maximum, field=f"price_{place}"),
            },
        )
    return application


def is_over(rate: Decimal, maximum: MaximumPrice | None, *, field: str) -> bool:
    """Whether a price is above its maximum and stands all the same; DomainError where it may not stand."""
    if rate <= 0:
        raise DomainError("Enter an amount above £0", field=field)
    if maximum is None or rate <= maximum.weekly_rate:
        return False
    if maximum.when_over == WhenOver.REFUSE:
        raise DomainError(f"The most for this band is {money(maximum.weekly_rate)} a week", field=field)
    return True


@transaction.atomic
def hand_in_document(
    *, application: Application, item: DiligenceItem, upload: Upload, by: Actor, at: datetime
) -> ApplicationDocument:
    """Hand a file for one item to the council that runs admission; no other council reads it."""
    application = _open(application, by)
    if item not in items_of(application):
        raise NotFound
    stored = store_upload(
        upload,
        title=item.text[:200],
        classification=Document.Classification.OFFICIAL,
        authority_id=application.authority_id,
        provider_id=application.provider_id,
        at=at,
    )
    return ApplicationDocument.objects.create(
        **_whose(application), application=application, item=item, document=stored
    )


@transaction.atomic
def submit_application(*, application: Application, by: Actor, at: datetime) -> Application:
    """Hand it in: while the round is open, or, when it was returned, within ten days of that."""
    application = _open(application, by)
    if application.state == ApplicationState.INCOMPLETE:
        until = application.state_at + timedelta(days=DAYS_TO_COMPLETE)
        if at >= until:
            raise DomainError(f"It could be completed until {moment(until)}. It is {moment(at)} now.")
    else:
        _require_open(application.round, at)
    if missing := missing_from(application, on=timezone.localdate(at)):
        raise DomainError(f"It is not complete. {'. '.join(missing)}.")
    application.submitted_at, application.submitted_by = at, by.name
    move(application, APPLICATION, "submit", by=by, at=at, save_fields=["submitted_at", "submitted_by"])
    return application


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, by: Actor, at: datetime) -> Application:
    application = lock(application)
    require(can_speak_for_provider(by, application.provider_id))
    move(application, APPLICATION, "withdraw", by=by, at=at, reason=reason.strip())
    return application


def _open(application: Application, by: Actor) -> Application:
    application = lock(application)
    require(can_change_application(by, application))
    return application


def _whose(application: Application) -> dict[str, int]:
    return {"authority_id": application.authority_id, "provider_id": application.provider_id}
