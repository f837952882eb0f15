"""``python -m tests.journeys.meeting PAPER``: the day of a paper's meeting has come."""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from authorities.selectors.people import authorities_in_use  # noqa: E402
from core.actor import Actor, acting_as  # noqa: E402
from reports.models import Paper  # noqa: E402

yesterday = timezone.localdate() - timedelta(days=1)
for authority_id in authorities_in_use():
    with acting_as(Actor.council(authority_id)):
        Paper.objects.filter(reference=sys.argv[1]).update(meeting_on=yesterday)
