"""The card of one village: who lives there, its members by age, its next meeting, hours, platform and course."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.app.compare.drawing import (
    LINES,
    across,
    axis_y,
    badge,
    box,
    chance,
    element,
    ends_of,
    factor_of,
    number,
    polyline,
    table,
    text,
    unit_of,
)
from sim.app.compare.lived import COURSE, TASKS, Lived
from sim.app.compare.one_pair import OnePair, odds_at
from sim.app.compare.village_cells import Look
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.report.layout.numbers import PER_CENT, amount
from sim.words.labels import COLON, in_brackets, listed, word
from sim.words.one_pair import tell

DECADES = ((0, 30), (30, 40), (40, 50), (50, 60), (60, 70), (70, 110))
OLD = 60
PLATFORM = (
    ("platform_quality", "platform"),
    ("with_account", "accounts"),
    ("in_use", "active"),
    ("in_group", "group_members"),
    ("read_posts", "posts_seen"),
)
"""Word and value of each row, in per cent."""


def card_html(pair: OnePair, village: int, look: Look, language: Language) -> str:
    """All of the card below its head."""
    parts = (
        who_lives_there(pair.base, village, language),
        members_by_age(pair.base, village, language),
        next_meeting(pair.base, village, language),
        hours(pair, village, language),
        course(pair, village, look.indicator, language),
        courses(pair, village, language),
        platform(pair, village, language),
    )
    return "".join(element("section", each) for each in parts)


def value_at(lived: Lived, name: str, village: int) -> Any:
    """A number of a village."""
    return lived.values[name][village]


def who_lives_there(lived: Lived, village: int, language: Language) -> str:
    """Persons, members and the secretary."""

    def pair_of(one: str, other: str) -> str:
        return f"{int(value_at(lived, one, village)):,}, {int(value_at(lived, other, village)):,}"

    members = lived.members[village]
    old = members[:, :, OLD:].sum() / max(members.sum(), 1)
    income = INDICATORS["income"]
    rows = [
        [tell("registered_home", language), pair_of("registered", "residents")],
        [tell("members_away", language), pair_of("members", "members_away")],
        [tell("of_60", language), f"{PER_CENT * old:.0f} %"],
        [tell("the_secretary", language), text(secretary(lived, village, language))],
        [
            text(in_brackets(language, income.label(language), unit_of(income, language))),
            amount(float(value_at(lived, "income", village))),
        ],
    ]
    body = "".join(element("tr", element("th", name, scope="row"), element("td", value)) for name, value in rows)
    return element("table", element("tbody", body))


def secretary(lived: Lived, village: int, language: Language) -> str:
    """Who holds the office."""
    held, age = int(value_at(lived, "holder", village)), float(value_at(lived, "holder_age", village))
    if held == 0:
        return tell("vacant", language)
    key = "of_age" if held == 2 else "woman_of" if value_at(lived, "holder_woman", village) else "man_of"
    told = tell(key, language, age=f"{age:.0f}") if math.isfinite(age) and age > 0 else ""
    return listed(language, *filter(None, (told, tell("sent", language) if held == 2 else "")))


def members_by_age(lived: Lived, village: int, language: Language) -> str:
    """Bars of members by decade, those away hollow behind those at home."""
    counts = lived.members[village].sum(axis=1)
    by_decade = [counts[:, low:high].sum(axis=1) for low, high in DECADES]
    most = max(max(int(each.sum()) for each in by_decade), 1)
    rows = []
    for (low, high), (home, away) in zip(DECADES, by_decade, strict=True):
        name = f"<{high}" if low == 0 else f"{low}+" if high > 100 else f"{low}–{high - 1}"
        bars = [
            element("i", class_=f"ruralparty-is-{place}", style=f"width:{100 * count / most:.1f}%")
            for place, count in (("home", home), ("away", away))
            if count
        ]
        rows += [
            element("span", name),
            element("span", *bars, class_="ruralparty-stack"),
            element("span", str(int(home + away))),
        ]
    keys = (("home", "at_home"), ("away", "gone_out"))
    return "".join(
        (
            element("h3", text(tell("members_by_age", language))),
            element("div", *rows, class_="ruralparty-ages"),
            key_of([(f"ruralparty-is-{place}", tell(name, language)) for place, name in keys]),
        )
    )


def key_of(items: list[tuple[str, str]]) -> str:
    """A key of colours."""
    spans = (element("span", element("i", class_=colour), text(name)) for colour, name in items)
    return element("div", *spans, class_="ruralparty-key")


def next_meeting(lived: Lived, village: int, language: Language) -> str:
    """Base, quorum and odds of the next meeting of the branch."""
    odds = odds_at(lived, village)
    (low, high), (least, most) = odds.due, odds.least
    key = "base_fixed" if low == high else "base_of"
    has_list = "has_list" if value_at(lived, "list_in_force", village) else "has_no_list"
    rule = word(f"{lived.rule}_rule", language)
    told = [
        in_brackets(language, rule, tell(has_list, language)) if lived.rule == "list" else rule,
        tell(key, language, low=low, high=high, least=least, most=most),
        tell(
            "odds_line",
            language,
            meeting=chance(odds.meeting),
            decision=chance(odds.decision),
            election=chance(odds.election),
        ),
    ]
    if value_at(lived, "joint", village):
        told.append(tell("meets_jointly", language))
    if value_at(lived, "hamlets", village) > 1:
        told.append(tell("meets_apart", language, count=int(value_at(lived, "hamlets", village))))
    return element("h3", text(tell("next_meeting", language))) + "".join(element("p", text(each)) for each in told)


def hours(pair: OnePair, village: int, language: Language) -> str:
    """Hours of the secretary by task, a bar a side on one scale."""
    most = max(float(lived.hours[village].sum()) for lived in pair.sides.values()) or 1.0
    rows = []
    for letter, lived in pair.sides.items():
        by_task = lived.hours[village]
        said = listed(
            language,
            *(f"{tell(f'task_{task}', language)} {each:.0f}" for task, each in zip(TASKS, by_task, strict=True)),
        )
        bars = (
            element("i", class_=f"ruralparty-task-{task}", style=f"width:{100 * each / most:.1f}%")
            for task, each in zip(TASKS, by_task, strict=True)
        )
        rows += [
            element("span", badge(letter) or text(tell("base", language))),
            element("span", *bars, class_="ruralparty-stack", role="img", aria_label=said, title=said),
            element("span", f"{by_task.sum():.0f}"),
        ]
    key = key_of([(f"ruralparty-task-{task}", tell(f"task_{task}", language)) for task in TASKS])
    heading = element("h3", text(tell("hours_by_task", language)))
    return heading + element("div", *rows, class_="ruralparty-hours") + key


def course(pair: OnePair, village: int, name: str, language: Language) -> str:
    """The indicator that the map is coloured by, year by year under all sides."""
    indicator = INDICATORS[name]
    factor = factor_of(indicator)
    series = {letter: factor * lived.course[name][:, village] for letter, lived in pair.sides.items()}
    low, high = ends_of(np.concatenate(list(series.values())).tolist())
    years = pair.base.years
    x = across(len(years))
    lines = [polyline(x, each.tolist(), low, high, f"ruralparty-of-{LINES[k]}") for k, each in series.items()]
    label = indicator.label(language)
    shown = years[:: max(1, (len(years) - 1) // 3)] if len(years) > 1 else years
    span = max(int(years[-1] - years[0]), 1)
    marks = "".join(
        element("span", str(int(year)), style=f"left:{100 * (year - years[0]) / span:.0f}%") for year in shown
    )
    figure = element(
        "div",
        axis_y((low, high), low, high),
        element("div", box(*lines, class_="ruralparty-plot", label=label), class_="ruralparty-plot-box"),
        element("div", marks, class_="ruralparty-axis-x", aria_hidden="true"),
        class_="ruralparty-figure ruralparty-figure-small",
    )
    unit = tell("course", language, unit=unit_of(indicator, language))
    return element("h3", text(label), " ", element("small", text(unit))) + figure


def heads_of(pair: OnePair, language: Language) -> list[str]:
    """Heads of a column a side."""
    return [badge(letter) or text(tell("base", language)) for letter in pair.sides]


def courses(pair: OnePair, village: int, language: Language) -> str:
    """All indicators: a small course and the last twelve months under each side."""
    rows = []
    for name in COURSE:
        indicator = INDICATORS[name]
        factor = factor_of(indicator)
        series = {letter: factor * lived.course[name][:, village] for letter, lived in pair.sides.items()}
        low, high = ends_of(np.concatenate(list(series.values())).tolist())
        x = across(len(pair.base.years))
        lines = (polyline(x, each.tolist(), low, high, f"ruralparty-of-{LINES[k]}") for k, each in series.items())
        label = indicator.label(language)
        unit = unit_of(indicator, language)
        values = (number(factor * float(lived.outcome[name][village])) for lived in pair.sides.values())
        spark = box(*lines, class_="ruralparty-spark", label=f"{label}{COLON[language]}{low:g}–{high:g}")
        rows.append([text(listed(language, label, unit)), spark, *values])
    heads = [text(tell("last_months", language)), "", *heads_of(pair, language)]
    return table(heads, rows, "ruralparty-courses")


def platform(pair: OnePair, village: int, language: Language) -> str:
    """Platform and chat group under each side."""
    rows = []
    for key, name in PLATFORM:
        values = (PER_CENT * float(value_at(lived, name, village)) for lived in pair.sides.values())
        rows.append([text(tell(key, language)), *(number(each) for each in values)])
    heads = [text(tell("platform_groups", language)), *heads_of(pair, language)]
    return table(heads, rows, "")
