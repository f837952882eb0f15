"""What the checker says of one place in a paper."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Rule(StrEnum):
    """What kind of slip it is; the value is kept with a dismissal, the label is what people read."""

    label: str

    def __new__(cls, value: str, label: str) -> "Rule":
        rule = str.__new__(cls, value)
        rule._value_, rule.label = value, label
        return rule

    SUM = "sum", "A sum that does not hold"
    PERCENTAGE = "percentage", "A percentage that does not hold"
    BASE = "base", "A percentage on the wrong base"
    RATE = "rate", "Weekly rate and yearly cost disagree"
    TERM = "term", "Yearly amount and term disagree"
    MAGNITUDE = "magnitude", "An amount of unlikely size"
    DATE = "date", "A date that does not fit"
    COUNT = "count", "Two counts of one thing"
    NAME = "name", "One thing under several names"
    STATUTE = "statute", "A law wrongly named"
    NUMBERING = "numbering", "Broken numbering"
    SUPPORT = "support", "A recommendation without support"
    DELEGATION = "delegation", "A delegation that names different posts"
    CONTRADICTION = "contradiction", "Two statements that contradict each other"
    REPETITION = "repetition", "The same words or name twice"
    GAP = "gap", "Something a reader needs is not said"


@dataclass(frozen=True)
class Finding:
    """``start`` and ``end`` are the slip's place in the checked text; ``quote`` is the sentence around it.

    ``working`` is the checker's own sum (empty where there is none) and ``correction`` what would be right.
    """

    rule: Rule
    start: int
    end: int
    quote: str
    says: str
    correction: str
    working: str = ""
    slip: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same words under the same rule, wherever they move to."""
        words = re.sub(r"\s+", " ", f"{self.quote}|{self.says}").strip().casefold()
        return sha256(f"{self.rule.value}|{words}".encode()).hexdigest()[:24]
