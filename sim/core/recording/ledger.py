"""Money and hours that policies cost, booked in the village and month where they fall."""

from __future__ import annotations

import math

import numpy as np

from sim.core.config.calendar import MONTHS


class Ledger:
    """Bookings of yuan and cadre hours by policy, village and month.

    Parameters
    ----------
    policies : list of str
        Names of the policies of the scenario.
    villages, months : int
        Shape of the run, burn-in included; room for more months is made when they are booked.
    """

    def __init__(self, policies: list[str], villages: int, months: int) -> None:
        self.policies = list(policies)
        self.yuan = np.zeros((len(policies), villages, months))
        self.hours = np.zeros((len(policies), villages, months))

    def book(
        self,
        policy: str,
        month: int,
        yuan: float | np.ndarray = 0.0,
        hours: float | np.ndarray = 0.0,
        villages: np.ndarray | None = None,
    ) -> None:
        """Book a cost of one policy.

        Parameters
        ----------
        policy : str
            Name of the policy.
        month : int
            Month of the run, 0 = first month simulated.
        yuan, hours : float or array, shape (villages,)
            Amount for each village.
        villages : bool array, shape (villages,), optional
            Villages that bear it; all where left out.

        Raises
        ------
        ValueError
            If an amount is negative or not finite.
        """
        if month >= self.yuan.shape[2]:
            more = (0, 0), (0, 0), (0, month + MONTHS - self.yuan.shape[2])
            self.yuan, self.hours = np.pad(self.yuan, more), np.pad(self.hours, more)
        row = self.policies.index(policy)
        where = slice(None) if villages is None else villages
        for account, amount in ((self.yuan, yuan), (self.hours, hours)):
            amounts = np.broadcast_to(np.asarray(amount, dtype=float), account.shape[1:2])
            if not np.isfinite(amounts).all() or (amounts < 0).any():
                raise ValueError(f"policy {policy!r} books {amount!r}; amounts are finite and not negative")
            account[row, where, month] += amounts[where]

    def spent(self, policy: str) -> float:
        """Yuan booked by one policy so far, in all villages; the same whatever the order of villages."""
        return math.fsum(self.yuan[self.policies.index(policy)].ravel())

    def total(self, since: int = 0) -> tuple[float, float]:
        """Yuan and hours of all policies in all villages from month ``since`` on."""
        return float(self.yuan[:, :, since:].sum()), float(self.hours[:, :, since:].sum())
