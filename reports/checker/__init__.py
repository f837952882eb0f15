"""Reading a paper for slips: arithmetic, dates, names, law, numbering, and recommendations without support.

Pure: text in, findings out. A rule would rather stay silent than cry wolf; what it says it shows the sum for.
"""

from dataclasses import replace

from reports.checker.draft import Draft
from reports.checker.finding import Finding, Rule
from reports.checker.rules import RULES

LONGEST = 250_000


def check(text: str) -> list[Finding]:
    """What does not hold in ``text``, in its order; each slip of one kind at one place is said once.

    A tab parts the cells of a table's row. Raises ValueError over ``LONGEST`` characters.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A paper of more than {LONGEST:,} characters can't be checked")
    draft = Draft(text)
    if not draft.lines:
        return []
    found = {(finding.rule, finding.start): finding for rule in RULES for finding in rule(draft)}
    in_order = sorted(found.values(), key=lambda finding: (finding.start, finding.rule.value))
    return [replace(finding, slip=draft.text[finding.start : finding.end]) for finding in in_order]


__all__ = ["Finding", "Rule", "check"]
