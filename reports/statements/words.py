"""What each statement says, section by section. A paragraph whose figures no record holds is left out."""

from dataclasses import dataclass, field

from reports.choices import StatementKind

NIGHTS_COUNTED = "the last 365 nights"


@dataclass(frozen=True)
class StatementSection:
    """``pictures`` names what is drawn here; ``own`` takes the council's own words under that name."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[str, ...] = field(default=())
    own: str = ""


NEED = StatementSection(
    "need",
    "Children who need homes",
    (
        "On the day of this statement {figure:children_now} children were looked after, against "
        "{figure:children_year_ago} on {figure:year_ago}: a change of {figure:children_growth} of the "
        "earlier number.",
    ),
    ("mix",),
)
EXPECTED = StatementSection(
    "expected",
    "What we expect",
    (
        "In 36 months we expect {figure:all_expected} children (80% range {figure:all_expected_low} to "
        "{figure:all_expected_high}). In children’s homes we expect {figure:residential_expected} "
        "({figure:residential_expected_low} to {figure:residential_expected_high}), in supported "
        "accommodation {figure:supported_expected} ({figure:supported_expected_low} to "
        "{figure:supported_expected_high}).",
        "A forecast is a range, not a number. Half of the simulated futures lie in the darkest range of each "
        "picture, nineteen in twenty in the lightest.",
    ),
    ("fan_all", "fan_residential", "fan_supported"),
)
HOMES = StatementSection(
    "homes",
    "Homes there are",
    (
        "Our area has {figure:residential_settings} registered children’s homes with "
        "{figure:residential_places} usable places. Of these {figure:residential_free} are free and "
        "admitting, and {figure:residential_blocked} are free but cannot be filled.",
        "Supported accommodation has {figure:supported_places} usable places, {figure:supported_free} of "
        "them free and admitting.",
        "Of our children in children’s homes {figure:residential_in_area} live in our area; they hold "
        "{figure:residential_leverage} of its registered places.",
        "Of our young people in supported accommodation {figure:supported_in_area} live in our area.",
    ),
    ("supply",),
)
SECTIONS: dict[str, tuple[StatementSection, ...]] = {
    StatementKind.SUFFICIENCY: (
        StatementSection(
            "duty",
            "Our duty",
            (
                "The Children Act 1989 (section 22G) asks every council to take steps that secure, so far as "
                "reasonably practicable, enough accommodation within its area to meet the needs of the "
                "children it looks after and whose circumstances make a home there right for them.",
                "This statement sets out who needs a home, what homes there are, where the two part, and "
                "what we weigh. Every figure is read from a record and says as at when.",
            ),
            own="introduction",
        ),
        NEED,
        EXPECTED,
        HOMES,
        StatementSection(
            "elsewhere",
            "Where our children live",
            ("Children live where a home that suits them was found; that is not always near their family.",),
            ("map",),
        ),
        StatementSection(
            "moves",
            "Coming into care, moving and leaving",
            ("The picture shows a year of moves between kinds of care. Small flows are left out.",),
            ("flows",),
        ),
        StatementSection(
            "gap",
            "Need that was not met",
            (
                f"Over {NIGHTS_COUNTED}, children who wanted a place in a children’s home spent "
                "{figure:residential_unmet_nights} nights further away than was asked for, outside our area, "
                "in another kind of home, or waiting.",
                "In supported accommodation there were {figure:supported_unmet_nights} such nights.",
            ),
        ),
        StatementSection(
            "weighed",
            "What we weigh",
            (
                "Each scenario is a named set of changes to rates, prices or places, worked out on the same "
                "simulated futures and compared with the forecast as things are.",
            ),
            ("scenarios", "appraisal"),
        ),
        StatementSection("commitments", "What we will do", own="commitments"),
    ),
    StatementKind.MARKET: (
        StatementSection(
            "purpose",
            "What this statement is for",
            (
                "It tells providers what homes our children need now and in the coming years, so that they "
                "can plan with us. It promises no purchase.",
            ),
            own="introduction",
        ),
        NEED,
        EXPECTED,
        HOMES,
        StatementSection(
            "wanted",
            "What we could not find here",
            (
                f"Over {NIGHTS_COUNTED}, children who wanted a place in a children’s home spent "
                "{figure:residential_unmet_nights} nights further away than was asked for, outside our area, "
                "in another kind of home, or waiting. In supported accommodation there were "
                "{figure:supported_unmet_nights} such nights.",
            ),
            ("needs",),
        ),
        StatementSection("elsewhere", "Where our children live", (), ("map",)),
        StatementSection(
            "working",
            "How to work with us",
            (
                "Keep your vacancies true: a place we do not know of cannot be offered to a child. Talk to "
                "our commissioners before you open a home, about the need where you mean to open it.",
            ),
            own="commitments",
        ),
    ),
}
