"""What every policy offers: declared doses, and what it does in a month where it is delivered.

A policy moves levers and books costs, nothing else. It states its moves at full dose; the month scales them by the
intensity of delivery (amounts in proportion, factors and odds ratios by powers, switches as soon as there is any).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message
from sim.core.declarations.levers import Levers
from sim.core.declarations.parameters import Param, Parametrised
from sim.policies.common.delivery import NEVER, Delivery

Floats = NDArray[np.float64]
Amount = float | NDArray[np.float64]
PRICE = "moves costs only"
"""Why no direction is expected of a price."""


def priced(price: int, unit: str, source: str = "unit-costs", **words: Any) -> Param:
    """Declare a price in whole yuan, varied from half to double."""
    return Param(price, unit, "A", source, price // 2, 2 * price, either=PRICE, **words)


@dataclass(frozen=True)
class PolicyMonth:
    """One month of one policy, as :meth:`Policy.apply` sees it.

    Attributes
    ----------
    month : int
        Calendar month, 0 = January 1900.
    since : int
        Months since delivery began in the villages of this call: 0 in the first. With a trigger villages begin in
        different months, and those of one month are served together, in a call of their own.
    intensity : float array, shape (villages,)
        Share of the full dose that arrives, 0 where the policy does not reach.
    reach : bool array, shape (villages,)
        Villages where anything arrives this month.
    villages : structured array, shape (villages,)
        The village table, not to be written to.
    elapsed : int array, shape (villages,)
        Months since delivery began in any village, those of other calls included; -1 where nothing arrives.
    """

    policy: str
    month: int
    since: int
    intensity: Floats
    reach: NDArray[np.bool_]
    villages: NDArray[np.void]
    elapsed: NDArray[np.int64]
    _model: Any = field(repr=False)
    _acting: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def first(self) -> NDArray[np.bool_]:
        """Villages where this is the first month of delivery, shape (villages,)."""
        return self.reach & (self.since == 0)

    def lever(self, lever: str) -> Floats:
        """Value of a lever before any policy has moved it, shape (villages,); not to be written to."""
        mechanism, _, name = lever.partition(".")
        base = self._model.levers.base[mechanism][name].view()
        base.flags.writeable = False
        return base  # type: ignore[no-any-return]

    def has(self, lever: str, choice: str) -> NDArray[np.bool_]:
        """Where a lever has this choice before any policy has moved it, shape (villages,)."""
        return self.lever(lever) == self._model.levers.params[lever].number(choice)  # type: ignore[no-any-return]

    def move(self, lever: str, amount: Amount, where: NDArray[np.bool_] | None = None, *, whole: bool = False) -> None:
        """Move a lever where the policy reaches.

        Parameters
        ----------
        lever : str
            ``mechanism.parameter``.
        amount : float or array, shape (villages,)
            At full dose, in the terms of the lever's law: an amount to add, a factor, an odds ratio, on (1) or off (0),
            or the value.
        where : bool array, shape (villages,), optional
            Narrows the reach.
        whole : bool
            Do not scale by the intensity: for what is a property of the dose (who gets it), not its size.

        Raises
        ------
        KeyError
            If there is no such lever.
        """
        if self._acting is not None and lever not in self._acting:
            return
        levers: Levers = self._model.levers
        reach = self.reach if where is None else self.reach & where
        levers.move(self.policy, lever, amount, reach, None if whole else self.intensity)

    def book(self, yuan: Amount = 0.0, hours: Amount = 0.0, where: NDArray[np.bool_] | None = None) -> None:
        """Book a cost where the policy reaches.

        Amounts are taken as they stand: multiply by ``intensity`` what grows with the dose.

        Parameters
        ----------
        yuan, hours : float or array, shape (villages,)
            Money and cadre hours of each village this month.
        where : bool array, shape (villages,), optional
            Narrows the reach.
        """
        reach = self.reach if where is None else self.reach & where
        self._model.ledger.book(self.policy, self._model.months_run, yuan, hours, reach)


@dataclass(frozen=True)
class Bought:
    """What more money or more hours buy of a policy; without entries it costs the same at every dose.

    Parameters
    ----------
    doses : tuple of str
        Amounts that cost more the larger they are.
    spacing : tuple of str
        Times between two deliveries, which cost more the shorter they are.
    reach : tuple of str
        Shares of persons or places reached within a village.
    """

    doses: tuple[str, ...] = ()
    spacing: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()


class Policy(Parametrised):
    """One intervention: its doses, what it moves and what it costs.

    Parameters
    ----------
    dose : mapping of str to number, switch or choice
        Doses that differ from the declared defaults.
    delivery : Delivery
        When and where.

    Attributes
    ----------
    dose : dict of str to float
        All doses as numbers (a switch is 0 or 1, a choice its place).
    """

    idle: Mapping[str, float] = {}
    """Doses that carry the policy and their values without effect: with all of them there, the run is the baseline."""
    bought: Bought | None = None
    """What money buys of it: how comparisons at equal money scale the policy."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "act" in vars(cls):
            raise TypeError(message("policy {name!r} defines act(); declare apply(month) instead", name=cls.name))
        bought = cls.bought or Bought()
        for dose in (*bought.doses, *bought.spacing, *bought.reach):
            if dose not in cls.params or cls.params[dose].is_switch or cls.params[dose].choices:
                numbers = [name for name, param in cls.params.items() if not param.is_switch and not param.choices]
                raise TypeError(
                    message(
                        "policy {name!r} says that money buys {dose!r}, which is no dose in numbers; those are {which}",
                        name=cls.name,
                        dose=dose,
                        which=", ".join(numbers) or "none",
                    )
                )

    def __init__(self, dose: Mapping[str, float | bool | str], delivery: Delivery) -> None:
        unknown = sorted(set(dose) - set(self.params))
        if unknown:
            text = message(
                "policy {name!r} has no dose {dose!r}; it has {known}",
                name=self.name,
                dose=unknown[0],
                known=", ".join(self.params),
            )
            raise ValueError(text)
        self.dose = {name: param.number(dose.get(name, param.default)) for name, param in self.params.items()}
        self.delivery = delivery
        self._reach: NDArray[np.bool_] | None = None
        self._began: NDArray[np.int64] | None = None

    @classmethod
    def zero_dose(cls) -> dict[str, float | bool]:
        """Doses with which the policy does nothing."""
        return {name: bool(idle) if cls.params[name].is_switch else float(idle) for name, idle in cls.idle.items()}

    @classmethod
    def is_nothing(cls, dose: Mapping[str, float | bool | str], delivery: Delivery) -> bool:
        """Whether these doses or this delivery leave nothing to do."""
        without = [
            cls.params[name].number(dose.get(name, cls.params[name].default)) == idle for name, idle in cls.idle.items()
        ]
        return delivery.is_nothing or (bool(without) and all(without))

    def apply(self, month: PolicyMonth) -> None:
        """Move levers and book costs of one month of delivery."""
        raise TypeError(message("policy {name!r} declares no apply(month)", name=self.name))

    def chosen(self, model: Any) -> NDArray[np.bool_]:
        """Villages that the policy reaches, shape (villages,): chosen when they are first asked for, and kept.

        Each county chooses among its own villages.
        """
        if self._reach is None:
            V = model.villages.columns
            self._reach = np.zeros(len(V), np.bool_)
            for county in np.unique(V["county"]):
                here = np.flatnonzero(V["county"] == county)
                self._reach[here] = self.delivery.choose(V[here], self.name, model.key)
        return self._reach

    @final
    def act(self, model: Any) -> None:
        """Apply the policy this month where it is delivered; choose the villages in the month it starts."""
        delivery, month = self.delivery, model.month
        if month < delivery.start or (delivery.budget is not None and model.ledger.spent(self.name) >= delivery.budget):
            return
        if delivery.trigger is None and delivery.intensity(month) == 0:
            return
        reach = self.chosen(model)
        table = model.villages.columns.view()
        table.flags.writeable = False
        if self._began is None or delivery.trigger is not None:
            began = np.full(len(reach), NEVER) if self._began is None else self._began
            self._began = np.where(reach, delivery.begin(began, month, table), NEVER)
        began = self._began
        shares = {start: delivery.intensity(month, start) for start in set(began.tolist()) - {NEVER}}
        given = {start: share for start, share in sorted(shares.items()) if share > 0}
        elapsed = np.full(len(reach), -1)
        for start in given:
            elapsed[began == start] = month - start
        for start, share in given.items():
            here = began == start
            dose = np.where(here, share, 0.0)
            acting = delivery.levers
            self.apply(PolicyMonth(self.name, month, month - start, dose, here, table, elapsed, model, acting))
