"""The lever panel in plain values: groups of policies with their doses, delivery, prices and ticks at equal money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sim.app.compare.asked import LETTERS, name_of_side
from sim.app.compare.deliveries import sentence_of
from sim.app.compare.known import known
from sim.app.compare.money import TICKS, place_of, price_of, yuan_of
from sim.app.compare.side import DOSE, Side, side_of
from sim.app.compare.state import State, whole
from sim.app.compare.view import GROUPS
from sim.app.watch.lever_inputs import CHOICE_TEXTS, given_in, read_value, step_of, value_in
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import Value, shown_value
from sim.core.declarations.parameters import TAGS, Param
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import PRICE, Policy
from sim.policies.common.words import words_of
from sim.report.described.catalogue import policy_title
from sim.scenario.files import shipped_names
from sim.scenario.scenario import Scenario
from sim.words.compare import TEXTS, say
from sim.words.labels import SPACE, listed, word
from sim.words.units import unit_word

CODES: Mapping[str, tuple[int, ...]] = {
    "people": (1, 2, 3, 4, 5, 16, 20),
    "organisation": (17, 18, 19, 27),
    "service": (11, 15),
    "digital": (6, 7, 8, 9, 10, 24, 25),
    "economy": (21, 22, 23),
    "supervision": (12, 13, 14, 26),
}
"""Groups by the numbers that policies bear in the model description; one that bears another comes from outside."""
USED_MOST = (
    "migration.leave",
    "migration.back",
    "migration.departure_age",
    "meetings.attend_habit",
    "meetings.list_fail",
    "effort.unseen",
    "effort.motivation_hours",
    "training.gain",
    "training.decay",
    "service.volunteer_most",
    "trust.success",
    "trust.failure",
)
"""Assumptions that stand in the panel before any are looked for."""
MOST_FOUND = 12
PER_CENT = 100.0
BARE = ("0-1", "1")
"""Units that say nothing beside a number."""


@cache
def said_of(policy: type[Policy]) -> dict[Language, dict[str, str]]:
    """Words of a policy, read once: the panel is made anew whenever a lever is dragged."""
    return words_of(policy)


def group_of(policy: str) -> str:
    """Group of a policy."""
    number = _number(policy)
    return next((group for group, codes in CODES.items() if number in codes), "outside")


def grouped() -> dict[str, list[str]]:
    """All policies by group, in the order of their numbers; groups without any are left out."""
    return _grouped(tuple(policy_names()))


@cache
def _grouped(policies: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {group: [] for group in (*CODES, "outside")}
    for policy in policies:
        found[group_of(policy)].append(policy)
    return {group: sorted(names, key=_number) for group, names in found.items() if names}


def _number(policy: str) -> int:
    return int(said_of(find_policy(policy))["en"].get("code", "").removeprefix("I") or 0)


def levers_of(state: State) -> dict[str, Any]:
    """What the panel shows."""
    language, view = state.view.language, state.view
    side = state.seen.sides[view.edited]
    groups = [_group(group, names, state, side) for group, names in grouped().items()]
    changed = len(state.seen.assumptions)
    assumed = {
        "name": GROUPS[-1],
        "title": say(GROUPS[-1], language),
        "count": say("some_changed", language, count=changed) if changed else "",
        "open": GROUPS[-1] in view.groups,
    }
    assumptions = _assumptions(state) if assumed["open"] else []
    return {
        "sides": [_side(state, place) for place in range(len(LETTERS))],
        "edited": view.edited,
        "groups": [*groups, assumed],
        "assumptions": assumptions,
        "search": state.search,
        "takes": _takes(language),
        "costs": costs_of(state),
        "words": {
            key: say(key, language)
            for key in (
                "levers",
                "reset",
                "prices",
                "take",
                "change_levers",
                "found_none",
                "budget",
                "cost_head",
                "type_number",
            )
        }
        | {"search": say("search", language, count=len(all_parameters())), "on": say("on_usual", language)},
        "budget": f"{view.budget:g}",
        "wrong": {} if state.wrong is None else vars(state.wrong),
    }


def _side(state: State, place: int) -> dict[str, Any]:
    letter, side, language = LETTERS[place], state.seen.sides[place], state.view.language
    title = listed(language, *(policy_title(name, language) for name in side.policies))
    label = title or (say("add_side", language, letter=letter) if place else say("nothing_set", language))
    return {
        "letter": letter,
        "title": label,
        "empty": side.is_empty,
        "label": f"{say('edit_side', language, letter=letter)}: {title or say('nothing_set', language)}",
    }


def _takes(language: Language) -> list[dict[str, str]]:
    """Scenarios whose policies a side may take."""
    named = [(name, known(name)) for name in shipped_names()]
    offered = [{"value": name, "text": each.title[language]} for name, each in named if each.policies]
    return [{"value": "", "text": say("take_none", language)}, *offered]


def _group(group: str, names: list[str], state: State, side: Side) -> dict[str, Any]:
    language = state.view.language
    on = [name for name in names if name in side.policies or name in state.baseline.policies]
    count = say("some_on", language, on=len(on), all=len(names)) if on else str(len(names))
    is_open = group in state.view.groups
    return {
        "name": group,
        "title": say(group, language),
        "count": count,
        "open": is_open,
        "policies": [policy_of(name, state, side) for name in names] if is_open else [],
    }


def policy_of(policy: str, state: State, side: Side) -> dict[str, Any]:
    """One policy: its doses, its delivery as a sentence, and what it costs at its most."""
    language, baseline = state.view.language, state.baseline
    declared, is_on = find_policy(policy), policy in side.policies
    base = whole(side_of(baseline)) if policy in baseline.policies else Side()
    shown = side if is_on else base
    doses, prices = [], []
    for name, param in declared.params.items():
        if _is_fixed(param):
            continue
        lever = _lever(f"{policy}.{DOSE}.{name}", param, shown.dose(policy, name), base.dose(policy, name), language)
        if param.either == PRICE:
            prices.append(lever)
        elif is_on or name in declared.idle or not declared.idle:
            price = price_of(whole_with(side, policy, baseline), policy, name, place_of(baseline))
            doses.append(lever | _ticks(price, lever))
    ends = [each["most"] for each in doses if each.get("most")]
    note = ""
    if ends and not any(each["ticks"] for each in doses):
        note = say("most_costs", language, yuan=plain(max(ends), 2), tick=_next_tick(max(ends)))
    sentence = sentence_of(shown, policy, baseline.horizon, language) if is_on else []
    return {
        "name": policy,
        "title": policy_title(policy, language),
        "meaning": said_of(declared)[language].get("does", ""),
        "on": is_on,
        "state": "" if is_on else say("as_in_baseline" if policy in baseline.policies else "off", language),
        "when": [
            {"name": f"{policy}.{each.name}", "label": each.label, "value": each.value}
            | {"options": [{"value": value, "text": text} for value, text in each.options]}
            | {"before": _around(each.name, "before", language), "after": _around(each.name, "after", language)}
            for each in sentence
        ],
        "doses": doses,
        "prices": prices if is_on else [],
        "note": note,
    }


def whole_with(side: Side, policy: str, baseline: Scenario) -> Side:
    """A side that has the policy, for what its doses would cost."""
    if policy in side.policies:
        return side
    return whole(side.moved(f"{policy}.ramp", 6, baseline.horizon))


def _around(name: str, place: str, language: Language) -> str:
    return say(f"from_{place}", language) if name == "start" else ""


def _next_tick(most: float) -> int:
    return next((tick for tick in TICKS if tick > most), TICKS[-1])


def _is_fixed(param: Param) -> bool:
    low, high = param.range
    return low == high and not param.choices


def _ticks(price: Any, lever: Mapping[str, Any]) -> dict[str, Any]:
    """Ticks at equal money, as far as a dose has any."""
    if price is None or lever["kind"] != "number":
        return {}
    return {"ticks": [{"at": at, "text": f"¥{yuan}"} for at, yuan in price.ticks], "most": price.most}


def _lever(path: str, param: Param, value: Value, base: Value, language: Language) -> dict[str, Any]:
    """One number, switch or choice."""
    tag = word(param.tag, language, TAGS)
    found: dict[str, Any] = {
        "path": path,
        "label": short(param, language) or param.name,
        "changed": value != base,
        "hint": "",
        "ticks": [],
    }
    if param.choices or param.is_switch:
        values: list[Value] = list(param.choices) or [False, True]
        options = [{"value": shown_value(each), "text": choice_text(each, language)} for each in values]
        allowed = listed(language, *(each["text"] for each in options))
        found |= {"kind": "switch" if param.is_switch else "choice", "value": _as_option(value, param)}
        found |= {"options": options, "base": _as_option(base, param)}
        shown_base = choice_text(base if not param.is_switch else bool(base), language)
    else:
        low, high = param.range
        factor, suffix = shown_as(param, language)
        allowed = allowed_of(param, language)
        found |= {"kind": "number", "value": float(value), "base": float(base), "low": low, "high": high}
        found |= {"step": step_of(param), "factor": factor, "suffix": suffix}
        found["outside"] = "" if low <= float(value) <= high else say("outside_range", language)
        shown_base = f"{float(base) * factor:g}"
        found["base_text"] = say("is_base", language, value=shown_base)
    found["hint"] = say(
        "source_line",
        language,
        meaning=param.meaning(language) or param.label(language),
        range=allowed,
        base=shown_base,
        tag=tag,
        source=param.source,
    )
    return found


def read_typed(param: Param, text: str, language: Language) -> Value:
    """A number as it is typed at a lever, in the unit that is shown there.

    Raises
    ------
    ValueError
        If it is none, or out of range; says what is allowed, with its unit.
    """
    factor, suffix = shown_as(param, language)
    plain_text = text.strip().replace("−", "-").removesuffix("%").removesuffix(suffix).strip()
    try:
        return read_value(param, float(plain_text.replace(",", ".")) / factor, language)
    except ValueError:
        raise ValueError(say("typed_wrong", language, text=text or "–", allowed=allowed_of(param, language))) from None


def shown_as(param: Param, language: Language) -> tuple[float, str]:
    """What a number is multiplied by where it is shown, and the unit behind it."""
    if param.unit == "share":
        return PER_CENT, "%"
    return 1.0, "" if param.unit in BARE else unit_word(param.unit, language)


def allowed_of(param: Param, language: Language) -> str:
    """The range of a number with its unit."""
    (low, high), (factor, suffix) = param.range, shown_as(param, language)
    return f"{low * factor:g} – {high * factor:g}{SPACE[language] if suffix else ''}{suffix}"


def _as_option(value: Value, param: Param) -> str:
    return shown_value(bool(value) if param.is_switch else value)


def short(param: Param, language: Language) -> str:
    """The first clause of a label: the rest stands in the tooltip."""
    text = param.en if language == "en" and param.en else param.zh if language == "zh" and param.zh else ""
    text = text or param.label(language).partition("；" if language == "zh" else ";")[0]
    if language == "en" and text[:1].isdigit():  # a note that says what values mean, not what they are values of
        text = f"{param.name.replace('_', ' ')}: {text}"
    return text[:1].upper() + text[1:] if language == "en" else text


def choice_text(value: Value, language: Language) -> str:
    """A switch as on or off, a rule in words."""
    if isinstance(value, bool):
        return say("on" if value else "off_word", language)
    for key in (f"rule_{value}", f"choice_{value}"):
        if key in TEXTS:
            return say(key, language)
    return word(CHOICE_TEXTS[value], language) if value in CHOICE_TEXTS else str(value).replace("_", " ")


def _assumptions(state: State) -> list[dict[str, Any]]:
    """Assumptions that are changed, and those that are looked for, or used most."""
    wanted, params = state.search.strip().lower(), all_parameters()
    changed = [name for name in state.seen.assumptions if name in params]
    found = _matching(wanted, params, state.view.language) if wanted else [each for each in USED_MOST if each in params]
    names = dict.fromkeys([*changed, *list(found)[:MOST_FOUND]])
    return [assumption(name, state) for name in names]


def _matching(wanted: str, params: Mapping[str, Param], language: Language) -> Iterable[str]:
    for name, param in params.items():
        if wanted in f"{name} {param.label(language)} {param.meaning(language)}".lower() and not _is_fixed(param):
            yield name


def assumption(name: str, state: State) -> dict[str, Any]:
    """One number of the model as a lever of both sides."""
    param, language, baseline = all_parameters()[name], state.view.language, state.baseline
    base = value_in(baseline, name)
    lever = _lever(f"p.{name}", param, state.seen.assumptions.get(name, base), base, language)
    given = given_in(baseline, name)
    return lever | {
        "name": name,
        "dated": not isinstance(given, int | float | str),
        "default": say(
            "scenario_is" if name in baseline.parameters else "default_is", language, value=shown_value(given)
        ),
    }


def costs_of(state: State) -> dict[str, Any]:
    """Bars of costs against the budget: what runs have booked, or about what will be booked."""
    language, budget = state.view.language, state.view.budget
    shown = state.shown
    where = replace(place_of(state.baseline), horizon=replace_months(state))
    booked = shown.figures.costs if shown and shown.figures else {}
    bars = []
    for place, letter in enumerate(LETTERS):
        side = state.seen.sides[place]
        if side.is_empty:
            continue
        cost = booked.get(name_of_side(letter))
        exact = cost is not None and state.is_exact
        yuan = cost.yuan if cost is not None and exact else yuan_of(side, where)
        if cost is not None and shown is not None and not exact:  # a hint keeps step with what runs have booked
            before = yuan_of(shown.asked.sides[place], where)
            yuan *= cost.yuan / before if before else 1.0
        over = yuan > budget
        bars.append(
            {
                "letter": letter,
                "text": f"{'' if exact else '≈ '}{plain(yuan, 3)}",
                "width": min(100.0, 100 * yuan / budget) if budget else 100.0,
                "note": say("over_budget", language) if over else "",
                "hint": "" if exact else say("hint_cost", language),
            }
        )
    return {"bars": bars}


def replace_months(state: State) -> Any:
    """The horizon of the question."""
    horizon = state.baseline.horizon
    return replace(horizon, months=state.seen.months) if state.seen.months else horizon
