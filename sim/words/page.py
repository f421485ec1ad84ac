"""What the page says, in English and Chinese, by key."""

from __future__ import annotations

from sim.core.config.language import Language
from sim.words.labels import word

FALLBACK: Language = "en"

TEXTS: dict[str, tuple[str, str]] = {
    # The page around the views.
    "title": ("Watch", "观看"),
    "seed": ("Seed", "随机种子"),
    "language": ("Language", "语言"),
    "levers": ("Levers", "政策杠杆与参数"),
    "run": ("Run", "运行"),
    "restart": ("Restart", "重新开始"),
    "play": ("▶ Play", "▶ 播放"),
    "pause": ("❚❚ Pause", "❚❚ 暂停"),
    "before": ("Back", "后退"),
    "step": ("Step", "单步"),
    "no_month": ("No month has been lived yet.", "尚未运行任何月份。"),
    "unit_of_year": ("{unit}, last 12 months", "{unit}，近12个月"),
    "sides": ("Shown", "显示"),
    "fields_side": ("As the fields say", "按所填设定"),
    "plain_side": ("Nothing changed", "未作改动"),
    "both_sides": ("Both, side by side", "两者并排"),
    "months_per_picture": ("Months per picture", "每幅画面月数"),
    "pause_ms": ("Pause between pictures (ms)", "画面间隔（毫秒）"),
    "close": ("Close", "关闭"),
    "back": ("Back to the scenario's values", "恢复情景取值"),
    "building": ("Building the villages and living through the burn-in …", "正在生成村庄并运行预热期……"),
    "compiling": (
        "Compiling the kernels: once after an update of the program or of its libraries, for about a minute.",
        "正在编译计算内核：仅在程序或其依赖更新后进行一次，约需一分钟。",
    ),
    "cannot": ("This run cannot be made.", "无法建立本次运行。"),
    "broke_off": ("This run broke off.", "本次运行已中断。"),
    # What a run is doing.
    "preparing": ("preparing", "准备中"),
    "idle": ("ready", "就绪"),
    "playing": ("playing", "播放中"),
    "paused": ("paused", "已暂停"),
    "ended": ("end of the horizon reached", "已到模拟期末"),
    "failed": ("failed", "运行失败"),
    # How far it is, and how large.
    "month": ("month {lived} of {months}", "第 {lived} 个月，共 {months} 个月"),
    "size": ("{villages} villages", "{villages} 个村"),
    "registered": ("{persons:,} registered persons", "户籍人口 {persons:,} 人"),
    "members": ("{persons:,} members", "党员 {persons:,} 人"),
    "rule": ("quorum counts {rule}", "应到会人数：{rule}"),
    "simulated": (
        "Simulated villages; no forecast, no rating of real places or persons.",
        "模拟村庄，不是预测，不评价真实地区或个人。",
    ),
    "policies": ("{count} policies", "{count} 项政策"),
    "changed": ("A new run begins when a lever is moved.", "调整任一项即重新开始运行。"),
    "from": ("scenario", "情景值"),
    # What is refused.
    "no_number": ("{text} is no number; allowed: {allowed}", "{text} 不是数字；允许：{allowed}"),
    "no_choice": ("{text} is no value; allowed: {allowed}", "{text} 不是可选值；允许：{allowed}"),
    "out_of_range": ("{text} is out of range; allowed: {allowed}", "{text} 超出范围；允许：{allowed}"),
    "no_setting": ("there is no such setting", "没有此项设置"),
    "no_scenario": ("there is no scenario {text}; allowed: {allowed}", "没有情景 {text}；允许：{allowed}"),
    "no_language": ("{text} is no language; allowed: {allowed}", "{text} 不是可选语言；允许：{allowed}"),
    "no_seed": ("{text} is no seed; allowed: whole numbers from {allowed}", "{text} 不是随机种子；允许整数：{allowed}"),
    "did_you_mean": ("did you mean {name}?", "是否指 {name}？"),
    # Rules, switches.
    "on": ("on", "是"),
    "off": ("off", "否"),
    # Views.
    "grid": ("Villages", "村庄"),
    "coloured": ("Colour", "着色指标"),
    "no_value": ("no value", "无数值"),
    "party_life": ("Attendance and quorum", "到会率与法定人数"),
    "party_life_note": ("%, last 12 months; dashed: as reported", "%，近12个月；虚线为上报值"),
    "pyramid": ("Members by age", "党员年龄金字塔"),
    "pyramid_note": ("persons, all villages", "人，全部村"),
    "hours": ("Hours of the secretary", "书记工时"),
    "hours_note": ("hours a month, mean of posts", "小时／月，各岗位平均"),
    "service": ("service", "服务"),
    "economy": ("economy", "经济"),
    "party": ("Party life", "党务"),
    "trace": ("documentation", "留痕"),
    "trust": ("Trust", "信任度"),
    "trust_note": ("0–1; .5: seeks help half the time", "0–1；0.5 表示半数情况下求助"),
    "digital": ("Digital reach", "数字触达"),
    "digital_note": ("% of adults; dashed: as reported", "成年人占比，%；虚线为上报值"),
}


def say(key: str, language: Language, **values: object) -> str:
    """Text of a key.

    Parameters
    ----------
    key : str
        Key of :data:`TEXTS`.
    language : {"en", "zh"}
        Language of the page.
    **values
        What stands in braces in the text.
    """
    return word(key, language, TEXTS, **values)
