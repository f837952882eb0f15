"""Dates of tools and block contracts in one register, alarms, and a person's calendar address."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.calendar_feeds import calendar_of, feed_token, reader_of
from contracts.diary_tables import ALARM_COLUMNS, AlarmFilter, AlarmTable, kind_words, line_rows, line_values
from contracts.keeping_forms import ContractDateForm, KeepingForm, PlanForm
from contracts.policies import CONTRACT_KEEPERS, CONTRACT_READERS
from contracts.selectors.diary import (
    ContractLine,
    access_alarm,
    alarms_visible_to,
    contract_line,
    contract_lines,
    dates_of,
    live_feed_of,
    owners_to_choose,
    person_behind,
)
from contracts.services.diary import (
    acknowledge_alarm,
    add_date,
    close_date,
    keep_contract,
    make_feed,
    revoke_feed,
)
from core.actor import acting_as
from core.errors import DomainError
from core.exports import csv_bytes
from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to, open_to_anyone
from providers.links import digest_of

DIARY = {"tool": "tool_diary", "block": "contract_diary"}
PAGE = {"tool": "tool_detail", "block": "contract_detail"}

alarms = Register(
    route="alarm_list",
    title="Contract alarms",
    roles=CONTRACT_READERS,
    door=alarms_visible_to,
    table=AlarmTable,
    filterset=AlarmFilter,
    template="contracts/registers.html",
    more=lambda actor: {"on_register": True},
)


@open_to(*CONTRACT_READERS)
@require_safe
def contract_register(request: ActorRequest) -> HttpResponse:
    """Every contract with the dates to act before, and the alarms nobody has acknowledged."""
    actor, today = request.actor, timezone.localdate()
    waiting = alarms_visible_to(actor).filter(acknowledged_at__isnull=True)
    context = {
        "on_register": True,
        "contracts": line_rows(contract_lines(actor, on=today), on=today),
        "waiting": list(waiting[:20]),
    }
    return render(request, "contracts/contract_register.html", context)


@open_to(*CONTRACT_READERS)
@require_safe
def contract_register_download(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    content = csv_bytes(ALARM_COLUMNS, line_values(contract_lines(request.actor, on=today)))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="contract-dates-{today:%Y-%m-%d}.csv"'},
    )


def _line(request: ActorRequest, kind: str, reference: str) -> ContractLine:
    return contract_line(request.actor, kind, reference, on=timezone.localdate())


@open_to(*CONTRACT_READERS)
def contract_diary(request: ActorRequest, kind: str, reference: str) -> HttpResponse:
    """One contract's dates and owner; a POST changes who owns it."""
    actor, today = request.actor, timezone.localdate()
    line = _line(request, kind, reference)
    may_keep = actor.has_role(*CONTRACT_KEEPERS)
    owners = {str(person.pk): person for person in owners_to_choose(actor, CONTRACT_KEEPERS, on=today)}
    if line.owner:
        owners.setdefault(str(line.owner.pk), line.owner)
    form = KeepingForm(
        request.POST or None,
        owners=[(key, str(person)) for key, person in owners.items()],
        initial={
            "owner": line.owner.pk if line.owner else "",
            "reprocure_months": line.reprocure_months,
        },
    )
    if request.method == "POST" and not may_keep:
        messages.error(request, "Your role does not let you change the diary of a contract.")
        return redirect(DIARY[kind], reference)
    if form.is_valid():
        with reporting_to(form):
            chosen = form.cleaned_data
            keep_contract(
                line=line,
                owner=owners.get(chosen["owner"]),
                reprocure_months=chosen["reprocure_months"],
                by=actor,
            )
            messages.success(request, "The diary of this contract is changed.")
            return redirect(DIARY[kind], reference)
    context: dict[str, Any] = {
        "line": line,
        "coming": [(each, each.is_overdue(today)) for each in line.coming(today)],
        "kind_words": kind_words(line),
        "own": [(each, {"date": each.pk}) for each in dates_of(actor, line)],
        "close": reverse(f"{DIARY[kind]}_date_close", args=[reference]) if may_keep else "",
        "form": form if may_keep else None,
        "back": reverse(PAGE[kind], args=[reference]),
        "new": reverse(f"{DIARY[kind]}_date", args=[reference]) if may_keep else "",
    }
    return render(request, "contracts/contract_diary.html", context)


@open_to(*CONTRACT_KEEPERS)
def contract_date_new(request: ActorRequest, kind: str, reference: str) -> HttpResponse:
    line = _line(request, kind, reference)
    form = ContractDateForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            add_date(line=line, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect(DIARY[kind], reference)
    context = {
        "form": form,
        "title": "Add a date",
        "caption": line.arrangement.name,
        "lead": "Its owner is told in good time.",
        "submit": "Add",
        "back": reverse(DIARY[kind], args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*CONTRACT_KEEPERS)
@require_POST
def contract_date_close(request: ActorRequest, kind: str, reference: str) -> HttpResponse:
    """What had to be done by a date is done."""
    number = request.POST.get("date", "")
    own = dates_of(request.actor, _line(request, kind, reference))
    found = (
        own.filter(pk=number).first() if number.isascii() and number.isdigit() and len(number) < 18 else None
    )
    try:
        if found is None:
            raise DomainError("Choose one of the dates shown.")
        close_date(contract_date=found, by=request.actor, on=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(DIARY[kind], reference)


@open_to(*CONTRACT_READERS)
def alarm_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What is coming; a POST says it is in hand."""
    alarm = access_alarm(request.actor, reference)
    may = alarm.acknowledged_at is None and request.actor.has_role(*CONTRACT_KEEPERS)
    form = PlanForm(request.POST or None) if may else None
    if request.method == "POST" and form is None:
        messages.error(request, "This alarm has been acknowledged, or is not yours to acknowledge.")
        return redirect("alarm_detail", reference)
    if form and form.is_valid():
        with reporting_to(form):
            acknowledge_alarm(alarm=alarm, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Recorded: you have it in hand.")
            return redirect("alarm_detail", reference)
    return render(request, "contracts/alarm_detail.html", {"alarm": alarm, "form": form})


@open_to(*CONTRACT_READERS)
def calendar_address(request: ActorRequest) -> HttpResponse:
    """The person's private address: made, shown, revoked."""
    if request.method == "POST":
        try:
            if "revoke" in request.POST:
                revoke_feed(by=request.actor, at=timezone.now())
                messages.success(request, "The address no longer works.")
            else:
                make_feed(by=request.actor, at=timezone.now())
                messages.success(request, "Your address is ready. An earlier one no longer works.")
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("calendar_address")
    feed = live_feed_of(request.actor)
    address = ""
    if feed:
        token = feed_token(authority_id=feed.authority_id, user_id=feed.user_id, made_at=feed.made_at)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    return render(
        request,
        "contracts/calendar_address.html",
        {"feed": feed, "address": address, "revoke": {"revoke": "1"}},
    )


@login_not_required
@open_to_anyone("A calendar fetches it without signing in; the address is the secret, and can be revoked.")
@require_safe
def calendar_feed(request: HttpRequest, feed: str) -> HttpResponse:
    """The dates of the contracts its person may read, as they stand now."""
    now, reader = timezone.now(), reader_of(feed)
    if reader is None:
        raise Http404
    with acting_as(reader):
        actor = person_behind(reader, digest_of(feed), on=timezone.localdate(now))
    if not actor.has_role(*CONTRACT_READERS):
        raise Http404
    with acting_as(actor):
        content = calendar_of(
            contract_lines(actor, on=timezone.localdate(now)), name=actor.organisation, at=now
        )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="contracts.ics"'},
    )
