"""Digital literacy (I9): villagers are taught to use devices and the platform, in classes or by the young at home.

does   Part of the adults at home have a place and are taught some hours a year; a share of the places is kept for those
       of 60 and over. Who has learnt worries less about privacy. In place of a class, the young of a household can
       teach its old.
costs  150 yuan a place and year in a class, 30 for what a family is given.
fails  Classes fill with whoever comes, and who comes is able already. What is learnt and not used is lost by half in
       two years. More use of the net is more exposure to what is false, on a platform where nobody puts it right.
items  C32-C35, C53, C73: isolation and schooling, contempt for digital skills, worries, those left behind, literacy
       classes.

村民数字素养提升
做什么  部分在村成年人有名额，每年学习若干小时，一部分名额留给60岁及以上者。学过的人对隐私的顾虑减少。
        也可由家中年轻人教老人，代替课堂。
成本    课堂每名额每年150元，家庭教学30元。
反效果  名额被自愿前来者占用，而他们本已会用。学而不用，两年减半。平台若无人更正，上网越多，接触不实信息越多。
"""

from __future__ import annotations

import numpy as np

from sim.core.compute.elementary import powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class DigitalLiteracy(Policy):
    """Classes for villagers."""

    idle = {"hours": 0}
    bought = Bought(reach=("places",))

    # fmt: off
    hours = assumed(8, "hour/year", low=0, high=40, raises="digital_reach", note="hours for each person",
        note_zh="每人学时")
    places = assumed(0.3, "share", low=0, high=1, raises="digital_reach", note="adults at home who have a place",
        note_zh="有名额的在村成年人比例")
    old = assumed(0.5, "share", low=0, high=1, either="few users are old, whoever is taught",
        note="places for those of 60 and over", note_zh="留给60岁及以上者的名额")
    leak = assumed(0.3, "share", low=0, high=1, either="few users are old, whoever is taught",
        note="places that go to whoever comes, the able first; none in families",
        note_zh="由自愿前来者占用的名额，技能高者在先；家庭教学时无")
    family = assumed(False, "switch", either="reaches fewer, and none but the old",
        note="the young of a household teach its old, in place of a class", note_zh="由家中年轻人教老人，代替课堂")
    worry = assumed(0.5, "odds ratio", low=0.2, high=1, lowers="digital_reach",
        note="worry about privacy of those taught, against before", note_zh="受训者隐私顾虑的比值比")
    price = priced(150, "yuan/person", note="a place in a class", note_zh="课堂每名额")
    family_price = priced(30, "yuan/person", ASSUMED, note="a place in a family", note_zh="家庭教学每名额")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Teach for a month."""
        dose = self.dose
        if dose["hours"] > 0:
            month.move("digital.class_hours", dose["hours"] / MONTHS)
            month.move("digital.class_places", dose["places"], whole=True)
            month.move("digital.class_old", np.maximum(dose["old"], dose["family"]), whole=True)
            month.move("digital.class_leak", dose["leak"] * (1 - dose["family"]), whole=True)
            month.move("digital.class_family", dose["family"])
            month.move("digital.privacy", powers(dose["worry"], dose["places"]))
        price = np.where(dose["family"] > 0, dose["family_price"], dose["price"])
        persons = dose["places"] * month.villages["adults_home"]
        month.book(yuan=month.intensity * persons * price / MONTHS)
