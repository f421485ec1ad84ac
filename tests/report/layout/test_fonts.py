"""Figures with a Chinese font and without one: what is written, in which letters, and what is said."""

from __future__ import annotations

import warnings
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font

from experiments import drawing
from sim.cli.describe import FAMILY
from sim.cli.main import DONE, main
from sim.report.layout import figures
from sim.words.labels import word
from tests.report.conftest import SQUARES, write_squares
from tests.report.invented import invented_comparison

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def comparison():
    return invented_comparison(pairs=2)


def drawn(comparison, language, titles=None):
    """A figure in all its forms; titles stand for those of all scenarios."""
    scenarios = [replace(each, title=titles or each.title) for each in comparison.scenarios]
    figure = figures.draw(scenarios, comparison.runs, [comparison.outcomes[0].indicator], language)
    for form in (figures.png, figures.pdf, figures.svg):
        form(figure)
    return figure


def names(figure):
    """The three scenarios as the legend names them, and their fonts."""
    (legend,) = figure.legends
    texts = legend.get_texts()[:3]
    return [text.get_text() for text in texts], texts[0].get_fontfamily()


def test_the_setup_brings_a_font_with_every_letter_that_is_written():
    (folder,) = find_spec(figures.FONT_PACKAGE).submodule_search_locations
    has = FT2Font(str(Path(folder, figures.FONT_FILE))).get_charmap()
    files = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "experiments").rglob("*.py"), *(ROOT / "scenarios").glob("*.yaml")]
    letters = {letter for path in files for letter in path.read_text(encoding="utf-8")}
    assert [letter for letter in sorted(letters) if letter >= figures.FIRST_CHINESE and ord(letter) not in has] == []


def test_with_a_chinese_font_the_figure_is_chinese_without_a_word(comparison, squares):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = drawn(comparison, "zh")
    assert figure.axes[0].get_title(loc="left") == comparison.outcomes[0].indicator.zh
    assert names(figure) == (["基准情景", "党员教育培训", "网上党支部"], [SQUARES, "DejaVu Sans"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_chinese_font_nothing_chinese_is_written_and_one_sentence_says_so(comparison, fonts, language):
    with pytest.warns(UserWarning, match="Chinese|中文") as said:
        figure = drawn(comparison, language, {"en": "只有中文", "zh": "只有中文"})
    assert [str(each.message) for each in said] == [word("no_chinese_font", language)]
    assert said[0].filename == __file__
    assert figure.axes[0].get_title(loc="left") == comparison.outcomes[0].indicator.en
    assert names(figure) == (["baseline", "training", "online_branch"], ["DejaVu Sans"])


def test_a_figure_without_chinese_asks_for_no_chinese_font(comparison, fonts, monkeypatch):
    monkeypatch.setattr(figures, "chinese_font", lambda: pytest.fail("looked for one"))
    assert names(drawn(comparison, "en"))[1] == ["DejaVu Sans"]


def test_a_chinese_title_in_an_english_figure_comes_from_the_chinese_font(comparison, squares):
    titles, family = names(drawn(comparison, "en", {"en": "老党员 training", "zh": "老党员"}))
    assert titles == ["老党员 training"] * 3
    assert family == ["DejaVu Sans", SQUARES]


def test_a_font_that_comes_after_the_first_figure_is_seen_and_one_that_goes_is_no_longer_used(comparison, fonts):
    assert figures.chinese_font() is None
    (fonts / "broken.ttf").write_bytes(b"no font")
    write_squares(fonts / "late.ttf")
    assert figures.chinese_font() == SQUARES
    (fonts / "late.ttf").unlink()
    assert figures.chinese_font() is None
    with pytest.warns(UserWarning, match="中文字体") as said:
        drawn(comparison, "zh")
    assert len(said) == 1


def test_experiments_say_in_the_same_sentence_why_they_draw_no_chinese_figure(fonts, monkeypatch):
    monkeypatch.setattr("sys.argv", ["figures", "--lang", "zh"])
    with pytest.raises(SystemExit, match=word("no_chinese_font", "zh")):
        drawing.figures(__file__, {})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_signs_that_no_font_has_are_told_in_one_sentence(comparison, language):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("default")
        drawn(comparison, language, {"en": "Ngari \u0f58 \U00013000", "zh": "阿里 \u0f58 \U00013000"})
    told = {str(each.message) for each in said}
    assert told == {"no font here has the signs \u0f58 \U00013000: boxes stand for them"}


def test_the_command_line_says_a_warning_as_a_sentence_unless_it_is_asked_where(monkeypatch, capsys):
    def warns(options):
        warnings.warn("no font", stacklevel=1)
        return DONE

    monkeypatch.setitem(FAMILY.commands, "month", FAMILY.commands["month"]._replace(do=warns))
    assert main(["month"]) == DONE
    assert capsys.readouterr().err == "no font\n"
    with pytest.warns(UserWarning, match="no font"):
        main(["month", "-v"])
