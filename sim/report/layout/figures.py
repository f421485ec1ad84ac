"""The figure of levels: small multiples over time, baseline and alternatives, real beside reported.

Drawn with Matplotlib's objects and its Agg canvas: no window, no global state. Scenarios differ by colour, dash and
marker, so that the figure reads in black and white and without colour vision.
"""

from __future__ import annotations

import io
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.config.language import Language, message
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import INDICATORS
from sim.report.layout.numbers import shown_as
from sim.report.layout.sentences import band_line, rule_line, title_of
from sim.runs.run import Run, bands
from sim.words.labels import unit_label, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST_YEAR = 1900
COLUMNS = 3
PANEL_WIDTH, PANEL_HEIGHT = 3.5, 2.35
LEAST_WIDTH = 5.0
LEGEND_HEIGHT = 0.36
POINTS = 72
NOTE_SIZE, NOTE_HEIGHT = 7.5, 0.13
LETTER_WIDTH: dict[str, float] = {"en": 0.6, "zh": 1.0}
"""Of an average letter, in parts of its size."""
TITLE_WIDTH: dict[str, int] = {"en": 42, "zh": 22}
LINE_SPACING = 1.4
"""Of Chinese, whose characters fill their line and would touch those of the next as Matplotlib spaces letters."""
# Okabe and Ito's colours, apart for the common forms of colour blindness; grey and dashed is the baseline everywhere.
BASELINE = ("#6e6e6e", (0, (5, 2)))
STYLES: tuple[tuple[str, Any], ...] = (
    ("#0072B2", "solid"),
    ("#D55E00", (0, (1, 1.2))),
    ("#009E73", (0, (7, 1.5, 1.5, 1.5))),
    ("#CC79A7", (0, (3, 1, 1, 1, 1, 1))),
    ("#56B4E9", (0, (9, 2))),
    ("#E69F00", (0, (2, 2))),
)
MARKERS = "osD^vP"
CHINESE_FONTS = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
)
FONT_PACKAGE, FONT_FILE = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
"""The font that the set-up brings: Noto Sans SC, under the SIL Open Font License."""
MISSING = re.compile(r"Glyph (\d+) .*missing from (?:current )?font")
FIRST_CHINESE = "\u2e80"
"""Scripts of East Asia, of which the font of English has nothing, begin here."""


def chinese_font() -> str | None:
    """Name of a font with Chinese characters that is on this machine now, or None.

    Matplotlib keeps its list of fonts from its first use on. What has left the machine since is struck off the list;
    what has come since is looked for before it is said that there is none.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager

    fontManager.ttflist = [font for font in fontManager.ttflist if Path(font.fname).is_file()]
    for look in (_brought, findSystemFonts):
        for file in {*look()}.difference(font.fname for font in fontManager.ttflist):
            with suppress(OSError, RuntimeError):  # a file that cannot be read as a font is none
                fontManager.addfont(file)
        listed = {font.name for font in fontManager.ttflist}
        if found := next((name for name in CHINESE_FONTS if name in listed), None):
            return found
    return None


def font_brought() -> Path | None:
    """File of the Chinese font that the set-up brings, if it did."""
    package = find_spec(FONT_PACKAGE)
    files = [Path(each, FONT_FILE) for each in package.submodule_search_locations or ()] if package else []
    return next((file for file in files if file.is_file()), None)


def _brought() -> list[str]:
    file = font_brought()
    return [] if file is None else [str(file)]


def style_of(place: int) -> tuple[str, Any]:
    """Colour and dash of a scenario: the baseline is place 0."""
    return BASELINE if place == 0 else STYLES[(place - 1) % len(STYLES)]


def draw(
    scenarios: Sequence[Any], runs: dict[str, list[Run]], indicators: Sequence[AnyIndicator], language: Language = "en"
) -> Figure:
    """Draw indicators over time.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The baseline first.
    runs : dict of str to list of Run
        By scenario.
    indicators : sequence of AnyIndicator
        One panel each.
    language : {"en", "zh"}
        Of all labels. Where Chinese is to be written and no Chinese font is installed, labels are English, a scenario
        with a Chinese title goes by its name, and one warning says so.

    Returns
    -------
    Figure
        Median over seeds and the band of 90 %, as a note below says; thin with open markers: as reported to superiors.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    language, titles, settings = lettering(scenarios, language)
    columns = min(COLUMNS, len(indicators))
    lines = -(-len(indicators) // columns)
    with missing_signs_told(), rc_context(settings):
        width = max(columns * PANEL_WIDTH, LEAST_WIDTH)
        note = _note(scenarios, max(len(mine) for mine in runs.values()), width, language)
        figure = Figure(
            figsize=(width, lines * PANEL_HEIGHT + 2 * LEGEND_HEIGHT + len(note) * NOTE_HEIGHT),
            layout=ConstrainedLayoutEngine(h_pad=0.06, hspace=0.03),
        )
        FigureCanvasAgg(figure)
        panels = np.atleast_1d(figure.subplots(lines, columns, sharex=True)).ravel()
        for panel, indicator in zip(panels, indicators, strict=False):
            _panel(panel, scenarios, runs, indicator, language)
        for empty in panels[len(indicators) :]:
            empty.set_axis_off()
        for panel in panels[max(0, len(indicators) - columns) : len(indicators)]:
            panel.tick_params(labelbottom=True)
        _legend(figure, titles, indicators, note, language)
        space_lines(figure, language)
    return figure


@contextmanager
def missing_signs_told() -> Iterator[None]:
    """Say in one sentence which signs no font has; Matplotlib warns of each, wherever it stands."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        yield
    signs: set[str] = set()
    for each in given:
        if missing := MISSING.match(str(each.message)):
            signs.add(chr(int(missing[1])))
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
    if signs:
        listed = " ".join(sorted(signs))
        warnings.warn(message("no font here has the signs {signs}: boxes stand for them", signs=listed), stacklevel=3)


def space_lines(figure: Figure, language: Language) -> None:
    """Set the lines of Chinese texts of several lines apart."""
    from matplotlib.text import Text

    for text in figure.findobj(Text) if language == "zh" else ():
        if "\n" in text.get_text():
            text.set_linespacing(LINE_SPACING)


def lettering(scenarios: Sequence[Any], language: Language) -> tuple[Language, list[str], dict[str, Any]]:
    """What can be written on this machine: the language, the titles, and the settings of Matplotlib for both."""
    fonts, titles = ["DejaVu Sans"], [title_of(each, language) for each in scenarios]
    if language == "zh" or not all(map(_is_western, titles)):  # a title may be Chinese in an English figure
        if chinese := chinese_font():
            fonts.insert(language == "en", chinese)
        else:
            warnings.warn(word("no_chinese_font", language), stacklevel=3)
            language, english = "en", [title_of(each, "en") for each in scenarios]
            titles = [
                title if _is_western(title) else each.name for each, title in zip(scenarios, english, strict=True)
            ]
    settings = {"font.family": fonts, "font.size": 8.5, "axes.titlesize": 9, "axes.unicode_minus": False}
    return language, titles, {**settings, "axes.spines.top": False, "axes.spines.right": False}


def heavy(settings: dict[str, Any]) -> str:
    """Weight of titles: Chinese fonts may have one weight alone, and Matplotlib tells of every title that asks more."""
    return "bold" if len(settings["font.family"]) == 1 else "normal"


def _is_western(text: str) -> bool:
    return all(letter < FIRST_CHINESE for letter in text)


def _panel(
    panel: Axes, scenarios: Sequence[Any], runs: dict[str, list[Run]], indicator: AnyIndicator, language: Language
) -> None:
    from matplotlib.ticker import MaxNLocator

    twin = INDICATORS.get(indicator.reported or "")
    for place, scenario in enumerate(scenarios):
        mine = runs[scenario.name]
        if not mine:
            continue
        years = FIRST_YEAR + (mine[0].start + mine[0].burn_in + np.arange(mine[0].months)) / MONTHS
        colour, dash = style_of(place)
        low, median, high = (shown_as(values, indicator.unit) for values in bands(mine, indicator))
        if len(mine) > 1:
            panel.fill_between(years, low, high, color=colour, alpha=0.13, linewidth=0, zorder=1)
        panel.plot(years, median, color=colour, linestyle=dash, linewidth=1.7, zorder=3 if place else 4)
        if twin:
            _, said, _ = bands(mine, twin)
            panel.plot(
                years, shown_as(said, twin.unit), color=colour, linewidth=0.8, zorder=2, **_markers(place, len(years))
            )
    panel.set_title(folded(indicator.label(language), language), loc="left")
    panel.set_ylabel(unit_label(indicator.unit, language))
    panel.margins(x=0.01)
    panel.ticklabel_format(axis="both", useOffset=False)
    panel.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    panel.grid(axis="y", linewidth=0.4, alpha=0.5)


def folded(title: str, language: Language, letters: int = 0) -> str:
    """A title in lines of at most so many letters, those of a panel if left out."""
    return "\n".join(textwrap.wrap(title, letters or TITLE_WIDTH[language]))


def _markers(place: int, months: int) -> dict[str, Any]:
    """Open markers once a year, shifted so that those of several scenarios do not cover each other."""
    first = (5 + 4 * place) % MONTHS
    return {
        "marker": MARKERS[place % len(MARKERS)],
        "markersize": 3.2,
        "markerfacecolor": "white",
        "markeredgewidth": 0.8,
        "markevery": (min(first, months - 1), MONTHS),
        "linestyle": "solid",
    }


def _note(scenarios: Sequence[Any], seeds: int, inches: float, language: Language) -> list[str]:
    """What lines and bands are, and the quorum rule: lines that fit the figure, as it stands without a page too."""
    said = band_line(seeds, language)
    letters = int(inches * POINTS / (NOTE_SIZE * LETTER_WIDTH[language]))
    return [line for text in (said, rule_line(scenarios, language)) for line in textwrap.wrap(text, letters)]


def _legend(
    figure: Figure, titles: Sequence[str], indicators: Sequence[AnyIndicator], note: Sequence[str], language: Language
) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for place, title in enumerate(titles):
        colour, dash = style_of(place)
        label = folded(title, language)
        handles.append(Line2D([], [], color=colour, linestyle=dash, linewidth=1.7, label=label))
    if any(indicator.reported for indicator in indicators):
        settings = {**_markers(0, 1), "markevery": None}
        handles.append(Line2D([], [], color="black", linewidth=0.8, label=word("reported", language), **settings))
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(
            handles=handles,
            title="\n".join(note),
            title_fontsize=NOTE_SIZE,
            loc="outside lower center",
            ncols=columns,
            frameon=False,
            handlelength=4,
            columnspacing=1.6,
        )
        legend.get_title().set_multialignment("center")
        if columns == 1 or legend.get_window_extent().width <= figure.bbox.width:
            return
        legend.remove()


def png(figure: Figure, dots: int = 160) -> bytes:
    """The figure as PNG."""
    return _saved(figure, "png", dpi=dots, metadata={"Software": None})


def pdf(figure: Figure) -> bytes:
    """The figure as PDF, the same bytes each time."""
    return _saved(figure, "pdf", metadata={"CreationDate": None, "Creator": None, "Producer": None})


def svg(figure: Figure) -> str:
    """The figure as SVG for a page, text as outlines so that no font is needed."""
    text = _saved(figure, "svg", metadata={"Date": None, "Creator": None}).decode()
    return text[text.index("<svg") :]


def files_of(figure: Figure, name: str = "figure") -> dict[str, bytes | str]:
    """The figure in the three forms in which results hold it, by the names of their files."""
    return {f"{name}.pdf": pdf(figure), f"{name}.png": png(figure), f"{name}.svg": svg(figure)}


def _saved(figure: Figure, form: str, **keywords: Any) -> bytes:
    from matplotlib import rc_context

    buffer = io.BytesIO()
    # Type 3 is the form in which Chinese fonts (OpenType with cubic outlines) can be embedded.
    settings = {"svg.hashsalt": "ruralparty", "svg.fonttype": "path", "pdf.fonttype": 3}
    with missing_signs_told(), rc_context(settings):
        figure.savefig(buffer, format=form, **keywords)
    return buffer.getvalue()
