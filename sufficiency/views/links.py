"""Children of the returns and of our placements: who is who, and putting it right by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from sufficiency.choices import PLANNERS
from sufficiency.forms import ChildLinkForm
from sufficiency.history_tables import known_rows, word_facts
from sufficiency.selectors.links import access_word, children_of_returns, words_visible_to
from sufficiency.services.links import say_who, take_word_back

SHOWN = 100
LONGEST = 40


@require_safe
@open_to(*PLANNERS)
def link_list(request: ActorRequest) -> HttpResponse:
    """What people said, then the children of the returns: those that a search finds, or those not linked."""
    text = request.GET.get("q", "").strip()[:LONGEST].replace("\0", "")
    known = children_of_returns(request.actor, text, SHOWN + 1)
    words = list(words_visible_to(request.actor).order_by("-made_at")[:SHOWN])
    context = {
        "here": {"history": True},
        "planner": True,
        "text": text,
        "known": known_rows(known[:SHOWN]),
        "more": len(known) > SHOWN,
        "words": [(word, word_facts(word)) for word in words],
    }
    return render(request, "sufficiency/links.html", context)


@open_to(*PLANNERS)
def link_new(request: ActorRequest) -> HttpResponse:
    form = ChildLinkForm(request.POST or None, initial={"child_code": request.GET.get("code", "")[:LONGEST]})
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            say_who(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "The care history was made anew.")
            return redirect("link_list")
    context = {
        "title": "Say who a child of a return is",
        "caption": "Care history",
        "lead": "This stands over what the dates suggest, in every return, until it is taken back.",
        "form": form,
        "back": reverse("link_list"),
    }
    return render(request, "layouts/form.html", context)


@require_POST
@open_to(*PLANNERS)
def link_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Take a word back; the dates decide again."""
    word = access_word(request.actor, reference)
    try:
        take_word_back(word=word, by=request.actor, at=timezone.now())
        messages.success(request, "That was taken back, and the care history made anew.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("link_list")
