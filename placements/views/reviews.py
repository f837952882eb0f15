"""Reviews of children's placements: what waits, one review, recording and deciding it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import CASE_ROLES, GRADES
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import ReviewOutcome, ReviewState
from placements.forms.requests import ReasonForm
from placements.forms.reviews import DecideReviewForm, RecordReviewForm
from placements.models import ChildReview
from placements.presentation import REVIEW_KINDS
from placements.quality_tables import ReviewTable, missing_rows, receipt_rows
from placements.selectors.oversight import group_alerts, missing_reports
from placements.selectors.placements import PLACEMENT_READERS
from placements.selectors.requests import READERS
from placements.selectors.reviews import (
    REVIEW_READERS,
    access_review,
    may_decide_review,
    receipts_visible_to,
    review_queue,
)
from placements.services.reviews import close_review, decide_review, record_review, return_review
from placements.views.noting import CASE_LEVEL, note
from placements.workflows import REVIEW
from providers.policies import OVERSEERS
from providers.selectors.quality import suspensions_to_ratify

NEWEST_ALERTS = 20


@open_to(*REVIEW_READERS)
@require_safe
def quality_queue(request: ActorRequest) -> HttpResponse:
    """Every review under way, and for those who oversee homes all else that waits."""
    actor, today = request.actor, timezone.localdate()
    decided_too = request.GET.get("decided") == "yes"
    rows = review_queue(actor, on=today, decided_too=decided_too)
    oversees = actor.has_role(*OVERSEERS)
    missing = missing_reports(actor, on=today) if oversees else []
    to_ratify = list(suspensions_to_ratify(actor, on=today)) if oversees else []
    context = {
        "table": ReviewTable(rows),
        "decided_too": decided_too,
        "open": sum(row.review.state == ReviewState.OPEN for row in rows),
        "to_decide": sum(row.review.state == ReviewState.RECOMMENDED for row in rows),
        "late": sum(row.is_late for row in rows),
        "oversees": oversees,
        "missing": missing_rows(missing),
        "homes_missing": len(missing),
        "to_ratify": to_ratify,
        "alerts": receipt_rows(receipts_visible_to(actor)[:NEWEST_ALERTS]) if oversees else None,
        "groups": group_alerts(actor, on=today) if oversees else [],
    }
    return render(request, "placements/quality_queue.html", context)


@open_to(*REVIEW_READERS)
@require_safe
def review_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One review. It shows level 2 facts, so each opening is noted."""
    actor = request.actor
    review = access_review(actor, reference)
    note(request, authority_id=review.authority_id, subject=reference, level=CASE_LEVEL)
    verbs = {step.verb for step in REVIEW.available(review.state, actor)}
    moves = review.outcome in (ReviewOutcome.PLAN_MOVE, ReviewOutcome.MOVE_NOW)
    context = {
        "review": review,
        "kind": REVIEW_KINDS[review.state],
        "is_late": review.due_on < timezone.localdate() and review.state not in ("decided", "closed"),
        "may_record": "recommend" in verbs,
        "may_decide": "decide" in verbs
        and bool(may_decide_review(request.actor, review, on=timezone.localdate())),
        "may_close": "close" in verbs,
        "may_ask_for_home": moves and actor.has_role(*CASE_ROLES) and actor.has_role(*READERS),
        "may_open_placement": actor.has_role(*PLACEMENT_READERS),
        "moves": moves,
    }
    return render(request, "placements/review_detail.html", context)


@open_to(*CASE_ROLES)
def review_record(request: ActorRequest, reference: str) -> HttpResponse:
    review = access_review(request.actor, reference)
    form = RecordReviewForm(request.POST or None, initial=RecordReviewForm.start_from(review))
    if form.is_valid():
        with reporting_to(form):
            record_review(review=review, found=form.found, by=request.actor, at=timezone.now())
            messages.success(request, "Recorded. A manager decides next.")
            return redirect("review_detail", reference)
    context = _page(review, form, "Record the review", "Record and send for decision")
    return render(request, "layouts/form.html", context)


@open_to(*GRADES)
def review_decide(request: ActorRequest, reference: str) -> HttpResponse:
    """Decide, or return with questions."""
    review = access_review(request.actor, reference)
    form = DecideReviewForm(request.POST or None)
    facts: dict[str, Any] = {"review": review, "by": request.actor, "at": timezone.now()}
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            if form.returns:
                return_review(reason=reason, **facts)
            else:
                outcome = ReviewOutcome(form.cleaned_data["decision"])
                decide_review(outcome=outcome, reasons=reason, **facts)
            messages.success(request, "Returned with your questions." if form.returns else "Decided.")
            return redirect("review_detail", reference)
    context = _page(review, form, "Decide the review", "Record the decision")
    return render(request, "placements/review_decide.html", context | {"review": review})


@open_to(*CASE_ROLES, *GRADES)
def review_close(request: ActorRequest, reference: str) -> HttpResponse:
    review = access_review(request.actor, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            reason = form.cleaned_data["reason"]
            close_review(review=review, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, "The review is closed.")
            return redirect("review_detail", reference)
    context = _page(review, form, "Close the review", "Close the review")
    context["lead"] = "Only when it is no longer needed, such as when the child has left the home."
    return render(request, "layouts/form.html", context)


def _page(review: ChildReview, form: object, title: str, submit: str) -> dict[str, object]:
    return {
        "form": form,
        "title": title,
        "caption": f"{review.child.reference}, {review.setting.name}",
        "submit": submit,
        "back": reverse("review_detail", args=[review.reference]),
    }
