"""Digital use and misperception (Y10-Y11)."""

from __future__ import annotations

from sim.core.recording.indicator import Composite, Indicator, Spread

# fmt: off
DIGITAL = (
    # Y10: digital.
    Indicator("digital_reach", "share", "active users", "活跃用户占比", "active", "adults", 1, "accounts_reported",
        code="Y10", note="active users among registered adults"),
    Indicator("accounts_reported", "share", "accounts, as reported", "注册账号占比（上报）", "accounts", "adults", 0,
        code="R10", note="accounts, active or dormant, among registered adults"),
    Indicator("dormant_share", "share", "dormant accounts", "休眠账号占比", "dormant", "accounts", -1, code="Y10",
        note="dormant among all accounts"),
    Indicator("platform_quality", "0-1", "quality of the platform", "平台质量", "platform_quality", "", 1, code="Y10",
        note="mean quality of the platform as users meet it"),
    Indicator("device_share", "share", "resident adults with a device", "在村成年人设备拥有率", "device_adults_home",
        "adults_home", 0, code="Y10", note="resident adults with a phone or computer that goes online"),
    Indicator("reach_home", "share", "active users among residents", "在村活跃用户占比", "active_home", "adults_home",
        1, code="Y10", note="active users among resident adults"),
    Indicator("reach_45", "share", "active users of 45 and under", "45岁及以下活跃用户占比", "active_45", "adults_45",
        1, code="Y10", note="active users among registered adults of 45 and under"),
    Indicator("reach_60", "share", "active users of 60 and over", "60岁及以上活跃用户占比", "active_60", "adults_60", 1,
        code="Y10", note="active users among registered adults of 60 and over"),
    Composite("age_divide", "ratio", "reach of the young over that of the old", "数字年龄差距倍数",
        "reach_45 / reach_60", -1, code="Y10", note="active share up to 45 years over that from 60 on"),
    Composite("reach_gap", "share", "accounts without use", "注册与活跃之差", "accounts_reported - digital_reach", -1,
        code="Y10", note="accounts as reported less active users, as a share of registered adults"),
    Spread("digital_theil", "index", "inequality of reach between villages", "村际数字使用泰尔指数", "theil", "active",
        "adults", better=-1, code="Y10",
        note="Theil index of the active share between villages, weighted by adults; 0 = alike"),
    Indicator("device_60", "share", "residents of 60 and over with a device", "60岁以上在村居民设备拥有率", "device_60",
        "residents_60", 0, code="Y10",
        note="residents of 60 and over with a phone or computer that goes online"),
    Indicator("key_skill", "0-1", "skill of who runs the platform", "平台管理者数字技能", "key_skill", "", 1,
        code="Y10", note="mean digital skill of the person who runs the platform"),
    Indicator("updates", "posts/year", "updates of the platform", "年平台更新次数", "updates", "", 1, None, 12.0, "Y10",
        "updates a village and year"),
    # Y11: misperception.
    Indicator("misperception", "0-1", "misperception of adults", "政策认知偏差", "misperception", "adults", -1,
        code="Y11", note="mean share of wrong beliefs about rules and entitlements among adults"),
    Indicator("misperception_members", "0-1", "misperception of members", "党员政策认知偏差", "misperception_members",
        "members", -1, code="Y11", note="mean share of wrong beliefs among members"),
    Indicator("misled", "share", "more misled than corrected", "不实信息多于纠正者占比", "misled", "adults", -1,
        code="Y11", note="adults whose exposure to false information was greater than their correction in the month"),
)
# fmt: on
