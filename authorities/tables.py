"""Columns of the audit and of the view log."""

from datetime import datetime
from typing import Any

from django.apps import apps

from core import formats
from core.models import AuditEvent
from core.tables import Column, HearthTable, NumberColumn

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
