"""Villages of one pair as a map by township, and the card of the one that is clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import solara

from sim.app.compare.buttons import Choice, Link, Pressed, Switch
from sim.app.compare.desk_fields import DeskFields, fields_at
from sim.app.compare.drawing import Drawn, element, text, unit_of
from sim.app.compare.lived import COURSE, Lived
from sim.app.compare.one_pair import BASE, OnePair, called
from sim.app.compare.shares import Shares
from sim.app.compare.village_card import card_html
from sim.app.compare.village_cells import Cell, Look, cells_of, legend, of_all_pairs
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.words.labels import joined
from sim.words.one_pair import tell
from sim.words.page import say

Told = Callable[[int], object]
MOST_COLUMNS = 10
"""Cells beside each other; more would not hold their figures."""


@dataclass(frozen=True)
class Counting:
    """How far the count of villages over all pairs has come.

    Attributes
    ----------
    shares : mapping or None
        By letter and indicator, when it is done.
    problem : str
        Why it could not be done.
    begun : bool
    done, runs : int
        Runs done, and all there are.
    begin : callable or None
        Begins it.
    """

    shares: Shares | None = None
    problem: str = ""
    begun: bool = False
    begin: Callable[[], object] | None = None
    done: int = 0
    runs: int = 0


@solara.component
def Villages(
    pair: OnePair,
    language: Language = "en",
    look: Look | None = None,
    on_look: Callable[[Look], object] | None = None,
    counting: Counting | None = None,
    on_desk: Callable[[DeskFields], object] | None = None,
    on_people: Told | None = None,
    on_story: Told | None = None,
) -> None:
    """Show the villages.

    Parameters
    ----------
    pair : OnePair
    language : {"en", "zh"}
    look : Look, optional
        What is looked at, where somebody else keeps it; it is kept here if left out.
    on_look : callable, optional
        Takes what is to be looked at.
    counting : Counting, optional
        Villages better and worse off over all pairs.
    on_desk : callable, optional
        Takes the fields of the quorum desk, filled in from a village.
    on_people, on_story : callable, optional
        Take the number of a village whose people, or whose secretary's story, are asked for.
    """
    own, set_own = solara.use_state(look or Look(letter=next(iter(pair.letters), BASE)))
    now = own if look is None else look
    if now.letter not in pair.sides:
        now = replace(now, letter=BASE)
    village = now.village if now.village is not None and now.village < pair.base.villages else None

    def take(after: Look) -> None:
        set_own(after)
        if on_look is not None:
            on_look(after)

    opened = " ruralparty-opened" if village is not None else ""
    with solara.v.Html(
        tag="section", class_=f"ruralparty-villages{opened}", attributes={"aria-label": say("grid", language)}
    ):
        with solara.v.Html(tag="div", class_="ruralparty-map"):
            Bar(pair, now, take, language, on_desk)
            Townships(pair, now, take, language)
            Drawn("".join(element("span", text(each)) for each in legend(pair, now, language)), "p")
            Drawn(text(tell("luck", language)), "p")
            if now.letter != BASE:
                OfAllPairs(pair, now, counting or Counting(), language)
        if village is not None:
            with solara.v.Html(tag="aside", class_="ruralparty-card"):
                Card(pair, village, now, take, language, on_desk, on_people, on_story).key(f"card {village}")


@solara.component
def OfAllPairs(pair: OnePair, look: Look, counting: Counting, language: Language) -> None:
    """The sentence of all pairs, or what it takes to have it."""
    shares = None if counting.shares is None else counting.shares.get((look.letter, look.indicator))
    waiting = counting.begun and counting.shares is None and not counting.problem
    with solara.v.Html(tag="div", class_="ruralparty-of-all", attributes={"aria-live": "polite"}):
        if counting.problem or waiting:
            at = tell("runs_done", language, done=counting.done, runs=counting.runs) if counting.runs else ""
            waits = joined(language, tell("counting", language, pairs=pair.asked.pairs), at)
            Drawn(text(counting.problem or waits), "p")
        else:
            Drawn(text(of_all_pairs(shares, look.letter, pair.asked.pairs, language)), "p")
        if counting.begin is not None and not counting.begun:
            Link(tell("count", language), counting.begin, "count")


@solara.component
def Bar(
    pair: OnePair,
    look: Look,
    take: Callable[[Look], None],
    language: Language,
    on_desk: Callable[[DeskFields], object] | None = None,
) -> None:
    """What the villages are coloured by, whose numbers, and of which pair."""
    names = [(name, INDICATORS[name].label(language)) for name in COURSE]
    sides = [(BASE, tell("base", language))]
    sides += [(letter, tell("less_base", language, letter=letter)) for letter in pair.letters]
    unit = unit_of(INDICATORS[look.indicator], language, look.letter != BASE)
    month = name_of(pair.base.start + pair.base.months - 1)
    with solara.v.Html(tag="div", class_="ruralparty-pair-bar"):
        Choice(
            say("coloured", language),
            names,
            look.indicator,
            lambda name: take(replace(look, indicator=name)),
            "coloured",
        )
        Switch(tell("view", language), sides, look.letter, lambda letter: take(replace(look, letter=letter)))
        Drawn(text(tell("one_pair", language, pairs=pair.asked.pairs, unit=unit, month=month)), "span")
        if on_desk is not None:
            Link(tell("quorum_desk", language), lambda: on_desk(DeskFields()), "own-desk")


def township_called(lived: Lived, township: int, language: Language) -> str:
    """What a township is called: its name in a county of one's own, if the tables say it."""
    own = lived.townships[township] if lived.townships else ""
    return own or tell("township_n", language, number=township + 1)


@solara.component
def Townships(pair: OnePair, look: Look, take: Callable[[Look], None], language: Language) -> None:
    """The cells, a block for each township."""
    cells = solara.use_memo(lambda: cells_of(pair, look, language), [pair, look.indicator, look.letter, language])
    rows = [list(inside) for _, inside in groupby(cells, key=lambda cell: cell.township)]
    columns = min(max(map(len, rows), default=1), MOST_COLUMNS)
    with solara.v.Html(tag="div"):
        for inside in rows:
            Drawn(text(township_called(pair.base, inside[0].township, language)), "p")
            with solara.v.Html(tag="div", class_="ruralparty-township", style_=f"--columns:{columns}"):
                for cell in inside:
                    OneCell(cell, cell.village == look.village, look, take).key(f"cell {cell.village}")


@solara.component
def OneCell(cell: Cell, is_open: bool, look: Look, take: Callable[[Look], None]) -> None:
    """A village; pressed again, its card closes."""
    Pressed(
        cell.value,
        is_open,
        lambda: take(replace(look, village=None if is_open else cell.village)),
        "ruralparty-cell",
        style=f"background:{cell.colour}",
        aria_label=cell.label,
        data_name=cell.name,
        data_mark=cell.mark,
        data_village=str(cell.village),
    )


@solara.component
def Card(
    pair: OnePair,
    village: int,
    look: Look,
    take: Callable[[Look], None],
    language: Language,
    on_desk: Callable[[DeskFields], object] | None,
    on_people: Told | None,
    on_story: Told | None,
) -> None:
    """The card of a village, with what leads on from it."""
    name = tell("village_n", language, name=called(pair.base, village))
    html = solara.use_memo(lambda: card_html(pair, village, look, language), [pair, village, look.indicator, language])
    with solara.v.Html(tag="div"):
        with solara.v.Html(tag="header"):
            Drawn(f"{text(name)} <small>{text(tell('is_simulated', language))}</small>", "h3")
            Link("✕", lambda: take(replace(look, village=None)), "close-card", aria_label=tell("close_card", language))
        Drawn(html, class_="ruralparty-card-body")
        with solara.v.Html(tag="div", class_="ruralparty-card-links"):
            if on_desk is not None:
                Link(tell("quorum_desk", language), lambda: on_desk(fields_at(pair.base, village)), "desk")
            if on_people is not None:
                Link(tell("its_people", language), partial(on_people, village), "people")
            if on_story is not None:
                Link(tell("secretary_story", language), partial(on_story, village), "story")
