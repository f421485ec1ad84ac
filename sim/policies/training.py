"""Training of members (I1): courses for members at home and for the secretary, long-standing members first.

does   Members at home get a number of 16-hour courses a year; who is chosen can lean towards the old. The secretary
       gets the 56 hours a year of the national plan instead. Capacity rises at once, by less with age and where
       Party life has little content.
costs  200 yuan a person and day. The secretary's hours are taken from the month before the rest is shared out, those
       of members from the hours that they have for the Party.
fails  What is learnt and not used is lost by half in eleven months; the hours taken from the secretary and from
       those who would have helped are missing in service: three courses a year leave pupils none of four a month.
items  A52, B10-B11, B51-B53: practical training of long-standing members and of secretaries, learning put into
       practice.

党员教育培训
做什么  在村党员每年参加若干16学时课程，可按年龄优先；书记另按规划每年56学时。能力立即提高，年龄越大、
        组织生活内容越薄，提高越少。
成本    每人每天200元；书记学时从当月工时中先行扣除，党员学时占用其参加党内事务的时间。
反效果  学而不用，约十一个月减半；书记和参训党员的学时减少服务工时：每年三门课程即占满每月4小时，
        参训党员不再有志愿服务时间。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed, convention
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth, priced

PLAN = "member-training-plan"


class Training(Policy):
    """Courses for members and for the secretary."""

    idle = {"units": 0, "secretary_units": 0}
    bought = Bought(doses=("units", "secretary_units"), reach=("share",))

    # fmt: off
    units = Param(2, "units/year", "A", PLAN, low=0, high=4, raises="capacity", note="courses; 32 hours is the norm",
        note_zh="课程数；32学时为规定标准")
    share = assumed(1, "share", low=0, high=1, raises="capacity", note="members at home who are trained",
        note_zh="受训的在村党员")
    age_priority = assumed(0.5, "0-1", low=0, high=1, lowers="capacity",
        note="priority of the old; 0 = by lot, 1 = oldest first", note_zh="年长者优先程度；0=抽签，1=年长者在先")
    secretary_units = Param(3.5, "units/year", "D", PLAN, low=0, high=3.5, raises="secretary_capacity",
        note="courses of the secretary; 3.5 are the 56 hours of the national plan",
        note_zh="书记课程数；3.5门即规划的56学时")
    unit_hours = convention(16, "hour", either="by definition", note="hours of a course", note_zh="一门课程的学时")
    day_hours = convention(8, "hour/day", either=PRICE, note="hours of a day of training", note_zh="一天的学时")
    day_price = priced(200, "yuan/day", note="a day, one person", note_zh="一人一天")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Hold this month's courses."""
        dose = self.dose
        month.move("training.units", dose["units"])
        if dose["units"] > 0:
            month.move("training.share_of_home_members", dose["share"], whole=True)
            month.move("training.age_priority", dose["age_priority"], whole=True)
        month.move("training.secretary_units", dose["secretary_units"])
        hours = dose["secretary_units"] * dose["unit_hours"] / MONTHS
        month.move("effort.hours_taken", hours)
        pupils = month.villages["full_home"] - 1.0 * (dose["secretary_units"] > 0)  # the secretary is one of them
        days = dose["units"] * dose["share"] * np.maximum(pupils, 0.0) + dose["secretary_units"]
        days = days * dose["unit_hours"] / dose["day_hours"] / MONTHS
        month.book(yuan=month.intensity * days * dose["day_price"], hours=month.intensity * hours)
