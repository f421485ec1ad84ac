"""What an evaluation would find, as text: bias, spread, coverage, power, false findings and least effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.analysis.evaluate.plan import DID, EvaluationPlan
from sim.analysis.evaluate.table import Evaluated, Found
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.indicators import indicator_named
from sim.report.analyses.evaluate_words import estimator_word, measure_word, rule_word
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import decimals_for, fixed, shown_as
from sim.report.layout.table import Column, Group, Table
from sim.report.layout.text import wrapped
from sim.words.labels import in_brackets, listed, unit_label

PER_CENT = 100.0
SURE = 2.0
LEAST_PLACES = 4
"""Decimals of what is nearly nought."""
"""Monte-Carlo errors by which false findings exceed the level of the test before a sentence is spent on them."""
HEADS = (
    Column("estimator", "估计量"),
    Column("bias", "偏差", str),
    Column("spread", "离散", str),
    Column("coverage %", "覆盖率%", str),
    Column("power %", "功效%", str),
    Column("false %", "假阳性%", str),
    Column("least effect", "最小可见效应", str),
)
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "What an evaluation would find: {policy} in {share} % of {villages} villages, from {starts}; {worlds} "
        "worlds, each lived with the pilot and without it at the same luck",
        "zh": "评估会得到什么：{policy}，{villages}村中的{share}%，自{starts}起；{worlds}个世界，各以相同运气在有、无"
        "试点下各运行一次",
    },
    "leak": {
        "en": "{leak} % of the places go to other villages, of which who evaluates does not know.",
        "zh": "{leak}%的名额落到其他村，评估者并不知情。",
    },
    "block": {"en": "{outcome}, {rule}: the truth is {truth}", "zh": "{outcome}，{rule}：真实效应为{truth}"},
    "data": {"en": "{measure} data", "zh": "{measure}"},
    "notes": {
        "en": "In brackets: Monte-Carlo standard errors. Bias: estimate less truth. Spread: standard deviation of "
        "that. Coverage: intervals that hold the truth. Power: an effect is found with the pilot on. False: one is "
        "found in the same worlds without any pilot. Least effect: found in {power} % of studies, if the test held its "
        "level of {level} %.",
        "zh": "括号内为蒙特卡洛标准误。偏差：估计减真值；离散：其标准差；覆盖率：置信区间包含真值的比例；功效：有试点"
        "时发现效应的比例；"
        "假阳性：同一批世界中没有任何试点却发现效应的比例；最小可见效应：检验水平确为{level}%时，{power}%的研究可发现"
        "的效应。",
    },
    "false_loss": {
        "en": "{rule}: of {outcome} ({measure}), {estimator} finds a loss in {share} % of studies where there is no "
        "pilot; on average {mean}.",
        "zh": "{rule}：就{outcome}（{measure}），{estimator}在没有试点的研究中有{share}%发现下降；平均{mean}。",
    },
    "false_gain": {
        "en": "{rule}: of {outcome} ({measure}), {estimator} finds a gain in {share} % of studies where there is no "
        "pilot; on average {mean}.",
        "zh": "{rule}：就{outcome}（{measure}），{estimator}在没有试点的研究中有{share}%发现上升；平均{mean}。",
    },
    "sizes": {"en": "Least effect by number of villages, {estimator}", "zh": "按村数的最小可见效应，{estimator}"},
    "spill": {
        "en": "Villages that the pilot never reaches differ from their twins by no more than: {values}.",
        "zh": "试点从未到达的村与其孪生村之差不超过：{values}。",
    },
    "missing": {
        "en": "Without a value in some villages and periods, which are left out: {values}.",
        "zh": "部分村与时期无值，已略去：{values}。",
    },
    "failed": {"en": "{count} worlds ended in an error and are left out.", "zh": "{count}个世界运行出错，已略去。"},
}
METHOD: dict[Language, str] = {
    "en": "The pilot ({policy}) was simulated in {worlds} worlds of {villages} villages, each beside its twin without "
    "the pilot (common random numbers), so that the effect on every village and period is known; the truth is its mean "
    "over the villages reached and the periods under the pilot. Villages: {rules}. Observations are of {period} "
    "months. {survey}Estimators: {estimators}. Difference of means and difference in differences are taken cohort by "
    "cohort against villages never reached, with Welch's degrees of freedom; regressions have errors clustered by "
    "village and give the numbers of pyfixest. False findings are those of the same villages in the twins without a "
    "pilot. Tests at the {level} % level; Monte-Carlo errors over worlds. Study {hash}, ruralparty {version}.",
    "zh": "试点（{policy}）在{worlds}个世界、每个{villages}村中模拟，各与没有试点的孪生世界配对（共用随机数），"
    "故每村每期的效应已知；真值为到达之村、试点期间的均值。选村：{rules}。每次观测{period}个月。{survey}"
    "估计量：{estimators}。均值之差与双重差分按批次与从未到达的村相比，自由度用Welch法；回归的标准误按村聚类，"
    "数值与pyfixest一致。假阳性为同一批村在没有试点的孪生世界中的发现。检验水平{level}%；蒙特卡洛误差取自各世界。"
    "研究{hash}，ruralparty {version}。",
}
SURVEYS: dict[Language, str] = {
    "en": "Surveys ask {persons} persons a village and observation, of whom {silent} % do not answer. ",
    "zh": "调查每村每次询问{persons}人，{silent}%不作答。",
}


def evaluate_text(found: Evaluated, language: Language, failed: int = 0) -> str:
    """The evaluation for a terminal, at its largest number of villages."""
    plan = found.plan
    blocks = [wrapped(head_text(found, language), 0)]
    if plan.pilot.leak:
        blocks[0] += "\n" + wrapped(TEXTS["leak"][language].format(leak=fixed(PER_CENT * plan.pilot.leak, 0)))
    largest = [each for each in found.found if each.villages == plan.sizes[-1]]
    for rule, outcome in dict.fromkeys((each.rule, each.outcome) for each in largest):
        rows = [each for each in largest if (each.rule, each.outcome) == (rule, outcome)]
        blocks.append(Table(HEADS, list(_lines(rows, language)), language, _block(rows, language)).text())
    blocks.append(_sizes(found, language))
    told = [TEXTS["notes"][language].format(level=_per_cent(plan.level), power=_per_cent(plan.power))]
    told += [each for each in _false(found, largest, language) if each]
    told.append(TEXTS["spill"][language].format(values=listed(language, *_spills(found, language))))
    if found.missing:
        values = (f"{indicator_named(name).label(language)} {count}" for name, count in found.missing.items())
        told.append(TEXTS["missing"][language].format(values=listed(language, *values)))
    if failed:
        told.append(TEXTS["failed"][language].format(count=failed))
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in told)])


def head_text(found: Evaluated, language: Language) -> str:
    """What is tried, where, and in how many worlds."""
    plan = found.plan
    return TEXTS["head"][language].format(
        policy=policy_word(plan, language),
        share=_per_cent(plan.pilot.share),
        villages=plan.scenario.world.villages_in_all,
        starts=listed(language, *map(name_of, plan.pilot.starts)),
        worlds=found.worlds,
    )


def method_text(found: Evaluated, provenance: Mapping[str, str], language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    plan = found.plan
    asked = any(look.measure == "surveyed" for look in plan.looks)
    survey = SURVEYS[language].format(persons=plan.survey.persons, silent=_per_cent(plan.survey.non_response))
    return METHOD[language].format(
        policy=policy_word(plan, language),
        worlds=found.worlds,
        villages=plan.scenario.world.villages_in_all,
        rules=listed(language, *(rule_word(each, language) for each in plan.rules)),
        period=plan.period,
        survey=survey if asked else "",
        estimators=listed(language, *(estimator_word(each, language) for each in plan.estimators)),
        level=_per_cent(plan.level),
        **provenance,
    )


def policy_word(plan: EvaluationPlan, language: Language) -> str:
    """The policy that is tried, as it is called."""
    return policy_title(plan.pilot.policy, language)


def outcome_word(outcome: str, language: Language) -> str:
    """An outcome with the unit of its differences."""
    indicator = indicator_named(outcome)
    return in_brackets(language, indicator.label(language), unit_label(indicator.unit, language, True))


def with_error(value: float, error: float, unit: str, sign: bool = True) -> str:
    """A number with its Monte-Carlo error, with as many digits as the error bears out."""
    shown, off = shown_as(value, unit), shown_as(error, unit)
    places = decimals_for(off) if off > 0 else 0 if not shown else 3
    return f"{fixed(shown, places, sign)} ({fixed(off, places)})"


def share_with_error(value: float, error: float) -> str:
    """A share in per cent with its Monte-Carlo error."""
    return f"{fixed(PER_CENT * value, 0)} ({fixed(PER_CENT * error, 0)})"


def _per_cent(share: float) -> str:
    return plain(PER_CENT * share)


def _block(rows: Sequence[Found], language: Language) -> str:
    first = rows[0]
    unit = indicator_named(first.outcome).unit
    return TEXTS["block"][language].format(
        outcome=outcome_word(first.outcome, language),
        rule=rule_word(first.rule, language),
        truth=with_error(first.truth, first.truth_error, unit),
    )


def _lines(rows: Sequence[Found], language: Language) -> Iterator[Any]:
    """Estimators under a heading for each kind of data."""
    for measure in dict.fromkeys(each.measure for each in rows):
        yield Group(TEXTS["data"][language].format(measure=measure_word(measure, language)))
        yield from (_row(each, language) for each in rows if each.measure == measure)


def _row(found: Found, language: Language) -> tuple[str, ...]:
    unit = indicator_named(found.outcome).unit
    return (
        estimator_word(found.estimator, language),
        with_error(found.bias, found.bias_error, unit),
        with_error(found.spread, found.spread_error, unit, False),
        share_with_error(found.coverage, found.coverage_error),
        share_with_error(found.power, found.power_error),
        share_with_error(found.false_findings, found.false_findings_error),
        with_error(found.least, found.least_error, unit, False),
    )


def _sizes(found: Evaluated, language: Language) -> str:
    """Least effects by number of villages, of the estimator that most evaluations use."""
    plan = found.plan
    estimator = DID if DID in plan.estimators else plan.estimators[0]
    known: dict[tuple[str, str, str], dict[int, Found]] = {}
    for each in found.found:
        if each.estimator == estimator:
            known.setdefault((each.outcome, each.measure, each.rule), {})[each.villages] = each
    rows = [
        (
            outcome_word(outcome, language),
            measure_word(measure, language),
            rule_word(rule, language),
            *(_least(by_size[size]) for size in plan.sizes),
        )
        for (outcome, measure, rule), by_size in known.items()
    ]
    heads: list[Any] = [Column("outcome", "指标"), Column("measured", "数据"), Column("villages chosen", "选村")]
    heads += [Column(str(size), str(size), str) for size in plan.sizes]
    title = TEXTS["sizes"][language].format(estimator=estimator_word(estimator, language))
    return Table(tuple(heads), rows, language, title).text()


def _least(found: Found) -> str:
    return with_error(found.least, found.least_error, indicator_named(found.outcome).unit, False)


def _false(found: Evaluated, largest: Sequence[Found], language: Language) -> list[str]:
    """A sentence for each rule, outcome and measure in which something is found of nothing far too often."""
    told = []
    for key in dict.fromkeys((each.rule, each.outcome, each.measure) for each in largest):
        rows = [each for each in largest if (each.rule, each.outcome, each.measure) == key]
        usual = [each for each in rows if each.estimator == DID] or rows
        worst = max(usual, key=lambda each: each.false_findings)
        if worst.false_findings <= found.plan.level + SURE * worst.false_findings_error:
            continue
        loss = worst.false_losses > worst.false_gains
        unit = indicator_named(worst.outcome).unit
        told.append(
            TEXTS["false_loss" if loss else "false_gain"][language].format(
                rule=_capital(rule_word(worst.rule, language)),
                outcome=indicator_named(worst.outcome).label(language),
                measure=measure_word(worst.measure, language),
                estimator=estimator_word(worst.estimator, language),
                share=share_with_error(*_side(worst, loss)),
                mean=_amount(worst.seen_of_nothing, worst.seen_of_nothing_error, unit, language),
            )
        )
    return told


def _amount(value: float, error: float, unit: str, language: Language) -> str:
    """A number with its error and its unit, if that says more than a range."""
    told = with_error(value, error, unit)
    return told if unit == "0-1" else f"{told} {unit_label(unit, language, True)}"


def _side(found: Found, loss: bool) -> tuple[float, float]:
    if loss:
        return found.false_losses, found.false_losses_error
    return found.false_gains, found.false_gains_error


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spills(found: Evaluated, language: Language) -> list[str]:
    """By outcome the largest difference of any rule, without its sign."""
    told = []
    for outcome in dict.fromkeys(each.outcome for each in found.spills):
        largest = max((each for each in found.spills if each.outcome == outcome), key=lambda each: abs(each.difference))
        indicator = indicator_named(outcome)
        shown = shown_as(abs(largest.difference), indicator.unit)
        told.append(f"{outcome_word(outcome, language)} {fixed(shown, LEAST_PLACES)}")
    return told
