"""The six views of a run, each a component of the model, and the page area that holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import solara

from sim.app.charts import charts
from sim.app.charts.chart import Chart, packed
from sim.app.charts.frames import swatches
from sim.app.charts.grid import CHOICES, grid_frame, grid_scale, grid_values
from sim.app.charts.push import use_pushed
from sim.app.server.serve import no_language
from sim.core.config.language import LANGUAGES, Language
from sim.indicators import INDICATORS
from sim.words.page import say


class View(NamedTuple):
    """A chart of a run.

    Attributes
    ----------
    name, note : str
        Keys of its title and of what stands beside it; empty for none.
    frame : callable
        What stays, made from the model and the language.
    values : callable
        What changes every month, made from the model.
    scale : callable
        What the frame depends on beside the run, such as the ends of an axis.
    """

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


def grid_view(name: str) -> View:
    """View of the villages coloured by an indicator."""
    return View(
        "",
        "",
        lambda model, language: grid_frame(model, language, name),
        lambda model: grid_values(model, name),
        lambda model: grid_scale(model, name),
    )


class Painter:
    """What one chart shows now: the frame, packed again only when its scale changes, and the values.

    Parameters
    ----------
    model : RuralParty
        The run.
    view : View
        What to draw.
    language : {"en", "zh"}
        Language.
    """

    def __init__(self, model: Any, view: View, language: Language) -> None:
        self.model, self.view, self.language = model, view, language
        self.scale: Any = None
        self.frame = ""

    def now(self) -> dict[str, Any]:
        """Frame, values, run and month as a chart takes them."""
        scale = self.view.scale(self.model)
        if not self.frame or scale != self.scale:
            frame = self.view.frame(self.model, self.language)
            self.frame, self.scale = packed({**frame, "swatches": swatches(frame)}), scale
        values, run = packed(self.view.values(self.model)), getattr(self.model, "number", 0)
        return {"frame": self.frame, "values": values, "run": run, "month": self.model.recorder.month}


@solara.component
def ChartOf(model: Any, view: View, language: Language = "en", label: str = "") -> solara.Element:
    """One chart of a run under its title; drawn anew every month.

    Parameters
    ----------
    model : RuralParty
        The run.
    view : View
        What to draw.
    language : {"en", "zh"}
        Language.
    label : str
        What it shows, for screen readers, where it has no title.
    """
    painter = solara.use_memo(lambda: Painter(model, view, language), [model, view, language])
    title, note = (say(key, language) if key else "" for key in (view.name, view.note))
    chart = Chart(title=title, note=note, label=label)
    use_pushed(chart, painter.now, [painter])
    return chart


@solara.component
def VillageGrid(model: Any, language: Language = "en") -> None:
    """Villages as a grid, coloured by an indicator that the reader chooses.

    Parameters
    ----------
    model : RuralParty
        The run.
    language : {"en", "zh"}
        Language.
    """
    name, set_name = solara.use_state(CHOICES[0])
    view = solara.use_memo(lambda: grid_view(name), [name])
    labels = {INDICATORS[each].label(language): each for each in CHOICES}
    label = INDICATORS[name].label(language)
    with solara.v.Html(tag="div", class_="ruralparty-view"):
        with solara.v.Html(tag="header"):
            solara.v.Html(tag="h2", children=[say("grid", language)])
            solara.v.Select(
                items=list(labels),
                v_model=label,
                on_v_model=lambda chosen: set_name(labels[chosen]),
                dense=True,
                hide_details=True,
                attributes={"aria-label": say("coloured", language)},
            )
        ChartOf(model, view, language, f"{say('grid', language)}: {label}")


def parts(language: Language = "en") -> list[Callable[[Any], solara.Element]]:
    """Each view as a function of the model alone, as Mesa's ``SolaraViz`` takes its components.

    Parameters
    ----------
    language : {"en", "zh"}
        Language of the views.

    Raises
    ------
    ValueError
        If the page does not speak the language.
    """
    if language not in LANGUAGES:
        raise ValueError(no_language(language))

    def part(view: View) -> Callable[[Any], solara.Element]:
        return lambda model: ChartOf(model, view, language)

    return [lambda model: VillageGrid(model, language), *(part(view) for view in VIEWS)]


@solara.component
def Views(model: Any, language: Language = "en") -> None:
    """All six views in two rows of three; one below the other on a narrow screen.

    Parameters
    ----------
    model : RuralParty
        The run.
    language : {"en", "zh"}
        Language.
    """
    with solara.v.Html(tag="div", class_="ruralparty-views"):
        VillageGrid(model, language)
        for view in VIEWS:
            ChartOf(model, view, language)
