"""Pace: a run that is played waits for the pictures of the browser, so that months are seen and not only lived.

Mesa's play loop lives months as fast as it can while another thread draws; without a wait a picture is out of date
before it is finished, is begun again, and a run is over with a handful of pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, get_ident
from typing import Any

import solara

from sim.app.charts.push import use_pushed

AHEAD = 2
"""Pictures on their way: while the browser draws one, the next is prepared."""


class Pace:
    """What the browser has drawn of a run.

    Attributes
    ----------
    months_per_picture : int
        Months that are lived for each picture.
    drawn : int or None
        Last month that is known to be on the screen; None as long as no browser has said anything.
    """

    patience = 0.5
    """Seconds that a month waits for a picture: longer than a slow one takes, short enough if the browser has gone."""

    def __init__(self) -> None:
        self.months_per_picture = 1
        self.drawn: int | None = None
        self._news = Condition()
        self._listener: int | None = None

    def note(self, month: int) -> None:
        """Take the browser's word that a month is on the screen."""
        with self._news:
            self.drawn, self._listener = month, get_ident()
            self._news.notify_all()

    def wait(self, month: int) -> bool:
        """Wait until no more pictures than :data:`AHEAD` would be on their way after ``month``.

        Parameters
        ----------
        month : int
            Months lived so far.

        Returns
        -------
        bool
            Whether that is so; True at once where there is nothing to wait for: no browser yet, or a call from the
            thread that brings its messages.
        """
        with self._news:
            if self.drawn is None or self._listener == get_ident():
                return True
            return self._news.wait_for(
                lambda: month - (self.drawn or 0) < AHEAD * self.months_per_picture, self.patience
            )


@solara.component_vue("pace.vue")
def Seen(event_seen: Callable[[int], None], month: int = 0) -> None:
    """Let the browser say when all charts of the page show a month."""


@solara.component
def DrawnMonth(model: Any) -> solara.Element:
    """Tell a run what the browser has drawn of it.

    Parameters
    ----------
    model : Watched
        The run.
    """
    seen = Seen(event_seen=model.pace.note)
    use_pushed(seen, lambda: {"month": model.months_run}, [model])
    return seen
