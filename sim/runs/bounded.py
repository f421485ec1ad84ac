"""What runs say of levers that were kept to a bound: policies and parameters together asked for more than there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sim.core.config.language import message
from sim.runs.run import Run


def bounded_notes(runs: Mapping[str, Sequence[Run]]) -> list[str]:
    """A sentence for each lever of a scenario that was kept to a bound.

    Parameters
    ----------
    runs : mapping of str to sequence of Run
        By scenario.
    """
    found = []
    for name, each in runs.items():
        cut: Counter[tuple[str, float]] = Counter()
        for run in each:
            cut.update(run.cut)
        months = sum(run.villages * run.months for run in each)
        found += [
            message(
                "{scenario}: {lever} was kept to its bound of {bound:g} in {places:,} of {months:,} village-months: "
                "what policies and parameters ask for together is beyond it",
                scenario=name,
                lever=lever,
                bound=bound,
                places=places,
                months=months,
            )
            for (lever, bound), places in sorted(cut.items())
        ]
    return found
