"""Doors to what councils see of a home's quality, and its story in one line of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import formats
from core.actor import Actor
from core.errors import NotFound
from providers.choices import LIVE_CONCERNS, Outcome, VisitFinding
from providers.grades import scale_of
from providers.models import (
    Concern,
    Provider,
    ProviderGroup,
    QualityNote,
    QualityVisit,
    Reg44Report,
    Setting,
    Suspension,
)

# Homes of one group in trouble at a time from which the group as a whole is looked at.
GROUP_ALERT_FROM = 2
# Ofsted goes back so many weeks after a home is judged inadequate.
OFSTED_RETURNS_AFTER = (6, 8)


def concerns_visible_to(actor: Actor) -> QuerySet[Concern]:
    """Every council's concerns; the wall keeps providers out."""
    return Concern.objects.select_related("authority", "provider", "setting")


def access_concern(actor: Actor, reference: str) -> Concern:
    found = concerns_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def visits_visible_to(actor: Actor) -> QuerySet[QualityVisit]:
    """Every council's visits."""
    return QualityVisit.objects.select_related("authority", "setting")


def access_visit(actor: Actor, reference: str) -> QualityVisit:
    found = visits_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def notes_of(about: Concern | QualityVisit, actor: Actor) -> list[QualityNote]:
    """What the actor's own council wrote beneath it, newest first; the wall hides everybody else's."""
    notes: QuerySet[QualityNote] = about.notes.filter(authority=actor.authority_id)
    return list(notes.order_by("-written_at", "-pk"))


def concerns_about(setting: Setting, actor: Actor) -> QuerySet[Concern]:
    """Concerns about a home or about its provider as a whole, live ones first."""
    return concerns_visible_to(actor).filter(_about(setting)).order_by("-raised_at", "-pk")


def concerns_about_provider(provider: Provider, actor: Actor) -> QuerySet[Concern]:
    """Live concerns about a provider as a whole."""
    whole = concerns_visible_to(actor).filter(provider=provider, setting=None, state__in=LIVE_CONCERNS)
    return whole.order_by("-raised_at", "-pk")


def reports_received(setting: Setting, actor: Actor) -> QuerySet[Reg44Report]:
    """The council's own copies of a home's monthly reports, newest first. Their files are not read."""
    reports = Reg44Report.objects.filter(authority=actor.authority_id, setting=setting)
    return reports.select_related("document").defer("document__content").order_by("-month")


def suspensions_to_ratify(actor: Actor, *, on: date) -> QuerySet[Suspension]:
    """The council's own suspensions not yet over that nobody has ratified, each with ``urn``: of its home, or
    of one of the provider's."""
    any_home = Setting.objects.filter(provider=OuterRef("provider")).order_by("name").values("urn")[:1]
    return (
        Suspension.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), authority=actor.authority_id)
        .filter(ratified_at=None)
        .annotate(urn=Coalesce("setting__urn", Subquery(any_home)))
        .select_related("setting", "provider")
        .order_by("starts_on", "pk")
    )


@dataclass(frozen=True)
class QualityEvent:
    """One line of a home's story. ``tone`` is one of the timeline's; ``route`` names a page to open."""

    on: date
    title: str
    by: str = ""
    text: str = ""
    tone: str = ""
    route: str = ""
    key: str = ""


def story_of(setting: Setting, actor: Actor, *, reasons: bool) -> list[QualityEvent]:
    """Everything known of a home's quality, newest first, in a fixed number of queries.

    ``reasons`` says whether the actor may read why: the words of suspensions, concerns and visits.
    """
    about = _about(setting)
    suspensions = Suspension.objects.filter(about).select_related("authority").order_by("pk")
    events = [
        *_inspections(setting),
        *_registrations(setting),
        *_notices(setting),
        *(event for suspension in suspensions for event in _suspension(suspension, reasons)),
        *(_concern(concern, reasons) for concern in concerns_about(setting, actor)),
        *(_visit(visit, reasons) for visit in visits_visible_to(actor).filter(setting=setting)),
        *(_report(report) for report in reports_received(setting, actor)),
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _about(setting: Setting) -> Q:
    return Q(setting=setting) | Q(setting=None, provider=setting.provider_id)


def _inspections(setting: Setting) -> Iterable[QualityEvent]:
    scale = scale_of(setting.registration_type)
    for each in setting.inspections.all():
        low = each.outcome in scale and scale.index(each.outcome) >= len(scale) - 2
        yield QualityEvent(
            each.known_on,
            f"Judged {each.get_outcome_display()}",
            by=f"told of by {each.typed_by}" if each.typed_by else "Ofsted",
            text=f"Inspected on {formats.day(each.inspected_on)}",
            tone="warning" if low else "strong",
        )


def _registrations(setting: Setting) -> Iterable[QualityEvent]:
    for period in setting.registrations.all():
        yield QualityEvent(
            period.starts_on, f"Registration: {period.get_status_display().lower()}", by="Ofsted"
        )


def _notices(setting: Setting) -> Iterable[QualityEvent]:
    for notice in setting.notices.all():
        what = notice.get_kind_display()
        yield QualityEvent(
            notice.starts_on, what, by="Ofsted", text=f"Told of by {notice.typed_by}", tone="warning"
        )
        if notice.ends_on:
            ended = f"Told of by {notice.ended_by}"
            yield QualityEvent(notice.ends_on, f"{what}: ended", by="Ofsted", text=ended, tone="strong")


def _suspension(each: Suspension, reasons: bool) -> Iterable[QualityEvent]:
    whose = "This home" if each.setting_id else "The whole provider"
    ratified = f"Ratified by {each.ratified_by}." if each.ratified_at else "Not yet ratified."
    yield QualityEvent(
        each.starts_on,
        f"{whose} suspended: {each.get_scope_display().lower()}",
        by=each.authority.name,
        text=f"{each.reason} {ratified}" if reasons else "",
        tone="warning",
    )
    if each.ends_on:
        yield QualityEvent(each.ends_on, "Suspension lifted", by=each.authority.name, tone="strong")


def _concern(each: Concern, reasons: bool) -> QualityEvent:
    about = "" if each.setting_id else ", about the whole provider"
    return QualityEvent(
        each.noticed_on,
        f"Concern: {each.get_category_display()}{about} ({each.get_state_display().lower()})",
        by=each.authority.name,
        text=each.summary if reasons else "",
        tone="warning" if each.state in LIVE_CONCERNS[:2] else "",
        route="concern_detail" if reasons else "",
        key=each.reference,
    )


def _visit(each: QualityVisit, reasons: bool) -> QualityEvent:
    return QualityEvent(
        each.visited_on,
        f"{each.get_kind_display()}: {each.get_finding_display().lower()}",
        by=f"{each.visited_by}, {each.authority.name}",
        text=each.summary if reasons else "",
        tone="" if each.finding == VisitFinding.GOOD else "warning",
        route="visit_detail" if reasons else "",
        key=each.reference,
    )


def _report(each: Reg44Report) -> QualityEvent:
    opinion = "safeguarded" if each.is_safeguarded else "not effectively safeguarded"
    return QualityEvent(
        each.received_on,
        f"Regulation 44 report for {formats.month(each.month)}",
        by=each.recorded_by,
        text=f"The independent person found the children {opinion}.",
        tone="" if each.is_safeguarded else "warning",
        route="document_download",
        key=each.document.reference,
    )


@dataclass(frozen=True)
class GroupAtRisk:
    """A group of which several homes are in trouble at once, and a provider by which to open it."""

    group: ProviderGroup
    homes: Sequence[str]
    provider_reference: str


def groups_at_risk(actor: Actor, *, on: date) -> list[GroupAtRisk]:
    """Groups with at least ``GROUP_ALERT_FROM`` homes suspended or under a live concern, in three queries."""
    suspended = Suspension.objects.in_force_on(on).filter(provider__group__isnull=False)
    worried = concerns_visible_to(actor).filter(state__in=LIVE_CONCERNS[1:], provider__group__isnull=False)
    one = {s for rows in (suspended, worried) for s in rows.values_list("setting", flat=True) if s}
    whole = {
        p
        for rows in (suspended, worried)
        for p in rows.filter(setting=None).values_list("provider", flat=True)
    }
    homes = Setting.objects.filter(Q(pk__in=one) | Q(provider__in=whole), provider__group__isnull=False)
    found: dict[int, list[Setting]] = {}
    for home in homes.select_related("provider__group").order_by("name", "pk"):
        found.setdefault(home.provider.group_id or 0, []).append(home)
    return [
        GroupAtRisk(group, [home.name for home in homes], homes[0].provider.reference)
        for homes in found.values()
        if len(homes) >= GROUP_ALERT_FROM and (group := homes[0].provider.group)
    ]


def ofsted_returns(setting: Setting) -> tuple[date, date] | None:
    """Between which days Ofsted is expected back, while its newest judgement of a home is inadequate."""
    newest = setting.inspections.order_by("-inspected_on", "-pk").first()
    if newest is None or newest.outcome != Outcome.INADEQUATE:
        return None
    first, last = (timedelta(weeks=weeks) for weeks in OFSTED_RETURNS_AFTER)
    return newest.inspected_on + first, newest.inspected_on + last
