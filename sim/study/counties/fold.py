"""The run of a world from the runs of its counties, added up one after the other in the order of their numbers.

Sums are always taken in that order, so that they have the same bits however the counties were shared out. What compares
villages with each other is not summed: the villages' own tallies are laid side by side, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.core.aggregation import GroupTable
from sim.study.runs import Run, compared
from sim.study.sweep.identity import digest_of


class Fold:
    """Adds up counties.

    Parameters
    ----------
    lean : bool
        Pass over the tallies of single villages that comparisons between villages need: they are read from the
        counties when they are wanted.
    """

    def __init__(self, lean: bool = False) -> None:
        self.lean = lean
        self.total: Run | None = None
        self.groups: np.ndarray | None = None
        self.digests: list[str] = []
        self.side_by_side: dict[str, list[np.ndarray]] = {}
        self.towns = 0

    def add(self, run: Run) -> None:
        """Add the next county."""
        self.digests.append(run.digest or digest_of_county(run))
        if self.total is None:
            self.total = replace(run, sums=run.sums.copy(), yuan=run.yuan.copy(), hours=run.hours.copy(), villages=0)
            self.total = replace(self.total, seconds=0.0, spread={}, places={}, traits={}, lives=None, by_village=None)
            self.groups = None if run.by_group is None else np.zeros_like(run.by_group.kept)
        else:
            for name in ("sums", "yuan", "hours"):
                getattr(self.total, name)[...] += getattr(run, name)
        if self.groups is not None and run.by_group is not None:
            self.groups += run.by_group.kept
        self.total = replace(
            self.total, villages=self.total.villages + run.villages, seconds=self.total.seconds + run.seconds
        )
        self._lay_out(run)

    def _lay_out(self, run: Run) -> None:
        """Put what is known of single villages and persons beside that of the counties before."""
        county = len(self.digests) - 1
        self._put("places/township", run.places["township"] + self.towns)
        self._put("places/county", run.places["county"] + county)
        self.towns += int(run.places["township"].max()) + 1
        for name, values in run.traits.items():
            self._put(f"traits/{name}", values)
        if run.by_village is not None:
            self._put("by_village", run.by_village)
        if run.lives is not None:
            self._put("identity", run.lives[0])
            self._put("life", run.lives[1])
        for name, values in {} if self.lean else run.spread.items():
            self._put(f"spread/{name}", values)

    def _put(self, name: str, values: np.ndarray) -> None:
        self.side_by_side.setdefault(name, []).append(values)

    def result(self, counties: Sequence[Run] = ()) -> Run:
        """The run of the world.

        Parameters
        ----------
        counties : sequence of Run
            The counties, each read when it is asked for, if the fold is lean.

        Raises
        ------
        ValueError
            If there is no county.
        """
        if self.total is None:
            raise ValueError("a world without a county has no run")
        whole = {
            name: np.concatenate(each, axis=int(each[0].ndim > 1)) for name, each in self.side_by_side.items()
        }  # villages are the second dimension of series, and the only one of traits and places
        lives = None
        if "identity" in whole:
            order = np.argsort(whole["identity"], kind="stable")
            lives = whole["identity"][order], whole["life"][order]
        groups = self.total.by_group
        if groups is not None and self.groups is not None:
            table = GroupTable(groups.groups, 1, groups.lead)
            table.kept = self.groups
            groups = table
        return replace(
            self.total,
            by_group=groups,
            by_village=whole.get("by_village"),
            lives=lives,
            counties=() if "by_village" in whole else counties,
            digest=digest_of(*self.digests),
            places=below("places", whole),
            traits=below("traits", whole),
            spread=below("spread", whole),
        )


def below(kind: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays named ``kind/name``, by name."""
    start = f"{kind}/"
    return {name.removeprefix(start): values for name, values in arrays.items() if name.startswith(start)}


def arrays_of(run: Run) -> dict[str, np.ndarray]:
    """All numbers of a county's run by name; what it cost in processor time is no part of them."""
    found = {"sums": run.sums, "yuan": run.yuan, "hours": run.hours}
    if run.by_group is not None:
        found["by_group"] = run.by_group.kept
    if run.by_village is not None:
        found["by_village"] = run.by_village
    for kind in ("spread", "places", "traits"):
        found |= {f"{kind}/{name}": values for name, values in getattr(run, kind).items()}
    return found


def digest_of_county(run: Run) -> str:
    """Digest of the numbers of one county, the same whether its villages were kept apart or not."""
    arrays = arrays_of(run)
    if (apart := arrays.pop("by_village", None)) is not None:
        arrays |= {f"spread/{name}": apart[:, :, run.tallies.index(name)] for name in compared()}
    parts: list[str | bytes] = []
    for name in sorted(arrays):
        parts += [name, str(arrays[name].shape), arrays[name].dtype.str, np.ascontiguousarray(arrays[name]).tobytes()]
    return digest_of(*parts)
