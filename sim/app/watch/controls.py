"""The controls of a run: restart, play or pause, back, step, how fast it plays, and which sides are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import solara

from sim.app.watch.fields import ChoiceField, Press
from sim.app.watch.state import Phase, State
from sim.words.page import say

PHASES = frozenset(Phase)


class Control(NamedTuple):
    """A button.

    Attributes
    ----------
    name : str
        Key of its word.
    change : callable
        Method of :class:`State`.
    works_in : set of Phase
        Where it can be pressed.
    needs_month : bool
        Whether a month must have been lived.
    """

    name: str
    change: Callable[[State], State]
    works_in: frozenset[Phase]
    needs_month: bool = False

    def works(self, phase: Phase, reached: int) -> bool:
        """Whether it can be pressed in a phase, when so many months have been lived."""
        return phase in self.works_in and (reached > 0 or not self.needs_month)


CONTROLS = (
    Control("restart", State.restart, PHASES),
    Control("play", State.play, PHASES - {Phase.ENDED, Phase.FAILED}),
    Control("before", State.before, PHASES, needs_month=True),
    Control("step", State.step, frozenset({Phase.IDLE, Phase.PAUSED})),
)
"""While a run plays, or will as soon as it has been made, the button ``play`` is called ``pause``."""

PACES = {"months_per_picture": (1, 2, 3, 6, 12), "pause_ms": (0, 100, 250, 500, 1000)}
"""Fields of :class:`State` that say how fast it plays, and their values."""


@solara.component
def Controls(
    state: State, do: Callable[..., None], shown: Sequence[tuple[tuple[str, ...], str]] = (), reached: int = 0
) -> None:
    """Show the controls.

    Parameters
    ----------
    state : State
        Of the page.
    do : callable
        Takes a method of :class:`State`, and what it takes.
    shown : sequence of (sides, str)
        Sides that may be shown, and what they are called; nothing is to be chosen where there are fewer than two.
    reached : int
        Months lived: zero, or not.
    """
    language = state.language
    with solara.v.Html(
        tag="div", class_="ruralparty-controls", attributes={"role": "group", "aria-label": say("run", language)}
    ):
        for control in CONTROLS:
            word = say("pause" if control.name == "play" and state.playing else control.name, language)
            disabled, press = not control.works(state.phase, reached), partial(do, control.change)
            Press(word, press, control.name, disabled, color="primary", depressed=True).key(control.name)
        for name, values in PACES.items():
            items = [(value, str(value)) for value in values]
            take = partial(_set_pace, do, name)
            with solara.v.Html(tag="label", class_="ruralparty-pace"):
                solara.v.Html(tag="span", children=[say(name, language)])
                ChoiceField(say(name, language), items, getattr(state, name), take, name, show_label=False)

        if len(shown) > 1:
            with solara.v.Html(tag="label", class_="ruralparty-pace ruralparty-sides"):
                solara.v.Html(tag="span", children=[say("sides", language)])
                take_sides = partial(do, State.show)
                ChoiceField(say("sides", language), shown, state.sides, take_sides, "sides", show_label=False)


def _set_pace(do: Callable[..., None], name: str, value: int) -> None:
    do(State.pace, **{name: value})
