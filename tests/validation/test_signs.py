"""Signs that others found: declarations, how verdicts are reached, statistics, and the command."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from sim.cli.main import main
from sim.report.validation.signs_text import signs_record, signs_text
from sim.runs.run import Failure, Job
from sim.validation.pattern_worlds import varied
from sim.validation.sign_table import SIGNS, find_signs
from sim.validation.sign_worlds import VARIANTS, Persons, between, moves, partial_effects
from sim.validation.signs import (
    AGREE,
    NOT_EXPRESSIBLE,
    NOT_TOLD,
    OPPOSITE,
    VERDICTS,
    Contrast,
    Found,
    Sign,
    count,
    put_beside,
)
from tests.whole import run, small

ROWS = {
    "meetings 2014",
    "migration 2015",
    "migration 2009",
    "effects: trust 2018",
    "effects: trust 2015",
    "effects: trust 2017",
    "effects: turnout 2013",
    "effects: turnout 2010",
    "effects: turnout 2008",
    "effects: targeting 2016",
    "effects: graduate officials 2017",
    "effects: capture 2013",
    "effects: capture 2020",
    "disputes 2012",
    "effects: audit 2017",
    "trust 1999-2008",
    "effects: trust 2005-2008",
    "effects: trust 1999-2008",
    "effects: trust 2005",
    "effects: trust 2020",
    "migration 2012-2018",
    "migration 2014",
}
"""Topic and year of the signs in the table of published figures; several rows share some of them."""
SHARED = {
    "migration 2015": 2,
    "effects: graduate officials 2017": 3,
    "effects: capture 2013": 3,
    "effects: trust 2020": 2,
}
TINY = {"world.villages": 3, "world.village_size": 120, "horizon.months": 24, "horizon.burn_in": 6}


def found(published: int, low: float, high: float, margin: float = 0.0) -> Found:
    contrast = Contrast("", "", published, "share", lambda world: 0.0, margin=margin)
    return Found(Sign("S1", "", "", "", "", (contrast,)), contrast, (low + high) / 2, low, high, 4)


def test_every_sign_of_the_published_figures_is_declared_once_and_three_of_studies_of_effects() -> None:
    rows = [each.row for each in SIGNS]
    assert [each.code for each in SIGNS] == [f"S{number}" for number in range(1, 32)]
    assert len(set(rows)) == len(rows)
    heads = [row.rpartition(": ")[0] for row in rows]
    assert {head: heads.count(head) for head in heads} == {"table of effects": 3, **dict.fromkeys(ROWS, 1), **SHARED}


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.code)
def test_a_sign_is_complete_in_both_languages_and_is_said_or_has_a_reason(sign: Sign) -> None:
    assert all((sign.en, sign.zh, sign.source, sign.status))
    assert bool(sign.why_en) == bool(sign.why_zh)
    assert sign.contrasts or sign.why_en
    for contrast in sign.contrasts:
        assert contrast.en
        assert contrast.zh
        assert contrast.published in (-1, 0, 1)
        assert (contrast.margin > 0) == (contrast.published == 0)
        assert set(contrast.variants) <= set(VARIANTS)


def test_no_variant_is_declared_that_no_sign_needs() -> None:
    needed = {name for sign in SIGNS for contrast in sign.contrasts for name in contrast.variants}
    assert needed == set(VARIANTS)


@pytest.mark.parametrize(
    ("published", "low", "high", "margin", "verdict"),
    [
        (1, 0.1, 0.2, 0.0, AGREE),
        (1, -0.2, -0.1, 0.0, OPPOSITE),
        (-1, -0.2, -0.1, 0.0, AGREE),
        (1, -0.1, 0.2, 0.0, NOT_TOLD),
        (-1, 0.0, 0.0, 0.0, NOT_TOLD),
        (0, 0.002, 0.008, 0.01, AGREE),
        (0, 0.005, 0.02, 0.01, NOT_TOLD),
        (0, 0.02, 0.03, 0.01, OPPOSITE),
        (0, -0.03, -0.02, 0.01, OPPOSITE),
        (1, math.nan, math.nan, 0.0, NOT_TOLD),
    ],
)
def test_a_sign_is_told_only_by_an_interval_that_leaves_nought_out(published, low, high, margin, verdict) -> None:
    assert found(published, low, high, margin).verdict == verdict


def test_differences_are_those_inside_cells_and_regressions_give_back_their_coefficients() -> None:
    age = np.repeat([0, 1], 50)
    one = np.tile([True, False], 50) | (age == 1) & (np.arange(100) % 5 == 0)
    assert between(2.0 * age + 0.3 * one, one, ~one, age) == pytest.approx(0.3)
    assert math.isnan(between(1.0 * age, age == 0, age == 1, age))
    assert partial_effects(1 + 0.5 * age - 0.2 * one, age, one) == pytest.approx([0.5, -0.2])
    assert all(math.isnan(each) for each in partial_effects(age[:5], age[:5]))


def test_persons_are_in_order_of_identity_and_parents_are_those_whom_children_name() -> None:
    model = run(small(), months=1)
    people = Persons(model)
    P, V = model.people.columns, model.villages.columns
    assert np.all(np.diff(people.identity.astype(object)) > 0)
    named = set()
    for village, (first, last) in enumerate(zip(V["first"], V["last"], strict=True)):
        for row in np.flatnonzero(P.group[first:last] > 0) + first:
            assert people.village[np.searchsorted(people.identity, P.identity[row])] == village
            named |= {int(P.identity[first + of[row]]) for of in (P.mother, P.father) if of[row] != 65535}
    assert set(people.identity[people.parent].tolist()) == named & set(people.identity.tolist())


def test_nobody_has_moved_between_a_month_and_itself() -> None:
    now = Persons(run(small(), months=12))
    same = moves(now, now)
    assert same["leave_again"] == same["return_women"] == 0
    assert same["stay_age"] == pytest.approx(0)


def test_a_tiny_run_puts_every_sign_beside_the_models() -> None:
    verdicts, failures = put_beside(SIGNS, seeds=2, jobs=1, changes=TINY)
    assert failures == []
    assert {each.sign.code for each in verdicts} == {each.code for each in SIGNS}
    assert {each.verdict for each in verdicts} <= set(VERDICTS)
    assert sum(math.isfinite(each.mean) for each in verdicts) > 40
    assert sum(count(verdicts).values()) == len(verdicts) > sum(count(verdicts, inputs=False).values())
    for language, head in (("en", "published"), ("zh", "公布")):
        text = signs_text(verdicts, language)
        assert head in text
        assert "S31" in text
    record = signs_record(verdicts)
    assert len(record["signs"]) == len(verdicts)
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_a_run_that_fails_is_told_and_leaves_its_contrast_untold(monkeypatch) -> None:
    def fail(job: Job) -> Failure:
        return Failure(job.name, job.seed, "broken", job.command, "")

    monkeypatch.setattr("sim.validation.signs.observe", fail)
    verdicts, failures = put_beside(find_signs(["S14", "S6"]), seeds=2, jobs=1, changes=TINY)
    assert [each.verdict for each in verdicts] == [NOT_EXPRESSIBLE, NOT_TOLD]
    assert len(failures) == 4


def test_variants_change_what_they_say_and_nothing_else_of_the_world() -> None:
    base = varied(small(), {})
    for name, changes in VARIANTS.items():
        assert (varied(base, changes) == base) == (name == "baseline")


def test_the_command_refuses_a_sign_that_is_not_there(capsys) -> None:
    assert main(["signs", "S99"]) == 2
    assert "there is no sign S99; the signs are S1 to S31" in capsys.readouterr().err
