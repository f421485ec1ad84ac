"""One chart: a frame that is sent once and values that are sent every month.

ECharts comes from the assets that the server ships, so a chart needs no network. Values are drawn without animation,
at most once for each picture of the browser. Both travel as text: Solara would look for components in every number of
a list.
"""

from __future__ import annotations

import json
from typing import Any

import solara


def packed(value: Any) -> str:
    """Write a table or list as JSON.

    Raises
    ------
    ValueError
        If it holds a number that is not finite; nothing is written as ``None``.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@solara.component_vue("chart.vue")
def Chart(
    title: str = "", note: str = "", label: str = "", frame: str = "", values: str = "", run: int = 0, month: int = 0
) -> None:
    """Draw a chart under its title and legend.

    Parameters
    ----------
    title, note : str
        Heading, and what is beside it in small letters.
    label : str
        What the chart shows, for screen readers; the title where left out.
    frame : str
        Packed ECharts option without the data of its series; its key ``swatches`` lists name, colour and dashes for
        the legend.
    values : str
        Packed data of each series, in the order of the frame.
    run, month : int
        Whose values these are: written to the attributes ``data-run`` and ``data-drawn`` when they are on the screen.
    """
