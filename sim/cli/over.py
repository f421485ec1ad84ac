"""``--over plausible [N]``: runs at points of the plausible set, one pair a point unless ``--reps`` says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.cli.output import Options, say
from sim.cli.switches import switch
from sim.core.config.language import message

PLAUSIBLE = "plausible"
HOUR = 3600.0
OVER = switch(
    "--over",
    nargs="+",
    metavar=("plausible", "N"),
    help="over the plausible set: at N of its points, all if left out, and --reps pairs at each (1); stands last",
)


def points_of(options: Options, scenarios: Sequence[Any], usual: int) -> dict[str, Any]:
    """Arguments that say how often and at which points is run: ``reps``, and ``points`` where ``--over`` is given.

    Points, pairs and hours are said before anything is run.

    Parameters
    ----------
    options : Options
    scenarios : sequence
        Names, paths or scenarios that are run at every point.
    usual : int
        Pairs where neither ``--over`` nor ``--reps`` is given.
    """
    if not options.over:
        return {"reps": usual if options.reps is None else options.reps}
    from sim.studies.plausible import plausible_set

    found = plausible_set(_number(options.over))
    each = 1 if options.reps is None else options.reps
    if each == "auto":
        raise ValueError(message("points want a fixed number of pairs: give reps (--reps) as a number"))
    pairs = each * len(found.points)
    runs = pairs * len(scenarios)
    for note in found.notes:
        say(note)
    hours = _seconds_of(scenarios[0], found.points[0], options) * runs / HOUR / _processes(options)
    say(
        message(
            "{points} of {all} plausible points, {pairs} pairs, {runs} runs, about {hours} h",
            points=len(found.points), all=found.in_all, pairs=pairs, runs=runs, hours=f"{hours:.2f}",
        )
    )  # fmt: skip
    return {"reps": pairs, "points": found.points}


def _number(words: Sequence[str]) -> int | None:
    first, *others = words
    if first != PLAUSIBLE or len(others) > 1 or not all(each.isdecimal() for each in others):
        raise ValueError(
            message("--over is {given!r}; allowed are plausible, or plausible and a number", given=" ".join(words))
        )
    return int(others[0]) if others else None


def _processes(options: Options) -> int:
    from sim.execution.workers import processors

    return options.jobs or processors()


def _seconds_of(scenario: Any, point: dict[str, Any], options: Options) -> float:
    """Processor time of one run, by doing it."""
    from sim.runs.jobs import at_point, resolve
    from sim.runs.run import Failure, Job
    from sim.runs.simulate import simulate

    (named,) = resolve([scenario], options.quorum)
    here = at_point(named.scenario, point)
    simulate(Job(here.changed({"horizon.months": 1, "horizon.burn_in": 0, "policies": {}}), options.seed))  # compiles
    found = simulate(Job(here, options.seed))
    return 0.0 if isinstance(found, Failure) else found.seconds
