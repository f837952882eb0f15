"""What each council's own process does about its searches every minute."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from placements.services.claims import tell_of_free_places
from placements.services.messages import tell_of_messages
from placements.services.notices import tell_of_notices
from placements.services.pauses import alarm_pauses
from placements.services.ratifying import alarm_unratified
from placements.services.releases import end_lapsed_releases
from placements.services.waves import fire_waves


@transaction.atomic
def watch_searches(*, by: Actor, at: datetime) -> dict[str, int]:
    """Fire the waves whose moment has come; tell of messages, notices, places set free, holds to look at
    again and emergencies nobody ratified; end early releases whose offer is gone. How many of each."""
    return {
        "waves": fire_waves(authority_id=by.council_id, at=at),
        "messages": tell_of_messages(by=by, at=at),
        "notices": tell_of_notices(by=by, at=at),
        "places": tell_of_free_places(by=by, at=at),
        "unratified": alarm_unratified(by=by, at=at),
        "pauses": alarm_pauses(by=by, at=at),
        "releases": end_lapsed_releases(at=at),
    }
