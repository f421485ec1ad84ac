"""HTML and SVG of the page's small figures: boxes of 0 to 100 that stretch, strokes that do not, words in HTML."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import numpy as np
import solara

from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.numbers import PER_CENT, fixed
from sim.report.layout.steps import step_of

LINES = {"": "base", "A": "a", "B": "b"}
"""Last part of the class of a line, by letter of the side."""


@solara.component
def Drawn(html: str, tag: str = "div", class_: str = "", **attributes: str) -> None:
    """HTML that this package made; nothing that a visitor types goes into it unescaped.

    Parameters
    ----------
    html : str
    tag, class_ : str
        Of the element around it.
    **attributes
        More of it, underscores for hyphens.
    """
    names = {name.replace("_", "-"): value for name, value in attributes.items()}
    solara.HTML(tag=tag, unsafe_innerHTML=html, classes=[class_] if class_ else [], attributes=names)


def factor_of(indicator: AnyIndicator) -> float:
    """What values of an indicator are multiplied by to be shown."""
    return step_of(indicator.unit).factor


def unit_of(indicator: AnyIndicator, language: Language, difference: bool = False) -> str:
    """Unit behind what is shown."""
    step = step_of(indicator.unit)
    return step.word(language) if difference else step.level or step.word(language)


def number(value: float, difference: bool = False, decimals: int | None = None) -> str:
    """A number of a cell, at most three digits where it can be; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    if decimals is None:
        decimals = 1 if abs(value) < 10 or difference else 0
    return fixed(value, decimals, sign=difference)


def chance(value: float) -> str:
    """A probability in per cent: never 0 or 100 where it is not."""
    percent = PER_CENT * value
    if 0 < percent < 0.5:
        return "<1"
    if 99.5 <= percent < 100 and value < 1:
        return ">99"
    return f"{percent:.0f}"


def text(value: object) -> str:
    """A text for HTML."""
    return escape(str(value), quote=True)


def element(tag: str, *inside: str, class_: str = "", **attributes: object) -> str:
    """An element of HTML or SVG; what is inside is HTML already."""
    given = {"class": class_, **{name.replace("_", "-"): value for name, value in attributes.items()}}
    said = "".join(f' {name}="{text(value)}"' for name, value in given.items() if value not in ("", None))
    return f"<{tag}{said}>{''.join(inside)}</{tag}>"


def ends_of(values: Iterable[float], from_zero: bool = False) -> tuple[float, float]:
    """Round ends of an axis around all values.

    Examples
    --------
    >>> ends_of([31.2, 46.8]), ends_of([3.0, 48.0], from_zero=True)
    ((30.0, 50.0), (0.0, 50.0))
    """
    known = [each for each in values if math.isfinite(each)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    low = min(low, 0.0) if from_zero else low
    width = max(high - low, abs(high) / 10, 1e-6)
    step = 10.0 ** math.floor(math.log10(width))
    step /= 2 if width < 2 * step else 1
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return low, high if high > low else low + step


def polyline(x: Sequence[float], y: Sequence[float], low: float, high: float, class_: str) -> str:
    """A line in the box, broken where there is no value; a lone point is a dot."""
    pieces: list[list[str]] = [[]]
    for across, value in zip(x, y, strict=True):
        if math.isfinite(value):
            pieces[-1].append(f"{across:.2f},{height(value, low, high):.2f}")
        elif pieces[-1]:
            pieces.append([])
    return "".join(
        element("polyline", points=" ".join(piece if len(piece) > 1 else piece * 2), class_=class_)
        for piece in pieces
        if piece
    )


def height(value: float, low: float, high: float) -> float:
    """Distance from the top of the box."""
    return 100.0 - 100.0 * (value - low) / (high - low)


def box(*inside: str, class_: str, label: str) -> str:
    """A figure of 0 to 100 either way that takes the size of its place."""
    shape = 'viewBox="0 0 100 100" preserveAspectRatio="none" role="img"'
    return f'<svg {shape} class="{class_}" aria-label="{text(label)}">{"".join(inside)}</svg>'


def axis_y(values: Sequence[float], low: float, high: float) -> str:
    """Numbers beside a box; the lowest stands on its edge, so as not to run into what is below."""
    spans = (
        element(
            "span",
            f"{each:g}",
            class_="ruralparty-lowest" if each == low else "",
            style=f"top:{height(each, low, high):.0f}%",
        )
        for each in values
    )
    return element("div", *spans, class_="ruralparty-axis-y", aria_hidden="true")


def across(count: int) -> list[float]:
    """Places of so many points from side to side."""
    return np.linspace(0.0, 100.0, count).tolist() if count > 1 else [50.0] * count


def badge(letter: str) -> str:
    """The letter of a side on its colour."""
    return element("b", text(letter), class_=f"ruralparty-badge ruralparty-badge-{LINES[letter]}") if letter else ""


def heads_of(heads: Sequence[str]) -> list[str]:
    """Heads of columns; what is empty heads nothing."""
    return [element("th", each, scope="col") if each else element("td") for each in heads]


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]], class_: str) -> str:
    """A table of HTML; its first column heads the rows."""
    head = element("tr", *heads_of(heads))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", each) for each in row[1:])) for row in rows
    ]
    return element("table", element("thead", head), element("tbody", *body), class_=class_)
