"""One search, step by step, by the people whose work each step is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from authorities.choices import Role
from config.demo.dice import Dice
from config.demo.living import PLAN
from config.demo.world import LivedChild, World
from contracts.choices import CriterionKind, FeeKind, Route
from core.actor import Actor, acting_as
from core.jobs.queue import HANDLERS, JobContext
from core.models import Job
from placements.choices import (
    AgreementState,
    DeclineReason,
    LegalStatus,
    OutwardReason,
    PlacementType,
    RecipientState,
    SigningSide,
    StepOutcome,
    StepState,
    Urgency,
    Verdict,
)
from placements.life_choices import DirectAwardGround
from placements.models import (
    ApprovalRequest,
    PlacementAgreement,
    PlacementRequest,
    Referral,
    ReferralRecipient,
    SourcingStep,
)
from placements.offering import OfferedFee
from placements.selectors.comparison import Comparison, comparison_of
from placements.selectors.judging import judged_against
from placements.selectors.matching import fitting_settings
from placements.services.agreements import draft_agreement, issue_agreement, sign_agreement
from placements.services.approvals import decide, record_consultation
from placements.services.competition import mark_blind, moderate, send_in_marks
from placements.services.details import DetailText, accept_terms, open_detail, write_detail
from placements.services.direct_awards import award_directly
from placements.services.escalations import escalate
from placements.services.evaluation import choose_offer, open_evaluation, score_offer
from placements.services.facts import RequestFacts
from placements.services.judging import judge_match
from placements.services.keeping import PlanText, write_plan
from placements.services.offers import decline_referral, mark_read, submit_offer
from placements.services.pauses import put_on_hold
from placements.services.referrals import clear_referral, draft_referral, send_referral
from placements.services.requests import agree_need, raise_request, return_request, submit_request
from placements.services.sourcing import close_step, start_sourcing
from placements.services.withdrawal import withdraw_request
from providers.choices import Need
from providers.models import Setting

_ASKED: Final = ("raise_it", "submit")
_SOUGHT: Final = (*_ASKED, "agree", "look_inward", "ask_providers")
_CHOSEN: Final = (*_SOUGHT, "hear_back", "compare", "choose")
_AGREED: Final = (*_CHOSEN, "approve", "issue")
STAGES: Final[dict[str, tuple[str, ...]]] = {
    "draft": ("raise_it",),
    "submitted": _ASKED,
    "returned": (*_ASKED, "send_back"),
    "need_agreed": (*_ASKED, "agree"),
    "sourcing": (*_ASKED, "agree", "look_inward"),
    "referred": _SOUGHT,
    "answered": (*_SOUGHT, "hear_back"),
    "shortlisted": (*_SOUGHT, "hear_back", "shortlist"),
    "held": (*_SOUGHT, "put_on_hold"),
    "escalated": (*_SOUGHT, "take_higher"),
    "half_marked": (*_SOUGHT, "hear_back", "mark_alone"),
    "compared": (*_SOUGHT, "hear_back", "compare"),
    "awarded": (*_SOUGHT, "hear_back", "award"),
    "chosen": _CHOSEN,
    "approved": (*_CHOSEN, "approve"),
    "issued": _AGREED,
    "placed": (*_AGREED, "sign"),
    "withdrawn": (*_ASKED, "agree", "withdraw"),
}
ASKED_AT_ONCE = 4
# How many days ahead a home is wanted.
DAYS_AHEAD = {Urgency.SAME_DAY: (1,), Urgency.URGENT: (3, 4, 5), Urgency.PLANNED: (11, 14, 17, 21, 24, 28)}
OFFICE_HOURS = range(8, 18)
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
DETAIL = DetailText(
    needs="Needs two adults at bedtime, warnings before any change, and the same worker each morning.",
    incidents="Three times in two months left home after a telephone call, back within four hours each time.",
    health="Asthma, with an inhaler twice a day. Waits for an appointment about sleep.",
    plan="Eighteen months with weekly therapy, then a foster home near school.",
)
VIEWS = "I want to stay near my friends and keep going to the same school if I can."
SETTLED = "Family and friends were considered and none could offer a home. No in-house carer has a place."
AGAINST = "The children there are younger and unsettled by shouting. This child would soon be moved again."
PRICES = {
    PlacementType.RESIDENTIAL: (4300, 5900),
    PlacementType.FOSTERING: (890, 1150),
    PlacementType.SUPPORTED: (980, 1450),
}


@dataclass
class Search:
    """``clock`` is the moment of the next step; each step moves it on."""

    world: World
    council: str
    child: LivedChild
    kind: PlacementType
    urgency: Urgency
    dice: Dice
    clock: datetime
    request: PlacementRequest = field(init=False)
    agreement: PlacementAgreement = field(init=False)

    def raise_it(self) -> None:
        ahead = self.world.dice("needed", self.council, self.kind, self.clock).choice(
            DAYS_AHEAD[self.urgency]
        )
        needed_on = max(timezone.localdate(self.clock), self.world.today) + timedelta(days=ahead)
        facts = RequestFacts(
            placement_type=self.kind,
            urgency=self.urgency,
            needed_on=needed_on,
            planned_end_on=needed_on + timedelta(days=self.dice.choice((182, 273, 364))),
            legal_status=LegalStatus.C2,
            needs=tuple(sorted(NEEDS[self.kind])),
            needs_summary=SUMMARIES[self.kind],
            child_views=VIEWS,
            home_area=self.world.authorities[self.council].name,
            radius_miles=60,
        )
        with self._as(Role.SOCIAL_WORKER) as actor:
            self.request = raise_request(child=self.child.row, facts=facts, by=actor, at=self._next(2))

    def submit(self) -> None:
        with self._as(Role.SOCIAL_WORKER) as actor:
            submit_request(request=self.request, by=actor, at=self._next(3))

    def send_back(self) -> None:
        reason = "Please add how often the child sees family, and which school to keep."
        with self._as(Role.HEAD_OF_SERVICE) as actor:
            return_request(request=self.request, reason=reason, by=actor, at=self._next(4))

    def agree(self) -> None:
        with self._as(Role.HEAD_OF_SERVICE) as actor:
            agree_need(request=self.request, reason=SETTLED, by=actor, at=self._next(4))

    def withdraw(self) -> None:
        reason = "An aunt has come forward and the child will live with her."
        with self._as(Role.SOCIAL_WORKER) as actor:
            withdraw_request(request=self.request, reason=reason, by=actor, at=self._next(20))

    def look_inward(self) -> None:
        """Walk the routes outward until one has homes enough to ask."""
        with self._as(Role.COMMISSIONER) as actor:
            start_sourcing(request=self.request, by=actor, at=self._next(2))
            while len(self._fitting()) < 2:
                self._judge_voids(actor)
                inward = self._step.route == Route.IN_HOUSE
                found = close_step(
                    step=self._step,
                    outcome=StepOutcome.NOT_FOUND,
                    outward_reason=OutwardReason.IN_HOUSE_UNAVAILABLE if inward else OutwardReason.NO_VACANCY,
                    by=actor,
                    at=self._next(1),
                )
                if found is None:
                    return

    def ask_providers(self) -> None:
        """All within the hour, so that what providers say of their homes has not changed meanwhile."""
        at = self._next(2)
        homes = self._fitting()[:ASKED_AT_ONCE]
        with self._as(Role.PLACEMENTS_OFFICER) as actor:
            summary = SUMMARIES[self.kind]
            referral = draft_referral(step=self._step, setting_ids=homes, summary=summary, by=actor, at=at)
        with self._as(Role.COMMISSIONER) as actor:
            referral = clear_referral(referral=referral, by=actor, at=at)
            send_referral(referral=referral, by=actor, at=at)

    def hear_back(self) -> None:
        """The first two providers offer, the third declines, any other has not answered."""
        with acting_as(self.world.council(self.council)):
            sent = list(ReferralRecipient.objects.filter(referral__request=self.request).order_by("pk"))
        for place, recipient in enumerate(sent[:3]):
            with acting_as(self._provider(recipient.provider_id)) as actor:
                mark_read(recipient=recipient, by=actor, at=self._next(2))
                if place < 2:
                    self._offer(recipient, actor)
                else:
                    decline_referral(
                        recipient=recipient,
                        reason=DeclineReason.STAFFING,
                        note="We are two staff short until next month.",
                        by=actor,
                        at=self._next(1),
                    )

    def shortlist(self) -> None:
        """Both that offered may read the detailed profile; one has accepted the terms."""
        with self._as(Role.COMMISSIONER) as actor:
            write_detail(request=self.request, text=DETAIL, by=actor, at=self._next(1))
            offered = ReferralRecipient.objects.filter(
                referral__request=self.request, state=RecipientState.OFFERED
            )
            opened = [
                open_detail(recipient=recipient, by=actor, at=self._next(1))
                for recipient in offered.order_by("pk")
            ]
        with acting_as(self._provider(opened[0].provider_id)) as actor:
            accept_terms(release=opened[0], by=actor, at=self._next(2))

    def put_on_hold(self) -> None:
        look_again_on = self.world.today + timedelta(days=5)
        with self._as(Role.PLACEMENTS_OFFICER) as actor:
            put_on_hold(
                request=self.request,
                reason="The child is in hospital, and the doctors have not said for how long.",
                look_again_on=look_again_on,
                by=actor,
                at=self._next(6),
            )

    def take_higher(self) -> None:
        with self._as(Role.PLACEMENTS_OFFICER) as actor:
            escalate(
                request=self.request,
                reason="Four homes have been asked and none has answered. May we look beyond 60 miles?",
                by=actor,
                at=self._next(20),
            )

    def _open(self, actor: Actor) -> Comparison:
        referral = Referral.objects.get(request=self.request)
        self.clock = max(self.clock, referral.respond_by or self.clock)
        open_evaluation(request=self.request, by=actor, at=self._next(24))
        return self._comparison()

    def award(self) -> None:
        """The home where the child's school is, without comparing points."""
        with self._as(Role.COMMISSIONER) as actor:
            comparison = self._open(actor)
            nearest = min(
                (row for row in comparison.offers if not row.is_suspended), key=lambda row: row.miles or 999
            )
            award_directly(
                offer=nearest.offer,
                ground=DirectAwardGround.CONTINUITY,
                reasons="The child keeps the school and the counsellor they know. No other home is near.",
                by=actor,
                at=self._next(2),
            )

    def mark_alone(self) -> None:
        """One of two people has sent in marks; the other's are still to come."""
        with self._as(Role.COMMISSIONER) as actor:
            comparison = self._open(actor)
            for row in comparison.offers:
                mark_blind(offer=row.offer, marks=self._marks(), by=actor, at=self._next(1))
            send_in_marks(request=self.request, by=actor, at=self._next(1))

    def compare(self) -> None:
        with self._as(Role.COMMISSIONER) as actor:
            comparison = self._open(actor)
            for row in comparison.offers:
                quality = Decimal(self.dice.randint(6, 10)) / 2
                social_value = Decimal(self.dice.randint(5, 9)) / 2
                if not comparison.is_competition:
                    score_offer(
                        offer=row.offer,
                        quality_mark=quality,
                        social_value_mark=social_value,
                        by=actor,
                        at=self._next(1),
                    )
        if comparison.is_competition:
            self._compete(comparison)

    def _compete(self, comparison: Comparison) -> None:
        """Two people mark apart and a manager agrees the marks: the first's, with a word on why."""
        wanted = {row.offer.pk: self._marks() for row in comparison.offers}
        for role in (Role.COMMISSIONER, Role.PLACEMENTS_OFFICER):
            with self._as(role) as actor:
                for row in comparison.offers:
                    mark_blind(offer=row.offer, marks=wanted[row.offer.pk], by=actor, at=self._next(1))
                send_in_marks(request=self.request, by=actor, at=self._next(1))
        with self._as(Role.HEAD_OF_SERVICE) as actor:
            for row in comparison.offers:
                moderate(
                    offer=row.offer,
                    marks=wanted[row.offer.pk],
                    reason="Both gave the same.",
                    by=actor,
                    at=self._next(1),
                )

    def _marks(self) -> dict[CriterionKind, Decimal]:
        return {
            CriterionKind.QUALITY: Decimal(self.dice.randint(6, 10)) / 2,
            CriterionKind.SOCIAL_VALUE: Decimal(self.dice.randint(5, 9)) / 2,
        }

    def choose(self) -> None:
        reasons = "Most points, and the nearest to the child's school and family."
        with self._as(Role.COMMISSIONER) as actor:
            # A home may have been stopped since it offered; the best of the others is chosen then.
            open_to_us = [row for row in self._comparison().offers if not row.is_suspended]
            best = max(open_to_us, key=lambda row: (row.score.total, -row.price))
            choose_offer(offer=best.offer, reasons=reasons, by=actor, at=self._next(2))

    def approve(self) -> None:
        """Each approval by somebody able to give it; the contract one by the signatory."""
        with acting_as(self.world.council(self.council)):
            approvals = list(ApprovalRequest.objects.filter(request=self.request).order_by("pk"))
        for approval in approvals:
            if approval.must_consult:
                self._consult(approval)
            role = Role(approval.roles_able[0])
            with self._as(role) as actor:
                decide(approval=approval, verb="approve", by=actor, at=self._next(3))

    def _consult(self, approval: ApprovalRequest) -> None:
        with self._as(Role.COMMISSIONER) as actor:
            record_consultation(
                approval=approval,
                consulted_on=timezone.localdate(self.clock),
                consultation="Their placements team was sent the care plan and has no concerns.",
                by=actor,
                at=self._next(2),
            )

    def issue(self) -> None:
        with self._as(Role.COMMISSIONER) as actor:
            self.request.refresh_from_db()
            self.agreement = draft_agreement(request=self.request, by=actor, at=self._next(2))
            text = PlanText(**PLAN)
            made_on = timezone.localdate(self.clock)
            write_plan(agreement=self.agreement, made_on=made_on, text=text, by=actor, at=self._next(1))
            job = issue_agreement(agreement=self.agreement, by=actor, at=self._next(1))
        self._work(job, actor)

    def sign(self) -> None:
        with acting_as(self._provider(self.agreement.provider_id)) as actor:
            sign_agreement(agreement=self.agreement, side=SigningSide.PROVIDER, by=actor, at=self._next(6))
        with self._as(Role.CONTRACT_SIGNATORY) as actor:
            sign_agreement(agreement=self.agreement, side=SigningSide.AUTHORITY, by=actor, at=self._next(2))

    def providers_with_work(self) -> list[int]:
        """Those who have not answered yet, and the one whose signature is awaited."""
        with acting_as(self.world.council(self.council)):
            asked = ReferralRecipient.objects.filter(
                referral__request=self.request, state=RecipientState.SENT
            )
            signing = PlacementAgreement.objects.filter(
                offer__recipient__referral__request=self.request, state=AgreementState.ISSUED
            )
            return [
                *asked.values_list("provider_id", flat=True),
                *signing.values_list("provider_id", flat=True),
            ]

    def _judge_voids(self, actor: Actor) -> None:
        """A block bed that fits on paper is not filled against the match: say why."""
        step = self._step
        if step.route != Route.BLOCK:
            return
        voids = fitting_settings(step.request, Route.BLOCK, at=self.clock, within_miles=60).fitting
        for home in voids:
            judge_match(
                request=step.request,
                setting=Setting.objects.get(pk=home.setting_id),
                verdict=Verdict.AGAINST,
                reasons=AGAINST,
                by=actor,
                at=self._next(1),
            )

    @property
    def _step(self) -> SourcingStep:
        return SourcingStep.objects.select_related("request__child").get(
            request=self.request, state=StepState.OPEN
        )

    def _fitting(self) -> list[int]:
        """Homes that fit at the open step, the best of each provider first."""
        with self._as(Role.COMMISSIONER):
            step = self._step
            matches = fitting_settings(step.request, Route(step.route), at=self.clock, within_miles=60)
            against = judged_against(step.request, [home.setting_id for home in matches.fitting])
        # Companies of the regulator's lists have nobody here who could answer.
        asked = self.world.provider_people
        fitting = [h for h in matches.fitting if h.setting_id not in against and h.provider_id in asked]
        first = {home.provider_id: home.setting_id for home in reversed(fitting)}
        return list(reversed(first.values()))

    def _comparison(self):
        self.request.refresh_from_db()
        return comparison_of(self.request, on=timezone.localdate(self.clock))

    def _offer(self, recipient: ReferralRecipient, actor: Actor) -> None:
        low, high = PRICES[self.kind]
        core = Decimal(self.dice.randrange(low, high, 5))
        fees = [OfferedFee(kind=FeeKind.CORE, weekly_rate=core)]
        if self.kind == PlacementType.RESIDENTIAL and self.dice.chance(0.5):
            fees.append(OfferedFee(kind=FeeKind.EDUCATION, weekly_rate=Decimal(420)))
        assert self.request.needed_on is not None
        submit_offer(
            recipient=recipient,
            setting=Setting.objects.get(pk=recipient.settings_asked[0]),
            earliest_start_on=self.request.needed_on,
            valid_until=self.world.today + timedelta(days=30),
            fees=fees,
            match_statement="We know these needs well and have planned who would work with this child.",
            by=actor,
            at=self._next(1),
        )

    def _work(self, job: Job, actor: Actor) -> None:
        """Do the job here and now, as a worker would: the next step of the story needs its document."""
        publish = HANDLERS[job.kind](JobContext(job, actor, lambda percent, stage: None))
        with acting_as(actor):
            result = publish(job)
            done = {"state": Job.State.DONE, "percent": 100, "stage": "Finished", "result": result}
            Job.objects.filter(pk=job.pk).update(**done, finished_at=self.clock)
            # The worker wrote the present moment; in the story the document was made on its own day.
            PlacementAgreement.objects.filter(pk=self.agreement.pk).update(state_at=self.clock)
            PlacementRequest.objects.filter(pk=self.request.pk).update(state_at=self.clock)
            self.agreement.refresh_from_db()

    def _as(self, role: Role):
        return acting_as(self.world.person(self.council, role))

    def _provider(self, provider_id: int) -> Actor:
        return self.world.provider_person(provider_id)

    def _next(self, hours: int) -> datetime:
        """Some hours on, or nine o'clock if the office is closed then; never after the world's own moment."""
        moment = timezone.localtime(self.clock + timedelta(hours=hours))
        if moment.hour not in OFFICE_HOURS:
            moment = (moment + timedelta(hours=6)).replace(hour=9)
        self.clock = min(moment, self.world.now)
        return self.clock
