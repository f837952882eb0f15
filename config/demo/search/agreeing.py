"""The choice is approved, and the agreement issued and signed by both sides."""

from django.utils import timezone

from authorities.choices import Role
from config.demo.living import PLAN
from config.demo.search.story import Search
from core.actor import Actor, acting_as
from core.jobs.queue import HANDLERS, JobContext
from core.models import Job
from placements.choices import SigningSide
from placements.models import ApprovalRequest, PlacementAgreement, PlacementRequest
from placements.services.agreements import draft_agreement, issue_agreement, sign_agreement
from placements.services.approvals import decide, record_consultation
from placements.services.keeping import PlanText, write_plan


def approve(search: Search) -> None:
    """Each approval by somebody able to give it; the contract one by the signatory."""
    with acting_as(search.world.council(search.council)):
        approvals = list(ApprovalRequest.objects.filter(request=search.request).order_by("pk"))
    for approval in approvals:
        if approval.must_consult:
            _consult(search, approval)
        role = Role(approval.roles_able[0])
        with search.acting(role) as actor:
            decide(approval=approval, verb="approve", by=actor, at=search.later(3))


def issue(search: Search) -> None:
    with search.acting(Role.COMMISSIONER) as actor:
        search.request.refresh_from_db()
        search.agreement = draft_agreement(request=search.request, by=actor, at=search.later(2))
        text = PlanText(**PLAN)
        made_on = timezone.localdate(search.clock)
        write_plan(agreement=search.agreement, made_on=made_on, text=text, by=actor, at=search.later(1))
        job = issue_agreement(agreement=search.agreement, by=actor, at=search.later(1))
    _work(search, job, actor)


def sign(search: Search) -> None:
    with acting_as(search.provider(search.agreement.provider_id)) as actor:
        sign_agreement(agreement=search.agreement, side=SigningSide.PROVIDER, by=actor, at=search.later(6))
    with search.acting(Role.CONTRACT_SIGNATORY) as actor:
        sign_agreement(agreement=search.agreement, side=SigningSide.AUTHORITY, by=actor, at=search.later(2))


def _consult(search: Search, approval: ApprovalRequest) -> None:
    with search.acting(Role.COMMISSIONER) as actor:
        record_consultation(
            approval=approval,
            consulted_on=timezone.localdate(search.clock),
            consultation="Their placements team was sent the care plan and has no concerns.",
            by=actor,
            at=search.later(2),
        )


def _work(search: Search, job: Job, actor: Actor) -> None:
    """Do the job here and now, as a worker would: the next step of the story needs its document."""
    publish = HANDLERS[job.kind](JobContext(job, actor, lambda percent, stage: None))
    with acting_as(actor):
        result = publish(job)
        done = {"state": Job.State.DONE, "percent": 100, "stage": "Finished", "result": result}
        Job.objects.filter(pk=job.pk).update(**done, finished_at=search.clock)
        # The worker wrote the present moment; in the story the document was made on its own day.
        PlacementAgreement.objects.filter(pk=search.agreement.pk).update(state_at=search.clock)
        PlacementRequest.objects.filter(pk=search.request.pk).update(state_at=search.clock)
        search.agreement.refresh_from_db()
