"""The line of the page with its status: how far the answer has come, how long it takes, and what stops it."""

from __future__ import annotations

from typing import Any

from sim.app.compare.answer import Answer, Stage
from sim.app.compare.answering import BATCHES, FEW, is_precise
from sim.app.compare.asked import LETTERS, MOST_PAIRS, title_of_side
from sim.app.compare.levers import replace_months
from sim.app.compare.state import State
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.execution import warm
from sim.report.layout.steps import step_of
from sim.words.compare import say

MINUTE = 60
LONG = 100
"""Seconds from which minutes are said."""


def lead_of(state: State) -> dict[str, Any]:
    """The line below the bar."""
    language = state.view.language
    year = name_of(replace_months(state).last)[:4]
    sides = [
        {"letter": letter, "title": title_of_side(side)[language]}
        for letter, side in zip(LETTERS, state.seen.sides, strict=True)
        if not side.is_empty
    ]
    return {"against": say("against", language, year=year), "sides": sides, "status": status_of(state)}


def status_of(state: State) -> dict[str, Any]:
    """What is said of the answer, in words that do not change from pair to pair."""
    language, stage = state.view.language, state.stage
    strong, rest = _words(state, stage, language)
    going = stage in (Stage.COUNTING, Stage.ESTIMATE, Stage.FEW) and state.held is None
    shown = state.shown
    wanted = (state.answer.wanted if state.answer else 0) or state.asked.pairs
    done = shown.pairs if shown and stage in (Stage.FEW, Stage.FINAL, Stage.STOPPED) else 0
    button = {"name": "stop", "text": say("stop", language)} if going else None
    if stage == Stage.STOPPED:
        button = {"name": "go_on", "text": say("go_on", language)}
    return {
        "stage": stage.value,
        "strong": strong,
        "rest": rest,
        "part": 1.0 if stage == Stage.FINAL else done / wanted,
        "button": button,
        "failure": state.answer.failure if stage == Stage.FAILED and state.answer else "",
        "failed_button": say("what_was_run", language) if stage == Stage.FAILED else "",
        "label": say("status", language),
    }


def _words(state: State, stage: Stage, language: Language) -> tuple[str, str]:
    """The strong words, and those that follow them."""
    answer, shown = state.answer, state.shown
    if stage == Stage.FINAL and (answer is None or not answer.has_figures) and state.held is None:
        return say("same", language), say("same_rest", language)
    if stage == Stage.FINAL and shown is not None:
        return _final(state, shown, language)
    if stage == Stage.ESTIMATE:
        left = answer.seconds if answer and state.held is None else None
        key = "estimate_drag" if state.held is not None else "estimate_rest" if left is None else "estimate_in"
        if shown is not None and shown.emulated and key != "estimate_in":
            key = key.replace("estimate", "emulated")
        return say("estimate", language), say(key, language, time=time_in_words(left or 0, language))
    if stage == Stage.FEW and answer is not None:
        key = "few_rest" if answer.seconds is None else "few_in"
        rest = say(key, language, time=time_in_words(answer.seconds or 0, language))
        return say("few", language, pairs=answer.pairs, wanted=answer.wanted), rest
    if stage == Stage.STOPPED and answer is not None:
        return (say("stopped", language, pairs=answer.pairs) if answer.pairs else say("stopped_before", language)), ""
    if stage == Stage.FAILED:
        return say("failed", language), ""
    if not warm.is_warm():
        return say("counting", language), say("compiling_rest", language)
    wanted = state.seen.pairs
    key = "counting_old" if shown is not None else "counting_rest"
    return say("counting", language), say(key, language, few=min(FEW, wanted), wanted=wanted)


def _final(state: State, shown: Answer, language: Language) -> tuple[str, str]:
    """A final answer: stored, all pairs, precise, or stopped at the most pairs."""
    pairs, wanted = shown.pairs, shown.asked.pairs
    precise = is_precise(list(shown.readings))
    if pairs == MOST_PAIRS == wanted and not precise:
        widest = max(shown.readings, key=lambda each: each.found.half_width / each.least if each.least else 0.0)
        step = step_of(widest.indicator.unit)
        width = plain(widest.found.half_width * step.factor, 2)
        rest = say("capped_rest", language, width=width, unit=step.word(language, width))
        return say("capped", language, pairs=pairs), rest
    if pairs < wanted and pairs in BATCHES:
        return say("exact", language), say("precise_rest", language, pairs=pairs)
    key = "stored_rest" if shown.comparison is None else "all_rest"
    return say("exact", language), say(key, language, pairs=pairs)


def time_in_words(seconds: float, language: Language) -> str:
    """Time that is left, no finer than a reader needs."""
    if seconds < LONG:
        return say("seconds", language, count=max(1, round(seconds)))
    return say("minutes", language, count=max(1, round(seconds / MINUTE)))
