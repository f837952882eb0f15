"""How a finding is shown: the quote with the slip marked in it, our sum, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from reports.models import Paper
from reports.selectors.checking import Checked, Found

LONGEST_QUOTE = 420


@dataclass(frozen=True)
class FindingCard:
    """``before``, ``slip`` and ``after`` make up the quote; ``action`` is empty for who may only read."""

    label: str
    says: str
    working: str
    correction: str
    before: str
    slip: str
    after: str
    put_aside: str
    action: str


def cards(found: Iterable[Found], checked: Checked, *, writes: bool) -> list[FindingCard]:
    return [_card(each, checked, writes) for each in found]


def _card(found: Found, checked: Checked, writes: bool) -> FindingCard:
    finding, dismissal = found.finding, found.dismissal
    address = "finding_restore" if dismissal else "finding_dismiss"
    kind = "draft" if isinstance(checked, Paper) else "older"
    before, slip, after = _marked(finding.quote, finding.slip)
    return FindingCard(
        finding.rule.label,
        finding.says,
        finding.working,
        finding.correction,
        before,
        slip,
        after,
        f"{dismissal.dismissed_by.name}: {dismissal.reason}" if dismissal else "",
        reverse(address, args=[kind, checked.reference, finding.fingerprint]) if writes else "",
    )


def _marked(quote: str, slip: str) -> tuple[str, str, str]:
    """The quote around its slip, shortened far from it."""
    before, found, after = quote.partition(slip) if slip and slip != quote else (quote, "", "")
    if not found:
        return _shortened(quote, LONGEST_QUOTE), "", ""
    reach = LONGEST_QUOTE // 2
    lead = f"…{before[-reach:]}" if len(before) > reach else before
    return lead, _shortened(found, LONGEST_QUOTE), _shortened(after, reach)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
