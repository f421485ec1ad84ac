"""What is declared, as text: policies, parameters, the month, outcomes. Reads declarations only and runs nothing."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sim.core.config.language import LANGUAGES, Language, in_language, message
from sim.core.config.numbers import plain
from sim.core.config.problems import did_you_mean
from sim.core.declarations.dated_value import shown_value
from sim.core.declarations.parameters import LAWS, TAGS, Param
from sim.core.declarations.sources import sources
from sim.indicators import HEADLINES, INDICATORS
from sim.mechanisms import all_parameters, mechanism_names, month_steps
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import Policy
from sim.policies.common.words import missing_words, words_of
from sim.report.described.policy_effects import effects
from sim.report.layout.table import REST, Column, Table, columns
from sim.report.layout.text import wrapped
from sim.scenario.files import shipped_names
from sim.scenario.scenario import load
from sim.words.labels import COLON, in_brackets, joined, listed, word
from sim.words.units import unit_word

ASSUMED = "A"
"""Tag of a parameter that is an assumption."""
HEADS: dict[str, tuple[str, str]] = {
    "does": ("What it does", "做什么"),
    "costs": ("What it costs", "成本"),
    "fails": ("How it can fail", "可能的反效果"),
    "items": ("Source items", "来源条目"),
    "levers": (
        "Levers it moves: from the default to where the default doses take it",
        "所动政策杠杆：默认值 → 默认力度下的值",
    ),
    "doses": ("Doses: default, unit, range, tag, source", "力度参数：默认值、单位、范围、标记、来源"),
    "sources": ("Sources of the numbers", "数值来源"),
    "tags": ("Tags", "来源标记"),
}
BILL = {
    "en": "At the default doses, in each of fifteen villages of 1,350 persons: {yuan_first_year:,.0f} yuan and "
    "{hours_first_year:,.0f} cadre hours in the first year, then {yuan_later_year:,.0f} yuan and "
    "{hours_later_year:,.0f} hours a year.",
    "zh": "默认力度下，十五个1,350人的村每村：第一年{yuan_first_year:,.0f}元、干部{hours_first_year:,.0f}工时，"
    "此后每年{yuan_later_year:,.0f}元、{hours_later_year:,.0f}工时。",
}
SWITCHED = {"en": ("off", "on"), "zh": ("关", "开")}
SAME_NAME = {
    "en": "The scenario {name} is not the policy at these doses; it gives (in brackets the default): {doses}.",
    "zh": "情景 {name} 所用力度与政策默认力度不同（括号内为默认值）：{doses}。",
}
NOT_MOVED = {"en": "not moved", "zh": "未动"}
NOT_SAID = {"en": "(not said)", "zh": "（未写明）"}
INCOMPLETE = {
    "en": "Policy {name} is incomplete; its file lacks: {missing}.",
    "zh": "政策 {name} 不完整；其文件缺少：{missing}。",
}
POLICY_HEADS = (
    Column(),
    Column("policy", "政策", width=24),
    Column("source items", "来源条目", width=17),
    Column("yuan, year 1", "首年元", "{:,.0f}".format, 7),
    Column("later", "此后", "{:,.0f}".format),
    Column("hours, year 1", "首年工时", "{:,.0f}".format, 8),
    Column("later", "此后", "{:,.0f}".format),
    Column("levers", "政策杠杆", width=REST),
)
COSTS = ("yuan_first_year", "yuan_later_year", "hours_first_year", "hours_later_year")
PARAMETER_HEADS = (
    Column("parameter", "参数"),
    Column("default", "默认值"),
    Column("unit", "单位"),
    Column("range", "范围"),
    Column("tag", "标记"),
    Column("source", "来源"),
    Column("direction", "方向"),
    Column("law", "合成方式"),
    Column("meaning", "含义"),
)
DIRECTIONS = {
    "raises": ("raises {outcome}", "提高 {outcome}"),
    "lowers": ("lowers {outcome}", "降低 {outcome}"),
    "either": ("either", "不定"),
}
NO_DIRECTION = ("Why no direction is expected:", "方向不定的原因：")
BELOW_POLICIES = {
    "en": "Yuan and cadre hours a year, of a village of 1,350 persons in a county of fifteen, at the default doses; "
    "grants for projects that start come on top. More: ruralparty explain POLICY; packages of policies: scenarios/.",
    "zh": "默认力度下每村每年的费用（元）和干部工时：十五村一县，每村1,350人；项目开工拨款另计。"
    "详见 ruralparty explain POLICY；政策组合见 scenarios/。",
}


def tags_of_parameters() -> Counter[str]:
    """How many parameters of the model bear each tag: data, literature, assumption.

    Doses are not among them: they are chosen, not assumed.

    Examples
    --------
    >>> tags_of_parameters()[ASSUMED] <= tags_of_parameters().total()
    True
    """
    return Counter(param.tag for param in all_parameters().values())


def policy_title(name: str, language: Language) -> str:
    """Title of a policy, in English or by its name where it has none."""
    words = words_of(find_policy(name))
    return words[language].get("title") or words["en"].get("title") or name


def levers_moved(policy: type[Policy]) -> dict[str, Param]:
    """Levers that a policy names in its code, apart from those it only reads."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(policy) or policy))
    read = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "lever"
        for argument in node.args
    }
    levers = all_parameters()
    words: dict[str, None] = {}
    starts = set()
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in read:
                words[text] = None
            case ast.JoinedStr(values=[ast.Constant(value=start), _]) if id(node) not in read:
                starts.add(start)
    named = [*words, *(f"{start}{text}" for start in sorted(starts) for text in words)]
    return {lever: levers[lever] for lever in dict.fromkeys(named) if lever in levers and levers[lever].law}


def policy_record(name: str) -> dict[str, Any]:
    """Everything declared about a policy, in plain values; of an incomplete one also what is ``missing``.

    Raises
    ------
    ValueError
        If there is no such policy, with the nearest name.
    """
    if name not in policy_names():
        known = message("the policies are {names}", names=", ".join(policy_names()))
        hint = did_you_mean(name, policy_names(), known)
        raise ValueError(message("there is no policy {name!r}{hint}", name=name, hint=hint))
    policy = find_policy(name)
    words, done, missing = words_of(policy), effects(name), missing_words(policy)
    return {
        "name": name,
        **words["en"],
        "zh": words["zh"],
        "levers": {
            lever: {"law": param.law, "unit": param.unit, "note": param.note, "moved": done.moves.get(lever)}
            for lever, param in levers_moved(policy).items()
        },
        "yuan": done.yuan,
        "hours": done.hours,
        "doses": {key: param_record(param) for key, param in policy.params.items()},
        "scenario_doses": {key: value for key, (value, _) in other_doses(name).items()},
        **({"missing": missing} if missing else {}),
    }


def param_record(param: Param) -> dict[str, Any]:
    """A parameter or dose in plain values."""
    low, high = param.range
    rest = ("tag", "source", "raises", "lowers", "either", "law", "symbol", "note")
    bounds = {"low": low, "high": high, "choices": list(param.choices)}
    return {"default": param.default, "unit": param.unit, **bounds, **{name: getattr(param, name) for name in rest}}


def shown_range(param: Param, language: Language = "en") -> str:
    """Range of a parameter in words."""
    low, high = param.range
    if param.choices:
        return ", ".join(param.choices)
    if isinstance(param.default, bool):
        return "true, false"
    return (
        in_language(language, "fixed", "固定")
        if low == high
        else " – ".join(plain(each, thousands=True) for each in (low, high))
    )


def explanation(name: str, language: Language) -> str:
    """What a policy does, moves, costs, and how it can fail."""
    record = policy_record(name)
    words = record["zh"] if language == "zh" else record
    names = listed(language, *filter(None, (name, record.get("code"))))
    blocks = [in_brackets(language, policy_title(name, language), names)]

    def tell(key: str, *parts: str) -> None:
        blocks.append("\n".join([word(key, language, HEADS), *parts]))

    if "missing" in record:
        blocks.append(wrapped(_incomplete(record, language)))
    bill = [wrapped(BILL[language].format(**_costs(record)))]
    for key in ("does", "costs", "fails"):
        text = words.get(key) or record.get(key) or NOT_SAID[language]
        tell(key, wrapped(text.replace("``", "")), *(bill if key == "costs" else ()))  # without the marks for code
    if "items" in record:
        tell("items", wrapped(record["items"].partition(":")[0] if language == "zh" else record["items"]))
    levers = [_lever_row(lever, each, language) for lever, each in record["levers"].items()]
    laws = [
        wrapped(f"{law}{COLON[language]}{word(law, language, LAWS)}") for law in dict.fromkeys(row[3] for row in levers)
    ]
    tell("levers", Table(columns(5, widths={2: 14}), levers).text(indent=2), "\n".join(laws))
    params = find_policy(name).params
    doses = []
    for key, param in params.items():
        told = (shown_value(param.default), unit_word(param.unit, language), shown_range(param, language))
        doses.append((key, *told, param.tag, param.source, param.meaning(language)))
    others = other_doses(name)
    told = joined(language, *(f"{key} {value} ({usual})" for key, (value, usual) in others.items()))
    same_name = [wrapped(SAME_NAME[language].format(name=name, doses=told))] if others else []
    tell("doses", Table(columns(7, widths={3: 17}), doses).text(indent=2), *same_name)
    tell("sources", "\n".join(_cited(key) for key in dict.fromkeys(param.source for param in params.values())))
    tags = dict.fromkeys(param.tag for param in params.values())
    tell("tags", wrapped(joined(language, *(f"{tag} {word(tag, language, TAGS)}" for tag in tags))))
    return "\n\n".join(blocks)


def other_doses(name: str) -> dict[str, tuple[str, str]]:
    """Doses that the shipped scenario of a policy's name gives it, where they are not its defaults, and these."""
    if name not in shipped_names():
        return {}
    plans = load(name).policies
    given = plans[name].dose if name in plans else {}
    params = find_policy(name).params
    return {
        key: (shown_value(value), shown_value(params[key].default))
        for key, value in given.items()
        if params[key].number(value) != params[key].number(params[key].default)
    }


def _lever_row(lever: str, each: dict[str, Any], language: Language) -> tuple[str, ...]:
    param = all_parameters()[lever]
    moved = shown_move(param, each["moved"], language) if each["moved"] else NOT_MOVED[language]
    return lever, moved, unit_word(param.unit, language), each["law"], param.meaning(language)


def shown_move(param: Param, moved: Sequence[float], language: Language) -> str:
    """From the default of a lever to where the default doses take it."""
    if param.is_switch or param.choices:
        names = param.choices or SWITCHED[language]
        return " → ".join(names[int(value)] for value in moved)
    return " → ".join(plain(value, 3, thousands=True) for value in moved)


def _costs(record: dict[str, Any]) -> dict[str, float]:
    return dict(zip(COSTS, (*record["yuan"], *record["hours"]), strict=True))


def _incomplete(record: dict[str, Any], language: Language) -> str:
    missing = joined(language, *record["missing"])
    return INCOMPLETE[language].format(name=record["name"], missing=missing)


def _cited(key: str) -> str:
    known = sources().get(key)
    return wrapped(f"{key}: {known['citation']} [{known['status']}]" if known else key)


def policies_record() -> dict[str, dict[str, Any]]:
    """All policies by name, in the order of their codes: what a row of :func:`policies_table` holds.

    Yuan and cadre hours are those of a village at the default doses, in the first year and in a later one. Incomplete
    ones also say what is ``missing``.
    """
    found = {}
    every = [policy_record(name) for name in policy_names()]
    last = f"I{len(every)}"
    for record in sorted(every, key=lambda each: (int(each.get("code", last)[1:]), each["name"])):
        name = record["name"]
        found[name] = {
            "code": record.get("code", ""),
            **{language: policy_title(name, language) for language in LANGUAGES},
            "items": record.get("items", "").partition(":")[0],
            **_costs(record),
            "levers": list(record["levers"]),
            **{key: record[key] for key in ("missing",) if key in record},
        }
    return found


def policies_table(language: Language) -> str:
    """All policies: title, source items, levers, and what a village costs at the default doses."""
    rows, below = [], [BELOW_POLICIES[language]]
    for name, record in policies_record().items():
        if "missing" in record:
            below.append(_incomplete({"name": name, **record}, language))
        what, costs = f"{name}\n{record[language]}", (record[each] for each in COSTS)
        rows.append((record["code"], what, record["items"], *costs, _by_mechanism(record["levers"])))
    return "\n\n".join([Table(POLICY_HEADS, rows, language).text(), *(wrapped(text, 0) for text in below)])


def _by_mechanism(levers: Iterable[str]) -> str:
    """Names of levers, each mechanism once: ``effort: stakes, subsidy; supervision: audit``."""
    groups: dict[str, list[str]] = {}
    for lever in levers:
        mechanism, _, name = lever.partition(".")
        groups.setdefault(mechanism, []).append(name)
    return "; ".join(f"{mechanism}: {', '.join(names)}" for mechanism, names in groups.items())


def parameters_of(only: str = "") -> dict[str, Param]:
    """Parameters of all mechanisms, or of one mechanism or policy (its doses, by their path in a scenario), or one.

    Parameters
    ----------
    only : str
        A mechanism or policy; or ``meetings.denominator``, ``policies.training.dose.units`` for a single one. All
        mechanisms if left out.

    Raises
    ------
    ValueError
        If there is no such mechanism, policy, parameter or dose, with the nearest name.
    """
    if not only:
        return all_parameters()
    every = all_parameters() | {
        f"policies.{name}.dose.{key}": param
        for name in policy_names()
        for key, param in find_policy(name).params.items()
    }
    found = {
        key: param for key, param in every.items() if key.startswith((f"{only}.", f"policies.{only}.")) or key == only
    }
    if found:
        return found
    known = [*mechanism_names(), *policy_names()]
    hint = did_you_mean(only, every if "." in only else known, message("known are {names}", names=", ".join(known)))
    if "." in only:
        raise ValueError(message("there is no parameter {name!r}{hint}", name=only, hint=hint))
    raise ValueError(message("there is no mechanism or policy {name!r}{hint}", name=only, hint=hint))


def parameters_table(only: str = "", language: Language = "en") -> str:
    """Parameters with default, unit, range, tag, source, direction and meaning.

    Of chosen ones it is also said why no direction is expected, where there is none.
    """
    rows, reasons = [], []
    for key, param in parameters_of(only).items():
        shown, unit = shown_value(param.default), unit_word(param.unit, language)
        given, direction = shown_range(param, language), shown_direction(param, language)
        told = (param.tag, param.source, direction, param.law or "", param.meaning(language))
        rows.append((key, shown, unit, given, *told))
        if only and param.either:
            reasons.append((key, message(param.either)))
    table = Table(PARAMETER_HEADS, rows, language).text()
    if not reasons:
        return table
    head = in_language(language, *NO_DIRECTION)
    return f"{table}\n\n{head}\n{Table(columns(2, widths={}), reasons).text(indent=2)}"


def shown_direction(param: Param, language: Language) -> str:
    """The outcome that is expected to rise or fall with a parameter."""
    side = "raises" if param.raises else "lowers" if param.lowers else "either"
    return word(side, language, DIRECTIONS, outcome=param.raises or param.lowers)


def month_table(language: Language) -> str:
    """The order of a month, with the reason for each place."""
    rows = []
    for place, step in enumerate(month_steps(), start=1):
        told = (step.title_zh, step.reason_zh) if language == "zh" else (step.title_en, step.reason)
        rows.append((f"{place}.", step.mechanism, *told))
    return Table(columns(4), rows).text()


def outcomes_table(language: Language) -> str:
    """All outcomes; headlines are marked with a star."""
    rows = []
    for name, each in INDICATORS.items():
        told = (each.label(language), unit_word(each.unit, language), each.meaning(language))
        rows.append(("*" * (name in HEADLINES), each.code, name, *told))
    return Table(columns(6), rows).text()
