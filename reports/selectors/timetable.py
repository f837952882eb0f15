"""A council's timetable for a meeting."""

from datetime import date

from authorities.selectors.calendars import holidays_for
from authorities.selectors.settings import settings_in_force
from core.actor import Actor
from reports.timetable import Rules, Timetable, timetable


def timetable_for(actor: Actor, meeting_on: date, *, on: date) -> Timetable:
    """By the council's settings in force ``on`` and its holidays."""
    rules = Rules.of(settings_in_force(actor.council_id, on=on))
    return timetable(meeting_on, rules, holidays_for(actor.council_id))
