"""Asking for higher prices and answering: asks, counter-offers, refusals, appeals and ballots.

Nothing here changes a price: what was agreed is prepared and applied by the room that keeps the prices.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.block_policies import can_answer_for
from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.keeping_workflows import UPLIFT
from contracts.models import (
    UpliftAnswer,
    UpliftEvidence,
    UpliftRequest,
    UpliftStep,
    UpliftVote,
    UpliftWindow,
)
from contracts.policies import can_answer_uplift, can_decide_appeal, can_vote
from contracts.selectors.uplifts import ballot_on
from contracts.uplift_rules import Outcome, check_percent, earliest_next
from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.models import Document
from core.policies import require
from core.references import new_reference
from core.workflow import move
from providers.services.letters import write_to_providers


@transaction.atomic
def ask_uplift(
    *,
    window: UpliftWindow,
    percent: Decimal,
    reasons: str,
    evidence: Sequence[Upload],
    by: Actor,
    at: datetime,
) -> UpliftRequest:
    """The provider's ask with its evidence. Raises DomainError outside the window, without evidence, for more
    than a ballot could agree, or within 12 months of an earlier ask for the same prices; Conflict when it has
    asked already."""
    assert by.provider_id is not None
    today = timezone.localdate(at)
    if not window.opens_on <= today <= window.closes_on:
        raise DomainError(
            f"Uplifts may be asked from {day(window.opens_on)} to {day(window.closes_on)}.", field="window"
        )
    if not evidence:
        raise DomainError("Add at least one document as evidence.", field="evidence")
    if window.decider == UpliftDecider.BALLOT:
        # A ballot is about the ask as it stands, so what the rule forbids cannot be put to it.
        check_percent(window, percent, asked=percent)
    _guard_last_ask(window, by.provider_id)
    try:
        with transaction.atomic():
            request = UpliftRequest.objects.create(
                reference=new_reference("UPL"),
                window=window,
                provider_id=by.provider_id,
                percent_asked=percent,
                reasons=reasons,
                submitted_at=at,
                submitted_by=by.name,
            )
    except IntegrityError as error:
        raise Conflict("You have already asked in this window.") from error
    for upload in evidence:
        _keep_evidence(request, upload, at)
    return request


@transaction.atomic
def answer_uplift(
    *,
    request: UpliftRequest,
    verb: str,
    percent: Decimal | None = None,
    reasons: str,
    by: Actor,
    at: datetime,
) -> UpliftAnswer:
    """A council's answer for its own placements: ``agree`` as asked, ``counter`` with ``percent``, ``refuse``
    or ``ask_evidence``. Raises DomainError over what the rule allows or after the last day to answer,
    NotPermitted against a ballot."""
    today, window = timezone.localdate(at), request.window
    require(can_answer_for(by, window.block))
    ballot = ballot_on(request, on=today)
    require(can_answer_uplift(by, verb, ballot.outcome if ballot else None))
    if ballot is None and today > window.decide_by:
        raise Conflict(f"The last day to answer was {day(window.decide_by)}: the old price stands.")
    if verb == "counter" and percent is None:
        raise DomainError("Enter the percentage you offer.", field="percent")
    offered = request.percent_asked if verb == "agree" else percent if verb == "counter" else None
    if offered is not None:
        check_percent(window, offered, asked=request.percent_asked)
    if verb == "counter" and offered == request.percent_asked:
        raise DomainError("That is what was asked: agree instead.", field="percent")
    answer = _answer(request, by, at)
    answer.percent = offered
    answer.decided_by_id = by.person_id
    may_appeal = verb in ("counter", "refuse") and ballot is None
    answer.appeal_until = today + timedelta(days=window.appeal_days) if may_appeal else None
    _step(answer, verb, reasons, by, at, ("percent", "decided_by", "appeal_until"))
    _tell_provider(answer, by, at)
    return answer


@transaction.atomic
def reply_to_answer(*, answer: UpliftAnswer, verb: str, words: str, by: Actor, at: datetime) -> UpliftAnswer:
    """The provider's next word: ``accept`` a counter-offer, or ``appeal`` while there is time, in writing.

    Raises Conflict on an appeal against a ballot: no one council could allow it.
    """
    answer = lock(answer)
    if verb == "appeal":
        if answer.request.window.decider == UpliftDecider.BALLOT:
            raise Conflict("The councils decided this by ballot, against which there is no appeal.")
        if not words.strip():
            raise DomainError("Say why you appeal.", field="words")
        if answer.appeal_until and timezone.localdate(at) > answer.appeal_until:
            raise Conflict(f"The last day to appeal was {day(answer.appeal_until)}.")
    _step(answer, verb, words, by, at)
    return answer


@transaction.atomic
def give_evidence(
    *, answer: UpliftAnswer, uploads: Sequence[Upload], words: str, by: Actor, at: datetime
) -> UpliftAnswer:
    """What a council asked to see; the ask waits for its answer again."""
    if not uploads:
        raise DomainError("Choose a file.", field="evidence")
    answer = lock(answer)
    for upload in uploads:
        _keep_evidence(answer.request, upload, at)
    _step(answer, "give_evidence", words, by, at)
    return answer


@transaction.atomic
def decide_appeal(
    *, answer: UpliftAnswer, percent: Decimal | None, reasons: str, by: Actor, at: datetime
) -> UpliftAnswer:
    """The end of an appeal: allowed at ``percent``, dismissed where that is None; never by who answered."""
    answer = lock(answer)
    require(can_decide_appeal(by, answer))
    if percent is not None:
        check_percent(answer.request.window, percent, asked=answer.request.percent_asked)
    answer.percent = percent
    _step(answer, "dismiss" if percent is None else "allow_appeal", reasons, by, at, ("percent",))
    _tell_provider(answer, by, at)
    return answer


@transaction.atomic
def vote(*, request: UpliftRequest, in_favour: bool, reasons: str, by: Actor, at: datetime) -> UpliftVote:
    """A council's one vote in a ballot that is still open."""
    today = timezone.localdate(at)
    ballot = ballot_on(request, on=today)
    if ballot is None:
        raise Conflict("Here each council answers for itself; there is no ballot.")
    require(can_vote(by))
    if UpliftVote.objects.filter(request=request, authority_id=by.council_id).exists():
        raise Conflict("Your council has voted already.")
    if ballot.outcome != Outcome.OPEN:
        raise Conflict("The ballot is over.")
    return UpliftVote.objects.create(
        request=request,
        authority_id=by.council_id,
        in_favour=in_favour,
        reasons=reasons,
        voted_by=by.name,
        voted_at=at,
    )


def _guard_last_ask(window: UpliftWindow, provider_id: int) -> None:
    asks = UpliftRequest.objects.filter(
        provider_id=provider_id, window__tool_id=window.tool_id, window__block_id=window.block_id
    ).exclude(window=window)
    last = asks.select_related("window").order_by("-window__effective_on").first()
    if last and window.effective_on < earliest_next(last.window.effective_on):
        raise DomainError(
            f"You asked for prices from {day(last.window.effective_on)}. The next may start from"
            f" {day(earliest_next(last.window.effective_on))}.",
            field="window",
        )


def _keep_evidence(request: UpliftRequest, upload: Upload, at: datetime) -> None:
    document = store_upload(
        upload,
        title=f"Evidence for {request.reference}",
        classification=Document.Classification.OFFICIAL,
        authority_id=None,
        provider_id=request.provider_id,
        at=at,
    )
    UpliftEvidence.objects.create(
        request=request, provider_id=request.provider_id, document=document, added_at=at
    )


def _answer(request: UpliftRequest, by: Actor, at: datetime) -> UpliftAnswer:
    """The council's own answer, locked; made at the first word."""
    UpliftAnswer.objects.get_or_create(
        authority_id=by.council_id,
        request=request,
        defaults={"provider_id": request.provider_id, "state_at": at},
    )
    return UpliftAnswer.objects.select_for_update().get(authority_id=by.council_id, request=request)


def _step(
    answer: UpliftAnswer, verb: str, words: str, by: Actor, at: datetime, fields: Sequence[str] = ()
) -> None:
    move(answer, UPLIFT, verb, by=by, at=at, reason=words, save_fields=fields)
    UpliftStep.objects.create(
        authority_id=answer.authority_id,
        provider_id=answer.provider_id,
        answer=answer,
        state=UpliftState(answer.state),
        percent=answer.percent,
        words=words,
        by=by.name,
        at=at,
    )


def _tell_provider(answer: UpliftAnswer, by: Actor, at: datetime) -> None:
    write_to_providers(
        [answer.provider_id],
        template="uplift_answered",
        subject=f"Uplift {answer.request.reference}: {answer.get_state_display().lower()}",
        context={"council": answer.authority.name, "answer": answer, "reference": answer.request.reference},
        by=by,
        at=at,
    )
