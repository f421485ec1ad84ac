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

from sim.analysis.reading import read
from sim.mechanisms import all_parameters
from sim.report.comparison.page import page
from sim.report.comparison.save import python_call, record, save_comparison
from sim.report.layout import figures
from sim.report.layout.folder import WRITTEN
from sim.report.layout.tables import COLUMNS
from sim.runs.jobs import Named
from sim.scenario.scenario import Scenario
from sim.words.labels import word
from tests.report.invented import invented_comparison

FILES = {
    *("summary.csv", "summary.tex", "over_time.csv", "costs.csv", "index.html", "manifest.json", "series"),
    *("figure.pdf", "figure.png", "figure.svg"),
}


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


def test_the_heading_speaks_of_simulated_villages_once(comparison):
    text = made(comparison)
    assert text.count("In the simulated villages") == 1
    assert "<h1>In the simulated villages: what two alternatives change against the baseline</h1>" in text
    assert '<html lang="zh-CN">' in made(comparison, "zh")
    assert "<h1>在模拟村庄中：2个方案与基准情景相比改变了什么</h1>" in made(comparison, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_internal_name_stands_on_the_page_but_where_it_is_made_again(comparison, language):
    text = re.sub(r'<section id="reproduce">.*?</section>', "", made(comparison, language), flags=re.DOTALL)
    words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    named = {*comparison.alternatives, *(each.indicator.name for each in comparison.outcomes)} - {"attendance"}
    assert [name for name in named if "_" in name and name in words] == []
    assert not re.search(r"\b(trust|capacity|training)[,:;=] ", words)


def test_a_link_of_the_page_leads_to_a_place_on_it(comparison):
    text = made(comparison)
    places = re.findall(r'href="#([^"]+)"', text)
    assert set(places) <= set(re.findall(r'id="([^"]+)"', text))
    assert {"over_time", "costs", "rests", "methods", "reproduce"} <= set(places)


def test_methods_name_pairs_villages_correction_version_and_digest(comparison):
    text = made(comparison).partition('id="methods"')[2].partition("</section>")[0]
    for part in ("same 3 seeds", "15 villages", "Benjamini and Hochberg (1995)", "all 6 differences", "ruralparty 1"):
        assert part in text


def test_the_page_counts_what_is_assumed_from_the_declarations(comparison):
    tags = [param.tag for param in all_parameters().values()]
    assert f"Of the {len(tags)} numbers of the model {tags.count('A')} are assumptions" in made(comparison)
    assert f"模型{len(tags)}个参数中{tags.count('A')}个为假设" in made(comparison, "zh")


def test_what_gets_worse_or_has_no_direction_has_no_price(comparison):
    text = made(comparison).partition('id="costs"')[2].partition("</section>")[0]
    assert "1 point of 100 more: service capacity of members" in text
    assert "trust" not in text  # nothing was gained


@pytest.mark.parametrize(("kind", "panels"), [("matrix", 6), ("differences", 4), ("levels", 3)])
def test_the_figure_is_of_the_kind_asked_for(comparison, tmp_path, monkeypatch, kind, panels):
    drawn = []
    monkeypatch.setattr(figures, "files_of", lambda figure: drawn.append(len(figure.axes)) or {})
    words = {"command": ["x"], "begun": datetime.now(UTC), "window": "12"}
    save_comparison(comparison, tmp_path / "out", figure=kind, **words)
    assert drawn == [panels]
    with pytest.raises(ValueError, match="allowed are levels, differences, matrix"):
        save_comparison(comparison, tmp_path / "out", figure="bars", **words)


def test_a_reader_s_own_least_difference_is_on_the_page_and_in_the_record(comparison):
    usual, own = (record(comparison, matters) for matters in (None, {"capacity": 0.9}))
    assert {row["matters"] for row in usual["outcomes"] if row["outcome"] == "capacity"} == {0.02}
    assert {row["matters"] for row in own["outcomes"] if row["outcome"] == "capacity"} == {0.9}
    assert "your own" in page(comparison, HELD, "<svg></svg>", "import sim", "en", {"capacity": 0.9})
    with pytest.raises(ValueError, match="there is no outcome 'capcity'"):
        record(comparison, {"capcity": 0.9})


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
    assert [row["reading"] for row in rows] == [each.verdict for each in read(comparison)]
    assert "p" not in COLUMNS  # the columns of summary.csv are promised
