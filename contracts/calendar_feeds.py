"""A person's private calendar address, and the calendar behind it (RFC 5545).

It holds kinds of dates and contracts by reference, and nothing that anybody typed: an address may get about.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from icalendar import Alarm, Calendar, Event

from contracts.selectors.diary import ContractLine
from core.actor import Actor

_signer = Signer(sep=".", salt="contracts.calendar_feed")
WARNED_BEFORE = timedelta(days=28)


def feed_token(*, authority_id: int, user_id: int, made_at: datetime) -> str:
    """The secret of one address: signed, worked out anew from its facts; only its hash is stored."""
    return _signer.sign(f"{authority_id}-{user_id}-{int(made_at.timestamp())}")


def reader_of(token: str) -> Actor | None:
    """The council's person whose address it is or was, as one who may see whether it still works; None for
    what we did not sign."""
    try:
        authority_id, user_id, _ = _signer.unsign(token).split("-")
    except BadSignature:
        return None
    return Actor.council(int(authority_id), user_id=int(user_id), clearance=0, name="Calendar")


def calendar_of(lines: Iterable[ContractLine], *, name: str, at: datetime) -> bytes:
    """Every date of every contract as a whole-day event, with a reminder four weeks before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hearth//Contract dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Contract dates, {name}")
    for line in lines:
        for key_date in line.dates:
            event = Event()
            # The same date keeps its identity, so that a calendar changes it and does not add another.
            event.add("uid", f"{line.arrangement.reference}-{key_date.kind}-{key_date.on:%Y%m%d}@hearth")
            event.add("dtstamp", at)
            event.add("dtstart", key_date.on)
            event.add("dtend", key_date.on + timedelta(days=1))
            event.add("summary", f"{key_date.kind.label}: {line.arrangement.reference}")
            event.add("transp", "TRANSPARENT")
            reminder = Alarm()
            reminder.add("action", "DISPLAY")
            reminder.add("trigger", -WARNED_BEFORE)
            reminder.add("description", str(key_date.kind.label))
            event.add_component(reminder)
            calendar.add_component(event)
    return calendar.to_ical()
