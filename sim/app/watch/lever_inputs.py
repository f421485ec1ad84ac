"""Inputs for the levers of the page; label, unit, range and default stand in each parameter's declaration."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import solara

from sim.app.watch.fields import ChoiceField, TextField
from sim.app.watch.state import State
from sim.core.config.language import Language
from sim.core.declarations.dated_value import DatedValue, ParameterValue, Value, shown_value
from sim.core.declarations.parameters import Param
from sim.mechanisms import all_parameters
from sim.scenario.scenario import Scenario
from sim.words.labels import joined, word
from sim.words.page import say
from sim.words.units import unit_word

LEVERS = (
    "migration.leave",
    "migration.back",
    "meetings.denominator",
    "meetings.online",
    "effort.subsidy",
    "supervision.inspections",
    "digital.platforms",
    "digital.coupling",
)
"""Levers on the page."""
CHOICE_TEXTS = {"registered": "registered_rule", "adjusted": "adjusted_rule", "list": "list_rule"}
WHOLE_UNITS = ("platforms",)
STEPS = 20
DIGITS = 6


def given_in(scenario: Scenario, lever: str) -> ParameterValue:
    """Value of a lever in a scenario, before any policy moves it."""
    return scenario.parameters.get(lever, all_parameters()[lever].default)


def value_in(scenario: Scenario, lever: str) -> Value:
    """The same in the first month that counts, where it changes with the date."""
    value = given_in(scenario, lever)
    return value.at(scenario.horizon.start) if isinstance(value, DatedValue) else value


def step_of(param: Param) -> float:
    """Step of a slider: a twentieth of the range rounded down to 1, 2 or 5; whole for what is counted."""
    if param.unit in WHOLE_UNITS:
        return 1.0
    low, high = param.range
    rough = (high - low) / STEPS
    place = 10.0 ** math.floor(math.log10(rough))
    return next(float(f"{each * place:.3g}") for each in (10, 5, 2, 1) if each * place <= rough * (1 + 1e-9))


def on_grid(param: Param, value: float) -> float:
    """Place of a slider nearest to a value: a browser that found another would send its own back, month after month."""
    low, high = param.range
    step = step_of(param)
    offset = math.fmod(low, step)
    decimals = len(f"{step:g}".partition(".")[2])
    return float(f"{min(round((value - offset) / step) * step + offset, high):.{decimals}f}")


def read_value(param: Param, text: Any, language: Language = "en") -> Value:
    """Value of a parameter as it was typed, moved or given in an address.

    Parameters
    ----------
    param : Param
        What it is a value of.
    text : str, float or bool
        What was typed.
    language : {"en", "zh"}
        Language of messages.

    Raises
    ------
    ValueError
        If it is no value of the parameter or out of its range; the message says what is allowed.
    """
    if param.choices or param.is_switch:
        known: dict[str, Value] = {name: name for name in param.choices} or {"true": True, "false": False}
        if str(text).lower() not in known:
            raise ValueError(say("no_choice", language, text=text, allowed=", ".join(known)))
        return known[str(text).lower()]
    low, high = param.range
    allowed = f"{low:g} – {high:g} {unit_word(param.unit, language)}"
    try:
        number = param.number(float(text))
    except (TypeError, ValueError):
        raise ValueError(say("no_number", language, text=text, allowed=allowed)) from None
    if not low <= number <= high:
        raise ValueError(say("out_of_range", language, text=text, allowed=allowed))
    return number


def text_of(value: Value, language: Language) -> str:
    """Say a value: a switch as on or off, a rule in words."""
    if isinstance(value, bool):
        return say("on" if value else "off", language)
    if isinstance(value, str):
        return word(CHOICE_TEXTS[value], language)
    return f"{value:g}"


@solara.component
def NumberInput(
    lever: str, value: float, usual: ParameterValue, state: State, on_value: Callable[[Value], None]
) -> None:
    """Slider and field; a typed value out of range is refused with a message, and the run stays as it is."""
    param, language = all_parameters()[lever], state.language
    low, high = param.range
    label = f"{param.label(language)} ({unit_word(param.unit, language)})"

    def take(text: Any) -> str:
        try:
            taken = read_value(param, text, language)
        except ValueError as error:
            return str(error)
        on_value(float(f"{float(taken):.{DIGITS}g}"))
        return ""

    with solara.v.Html(tag="div", class_="ruralparty-lever", attributes={"data-lever": lever}):
        hint = joined(language, f"{low:g} – {high:g}", f"{say('from', language)} {shown_value(usual)}")
        TextField(label, f"{value:.{DIGITS}g}", take, state.resets, lever, hint)
        slider = solara.v.Slider(
            v_model=on_grid(param, value),
            min=low,
            max=high,
            step=step_of(param),
            thumb_label=True,
            dense=True,
            hide_details=True,
            color="#D55E00" if lever in state.moved else "#0072B2",
            attributes={"aria-label": label},
        )
        solara.v.use_event(slider, "change", lambda widget, event, moved: take(moved))


@solara.component
def LeverInputs(state: State, scenario: Scenario, do: Callable[..., None]) -> None:
    """Show inputs for all levers of the page.

    Parameters
    ----------
    state : State
        Of the page.
    scenario : Scenario
        Whose values stand where nothing was moved.
    do : callable
        Takes ``State.move``, a lever and its new value; None for that of the scenario.
    """

    def set_value(lever: str, value: Value) -> None:
        do(State.move, lever, None if value == given_in(scenario, lever) else value)

    for lever in LEVERS:
        param, usual = all_parameters()[lever], given_in(scenario, lever)
        value = state.moved.get(lever, value_in(scenario, lever))
        take = partial(set_value, lever)
        if param.choices or param.is_switch:
            values: list[Value] = list(param.choices) or [False, True]
            items = [(each, text_of(each, state.language)) for each in values]
            ChoiceField(param.label(state.language), items, value, take, lever).key(lever)
        else:
            NumberInput(lever, float(value), usual, state, take).key(lever)
