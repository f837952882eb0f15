"""A provider's pages about prices: what may be asked until when, what was, and what each council answers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from contracts.keeping_choices import UpliftState
from contracts.keeping_forms import AskForm, EvidenceForm, ReplyForm
from contracts.keeping_tables import UPLIFT_KINDS, rule_words
from contracts.models import UpliftAnswer, UpliftRequest, UpliftWindow
from contracts.selectors.uplifts import (
    access_answer,
    access_uplift,
    access_window,
    answers_to,
    uplifts_visible_to,
    windows_to_ask_in,
)
from contracts.services.uplifts import ask_uplift, give_evidence, reply_to_answer
from core.formats import day, time_left
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole


@dataclass(frozen=True)
class OpenWindow:
    """A window with the time that is left to ask in it."""

    window: UpliftWindow
    rule: str
    clock: str


@dataclass(frozen=True)
class AnswerRead:
    """A council's answer as the provider reads it, with what may be done next."""

    answer: UpliftAnswer
    kind: str
    may_reply: bool
    may_give: bool


def _clock(window: UpliftWindow, at: datetime) -> str:
    ends = timezone.make_aware(datetime.combine(window.closes_on + timedelta(days=1), time()))
    return time_left(ends, at=at)


@open_to(ProviderRole.PROVIDER)
def portal_uplifts(request: ActorRequest) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    windows = windows_to_ask_in(actor, on=timezone.localdate(now))
    context = {
        "windows": [OpenWindow(window, rule_words(window), _clock(window, now)) for window in windows],
        "asked": [
            (
                ask,
                f"{ask.percent_asked}% for {ask.window.about}",
                reverse("portal_uplift", args=[ask.reference]),
                *_where_it_stands(ask, timezone.localdate(now)),
            )
            for ask in uplifts_visible_to(actor).prefetch_related("answers")[:50]
        ],
    }
    return render(request, "contracts/portal_uplifts.html", context)


def _where_it_stands(ask: UpliftRequest, today: date) -> tuple[str, str]:
    """In words, and what that means: whether a council waits for the provider."""
    answers = [answer for answer in ask.answers.all() if answer.state != UpliftState.WAITING]
    if any(answer.state == UpliftState.EVIDENCE_ASKED or _replies(answer, today) for answer in answers):
        return "For you to reply", "attention"
    if answers:
        return f"{len(answers)} answered", "active"
    return "With the councils", "waiting"


@open_to(ProviderRole.PROVIDER)
def portal_uplift_new(request: ActorRequest, window: str) -> HttpResponse:
    """One form: the rate, the reasons and the evidence, with the clock above it."""
    now = timezone.now()
    found = access_window(request.actor, window)
    form = AskForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with reporting_to(form):
            facts = form.cleaned_data
            evidence = [facts[name] for name in ("evidence", "more_evidence") if facts[name]]
            made = ask_uplift(
                window=found,
                percent=facts["percent"],
                reasons=facts["reasons"],
                evidence=evidence,
                by=request.actor,
                at=now,
            )
            messages.success(request, "Your request is sent to every council concerned.")
            return redirect("portal_uplift", made.reference)
    context = {
        "form": form,
        "title": "Ask for higher prices",
        "caption": found.about,
        "lead": f"Ask by {day(found.closes_on)}: {_clock(found, now).lower()}. New prices would start on"
        f" {day(found.effective_on)}. {rule_words(found)}.",
        "submit": "Ask",
        "back": reverse("portal_uplifts"),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_uplift(request: ActorRequest, reference: str) -> HttpResponse:
    """What was asked, and each council's answer so far."""
    uplift = access_uplift(request.actor, reference)
    today = timezone.localdate()
    context = {
        "uplift": uplift,
        "rule": rule_words(uplift.window),
        "answers": [
            AnswerRead(
                answer,
                UPLIFT_KINDS[answer.state],
                bool(_replies(answer, today)),
                answer.state == UpliftState.EVIDENCE_ASKED,
            )
            for answer in answers_to(request.actor, uplift)
        ],
    }
    return render(request, "contracts/portal_uplift.html", context)


def _replies(answer: UpliftAnswer, today: date) -> list[tuple[str, str]]:
    """What a provider may say next."""
    accept = [("accept", "Accept the counter-offer")] if answer.state == UpliftState.COUNTERED else []
    in_time = answer.appeal_until is not None and today <= answer.appeal_until
    appealable = answer.state in (UpliftState.COUNTERED, UpliftState.REFUSED)
    return [*accept, *([("appeal", "Appeal")] if appealable and in_time else [])]


@open_to(ProviderRole.PROVIDER)
def portal_uplift_reply(request: ActorRequest, reference: str, code: str) -> HttpResponse:
    """Accept a counter-offer, or appeal while there is time."""
    answer = access_answer(request.actor, reference, code)
    verbs = _replies(answer, timezone.localdate())
    if not verbs:
        messages.error(request, "There is nothing to reply to now.")
        return redirect("portal_uplift", reference)
    form = ReplyForm(request.POST or None, verbs=verbs)
    if form.is_valid():
        with reporting_to(form):
            reply_to_answer(answer=answer, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"{answer.authority.name} has your reply.")
            return redirect("portal_uplift", reference)
    until = f" You can appeal until {day(answer.appeal_until)}." if answer.appeal_until else ""
    context = {
        "form": form,
        "title": f"Reply to {answer.authority.name}",
        "caption": reference,
        "lead": f"{answer.get_state_display()}{f', {answer.percent}%' if answer.percent else ''}.{until}",
        "submit": "Send",
        "back": reverse("portal_uplift", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_uplift_evidence(request: ActorRequest, reference: str, code: str) -> HttpResponse:
    answer = access_answer(request.actor, reference, code)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    return save_or_show(
        request,
        form,
        lambda: give_evidence(
            answer=answer,
            uploads=[form.cleaned_data["evidence"]],
            words=form.cleaned_data["words"],
            by=request.actor,
            at=timezone.now(),
        ),
        back=reverse("portal_uplift", args=[reference]),
        done=f"{answer.authority.name} has your evidence.",
        title="Give evidence",
        caption=f"{reference}, {answer.authority.name}",
        lead=answer.state_reason,
        submit="Send",
    )
