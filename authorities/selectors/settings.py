"""What a council has set for itself, or the house default."""

from datetime import date
from typing import Any

from authorities.choices import Role, SettingKey
from authorities.models import AuthoritySetting

# Values a council has until it sets its own. No source fixes them; each council confirms its own.
DEFAULTS: dict[SettingKey, Any] = {
    SettingKey.CHILD_LABEL: "children in care",
    SettingKey.ELECTORAL_UNIT: "divisions",
    SettingKey.GOVERNANCE_MODEL: "cabinet",
    SettingKey.KEY_DECISION_AMOUNT: "500000.00",
    SettingKey.KEY_DECISION_OPERATOR: ">",
    SettingKey.KEY_DECISION_DIVISIONS: 2,
    SettingKey.KEY_NOTICE_CLEAR_DAYS: 28,
    SettingKey.EXCEPTION_CLEAR_DAYS: 5,
    SettingKey.PRIVATE_CLEAR_DAYS: 5,
    SettingKey.PUBLICATION_CLEAR_DAYS: 5,
    SettingKey.RECORD_DAYS: 2,
    SettingKey.CALL_IN_DAYS: 5,
    SettingKey.CALL_IN_FROM: "publication",
    SettingKey.FORWARD_PLAN_OPEN: False,
    SettingKey.ROUTE_ORDER: [
        "in_house",
        "block",
        "framework_tier_1",
        "framework_tier_2",
        "dps",
        "partnership",
        "spot",
    ],
    SettingKey.RESPONSE_HOURS: {"same_day": 4, "urgent": 24, "planned": 240},
    SettingKey.QUALITY_GATEWAY: "good",
    SettingKey.ACCEPT_NOT_INSPECTED: True,
    SettingKey.REVIEW_DAYS_AT_ONCE: 1,
    SettingKey.REVIEW_DAYS: 5,
    SettingKey.REVIEW_GRADE: Role.SERVICE_MANAGER.value,
    SettingKey.REG44_DAYS: 28,
    SettingKey.VACANCY_FRESH_DAYS: 7,
    SettingKey.WEEK_FACTOR: "365/7",
    SettingKey.RETAINER_PERCENT: "50.00",
    SettingKey.RETAINER_AFTER_NIGHTS: 7,
    SettingKey.STAFFING_ALARM_DAYS: 14,
    SettingKey.COUNTED_TOGETHER_DAYS: 365,
    SettingKey.NOTICE_DAYS: 28,
    SettingKey.UPLIFT_WINDOW: [1, 2, 3],
    SettingKey.UPLIFT_CAP_PERCENT: "1.50",
    SettingKey.CEILING_NEEDED: False,
    SettingKey.SUPPRESS_UNDER: 5,
    SettingKey.RETENTION_YEARS: 6,
    SettingKey.INVOICE_TOLERANCE: "1.00",
    SettingKey.CREDITOR_LAYOUT: "lines",
    SettingKey.PAPER_COLOUR: "#0b4f4a",
}


def setting_value(authority_id: int, key: SettingKey, *, on: date) -> Any:
    """The value in force on a day."""
    row = AuthoritySetting.objects.filter(authority_id=authority_id, key=key).in_force_on(on).first()
    return DEFAULTS[key] if row is None else row.value


def settings_in_force(authority_id: int, *, on: date) -> dict[SettingKey, Any]:
    """Every setting on a day, in one query."""
    rows = AuthoritySetting.objects.filter(authority_id=authority_id).in_force_on(on)
    return {**DEFAULTS, **{SettingKey(row.key): row.value for row in rows}}
