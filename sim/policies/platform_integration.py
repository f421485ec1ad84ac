"""Platform integration (I7): all platforms of a village become one, tied to the counter where people are served.

does   One platform instead of several: easier to use, one lot of documentation. What is asked for online is dealt
       with offline and the other way round.
costs  300,000 yuan in a county, borne in equal parts by the villages reached, and 2,000 in each village, once.
fails  For half a year the old and the new run side by side and take hours. A merged platform that nobody keeps up is
       still silent: it saves documentation, it does not bring users.
items  C18-C20, C67, E44: merge accounts and sites, less duplicate posting, fewer runways of data, online with
       offline.

平台整合
做什么  一个平台代替多个：使用更方便，台账只做一套。线上提出的事线下办，线下提出的事线上办。
成本    全县300,000元，由所及各村均摊；每村接入2,000元，一次性。
反效果  半年内新旧并行，占用工时。合并后若无人维护，平台仍无声息：省下的是台账，带不来用户。
"""

from __future__ import annotations

import numpy as np

from sim.core.declarations.parameters import assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

QUALITY = "platform_quality"


class PlatformIntegration(Policy):
    """One platform for all, tied to the counter."""

    idle = {"merge": 0, "coupling": 1, "double_hours": 0}
    bought = Bought()

    # fmt: off
    merge = assumed(True, "switch", raises=QUALITY, note="one platform in place of those side by side",
        note_zh="以一个平台代替并行平台")
    coupling = assumed(6, "odds ratio", low=1, high=12, raises=QUALITY, note="online with offline; 6 takes .4 to .8",
        note_zh="线上线下融合；6使0.4升为0.8")
    double_hours = assumed(4, "hour/month", low=0, high=8, raises="formalism", note="old beside new",
        note_zh="新旧并行工时")
    double_months = assumed(6, "month", low=0, high=24, raises="formalism", note="months in which both run",
        note_zh="新旧并行月数")
    county_price = priced(300000, "yuan", note="platform of a county", note_zh="全县平台")
    village_price = priced(2000, "yuan", note="joining it, for a village", note_zh="每村接入")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Run the merged platform for a month."""
        dose = self.dose
        month.move("digital.integrated", dose["merge"])
        month.move("digital.coupling", dose["coupling"])
        if month.since < dose["double_months"]:
            month.move("effort.transition_hours", dose["double_hours"])
            month.book(hours=month.intensity * dose["double_hours"])
        county = month.villages["county"]
        counties = int(np.max(county)) + 1
        reached = np.bincount(county[month.reach], minlength=counties)
        paid = np.bincount(county[month.elapsed > month.since], minlength=counties) > 0  # villages that joined earlier
        month.book(yuan=dose["village_price"], where=month.first)
        month.book(yuan=dose["county_price"] / np.maximum(reached[county], 1), where=month.first & ~paid[county])
