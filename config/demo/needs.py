"""Searches as they really go: an emergency, brothers and sisters, questions, a hold, a step planned ahead."""

from datetime import timedelta

from authorities.choices import Role
from config.demo.searches import children_without_a_placement
from config.demo.world import LivedChild, World
from contracts.choices import Route
from core.actor import Actor, acting_as
from core.periods import age_on
from placements.choices import LegalStatus, PlacementType, ReferralState, StepState, Urgency
from placements.models import PlacementRequest, Referral, ReferralRecipient, SourcingStep
from placements.selectors.claims import standing_of
from placements.selectors.matching import fitting_settings
from placements.services.claims import hold_place
from placements.services.emergency import raise_emergency
from placements.services.facts import RequestFacts
from placements.services.messages import answer_question, tell_of_messages, write_to_council
from placements.services.need import add_sibling, avoid_area, record_dol_order
from placements.services.requests import agree_need, raise_request, submit_request
from placements.services.sourcing import start_sourcing
from placements.services.waves import plan_wave
from providers.choices import Need
from providers.models import Setting

COUNCIL = "DBS"
QUESTION = "Is contact with family at weekends, and would we be asked to drive?"
ANSWER = "Every other Saturday. A worker of ours drives."


def load_needs(world: World) -> None:
    with acting_as(world.council(COUNCIL)):
        asked_for = set(PlacementRequest.objects.values_list("child", flat=True))
    waiting = [c for c in children_without_a_placement(world, COUNCIL) if c.row.pk not in asked_for]
    teenager = next(c for c in waiting if 12 <= age_on(c.life.born_on, world.today) <= 15)
    young = [c for c in waiting if 5 <= age_on(c.life.born_on, world.today) <= 10]
    _emergency(world, teenager)
    _siblings(world, young[:2])
    with acting_as(world.council(COUNCIL)):
        sent = Referral.objects.filter(
            state=ReferralState.SENT, seals_offers=False, recipients__state__in=["sent", "read"]
        )
        referral = sent.order_by("pk").first()
    if referral is not None:
        _questions(world, referral)
        _what_is_planned(world, referral)
        _need(world, referral)


def _emergency(world: World, child: LivedChild) -> None:
    """Yesterday evening: agreed aloud, to be ratified today or on the next working day."""
    at = world.now - timedelta(hours=10)
    facts = RequestFacts(
        placement_type=PlacementType.RESIDENTIAL,
        urgency=Urgency.SAME_DAY,
        needed_on=world.today,
        legal_status=LegalStatus.L2,
        needs=(Need.EMOTIONAL, Need.MISSING),
        home_area=world.authorities[COUNCIL].name,
        radius_miles=60,
    )
    with acting_as(world.person(COUNCIL, Role.SOCIAL_WORKER)) as actor:
        raise_emergency(
            child=child.row,
            facts=facts,
            verbal_approver=world.staff[COUNCIL, Role.HEAD_OF_SERVICE],
            agreed_at=at - timedelta(minutes=20),
            by=actor,
            at=at,
        )


def _siblings(world: World, children: list[LivedChild]) -> None:
    """A brother and sister on one request, being searched for."""
    at = world.now - timedelta(days=2)
    eldest, youngest = children
    facts = RequestFacts(
        placement_type=PlacementType.FOSTERING,
        urgency=Urgency.URGENT,
        needed_on=world.today + timedelta(days=6),
        planned_end_on=world.today + timedelta(days=370),
        legal_status=LegalStatus.C2,
        needs=(Need.EMOTIONAL,),
        needs_summary="Two children who have always lived together and look after each other.",
        child_views="We want to stay together, and we want to keep our rabbit.",
        home_area=world.authorities[COUNCIL].name,
        radius_miles=60,
    )
    with acting_as(world.person(COUNCIL, Role.SOCIAL_WORKER)) as actor:
        request = raise_request(child=eldest.row, facts=facts, by=actor, at=at)
        add_sibling(request=request, child=youngest.row, by=actor, at=at)
        submit_request(request=request, by=actor, at=at)
    with acting_as(world.person(COUNCIL, Role.HEAD_OF_SERVICE)) as actor:
        reason = "Both grandmothers were asked. No carer of ours can take two."
        agree_need(request=request, reason=reason, by=actor, at=at)
    with acting_as(world.person(COUNCIL, Role.COMMISSIONER)) as actor:
        start_sourcing(request=request, by=actor, at=at)


def _questions(world: World, referral: Referral) -> None:
    """One provider's question is answered for all; another's waits."""
    at = world.now - timedelta(hours=16)
    with acting_as(world.council(COUNCIL)):
        holders = list(ReferralRecipient.objects.filter(referral=referral, revoked_at=None).order_by("pk"))
    asked = [
        _ask(world, recipient, words)
        for recipient, words in zip(holders, (QUESTION, "How many children is he used to?"), strict=False)
    ]
    with acting_as(_officer(world)) as actor:
        answer_question(message=asked[0], question=QUESTION, answer=ANSWER, by=actor, at=at)
        tell_of_messages(by=actor, at=at)


def _ask(world: World, recipient: ReferralRecipient, words: str):
    with acting_as(world.provider_person(recipient.provider_id)) as actor:
        at = world.now - timedelta(hours=18)
        return write_to_council(recipient=recipient, body=words, is_question=True, by=actor, at=at)


def _what_is_planned(world: World, referral: Referral) -> None:
    """The next step opens by itself, and a place is held meanwhile where one is free."""
    with acting_as(_officer(world)) as actor:
        request = PlacementRequest.objects.get(pk=referral.request_id)
        if SourcingStep.objects.filter(request=request, state=StepState.WAITING).exists():
            at = world.now + timedelta(days=2)
            plan_wave(referral=referral, fires_at=at, within_miles=80, by=actor, at=world.now)
        route = Route(referral.step.route)
        homes = fitting_settings(request, route, at=world.now, within_miles=None).fitting
        for home in homes[:8]:
            setting = Setting.objects.get(pk=home.setting_id)
            if standing_of(setting, at=world.now).free:
                until = world.now + timedelta(days=1)
                hold_place(request=request, setting=setting, until=until, by=actor, at=world.now)
                break


def _need(world: World, referral: Referral) -> None:
    """An area to avoid and a court's order on another child's request that is being written."""
    with acting_as(world.person(COUNCIL, Role.COMMISSIONER)) as actor:
        draft = PlacementRequest.objects.filter(state="draft").order_by("pk").first()
        if draft is None:
            return
        far = world.postcodes[COUNCIL][0]
        avoid_area(
            request=draft,
            postcode=far.code,
            place="the town centre",
            miles=2,
            reason="Adults who exploited the child live there.",
            by=actor,
            at=world.now,
        )
        record_dol_order(
            child=draft.child,
            starts_on=world.today - timedelta(days=70),
            ends_on=world.today + timedelta(days=21),
            restrictions="Doors may be locked at night; two adults at all times.",
            by=actor,
            at=world.now,
        )


def _officer(world: World) -> Actor:
    return world.person(COUNCIL, Role.PLACEMENTS_OFFICER)
