"""Money and hours that policies cost, booked in the village and month where they fall."""

from __future__ import annotations

import math

import numpy as np

from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.config.language import message


@kernel
def add_amounts(account, row, month, amounts, where):  # type: ignore[no-untyped-def]
    """Add amounts to the account of a policy, unless one is negative or not finite; returns whether all are right."""
    for v in range(amounts.size):
        if not 0.0 <= amounts[v] < math.inf:
            return False
    for v in range(amounts.size):
        if where[v]:
            account[row, v, month] += amounts[v]
    return True


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
        count = self.yuan.shape[1]
        where = np.ones(count, np.bool_) if villages is None else villages
        for account, amount in ((self.yuan, yuan), (self.hours, hours)):
            if not add_amounts(account, row, month, np.full(count, amount, float), where):
                raise ValueError(
                    message(
                        "policy {policy!r} books {amount!r}; amounts are finite and not negative",
                        policy=policy,
                        amount=amount,
                    )
                )

    def spent(self, policy: str) -> float:
        """Yuan booked by one policy so far, in all villages; the same whatever the order of villages."""
        return math.fsum(self.yuan[self.policies.index(policy)].ravel())

    def total(self, since: int = 0) -> tuple[float, float]:
        """Yuan and hours of all policies in all villages from month ``since`` on."""
        return float(self.yuan[:, :, since:].sum()), float(self.hours[:, :, since:].sum())
