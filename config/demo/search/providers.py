"""The route is walked outward, providers are asked, and some of them answer."""

from datetime import timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.search.asking import SUMMARIES
from config.demo.search.story import Search
from contracts.choices import FeeKind, Route
from core.actor import Actor, acting_as
from placements.choices import (
    AgreementState,
    DeclineReason,
    OutwardReason,
    PlacementType,
    RecipientState,
    StepOutcome,
    Verdict,
)
from placements.models import PlacementAgreement, ReferralRecipient
from placements.offering import OfferedFee
from placements.selectors.judging import judged_against
from placements.selectors.matching import fitting_settings
from placements.services.details import DetailText, accept_terms, open_detail, write_detail
from placements.services.judging import judge_match
from placements.services.offers import decline_referral, mark_read, submit_offer
from placements.services.referrals import clear_referral, draft_referral, send_referral
from placements.services.sourcing import close_step, start_sourcing
from providers.models import Setting

ASKED_AT_ONCE = 4
AGAINST = "The children there are younger and unsettled by shouting. This child would soon be moved again."
DETAIL = DetailText(
    needs="Needs two adults at bedtime, warnings before any change, and the same worker each morning.",
    incidents="Three times in two months left home after a telephone call, back within four hours each time.",
    health="Asthma, with an inhaler twice a day. Waits for an appointment about sleep.",
    plan="Eighteen months with weekly therapy, then a foster home near school.",
)
PRICES = {
    PlacementType.RESIDENTIAL: (4300, 5900),
    PlacementType.FOSTERING: (890, 1150),
    PlacementType.SUPPORTED: (980, 1450),
}


def look_inward(search: Search) -> None:
    """Walk the routes outward until one has homes enough to ask."""
    with search.acting(Role.COMMISSIONER) as actor:
        start_sourcing(request=search.request, by=actor, at=search.later(2))
        while len(_fitting(search)) < 2:
            _judge_voids(search, actor)
            inward = search.step.route == Route.IN_HOUSE
            found = close_step(
                step=search.step,
                outcome=StepOutcome.NOT_FOUND,
                outward_reason=OutwardReason.IN_HOUSE_UNAVAILABLE if inward else OutwardReason.NO_VACANCY,
                by=actor,
                at=search.later(1),
            )
            if found is None:
                return


def ask_providers(search: Search) -> None:
    """All within the hour, so that what providers say of their homes has not changed meanwhile."""
    at = search.later(2)
    homes = _fitting(search)[:ASKED_AT_ONCE]
    with search.acting(Role.PLACEMENTS_OFFICER) as actor:
        summary = SUMMARIES[search.kind]
        referral = draft_referral(step=search.step, setting_ids=homes, summary=summary, by=actor, at=at)
    with search.acting(Role.COMMISSIONER) as actor:
        referral = clear_referral(referral=referral, by=actor, at=at)
        send_referral(referral=referral, by=actor, at=at)


def hear_back(search: Search) -> None:
    """The first two providers offer, the third declines, any other has not answered."""
    with acting_as(search.world.council(search.council)):
        sent = list(ReferralRecipient.objects.filter(referral__request=search.request).order_by("pk"))
    for place, recipient in enumerate(sent[:3]):
        with acting_as(search.provider(recipient.provider_id)) as actor:
            mark_read(recipient=recipient, by=actor, at=search.later(2))
            if place < 2:
                _offer(search, recipient, actor)
            else:
                decline_referral(
                    recipient=recipient,
                    reason=DeclineReason.STAFFING,
                    note="We are two staff short until next month.",
                    by=actor,
                    at=search.later(1),
                )


def shortlist(search: Search) -> None:
    """Both that offered may read the detailed profile; one has accepted the terms."""
    with search.acting(Role.COMMISSIONER) as actor:
        write_detail(request=search.request, text=DETAIL, by=actor, at=search.later(1))
        offered = ReferralRecipient.objects.filter(
            referral__request=search.request, state=RecipientState.OFFERED
        )
        opened = [
            open_detail(recipient=recipient, by=actor, at=search.later(1))
            for recipient in offered.order_by("pk")
        ]
    with acting_as(search.provider(opened[0].provider_id)) as actor:
        accept_terms(release=opened[0], by=actor, at=search.later(2))


def providers_with_work(search: Search) -> list[int]:
    """Those who have not answered yet, and the one whose signature is awaited."""
    with acting_as(search.world.council(search.council)):
        asked = ReferralRecipient.objects.filter(referral__request=search.request, state=RecipientState.SENT)
        signing = PlacementAgreement.objects.filter(
            offer__recipient__referral__request=search.request, state=AgreementState.ISSUED
        )
        return [
            *asked.values_list("provider_id", flat=True),
            *signing.values_list("provider_id", flat=True),
        ]


def _judge_voids(search: Search, actor: Actor) -> None:
    """A block bed that fits on paper is not filled against the match: say why."""
    step = search.step
    if step.route != Route.BLOCK:
        return
    voids = fitting_settings(step.request, Route.BLOCK, at=search.clock, within_miles=60).fitting
    for home in voids:
        judge_match(
            request=step.request,
            setting=Setting.objects.get(pk=home.setting_id),
            verdict=Verdict.AGAINST,
            reasons=AGAINST,
            by=actor,
            at=search.later(1),
        )


def _fitting(search: Search) -> list[int]:
    """Homes that fit at the open step, the best of each provider first."""
    with search.acting(Role.COMMISSIONER):
        step = search.step
        matches = fitting_settings(step.request, Route(step.route), at=search.clock, within_miles=60)
        against = judged_against(step.request, [home.setting_id for home in matches.fitting])
    # Companies of the regulator's lists have nobody here who could answer.
    asked = search.world.provider_people
    fitting = [h for h in matches.fitting if h.setting_id not in against and h.provider_id in asked]
    first = {home.provider_id: home.setting_id for home in reversed(fitting)}
    return list(reversed(first.values()))


def _offer(search: Search, recipient: ReferralRecipient, actor: Actor) -> None:
    low, high = PRICES[search.kind]
    core = Decimal(search.dice.randrange(low, high, 5))
    fees = [OfferedFee(kind=FeeKind.CORE, weekly_rate=core)]
    if search.kind == PlacementType.RESIDENTIAL and search.dice.chance(0.5):
        fees.append(OfferedFee(kind=FeeKind.EDUCATION, weekly_rate=Decimal(420)))
    assert search.request.needed_on is not None
    submit_offer(
        recipient=recipient,
        setting=Setting.objects.get(pk=recipient.settings_asked[0]),
        earliest_start_on=search.request.needed_on,
        valid_until=search.world.today + timedelta(days=30),
        fees=fees,
        match_statement="We know these needs well and have planned who would work with this child.",
        by=actor,
        at=search.later(1),
    )
