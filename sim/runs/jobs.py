"""Runs to do: scenarios resolved by name, seeds, and the jobs that they make."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sim.core.compute.draws import LARGEST_SEED
from sim.core.config.callers import whole_number, whole_number_within
from sim.core.config.language import message
from sim.extensions import registry
from sim.runs.counties import lived_as_one, of_county
from sim.runs.identity import canonical
from sim.runs.run import RUN, Job
from sim.world.room import check_room

QUORUM = "meetings.denominator"
LIST, *QUORUM_EXTREMES = QUORUM_RULES = ("list", "registered", "adjusted")
"""The rule in force, and the extremes that it lies between: nobody asks for a list, everybody is always excused."""
MOST_SEEDS = 1_000_000
"""Seeds of a scenario at a time; more would fill the memory with jobs before the first is done."""


@dataclass(frozen=True)
class Named:
    """A resolved scenario and the words that name it on the command line, if any.

    Attributes
    ----------
    scenario : Scenario
    given : str
        Name or path; empty for a scenario made in Python.
    switches : str
        Switches that change it on the command line.
    """

    scenario: Any
    given: str = ""
    switches: str = ""

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.scenario.name)

    def command(self, seed: int, check: bool = False) -> str:
        """What replays one run, with where an error happened."""
        if not self.given:
            more = ", check=True" if check else ""
            return f"sim.run(scenario, seed={seed}, reps=1, jobs=1{more})  # scenario {self.name!r}, made in Python"
        switches = f"--reps 1 --seed {seed} -j 1 -v" + " --check" * check
        words = ("ruralparty run", shlex.quote(self.given), registry.switches(), self.switches, switches)
        return " ".join(filter(None, words))


def resolve(scenarios: Iterable[Any], denominator: str | None = None, county: int | None = None) -> list[Named]:
    """Load what is given by name or path; only one county of each, if it is named.

    Raises
    ------
    ValueError
        With every problem of every file, or if two scenarios carry one name, if one has no such county, or if there is
        no room for its world.
    """
    from sim.scenario.scenario import ScenarioError, as_scenario

    found: list[Named] = []
    problems = []
    for each in scenarios:
        try:
            scenario = as_scenario(each)
            given = str(each) if isinstance(each, str | Path) else ""
            if denominator is not None:
                scenario = scenario.changed({f"parameters.{QUORUM}": denominator})
            switches = [f"--quorum {denominator}"] * (denominator is not None)
            if county is not None:
                scenario = of_county(scenario, whole_number("county", county))
                switches.append(f"--county {county}")
            check_room(lived_as_one(scenario), scenario.horizon.burn_in + scenario.horizon.months)
            found.append(Named(scenario, given, " ".join(switches)))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(
                message("two scenarios are called {name!r}; give each its own name: in its file", name=name)
            )
    return [replace(each, scenario=scenario) for each, scenario in zip(found, _told_apart(found), strict=True)]


def beside(scenarios: Sequence[Any], baseline: Any) -> list[Any]:
    """The scenarios, what any of them holds taken from the baseline that they are compared with."""
    if not any(each.hold for each in scenarios):
        return list(scenarios)
    bare = replace(baseline, hold=(), held_from=None)
    own = canonical(bare.plain())
    return [
        replace(each, held_from=bare)
        if each.hold and each.held_from is None and canonical(each.beside.plain()) != own
        else each
        for each in scenarios
    ]


def _told_apart(named: Sequence[Named]) -> list[Any]:
    """The scenarios, each with its name beside its title where another has the same title, for whoever shows them."""
    found = []
    for each in named:
        title = {
            language: f"{text} ({each.name})" if _is_shared(text, language, named) else text
            for language, text in each.scenario.title.items()
        }
        found.append(each.scenario if title == each.scenario.title else replace(each.scenario, title=title))
    return found


def _is_shared(title: str, language: str, named: Sequence[Named]) -> bool:
    return [each.scenario.title[language] for each in named].count(title) > 1


def seeds_from(seed: int, count: int, name: str = "reps") -> list[int]:
    """``count`` seeds from ``seed`` on; ``name`` is what the count is called where it is given.

    Raises
    ------
    ValueError
        If one is out of range.
    """
    first, number = whole_number_within("seed", seed, 0, LARGEST_SEED), whole_number_within(name, count, 1)
    if first + number - 1 > LARGEST_SEED:
        raise ValueError(
            message(
                "{count} seeds from {first} on are out of range: 0 to {largest}",
                count=number,
                first=first,
                largest=LARGEST_SEED,
            )
        )
    _check_few(name, number)
    return list(range(first, first + number))


def check_seeds(seeds: Iterable[int]) -> list[int]:
    """The seeds, if all lie in the range of the draws and none stands twice."""
    if isinstance(seeds, str) or not isinstance(seeds, Iterable):
        raise ValueError(message("seeds are {given!r}; allowed is a list of whole numbers", given=seeds))
    found = [whole_number_within("seed", seed, 0, LARGEST_SEED) for seed in islice(seeds, MOST_SEEDS + 1)]
    _check_few("seeds", len(found))
    if not found:
        raise ValueError(message("no seed is given"))
    if len(set(found)) < len(found):
        raise ValueError(message("a seed stands twice: the same seed gives the same run"))
    return found


def _check_few(name: str, count: int) -> None:
    if count > MOST_SEEDS:
        raise ValueError(message("{name}: allowed are at most {most:,} at a time", name=name, most=MOST_SEEDS))


def at_point(scenario: Any, point: Mapping[str, Any]) -> Any:
    """A scenario at a point of its parameters; what it sets itself stays.

    Parameters
    ----------
    scenario : Scenario
    point : mapping of str
        Values by dotted path.
    """
    changes = left_to(scenario, point)
    found = scenario.changed(changes) if changes else scenario
    return found if scenario.held_from is None else replace(found, held_from=at_point(scenario.held_from, point))


def left_to(scenario: Any, point: Mapping[str, Any]) -> dict[str, Any]:
    """What a point says of parameters that a scenario does not set itself."""
    own = {f"parameters.{name}" for name in scenario.parameters}
    return {path: value for path, value in point.items() if path not in own}


def by_seed(points: Sequence[Mapping[str, Any]], seeds: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """The point of each seed: as many seeds a point, one point after another.

    Raises
    ------
    ValueError
        If the points do not share the seeds evenly.

    Examples
    --------
    >>> from sim.runs.jobs import by_seed
    >>> by_seed([{"a": 1}, {"a": 2}], [7, 8, 9, 10])
    {7: {'a': 1}, 8: {'a': 1}, 9: {'a': 2}, 10: {'a': 2}}
    """
    each, rest = divmod(len(seeds), max(len(points), 1))
    if rest or not each:
        raise ValueError(
            message("{seeds} seeds are no multiple of {points} points", seeds=len(seeds), points=len(points))
        )
    return {seed: points[place // each] for place, seed in enumerate(seeds)}


def jobs_of(
    scenarios: Sequence[Named],
    seeds: Sequence[int],
    layers: tuple[str, ...] = (RUN,),
    check: bool = False,
    points: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[Job]:
    """A job for each seed and scenario, seeds outermost, with the values of the seed's point if there are points."""
    held: dict[tuple[int, int], Any] = {}

    def here(scenario: Any, seed: int) -> Any:
        if points is None:
            return scenario
        key = id(scenario), id(points[seed])
        if key not in held:
            held[key] = at_point(scenario, points[seed])
        return held[key]

    return [
        Job(here(each.scenario, seed), seed, each.command(seed, check), layers, check)
        for seed in seeds
        for each in scenarios
    ]


def quorum_rule(scenario: Any) -> str:
    """Quorum denominator in force before any policy moves it: one of ``QUORUM_RULES``, or a table of dates."""
    from sim.mechanisms import find_mechanism

    mechanism, _, name = QUORUM.partition(".")
    return str(scenario.parameters.get(QUORUM, find_mechanism(mechanism).params[name].default))
