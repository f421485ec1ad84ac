"""What a comparison was made of and how it is to be read, in words: the lines under the title, and the methods."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from sim.analysis.comparison import Comparison
from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.calendar import MONTHS, name_of
from sim.core.config.language import Language, in_language
from sim.report.comparison.statements import STOP
from sim.report.described.catalogue import ASSUMED, tags_of_parameters
from sim.report.layout.sentences import rule_name, stopping_sentence, title_of
from sim.runs.jobs import quorum_rule
from sim.words.labels import SPACE, joined, listed, word

WORDS: Mapping[str, tuple[str, str]] = {
    "one": (
        "In the simulated villages: what “{title}” changes against {base}",
        "在模拟村庄中：“{title}”与{base}相比改变了什么",
    ),
    "several": (
        "In the simulated villages: what {count} alternatives change against {base}",
        "在模拟村庄中：{count}个方案与{base}相比改变了什么",
    ),
    "same": (
        "The same villages, persons and luck with and without each policy: {pairs} of runs, {villages} simulated "
        "villages ({kind}); {begun}outcomes of {window}.",
        "同样的村庄、同样的人、同样的随机条件，有政策与无政策各运行一次：{pairs}，{villages}个模拟村庄（{kind}）；"
        "{begun}指标为{window}。",
    ),
    "pair": ("one pair", "1个配对"),
    "pairs": ("{count} pairs", "{count}个配对"),
    "begun": ("policies from {month}; ", "政策自{month}起；"),
    "quorum": ("The quorum counts {rule}.", "应到会人数：{rule}。"),
    "quorums": ("The quorum rule differs between the scenarios.", "各情景的应到会人数口径不同。"),
    "corrected": (
        "What is called a difference stands after correction for {count} comparisons.",
        "所称差异均经{count}项多重比较校正。",
    ),
    "numbers": ("Of the {all} numbers of the model {assumed} are assumptions", "模型{all}个参数中{assumed}个为假设"),
    "tags": (
        "{told}: {data} are official data or rules and {literature} from the literature.",
        "{told}，{data}个来自官方数据或规则，{literature}个来自文献。",
    ),
    "methods": (
        "Each alternative and the baseline were run at the same {pairs} seeds: the same persons meet the same luck "
        "(common random numbers). A run is {villages} villages over {months} months from {start}, after {burn_in} "
        "months that are discarded. An outcome is the ratio of its sums over {since} to {until}; a difference is the "
        "mean over the pairs of alternative less baseline, with the 95 % interval of a paired t-test. It is seen if "
        "the interval leaves out 0 and q, its p after Benjamini and Hochberg (1995) over all {count} differences of "
        "this page, is below .05. It matters if it is seen and no smaller than the least difference beside each "
        "outcome, which is declared with its reason or given by the reader (--matters). {extremes}Model: ruralparty "
        "{version}, source {source}; results {digest}.",
        "各方案与基准使用相同的{pairs}个随机种子：同一批人遇到同样的随机条件（公共随机数）。每次运行为{villages}个村，"
        "自{start}起{months}个月，此前{burn_in}个月预运行不计。指标为{since}至{until}各项合计之比；差异为各配对中方案减基准的均值，"
        "附配对t检验的95%置信区间。区间不含0且q值（按1995年提出的错误发现率方法对本页全部{count}项差异校正后的p值）小于0.05，"
        "称为所见差异；所见差异不小于各指标旁所列最小差异者称为有意义，该最小差异随指标声明并附理由，或由使用者设定"
        "（--matters）。{extremes}模型：ruralparty {version}，源码{source}；结果{digest}。",
    ),
    "extremes": (
        "Both extremes of the quorum rule were run at the first {pairs} of the seeds. ",
        "两种极端应到会口径各使用前{pairs}个随机种子。",
    ),
}
IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def heading(comparison: Comparison, language: Language) -> str:
    """The title of the page."""
    base, *others = (title_of(each, language) for each in comparison.scenarios)
    if language == "en":
        base = f"the {base[:1].lower()}{base[1:]}" if base.isascii() and base.lower().startswith("baseline") else base
    if len(others) == 1:
        return word("one", language, WORDS, title=others[0], base=base)
    count = IN_WORDS[len(others)] if language == "en" and len(others) < len(IN_WORDS) else len(others)
    return word("several", language, WORDS, count=count, base=base)


def setting(comparison: Comparison, language: Language) -> str:
    """What stands under the title, in four sentences."""
    world = comparison.scenarios[0].world
    kind = in_language(language, world.archetype, WORLD_LABELS[world.archetype])
    begun = _begun(comparison, language)
    count = comparison.stopping.pairs
    pairs = word("pair" if count == 1 else "pairs", language, WORDS, count=count)
    told = [
        word(
            "same",
            language,
            WORDS,
            pairs=pairs,
            villages=world.villages_in_all,
            kind=listed(language, kind, world.province) if world.province else kind,
            begun=word("begun", language, WORDS, month=begun) if begun else "",
            window=window_words(comparison, language),
        ),
        quorum_line(comparison, language),
        word("corrected", language, WORDS, count=compared(comparison)),
        numbers_line(language) + STOP[language],
    ]
    return SPACE[language].join(told)


def quorum_line(comparison: Comparison, language: Language) -> str:
    """Whom the quorum counts."""
    rules = {quorum_rule(each) for each in comparison.scenarios}
    if len(rules) > 1:
        return word("quorums", language, WORDS)
    return word("quorum", language, WORDS, rule=_rule_words(next(iter(rules)), language))


def _rule_words(rule: str, language: Language) -> str:
    try:
        return word(f"{rule}_rule", language)
    except KeyError:  # one that changes with the date stands as it is written in a scenario
        return rule_name(rule, language)


def compared(comparison: Comparison) -> int:
    """Differences over which q is taken: those that have an interval."""
    return sum(each.difference.p == each.difference.p for each in comparison.outcomes)


def window_words(comparison: Comparison, language: Language) -> str:
    """A year where the window is one; else its first and last month."""
    start = comparison.scenarios[0].horizon.start
    since, until = (start + month for month in comparison.window)
    if until - since == MONTHS and since % MONTHS == 0:
        return _year(since, language)
    return f"{name_of(since)} – {name_of(until - 1)}"


def _year(month: int, language: Language) -> str:
    return name_of(month)[:4] + in_language(language, "", "年")


def _begun(comparison: Comparison, language: Language) -> str:
    """Month in which the policies begin, if they begin together."""
    starts = {plan.delivery.start for each in comparison.scenarios[1:] for plan in each.policies.values()}
    if len(starts) != 1:
        return ""
    start = next(iter(starts))
    return _year(start, language) if start % MONTHS == 0 else name_of(start)


def numbers_line(language: Language) -> str:
    """How many numbers of the model are assumptions, by their declarations."""
    tags = tags_of_parameters()
    return word("numbers", language, WORDS, all=tags.total(), assumed=tags[ASSUMED])


def tags_line(language: Language) -> str:
    """The same, and what the others are."""
    tags = tags_of_parameters()
    return word("tags", language, WORDS, told=numbers_line(language), data=tags["D"], literature=tags["L"])


def methods(comparison: Comparison, manifest: Mapping[str, Any], language: Language) -> str:
    """A paragraph that can be cited, as HTML."""
    scenario = comparison.scenarios[0]
    horizon = scenario.horizon
    since, until = (name_of(horizon.start + month) for month in (comparison.window[0], comparison.window[1] - 1))
    extremes = comparison.extremes
    text = word(
        "methods",
        language,
        WORDS,
        pairs=comparison.stopping.pairs,
        villages=scenario.world.villages_in_all,
        months=horizon.months,
        start=name_of(horizon.start),
        burn_in=horizon.burn_in,
        since=since,
        until=until,
        count=compared(comparison),
        extremes=word("extremes", language, WORDS, pairs=extremes.pairs) if extremes else "",
        version=manifest["version"],
        source=manifest["model_source_hash"],
        digest=manifest.get("digest", ""),
    )
    stopping = stopping_sentence(comparison, language) if comparison.stopping.wanted else ""
    return f'<p class="text">{escape(joined(language, text, stopping) if stopping else text)}</p>'
