"""Marking a mini-competition apart, sending marks in, agreeing them; and awarding directly on a ground."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from authorities.choices import GRADES
from contracts.choices import CriterionKind
from core.actor import Actor
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import RequestState
from placements.forms.awards import DirectForm, MarkForm, ModerateForm
from placements.selectors.comparison import ComparedOffer, Comparison, comparison_of
from placements.selectors.competition import Marking, has_marked, judged, marking_of
from placements.selectors.direct_awards import candidates_of
from placements.selectors.requests import access_offer, access_request
from placements.services.competition import mark_blind, moderate, send_in_marks
from placements.services.direct_awards import award_directly
from placements.tables import in_brief
from placements.views.noting import note_case
from placements.workflows import SOURCING_ROLES

MODERATORS = (*SOURCING_ROLES, *GRADES)


@dataclass(frozen=True)
class Line:
    """One offer in the list of what to mark."""

    text: str
    href: str
    status: str
    kind: str


@dataclass(frozen=True)
class Tasks:
    """The card of marking: what to do, how far it has come, and a line for each offer."""

    title: str
    note: str = ""
    lines: list[Line] = field(default_factory=list)
    may_send_in: bool = False


def marking_tasks(comparison: Comparison, actor: Actor) -> Tasks | None:
    """What this person can do to the offers' marks now; None where it is nothing."""
    if not comparison.is_competition:
        if not actor.has_role(*SOURCING_ROLES):
            return None
        lines = [_line(row, "offer_mark", row.is_marked) for row in comparison.offers]
        return Tasks("Mark each offer", lines=lines)
    marking = marking_of(comparison, actor)
    if marking.both_in:
        if not actor.has_role(*MODERATORS):
            return None
        lines = [
            _line(row, "offer_moderate", row.is_marked, "Agreed", "To agree") for row in comparison.offers
        ]
        return Tasks("Agree the marks", f"Marked apart by {' and '.join(marking.sent_in_by)}.", lines)
    if not actor.has_role(*SOURCING_ROLES):
        return None
    if marking.has_sent_in:
        return Tasks(
            "Mark each offer", "Your marks are in. A second person marks apart before you see theirs."
        )
    marked = [has_marked(marking, comparison, row.offer) for row in comparison.offers]
    lines = [_line(row, "offer_mark", done) for row, done in zip(comparison.offers, marked, strict=True)]
    return Tasks(
        "Mark each offer",
        f"Two people mark apart, and neither sees the other's. {len(marking.sent_in_by)} of 2 are in.",
        lines,
        may_send_in=all(marked),
    )


def _line(row: ComparedOffer, to: str, done: bool, yes: str = "Marked", no: str = "To mark") -> Line:
    href = reverse(to, args=[row.offer.reference])
    return Line(row.setting.name, href, yes if done else no, "good" if done else "waiting")


def blind_mark(request: ActorRequest, comparison: Comparison, row: ComparedOffer, back: str) -> HttpResponse:
    """One's own marks of one offer, before anybody sees another's."""
    kinds, wanted = judged(comparison), comparison.request
    marking = marking_of(comparison, request.actor)
    form = MarkForm(request.POST or None, initial=_own(marking, row, kinds))
    if form.is_valid():
        with reporting_to(form):
            marks = {kind: form.cleaned_data[f"{kind.value}_mark"] for kind in kinds}
            mark_blind(offer=row.offer, marks=marks, by=request.actor, at=timezone.now())
            return redirect(back)
    note_case(request, wanted)
    context = {"form": form, "wanted": wanted, "row": row, "back": back}
    return render(request, "placements/offer_mark.html", context)


def _own(marking: Marking, row: ComparedOffer, kinds: list[CriterionKind]) -> dict[str, Any]:
    given = {kind: marking.of(row.offer, kind) for kind in kinds}
    return {f"{kind.value}_mark": marks[0].mark for kind, marks in given.items() if marks}


@open_to(*SOURCING_ROLES)
@require_POST
def request_marks_send(request: ActorRequest, reference: str) -> HttpResponse:
    """Hand in one's marks; they change no more."""
    wanted = access_request(request.actor, reference)
    try:
        send_in_marks(request=wanted, by=request.actor, at=timezone.now())
        messages.success(request, "Your marks are in.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("request_offers", reference)


@open_to(*MODERATORS)
def offer_moderate(request: ActorRequest, reference: str) -> HttpResponse:
    """Both people's marks of one offer, and the mark agreed."""
    offer = access_offer(request.actor, reference)
    wanted = offer.recipient.referral.request
    comparison = comparison_of(wanted, on=timezone.localdate())
    row = comparison.row_of(offer)
    marking = marking_of(comparison, request.actor)
    back = reverse("request_offers", args=[wanted.reference])
    if row is None or not marking.both_in:
        messages.error(request, "Marks are agreed when two people have sent in theirs.")
        return redirect(back)
    kinds = judged(comparison)
    agreed = {f"{kind.value}_mark": row.marks.get(kind) for kind in kinds}
    form = ModerateForm(request.POST or None, kinds=kinds, initial=agreed)
    if form.is_valid():
        with reporting_to(form):
            marks = {kind: form.cleaned_data[f"{kind.value}_mark"] for kind in kinds}
            reason = form.cleaned_data["reason"]
            moderate(offer=row.offer, marks=marks, reason=reason, by=request.actor, at=timezone.now())
            return redirect(back)
    given = [(kind.label, marking.of(offer, kind)) for kind in kinds]
    note_case(request, wanted)
    context = {"form": form, "wanted": wanted, "row": row, "given": given, "back": back}
    return render(request, "placements/offer_moderate.html", context)


@open_to(*SOURCING_ROLES)
def request_direct(request: ActorRequest, reference: str) -> HttpResponse:
    """Put one offer forward on a ground; what is seen here is frozen with it."""
    wanted = access_request(request.actor, reference)
    now = timezone.now()
    comparison = comparison_of(wanted, on=timezone.localdate(now))
    is_settled = wanted.state != RequestState.EVALUATING
    # What was typed while somebody else settled it is answered below, beside the words.
    if not comparison.offers or (is_settled and request.method != "POST"):
        messages.error(request, "An offer is awarded while the offers are being compared.")
        return redirect("request_offers", reference)
    offers = [(row.offer.reference, row.setting.name) for row in comparison.offers]
    form = DirectForm(request.POST or None, offers=offers)
    if form.is_valid():
        row = next(r for r in comparison.offers if r.offer.reference == form.cleaned_data["offer"])
        typed = {name: form.cleaned_data[name] for name in ("ground", "reasons", "changes_school")}
        with reporting_to(form):
            award_directly(offer=row.offer, **typed, by=request.actor, at=now)
            messages.success(request, f"{row.setting.name} put forward. Three approvals are asked for.")
            return redirect("request_detail", reference)
    considered, candidates = candidates_of(comparison, at=now)
    note_case(request, wanted)
    context = {
        "form": form,
        "title": "Award directly",
        "caption": f"{wanted.reference}, {in_brief(wanted)}",
        "lead": f"{considered} homes were tested on the routes these offers came by. The {len(candidates)}"
        " below are kept as they stand today, so that the choice can be understood later.",
        "candidates": candidates,
        "submit": "Award directly",
        "back": reverse("request_offers", args=[reference]),
    }
    return render(request, "placements/request_direct.html", context)
