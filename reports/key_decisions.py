"""Whether a decision is key (SI 2012/2089 regulation 8): by money or by its effect on communities. Pure."""

from decimal import Decimal

from core import formats

# "Two or more wards or electoral divisions".
DIVISIONS = 2


def key_grounds(
    *, amount: Decimal | None, label: str, line: Decimal, operator: str, divisions: int, unit: str
) -> str:
    """Why it is a key decision, in words; empty when it is not. ``operator`` is ``>`` or ``>=``."""
    grounds = []
    if amount is not None and (amount >= line if operator == ">=" else amount > line):
        beyond = "at or above" if operator == ">=" else "above"
        grounds.append(f"{label} of {formats.pounds(amount)} is {beyond} the line of {formats.pounds(line)}")
    if divisions >= DIVISIONS:
        grounds.append(f"its effect is significant in {divisions} {unit}")
    return " and ".join(grounds)[:1].upper() + " and ".join(grounds)[1:]
