"""Columns of the audit, of the view log and of the register of councils; tables of the administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.safestring import SafeString

from authorities.choices import GRADES, Role
from authorities.models import DelegationRule, RoleAssignment, RoleDelegation, StaffMember
from authorities.policies import can_end_standing_in, has_ended
from authorities.selectors.administration import Border, DatedSetting
from authorities.setting_kinds import KINDS
from core import formats
from core.actor import Actor
from core.models import AuditEvent
from core.tables import (
    CodeColumn,
    Column,
    DateColumn,
    Heading,
    HearthTable,
    LinkColumn,
    NumberColumn,
    Rows,
    link,
)

# Names of records by table, for people.
RECORDS = {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}
DONE = {"insert": "Added", "update": "Changed", "delete": "Removed"}


class MomentColumn(Column):
    """A moment to the minute: an audit needs more than the day."""

    cell_class = "nowrap"

    def render(self, value: datetime) -> str:
        return formats.moment(value)

    def value(self, value: datetime) -> datetime:
        return value


class AuditTable(HearthTable):
    caption = "Changes, newest first"
    nothing = "No change fits these filters."

    at = MomentColumn(verbose_name="When")
    person = Column(verbose_name="By", empty_values=(None,))
    action = Column(verbose_name="What")
    table_name = Column(verbose_name="Record")
    row_id = Column(verbose_name="Number")
    changed = Column(verbose_name="Fields", orderable=False)

    def render_person(self, value: str) -> str:
        return value.replace("_", " ").capitalize() or "Hearth"

    def render_action(self, value: str) -> str:
        return DONE[value]

    def render_table_name(self, value: str) -> str:
        return RECORDS.get(value, value).capitalize()

    def render_changed(self, record: AuditEvent) -> str:
        return ", ".join(record.changed) if record.action == "update" and record.changed else "All"


class ViewTable(HearthTable):
    caption = "Looks at children's records, newest first"
    nothing = "No look fits these filters."

    at = MomentColumn(verbose_name="When")
    person = Column(verbose_name="By")
    subject = Column(verbose_name="Record")
    level = NumberColumn(verbose_name="Level")
    page = Column(verbose_name="Page")

    def value_level(self, value: Any) -> Any:
        return value


class RefusedTable(HearthTable):
    caption = "Addresses asked for that are not there or not theirs, newest first"
    nothing = "Nobody was refused in these days."

    at = MomentColumn(verbose_name="When")
    person = Column(verbose_name="By", default="A provider's person")
    organisation = Column(verbose_name="Of")
    page = Column(verbose_name="Page")


class CouncilTable(HearthTable):
    """Councils with children's services duties; needs ``authorities_register``."""

    caption = "Councils"
    nothing = "No council fits these filters."

    name = LinkColumn(verbose_name="Council", href=lambda a: reverse("council_detail", args=[a.code]))
    code = CodeColumn(verbose_name="ONS code")
    region = Column(verbose_name="Region")
    kind = Column(verbose_name="Kind")
    borders = NumberColumn(verbose_name="Adjoining areas")
    starts_on = DateColumn(verbose_name="Since")


def setting_rows(settings: Iterable[DatedSetting]) -> Rows:
    return Rows(
        (Heading("Setting"), Heading("Today"), Heading("Since"), Heading("To come"), Heading("Change")),
        [
            (
                each.key.label,
                KINDS[each.key].words(each.value),
                formats.short_day(each.since) if each.since else "Start",
                _coming(each),
                _change_link(each),
            )
            for each in settings
        ],
    )


def _coming(setting: DatedSetting) -> str:
    if setting.coming is None:
        return "Nothing"
    words = KINDS[setting.key].words(setting.coming.value)
    return f"{words} from {formats.short_day(setting.coming.starts_on)}"


def _change_link(setting: DatedSetting) -> SafeString:
    return link("setting_change", "Change", setting.key, hidden=setting.key.label.lower())


def rule_rows(rules: Iterable[DelegationRule], *, on: date) -> Rows:
    """The ladder, lowest grade first, rules to come after those in force."""
    in_order = sorted(rules, key=lambda rule: (GRADES.index(Role(rule.role)), rule.starts_on))
    return Rows(
        (
            Heading("Grade"),
            Heading("A week", numeric=True),
            Heading("A year", numeric=True),
            Heading("A placement in all", numeric=True),
            Heading("From"),
            Heading("Until"),
        ),
        [
            (
                rule.get_role_display(),
                *(_limit(limit) for limit in (rule.weekly_limit, rule.annual_limit, rule.whole_life_limit)),
                formats.short_day(rule.starts_on),
                formats.short_day(rule.ends_on) if rule.ends_on else "Open",
            )
            for rule in in_order
        ],
    )


def _limit(limit: Any) -> str:
    return "No limit" if limit is None else formats.money(limit)


def people_rows(people: Iterable[StaffMember], *, on: date) -> Rows:
    return Rows(
        (Heading("Name"), Heading("Job title"), Heading("Team"), Heading("Roles")),
        [
            (
                person.name,
                person.job_title,
                person.team or "None",
                "; ".join(_role_words(held, on) for held in person.roles_now) or "None",  # type: ignore[attr-defined]
            )
            for person in people
        ],
    )


def _role_words(held: RoleAssignment, on: date) -> str:
    words = held.get_role_display()
    if held.starts_on > on:
        words += f" from {formats.short_day(held.starts_on)}"
    return f"{words} until {formats.short_day(held.ends_on)}" if held.ends_on else words


def border_rows(borders: Iterable[Border]) -> Rows:
    return Rows(
        (Heading("Council"), Heading("Adjoins ours"), Heading("On whose word"), Heading("Since")),
        [
            (
                link("council_detail", border.neighbour.name, border.neighbour.code),
                "Yes" if border.adjoins else "No",
                border.source,
                formats.short_day(border.since),
            )
            for border in borders
        ],
    )


@dataclass(frozen=True)
class DelegationLine:
    """One delegation as a line to read, with the button that ends it."""

    reference: str
    title: str
    text: str
    tone: str
    may_end: bool
    end_text: str


def delegation_lines(
    delegations: Iterable[RoleDelegation], actor: Actor, *, on: date
) -> list[DelegationLine]:
    return [_delegation_line(each, actor, on) for each in delegations]


def _delegation_line(each: RoleDelegation, actor: Actor, on: date) -> DelegationLine:
    assert each.ends_on is not None
    over = has_ended(each, on=on)
    days = f"{formats.short_day(each.starts_on)} until {formats.short_day(each.ends_on)}"
    ended = ""
    if each.ended_at is not None and each.ended_by is not None:
        ended = f" Ended by {each.ended_by.name}, {formats.moment(each.ended_at)}."
    return DelegationLine(
        reference=each.reference,
        title=f"{each.deputy.name} for {each.holder.name}, {each.get_role_display().lower()}",
        text=f"{days}: {each.reason}. Given {formats.moment(each.granted_at)}.{ended}",
        tone="" if over else "strong",
        may_end=not over and bool(can_end_standing_in(actor, each)),
        end_text=f"End this ({each.deputy.name})",
    )
