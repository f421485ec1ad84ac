"""The six views of a run, each a component of the model, and the page area that holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import solara

from sim.app import charts
from sim.app.chart import Chart, packed
from sim.app.frames import swatches
from sim.app.grid import CHOICES, grid_frame, grid_scale, grid_values, label_of
from sim.app.texts import LANGUAGES, Language, say
from sim.indicators import INDICATORS


class View(NamedTuple):
    """A chart of a run: keys of its title and note, frame, values, and what the frame depends on beside the run."""

    name: str
    note: str
    frame: Callable[[Any, Language], dict[str, Any]]
    values: Callable[[Any], list[list[Any]]]
    scale: Callable[[Any], Any] = lambda model: None


VIEWS = (
    View("party_life", "party_life_note", charts.party_life_frame, charts.party_life_values),
    View("pyramid", "pyramid_note", charts.pyramid_frame, charts.pyramid_values, charts.pyramid_scale),
    View("hours", "hours_note", charts.hours_frame, charts.hours_values),
    View("trust", "trust_note", charts.trust_frame, charts.trust_values),
    View("digital", "digital_note", charts.digital_frame, charts.digital_values),
)


def framed(frame: dict[str, Any]) -> str:
    """Pack a frame with its legend."""
    return packed({**frame, "swatches": swatches(frame)})


@solara.component
def ChartOf(model: Any, view: View, language: Language, month: int) -> solara.Element:
    """One chart of a run under its title; the frame is made once, the values every month.

    Parameters
    ----------
    model : RuralParty
        The run.
    view : View
        What to draw.
    language : {"en", "zh"}
        Language.
    month : int
        Months lived; a view is drawn again when it changes.
    """
    scale = view.scale(model)
    frame = solara.use_memo(lambda: framed(view.frame(model, language)), [model, language, scale])
    return Chart(
        frame=frame,
        values=packed(view.values(model)),
        stamp=month,
        title=say(view.name, language),
        note=say(view.note, language),
    )


@solara.component
def VillageGrid(model: Any, language: Language, month: int) -> None:
    """Villages as a grid, coloured by an indicator that the reader chooses.

    Parameters
    ----------
    model : RuralParty
        The run.
    language : {"en", "zh"}
        Language.
    month : int
        Months lived; a view is drawn again when it changes.
    """
    name, set_name = solara.use_state(CHOICES[0])
    labels = {label_of(INDICATORS[each], language): each for each in CHOICES}
    scale = grid_scale(model, name)
    frame = solara.use_memo(lambda: packed(grid_frame(model, language, name)), [model, language, name, scale])
    with solara.v.Html(tag="div", class_="ruralparty-view"):
        with solara.v.Html(tag="header"):
            solara.v.Html(tag="h2", children=[say("grid", language)])
            solara.v.Select(
                items=list(labels),
                v_model=label_of(INDICATORS[name], language),
                on_v_model=lambda label: set_name(labels[label]),
                dense=True,
                hide_details=True,
                attributes={"aria-label": say("coloured", language)},
            )
        Chart(
            frame=frame,
            values=packed(grid_values(model, name)),
            stamp=month,
            label=f"{say('grid', language)}: {label_of(INDICATORS[name], language)}",
        )


def parts(language: Language = "en") -> list[Callable[[Any], solara.Element]]:
    """Each view as a function of the model alone, as Mesa's ``SolaraViz`` takes its components.

    Parameters
    ----------
    language : {"en", "zh"}
        Language of the views.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of the page; allowed: {', '.join(LANGUAGES)}")

    def part(view: View) -> Callable[[Any], solara.Element]:
        return lambda model: ChartOf(model, view, language, model.recorder.month)

    return [lambda model: VillageGrid(model, language, model.recorder.month), *(part(view) for view in VIEWS)]


@solara.component
def Views(model: Any, language: Language, month: int) -> None:
    """All six views in two rows of three; one below the other on a narrow screen.

    Parameters
    ----------
    model : RuralParty
        The run.
    language : {"en", "zh"}
        Language.
    month : int
        Months lived; a view is drawn again when it changes.
    """
    with solara.v.Html(tag="div", class_="ruralparty-views"):
        VillageGrid(model, language, month)
        for view in VIEWS:
            ChartOf(model, view, language, month)
