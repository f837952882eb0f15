"""The councils of the demo world and the public facts about them.

Children looked after are as published: 31 March figures from the Department for Education's statistics for
local authorities (Open Government Licence v3.0), and dated figures from the councils' own papers, which win
where both exist. ``now``, what is in no paper, and the ladders are illustrations.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from authorities.choices import Role, ServiceCategory, SettingKey

EVERY_ROLE = tuple(Role)
FEW_ROLES = (Role.COMMISSIONER, Role.HEAD_OF_SERVICE, Role.FINANCE, Role.PLANNER)


def _march(**by_year: int) -> dict[date, int]:
    return {date(int(year[1:]), 3, 31): number for year, number in by_year.items()}


@dataclass(frozen=True)
class Council:
    """``looked_after`` is by day, ``now`` today, ``residential`` those of them in homes.

    ``bought`` is today's purchased placements by category, of which ``in_area`` stand in the council's own
    area. ``rates`` are their mean £ a week; ``ladder`` the weekly limits of the lower three grades.
    """

    code: str
    domain: str
    looked_after: dict[date, int]
    now: int
    residential: int
    bought: dict[ServiceCategory, int]
    in_area: dict[ServiceCategory, int]
    rates: dict[ServiceCategory, Decimal]
    budgets: dict[ServiceCategory, Decimal]
    roles: tuple[Role, ...] = FEW_ROLES
    ladder: tuple[int, int, int] = (1500, 4000, 6000)
    settings: dict[SettingKey, Any] = field(default_factory=dict)
    uasc_share: float = 0.05


F, R, S = ServiceCategory.FOSTERING, ServiceCategory.RESIDENTIAL, ServiceCategory.SUPPORTED


def _by_category(
    fostering: int | str, residential: int | str, supported: int | str
) -> dict[ServiceCategory, Any]:
    values = {F: fostering, R: residential, S: supported}
    return {key: Decimal(value) if isinstance(value, str) else value for key, value in values.items()}


COUNCILS: tuple[Council, ...] = (
    Council(
        code="DBS",
        domain="derbyshire",
        # Cabinet report of 26 September 2022: 711 in March 2018, 952 now; almost three quarters of
        # residential places bought outside, about £23.7m.
        looked_after=_march(y2018=711, y2019=801, y2020=862, y2021=898)
        | {date(2022, 9, 30): 952}
        | _march(y2023=995),
        now=1012,
        residential=96,
        bought=_by_category(150, 72, 34),
        in_area=_by_category(96, 31, 27),
        rates=_by_category("985.00", "6313.00", "1290.00"),
        budgets=_by_category("7600000.00", "23700000.00", "2300000.00"),
        roles=EVERY_ROLE,
        settings={
            SettingKey.KEY_DECISION_AMOUNT: "500000.00",
            SettingKey.KEY_DECISION_OPERATOR: ">",
            SettingKey.FORWARD_PLAN_OPEN: True,
        },
    ),
    Council(
        code="KEN",
        domain="kent",
        # Decision 21/00094: 75 own children in residential care, 42 of them in Kent's 336 beds, at £4,557.
        looked_after=_march(y2018=1641, y2019=1588, y2020=1806, y2021=1662, y2022=1777, y2023=1938),
        now=1955,
        residential=75,
        bought=_by_category(190, 75, 90),
        in_area=_by_category(171, 42, 81),
        rates=_by_category("930.00", "4557.00", "1180.00"),
        budgets=_by_category("9200000.00", "17800000.00", "5500000.00"),
        roles=EVERY_ROLE,
        ladder=(1500, 4500, 7000),
        settings={
            SettingKey.KEY_DECISION_AMOUNT: "1000000.00",
            SettingKey.KEY_DECISION_OPERATOR: ">",
            SettingKey.FORWARD_PLAN_OPEN: True,
        },
        uasc_share=0.22,
    ),
    Council(
        code="SFT",
        domain="sefton",
        # Cabinet report of 3 February 2022: 621 looked after, 70 in residential care (25 in the borough's 103
        # beds), 137 with agencies; budgets £11.472m and £5.097m, outturn £12.97m and £5.100m.
        looked_after=_march(y2018=480, y2019=527, y2020=566, y2021=613)
        | {date(2022, 1, 31): 621}
        | _march(y2023=611),
        now=621,
        residential=70,
        bought=_by_category(137, 70, 24),
        in_area=_by_category(60, 25, 18),
        rates=_by_category("714.00", "3553.00", "1050.00"),
        budgets=_by_category("5097000.00", "11472000.00", "1300000.00"),
        roles=EVERY_ROLE,
        settings={SettingKey.ELECTORAL_UNIT: "wards"},
    ),
    Council(
        code="WSX",
        domain="westsussex",
        # Officer report of February 2022: £60m a year of its own through the system, key from £500,000.
        looked_after=_march(y2018=704, y2019=705, y2020=806, y2021=891, y2022=861, y2023=886),
        now=902,
        residential=104,
        bought=_by_category(166, 88, 52),
        in_area=_by_category(98, 36, 41),
        rates=_by_category("1010.00", "5480.00", "1340.00"),
        budgets=_by_category("8600000.00", "25100000.00", "3600000.00"),
        roles=EVERY_ROLE,
        ladder=(1200, 3500, 5500),
        settings={
            SettingKey.CHILD_LABEL: "children we care for",
            SettingKey.KEY_DECISION_AMOUNT: "500000.00",
            SettingKey.KEY_DECISION_OPERATOR: ">=",
            SettingKey.CALL_IN_DAYS: 7,
        },
    ),
    Council(
        code="DBY",
        domain="derby",
        looked_after=_march(y2018=491, y2019=562, y2020=588, y2021=642, y2022=627, y2023=620),
        now=628,
        residential=58,
        bought=_by_category(60, 40, 15),
        in_area=_by_category(25, 14, 11),
        rates=_by_category("960.00", "5150.00", "1220.00"),
        budgets=_by_category("3000000.00", "10600000.00", "950000.00"),
        settings={SettingKey.ELECTORAL_UNIT: "wards"},
    ),
    Council(
        code="NGM",
        domain="nottinghamcity",
        looked_after=_march(y2018=616, y2019=628, y2020=656, y2021=684, y2022=722, y2023=719),
        now=708,
        residential=74,
        bought=_by_category(72, 52, 20),
        in_area=_by_category(30, 16, 15),
        rates=_by_category("975.00", "5320.00", "1240.00"),
        budgets=_by_category("3650000.00", "14200000.00", "1300000.00"),
        settings={SettingKey.ELECTORAL_UNIT: "wards"},
    ),
    Council(
        code="NTT",
        domain="nottinghamshire",
        looked_after=_march(y2018=790, y2019=862, y2020=909, y2021=993, y2022=958, y2023=956),
        now=948,
        residential=90,
        bought=_by_category(90, 64, 24),
        in_area=_by_category(55, 33, 19),
        rates=_by_category("955.00", "4980.00", "1210.00"),
        budgets=_by_category("4500000.00", "16700000.00", "1500000.00"),
    ),
    Council(
        code="POR",
        domain="portsmouth",
        looked_after=_march(y2018=415, y2019=488, y2020=468, y2021=380, y2022=386, y2023=388),
        now=394,
        residential=34,
        bought=_by_category(30, 24, 16),
        in_area=_by_category(10, 5, 10),
        rates=_by_category("990.00", "5210.00", "1300.00"),
        budgets=_by_category("1550000.00", "6500000.00", "1080000.00"),
        settings={SettingKey.ELECTORAL_UNIT: "wards"},
        uasc_share=0.12,
    ),
    Council(
        code="WRL",
        domain="wirral",
        looked_after=_march(y2018=834, y2019=832, y2020=811, y2021=826, y2022=789, y2023=772),
        now=760,
        residential=72,
        bought=_by_category(60, 44, 18),
        in_area=_by_category(28, 12, 12),
        rates=_by_category("820.00", "4210.00", "1090.00"),
        budgets=_by_category("2550000.00", "9600000.00", "1000000.00"),
        settings={SettingKey.ELECTORAL_UNIT: "wards", SettingKey.GOVERNANCE_MODEL: "committee"},
    ),
)
