"""Effect modifiers: traits of villages at the start of the period under study, by which effects may differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.indicators import INDICATORS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """One trait.

    Parameters
    ----------
    en, zh, unit : str
        Label and unit.
    value : callable
        From the village table, shape (villages,).
    """

    en: str
    zh: str
    unit: str
    value: Callable[[NDArray[np.void]], Floats]


def _column(name: str) -> Callable[[NDArray[np.void]], Floats]:
    return lambda villages: villages[name].astype(float)


def _as_of(indicator: str, value: Callable[[NDArray[np.void]], Floats]) -> Trait:
    """A trait that an indicator names and measures as well."""
    declared = INDICATORS[indicator]
    return Trait(declared.en, declared.zh, declared.unit, value)


def _share_away(villages: NDArray[np.void]) -> Floats:
    return np.asarray(1 - villages["residents"] / np.maximum(villages["registered"].astype(float), 1))


TRAITS: Mapping[str, Trait] = {
    "branch_size": Trait("full members of the branch", "支部正式党员数", "persons", _column("full_members")),
    "dispersion": Trait("dispersion of settlement", "居住分散度", "standard deviations", _column("dispersion")),
    "hollowness": _as_of("share_away", _share_away),
    "village_size": _as_of("registered", _column("registered")),
    "income": Trait("household income per head", "户人均收入", "yuan/year", _column("income")),
    "leadership": _as_of("leadership", _column("leadership")),
}
"""Traits by the name that stands behind ``--by``."""


def traits_of(model: Any) -> dict[str, NDArray[np.float64]]:
    """The traits of a model's villages, each of shape (villages,), as they are now."""
    table = model.villages.columns
    return {name: trait.value(table) for name, trait in TRAITS.items()}
