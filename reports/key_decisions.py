"""Whether a decision is key (SI 2012/2089 regulation 8): by money or by its effect on communities. Pure.

The regulation leaves what is significant to each council: its line in money, and in how many divisions or
wards an effect has to be felt, are its own settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authorities.choices import SettingKey
from core import formats


@dataclass(frozen=True)
class KeyRule:
    """``operator`` is ``>`` or ``>=``; with ``divisions`` 0 the effect on communities is not tested."""

    line: Decimal
    operator: str
    divisions: int
    unit: str

    @classmethod
    def of(cls, settings: Mapping[SettingKey, Any]) -> "KeyRule":
        return cls(
            Decimal(settings[SettingKey.KEY_DECISION_AMOUNT]),
            settings[SettingKey.KEY_DECISION_OPERATOR],
            settings[SettingKey.KEY_DECISION_DIVISIONS],
            settings[SettingKey.ELECTORAL_UNIT],
        )

    @property
    def divisions_words(self) -> str:
        """Such as "2 or more divisions"; empty where that is not tested."""
        if not self.divisions:
            return ""
        return f"{self.divisions} or more {self.unit}" if self.divisions > 1 else f"any of the {self.unit}"

    @property
    def words(self) -> str:
        """The rule as people read it."""
        money = formats.pounds(self.line)
        line = f"{money} or more" if self.operator == ">=" else f"more than {money}"
        effect = f", or whose effect is significant in {self.divisions_words}," if self.divisions else ""
        return f"A decision of {line}{effect} is key."

    def by_divisions(self, divisions: int) -> bool:
        return bool(self.divisions) and divisions >= self.divisions

    def by_money(self, amount: Decimal | None) -> bool:
        if amount is None:
            return False
        return amount >= self.line if self.operator == ">=" else amount > self.line


def key_grounds(rule: KeyRule, *, amount: Decimal | None, label: str, divisions: int) -> str:
    """Why it is a key decision, in words; empty when it is not."""
    grounds = []
    if amount is not None and rule.by_money(amount):
        beyond = "at or above" if rule.operator == ">=" else "above"
        line = formats.pounds(rule.line)
        grounds.append(f"{label} of {formats.pounds(amount)} is {beyond} the line of {line}")
    if rule.by_divisions(divisions):
        grounds.append(
            f"its effect is significant in {divisions} {rule.unit}, and {rule.divisions_words} make it key"
        )
    return " and ".join(grounds)[:1].upper() + " and ".join(grounds)[1:]
