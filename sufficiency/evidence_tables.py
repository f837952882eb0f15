"""What ended searches say of the market, as rows and a sentence."""

from collections import Counter
from decimal import Decimal

from core import formats
from core.tables import Heading, Rows
from placements.choices import DeclineReason
from placements.matching import LeftOut
from sufficiency.selectors.evidence import Evidence

DECLINES = {reason.value: str(reason.label) for reason in DeclineReason}
RULES = {rule.name.lower(): rule.value for rule in LeftOut}


def evidence_words(found: Evidence) -> str:
    """How the searches went, and what they cost beyond the usual."""
    if not found.searches:
        return "No search for such a home has ended in these nights."
    told = (
        f"{found.searches:,} searches ended, {found.placed:,} of them with a home."
        f" Of {found.asked:,} providers asked, {found.declines.total():,} declined, {found.unread:,} never"
        f" opened the referral and {found.no_reply:,} gave no answer in time."
    )
    if not found.extra_weekly:
        return told
    mean = sum(found.extra_weekly, Decimal(0)) / len(found.extra_weekly)
    more = "more" if mean >= 0 else "less"
    return f"{told} What was got cost {formats.pounds(abs(mean))} a week {more} than we usually pay here."


def decline_rows(found: Evidence) -> Rows:
    return _counted("Why providers declined", "Providers", found.declines, DECLINES)


def not_fit_rows(found: Evidence) -> Rows:
    return _counted("Why homes did not fit", "Homes", found.not_fit, RULES)


def _counted(what: str, of: str, counts: Counter[str], words: dict[str, str]) -> Rows:
    return Rows(
        [Heading(what), Heading(of, numeric=True)],
        [[words.get(code, code), f"{number:,}"] for code, number in counts.most_common()],
    )
