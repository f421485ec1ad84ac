"""Measures for households on the list that the units of first secretaries pay, as far as their money goes.

The unit asks a household what it lacks and pays for that, so that each of these measures answers to its cause. What is
too little for one measure, or finds nobody on the list, is kept.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOT_WATCHED
from sim.core.compute.draws import fill_first, stream
from sim.core.compute.kernels import kernel
from sim.procedures.poor_list import lowest, take_measures

UNIT_MEASURE = stream("targeting.unit_measure")


@kernel
def pay_unit_measures(V, H, S, T, v, first, ids, poor, rows, month, seed):  # type: ignore[no-untyped-def]
    """Give measures to households on the list in force, drawn by lot, and take them out of the village's money.

    Parameters
    ----------
    ids : uint64 array, shape (households,)
        Identities of the village's households, the first of which has the row ``first``.
    poor : uint8 array, shape (households,)
        Which of them are poor without aid: what goes to others is counted as misplaced.
    rows : int64 array, at least one longer
        Room for notes.
    """
    size, price = ids.size, float(S["unit_price"][v])
    words, lots = np.empty(size, np.uint32), np.empty(size)
    listed, chosen = np.empty(size, np.uint8), np.empty(size, np.uint8)
    fill_first(ids, month, seed, UNIT_MEASURE, words)
    for k in range(size):
        on = H.registered[first + k] or np.int64(H.watched[first + k]) != NOT_WATCHED
        listed[k] = 1 if on and np.int64(H.persons[first + k]) > 0 else 0
        lots[k] = words[k]
    number = lowest(lots, int(float(V["household_money"][v]) / price), listed, chosen)
    gain, lost = float(S["gain"][v]), float(S["gain_lost"][v])
    take_measures(H, first, ids, chosen, 1.0, gain, lost, 0.0, rows, UNIT_MEASURE, month, seed)
    misplaced = 0
    for k in range(size):
        misplaced += 1 if chosen[k] != 0 and poor[k] == 0 else 0
    V["household_money"][v] = float(V["household_money"][v]) - number * price
    T["unit_measures"][v] += number
    T["unit_money"][v] += number * price
    T["aid_paid"][v] += number * price
    T["aid_to_not_poor"][v] += misplaced * price
