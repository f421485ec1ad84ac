"""Values that depend on the year a world starts in: pay, wages, incomes, devices, posts held together.

A world without dated drivers keeps them constant. Years from 2016 on take the values of 2021, as the model
description's defaults do; earlier years take those of 2010.
"""

from __future__ import annotations

from dataclasses import dataclass

RECENT_FROM = 2016


@dataclass(frozen=True)
class StartValues:
    """Parameter values of one start year.

    Attributes
    ----------
    levers : dict of str to float
        Values that replace the declared defaults, by ``mechanism.parameter``.
    income_ratio : float
        Rural income per head of the year over that of 2021.
    """

    levers: dict[str, float]
    income_ratio: float


def start_values(year: int) -> StartValues:
    """Values for a world that starts in ``year``."""
    if year >= RECENT_FROM:
        return StartValues({}, 1.0 if year >= 2021 else 0.82)
    return StartValues(
        {
            "start.local_wage": 1690.0,  # migrants' mean monthly income of 2010 (recalled in the table)
            "start.one_shoulder": 0.384,  # election round of 2008-10
            "start.device_age": 27.0,  # 23 % of resident adults
            "effort.subsidy": 800.0,  # before the rule of 2016
        },
        0.28,
    )
