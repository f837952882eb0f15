"""``python -m tests.journeys.tomorrow TASK``: one task of the calendar, by a clock that is a day ahead."""

import os
import sys
from datetime import UTC, datetime, timedelta

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.celery import app  # noqa: E402

app.loader.import_default_modules()
with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
    app.tasks[sys.argv[1]]()
