"""Digital use and misperception (Y10-Y11)."""

from __future__ import annotations

from sim.core.recording.indicator import Composite, Indicator, Spread

# fmt: off
DIGITAL = (
    # Y10: digital.
    Indicator("digital_reach", "share", "active users", "活跃用户占比", "active", "adults", 1, "accounts_reported",
        code="Y10", note="active users among registered adults", note_zh="户籍成年人中活跃用户的比例"),
    Indicator("accounts_reported", "share", "accounts, as reported", "注册账号占比（上报）", "accounts", "adults", 0,
        code="R10", note="accounts, active or dormant, among registered adults",
        note_zh="户籍成年人中有账号者的比例，不论活跃或休眠"),
    Indicator("dormant_share", "share", "dormant accounts", "休眠账号占比", "dormant", "accounts", -1, code="Y10",
        note="dormant among all accounts", note_zh="全部账号中休眠账号的比例"),
    Indicator("platform_quality", "0-1", "quality of the platform", "平台质量", "platform_quality", "", 1, code="Y10",
        note="mean quality of the platform as users meet it", note_zh="用户所遇平台质量的均值"),
    Indicator("device_share", "share", "resident adults with a device", "在村成年人设备拥有率", "device_adults_home",
        "adults_home", 0, code="Y10", note="resident adults with a phone or computer that goes online",
        note_zh="在村成年人中有可上网手机或电脑者的比例"),
    Indicator("reach_home", "share", "active users among residents", "在村活跃用户占比", "active_home", "adults_home",
        1, code="Y10", note="active users among resident adults", note_zh="在村成年人中活跃用户的比例"),
    Indicator("reach_45", "share", "active users of 45 and under", "45岁及以下活跃用户占比", "active_45", "adults_45",
        1, code="Y10", note="active users among registered adults of 45 and under",
        note_zh="45岁及以下户籍成年人中活跃用户的比例"),
    Indicator("reach_60", "share", "active users of 60 and over", "60岁及以上活跃用户占比", "active_60", "adults_60", 1,
        code="Y10", note="active users among registered adults of 60 and over",
        note_zh="60岁及以上户籍成年人中活跃用户的比例"),
    Composite("age_divide", "ratio", "reach of the young over that of the old", "数字年龄差距倍数",
        "reach_45 / reach_60", -1, code="Y10", note="active share up to 45 years over that from 60 on",
        note_zh="45岁及以下活跃用户占比与60岁及以上活跃用户占比之比"),
    Composite("reach_gap", "share", "accounts without use", "注册与活跃之差", "accounts_reported - digital_reach", -1,
        code="Y10", note="accounts as reported less active users, as a share of registered adults",
        note_zh="上报的注册账号占比减去活跃用户占比，均以户籍成年人为分母"),
    Spread("digital_theil", "index", "inequality of reach between villages", "村际数字使用泰尔指数", "theil", "active",
        "adults", better=-1, code="Y10",
        note="Theil index of the active share between villages, weighted by adults; 0 = alike",
        note_zh="活跃用户占比的村际泰尔指数，以成年人加权；0=各村相同"),
    Indicator("device_60", "share", "residents of 60 and over with a device", "60岁及以上在村居民设备拥有率", "device_60",
        "residents_60", 0, code="Y10",
        note="residents of 60 and over with a phone or computer that goes online",
        note_zh="60岁及以上在村居民中有可上网手机或电脑者的比例"),
    Indicator("key_skill", "0-1", "skill of who runs the platform", "平台管理者数字技能", "key_skill", "", 1,
        code="Y10", note="mean digital skill of the person who runs the platform", note_zh="平台管理者数字技能的均值"),
    Indicator("updates", "posts/year", "updates of the platform", "年平台更新次数", "updates", "", 1, None, 12.0, "Y10",
        note="updates a village and year", note_zh="每村每年更新次数"),
    # Y11: misperception.
    Indicator("misperception", "0-1", "misperception of adults", "政策认知偏差", "misperception", "adults", -1,
        code="Y11", note="mean share of wrong beliefs about rules and entitlements among adults",
        note_zh="成年人对规则和待遇的错误认识所占比例的均值"),
    Indicator("misperception_members", "0-1", "misperception of members", "党员政策认知偏差", "misperception_members",
        "members", -1, code="Y11", note="mean share of wrong beliefs among members",
        note_zh="党员对规则和待遇的错误认识所占比例的均值"),
    Indicator("misled", "share", "more misled than corrected", "不实信息多于纠正者占比", "misled", "adults", -1,
        code="Y11", note="adults whose exposure to false information was greater than their correction in the month",
        note_zh="当月所受不实信息多于更正的成年人比例"),
)
# fmt: on
