"""People of one pair: age pyramids of a side beside the baseline, and one life under all sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import solara

from sim.app.compare.buttons import Choice, Link, Switch
from sim.app.compare.drawing import Drawn, badge, element, heads_of, text
from sim.app.compare.lived import KINDS, Lived, Numbers
from sim.app.compare.lives import Telling
from sim.app.compare.one_pair import BASE, Life, OnePair, called
from sim.app.compare.pyramid import by_band, pyramid_html, reach_of
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.report.validation.story_text import EVENTS
from sim.words.labels import listed, word
from sim.words.one_pair import tell


@solara.component
def People(
    pair: OnePair,
    life: Life | None,
    language: Language = "en",
    telling: Telling | None = None,
    on_telling: Callable[[Telling], object] | None = None,
    problem: str = "",
) -> None:
    """Show people.

    Parameters
    ----------
    pair : OnePair
    life : Life or None
        The one of ``telling``; None while it is being lived.
    language : {"en", "zh"}
    telling : Telling, optional
        Whose; that of the first visit if left out.
    on_telling : callable, optional
        Takes whose people and life are asked for.
    problem : str
        Why there is no life to tell.
    """
    now = telling or Telling()
    if now.letter not in pair.sides:
        now = replace(now, letter=BASE)
    take = on_telling or (lambda after: None)
    with solara.v.Html(tag="section", class_="ruralparty-people-all"):
        PeopleBar(pair, now, take, language)
        with solara.v.Html(tag="div", class_="ruralparty-people"):
            for title, name in (("everybody", "persons"), ("only_members", "members")):
                html = pyramid_of(pair, now, name, tell(title, language), language)
                Drawn(html)
            with solara.v.Html(tag="div", class_="ruralparty-life"):
                LifeBar(now, take, language)
                if problem:
                    Drawn(text(problem), "p")
                elif life is None:
                    Drawn(text(tell("telling", language)), class_="ruralparty-waiting")
                else:
                    Drawn(life_html(pair, life, language))


@solara.component
def PeopleBar(pair: OnePair, now: Telling, take: Callable[[Telling], object], language: Language) -> None:
    """Whose people are shown."""
    places: list[tuple[int | None, str]] = [(None, tell("all_villages", language))]
    names = ((each, called(pair.base, each)) for each in range(pair.base.villages))
    places += [(each, tell("village_n", language, name=name)) for each, name in names]
    sides = [(letter, letter or tell("base", language)) for letter in pair.sides]
    month = name_of(pair.base.start + pair.base.months - 1)
    with solara.v.Html(tag="div", class_="ruralparty-pair-bar"):
        Choice(
            tell("village_n", language, name=""),
            places,
            now.village,
            lambda village: take(replace(now, village=village, place=0)),
            "of-village",
        )
        Switch(tell("view", language), sides, now.letter, lambda letter: take(replace(now, letter=letter)))
        Drawn(text(tell("pair_at", language, pairs=pair.asked.pairs, month=month)), "span")


@solara.component
def LifeBar(now: Telling, take: Callable[[Telling], object], language: Language) -> None:
    """Whose life is told."""
    kinds = [(kind, tell(f"kind_{kind}", language)) for kind in KINDS]
    with solara.v.Html(tag="div"):
        Drawn(text(tell("one_life", language)), "h3")
        with solara.v.Html(tag="div", class_="ruralparty-pair-bar"):
            Choice(
                tell("whose", language), kinds, now.kind, lambda kind: take(replace(now, kind=kind, place=0)), "whose"
            )
            Link(tell("another", language), lambda: take(replace(now, place=now.place + 1)), "another")


def pyramid_of(pair: OnePair, now: Telling, name: str, title: str, language: Language) -> str:
    """The pyramid of a side, with the baseline's outline over it."""
    counted = {letter: by_band(_of(lived, name, now.village)) for letter, lived in pair.sides.items()}
    outline = None if now.letter == BASE else counted[BASE]
    return pyramid_html(title, counted[now.letter], reach_of(list(counted.values())), language, outline)


def _of(lived: Lived, name: str, village: int | None) -> Numbers:
    """Persons or members of all villages, or of one."""
    counts: Numbers = getattr(lived, name)
    return counts if village is None else counts[village]


def life_html(pair: OnePair, life: Life, language: Language) -> str:
    """Who it is, when the lives part, and the months in which something happened, side by side."""
    village = called(pair.base, life.village)
    parted = "chosen_only" if life.candidates == 1 else "chosen_from"
    key = "chosen_alone" if life.apart is None else parted
    told = tell(key, language, **({"count": life.candidates} if key == "chosen_from" else {}), village=village)
    parts = [element("p", text(f"{told} {tell('is_chance', language)}"))]
    if life.apart is None and len(life.stories) > 1:
        parts.append(element("p", element("b", text(tell("never_parted", language)))))
    return "".join((*parts, element("div", life_table(life, language), class_="ruralparty-life-table", tabindex="0")))


def life_table(life: Life, language: Language) -> str:
    """Months downwards, sides across; one cell for all sides as long as they are the same."""
    width = len(life.stories)
    heads = ["", *(badge(letter) or text(tell("base", language)) for letter in life.stories)]
    rows, has_parted = [], False
    for month, parted, events in life.rows():
        if parted and not has_parted:
            has_parted = True
            said = text(tell("parted", language, month=month))
            rows.append(element("tr", element("td", said, colspan=width + 1), class_="ruralparty-parting"))
        cells = [_happened(each, language) for each in events]
        apart = "".join(element("td", each) for each in cells)
        inside = apart if parted else element("td", cells[0], colspan=width)
        kind = "" if len({*map(tuple, events)}) > 1 else "ruralparty-same"
        if any(events):
            rows.append(element("tr", element("th", month, scope="row"), inside, class_=kind))
    head = element("tr", *heads_of(heads))
    return element("table", element("thead", head), element("tbody", *rows))


def _happened(events: list[str], language: Language) -> str:
    """Events of a month in words."""
    if not events:
        return element("span", text(tell("nothing", language)), class_="ruralparty-quiet")
    return text(listed(language, *(word(each, language, EVENTS) for each in events)))
