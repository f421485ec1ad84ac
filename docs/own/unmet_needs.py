"""Needs that were not met: a share of those that arose, and what it makes together with distrust."""

from sim.core.recording.indicator import Composite, Indicator

GIVEN_UP = Indicator(
    "unmet_needs", "share", "needs not met", "未办结诉求比例", "needs_arisen - successes", "needs_arisen", -1,
    note="needs that arose and were not met, among those that arose", note_zh="新增而未办结的诉求占新增诉求的比例",
)  # fmt: skip
WEIGHED = Composite(
    "unmet_and_distrust", "0-1", "needs not met, and distrust", "未办结与不信任", "geometric(unmet_needs, 1 - trust)",
    note="geometric mean of unmet_needs and of what trust lacks to 1", note_zh="未办结比例与（1−信任）的几何平均",
)  # fmt: skip
