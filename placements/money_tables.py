"""Small tables of a placement's money page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from contracts.models import OneOff
from core import formats
from core.components import render_component
from core.tables import Heading, Rows
from placements.models import JointFunding


def funding_rows(shares: Sequence[JointFunding]) -> Rows:
    return Rows(
        (
            Heading("Fee"),
            Heading("From"),
            Heading("Until"),
            Heading("Health", numeric=True),
            Heading("Education", numeric=True),
            Heading("Agreement"),
        ),
        [
            (
                share.get_fee_kind_display(),
                formats.short_day(share.starts_on),
                formats.short_day(share.ends_on) if share.ends_on else "Open",
                _percent(share.health_percent),
                _percent(share.education_percent),
                share.agreed_reference,
            )
            for share in shares
        ],
    )


def one_off_rows(rows: Sequence[OneOff], *, may_keep: bool) -> Rows:
    return Rows(
        (
            Heading("Reference"),
            Heading("Day"),
            Heading("For"),
            Heading("Recorded by"),
            Heading("Amount", numeric=True),
            Heading(""),
        ),
        [
            (
                row.reference,
                formats.short_day(row.on),
                row.reason,
                row.recorded_by,
                formats.money(row.amount),
                _cancel(row, may_keep=may_keep),
            )
            for row in rows
        ],
    )


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}%"


def _cancel(row: OneOff, *, may_keep: bool) -> Any:
    if row.cancelled_at:
        return f"Cancelled on {formats.day(row.cancelled_at)}"
    if not may_keep:
        return ""
    href = reverse("oneoff_cancel", args=[row.reference])
    return render_component("button", text="Cancel it", href=href, kind="secondary", small=True)
