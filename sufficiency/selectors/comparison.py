"""The newest return beside the council's placements and their agreements. It tells; it changes neither."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from placements.models import Placement
from sufficiency.choices import Difference, SpellSource
from sufficiency.models import CareSpell
from sufficiency.selectors.returns import placements_seen, return_years_visible_to
from sufficiency.selectors.spells import spells_visible_to

# What a return holds for a provider that Ofsted does not inspect.
NOT_OFSTED = "XXXXXXX"
FOREVER = date(9999, 1, 1)


@dataclass(frozen=True)
class Differs:
    """One thing that one side says and the other does not. Days are half-open; what a side lacks is None."""

    kind: Difference
    child: str
    says: str
    returned: CareSpell | None = None
    placement: Placement | None = None


@dataclass(frozen=True)
class Comparison:
    """Of the return that ends in ``year``: placements that one side has, and how many agree."""

    year: int
    returned: int
    placed: int
    alike: int
    found: Sequence[Differs]


def compare_newest_return(actor: Actor) -> Comparison | None:
    """Bought placements of the newest return beside own placements in its days; None without a return."""
    held = [row.year for row in return_years_visible_to(actor)]
    if not held:
        return None
    year = max(held)
    first, end = date(year - 1, 4, 1), date(year, 4, 1)
    spells = [
        spell
        for spell in spells_visible_to(actor).filter(source=SpellSource.RETURN, starts_on__lt=end)
        if (spell.ends_on or FOREVER) > first
    ]
    placements = [
        placement
        for placement in placements_seen(actor)
        .filter(starts_on__lt=end)
        .select_related("child", "agreement", "setting")
        if (placement.ends_on or FOREVER) > first
    ]
    known = {spell.child_key for spell in spells}
    pairs = _pairs(spells, placements)
    paired = {id(placement) for placement in pairs.values()}
    found = [_no_agreement(spell) for spell in spells if spell.is_purchased and spell.pk not in pairs]
    found += [_no_episode(p, known) for p in placements if id(p) not in paired]
    alike = 0
    for spell in spells:
        if spell.pk in pairs:
            differing = _differing(spell, pairs[spell.pk], end)
            alike += not differing
            found += differing
    found.sort(key=lambda one: (list(Difference).index(one.kind), one.child))
    return Comparison(year, sum(spell.is_purchased for spell in spells), len(placements), alike, found)


def _pairs(spells: Sequence[CareSpell], placements: Sequence[Placement]) -> dict[int, Placement]:
    """For each spell the placement of that child which shares most of its days; each placement once."""
    of_child: dict[str, list[Placement]] = defaultdict(list)
    for placement in placements:
        of_child[placement.child.reference].append(placement)
    shared = sorted(
        (
            (_shared_days(spell, placement), spell.pk, placement.pk, placement)
            for spell in spells
            for placement in of_child.get(spell.child_key, ())
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: dict[int, Placement] = {}
    taken: set[int] = set()
    for days, spell_pk, placement_pk, placement in shared:
        if days > 0 and spell_pk not in pairs and placement_pk not in taken:
            pairs[spell_pk] = placement
            taken.add(placement_pk)
    return pairs


def _shared_days(spell: CareSpell, placement: Placement) -> int:
    ends = min(spell.ends_on or FOREVER, placement.ends_on or FOREVER)
    return (ends - max(spell.starts_on, placement.starts_on)).days


def _no_agreement(spell: CareSpell) -> Differs:
    linked = spell.child_key != spell.child_code
    says = "No placement of this child in these days." if linked else "No child of ours is known as this one."
    return Differs(Difference.NO_AGREEMENT, spell.child_key, says, returned=spell)


def _no_episode(placement: Placement, known: set[str]) -> Differs:
    child = placement.child.reference
    says = (
        "The return has this child elsewhere in these days."
        if child in known
        else "No child of the return is known to be this one."
    )
    return Differs(Difference.NO_EPISODE, child, says, placement=placement)


def _differing(spell: CareSpell, placement: Placement, end: date) -> list[Differs]:
    def differs(kind: Difference, says: str) -> Differs:
        return Differs(kind, spell.child_key, says, returned=spell, placement=placement)

    found = []
    if spell.urn not in ("", NOT_OFSTED, placement.setting.urn):
        found.append(differs(Difference.URN, f"{spell.urn} in the return, {placement.setting.urn} here."))
    apart = spell.starts_on != placement.starts_on
    if apart and (spell.placed_known or spell.starts_on < placement.starts_on):
        days = (placement.starts_on - spell.starts_on).days
        found.append(differs(Difference.DATES, f"Starts {_apart(days)} here."))
    # What ended after the return's last day is still open in it.
    ends = [day if day and day <= end else None for day in (spell.ends_on, placement.ends_on)]
    if ends[0] != ends[1]:
        if ends[0] and ends[1]:
            found.append(differs(Difference.DATES, f"Ends {_apart((ends[1] - ends[0]).days)} here."))
        else:
            found.append(differs(Difference.DATES, f"Ended {'in the return' if ends[0] else 'here'} alone."))
    return found


def _apart(days: int) -> str:
    number = f"{abs(days):,} day{'s' * (abs(days) != 1)}"
    return f"{number} {'later' if days > 0 else 'earlier'}"
