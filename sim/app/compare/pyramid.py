"""Age pyramids: men to the left, women to the right, those at home dark, those away light behind them."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AGES, MAN, WOMAN
from sim.app.compare.drawing import box, element, ends_of, text
from sim.app.compare.lived import Numbers
from sim.app.compare.village_card import key_of
from sim.core.config.language import Language
from sim.words.labels import COLON, listed
from sim.words.one_pair import tell

WIDTH = 5
OLDEST = 85
BANDS = OLDEST // WIDTH + 1
BAR = 0.86
"""Part of its band that a bar fills."""
LABELLED = 2
"""Every second band is named."""


def by_band(counts: Numbers) -> Numbers:
    """Persons by place, sex and band of five years, from shape (…, 2, 2, 110) to (2, 2, 18); 85 and over in the last.

    Examples
    --------
    >>> counts = np.zeros((2, 2, 110), int)
    >>> counts[0, 1, [4, 5, 85, 109]] = 1
    >>> by_band(counts)[0, 1].tolist()[:2], by_band(counts)[0, 1].tolist()[-1]
    ([1, 1], 2)
    """
    whole = counts.reshape(-1, 2, 2, AGES).sum(axis=0)
    band = np.minimum(np.arange(AGES) // WIDTH, BANDS - 1)
    found = np.zeros((2, 2, BANDS), np.int64)
    np.add.at(found, (slice(None), slice(None), band), whole)
    return found


def reach_of(every: list[Numbers]) -> float:
    """End of the axis for several pyramids, so that all of a pair are drawn to one scale."""
    return ends_of([0.0, *(float(each.sum(axis=0).max()) for each in every)], from_zero=True)[1]


def pyramid_html(title: str, counts: Numbers, reach: float, language: Language, outline: Numbers | None = None) -> str:
    """A pyramid under its title.

    Parameters
    ----------
    title : str
    counts : int array, shape (2, 2, 18)
        Of :func:`by_band`.
    reach : float
        Persons at the end of either axis.
    language : {"en", "zh"}
    outline : int array, optional
        Another one whose outline is drawn over it: the baseline's.
    """
    sides = []
    for sex, key in ((MAN, "men"), (WOMAN, "women")):
        mirrored = sex == MAN
        home, away = counts[0, sex], counts[1, sex]
        there, gone = (f"{each.sum()} {tell(word, language)}" for each, word in ((home, "at_home"), (away, "gone_out")))
        said = f"{title}{COLON[language]}{listed(language, tell(key, language), there, gone)}"
        inside = [_bars(home, np.zeros(BANDS), reach, mirrored, "home"), _bars(away, home, reach, mirrored, "away")]
        if outline is not None:
            inside.append(_outline(outline[:, sex].sum(axis=0), reach, mirrored))
        sides.append(box(*inside, class_=f"ruralparty-{key}", label=said))
    ages = [f"{WIDTH * band}" if band % LABELLED == 0 else "" for band in range(BANDS - 1)] + [f"{OLDEST}+"]
    column = element("div", *(element("span", each) for each in reversed(ages)), class_="ruralparty-pyramid-ages")
    end = f"{reach:g}"
    feet = (
        element("div", element("span", end), text(tell("men", language)), element("span", "0"), class_=FOOT),
        element("div"),
        element("div", element("span", "0"), text(tell("women", language)), element("span", end), class_=FOOT),
    )
    keys = [("ruralparty-is-home", tell("at_home", language)), ("ruralparty-is-light", tell("gone_out", language))]
    key = key_of(keys + ([("ruralparty-is-outline", tell("outline", language))] if outline is not None else []))
    picture = element("div", sides[0], column, sides[1], *feet, class_="ruralparty-pyramid")
    return element("h3", text(title)) + picture + key


FOOT = "ruralparty-pyramid-foot"


def _bars(lengths: Numbers, start: Numbers, reach: float, mirrored: bool, place: str) -> str:
    """Bars of one place, the youngest at the bottom, each from where the bar before it ends."""
    found = []
    tall = 100.0 / BANDS
    for band, (length, begun) in enumerate(zip(lengths, start, strict=True)):
        if length:
            wide, left = 100.0 * length / reach, 100.0 * begun / reach
            x = 100.0 - left - wide if mirrored else left
            top = 100.0 - tall * (band + 1) + tall * (1 - BAR) / 2
            shape = {"x": f"{x:.2f}", "y": f"{top:.2f}", "width": f"{wide:.2f}", "height": f"{tall * BAR:.2f}"}
            found.append(element("rect", class_=f"ruralparty-{place}-bar", **shape))
    return "".join(found)


def _outline(lengths: Numbers, reach: float, mirrored: bool) -> str:
    """Steps along the ends of the bars of another pyramid."""
    points = []
    tall = 100.0 / BANDS
    held = np.flatnonzero(lengths)
    for band in range(held[0], held[-1] + 1) if len(held) else ():
        wide = 100.0 * lengths[band] / reach
        x = 100.0 - wide if mirrored else wide
        points += [f"{x:.2f},{100.0 - tall * band:.2f}", f"{x:.2f},{100.0 - tall * (band + 1):.2f}"]
    return element("polyline", points=" ".join(points), class_="ruralparty-outline")
