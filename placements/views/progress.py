"""How a child is getting on in a placement, and the home's passing to another owner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.views import open_to
from placements.forms.living import NovationForm, ReviewScoresForm
from placements.living_charts import PROGRESS_COLUMNS, progress_chart, progress_rows, so_far
from placements.policies.living import KEEPERS, NOVATING_ROLES
from placements.selectors.continuing import stay_of
from placements.selectors.living import goals_of
from placements.selectors.placements import access_placement
from placements.selectors.requests import READERS
from placements.services.keeping import score_goals
from placements.services.novating import novate
from placements.views.living import ask, now_of
from placements.views.noting import note_placement
from providers.selectors.reregistrations import chain_of


@open_to(*READERS)
@require_safe
def placement_progress(request: ActorRequest, reference: str) -> HttpResponse:
    """The goals of one stay, from their start to the newest review."""
    placement = access_placement(request.actor, reference)
    goals = goals_of(stay_of(placement))
    note_placement(request, placement)
    context = {
        "placement": placement,
        "summary": so_far(goals),
        "chart": progress_chart(goals),
        "rows": progress_rows(goals),
        "columns": PROGRESS_COLUMNS,
        "may_keep": request.actor.has_role(*KEEPERS),
    }
    return render(request, "placements/placement_progress.html", context)


@open_to(*KEEPERS)
def placement_scores(request: ActorRequest, reference: str) -> HttpResponse:
    """Score every goal at one review."""
    placement = access_placement(request.actor, reference)
    goals = goals_of(stay_of(placement))
    if not goals:
        messages.error(request, "No goal is set yet, so there is nothing to score.")
        return redirect("placement_progress", reference)
    form = ReviewScoresForm(request.POST or None, goals=goals, initial={"scored_on": timezone.localdate()})
    return ask(
        request,
        placement,
        form,
        lambda typed: score_goals(
            scores=form.scores,
            occasion=typed["occasion"],
            scored_on=typed["scored_on"],
            **now_of(request),
        ),
        title="Score the goals",
        submit="Save the scores",
        done="Scores saved.",
        to="placement_progress",
    )


@open_to(*NOVATING_ROLES)
def placement_novate(request: ActorRequest, reference: str) -> HttpResponse:
    """The home has a new registration or owner: the placement goes on under it."""
    placement = access_placement(request.actor, reference)
    newest = chain_of(placement.setting)[-1]
    initial = {"urn": newest.urn if newest.pk != placement.setting_id else ""}
    return ask(
        request,
        placement,
        NovationForm(request.POST or None, request.FILES or None, initial=initial),
        lambda typed: novate(placement=placement, **typed, **now_of(request)),
        title="The home has a new registration or owner",
        submit="Pass the placement on",
        done="The placement goes on under the new registration. The child has not moved.",
        lead="The child, the room and the terms stay. Fees, notice and funders' shares pass to the new"
        " registration; nights before that day are the old owner's.",
    )
