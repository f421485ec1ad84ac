"""What a cell of the map of villages says and how it is coloured, without a screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.analysis.for_whom import VillageShares
from sim.analysis.reading import BETTER, CHANGED, NONE, USUAL, USUAL_PART, WORSE
from sim.app.compare.drawing import factor_of, number, unit_of
from sim.app.compare.one_pair import BASE, OnePair, called
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import INDICATORS
from sim.report.layout.numbers import PER_CENT
from sim.words.labels import COMMA, SPACE
from sim.words.one_pair import tell

MARKS = {BETTER: "●", WORSE: "◆", CHANGED: "■", NONE: "○"}
COLOURS = {BETTER: (27, 120, 55), WORSE: (142, 42, 142), CHANGED: (51, 51, 51), NONE: (51, 51, 51)}
"""Green for better, purple for worse; grey where neither is, and for levels."""
STRONGEST, FAINTEST = 0.55, 0.06
"""Share of the colour in the darkest cell, so that dark figures can be read on it, and in one that is hardly there."""
LEAST_ROOM = 1.25
"""The darkest cell is at least so many times what matters."""


@dataclass(frozen=True)
class Look:
    """What of the villages is looked at.

    Attributes
    ----------
    indicator : str
        What they are coloured by.
    letter : str
        Side whose difference from the baseline is shown; empty for the level of the baseline.
    village : int or None
        The one whose card is open.
    """

    indicator: str = "service_fulfilment"
    letter: str = BASE
    village: int | None = None


class Cell(NamedTuple):
    """One village on the map.

    Attributes
    ----------
    village, township : int
    name, value, mark : str
        What stands in it.
    colour : str
    label : str
        All of it in words.
    """

    village: int
    township: int
    name: str
    value: str
    mark: str
    colour: str
    label: str


def least_that_matters(indicator: AnyIndicator, values: np.ndarray) -> float:
    """Least difference that matters: as declared, or as usual for the unit, or a part of the mean level."""
    if indicator.matters is not None:
        return float(indicator.matters.least)
    usual = USUAL_PART * abs(float(np.nanmean(values))) if np.isfinite(values).any() else 1.0
    return USUAL.get(indicator.unit, usual)


def verdict_of(difference: float, least: float, better: int) -> str:
    """Better, worse or changed from what matters on; none below, and where there is no value."""
    if not math.isfinite(difference) or abs(difference) < least:
        return NONE
    side = better * difference
    return CHANGED if side == 0 else BETTER if side > 0 else WORSE


def mixed(colour: tuple[int, int, int], strength: float) -> str:
    """A colour on white."""
    part = FAINTEST + (STRONGEST - FAINTEST) * min(max(strength, 0.0), 1.0)
    return "#" + "".join(f"{round(255 + (each - 255) * part):02x}" for each in colour)


def cells_of(pair: OnePair, look: Look, language: Language, levels: bool = False) -> list[Cell]:
    """Cells of all villages, township by township.

    Parameters
    ----------
    pair : OnePair
    look : Look
    language : {"en", "zh"}
    levels : bool
        Show how high a side is, with its difference from the baseline beside the mark, and not the difference alone.
    """
    indicator = INDICATORS[look.indicator]
    base, shown = pair.outcome(look.indicator), pair.outcome(look.indicator, look.letter)
    is_level = look.letter == BASE
    least = least_that_matters(indicator, base)
    low, high = (np.nanmin(shown), np.nanmax(shown)) if np.isfinite(shown).any() else (0.0, 1.0)
    reach = max(abs(low), abs(high), LEAST_ROOM * least)
    found = []
    for village in np.lexsort((pair.base.number, pair.base.township)):
        value = float(shown[village])
        verdict = NONE if is_level else verdict_of(value, least, indicator.better)
        strength = (value - low) / (high - low) if is_level and high > low else abs(value) / reach
        known = math.isfinite(value)
        words = number(factor_of(indicator) * value, not is_level) if known else tell("no_cell", language)
        name = called(pair.base, village)
        unit = SPACE[language] + unit_of(indicator, language, not is_level) if known else ""
        mark = "" if is_level or not known else MARKS[verdict]
        if levels and mark:
            level = float(pair.sides[look.letter].outcome[look.indicator][village])
            mark, apart = f"{mark} {words}", words + unit
            words, unit = number(factor_of(indicator) * level), SPACE[language] + unit_of(indicator, language)
            unit = f"{unit}{COMMA[language]}{apart}"
        found.append(
            Cell(
                village=int(village),
                township=int(pair.base.township[village]),
                name=name,
                value=words if known else "–",
                mark=mark,
                colour=mixed(COLOURS[verdict], strength if known and (is_level or verdict != NONE) else 0.0),
                label=tell("open_village", language, name=tell("village_n", language, name=name), value=words + unit),
            )
        )
    return found


def legend(pair: OnePair, look: Look, language: Language) -> list[str]:
    """What marks and colours of the map mean."""
    indicator, base = INDICATORS[look.indicator], pair.outcome(look.indicator)
    factor = factor_of(indicator)
    if look.letter == BASE:
        ends = (np.nanmin(base), np.nanmax(base)) if np.isfinite(base).any() else (math.nan, math.nan)
        low, high = (number(factor * float(each)) for each in ends)
        return [tell("darker", language, low=low, high=high)]
    least = f"{factor * least_that_matters(indicator, base):g}{SPACE[language]}{unit_of(indicator, language, True)}"
    keys = ("better_by", "worse_by", "less") if indicator.better else ("changed_by", "less")
    return [tell(key, language, least=least) if key != "less" else tell(key, language) for key in keys]


def of_all_pairs(shares: VillageShares | None, letter: str, pairs: int, language: Language) -> str:
    """The sentence of all pairs below the map of one."""
    if shares is None:
        return tell("not_counted", language)
    better, low, high = (f"{PER_CENT * each:.0f}" if math.isfinite(each) else "–" for each in shares.better)
    return tell(
        "better_off" if shares.wanted else "risen",
        language,
        pairs=pairs,
        letter=letter,
        better=better,
        low=low,
        high=high,
        worse=f"{PER_CENT * shares.worse[0]:.0f}",
    )
