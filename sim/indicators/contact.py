"""Service, contact and trust (Y7-Y9)."""

from __future__ import annotations

from sim.core.recording.indicator import Composite, Indicator, Matters

# fmt: off
CONTACT = (
    # Y7: service.
    Indicator("service_fulfilment", "share", "needs met", "诉求办结率", "successes", "needs_arisen", 1, code="Y7",
        note="needs met among needs that arose", note_zh="产生的诉求中得到办结者的比例",
        matters=Matters(0.02, "one need in fifty", "每五十项诉求中的一项")),
    Indicator("needs_sought", "share", "needs brought forward", "诉求提出率", "needs_sought", "needs_arisen", 1,
        code="Y7", note="needs for which help was sought or that were detected, among needs that arose",
        note_zh="产生的诉求中前来求助或被主动发现者的比例"),
    Indicator("needs_arisen", "needs/adult-year", "needs arising", "年人均诉求数", "needs_arisen", "adults", 0, None,
        12.0, "Y7", note="needs that arose for an adult in a year", note_zh="每名成年人一年内产生的诉求数"),
    Indicator("not_found", "share", "seekers who found nobody in charge", "找不到人比例", "needs_not_found",
        "needs_not_found + attempts", -1, code="Y7", note="failed searches among failed searches and attempts",
        note_zh="找人未果次数占找人未果与办理次数之和的比例"),
    Indicator("success_share", "share", "successful attempts", "办理成功率", "successes", "attempts", 1, code="Y7",
        note="needs met among attempts at service", note_zh="办理次数中办成者的比例"),
    Indicator("needs_met_of_sought", "share", "needs met of those brought forward", "提出诉求办结率", "successes",
        "needs_sought", 1, code="Y7", note="needs met among needs for which help was sought or that were detected",
        note_zh="前来求助或被主动发现的诉求中得到办结者的比例"),
    Indicator("failed_searches", "1/need", "failed searches for each need", "每项诉求找不到人次数", "needs_not_found",
        "needs_arisen", -1, code="Y7", note="searches for somebody in charge that failed, for each need that arose",
        note_zh="平均每项诉求找不到负责人的次数"),
    Indicator("needs_expired", "share", "needs expired", "诉求逾期比例", "needs_expired", "needs_arisen", -1, code="Y7",
        note="needs that nobody met in time, among needs that arose", note_zh="产生的诉求中逾期无人办结者的比例"),
    # Y8: contact.
    Indicator("visits", "visits/adult-year", "home visits", "年人均入户走访次数", "visits", "adults_home", 1, None,
        12.0, "Y8", note="visits a resident adult and year", note_zh="每名在村成年人每年被走访的次数",
        matters=Matters(0.05, "one visit a year more for every twenty residents", "每二十名在村居民每年多一次走访")),
    Indicator("no_contact", "share", "residents without contact for a year", "一年无联系居民占比", "no_contact_year",
        "adults_home", -1, code="Y8", note="resident adults without visit, message or service for twelve months",
        note_zh="十二个月内无走访、无消息、无服务的在村成年人比例"),
    Indicator("messages_share", "share", "contacts by message", "线上联系占比", "messages", "messages + visits", 0,
        code="Y8", note="messages that landed among messages and visits",
        note_zh="送达的消息占送达消息与走访之和的比例"),
    # Y9: trust.
    Indicator("trust", "0-1", "trust in the branch", "对村党组织的信任度", "trust", "adults", 1, code="Y9",
        note="mean trust of adults; .5 means seeks help half the time",
        note_zh="成年人信任度的均值；0.5表示半数情况下求助",
        matters=Matters(0.01, "what a survey of some thousand persons can just tell apart", "约一千人的调查刚能分辨的差异")),
    Indicator("trust_high", "share", "adults who trust", "信任度超过一半的成年人占比", "trust_high", "adults", 1,
        code="Y9", note="adults whose trust is above one half", note_zh="信任度高于0.5的成年人比例"),
    Indicator("trust_home_60", "0-1", "trust of residents of 60 and over", "60岁及以上在村居民信任度", "trust_home_60",
        "residents_60", 1, code="Y9", note="mean trust of residents of 60 and over",
        note_zh="60岁及以上在村居民信任度的均值"),
    Indicator("trust_away", "0-1", "trust of adults away", "外出成年人信任度", "trust_away", "adults_away", 1,
        code="Y9", note="mean trust of registered adults who are away", note_zh="外出的户籍成年人信任度的均值"),
    Composite("trust_gap", "0-1", "trust of older residents over that of those away", "老年居民与外出者信任差",
        "trust_home_60 - trust_away", code="Y9",
        note="mean trust of residents of 60 and over, less that of adults away",
        note_zh="60岁及以上在村居民信任度的均值减去外出成年人的均值"),
)
# fmt: on
