"""Joint branches: villages with too few full members for a branch of their own meet with a neighbour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.kernels import kernel

UNITS_MOST = 5


@kernel
def wait(V, least, split_months, members):  # type: ignore[no-untyped-def]
    """Count months with enough members, and members by branch; returns whether there is anything to reorganise."""
    for v in range(members.size):
        members[v] = 0
    for v in range(members.size):
        guest = V["branch"][v] != v
        enough = guest and int(V["full_members"][v]) >= least[v]
        V["joint_months"][v] = int(V["joint_months"][v]) + 1 if enough else 0
        members[V["branch"][v]] += int(V["full_members"][v])
    for v in range(members.size):
        host = V["branch"][v]
        if members[host] < least[host] or (host != v and int(V["joint_months"][v]) >= split_months[v]):
            return True
    return False


def join_and_split(V: NDArray[np.void], least: NDArray[np.float64], split_months: NDArray[np.float64]) -> None:
    """Reorganise branches on this month's numbers of full members.

    A village that has had enough members for ``split_months`` leaves its joint branch, unless that would leave the
    branch short. A branch that is short joins the nearest one of its township, by number in the world, that takes
    it in with at most five villages in all; where there is none it stays as it is.

    Parameters
    ----------
    V : structured array, shape (villages,)
        Village table; ``branch`` and ``joint_months`` are written.
    least : float array, shape (villages,)
        Fewest full members of a branch.
    split_months : float array, shape (villages,)
        Months with enough members before a village leaves a joint branch.
    """
    least, split_months = np.ascontiguousarray(least), np.ascontiguousarray(split_months)
    if not wait(V, least, split_months, np.empty(len(V), np.int64)):
        return
    members, branch, township = V["full_members"], V["branch"], V["township"]
    places, identity = np.arange(len(V)), V["identity"].astype(np.int64)
    in_order = np.argsort(identity)
    guests = branch != places
    for v in in_order[(guests & (V["joint_months"] >= split_months))[in_order]]:
        stay = (branch == branch[v]) & (places != v)
        if members[stay].sum() >= least[branch[v]]:
            branch[v] = v
            V["joint_months"][v] = 0
    sizes = np.bincount(branch, members, minlength=len(V))
    if not (sizes[branch] < least[branch]).any():
        return
    for v in in_order:
        if branch[v] != v or members[branch == v].sum() >= least[v]:
            continue
        units = np.bincount(branch, minlength=len(V))
        takes_in = (branch == places) & (township == township[v]) & (places != v) & (units + units[v] <= UNITS_MOST)
        hosts = in_order[takes_in[in_order]]
        if len(hosts):
            branch[branch == v] = hosts[np.argmin(np.abs(identity[hosts] - identity[v]))]
