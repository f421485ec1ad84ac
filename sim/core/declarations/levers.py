"""Levers: this month's parameter values, village by village, as the policies move them.

Every month starts again from values that no policy can touch. Policies state moves; moves of several policies on one
lever compose by the lever's declared law, which commutes, and end at the bounds of what the value means
(``Param.bounds``): a share of which two policies ask for all is 1, and that it was kept there is counted. A lever that
nobody moves is passed through, not recomputed, and a move that is neutral (nothing added, a factor of one) is no move:
a policy of dose zero is the baseline, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.core.columns.columns import structured_type
from sim.core.compute.elementary import power
from sim.core.compute.kernels import kernel
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean
from sim.core.declarations.dated_value import DatedValue
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import LAWS, NEUTRAL, Param

# Laws as kernels know them.
NUMBER = {law: number for number, law in enumerate(LAWS)}
SUM, PRODUCT, ODDS, OR = (NUMBER[law] for law in ("sum", "product", "odds", "or"))


class LeverConflict(ValueError):
    """Two policies set the same lever outright."""


@kernel
def weigh(law, amounts, intensity, reach, neutral, weighed):  # type: ignore[no-untyped-def]
    """Write what a move comes to in each village, NaN where it is none; returns whether it is one anywhere.

    Returns -1 instead if it is no finite number, or a factor below 0.
    """
    moves = 0
    for v in range(weighed.size):
        amount = amounts[v]
        if reach[v] and (not -np.inf < amount < np.inf or (law in (PRODUCT, ODDS) and amount < 0.0)):
            return -1
        if law == SUM:
            amount = amount * intensity[v]
        elif law in (PRODUCT, ODDS):
            amount = power(amount, intensity[v])
        weighed[v] = amount if reach[v] and amount != neutral else np.nan
        if weighed[v] == weighed[v]:
            moves = 1
    return moves


@kernel
def join(law, moves, more):  # type: ignore[no-untyped-def]
    """Add ``more`` to ``moves``, both NaN where there are none; returns whether two meet in a village."""
    meet = False
    for v in range(moves.size):
        one, other = moves[v], more[v]
        if one != one:
            moves[v] = other
        elif other == other:
            meet = True
            moves[v] = max(one, other) if law == OR else one * other if law in (PRODUCT, ODDS) else one + other
    return meet


@kernel
def apply(law, moves, values, least, most):  # type: ignore[no-untyped-def]
    """Move values by the law, where there are moves, as far as the bounds; returns where they end at either bound."""
    below = above = 0
    for v in range(values.size):
        move, value = moves[v], values[v]
        if move != move:
            continue
        if law == SUM:
            values[v] = value + move
        elif law == PRODUCT:
            values[v] = value * move
        elif law == ODDS:
            if 0.0 < value < 1.0:  # what is certain has no odds and stays certain
                odds = value / (1.0 - value) * move
                values[v] = odds / (1.0 + odds) if odds < np.inf else 1.0
        elif law == OR:
            values[v] = max(value, move)
        else:
            values[v] = move
        if values[v] < least:
            values[v] = least
            below += 1
        elif values[v] > most:
            values[v] = most
            above += 1
    return below, above


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
    dated : dict of str to DatedValue
        Levers whose ``base`` changes with the date.
    cut : dict of (str, float) to int
        Levers that policies would have moved beyond a bound, which they were kept to: villages times months, by lever
        and bound.
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
        self.dated: dict[str, DatedValue] = {}
        self.cut: dict[tuple[str, float], int] = {}
        self._moves: dict[str, list[tuple[str, np.ndarray]]] = {}

    def set_base(self, lever: str, value: float | np.ndarray) -> None:
        """Fix the value (a scalar or one for each village) that every month starts from."""
        mechanism, _, name = lever.partition(".")
        self.base[mechanism][name] = value

    def turn_to(self, month: int) -> None:
        """Set the values of a calendar month where they are dated; before policies move anything."""
        for lever, value in self.dated.items():
            self.set_base(lever, self.params[lever].number(value.at(month)))

    def move(
        self,
        policy: str,
        lever: str,
        amount: float | np.ndarray,
        reach: np.ndarray,
        intensity: np.ndarray | None = None,
    ) -> None:
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
        intensity : float array, shape (villages,), optional
            Share of the amount that arrives: amounts to add in proportion, factors and odds ratios by powers,
            switches and values whole.

        Raises
        ------
        KeyError
            If the lever does not exist or the parameter is not a lever.
        ValueError
            If an amount is no finite number, or a factor is negative.
        """
        param = self.params.get(lever)
        if param is None or param.law is None:
            raise KeyError(
                message(
                    "policy {policy!r} moves {lever!r}, which is no lever{hint}",
                    policy=policy,
                    lever=lever,
                    hint=did_you_mean(lever, self.params),
                )
            )
        weighed = np.empty(len(reach))
        amounts = np.full(len(reach), amount, float)
        shares = np.ones(len(reach)) if intensity is None else intensity
        moves = weigh(NUMBER[param.law], amounts, shares, reach, NEUTRAL.get(param.law, np.nan), weighed)
        if moves < 0:
            raise ValueError(
                message(
                    "policy {policy!r} moves {lever} by {amount!r}; allowed are finite numbers, and factors from 0 on",
                    policy=policy,
                    lever=lever,
                    amount=amount,
                )
            )
        if moves:
            self._moves.setdefault(lever, []).append((policy, weighed))

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
            law = self.params[lever].law
            number = NUMBER[str(law)]
            moves.sort(key=lambda move: move[0])
            together = moves[0][1]
            for _, more in moves[1:]:
                if join(number, together, more) and law == "set":
                    names = ", ".join(repr(policy) for policy, _ in moves)
                    raise LeverConflict(
                        message(
                            "policies {names} both set {lever}; only one policy may set it outright",
                            names=names,
                            lever=lever,
                        )
                    )
            values = np.ascontiguousarray(self.now[mechanism][name])
            bounds = self.params[lever].bounds
            for bound, places in zip(bounds, apply(number, together, values, *bounds), strict=True):
                if places:
                    self.cut[lever, bound] = self.cut.get((lever, bound), 0) + places
            self.now[mechanism][name] = values
        self._moves = {}

    def __getitem__(self, lever: str) -> np.ndarray:
        """This month's values of one lever, shape (villages,)."""
        mechanism, _, name = lever.partition(".")
        return self.now[mechanism][name]
