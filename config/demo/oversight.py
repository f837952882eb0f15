"""How councils watch over homes: one fell, one has no manager; what was done, and who may count what."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.utils import timezone

from authorities.choices import Role
from config.demo.cast import COUNCILS
from config.demo.world import World
from core.actor import acting_as
from core.documents.store import store_document
from core.models import Document
from core.pdf import render_pdf
from placements.choices import ReviewOutcome
from placements.models import ChildReview, Placement
from placements.selectors.oversight import missing_reports
from placements.services.counts import share_counts
from placements.services.prices import share_prices
from placements.services.reviews import Found, act_on_alerts, decide_review, record_review
from placements.tasks import quality_watch
from providers.choices import ConcernCategory, Outcome, SuspensionScope, VisitFinding, VisitKind
from providers.choices import RegistrationType as T
from providers.models import Reg44Report, Setting
from providers.services.concerns import move_concern, raise_concern
from providers.services.inspections import record_inspection
from providers.services.oversight import record_visit
from providers.services.suspensions import ratify_suspension, suspend

# Of every so many homes one has not sent last month's report.
ONE_LATE_IN = 7


def load_oversight(world: World) -> None:
    """Older suspensions and what came of them, then a home in which two councils have children falls to
    inadequate while its sister has no manager."""
    living = _children_by_home(world)
    _older_suspensions(world, living)
    _fallen(world, living)
    _reports(world)
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            share_counts(by=actor, on=world.today)
            share_prices(by=actor, on=world.today)


def _children_by_home(world: World) -> dict[int, Counter[str]]:
    """By children's home, how many children each council has there."""
    living: dict[int, Counter[str]] = defaultdict(Counter)
    for council in COUNCILS:
        with acting_as(world.council(council.code)):
            here = Placement.objects.filter(ends_on=None, setting__registration_type=T.CHILDRENS_HOME)
            for pk in here.values_list("setting", flat=True):
                living[pk][council.code] += 1
    return living


def _older_suspensions(world: World, living: dict[int, Counter[str]]) -> None:
    """Derbyshire has long stopped placing with a home and decided that its children stay; Kent with a home
    that nobody runs."""
    bought = [home for home in world.homes if home.is_bought]
    known = max(bought, key=lambda home: (home.area == "DBS", living[home.setting.pk]["DBS"] == 2))
    _suspend(
        world,
        "DBS",
        known.setting,
        days_ago=20,
        scope=SuspensionScope.NEW_PLACEMENTS,
        reason="Three serious incidents in a month. No new placements until there is a plan.",
    )
    _act(world, days_ago=20)
    for review in _reviews(world, "DBS", known.setting):
        _record(world, review, Role.PLACEMENTS_OFFICER, ReviewOutcome.STAY)
        manager = world.person("DBS", Role.SERVICE_MANAGER)
        with acting_as(manager):
            decide_review(
                review=review,
                outcome=ReviewOutcome.STAY,
                reasons="Settled and safe here; a move would cost school and friends.",
                by=manager,
                at=world.now - timedelta(days=14),
            )
    quiet = min((h for h in bought if h.area == "KEN" and living[h.setting.pk]), key=lambda home: home.taken)
    _suspend(
        world,
        "KEN",
        quiet.setting,
        days_ago=6,
        scope=SuspensionScope.ALL,
        reason="The registered manager has left and no one is in charge.",
    )
    _act(world, days_ago=6)


def _fallen(world: World, living: dict[int, Counter[str]]) -> None:
    """Judged inadequate three days ago, known today: suspended at once, waiting to be ratified."""
    home = _home_of_two_councils(world, living)
    commissioner = world.person("DBS", Role.COMMISSIONER)
    with acting_as(commissioner):
        record_visit(
            setting=home,
            kind=VisitKind.UNANNOUNCED,
            visited_on=world.today - timedelta(days=12),
            visited_by=commissioner.name,
            finding=VisitFinding.SERIOUS,
            summary="Two of the five staff on shift were agency workers on their first day.",
            by=commissioner,
            at=world.now,
        )
        record_inspection(
            setting=home,
            outcome=Outcome.INADEQUATE,
            inspected_on=world.today - timedelta(days=3),
            published_on=None,
            by=commissioner,
            at=world.now,
        )
        for sister in _sisters(world, home)[:1]:
            concern = raise_concern(
                setting=sister,
                whole_provider=False,
                category=ConcernCategory.LEADERSHIP,
                noticed_on=world.today - timedelta(days=9),
                summary="The manager left, and the deputy covers two homes.",
                by=commissioner,
                at=world.now,
            )
            move_concern(
                concern=concern,
                verb="escalate",
                reason="Nobody has been appointed since.",
                by=commissioner,
                at=world.now,
            )
    _suspend(
        world,
        "DBS",
        home,
        days_ago=0,
        scope=SuspensionScope.NEW_PLACEMENTS,
        reason="Judged inadequate. No new children until we have seen the improvement plan.",
    )
    _act(world, days_ago=0)
    _record(world, _reviews(world, "DBS", home)[0], Role.COMMISSIONER, ReviewOutcome.STAY_SAFEGUARDED)


def _home_of_two_councils(world: World, living: dict[int, Counter[str]]) -> Setting:
    """Where Derbyshire and another council have children, in a group with sister homes if there is one."""
    shared = [
        home.setting
        for home in world.homes
        if home.is_bought and "DBS" in living[home.setting.pk] and len(living[home.setting.pk]) > 1
    ]
    return max(shared, key=lambda home: (bool(home.provider.group_id), living[home.pk]["DBS"], home.urn))


def _sisters(world: World, home: Setting) -> list[Setting]:
    """The other children's homes of its group, or of its provider."""

    def owner(one: Setting) -> tuple[int | None, int]:
        return (one.provider.group_id, 0 if one.provider.group_id else one.provider_id)

    same = [h.setting for h in world.homes if h.setting.registration_type == T.CHILDRENS_HOME]
    return [one for one in same if owner(one) == owner(home) and one.pk != home.pk]


def _suspend(
    world: World, code: str, home: Setting, *, days_ago: int, scope: SuspensionScope, reason: str
) -> None:
    at = world.now - timedelta(days=days_ago)
    commissioner = world.person(code, Role.COMMISSIONER)
    with acting_as(commissioner):
        suspension = suspend(
            setting=home,
            whole_provider=False,
            scope=scope,
            reason=reason,
            starts_on=timezone.localdate(at),
            by=commissioner,
            at=at,
        )
    if days_ago:
        head = world.person(code, Role.HEAD_OF_SERVICE)
        with acting_as(head):
            ratify_suspension(suspension=suspension, by=head, at=at)


def _act(world: World, *, days_ago: int) -> None:
    """Each council hears of what happened, as its own process would."""
    for council in COUNCILS:
        with acting_as(quality_watch(world.authorities[council.code].pk)) as watch:
            act_on_alerts(by=watch, at=world.now - timedelta(days=days_ago))


def _reviews(world: World, code: str, home: Setting) -> list[ChildReview]:
    with acting_as(world.council(code)):
        return list(ChildReview.objects.filter(setting=home).order_by("reference"))


def _record(world: World, review: ChildReview, role: Role, recommended: ReviewOutcome) -> None:
    day = timezone.localdate(review.opened_at)
    found = Found(
        seen_on=day,
        findings="Well, and close to two of the staff. Sleeps and eats as before.",
        child_views="I do not want to move again. I like my room.",
        iro_told_on=day,
        iro_views="A move now would set the care plan back.",
        recommended=recommended,
        safeguards="A visit every week, and a named night worker until the plan is accepted.",
    )
    person = world.person("DBS", role)
    with acting_as(person):
        record_review(review=review, found=found, by=person, at=review.opened_at + timedelta(hours=3))


def _reports(world: World) -> None:
    """Most homes have sent every monthly report that is due; some have not sent the last."""
    content = render_pdf(
        "<!doctype html><html lang='en-GB'><head><title>Report</title></head><body><h1>Independent person's"
        " report</h1><p>A demonstration. No real home or child is in it.</p></body></html>",
        title="Independent person's report",
    )
    for council in COUNCILS:
        with acting_as(world.council(council.code)) as actor:
            document = store_document(
                title="Regulation 44 report",
                filename="report.pdf",
                content_type="application/pdf",
                content=content,
                classification=Document.Classification.CHILD,
                authority_id=actor.council_id,
                at=world.now,
            )
            Reg44Report.objects.bulk_create(
                Reg44Report(
                    authority_id=actor.council_id,
                    setting=each.setting,
                    provider_id=each.setting.provider_id,
                    month=month,
                    visited_on=month + timedelta(days=13),
                    received_on=month + timedelta(days=34),
                    is_safeguarded=True,
                    document=document,
                    recorded_by="Registered manager",
                    recorded_at=world.now,
                )
                for number, each in enumerate(missing_reports(actor, on=world.today))
                for month in (each.months if number % ONE_LATE_IN else each.months[:-1])
            )
