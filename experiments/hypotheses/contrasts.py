"""Arms and contrasts of the hypotheses, fixed before the runs."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from scipy.stats import qmc

from sim.studies.factors import declarations

POINTS = 6
PLACE_SEED = 7

UNKNOWN = tuple(
    f"parameters.{name}"
    for name in (
        "effort.stakes",
        "effort.weight_documents",
        "meetings.attend",
        "meetings.habit_failed",
        "needs.arise_home",
        "service.need_hours",
        "trust.drift",
        "digital.churn",
        "trust.anchor",
        "effort.hours_offset",
    )
)


def on(*policies: str, **doses: Any) -> dict[str, Any]:
    """Point that delivers policies everywhere, with doses given as ``policy__dose``."""
    given = {f"policies.{key.replace('__', '.dose.')}": value for key, value in doses.items()}
    return {f"policies.{policy}.coverage": 1 for policy in policies} | given


ZONES = {"urban_feedback__zones": 2, "urban_feedback__backup": 0, "urban_feedback__hours": 0}
PLATFORM = ("online_branch", "platform_integration", "platform_upkeep")
ARMS: dict[str, dict[str, Any]] = {
    "base": {"policies.training.coverage": 0},
    "training": on("training"),
    "inspections": on("inspection_drive", inspection_drive__inspections=4),
    "training and inspections": on("training", "inspection_drive", inspection_drive__inspections=4),
    "good platform": on(*PLATFORM, online_branch__launch_quality=1),
    "poor platform": on("online_branch", online_branch__launch_quality=0.1),
    "talent, none return": on("talent_recruitment", talent_recruitment__returnees=0),
    "talent, some return": on("talent_recruitment", talent_recruitment__returnees=4),
    "pay": on("secretary_pay"),
    "pay by documents": on("secretary_pay", secretary_pay__stakes=2.5),
    "pay by outcomes": on("secretary_pay", secretary_pay__stakes=2.5, secretary_pay__on_outcomes=True),
    "look-back": on("targeting_reform"),
    "visits": on("mass_line_campaign"),
    "look-back and visits": on("targeting_reform", "mass_line_campaign"),
    "visits and pay": on("mass_line_campaign", "secretary_pay"),
    "zones unchecked": on("urban_feedback", **ZONES, urban_feedback__fit=0),
    "zones fit-checked": on("urban_feedback", **ZONES, urban_feedback__fit=0.9),
    "openness": on("openness"),
}
BASE = ("base",)
SKILL = ("capacity", "service_fulfilment")
BOTH = ("training and inspections", "base")
SEPARATE = ("training", "inspections")
CONTRASTS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    *(("H1", outcome, ("training",), BASE) for outcome in SKILL),
    *(("H1", outcome, ("training and inspections",), ("inspections",)) for outcome in SKILL),
    *(("H1", outcome, BOTH, SEPARATE) for outcome in SKILL),
    ("H1", "service_fulfilment", ("training and inspections",), BASE),
    *(("H2", outcome, (arm,), BASE) for arm in ("good platform", "poor platform")
      for outcome in ("quorum_failure", "attendance", "trust", "trust_home_60", "platform_quality", "digital_reach")),
    *(("H3", outcome, (arm,), BASE) for arm in ("talent, none return", "talent, some return")
      for outcome in ("quorum_failure", "attendance", "members_away", "members")),
    *(("H4", outcome, (arm,), BASE) for arm in ("pay", "pay by documents", "pay by outcomes")
      for outcome in ("secretary_hours", "formalism", "service_fulfilment")),
    *(("H6", outcome, (arm,), BASE) for arm in ("look-back", "visits", "look-back and visits")
      for outcome in ("inclusion_error", "exclusion_error")),
    *(("H6", outcome, ("look-back and visits", "base"), ("look-back", "visits"))
      for outcome in ("inclusion_error", "exclusion_error")),
    *(("H9", outcome, (arm,), BASE) for arm in ("zones unchecked", "zones fit-checked")
      for outcome in ("digital_theil", "copies", "projects_failed", "collective_income")),
    ("H10", "trust", ("openness",), BASE),
    ("H10", "misconduct", ("openness",), BASE),
    *(("H11", outcome, (arm,), BASE) for arm in ("visits",)
      for outcome in ("secretary_economy_hours", "visits", "service_fulfilment", "trust")),
    ("H11", "secretary_economy_hours", ("visits and pay",), ("pay",)),
)  # fmt: skip


def points() -> list[dict[str, object]]:
    """Every arm at every point of the hypercube; the first point is the defaults."""
    places = qmc.LatinHypercube(len(UNKNOWN), rng=PLACE_SEED).random(POINTS)
    known = declarations()
    ranges = [known[path] for path in UNKNOWN]
    lows, highs = (np.array([getattr(each, end) for each in ranges], float) for end in ("low", "high"))
    worlds = [{}, *(dict(zip(UNKNOWN, row, strict=True)) for row in (lows + places * (highs - lows)).round(6).tolist())]
    return [world | arm for world, arm in product(worlds, ARMS.values())]
