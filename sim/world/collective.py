"""Money of the village at the start: collective assets, fund, and the legal pay that office funds cover."""

from __future__ import annotations

import numpy as np

from sim.core.compute.elementary import exps, logs
from sim.core.declarations.levers import Levers
from sim.world.deviates import normal, uniforms
from sim.world.given import where_given
from sim.world.roster.county import OwnCounty

BLOCK = 40  # of the village's draws at the start: the number of the stream of projects, taken by nothing else


def draw_collective(
    V: np.ndarray, O: np.ndarray, levers: Levers, key: np.uint64, given: OwnCounty | None = None
) -> None:
    """Draw the yearly income of each collective, and set the assets so that they give it back.

    Parameters
    ----------
    V, O : structured arrays, shape (villages,)
        Villages with their persons and potential, offices with their secretaries; ``assets``, ``fund``, ``base_pay``,
        ``collective_income`` and ``claimed_income`` of the villages are written.
    levers : Levers
        Parameter values of the start.
    key : uint64
        Seed of the world.
    given : OwnCounty, optional
        Whose incomes are taken where they are known.
    """
    start, economy, offices = (levers.base[name] for name in ("start", "collective_economy", "offices"))
    middle = logs(economy["income_low"]) - start["collective_spread"] * normal(start["collective_below"])
    income = exps(middle + start["collective_spread"] * normal(uniforms(V["identity"], BLOCK, key)[0]))
    income = where_given(given, "collective_income", income)
    held = (O["holder"] != 0) | O["outsider"]
    capacity = np.where(held, O["capacity"], economy["vacant_capacity"])
    lean = economy["return_capacity"] * (capacity - 0.5) + economy["return_potential"] * V["potential"]
    V["assets"] = income / (economy["rate"] * exps(lean))
    V["collective_income"] = V["claimed_income"] = income
    persons = V["last"] - V["first"]
    committee = np.clip(
        np.floor(persons / offices["committee_per"] + 0.5), offices["committee_least"], offices["committee_most"]
    )
    V["base_pay"] = levers.base["effort"]["subsidy"] * (1 + committee * economy["committee_pay"])
    V["fund"] = start["fund_months"] * np.maximum(V["base_pay"] + economy["office_funds"], 0)
