"""Groups of persons by which indicators of Y7 to Y11 can be had: age, sex, home or away, and the left behind."""

from __future__ import annotations

from sim.core.recording.aggregation import Grouping, Groups
from sim.indicators.tallies import GroupTallies
from sim.procedures.cells import AGE_CELLS, AWAY_CELLS, CELLS, ELDERS_CELL, GUARDIANS_CELL, HOME_CELLS, WOMEN_CELL

ADULTS = (*HOME_CELLS, *AWAY_CELLS)
LEFT_BEHIND = (WOMEN_CELL, ELDERS_CELL, GUARDIANS_CELL)
EVERYBODY, AT_HOME = (*ADULTS, *LEFT_BEHIND), (*HOME_CELLS, *LEFT_BEHIND)


def _of_age(place: int) -> tuple[int, ...]:
    return tuple(cell for cell in ADULTS if cell % AGE_CELLS == place)


def _of_sex(sex: int) -> tuple[int, ...]:
    return tuple(cell for cell in ADULTS if cell // AGE_CELLS % 2 == sex)


GROUPINGS = (
    Grouping(
        "age",
        "age",
        "年龄",
        (
            ("under 45", "45岁以下", _of_age(0)),
            ("45 to 59", "45至59岁", _of_age(1)),
            ("60 and over", "60岁及以上", _of_age(2)),
        ),
    ),
    Grouping("sex", "sex", "性别", (("men", "男", _of_sex(0)), ("women", "女", _of_sex(1)))),
    Grouping("away", "home or away", "在村或外出", (("at home", "在村", HOME_CELLS), ("away", "外出", AWAY_CELLS))),
    Grouping(
        "left_behind",
        "left behind",
        "留守群体",
        (
            ("women with a husband away", "留守妇女", (WOMEN_CELL,)),
            ("elders with all children away", "留守老人", (ELDERS_CELL,)),
            ("guardians of left-behind children", "留守儿童监护人", (GUARDIANS_CELL,)),
        ),
    ),
)

GROUPS = Groups(
    tallies=GroupTallies,
    cells=CELLS,
    groupings={grouping.name: grouping for grouping in GROUPINGS},
    sources={
        "adults": (("persons",), EVERYBODY),
        "adults_home": (("persons",), AT_HOME),
        "adults_away": (("persons",), AWAY_CELLS),
        "needs_arisen": (("needs_arisen",), EVERYBODY),
        "successes": (("successes",), EVERYBODY),
        "needs_not_found": (("not_found",), EVERYBODY),
        "visits": (("visits",), AT_HOME),
        "messages": (("messages",), EVERYBODY),
        "no_contact_year": (("no_contact",), AT_HOME),
        "trust": (("trust",), EVERYBODY),
        "device_adults": (("device",), EVERYBODY),
        "device_adults_home": (("device",), AT_HOME),
        "active": (("active",), EVERYBODY),
        "active_home": (("active",), AT_HOME),
        "dormant": (("dormant",), EVERYBODY),
        "accounts": (("active", "dormant"), EVERYBODY),
        "misperception": (("misperception",), EVERYBODY),
    },
)
"""What is kept by group, for :class:`~sim.core.recording.recorder.Recorder`; left-behind children count through the guardian."""
