"""What providers ask, and the windows in which they may; each council's answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from authorities.choices import GRADES
from contracts.keeping_filters import UpliftFilter
from contracts.keeping_forms import AnswerForm, AppealForm, VoteForm, WindowForm
from contracts.keeping_tables import UpliftTable, rule_words, window_rows
from contracts.policies import CONTRACT_KEEPERS, CONTRACT_READERS
from contracts.selectors.arrangements import arrangement_of, arrangements_to_choose
from contracts.selectors.uplifts import (
    access_own_answer,
    access_uplift,
    uplifts_register,
    windows_visible_to,
)
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import answer_uplift, decide_appeal, vote
from contracts.uplift_rules import is_reviewed, most_allowed
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

uplifts = Register(
    route="uplift_list",
    title="Uplifts",
    roles=CONTRACT_READERS,
    door=uplifts_register,
    table=UpliftTable,
    filterset=UpliftFilter,
    template="contracts/uplifts.html",
    more=lambda actor: {
        "on_uplifts": True,
        "may_open": actor.has_role(*CONTRACT_KEEPERS),
        "windows": window_rows(windows_visible_to(actor)[:10]),
    },
)


@open_to(*CONTRACT_KEEPERS)
def uplift_window_new(request: ActorRequest) -> HttpResponse:
    form = WindowForm(
        request.POST or None,
        tools=arrangements_to_choose(request.actor, on=timezone.localdate(), led=True)["tools"],
    )
    if form.is_valid():
        with reporting_to(form):
            facts = dict(form.cleaned_data)
            about = arrangement_of(request.actor, facts.pop("about"), on=timezone.localdate())
            facts["quorum"] = facts["quorum"] or 0
            window = open_window(**facts, **about, by=request.actor, at=timezone.now())
            messages.success(request, f"Uplifts may be asked for {window.about}.")
            return redirect("uplift_list")
    context = {
        "form": form,
        "title": "Open a window for uplifts",
        "lead": "Providers ask in the portal while it is open. You open windows of contracts you lead.",
        "submit": "Open",
        "back": reverse("uplift_list"),
    }
    return render(request, "layouts/form.html", context)


@open_to(*CONTRACT_KEEPERS)
def uplift_answer(request: ActorRequest, reference: str) -> HttpResponse:
    """The council's answer for its own placements."""
    uplift = access_uplift(request.actor, reference)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            answer_uplift(request=uplift, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Your answer is sent to the provider.")
            return redirect("uplift_detail", reference)
    window = uplift.window
    most = f"{most_allowed(window)}%" if not is_reviewed(window) else "any rate: the rule is under review"
    context = {
        "form": form,
        "title": "Answer the uplift",
        "caption": f"{uplift.reference}, {uplift.provider.name}",
        "lead": f"Asked: {uplift.percent_asked}%. {rule_words(window)}. You may agree {most}.",
        "submit": "Send the answer",
        "back": reverse("uplift_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*CONTRACT_KEEPERS)
def uplift_vote(request: ActorRequest, reference: str) -> HttpResponse:
    uplift = access_uplift(request.actor, reference)
    form = VoteForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: vote(request=uplift, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("uplift_detail", args=[reference]),
        done="Your council has voted.",
        title="Vote on the uplift",
        caption=f"{uplift.reference}, {uplift.provider.name}",
        lead=f"Asked: {uplift.percent_asked}% for {uplift.window.about}.",
        submit="Vote",
    )


@open_to(*GRADES)
def uplift_appeal(request: ActorRequest, reference: str) -> HttpResponse:
    """The end of an appeal, by somebody other than who answered."""
    answer = access_own_answer(request.actor, reference)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            facts = form.cleaned_data
            decide_appeal(
                answer=answer,
                percent=facts["percent"] if facts["allowed"] == "yes" else None,
                reasons=facts["reasons"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "The appeal is decided, and the provider is told.")
            return redirect("uplift_detail", reference)
    context = {
        "form": form,
        "title": "Decide the appeal",
        "caption": reference,
        "lead": answer.state_reason,
        "submit": "Decide",
        "back": reverse("uplift_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
