"""Words of tables, figures and pages in English and Chinese that no declaration elsewhere carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.core.config.language import LANGUAGES, Language
from sim.words.units import unit_word

WORDS: dict[str, tuple[str, str]] = {
    "baseline": ("baseline", "基准情景"),
    "alternative": ("alternative", "备选情景"),
    "scenario": ("scenario", "情景"),
    "county": ("county", "县"),
    "township": ("township", "乡镇"),
    "village": ("village", "村"),
    "outcome": ("outcome", "指标"),
    "unit": ("unit", "单位"),
    "difference": ("difference", "配对差"),
    "interval": ("95 % CI", "95% 置信区间"),
    "pairs": ("pairs", "配对数"),
    "runs": ("runs", "运行次数"),
    "mean": ("mean", "均值"),
    "variance_reduction": ("variance reduction", "方差缩减倍数"),
    "same_sign": ("same sign", "同号比例"),
    "reported": ("as reported", "上报值"),
    "yuan": ("yuan a registered person and year", "元／户籍人口·年"),
    "hours": ("hours a registered person and year", "工时／户籍人口·年"),
    "yuan_in_all": ("yuan in all", "总金额（元）"),
    "hours_in_all": ("cadre hours in all", "干部总工时"),
    "reading": ("reading", "结论"),
    "raises": ("raises", "提高"),
    "lowers": ("lowers", "降低"),
    "no_difference": ("no difference seen at this precision", "在此精度下未见差异"),
    "better": ("better", "改善"),
    "worse": ("worse", "变差"),
    "changed": ("changed, no direction is better", "有变化，不分好坏"),
    "small": ("less than matters", "小于有意义的差异"),
    "identical": ("identical in every pair", "每一配对完全相同"),
    "unknown": ("one pair has no interval", "仅一个配对，无置信区间"),
    "capped": ("capped", "已达上限"),
    "headlines": ("Main findings", "主要结论"),
    "differences": ("Paired differences", "配对差一览"),
    "over_time": ("Over time", "随时间变化"),
    "costs": ("Costs", "成本"),
    "extremes": ("Under the extremes of the quorum rule", "两种极端应到会口径"),
    "for_whom": ("For whom", "对谁而言"),
    "lives": ("persons whose life differs", "人生轨迹有变化者占比"),
    "quorum": ("Quorum rule in force", "现行法定人数规则"),
    "assumptions": ("Assumptions in force", "所用假设"),
    "reproduce": ("Reproduce", "复现"),
    "definitions": ("Definitions", "指标定义"),
    "notes": ("Notes", "说明"),
    "coverage": ("coverage", "覆盖比例"),
    "start": ("start", "起始"),
    "none": ("none", "无"),
    "default": ("default", "默认值"),
    "not_a_forecast": (
        "simulated villages; no forecast, no rating of real places or persons",
        "模拟村庄，不是预测，不评价真实地区或个人",
    ),
    "simulated": ("In the simulated villages, against the baseline:", "在模拟村庄中，与基准情景相比："),
    "denominator": ("quorum denominator", "应到会人数口径"),
    "registered": ("registered: half of all full members on the roll must be present", "应到会党员按全体正式党员计算"),
    "registered_rule": ("all full members", "全体正式党员"),
    "adjusted_rule": ("all but those excused", "扣除经批准者"),
    "list_rule": ("all but those on the branch's list", "扣除支部名单所列者"),
    "list": (
        "list: full members who are frail or have been away six months or more are left out of the count where the "
        "branch has adopted a list of them",
        "支部大会已通过名单者，不计入病残和外出六个月以上的正式党员",
    ),
    "adjusted": (
        "adjusted: full members who are frail or have been away six months or more may be left out of the count",
        "经批准可不计入失能和外出六个月以上的正式党员",
    ),
    "quorum_moved": (
        "moved by a policy of this comparison where it is delivered",
        "本对比中的政策在其覆盖村庄改变该规则",
    ),
    "shading": (
        "Median over {runs} seeds with the band that holds 90 % of them; "
        "sums over twelve months before the ratio is taken.",
        "{runs}个随机种子的中位数与90%区间；先对十二个月求和再取比值。",
    ),
    "no_chinese_font": (
        "no Chinese font was found, so no Chinese is written in figures; "
        "install one, for example with: pip install pylopdf-fonts-zh-cn",
        "未找到中文字体，图中不写中文；请安装一种，例如：pip install pylopdf-fonts-zh-cn",
    ),
    "one_seed": (
        "One seed, so no band; sums over twelve months before the ratio is taken.",
        "仅一个随机种子，无区间带；先对十二个月求和再取比值。",
    ),
    "paired": (
        "Alternative minus baseline at the same seed, the same persons meeting the same luck; "
        "variance reduction says how many times more unpaired runs the same precision would take.",
        "同一种子下备选情景减去基准情景，同一批人、同样的运气；方差缩减倍数表示不配对时需要多少倍的运行次数。",
    ),
    "tags": (
        "D official data or rule, L literature, A assumption (to be varied over its range)",
        "D 官方数据或规则，L 文献，A 假设（须在其范围内变动）",
    ),
}


def word(key: str, language: Language, words: Mapping[Any, tuple[str, str]] = WORDS, **given: object) -> str:
    """A word of the catalogue.

    Parameters
    ----------
    key : str
    language : {"en", "zh"}
    words : mapping of str to (str, str)
        A catalogue, English before Chinese; the one above if left out.
    **given
        What stands in braces in the text.

    Raises
    ------
    KeyError
        If there is none.
    """
    text = words[key][LANGUAGES.index(language)]
    return text.format(**given) if given else text


COMMA: dict[Language, str] = {"en": ", ", "zh": "，"}
COLON: dict[Language, str] = {"en": ": ", "zh": "："}
SPACE: dict[Language, str] = {"en": " ", "zh": ""}
"""Between a number and what follows it."""


def joined(language: Language, *texts: str) -> str:
    """Join clauses that are not empty."""
    return ("; " if language == "en" else "；").join(filter(None, texts))


def listed(language: Language, *names: str) -> str:
    """Join names."""
    return (", " if language == "en" else "、").join(names)


def in_brackets(language: Language, text: str, added: str) -> str:
    """A text, and what is added to it in brackets."""
    return f"{text} ({added})" if language == "en" else f"{text}（{added}）"


def unit_label(unit: str, language: Language, difference: bool = False) -> str:
    """Unit as it is printed: shares in per cent, their differences in percentage points."""
    if unit == "share":
        return {"en": "points" if difference else "%", "zh": "个百分点" if difference else "%"}[language]
    return unit_word(unit, language)
