"""A home is asked for, and the need agreed, sent back, withdrawn or left to rest."""

from datetime import timedelta

from django.utils import timezone

from authorities.choices import Role
from config.demo.search.story import Search
from placements.choices import LegalStatus, PlacementType, Urgency
from placements.services.escalations import escalate
from placements.services.facts import RequestFacts
from placements.services.pauses import put_on_hold
from placements.services.requests import agree_need, raise_request, return_request, submit_request
from placements.services.withdrawal import withdraw_request
from providers.choices import Need

# How many days ahead a home is wanted.
DAYS_AHEAD = {Urgency.SAME_DAY: (1,), Urgency.URGENT: (3, 4, 5), Urgency.PLANNED: (11, 14, 17, 21, 24, 28)}
NEEDS = {
    PlacementType.RESIDENTIAL: (Need.EMOTIONAL, Need.EDUCATION, Need.MISSING, Need.SELF_HARM),
    PlacementType.FOSTERING: (Need.EMOTIONAL, Need.EDUCATION),
    PlacementType.SUPPORTED: (Need.EDUCATION, Need.SUBSTANCE_USE),
}
SUMMARIES = {
    PlacementType.RESIDENTIAL: "Needs a small, calm home with experienced staff and help at school.",
    PlacementType.FOSTERING: "Needs patient carers and a daily routine. Enjoys being with animals.",
    PlacementType.SUPPORTED: "Needs help to learn to cook, budget and keep appointments.",
}
VIEWS = "I want to stay near my friends and keep going to the same school if I can."
SETTLED = "Family and friends were considered and none could offer a home. No in-house carer has a place."


def raise_it(search: Search) -> None:
    ahead = search.world.dice("needed", search.council, search.kind, search.clock).choice(
        DAYS_AHEAD[search.urgency]
    )
    needed_on = max(timezone.localdate(search.clock), search.world.today) + timedelta(days=ahead)
    facts = RequestFacts(
        placement_type=search.kind,
        urgency=search.urgency,
        needed_on=needed_on,
        planned_end_on=needed_on + timedelta(days=search.dice.choice((182, 273, 364))),
        legal_status=LegalStatus.C2,
        needs=tuple(sorted(NEEDS[search.kind])),
        needs_summary=SUMMARIES[search.kind],
        child_views=VIEWS,
        home_area=search.world.authorities[search.council].name,
        radius_miles=60,
    )
    with search.acting(Role.SOCIAL_WORKER) as actor:
        search.request = raise_request(child=search.child.row, facts=facts, by=actor, at=search.later(2))


def submit(search: Search) -> None:
    with search.acting(Role.SOCIAL_WORKER) as actor:
        submit_request(request=search.request, by=actor, at=search.later(3))


def send_back(search: Search) -> None:
    reason = "Please add how often the child sees family, and which school to keep."
    with search.acting(Role.HEAD_OF_SERVICE) as actor:
        return_request(request=search.request, reason=reason, by=actor, at=search.later(4))


def agree(search: Search) -> None:
    with search.acting(Role.HEAD_OF_SERVICE) as actor:
        agree_need(request=search.request, reason=SETTLED, by=actor, at=search.later(4))


def withdraw(search: Search) -> None:
    reason = "An aunt has come forward and the child will live with her."
    with search.acting(Role.SOCIAL_WORKER) as actor:
        withdraw_request(request=search.request, reason=reason, by=actor, at=search.later(20))


def pause(search: Search) -> None:
    look_again_on = search.world.today + timedelta(days=5)
    with search.acting(Role.PLACEMENTS_OFFICER) as actor:
        put_on_hold(
            request=search.request,
            reason="The child is in hospital, and the doctors have not said for how long.",
            look_again_on=look_again_on,
            by=actor,
            at=search.later(6),
        )


def take_higher(search: Search) -> None:
    with search.acting(Role.PLACEMENTS_OFFICER) as actor:
        escalate(
            request=search.request,
            reason="Four homes have been asked and none has answered. May we look beyond 60 miles?",
            by=actor,
            at=search.later(20),
        )
