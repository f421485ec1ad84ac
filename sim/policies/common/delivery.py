"""Delivery: when and where a policy arrives. Shared by all policies.

Each county chooses its villages once, in the month the policy starts, and never again: coverage says how many, the rule
says which, leakage says how many of these places go to villages outside the choice. More coverage adds villages and
takes none away. With a trigger (``triggers.py``) each of them waits for its own occasion; with a budget
delivery ends everywhere, in all counties alike, once that much has been booked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.draws import fill, stream
from sim.core.config.setting import setting
from sim.policies.common.triggers import Trigger
from sim.procedures.targets import RULES, in_order

DELIVERY = stream("delivery")
FIRST_START, LAST_START = 1200, 1811
LONGEST = 600
LARGEST_BUDGET = 1e12
NEVER = -1
HALF = 0.5


@dataclass(frozen=True)
class Delivery:
    """When and where a policy arrives.

    Attributes
    ----------
    start : int
        First calendar month of delivery, 0 = January 1900.
    duration : int or None
        Months of delivery; None = until the end of the run.
    ramp : int
        Months over which the dose rises to its full size; the first of them gives 1/ramp of it.
    strength : float
        Share of the full dose that is given; it scales the dose as a month of the ramp does: amounts and running costs
        in proportion, factors and odds ratios by powers. Switches are on at any strength, and what is paid once for
        setting up is paid in full.
    coverage : float
        Share of the villages of each county that is reached; at least one village where it is above zero.
    rule : str
        ``random``; ``weakest`` = lowest leadership capacity; ``poorest`` = lowest income at the start;
        ``most_dispersed``; ``largest`` = most registered persons; ``self_selected`` = villages apply, and those with
        the highest leadership capacity (hours, capacity and meetings held, so motivation too) apply first;
        ``township_choice`` = each township puts forward the village with the best reported score, then each its
        second, and so on; in each turn the better score is served first.
    leak : float
        Share of the places that go to villages outside the choice instead, as far as there are any.
    budget : float or None
        Yuan booked by the policy in all villages of the run at which delivery ends; None = no limit. It is looked at
        before each month, so that the last month of delivery may go beyond it.
    trigger : Trigger or None
        What must happen in a village of the choice before delivery begins there; ``duration`` and ``ramp`` then count
        from that month, and delivery begins anew if it happens again after the end. None = all begin at ``start``.
    levers : tuple of str, optional
        Levers that act; moves of others are left out, costs are booked all the same. None = all.
    """

    start: int = setting(..., "month", "month", "first month of delivery", FIRST_START, LAST_START)
    duration: int | None = setting(
        None, "span", "month", "months of delivery; until the end of the run if left out", 1, LONGEST
    )
    ramp: int = setting(0, "span", "month", "months until the dose is at its full size", 0, LONGEST)
    strength: float = setting(1.0, "number", "share", "share of the full dose that is given", 0, 1)
    coverage: float = setting(1.0, "number", "share", "share of the villages of each county reached", 0, 1)
    rule: str = setting("random", "choice", "name", "which villages come first", choices=RULES)
    leak: float = setting(0.0, "number", "share", "share of the places that miss the villages chosen by the rule", 0, 1)
    budget: float | None = setting(
        None, "number", "yuan", "yuan of the policy at which delivery ends; no limit if left out", 0, LARGEST_BUDGET
    )
    trigger: Trigger | None = None
    levers: tuple[str, ...] | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing can ever arrive."""
        return 0 in (self.coverage, self.strength, self.budget)

    def begin(self, began: NDArray[np.int64], month: int, villages: NDArray[np.void]) -> NDArray[np.int64]:
        """Months in which delivery began in villages of the choice, this month included.

        Parameters
        ----------
        began : int array, shape (villages,)
            Calendar month in which delivery last began, ``NEVER`` where it has not.
        month : int
            Calendar month, not before ``start``.
        villages : structured array, shape (villages,)
            The village table at the beginning of the month.
        """
        if self.trigger is None:
            return np.full_like(began, self.start)
        idle = began == NEVER
        if self.duration is not None:
            idle |= month - began >= self.duration
        return np.where(idle & self.trigger.met(villages), month, began)

    def intensity(self, month: int, began: int | None = None) -> float:
        """Share of the full dose given in a calendar month, 0 to 1, where delivery began at ``start`` or ``began``."""
        elapsed = month - (self.start if began is None else began)
        if elapsed < 0 or (self.duration is not None and elapsed >= self.duration):
            return 0.0
        return self.strength * (min(1.0, (elapsed + 1) / self.ramp) if self.ramp else 1.0)

    def choose(self, villages: NDArray[np.void], policy: str, seed: np.uint64) -> NDArray[np.bool_]:
        """Villages of one county that the policy reaches.

        Parameters
        ----------
        villages : structured array, shape (villages,)
            The village table as it stands at the start of the policy.
        policy : str
            Name; each policy has its own luck.
        seed : uint64
            Seed of the run.

        Returns
        -------
        bool array, shape (villages,)
        """
        count = len(villages)
        places = min(count, max(1, int(np.floor(self.coverage * count + HALF)))) if self.coverage > 0 else 0
        order, out, into = _luck(villages["identity"], policy, seed)
        ranked = in_order(villages, self.rule, order)
        reached = np.zeros(count, bool)
        reached[ranked[:places]] = True
        missed = min(int(np.floor(self.leak * places + HALF)), count - places)
        if missed:
            inside, outside = np.flatnonzero(reached), np.flatnonzero(~reached)
            reached[inside[np.argsort(out[inside], kind="stable")[:missed]]] = False
            reached[outside[np.argsort(into[outside], kind="stable")[:missed]]] = True
        return reached


def _luck(identity: NDArray[np.uint64], policy: str, seed: np.uint64) -> list[NDArray[np.uint32]]:
    """Three words of each village: its place in the order, and its luck in leaving and entering the choice.

    The month of the counter stays 0 and the block is made from the policy's name, so that neither a later start nor a
    further policy changes which villages are drawn.
    """
    words = [np.empty(len(identity), np.uint32) for _ in range(4)]
    fill(np.ascontiguousarray(identity), 0, zlib.crc32(policy.encode()), np.uint64(seed), DELIVERY, *words)
    return words[:3]
