"""Two runs beside each other in one month: villages of both, what differs marked, the course of both, and people.

Cells, cards and pyramids are those of one pair that has been lived to its end (``villages.py``, ``people.py``). They
are drawn by a template that takes all of a month as one text, since a run that is played has a new one every month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

import solara

from sim.app.charts.chart import Chart, packed
from sim.app.charts.charts import PERCENT
from sim.app.charts.frames import BLUE, line, numbers, swatches, time_chart
from sim.app.charts.history import first_shown, history_of
from sim.app.charts.push import use_pushed
from sim.app.compare.asked import Asked
from sim.app.compare.buttons import Choice
from sim.app.compare.drawing import unit_of
from sim.app.compare.lived import COURSE, lived_of
from sim.app.compare.lives import Telling
from sim.app.compare.looked_at import STYLE
from sim.app.compare.one_pair import BASE, OnePair, name_of_village
from sim.app.compare.people import pyramid_of
from sim.app.compare.village_card import card_html
from sim.app.compare.village_cells import Cell, Look, cells_of, legend
from sim.app.compare.villages import MOST_COLUMNS
from sim.app.watch.state import State
from sim.app.watch.watched import Watched
from sim.app.watch.watching import Watching
from sim.core.config.calendar import MONTHS
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.words.one_pair import tell
from sim.words.page import say

GREY = "#6e6e6e"
"""Of the baseline, on the whole page."""


def picture_of(state: State, base: Watched, side: Watched) -> OnePair | None:
    """Two runs in the month that both have reached, from a year before the start on; None before any month."""
    begun = first_shown(side)
    if side.recorder.month <= begun or base.recorder.month != side.recorder.month:
        return state.picture if isinstance(state.picture, OnePair) else None
    asked = state.asked if isinstance(state.asked, Asked) else Asked(seed=state.seed)
    return OnePair(asked, {BASE: lived_of(base, {}, begun), state.sides[-1]: lived_of(side, {}, begun)})


def titled(letter: str, question: bool, language: Language) -> str:
    """What a side is called: by its letter where a question has several, else by what was done."""
    if question:
        return letter or tell("base", language)
    return say("fields_side" if letter else "plain_side", language)


def month_of(pair: OnePair | None, look: Look, language: Language, question: bool) -> dict[str, Any]:
    """All that is drawn of a month beside the chart, in plain values."""
    if pair is None:
        return {"maps": [], "legend": [], "pyramids": [], "card": None, "note": say("no_month", language)}
    (letter,) = pair.letters
    village = look.village if look.village is not None and look.village < pair.base.villages else None
    telling = Telling(letter=letter, village=village)
    titles = ("everybody", "persons"), ("only_members", "members")
    seen = replace(look, letter=letter)
    return {
        "maps": [
            {"title": titled(each, question, language), "townships": townships(pair, each, look, language)}
            for each in (BASE, letter)
        ],
        "legend": legend(pair, seen, language),
        "pyramids": [pyramid_of(pair, telling, name, tell(title, language), language) for title, name in titles],
        "card": None
        if village is None
        else {
            "title": tell("village_n", language, name=name_of_village(pair.base, village)),
            "small": tell("is_simulated", language),
            "close": tell("close_card", language),
            "html": card_html(pair, village, seen, language),
        },
        "note": tell("luck", language),
    }


def townships(pair: OnePair, letter: str, look: Look, language: Language) -> list[dict[str, Any]]:
    """Cells of one side, a row for each township; those of the baseline are as high as they are."""
    cells = cells_of(pair, replace(look, letter=letter), language, levels=True)
    rows = [list(inside) for _, inside in groupby(cells, key=lambda cell: cell.township)]
    columns = min(max(map(len, rows), default=1), MOST_COLUMNS)
    return [
        {
            "name": tell("township_n", language, number=inside[0].township + 1),
            "columns": columns,
            "cells": [_cell(each, look.village) for each in inside],
        }
        for inside in rows
    ]


def _cell(cell: Cell, opened: int | None) -> dict[str, Any]:
    return {**cell._asdict(), "open": cell.village == opened}


@solara.component_vue("beside.vue")
def Month(event_take: Callable[[int | None], None], packed: str = "", run: int = 0, month: int = 0) -> None:
    """Villages and people of two runs in a month."""


def courses(base: Watched, side: Watched, name: str) -> list[list[float | None]]:
    """An indicator of both runs over twelve months each, as far as both have come."""
    indicator = INDICATORS[name]
    scale = PERCENT if indicator.unit == "share" else 1.0
    since, until = first_shown(side), min(base.recorder.month, side.recorder.month)
    return [numbers(history_of(each).series(indicator, since, MONTHS)[: until - since], scale) for each in (base, side)]


def courses_frame(side: Watched, name: str, titles: list[str], language: Language) -> dict[str, Any]:
    """Frame of the chart: the baseline dashed grey, the side blue."""
    lines = [line(titles[0], GREY, dashed=True), line(titles[1], BLUE)]
    frame = time_chart(side, language, lines)
    return {**frame, "swatches": swatches(frame)}


@solara.component
def Courses(base: Watched, side: Watched, name: str, titles: list[str], language: Language) -> solara.Element:
    """The course of an indicator in both runs."""
    indicator = INDICATORS[name]
    frame = solara.use_memo(
        lambda: packed(courses_frame(side, name, titles, language)), [side.number, name, titles, language]
    )
    chart = Chart(title=indicator.label(language), note=unit_of(indicator, language))

    def now() -> dict[str, Any]:
        values = packed(courses(base, side, name))
        return {"frame": frame, "values": values, "run": side.number, "month": side.recorder.month}

    use_pushed(chart, now, [base, side, name, frame])
    return chart


@solara.component
def Beside(watching: Watching, shown: State, language: Language = "en") -> None:
    """Show two runs.

    Parameters
    ----------
    watching : Watching
        The owner of the state.
    shown : State
        In which both runs were there, as they still are here; while others are made, they stay.
    language : {"en", "zh"}
    """
    look, take = solara.use_state(Look())
    base, side = shown.beside, shown.run
    question = shown.asked is not None
    titles = [titled(letter, question, language) for letter in (BASE, shown.sides[-1])]

    def now() -> dict[str, Any]:
        state = watching.state if watching.state.run is side else shown
        told = packed(month_of(state.picture, look, language, question))
        return {"packed": told, "run": side.number, "month": side.recorder.month}

    def press(village: int | None) -> None:
        take(replace(look, village=None if village == look.village else village))

    with solara.v.Html(tag="div", class_="ruralparty-pair ruralparty-both"):
        solara.Style(STYLE)
        with solara.v.Html(tag="div", class_="ruralparty-pair-bar"):
            names = [(name, INDICATORS[name].label(language)) for name in COURSE]
            choose = lambda name: take(replace(look, indicator=name))  # noqa: E731
            Choice(say("coloured", language), names, look.indicator, choose, "coloured")
            unit = unit_of(INDICATORS[look.indicator], language)
            solara.v.Html(tag="span", children=[say("unit_of_year", language, unit=unit)])
        drawn = Month(event_take=press)
        use_pushed(drawn, now, [side, look, language])
        Courses(base, side, look.indicator, titles, language)
