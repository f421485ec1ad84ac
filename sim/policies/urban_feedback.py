"""Urban feedback (I24): back-up and remote help from developed places, and demonstration zones that others copy.

does   Back-up saves half of the decay of content, and remote helpers put hours on the platform. In each county some
       villages, those of the highest income, become demonstration zones; others of the county propose a project after
       their example. With the fit check they copy only what was shown in a place like their own.
costs  12,000 yuan a year in each village for back-up and 200,000 yuan once for a zone.
fails  Help ends with the programme. Zones are where money is already, so that what they show fits the others badly;
       what is copied without a check can fail for it. Copying starts where projects work already, and gaps widen.
items  C47-C49, C64, C72-C75: back-up by developed places, urban technology and funds, experience of demonstration
       zones, the gap.

城市反哺与示范区
做什么  后援使内容的衰减减半，远程支持者投入平台工时。每县收入最高的若干村成为示范村，县内其他村照其样提出项目。
        有适配检查时，只仿效与本村相近者。
成本    每村每年后援12,000元，每个示范村一次性200,000元。
反效果  项目结束，支持即止。示范村本就有钱，其做法多不合其他村；不检查就照搬，可能因此失败。
        仿效先发生在项目本已可行之处，差距扩大。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

QUALITY = "platform_quality"
COPIES = "copying needs villages with real success in the township and money for a project"


class UrbanFeedback(Policy):
    """Back-up, remote help and zones."""

    idle = {"backup": 0, "zones": 0}
    bought = Bought(doses=("zones",), reach=("backup",))

    # fmt: off
    backup = assumed(1, "share", low=0, high=1, raises=QUALITY, note="strength of back-up and remote help",
        note_zh="后援和远程支持的力度")
    hours = assumed(10, "hour/month", low=0, high=20, raises=QUALITY, note="hours of remote helpers at full strength",
        note_zh="全力支持时的远程工时")
    zones = assumed(1, "villages", low=0, high=3, either=COPIES,
        note="demonstration zones in each county, among the villages reached", note_zh="每县示范村数，在所及各村中选")
    fit = assumed(0.3, "0-1", low=0, high=0.9, either=COPIES, note="least fit of what is copied; 0 = without a check",
        note_zh="可仿效的最低适配度；0=不检查")
    price = priced(12000, "yuan/year", ASSUMED, note="back-up of a village", note_zh="每村后援费")
    zone_price = priced(200000, "yuan", ASSUMED, note="setting up a zone", note_zh="设一个示范村")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Help for a month, and show."""
        dose, villages = self.dose, month.villages
        if dose["backup"] > 0:
            month.move("outside_resources.urban_feedback", dose["backup"])
            usual = month.lever("outside_resources.remote_hours")
            month.move("outside_resources.remote_hours", dose["hours"] / usual, whole=True)
        # Zones first in each county: villages reached, the earliest first, by income at the start, which stays.
        order = np.lexsort((villages["identity"], -villages["income"], -month.elapsed, villages["county"]))
        county = villages["county"][order]
        place = np.arange(np.size(order)) - np.searchsorted(county, county)
        zone = place[np.argsort(order)] < dose["zones"]
        if dose["zones"] > 0:
            month.move("outside_resources.demonstration", 1, where=zone)
            month.move("outside_resources.fit_least", dose["fit"], whole=True)
        month.book(yuan=month.intensity * dose["backup"] * dose["price"] / MONTHS)
        month.book(yuan=dose["zone_price"], where=month.first & zone)
