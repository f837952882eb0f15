"""Telling the other councils of an arrangement what a result says, and nothing of few children."""

from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.models import KpiResult, SharedResult
from contracts.tool_choices import OF_CHILDREN


def share_result(result: KpiResult, *, children: int | None) -> SharedResult:
    """``children`` is how many the result is of; None where nobody counted them."""
    on = timezone.localdate(result.recorded_at)
    fewest = setting_value(result.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    return SharedResult.objects.create(
        authority_id=result.authority_id,
        kpi=result.kpi,
        quarter=result.quarter,
        fewer_than=fewest,
        recorded_at=result.recorded_at,
        **_told(result, children, fewest),
    )


def _told(result: KpiResult, children: int | None, fewest: int) -> dict[str, Any]:
    figures = {"value": result.value, "counted": result.counted, "out_of": result.out_of}
    if result.kpi.measure not in OF_CHILDREN:
        return {"is_told": True, "is_met": result.is_met, **figures}
    if children is None or children < fewest:
        return {"is_told": False}
    told = {"is_told": True, "is_met": result.is_met, "children": children}
    return told if _splits_off_few(result, fewest) else {**told, **figures}


def _splits_off_few(result: KpiResult, fewest: int) -> bool:
    """Of nobody is not of few."""
    if result.counted is None or result.out_of is None:
        return False
    return any(0 < part < fewest for part in (result.counted, result.out_of - result.counted))
