"""The quality of one home through time, and what depends on a provider's group."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.views import open_to
from placements.quality_tables import child_rows, council_rows, group_block_rows, group_home_rows
from placements.selectors.exposure import exposure_to
from placements.selectors.oversight import missing_reports
from placements.selectors.placements import PLACEMENT_READERS
from placements.selectors.reviews import REVIEW_READERS, reviews_visible_to
from providers.choices import HOMES, LIVE_CONCERNS
from providers.policies import (
    LIFTING_ROLES,
    OVERSEERS,
    RATIFYING_ROLES,
    SUSPENSION_READERS,
    can_suspend,
)
from providers.selectors.directory import access_home, access_provider, suspensions_of, suspensions_to_lift
from providers.selectors.quality import concerns_about, ofsted_returns, story_of
from providers.selectors.stops import notices_of
from providers.tables import CONCERN_KINDS


@open_to(*SUSPENSION_READERS)
@require_safe
def home_quality(request: ActorRequest, urn: str) -> HttpResponse:
    """Everything known of a home's quality in one line of time, and what may be told of it."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    home = access_home(actor, urn, at=now)
    to_lift = list(suspensions_to_lift(home, actor, on=today))
    notices = list(notices_of(home, on=today))
    live = concerns_about(home, actor).filter(state__in=LIVE_CONCERNS)
    reads_reviews = actor.has_role(*REVIEW_READERS)
    context = {
        "home": home,
        "story": story_of(home, actor, reasons=True),
        "suspensions": list(suspensions_of(home, actor, on=today)),
        "notices": notices,
        "may_end_notice": any(each.ends_on is None for each in notices),
        "concerns": [(concern, CONCERN_KINDS[concern.state]) for concern in live],
        "reads_reviews": reads_reviews,
        "reviews": list(reviews_visible_to(actor).filter(setting=home).order_by("-opened_at", "reference"))
        if reads_reviews
        else [],
        "missing": missing_reports(actor, on=today, setting=home),
        "has_reg44": home.registration_type in HOMES,
        "returns": ofsted_returns(home),
        "tells": bool(can_suspend(actor)),
        "may_lift": bool(to_lift) and actor.has_role(*LIFTING_ROLES),
        "may_ratify": actor.has_role(*RATIFYING_ROLES) and any(each.ratified_at is None for each in to_lift),
        "may_open_placement": actor.has_role(*PLACEMENT_READERS),
    }
    return render(request, "placements/home_quality.html", context)


@open_to(*OVERSEERS)
@require_safe
def provider_exposure(request: ActorRequest, reference: str) -> HttpResponse:
    """If this provider's group failed tonight: whose children, which beds, and where could they go."""
    provider = access_provider(request.actor, reference)
    exposure = exposure_to(provider, request.actor, at=timezone.now())
    context = {
        "provider": provider,
        "exposure": exposure,
        "councils": council_rows(exposure.councils),
        "children": child_rows(exposure.children),
        "homes": group_home_rows(exposure.homes),
        "blocks": group_block_rows(exposure.blocks),
        "places_note": f"not known of {exposure.places_unknown}" if exposure.places_unknown else "",
    }
    return render(request, "placements/provider_exposure.html", context)
