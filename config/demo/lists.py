"""Two yearly lists of the regulator, small and invented, loaded as a keeper loads real ones."""

import csv
import io
from datetime import date, timedelta

from authorities.choices import Role
from config.demo.world import World
from core.imports import Given
from core.imports.work import import_now
from providers.imports import OFSTED

HEADINGS = (
    *("URN", "Provision type", "Registration date", "Registration status", "Name"),
    *("Address 1", "Address 2", "Town", "County", "Postcode", "Local authority", "Sector", "Places"),
    *("Short-break-only children's home", "Organisation which owns the provider"),
    *("Latest full inspection date", "Latest full inspection publication date"),
    "Latest full inspection event number",
    "Overall experiences and progress of children and young people",
    "How well children and young people are helped and protected",
    "The effectiveness of leaders and managers",
)
OWNERS = ("Willowherb Homes Ltd", "Meadowsweet Care Ltd", "Teasel House CIC")
AREAS = ("Staffordshire", "Leicestershire", "Lincolnshire")
GRADES = ("Good", "Good", "Outstanding", "Requires improvement to be good", "Good", "Inadequate")
# Before any published list that is likely to be loaded here: a later one would say that its homes had gone.
LISTED_ON = (date(2020, 3, 31), date(2021, 3, 31))
HOMES = 12
# A home that has closed by the second list, and the number under which the same house opens again.
MOVED, ANEW = 4, 13
SOLD, FELL, GREW = 2, 7, 9


def load_lists(world: World) -> None:
    """Lists of two years: a sale, a fall, a home that grew and one under a new number."""
    keeper = world.person("DBS", Role.REGISTER_KEEPER)
    for as_at in LISTED_ON:
        first = as_at == LISTED_ON[0]
        file = Given("list", f"invented-list-{as_at.year}.csv", list_of(as_at, first=first))
        made = import_now(kind=OFSTED, files=[file], params={}, by=keeper, at=world.now)
        assert made.state == made.State.APPLIED, made.preview


def list_of(as_at: date, *, first: bool) -> bytes:
    """A list of one day in the layout of the published ones."""
    out = io.StringIO(newline="")
    sheet = csv.DictWriter(out, HEADINGS)
    above = csv.writer(out)
    above.writerow([f"Children's social care data: provider level as at 31 March {as_at.year}"])
    above.writerow(["Every home in this list is invented"])
    above.writerow([])
    sheet.writeheader()
    numbers = [number for number in range(HOMES) if first or number != MOVED]
    for number in numbers if first else [*numbers, ANEW]:
        sheet.writerow(_row(number, as_at, first=first))
    return out.getvalue().encode()


def _row(number: int, as_at: date, *, first: bool) -> dict[str, str]:
    home = MOVED if number == ANEW else number
    owner = home + 1 if home == SOLD and not first else home
    grade = "Inadequate" if home == FELL and not first else GRADES[home % len(GRADES)]
    seen = as_at - timedelta(days=60 + 11 * home)
    opened = date(as_at.year if number == ANEW else 2019, 2, 1)
    row = {
        "URN": f"SC97{number:04d}",
        "Provision type": "Children's home",
        "Registration date": f"{opened:%d/%m/%Y}",
        "Registration status": "Active",
        **dict.fromkeys(("Name", "Postcode"), "REDACTED"),
        "Local authority": AREAS[home % len(AREAS)],
        "Sector": "Private",
        "Places": str(3 + home % 3 + (home == GREW and not first)),
        "Organisation which owns the provider": OWNERS[owner % len(OWNERS)],
    }
    if number == ANEW:
        return row
    return row | {
        "Latest full inspection date": f"{seen:%d/%m/%Y}",
        "Latest full inspection publication date": f"{seen + timedelta(days=35):%d/%m/%Y}",
        "Latest full inspection event number": f"{as_at.year}{home:04d}",
        "Overall experiences and progress of children and young people": grade,
    }
