"""Assumptions of a comparison as the page lists them: the world once, then each scenario's policies and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from sim.analysis.comparison import Comparison
from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.calendar import name_of
from sim.core.config.language import Language, in_language
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import shown_value
from sim.core.declarations.parameters import Param
from sim.mechanisms import find_mechanism
from sim.policies import find_policy
from sim.policies.common.delivery import Delivery
from sim.policies.common.triggers import OCCASIONS, Trigger
from sim.report.described.catalogue import policy_title
from sim.report.layout.sentences import title_of
from sim.words.labels import COLON, SPACE, in_brackets, joined, word
from sim.words.units import unit_word
from sim.world.drivers import GROWTH, driver

DELIVERY: Mapping[str, tuple[str, str]] = {
    "trigger": ("begins in a village once {trigger}", "村内{trigger}时开始"),
    "listed": (
        "in {served} listed villages of {villages}, first months: {waves}",
        "名单所列{villages}村中的{served}村，起始月份{waves}个",
    ),
    "until": ("for {months} months, to {last}", "持续{months}个月，至{last}"),
    "each": ("for {months} months from then on", "此后持续{months}个月"),
    "ramp": ("rising to the full dose over {ramp} months", "{ramp}个月内渐增至全部力度"),
    "strength": ("{strength:g} % of the dose", "力度的{strength:g}%"),
    "leak": ("{leak:g} % of the places go to villages outside the choice", "{leak:g}%的名额落到所选村之外"),
    "budget": ("ends once {budget} yuan are spent", "用满{budget}元即止"),
    "between": (", ", "，"),
}
CONTINUED: Mapping[str, tuple[str, str]] = {
    "damped": ("continued at a growth that fades (damped)", "按逐年减弱的增速延续"),
    "trend": ("continued at the growth of the last five years (trend)", "按最近五年增速延续"),
    "held": ("held", "保持不变"),
}
WORLD: Mapping[str, tuple[str, str]] = {
    "name": ("World", "世界"),
    "kind": ("archetype {archetype}, county type {county_type}", "{archetype}，{county_type}"),
    "province": ("province {province}", "省份{province}"),
    "size": (
        "{counties} {noun} × {townships} townships × {villages} villages",
        "{counties}县×{townships}乡镇×{villages}村",
    ),
    "own": (
        "a county of one's own: {townships} townships, {villages} villages, {persons:,} registered "
        "persons (data {digest})",
        "本县数据：{townships}乡镇，{villages}村，户籍人口{persons:,}人（数据{digest}）",
    ),
    "first": ("the first of them number {first}", "首个县编号{first}"),
    "persons": ("{persons:,} registered persons in the median village", "村户籍人口中位数{persons:,}人"),
    "tables": ("census of {tables}", "{tables}年人口普查"),
    "constant": ("drivers constant", "外部条件保持不变"),
    "dated": (
        "drivers as published for each year to {last}, then {continued}",
        "{last}年以前外部条件按各年公布值，其后{continued}",
    ),
    "horizon": (
        "first year {year}, {months} months from {start}, {burn_in} months lived before and discarded",
        "首年{year}，自{start}起{months}个月，此前{burn_in}个月预运行不计",
    ),
}
RULES_ZH: Mapping[str, str] = {
    "random": "随机",
    "weakest": "领导力最低者优先",
    "poorest": "收入最低者优先",
    "most_dispersed": "居住最分散者优先",
    "largest": "户籍人口最多者优先",
    "self_selected": "自愿申请，领导力最高者优先",
    "township_choice": "乡镇推荐，上报得分最高者优先",
}


def assumptions(comparison: Comparison, language: Language) -> str:
    """World, policies with their delivery, and parameters off their defaults, as HTML."""
    base = comparison.scenarios[0]
    parts = [f"<p>{_world(base, language)}</p>"]
    for scenario in comparison.scenarios:
        items = [_policy_item(name, plan, language) for name, plan in scenario.policies.items()]
        if (scenario.world, scenario.horizon) != (base.world, base.horizon):
            items.insert(0, _world(scenario, language))
        for key, value in scenario.parameters.items():
            mechanism, _, name = key.partition(".")
            param = find_mechanism(mechanism).params[name]
            default = f"{word('default', language)} {shown_value(param.default)}"
            between = word("between", language, DELIVERY)
            items.append(_valued(key, value, param, language) + escape(between + default))
        content = bullets(f"<li>{item}</li>" for item in items) if items else f"<p>{escape(word('none', language))}</p>"
        parts.append(f"<h3>{escape(title_of(scenario, language))}</h3>\n{content}")
    return "\n".join(parts)


def _world(scenario: Any, language: Language) -> str:
    return f"<b>{word('name', language, WORLD)}</b>{COLON[language]}{escape(world_line(scenario, language))}"


def bullets(items: Iterable[str]) -> str:
    """A list of items that are HTML already."""
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def last_published(world: Any) -> int:
    """Last year whose published values a dated world follows."""
    return min(world.published_to, max(driver(name).years[-1] for name in GROWTH))


def world_line(scenario: Any, language: Language) -> str:
    """What the world of a scenario is made of and when it is lived."""
    world, horizon = scenario.world, scenario.horizon
    kinds = {"archetype": world.archetype, "county_type": world.county_type}
    if language == "zh":
        kinds = {key: WORLD_LABELS[name] for key, name in kinds.items()}
    start = name_of(horizon.start)
    parts: dict[str, dict[str, Any]] = {
        "kind": kinds,
        **({"province": {"province": world.province}} if world.province else {}),
        **_size(world),
        **({"first": {"first": world.first_county}} if world.first_county != 1 else {}),
        **({"persons": {"persons": world.village_size}} if world.data is None else {}),
        "tables": {"tables": world.tables},
        world.drivers: {"last": last_published(world), "continued": word(world.continuation, language, CONTINUED)},
        "horizon": {"year": start[:4], "start": start, "months": horizon.months, "burn_in": horizon.burn_in},
    }
    return joined(language, *(word(key, language, WORLD, **given) for key, given in parts.items()))


def _size(world: Any) -> dict[str, dict[str, Any]]:
    """How many places and persons a world has, by the words that say so."""
    if world.data is not None:
        return {
            "own": {
                "townships": world.townships,
                "villages": world.villages_in_county,
                "persons": world.persons,
                "digest": world.data_digest[:8],
            }
        }
    return {"size": {**vars(world), "noun": "county" if world.counties == 1 else "counties"}}


def delivery_line(delivery: Delivery, language: Language) -> str:
    """When and where a policy arrives: start and coverage, and whatever else is set off its default."""

    def said(key: str, **given: Any) -> str:
        return word(key, language, DELIVERY, **given)

    parts = [f"{word('start', language)} {name_of(delivery.start)}"]
    if delivery.trigger is not None:
        parts.append(said("trigger", trigger=_occasion(delivery.trigger, language)))
    if delivery.duration is not None:
        last = name_of(delivery.start + delivery.duration - 1)
        apart = delivery.trigger is not None or delivery.villages is not None
        parts.append(said("each" if apart else "until", months=delivery.duration, last=last))
    if delivery.ramp:
        parts.append(said("ramp", ramp=delivery.ramp))
    if delivery.strength < 1:
        parts.append(said("strength", strength=100 * delivery.strength))
    parts += _reach(delivery, language)
    if delivery.budget is not None:  # not "at most": the month in which it is used up is lived to its end
        parts.append(said("budget", budget=f"{delivery.budget:,.0f}"))
    return said("between").join(parts)


def _reach(delivery: Delivery, language: Language) -> list[str]:
    """Where it arrives: villages that are listed, or the share that a rule chooses."""
    if delivery.villages is not None:
        served = [each for each in delivery.villages if each is not None]
        given = {"served": len(served), "villages": len(delivery.villages), "waves": len(set(served))}
        return [word("listed", language, DELIVERY, **given)]
    parts = [f"{word('coverage', language)} {100 * delivery.coverage:g}{SPACE[language]}%"]
    if delivery.coverage < 1:
        parts.append(in_language(language, delivery.rule, RULES_ZH[delivery.rule]))
    if delivery.leak:
        parts.append(word("leak", language, DELIVERY, leak=100 * delivery.leak))
    return parts


def _occasion(trigger: Trigger, language: Language) -> str:
    occasion = OCCASIONS[trigger.when]
    sign = "≥" if occasion.side == "least" else "≤"
    name = occasion.note_zh if language == "zh" else trigger.when
    return f"{name} {sign} {plain(trigger.threshold, thousands=True)}"


def _policy_item(name: str, plan: Any, language: Language) -> str:
    params = find_policy(name).params
    doses = [f"<li>{_valued(key, value, params[key], language)}</li>" for key, value in plan.dose.items()]
    title = f"<b>{escape(policy_title(name, language))}</b>"
    title = in_brackets(language, title, escape(delivery_line(plan.delivery, language)))
    return f'{title}\n<ul class="doses">{"".join(doses)}</ul>' if doses else title


def _valued(key: str, value: Any, param: Param, language: Language) -> str:
    """A dose or parameter with its value and tag, in words; how a scenario writes it stands in its tooltip."""
    unit = "" if param.choices or param.is_switch else unit_word(param.unit, language)
    printed = f"{shown_value(value)} {unit}".rstrip()
    said = f'<abbr title="{escape(key, quote=True)}">{escape(param.label(language) or key)}</abbr>'
    return in_brackets(language, f"{said}{COLON[language]}<b>{escape(printed)}</b>", param.tag)
