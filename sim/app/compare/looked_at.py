"""The tabs of one pair: they have it lived, show that they wait, and draw it when it is there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import solara
import solara.lab

from sim.app.compare.asked import Asked
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.drawing import Drawn, text
from sim.app.compare.lives import Telling
from sim.app.compare.one_pair import Life, OnePair, live_life, live_pair
from sim.app.compare.people import People
from sim.app.compare.pool import Pool
from sim.app.compare.village_cells import Look
from sim.app.compare.villages import Counting, Villages
from sim.core.config.language import Language, speaking
from sim.words.one_pair import tell

STYLE = Path(__file__).with_name("one_pair.css")
KEPT = 12
"""Pairs, and lives, that a server remembers; a pair of fifteen villages takes about a megabyte."""


class LookedAt:
    """Pairs and lives of a server, those asked for last kept; all visitors share them.

    Parameters
    ----------
    pool : Pool
        Where they are lived.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def pair(self, asked: Asked) -> OnePair:
        """The first pair of a question; lived now if it is not kept."""
        return self._had((asked.key,), lambda: live_pair(self._pool, asked))  # type: ignore[no-any-return]

    def life(self, pair: OnePair, telling: Telling) -> Life:
        """The life of one person of a pair."""
        whose = telling.kind, telling.place, telling.village
        live = lambda: live_life(self._pool, pair, *whose)  # noqa: E731
        return self._had((pair.asked.key, *whose), live)  # type: ignore[no-any-return]

    def _had(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def use_lived(make: Callable[[], Any], language: Language, *depends: Any) -> tuple[Any, str]:
    """What is made in a thread, None meanwhile, and why there is nothing."""

    def work() -> Any:
        with speaking(language):
            return make()

    task = solara.lab.use_task(work, dependencies=list(depends), raise_error=False)
    if task.pending or task.not_called:
        return None, ""
    if task.error:
        return None, tell("not_lived", language, why=str(task.exception))
    return task.value, ""


@solara.component
def VillagesTab(
    looked_at: LookedAt,
    asked: Asked,
    language: Language = "en",
    look: Look | None = None,
    on_look: Callable[[Look], object] | None = None,
    on_desk: Callable[[DeskFields], object] | None = None,
    on_people: Callable[[Telling], object] | None = None,
    counting: Counting | None = None,
) -> None:
    """Villages of the first pair of a question, lived when this is first shown.

    Parameters
    ----------
    looked_at : LookedAt
        Of the server.
    asked : Asked
    language, look, on_look, on_desk, counting
        As of :func:`sim.app.compare.villages.Villages`.
    on_people : callable, optional
        Takes whose people, or whose story, are asked for.
    """
    pair, problem = use_lived(lambda: looked_at.pair(asked), language, asked.key)

    def people(kind: str) -> Callable[[int], object] | None:
        if on_people is None:
            return None
        return lambda village: on_people(Telling(village=village, kind=kind))

    with solara.v.Html(tag="div", class_="ruralparty-pair"):
        solara.Style(STYLE)
        if pair is None:
            Drawn(text(problem or tell("living", language)), class_="ruralparty-waiting", role="status")
        else:
            Villages(pair, language, look, on_look, counting, on_desk, people("member"), people("secretary"))


@solara.component
def PeopleTab(
    looked_at: LookedAt,
    asked: Asked,
    language: Language = "en",
    telling: Telling | None = None,
    on_telling: Callable[[Telling], object] | None = None,
) -> None:
    """People of the first pair of a question, and one life.

    Parameters
    ----------
    looked_at : LookedAt
        Of the server.
    asked : Asked
    language : {"en", "zh"}
    telling : Telling, optional
        Whose, where somebody else keeps it; it is kept here if left out.
    on_telling : callable, optional
        Takes whose people and life are asked for.
    """
    own, set_own = solara.use_state(telling or Telling())
    now = own if telling is None else telling

    def take(after: Telling) -> None:
        set_own(after)
        if on_telling is not None:
            on_telling(after)

    pair, problem = use_lived(lambda: looked_at.pair(asked), language, asked.key)
    whose = replace(now, letter="")  # another side has the same life

    def live() -> Life | None:
        return None if pair is None else looked_at.life(pair, whose)

    life, wrong = use_lived(live, language, asked.key, pair is None, whose)
    with solara.v.Html(tag="div", class_="ruralparty-pair"):
        solara.Style(STYLE)
        if pair is None:
            Drawn(text(problem or tell("living", language)), class_="ruralparty-waiting", role="status")
        else:
            People(pair, life, language, now, take, wrong)
