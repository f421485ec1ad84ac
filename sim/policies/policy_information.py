"""Correction of policy information (I25): posts, meetings and courses that put right what villagers believe wrongly.

does   Posts on the platform put right what is wrong; meetings explain entitlements; bursts of rumours are noticed
       and taken down in part; part of the adults take a course in judging what they read.
costs  150 yuan a place in a course and 2,000 yuan a year for noticing rumours. Posts and talks take hours of the
       secretary.
fails  Correction works through trust and through being met: it is weak where trust is low and where few use the
       platform or come. More posts than are welcome tire members, and Party life loses content.
items  E04-E08, E31-E33: a field of ideas left empty, distorting media, pushed news, judging opinions, no monitoring of
       rumours.

政策信息解释与更正
做什么  平台推送更正不实内容；会议解释待遇和规则；谣言集中出现时监测并处置一部分；部分成年人参加信息辨别课程。
成本    课程每名额150元，谣言监测每年2,000元。推送和宣讲占用书记工时。
反效果  更正要靠信任和见面：信任低、用平台或到会者少的地方效果弱。推送过多使党员疲劳，组织生活内容变薄。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

FALSE = "misperception"
RUMOURS = "there are no bursts of rumours by default"


class PolicyInformation(Policy):
    """Posts, talks, detection and courses."""

    idle = {"posts": 0, "talks": 1, "detection": 0, "places": 0}
    bought = Bought(doses=("posts",), reach=("places",))

    # fmt: off
    posts = assumed(8, "posts/month", low=0, high=30, lowers="attendance_home", note="posts on entitlements and rules",
        note_zh="关于待遇和规则的推送")
    posts_full = assumed(8, "posts/month", low=4, high=16, raises=FALSE,
        note="posts that double what the platform puts right; more do nothing",
        note_zh="使平台更正作用加倍的推送数；再多无益")
    talks = assumed(2, "factor", low=1, high=4, lowers="misperception_members",
        note="on what a members' meeting puts right", note_zh="党员大会更正作用的倍数")
    detection = assumed(0.5, "share", low=0, high=0.9, either=RUMOURS,
        note="part of a burst of rumours that is taken down", note_zh="谣言集中出现时处置的部分")
    places = assumed(0.2, "share", low=0, high=1, lowers=FALSE, note="adults at home who take a course",
        note_zh="参加课程的在村成年人")
    resistance = assumed(0.2, "0-1", low=0.1, high=0.4, lowers=FALSE,
        note="resistance to what is false that a course gives", note_zh="课程带来的抵抗力")
    post_hours = assumed(0.25, "hour/post", low=0.1, high=0.5, lowers="secretary_hours",
        note="hours of the secretary for a post", note_zh="每条推送的书记工时")
    price = priced(150, "yuan/person", note="a place in a course", note_zh="课程每名额")
    watching = priced(2000, "yuan/year", ASSUMED, note="noticing rumours in a village", note_zh="每村谣言监测费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Put right for a month."""
        dose = self.dose
        month.move("information.online_correction", 1 + np.minimum(dose["posts"] / dose["posts_full"], 1))
        month.move("information.meeting_correction", dose["talks"])
        month.move("information.detection", dose["detection"])
        month.move("information.media_literacy", dose["places"] * dose["resistance"])
        month.move("meetings.posts", dose["posts"])
        hours = dose["posts"] * dose["post_hours"]
        month.move("effort.hours_taken", hours)
        persons = dose["places"] * month.villages["adults_home"]
        yuan = persons * dose["price"] + (dose["detection"] > 0) * dose["watching"]
        month.book(yuan=month.intensity * yuan / MONTHS, hours=month.intensity * hours)
