"""What the browser has drawn: a run that is played waits for its pictures, so that months are seen and not only lived.

Without a wait a picture would be out of date before it is finished, and a run over with a handful of pictures.
"""

from __future__ import annotations

from collections.abc import Callable

import solara

from sim.app.charts.push import use_pushed
from sim.app.watch.watched import Watched


@solara.component_vue("pace.vue")
def Seen(event_seen: Callable[[list[int]], None], run: int = 0, month: int = 0) -> None:
    """Let the browser say when all charts of the page show a month of a run."""


@solara.component
def DrawnMonth(run: Watched, on_seen: Callable[[int, int], None]) -> solara.Element:
    """Say what the browser has drawn of a run.

    Parameters
    ----------
    run : Watched
        The run.
    on_seen : callable
        Takes the number of the run and the month.
    """
    seen = Seen(event_seen=lambda shown: on_seen(*shown))
    use_pushed(seen, lambda: {"run": run.number, "month": run.months_run}, [run])
    return seen
