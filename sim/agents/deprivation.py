"""Kinds of poverty and deprivation, and how many of them a set of bits holds."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import POOR_DEPRIVED, POOR_INCOME

KINDS = 4  # deprivations
LACKS = np.array([bin(bits).count("1") for bits in range(1 << KINDS)])
# Bits of ``poor`` that count, by the place of the name in POVERTY.
POVERTY = ("either", "income", "deprived")
COUNTING = np.array([POOR_INCOME | POOR_DEPRIVED, POOR_INCOME, POOR_DEPRIVED])
