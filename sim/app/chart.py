"""One chart: a frame that is sent once and values that are sent every month.

ECharts comes from the assets that the server ships, so a chart needs no network. Values are drawn without animation,
at most once for each picture of the browser.
"""

from __future__ import annotations

from typing import Any

import solara


@solara.component_vue("chart.vue")
def Chart(
    frame: dict[str, Any], values: list[list[Any]], stamp: int = 0, label: str = "", height: str = "100%"
) -> None:
    """Draw a chart.

    Parameters
    ----------
    frame : dict
        ECharts option without the data of its series.
    values : list of list
        Data of each series, in the order of the frame.
    stamp : int
        Number written to the attribute ``data-drawn`` when these values are on the screen.
    label : str
        What the chart shows, for screen readers.
    height : str
        Height in CSS.
    """
