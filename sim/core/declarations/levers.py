"""Levers: this month's parameter values, village by village, as the policies move them.

Every month starts again from values that no policy can touch. Policies state moves; moves of several policies on one
lever compose by the lever's declared law, which commutes. A lever that nobody moves is passed through, not
recomputed, and a move that is neutral (nothing added, a factor of one) is no move: a policy of dose zero is the
baseline, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.core.columns.columns import structured_type
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import NEUTRAL, Param


class LeverConflict(ValueError):
    """Two policies set the same lever outright."""


def settings_type(params: dict[str, Param]) -> np.dtype:
    """Structured type with a float64 field for each parameter."""
    return structured_type(tuple((name, "f8") for name in params))


class Levers:
    """Values of all mechanisms' parameters: ``base`` (set when the world is built) and ``now`` (this month's).

    Parameters
    ----------
    mechanisms : iterable of Mechanism
        Whose parameters to hold.
    villages : int
        Number of villages.

    Attributes
    ----------
    base, now : dict of str to structured array, shape (villages,)
        By mechanism name. ``now`` holds ``base`` itself wherever no policy has moved anything.
    """

    def __init__(self, mechanisms: Iterable[Mechanism], villages: int) -> None:
        self.params: dict[str, Param] = {}
        self.base: dict[str, np.ndarray] = {}
        for mechanism in mechanisms:
            table = np.zeros(villages, settings_type(mechanism.params))
            for name, param in mechanism.params.items():
                table[name] = param.number(param.default)
                self.params[f"{mechanism.name}.{name}"] = param
            self.base[mechanism.name] = table
        self.now = dict(self.base)
        self._moves: dict[str, list[tuple[str, np.ndarray]]] = {}

    def set_base(self, lever: str, value: float | np.ndarray) -> None:
        """Fix the value (a scalar or one for each village) that every month starts from."""
        mechanism, _, name = lever.partition(".")
        self.base[mechanism][name] = value

    def move(self, policy: str, lever: str, amount: float | np.ndarray, reach: np.ndarray) -> None:
        """Move a lever in the villages a policy reaches this month.

        Parameters
        ----------
        policy : str
            Who moves it; named in error messages and used to order equal laws.
        lever : str
            ``mechanism.parameter``.
        amount : float or array, shape (villages,)
            What the law asks for: an amount to add, a factor, an odds ratio, on or off, or the value itself.
        reach : bool array, shape (villages,)
            Villages reached.

        Raises
        ------
        KeyError
            If the lever does not exist or the parameter is not a lever.
        """
        param = self.params.get(lever)
        if param is None or param.law is None:
            raise KeyError(f"policy {policy!r} moves {lever!r}, which is no lever")
        amounts = np.broadcast_to(np.asarray(amount, dtype=float), reach.shape)
        neutral = NEUTRAL.get(param.law, np.nan)
        effective = np.where(reach & (amounts != neutral), amounts, np.nan)
        if not np.isnan(effective).all():
            self._moves.setdefault(lever, []).append((policy, effective))

    def compose(self) -> None:
        """Turn the month's moves into this month's values; forget the moves.

        Raises
        ------
        LeverConflict
            If two policies set one lever outright in the same village.
        """
        self.now = dict(self.base)
        for lever, moves in self._moves.items():
            mechanism, _, name = lever.partition(".")
            if self.now[mechanism] is self.base[mechanism]:
                self.now[mechanism] = self.base[mechanism].copy()
            values = self.now[mechanism][name]
            law = self.params[lever].law
            moves.sort(key=lambda move: move[0])
            stack = np.stack([amounts for _, amounts in moves])
            moved = ~np.isnan(stack).all(axis=0)
            if law == "sum":
                result = values + np.nansum(stack, axis=0)
            elif law == "product":
                result = values * np.nanprod(stack, axis=0)
            elif law == "odds":
                doubtful = (values > 0.0) & (values < 1.0)  # what is certain has no odds and stays certain
                share = np.where(doubtful, values, 0.5)
                odds = share / (1 - share) * np.nanprod(stack, axis=0)
                result = np.where(doubtful, odds / (1 + odds), values)
            elif law == "or":
                result = np.maximum(values, np.nan_to_num(stack).max(axis=0))
            else:
                if ((~np.isnan(stack)).sum(axis=0) > 1).any():
                    names = " and ".join(repr(policy) for policy, _ in moves)
                    raise LeverConflict(f"policies {names} both set {lever}; only one policy may set it outright")
                result = np.nansum(stack, axis=0)
            values[moved] = result[moved]
        self._moves = {}

    def __getitem__(self, lever: str) -> np.ndarray:
        """This month's values of one lever, shape (villages,)."""
        mechanism, _, name = lever.partition(".")
        return self.now[mechanism][name]
