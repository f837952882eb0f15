"""What every page knows: the product, whether this is the demo, who is signed in and where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.navigation import navigation_for

PRODUCT = "Hearth"


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``hearth`` for the layouts (allauth's own pages have a ``site``)."""
    actor = getattr(request, "person", None)
    return {
        "hearth": {
            "product": PRODUCT,
            "demo": settings.DEMO,
            "actor": actor,
            "organisation": actor.organisation if actor else "",
            "navigation": navigation_for(actor, request.path) if actor else [],
        }
    }
