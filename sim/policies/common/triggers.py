"""Triggers: what must happen in a village before a policy begins there. A closed list, each with its threshold.

A trigger looks at the village table at the beginning of the month, so at how things stood when the last month ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message

Side = Literal["least", "most"]


class Occasion(NamedTuple):
    """One thing that a trigger can watch.

    Attributes
    ----------
    column : str
        Column of the village table.
    side : str
        Whether it is met from the threshold upwards (``least``) or downwards (``most``).
    unit : str
        Unit of the threshold.
    low, high : float
        Thresholds allowed.
    note, note_zh : str
        Meaning, in English and in Chinese.
    """

    column: str
    side: Side
    unit: str
    low: float
    high: float
    note: str
    note_zh: str


# fmt: off
OCCASIONS: dict[str, Occasion] = {
    "calls_failed": Occasion("calls_failed", "least", "calls", 1, 4,
        "calls of the present meeting that failed, one after the other", note_zh="本次会议连续召集失败次数"),
    "months_since_meeting": Occasion("months_since_meeting", "least", "month", 1, 600,
        "months since the last valid meeting", note_zh="距上次有效会议的月数"),
    "attendance": Occasion("attendance_memory", "most", "share", 0, 1,
        "remembered share of home members who came", note_zh="在村党员到会率"),
    "leadership": Occasion("leadership", "most", "0-1", 0, 1, "leadership capacity", note_zh="领导力"),
    "formalism": Occasion("formalism", "least", "share", 0, 1,
        "share of hours spent on documentation", note_zh="留痕工时占比"),
    "score": Occasion("score", "most", "0-1", 0, 1,
        "score reported to superiors, renewed each December", note_zh="上报得分"),
    "platform_quality": Occasion("platform_quality", "most", "0-1", 0, 1,
        "quality of the platform as users meet it", note_zh="平台质量"),
    "active_users": Occasion("active_share", "most", "share", 0, 1,
        "active users among registered adults", note_zh="活跃用户占比"),
    "poor_share": Occasion("poor_share", "least", "share", 0, 1,
        "households that are truly poor", note_zh="贫困户占比"),
    "mean_income": Occasion("mean_income", "most", "yuan/year", 0, 1e6,
        "mean income per head, twelve months", note_zh="人均年收入（元）"),
}
# fmt: on


@dataclass(frozen=True)
class Trigger:
    """An occasion and its threshold.

    Attributes
    ----------
    when : str
        Name in ``OCCASIONS``.
    threshold : float
        Met where the column is at least, or at most, this much: the occasion says which.

    Raises
    ------
    ValueError
        If there is no such occasion or the threshold is out of its range.
    """

    when: str
    threshold: float

    def __post_init__(self) -> None:
        if self.when not in OCCASIONS:
            known = ", ".join(OCCASIONS)
            raise ValueError(message("there is no trigger {name!r}; there are {known}", name=self.when, known=known))
        occasion = OCCASIONS[self.when]
        if not occasion.low <= self.threshold <= occasion.high:
            text = message(
                "trigger {name!r} has the threshold {value!r}; allowed: {low:g} to {high:g} {unit}",
                name=self.when,
                value=self.threshold,
                low=occasion.low,
                high=occasion.high,
                unit=occasion.unit,
            )
            raise ValueError(text)

    @property
    def plain(self) -> dict[str, Any]:
        """The trigger as it is written in a scenario."""
        return {"when": self.when, OCCASIONS[self.when].side: self.threshold}

    def met(self, villages: NDArray[np.void]) -> NDArray[np.bool_]:
        """Villages where it is met, shape (villages,)."""
        occasion = OCCASIONS[self.when]
        values = villages[occasion.column]
        met: NDArray[np.bool_] = values >= self.threshold if occasion.side == "least" else values <= self.threshold
        return met

    def __str__(self) -> str:
        sign = ">=" if OCCASIONS[self.when].side == "least" else "<="
        return f"{self.when} {sign} {self.threshold:g}"
