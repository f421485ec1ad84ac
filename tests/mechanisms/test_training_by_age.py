"""What training adds falls with age as published: a correlation of -.14, between -.25 and -.05 (P18)."""

from __future__ import annotations

import numpy as np

from sim.model import RuralParty
from tests.world.test_synthesis import world


def gains_of_a_year(model: RuralParty) -> tuple[np.ndarray, np.ndarray]:
    """Capacity that each home member gains in a year of two units for everybody, and her age."""
    model.levers.set_base("training.units", 2.0)
    model.levers.set_base("training.share_of_home_members", 1.0)
    model.levers.compose()
    P, V = model.people.columns, model.villages.columns
    rows = np.concatenate([model.members[a:b] for a, b in zip(V["member_first"], V["member_last"], strict=True)])
    rows = rows[~P.away[rows]]
    before, training = P.capacity[rows].astype(float), model.mechanisms["training"]
    for _ in range(12):
        training.step(model)
        model.month += 1
    return P.capacity[rows].astype(float) - before, (P.group[rows].astype(int) - 1) % 110


def test_gain_of_training_correlates_with_age_within_the_published_band() -> None:
    gains, ages = gains_of_a_year(world("national", villages=90))
    assert len(gains) > 2000
    correlation = np.corrcoef(gains, ages)[0, 1]
    assert -0.25 < correlation < -0.05
    old = ages >= 60
    assert gains[old].mean() < gains[~old].mean()


def test_without_the_loss_with_age_the_old_would_gain_more_since_they_know_less() -> None:
    model = world("national", villages=90)
    model.levers.set_base("training.gain_age", 0.0)
    gains, ages = gains_of_a_year(model)
    assert np.corrcoef(gains, ages)[0, 1] > 0.05
