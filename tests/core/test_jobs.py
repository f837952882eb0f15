"""Jobs: asked for with the work that wants them, run under a lease, published once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from core.actor import Actor, acting_as
from core.errors import DomainError
from core.jobs import JobContext, enqueue, job
from core.jobs.queue import HANDLERS, Publish
from core.jobs.worker import MAX_ATTEMPTS, run_next
from core.models import Job
from core.tasks import SHIFT, drain_jobs
from tests.factories.authorities import AuthorityFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Kinds registered by a test are gone after it."""
    before = dict(HANDLERS)
    yield
    HANDLERS.clear()
    HANDLERS.update(before)


@pytest.fixture
def clerk() -> Actor:
    return Actor.council(AuthorityFactory().pk, name="Clerk")


def ask(clerk: Actor, kind: str = "sum", **more: object) -> Job:
    with acting_as(clerk):
        return enqueue(kind, by=clerk, at=AT, title="A sum", **more)


def as_it_stands(clerk: Actor, made: Job) -> Job:
    with acting_as(clerk):
        return Job.objects.get(pk=made.pk)


def test_work_is_done_as_the_one_who_asked(clerk):
    seen = []

    @job("sum")
    def handler(context: JobContext) -> Publish:
        context.progress(50, "Adding up")
        seen.append(context.actor)
        return lambda made: {"sum": context.params["a"] + 1}

    made = ask(clerk, params={"a": 41})
    assert run_next()
    assert not run_next()
    done = as_it_stands(clerk, made)
    assert (done.state, done.result, done.percent, seen) == (Job.State.DONE, {"sum": 42}, 100, [clerk])


def test_same_key_is_one_job_until_it_fails(clerk):
    @job("sum")
    def handler(context: JobContext) -> Publish:
        raise DomainError("There is nothing to add.")

    first = ask(clerk, dedupe_key="november")
    assert ask(clerk, dedupe_key="november").pk == first.pk
    run_next()
    failed = as_it_stands(clerk, first)
    assert (failed.state, failed.error) == (Job.State.FAILED, "There is nothing to add.")
    assert ask(clerk, dedupe_key="november").pk != first.pk


def test_same_key_of_another_council_is_another_job(clerk):
    other = Actor.council(AuthorityFactory().pk)
    assert ask(clerk, dedupe_key="november").pk != ask(other, dedupe_key="november").pk


def test_overtaken_worker_publishes_nothing(clerk):
    """The first worker is thought dead while it works; the second finishes; the first comes back."""
    published, workers = [], iter(("first", "second"))

    @job("sum")
    def handler(context: JobContext) -> Publish:
        name = next(workers)
        if name == "first":
            with acting_as(clerk):
                Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert run_next()
        return lambda made: published.append(name) or {"by": name}

    made = ask(clerk)
    run_next()
    done = as_it_stands(clerk, made)
    assert (published, done.result, done.attempt) == (["second"], {"by": "second"}, 2)


def test_unexpected_error_is_told_plainly_and_writes_nothing(clerk):
    @job("sum")
    def handler(context: JobContext) -> Publish:
        def publish(made: Job) -> dict[str, object]:
            Job.objects.filter(pk=made.pk).update(title="Half done")
            raise ZeroDivisionError

        return publish

    made = ask(clerk)
    run_next()
    failed = as_it_stands(clerk, made)
    assert (failed.state, failed.title) == (Job.State.FAILED, "A sum")
    assert "ZeroDivision" not in failed.error


def test_job_that_kills_its_worker_every_time_is_given_up(clerk):
    made = ask(clerk)
    with acting_as(clerk):
        Job.objects.update(
            state=Job.State.RUNNING,
            attempt=MAX_ATTEMPTS,
            lease_until=timezone.now() - timedelta(seconds=1),
        )
    assert not run_next()
    assert as_it_stands(clerk, made).state == Job.State.FAILED


def test_another_council_sees_no_job(clerk):
    ask(clerk)
    with acting_as(Actor.council(AuthorityFactory().pk)):
        assert not Job.objects.exists()


def test_long_queue_is_worked_in_shifts_and_each_rings_for_the_next(clerk):
    bell = Redis.from_url(settings.REDIS_URL)

    @job("sum")
    def handler(context: JobContext) -> Publish:
        return lambda made: {}

    for number in range(SHIFT + 1):
        ask(clerk, params={"a": number})
    bell.delete("celery")
    drain_jobs()
    with acting_as(clerk):
        assert Job.objects.filter(state=Job.State.DONE).count() == SHIFT
    assert bell.llen("celery") == 1
    drain_jobs()
    with acting_as(clerk):
        assert Job.objects.filter(state=Job.State.DONE).count() == SHIFT + 1
    assert bell.llen("celery") == 1
