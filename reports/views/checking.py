"""The checker: what it finds in a draft or in an older paper, and what was put aside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import PAPER_READERS, PAPER_WRITERS
from reports.findings import cards
from reports.forms import DismissalForm, OlderPaperForm
from reports.models import Paper
from reports.policies import can_put_aside, can_write_papers
from reports.selectors.checking import (
    Checked,
    Found,
    access_older_paper,
    found_in_draft,
    found_in_older,
    older_papers_visible_to,
)
from reports.selectors.papers import access_paper
from reports.services.checking import add_older_paper, dismiss_finding, restore_finding
from reports.tables import older_paper_rows

SHOWN = 50


@require_safe
@open_to(*PAPER_READERS)
def older_papers(request: ActorRequest) -> HttpResponse:
    context = {
        "table": older_paper_rows(list(older_papers_visible_to(request.actor)[:SHOWN])),
        "writes": bool(can_write_papers(request.actor)),
    }
    return render(request, "reports/older_papers.html", context)


@open_to(*PAPER_WRITERS)
def older_paper_new(request: ActorRequest) -> HttpResponse:
    form = OlderPaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        older = add_older_paper(
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            filename=form.filename,
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("older_paper", older.reference)
    context = {
        "title": "Check an older paper",
        "caption": "Decision papers",
        "lead": "It is read for sums, dates, names, law and numbering that do not hold. "
        "Only your council sees it.",
        "form": form,
        "submit": "Check the paper",
        "back": reverse("older_papers"),
    }
    return render(request, "layouts/form.html", context)


@require_safe
@open_to(*PAPER_READERS)
def older_paper(request: ActorRequest, reference: str) -> HttpResponse:
    older = access_older_paper(request.actor, reference)
    return _findings(request, older, found_in_older(older))


@require_safe
@open_to(*PAPER_READERS)
def paper_check(request: ActorRequest, reference: str) -> HttpResponse:
    paper = access_paper(request.actor, reference)
    return _findings(request, paper, found_in_draft(paper, request.actor, timezone.localdate()))


@open_to(*PAPER_WRITERS)
def finding_dismiss(request: ActorRequest, kind: str, reference: str, fingerprint: str) -> HttpResponse:
    checked, found = _found(request, kind, reference)
    finding = next((each.finding for each in found if each.finding.fingerprint == fingerprint), None)
    if finding is None:
        raise Http404
    form = DismissalForm(request.POST or None)
    back = _address(checked)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            dismiss_finding(
                checked=checked, finding=finding, reason=reason, by=request.actor, at=timezone.now()
            )
            messages.success(request, "Put aside. It stays aside while these words stand.")
            return redirect(back)
    context = {
        "title": "Put a finding aside",
        "caption": checked.title,
        "lead": finding.says,
        "form": form,
        "submit": "Put it aside",
        "back": back,
    }
    return render(request, "layouts/form.html", context)


@require_POST
@open_to(*PAPER_WRITERS)
def finding_restore(request: ActorRequest, kind: str, reference: str, fingerprint: str) -> HttpResponse:
    checked = _checked(request, kind, reference)
    restore_finding(checked=checked, fingerprint=fingerprint, by=request.actor, at=timezone.now())
    return redirect(_address(checked))


def _checked(request: ActorRequest, kind: str, reference: str) -> Checked:
    return (access_paper if kind == "draft" else access_older_paper)(request.actor, reference)


def _found(request: ActorRequest, kind: str, reference: str) -> tuple[Checked, list[Found]]:
    checked = _checked(request, kind, reference)
    if isinstance(checked, Paper):
        return checked, found_in_draft(checked, request.actor, timezone.localdate())
    return checked, found_in_older(checked)


def _address(checked: Checked) -> str:
    return reverse("paper_check" if isinstance(checked, Paper) else "older_paper", args=[checked.reference])


def _findings(request: ActorRequest, checked: Checked, found: list[Found]) -> HttpResponse:
    is_draft = isinstance(checked, Paper)
    writes = bool(can_put_aside(request.actor, checked))
    context: dict[str, Any] = {
        "checked": checked,
        "caption": checked.reference,
        "back": reverse("paper_detail", args=[checked.reference]) if is_draft else reverse("older_papers"),
        "back_text": "The paper" if is_draft else "Older papers",
        "standing": cards((f for f in found if not f.dismissal), checked, writes=writes),
        "aside": cards((f for f in found if f.dismissal), checked, writes=writes),
    }
    return render(request, "reports/findings.html", context)
