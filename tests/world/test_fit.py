"""The table of target, drawn and difference."""

import numpy as np
import pytest

from sim.world.census import CensusTables, census_tables
from sim.world.fit import FitRow, FitTable, fit_to_marginals

PERSONS = 60_000


@pytest.fixture(scope="module")
def tables() -> CensusTables:
    return census_tables(2020, "labour-exporting")


@pytest.fixture(scope="module")
def drawn(tables: CensusTables) -> dict[str, np.ndarray]:
    """Persons in exact proportion to the tables, by evenly spaced points on the cumulated cells."""
    away = np.stack([1 - tables.away, tables.away], axis=2)
    member = np.stack([1 - tables.member, tables.member], axis=2)
    cells = np.einsum("sa,sae,saw,sam->saewm", tables.registered, tables.education, away, member)
    points = (np.arange(PERSONS) + 0.5) / PERSONS
    cell = np.searchsorted(np.cumsum(cells.ravel()), points)
    sex, age, education, gone, belongs = np.unravel_index(cell, cells.shape)
    return {"sex": sex, "age": age, "education": education, "away": gone.astype(bool), "member": belongs.astype(bool)}


def rows_of(fit: FitTable, marginal: str) -> list[FitRow]:
    """The rows of one marginal, of which there must be some."""
    found = [row for row in fit.rows if row.marginal == marginal]
    assert found, marginal
    return found


def test_persons_in_proportion_show_no_difference(tables: CensusTables, drawn: dict[str, np.ndarray]) -> None:
    fit = fit_to_marginals(tables, **drawn)
    for row in fit.rows:
        assert np.isnan(row.drawn) or abs(row.difference) < 0.01 + 2 / np.sqrt(max(row.persons, 1)), row


def test_registered_shares_add_to_1_on_both_sides(tables: CensusTables, drawn: dict[str, np.ndarray]) -> None:
    rows = rows_of(fit_to_marginals(tables, **drawn), "registered")
    assert sum(row.target for row in rows) == pytest.approx(1.0)
    assert sum(row.drawn for row in rows) == pytest.approx(1.0)


def test_sending_everybody_home_shows_in_the_away_rows_only(tables: CensusTables, drawn: dict[str, np.ndarray]) -> None:
    right = fit_to_marginals(tables, **drawn)
    wrong = fit_to_marginals(tables, **{**drawn, "away": np.zeros(PERSONS, dtype=bool)})
    assert all(row.drawn == 0.0 for row in rows_of(wrong, "away") if row.persons)
    assert rows_of(wrong, "members away")[0].difference == pytest.approx(-0.37, abs=0.01)
    for name in ("registered", "education", "members", "member ages", "men among members"):
        assert rows_of(wrong, name) == rows_of(right, name)


def test_a_wrong_sex_of_members_is_seen_and_measured_in_standard_errors(
    tables: CensusTables, drawn: dict[str, np.ndarray]
) -> None:
    women = np.where(drawn["member"], 1, drawn["sex"])
    for row in rows_of(fit_to_marginals(tables, **{**drawn, "sex": women}), "men among members"):
        assert row.drawn == 0.0
        assert row.standard_errors < -10


def test_a_village_without_members_gives_no_member_ages(tables: CensusTables, drawn: dict[str, np.ndarray]) -> None:
    fit = fit_to_marginals(tables, **{**drawn, "member": np.zeros(PERSONS, dtype=bool)})
    assert all(np.isnan(row.drawn) and row.persons == 0 for row in rows_of(fit, "member ages"))
    assert all(np.isfinite(row.difference) for row in fit.rows if not np.isnan(row.drawn))


def test_what_lies_beyond_chance_is_counted_among_what_has_an_error(
    tables: CensusTables, drawn: dict[str, np.ndarray]
) -> None:
    right = fit_to_marginals(tables, **drawn)
    wrong = fit_to_marginals(tables, **{**drawn, "away": np.zeros(PERSONS, dtype=bool)})
    (few, judged), (many, again) = right.beyond_chance, wrong.beyond_chance
    assert few == 0
    # Nobody of 85 and over is away: a share of nought has no error. In most groups below, dozens or more are missed.
    assert judged == again == sum(0 < row.target < 1 and row.persons > 0 for row in right.rows)
    assert many >= 30


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [("age", np.full(PERSONS, 101), "age must lie in 0..100"), ("sex", np.zeros(3), "one entry a person")],
)
def test_arrays_that_cannot_be_persons_are_refused(
    tables: CensusTables, drawn: dict[str, np.ndarray], name: str, values: np.ndarray, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        fit_to_marginals(tables, **{**drawn, name: values})
