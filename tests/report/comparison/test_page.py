"""The page stands alone, says what was found in the promised words, and shows the quorum rule and its origin."""

from __future__ import annotations

import ast
import json
import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from html import unescape

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from scipy.stats import false_discovery_control

from sim.report.comparison.page import page
from sim.report.comparison.save import python_call, record, save_comparison
from sim.report.layout import figures
from sim.report.layout.folder import WRITTEN
from sim.report.layout.tables import COLUMNS
from sim.runs.jobs import Named
from sim.scenario.scenario import Scenario
from sim.words.labels import word
from tests.report.invented import invented_comparison

FILES = {"summary.csv", "summary.tex", "costs.csv", "figure.pdf", "figure.png", "index.html", "manifest.json", "series"}


@pytest.fixture(scope="module")
def comparison():
    return invented_comparison(pairs=3)


@pytest.fixture(scope="module")
def saved(comparison, tmp_path_factory):
    folder = tmp_path_factory.mktemp("page") / "out"
    save_comparison(
        comparison,
        folder,
        command=["ruralparty", "compare", "a & b"],
        begun=datetime.now(UTC),
        window="12",
        language="en",
    )
    return folder


HELD = {
    "git": None,
    "version": "1",
    "model_source_hash": "h",
    "python": "3",
    "processor": "p",
    "core_seconds": 1.0,
    "draws": "d",
    "command": ["ruralparty", "compare", "<baseline>"],
}


def made(comparison, language="en"):
    return page(comparison, HELD, "<svg></svg>", "import sim", language)


def test_the_folder_holds_all_that_is_promised(saved, comparison):
    assert {path.name for path in saved.iterdir()} == FILES
    runs = [run for each in comparison.runs.values() for run in each]
    assert len(list((saved / "series").iterdir())) == len(runs)
    held = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
    files = [path.relative_to(saved).as_posix() for path in saved.rglob("*") if path.is_file()]
    assert held["files"] == sorted(files)
    assert all(any(fnmatchcase(name, pattern) for pattern in WRITTEN) for name in files)
    assert held["pairs"] == 3
    assert held["made_by"] == "ruralparty"


def test_the_page_needs_no_network_and_runs_no_script(saved):
    text = (saved / "index.html").read_text(encoding="utf-8")
    assert "<svg" in text
    for reached in re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)""", text):
        assert reached.startswith("#"), reached
    assert "<script" not in text
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_foot_says_in_both_languages_that_it_is_no_forecast(comparison, language):
    foot = made(comparison, language).partition("<footer>")[2]
    assert "simulated villages; no forecast" in foot
    assert "模拟村庄，不是预测" in foot


def test_every_headline_speaks_of_simulated_villages(comparison):
    headlines = re.findall(
        r"<li[^>]*>(.*?)</li>", made(comparison).partition('id="headlines"')[2].partition("</section>")[0]
    )
    assert len(headlines) == len(comparison.outcomes)
    assert all(each.startswith("In the simulated villages, ") for each in headlines)
    assert any("raises service capacity of members by 0." in each for each in headlines)
    assert any("no difference seen" in each for each in headlines)


def test_the_quorum_rule_is_shown_with_the_switch_to_the_others(comparison):
    text = made(comparison)
    assert word("list", "en") in text
    assert "--quorum registered / --quorum adjusted" in text
    adjusted = replace(
        comparison,
        scenarios=tuple(each.changed({"parameters.meetings.denominator": "adjusted"}) for each in comparison.scenarios),
    )
    assert word("adjusted", "en") in made(adjusted)
    assert "--quorum registered" in made(adjusted)


def test_what_a_user_typed_is_escaped(saved, comparison):
    assert "&lt;baseline&gt;" in made(comparison)
    assert "<baseline>" not in made(comparison)
    assert "a &amp; b" in (saved / "index.html").read_text(encoding="utf-8")


def test_the_command_on_the_page_can_be_pasted_whatever_its_words_hold(comparison):
    held = {**HELD, "command": ["ruralparty", "compare", "my file.yaml", "-o", "a'b"]}
    text = unescape(page(comparison, held, "<svg></svg>", "import sim"))
    assert f"<pre>{shlex.join(held['command'])}</pre>" in text
    call = 'sim.compare("baseline", ["training"])'
    assert f"<pre>{call}</pre>" in unescape(page(comparison, {**HELD, "command": [call]}, "<svg></svg>", "import sim"))


def test_python_that_makes_it_again_names_what_was_given(comparison):
    call = python_call(comparison, 4, "all", "adjusted")
    _, guarded = ast.parse(call).body  # the processes of a script import it, and must not begin anew
    assert isinstance(guarded, ast.If)
    assert ast.unparse(guarded.test) == "__name__ == '__main__'"
    for part in (
        "'baseline'",
        "['training', 'online_branch']",
        "reps=3",
        "seed=4",
        "window='all'",
        "denominator='adjusted'",
    ):
        assert part in call
    assert "outcomes=" in call
    assert Named(comparison.scenarios[1], "training").given in call


def test_the_figure_is_the_same_bytes_each_time(comparison):
    indicators = list(dict.fromkeys(each.indicator for each in comparison.outcomes))
    first, second = (figures.draw(comparison.scenarios, comparison.runs, indicators) for _ in range(2))
    assert figures.png(first) == figures.png(second)
    assert figures.pdf(first) == figures.pdf(second)
    assert figures.svg(first).startswith("<svg")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("panels", [1, 3])
def test_nothing_in_the_figure_is_cut_off_however_long_the_titles(comparison, squares, language, panels):
    long = {"en": "Training of long-standing members, in every branch", "zh": "各支部老党员与书记教育培训（全覆盖）"}
    scenarios = [Scenario(name=each.name, title=long) for each in comparison.scenarios]
    indicators = list(dict.fromkeys(each.indicator for each in comparison.outcomes))[:panels]
    figure = figures.draw(scenarios, comparison.runs, indicators, language)
    figure.canvas.draw()
    box = figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= figure.bbox.x1
    assert box.y1 <= figure.bbox.y1


@pytest.mark.parametrize(("lines", "language", "moved"), [(2, "zh", True), (1, "zh", False), (2, "en", False)])
def test_lines_of_chinese_texts_and_no_others_are_set_apart(lines, language, moved):
    figure = Figure()
    FigureCanvasAgg(figure)
    text = figure.text(0.1, 0.5, "\n".join(["Ag"] * lines))
    before = text.get_window_extent().height
    figures.space_lines(figure, language)
    assert (text.get_window_extent().height > before) == moved


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("panels", [1, 3])
def test_the_figure_says_by_itself_what_line_and_band_are(comparison, squares, language, panels):
    indicators = list(dict.fromkeys(each.indicator for each in comparison.outcomes))[:panels]
    (legend,) = figures.draw(comparison.scenarios, comparison.runs, indicators, language).legends
    note = legend.get_title().get_text().replace("\n", " " if language == "en" else "")
    assert word("shading", language).format(runs=3) in note
    assert word("denominator", language) in note
    one = {name: runs[:1] for name, runs in comparison.runs.items()}
    (legend,) = figures.draw(comparison.scenarios, one, indicators, language).legends
    assert word("one_seed", language) in legend.get_title().get_text().replace("\n", " ")


def test_the_baseline_is_grey_and_dashed_and_all_styles_differ():
    styles = [figures.style_of(place) for place in range(7)]
    assert styles[0] == ("#6e6e6e", (0, (5, 2)))
    assert len({colour for colour, _ in styles}) == len({str(dash) for _, dash in styles}) == 7


def test_the_record_of_a_comparison_has_p_and_q_of_every_outcome(comparison):
    rows = record(comparison)["outcomes"]
    assert [row["p"] for row in rows] == [each.difference.p for each in comparison.outcomes]
    assert [row["q"] for row in rows] == pytest.approx(false_discovery_control([row["p"] for row in rows]))
    assert not {"p", "q"} & set(COLUMNS)  # the columns of summary.csv are promised
