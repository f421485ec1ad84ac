"""Reports of studies of many kinds: they are whole, and each number comes from the runs that it names."""

from __future__ import annotations

import csv
import io
import re

import html5lib
import numpy as np
import pytest

from sim.core.compute.intervals import t_quantile
from sim.report.study.build import brief, report
from sim.report.study.document import Figure, Number, Table
from sim.report.study.save import save_report
from sim.report.study.writers.page import page_of
from sim.studies.query import Study
from tests.report.study.invented import KINDS, OUTCOMES, study_of, text_of

AT_RANDOM = 50
GROUPS = ("arms", "one arm", "futures", "one at a time", "combinations")


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """A study of each kind."""
    folder = tmp_path_factory.mktemp("studies")
    return {kind: Study(study_of(folder / kind.replace(" ", "_"), kind)) for kind in KINDS}


def sections(document):
    return [each.name for each in document.sections]


@pytest.mark.parametrize("kind", KINDS)
def test_a_study_of_any_kind_has_a_report_whose_page_has_no_fault(studies, kind):
    for language in ("en", "zh"):
        found = report(studies[kind], language)
        page = page_of(found)
        html5lib.HTMLParser(strict=True).parse(page)
        names = re.findall(r'\bid="([^"]*)"', page)
        assert len(names) == len(set(names)), "an id stands twice"
        links = set(re.findall(r'<a [^>]*href="#([^"]*)"', page))
        assert links <= set(names), "a link leads nowhere"
        assert "http" not in re.sub(r"http://www\.w3\.org/\S*", "", page), "a page needs nothing else"
    expected = {"question", "scenarios", "replicates", "analyses", "limits", "provenance"}
    expected |= {"effects", "over_time", "money", "quorum"} if kind in GROUPS else {"points"}
    assert expected <= set(sections(found))


@pytest.mark.parametrize("kind", KINDS)
def test_the_query_of_each_number_gives_it_again(studies, kind):
    found = report(studies[kind])
    assert found.numbers
    rng = np.random.default_rng(1)
    chosen = rng.choice(len(found.numbers), min(AT_RANDOM, len(found.numbers)), replace=False)
    for place in chosen:
        line = found.numbers[place]
        value = studies[kind].query(line["query"]).iloc[0, 0]
        assert value == pytest.approx(line["value"], rel=1e-9, abs=1e-12), line["statistic"]


@pytest.mark.parametrize("kind", ["arms", "futures", "one at a time", "combinations"])
def test_numbers_at_random_are_those_of_the_runs_that_they_name(studies, kind, tmp_path):
    """From the file alone: runs by their names, the sides by their scenario and levers, the mean by hand."""
    study = studies[kind]
    save_report(report(study), study, tmp_path / "out", ["csv"])
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "numbers.csv").read_text(encoding="utf-8"))))
    differences = [each for each in lines if each["statistic"].split(":")[0] in ("difference", "low", "high", "base")]
    labels = {each.label("en"): each.name for each in map(indicator, OUTCOMES)}
    frame = study.frame(differences=False).set_index("run")
    rng = np.random.default_rng(2)
    for place in rng.choice(len(differences), min(AT_RANDOM, len(differences)), replace=False):
        line = differences[place]
        what, _, label = line["statistic"].partition(": ")
        mine = frame.loc[line["run_ids"].split()]
        assert set(mine.index) == set(line["run_ids"].split())
        value = by_hand(study, mine, line["label"], labels[label], what)
        assert value == pytest.approx(float(line["value"]), rel=1e-9, abs=1e-12)


def indicator(name):
    from sim.indicators import INDICATORS

    return INDICATORS[name]


def by_hand(study, mine, label, outcome, what):
    """A difference or an end of its interval, runs told apart by whether what is named is delivered in them."""
    arm = label.split(" less ")[0]
    titles = {each["name"]: each["title"]["en"] for each in study.prepared.study["scenarios"]}
    levers = [path for path in study.factors if path.startswith("policies.")]
    if levers:
        from sim.report.described.catalogue import policy_title

        column = next(path for path in levers if policy_title(path.split(".")[1], "en") == arm)
        after = mine[column] == 1
        key = "seed"
    else:
        after = mine["scenario"].map(titles) == arm
        key = "seed" if len(study.factors) == 0 else "row"
    means = [mine[side].groupby(key)[outcome].mean() for side in (after, ~after)]
    if what == "base":
        return means[1].mean()
    steps = means[0] - means[1]
    if what == "difference":
        return steps.mean()
    half = t_quantile(len(steps) - 1) * steps.std(ddof=1) / np.sqrt(len(steps))
    return steps.mean() + (half if what == "high" else -half)


def test_arms_are_compared_as_the_design_has_them(studies):
    def compared(kind):
        table = next(each for each in report(studies[kind]).blocks(Table) if each.name == "all_differences")
        return list(dict.fromkeys(str(row[0]) for row in table.rows)), table.rows

    arms, _ = compared("arms")
    assert len(arms) == 3
    alone, rows = compared("one at a time")
    assert len(alone) == 4
    assert {str(row[7]) for row in rows} == {"6"}  # seeds
    _, rows = compared("futures")
    assert {str(row[7]) for row in rows} == {"8"}  # points
    averaged, _ = compared("combinations")  # 64 combinations: each policy over all others
    assert len(averaged) == 6


def test_levers_of_a_policy_that_is_not_delivered_make_no_arm(studies):
    from sim.analysis.arms import arms_of

    found = arms_of(studies["one at a time"].prepared)
    assert len(found.arms) == 5
    none = next(each for each in found.arms if not each.levers)
    assert len(none.rows) == 5  # as it is, and each coverage at nought


def test_no_group_of_fewer_than_ten_villages_is_published(tmp_path):
    study = Study(study_of(tmp_path / "one", "arms", replicates=1))  # six villages an arm
    found = report(study)
    assert found.numbers == []
    assert "effects" not in sections(found) or not list(found.blocks(Table))
    page = page_of(found)
    assert "fewer than 10 simulated villages" in page
    assert "Not published for that reason: Training" in page
    study = Study(study_of(tmp_path / "points", "points", replicates=1))
    figure = next(each for each in report(study).blocks(Figure) if each.name == "points")
    assert set(figure.data.groupby(["outcome", "factor"]).size()) == {4}  # two points together are twelve villages


def test_small_multiples_over_years_have_bands_only_of_units_that_are_large_enough(studies):
    text = page_of(report(studies["arms"]))
    assert "Bands are left out where fewer than 10" in text  # a seed is six villages


def test_what_has_not_been_asked_is_a_sentence_with_the_command(studies):
    text = page_of(report(studies["futures"]))
    for kind in ("sensitivity", "robust", "discover", "worth"):
        assert f"ruralparty {kind} " in text
    assert "ruralparty table" in text


def test_both_extremes_of_the_quorum_rule_stand_beside_each_other(studies):
    found = report(studies["futures"])
    section = next(each for each in found.sections if each.name == "quorum")
    tables = [each for each in section.blocks if isinstance(each, Table)]
    assert tables
    assert [each.title for each in tables[0].heads[3:]] == ["registered", "adjusted"]


def test_a_report_without_a_run_is_refused_with_the_command(tmp_path):
    from sim.studies.folder import prepare

    (tmp_path / "study.yaml").write_text(text_of("one arm", 2), encoding="utf-8")
    prepare(tmp_path)
    with pytest.raises(ValueError, match="ruralparty sweep"):
        report(Study(tmp_path))


def test_a_study_that_is_not_done_says_so(tmp_path):
    folder = study_of(tmp_path / "study", "one arm", replicates=2)
    text = (folder / "study.yaml").read_text(encoding="utf-8").replace("replicates: 2", "replicates: 4")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    from sim.studies.folder import prepare

    prepare(folder)
    text = page_of(report(Study(folder)))
    assert "4 of 8 runs are not done" in text


def test_the_brief_is_shorter_and_has_one_figure(studies):
    for kind in KINDS:
        short, whole = brief(studies[kind], "zh"), report(studies[kind], "zh")
        assert len(list(short.blocks(Figure))) == 1
        assert len(short.sections) < len(whole.sections)
        assert short.short


def test_numbers_in_sentences_and_tables_keep_what_is_behind_them(studies):
    found = report(studies["arms"])
    keys = {each["number"] for each in found.numbers}
    cells = [cell for table in found.blocks(Table) for row in table.rows for cell in row if isinstance(cell, Number)]
    assert {cell.key for cell in cells if cell.key} == keys
    sources = {each.key: set(each.runs) for each in found.sources}
    assert all(sources[cell.source] for cell in cells if cell.source)
