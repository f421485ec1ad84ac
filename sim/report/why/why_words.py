"""Words of why: names of parts and paths, sentences, and how it was done."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.why.table import SAMPLED, Share, Why
from sim.channels.table import channel_named
from sim.core.config.language import Language
from sim.execution.provenance import MADE_BY, version_of
from sim.mechanisms import all_parameters
from sim.policies import find_policy
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import MOST_DECIMALS, decimals_of, step_of
from sim.words.labels import SPACE, listed

TEXTS: Mapping[str, dict[Language, str]] = {
    "head": {
        "en": "Why {title}: {pairs} pairs of runs, differences from {baseline}",
        "zh": "{title}为何如此：{pairs}个配对，与{baseline}之差",
    },
    "effect": {"en": "effect", "zh": "影响"},
    "doses": {"en": "By dose; they add up to the effect", "zh": "按力度分解，各项之和等于影响"},
    "levers": {"en": "By lever; they add up to the effect", "zh": "按杠杆分解，各项之和等于影响"},
    "channels": {
        "en": "Through a channel: what is gone of the effect while it is held (they overlap and do not add up)",
        "zh": "经由某渠道：固定该渠道后影响中消失的部分（相互重叠，不可相加）",
    },
    "cancels": {
        "en": "No difference seen is the sum of {count} that are seen: {parts}.",
        "zh": "未见差异，实为{count}项可见差异之和：{parts}。",
    },
    "nothing": {
        "en": "Nothing is seen of the effect on {names}, nor of its parts.",
        "zh": "{names}：影响及其各部分均未见差异。",
    },
    "not_seen": {"en": "No path is seen through {names}.", "zh": "未见经由下列渠道的路径：{names}。"},
    "untouched": {
        "en": "Not touched, to the last bit, at the first seed: {names}.",
        "zh": "首个种子下逐位不变的渠道：{names}。",
    },
    "refused": {
        "en": "Left out: {outcome}, without a value in {count} runs: {runs}",
        "zh": "未列入：{outcome}，{count}次运行无值：{runs}",
    },
    "chance": {
        "en": "Of {count} intervals of parts and paths about {by_chance} leave out 0 by chance alone.",
        "zh": "{count}个部分和路径的区间中，仅因偶然也约有{by_chance}个不含0。",
    },
}
METHOD: dict[Language, str] = {
    "en": "Effects are paired differences between {title} and {baseline} at {pairs} seeds from {seed} on (common "
    "random numbers), outcomes over months {since} to {until} under study, with 95 % t-intervals over the "
    "seeds, not adjusted for their number. Parts: {parts} (Shapley 1953 [RECALLED]); a lever that is off is "
    "not moved by the policy, costs are booked all the same. Paths: the alternative is run again with one "
    "channel held, so that its columns and tallies (or the levers at the entry of a mechanism) are those of "
    "the baseline at the same seed after every step of every month, persons matched by identity; what is gone "
    "of the effect went through the channel, what is left went other ways. Paths overlap: a channel carries "
    "what comes from others. ruralparty {version}.",
    "zh": "影响为{title}与{baseline}在自{seed}起{pairs}个种子上的配对差（共用随机数）"
    "，指标取研究期第{since}至{until}个月，区间为各种子间的95% t区间，未按数目调整。部分："
    "{parts}（沙普利 1953 [RECALLED]）；关闭的杠杆不被政策改动，费用照计。路径：固定一"
    "个渠道后重新运行备选情景，每月每一步之后其变量和计数（或某机制入口的杠杆）均取同一种子下基准的值，人员按"
    "身份配对；影响中消失的部分经由该渠道，其余走其他途径。路径相互重叠：一个渠道也传递来自其他渠道的影响。r"
    "uralparty {version}。",
}
EXACT_PARTS: dict[Language, str] = {
    "en": "Shapley values over all {sets} sets of {levers} levers",
    "zh": "对{levers}个杠杆的全部{sets}个组合求沙普利值",
}
SAMPLED_PARTS: dict[Language, str] = {
    "en": "Shapley values of {levers} levers, estimated from one order of the levers drawn for each seed and its "
    "reverse; the intervals hold the error of that",
    "zh": "{levers}个杠杆的沙普利值，每个种子随机抽取一个顺序及其逆序来估计，区间已含由此产生的误差",
}


def lever_label(name: str, language: Language) -> str:
    """A lever by its name, and what it is."""
    return _named(name.partition(".")[2], all_parameters()[name].label(language), language)


def _named(name: str, label: str, language: Language) -> str:
    return f"{name}{': ' if language == 'en' else '：'}{label}"


def dose_label(found: Why, name: str, language: Language) -> str:
    """What a dose of the policy is, with its name."""
    for policy in found.alternative.policies:
        params = find_policy(policy).params
        if name in params:
            return _named(name, params[name].label(language), language)
    return name


def channel_label(name: str, language: Language) -> str:
    """What a channel is."""
    return channel_named(name).words[language]


def shown_share(found: Share, unit: str) -> tuple[str, str]:
    """A part or path with its interval, in the steps in which differences are shown."""
    factor = step_of(unit).factor
    each = found.found
    decimals = decimals_of((factor * value for value in (each.difference, each.low, each.high)), 0.0)
    low, high = (fixed(factor * value, min(decimals, MOST_DECIMALS), sign=True) for value in (each.low, each.high))
    return fixed(factor * each.difference, min(decimals, MOST_DECIMALS), sign=True), f"{low} … {high}"


def told(found: Why, language: Language, key: str, **words: object) -> str:
    """A sentence."""
    return TEXTS[key][language].format(**words)


def method_text(found: Why, language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    pattern = (SAMPLED_PARTS if found.how == SAMPLED else EXACT_PARTS)[language]
    since, until = found.window
    return METHOD[language].format(
        title=title(found.alternative, language),
        baseline=title(found.baseline, language),
        pairs=found.pairs,
        seed=found.seed,
        since=since + 1,
        until=until,
        parts=pattern.format(levers=len(found.levers), sets=1 << len(found.levers)),
        version=version_of(MADE_BY),
    )


def title(scenario: object, language: Language) -> str:
    """A scenario's title, or its name where it has none."""
    return str(scenario.title.get(language) or scenario.name)  # type: ignore[attr-defined]


def step_words(unit: str, language: Language) -> str:
    """Words of the unit in which differences are shown."""
    return step_of(unit).word(language)


def parts_told(shares: tuple[Share, ...], names: Mapping[str, str], unit: str, language: Language) -> str:
    """Parts in a sentence, each with its size and interval."""
    colon = ": " if language == "en" else "："
    said = []
    for each in shares:
        step, interval = shown_share(each, unit)
        said.append(f"{names[each.name]}{colon}{step} ({interval})")
    return f"{listed(language, *said)}{SPACE[language]}{step_words(unit, language)}"
