"""The two kinds of fields of the page: a list to choose from, and a text that is read when it is finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import solara


@solara.component
def ChoiceField(
    label: str,
    items: Sequence[tuple[Any, str]],
    value: Any,
    on_value: Callable[[Any], None],
    name: str = "",
    show_label: bool = True,
) -> None:
    """A list of values and what they are called; two values may have one name.

    Parameters
    ----------
    label : str
        What is chosen.
    items : sequence of (value, str)
        Values and their names.
    value
        The one that is chosen.
    on_value : callable
        Takes the one that the reader chooses.
    name : str
        Of the field, for tests.
    show_label : bool
        Show the label; it is told to screen readers in any case.
    """
    places = [str(place) for place in range(len(items))]
    chosen = next((place for place, (each, _) in zip(places, items, strict=True) if each == value), None)
    solara.v.Select(
        label=label if show_label else None,
        items=[{"value": place, "text": text} for place, (_, text) in zip(places, items, strict=True)],
        v_model=chosen,
        on_v_model=lambda place: on_value(items[int(place)][0]),
        dense=True,
        hide_details=True,
        attributes={"aria-label": label, "data-field": name},
    )


@solara.component
def TextField(
    label: str,
    value: str,
    on_text: Callable[[str], str],
    resets: int,
    name: str = "",
    hint: str = "",
    show_label: bool = True,
) -> None:
    """A text that is read when Enter is pressed or the field is left; one that is refused stays, with the reason.

    Parameters
    ----------
    label : str
        What is typed.
    value : str
        What holds: shown whenever it, or ``resets``, changes.
    on_text : callable
        Takes what was typed; returns why it is refused, or nothing.
    resets : int
        Counts what throws away a text that was refused.
    name : str
        Of the field, for tests.
    hint : str
        What is allowed.
    show_label : bool
        Show the label; one that is not shown is told to screen readers.
    """
    text, set_text = solara.use_state(value)
    problem, set_problem = solara.use_state("")

    def show_what_holds() -> None:
        set_text(value)
        set_problem("")

    def finish(*_: Any) -> None:
        if text.strip() == value:
            show_what_holds()
        else:
            set_problem(on_text(text.strip()))

    solara.use_effect(show_what_holds, [value, resets])
    field = solara.v.TextField(
        label=label if show_label else None,
        v_model=text,
        on_v_model=set_text,
        error_messages=problem or [],
        messages=hint or [],
        dense=True,
        attributes={"data-field": name} | ({} if show_label else {"aria-label": label}),
    )
    solara.v.use_event(field, "keyup.enter", finish)
    solara.v.use_event(field, "blur", finish)


@solara.component
def Press(label: str, on_press: Callable[[], object], name: str = "", disabled: bool = False, **looks: Any) -> None:
    """A button.

    Parameters
    ----------
    label : str
        What is on it.
    on_press : callable
        What it does.
    name : str
        Of the button, for tests.
    disabled : bool
        Whether it cannot be pressed now.
    **looks
        Of the widget library.
    """
    attributes = {"data-control": name, **looks.pop("attributes", {})}
    button = solara.v.Btn(children=[label], disabled=disabled, small=True, attributes=attributes, **looks)
    solara.v.use_event(button, "click", lambda *_: on_press())
