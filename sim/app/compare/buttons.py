"""Controls of the page's parts: a list, a switch between a few values, and a button that looks like a link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import solara

from sim.app.charts.chart import packed as packed_of


@solara.component_vue("choice.vue")
def Listed(event_take: Callable[[int], None], packed: str = "") -> None:
    """A list as the browser has it."""


@solara.component
def Choice(
    label: str, items: Sequence[tuple[Any, str]], value: Any, on_value: Callable[[Any], object], name: str = ""
) -> None:
    """A list of values and what they are called.

    Parameters
    ----------
    label : str
        What is chosen, for screen readers.
    items : sequence of (value, str)
        Values and their names.
    value
        The one that is chosen.
    on_value : callable
        Takes the one that the reader chooses.
    name : str
        Of the list, for tests.
    """
    chosen = next((place for place, (each, _) in enumerate(items) if each == value), -1)
    told = {"label": label, "name": name, "chosen": chosen, "texts": [text[:1].upper() + text[1:] for _, text in items]}

    def take(place: int) -> None:
        on_value(items[int(place)][0])

    Listed(event_take=take, packed=packed_of(told))


@solara.component
def Switch(label: str, items: Sequence[tuple[Any, str]], value: Any, on_value: Callable[[Any], object]) -> None:
    """Buttons of which one is pressed.

    Parameters
    ----------
    label : str
        What is chosen, for screen readers.
    items : sequence of (value, str)
        Values and their names.
    value
        The one that holds.
    on_value : callable
        Takes the one that is pressed.
    """
    with solara.v.Html(tag="div", class_="ruralparty-switch", attributes={"role": "group", "aria-label": label}):
        for each, name in items:
            Pressed(name, each == value, partial(on_value, each))


@solara.component
def Pressed(label: str, is_pressed: bool, on_press: Callable[[], object], class_: str = "", **attributes: str) -> None:
    """A button that is pressed or not.

    Parameters
    ----------
    label : str
    is_pressed : bool
    on_press : callable
    class_ : str
    **attributes
        More of it, underscores for hyphens.
    """
    given = {each.replace("_", "-"): value for each, value in attributes.items()}
    told = {"type": "button", "aria-pressed": "true" if is_pressed else "false", **given}
    button = solara.v.Html(tag="button", class_=class_, children=[label], attributes=told)
    solara.v.use_event(button, "click", _calling(on_press))


@solara.component
def Link(label: str, on_press: Callable[[], object], name: str = "", **attributes: str) -> None:
    """A button that looks like a link.

    Parameters
    ----------
    label : str
    on_press : callable
    name : str
        Of the button, for tests.
    **attributes
        More of it, underscores for hyphens.
    """
    given = {each.replace("_", "-"): value for each, value in attributes.items()}
    told = {"type": "button", "data-control": name, **given}
    button = solara.v.Html(tag="button", class_="ruralparty-link", children=[label], attributes=told)
    solara.v.use_event(button, "click", _calling(on_press))


def _calling(on_press: Callable[[], object]) -> Callable[..., None]:
    """What is called of an event, whose arguments nobody wants."""

    def call(*_: Any) -> None:
        on_press()

    return call
