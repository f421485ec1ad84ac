"""Domain decomposition of a world: parted into its counties, and added up again in the order of their numbers.

Sums are always taken in that order, so that they have the same bits however the counties were shared out. What compares
villages with each other is not summed: the villages' own tallies are laid side by side, in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.core.recording.aggregation import GroupTable
from sim.runs.identity import digest_of
from sim.runs.layers import digest_of_run
from sim.runs.run import Job, Run
from sim.world.room import Room, room_of


def reaching_across(scenario: Any) -> list[str]:
    """Policies of a scenario that reach from one county into another: those with a budget.

    A budget is spent in all counties together, and delivery ends everywhere in the month in which it is used up.
    """
    return sorted(name for name, plan in scenario.policies.items() if plan.delivery.budget is not None)


def in_parts(scenario: Any) -> bool:
    """Whether a scenario is lived one county at a time: it has several, and no policy reaches across them."""
    return scenario.world.counties > 1 and not reaching_across(scenario)


def numbers(scenario: Any) -> range:
    """Numbers of a scenario's counties."""
    first = scenario.world.first_county
    return range(first, first + scenario.world.counties)


def of_county(scenario: Any, number: int) -> Any:
    """The scenario in one of its counties.

    Raises
    ------
    ValueError
        If it has no such county.
    """
    known = numbers(scenario)
    if number not in known:
        raise ValueError(
            message(
                "county {number} is none of scenario {name!r}, whose counties are {first} to {last} (world.counties, "
                "world.first_county)",
                number=number,
                name=scenario.name,
                first=known[0],
                last=known[-1],
            )
        )
    beside = None if scenario.held_from is None else of_county(scenario.held_from, number)
    return replace(scenario, world=replace(scenario.world, counties=1, first_county=number), held_from=beside)


def room(scenario: Any) -> Room:
    """What a run of a scenario takes: time and persons of all its counties, memory of those that are lived as one."""
    world, months = scenario.world, scenario.horizon.burn_in + scenario.horizon.months
    return replace(room_of(world, months), memory=room_of(lived_as_one(scenario), months).memory)


def lived_as_one(scenario: Any) -> Any:
    """The world of a scenario, or its first county if it is lived one county at a time."""
    return of_county(scenario, numbers(scenario)[0]).world if in_parts(scenario) else scenario.world


def county_jobs(job: Job) -> list[Job]:
    """The job of each county of a world that is lived one county at a time; the job itself of any other."""
    if job.scenario is None or not in_parts(job.scenario):
        return [job]
    return [
        replace(job, scenario=of_county(job.scenario, number), command=_command(job, number))
        for number in numbers(job.scenario)
    ]


def county_error(job: Job, error: str) -> str:
    """An error, with the county in which it happened."""
    return message("county {number}: {error}", number=job.scenario.world.first_county, error=error)


def _command(job: Job, number: int) -> str:
    """What replays one county."""
    if job.command.startswith("ruralparty"):
        return f"{job.command} --county {number}"
    changes = f"{{'world.counties': 1, 'world.first_county': {number}}}"
    name = f"scenario {job.name!r}, made in Python"
    return f"sim.run(scenario.changed({changes}), seed={job.seed}, jobs=1)  # {name}"


ADDED = ("sums", "yuan", "hours", "villages", "seconds")
"""What is added up of the counties' runs, beside their tallies by group."""


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
        self.first: Run | None = None
        self.totals: dict[str, Any] = {}
        self.digests: list[str] = []
        self.cut: Counter[tuple[str, float]] = Counter()
        self.side_by_side: dict[str, dict[str, list[np.ndarray]]] = {}
        self.towns = 0

    def add(self, run: Run) -> None:
        """Add the next county."""
        county = len(self.digests)
        self.digests.append(run.digest or digest_of_run(run))
        self.cut.update(run.cut)
        numbers = {name: getattr(run, name) for name in ADDED}
        if run.by_group is not None:
            numbers["groups"] = run.by_group.kept
        if self.first is None:
            self.first = replace(run, spread={}, places={}, traits={}, trajectories=None, by_village=None)
            self.totals = numbers
        else:
            self.totals = {name: total + numbers[name] for name, total in self.totals.items()}
        places = {"township": run.places["township"] + self.towns, "county": run.places["county"] + county}
        self.towns += int(run.places["township"].max()) + 1
        self._put("places", places)
        self._put("traits", run.traits)
        if not self.lean:
            self._put("spread", run.spread)
        if run.by_village is not None:
            self._put("villages", {"tallies": run.by_village})
        if run.trajectories is not None:
            self._put("persons", {"identity": run.trajectories[0], "life": run.trajectories[1]})

    def _put(self, kind: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Put what is known of single villages or persons beside that of the counties before."""
        for name, values in arrays.items():
            self.side_by_side.setdefault(kind, {}).setdefault(name, []).append(values)

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
        if self.first is None:
            raise ValueError("a world without a county has no run")
        whole = {  # villages are the second dimension of series, and the only one of traits and places
            kind: {name: np.concatenate(each, axis=int(each[0].ndim > 1)) for name, each in arrays.items()}
            for kind, arrays in self.side_by_side.items()
        }
        trajectories = None
        if persons := whole.get("persons"):
            order = np.argsort(persons["identity"], kind="stable")
            trajectories = persons["identity"][order], persons["life"][order]
        groups = self.first.by_group
        if groups is not None:
            groups = GroupTable(groups.groups, 1, groups.lead)
            groups.kept = self.totals["groups"]
        return replace(
            self.first,
            **{name: self.totals[name] for name in ADDED},
            by_group=groups,
            by_village=whole.get("villages", {}).get("tallies"),
            trajectories=trajectories,
            counties=() if "villages" in whole else counties,
            cut=dict(self.cut),
            digest=digest_of(*self.digests),
            places=whole["places"],
            traits=whole.get("traits", {}),
            spread=whole.get("spread", {}),
        )
