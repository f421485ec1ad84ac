"""What a visitor asks of the comparing page: a baseline, two sides, assumptions that move both, and how many pairs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.app.compare.side import Side, side_of
from sim.core.declarations.dated_value import Value
from sim.report.described.catalogue import policy_title
from sim.runs.jobs import QUORUM, Named, resolve
from sim.scenario.scenario import Scenario, load
from sim.words.labels import listed

LETTERS = ("A", "B")
PAIRS, MOST_PAIRS = 20, 32
BUDGET = 30.0
"""Yuan a registered person and year that a visitor has to spend, until he says otherwise."""
FIRST_POLICY = "training"
"""Scenario whose policies are side A on a first visit."""


@dataclass(frozen=True)
class Asked:
    """A question; an answer is a function of it and of nothing else.

    Attributes
    ----------
    scenario : str
        Name or path of the baseline.
    sides : (Side, Side)
        A and B; an empty one is not run.
    assumptions : dict of str to value
        Parameters of mechanisms by ``mechanism.parameter``, set on all sides alike.
    quorum : str
        Rule of the quorum on all sides; empty for that of the scenario.
    months : int
        Months under study; 0 for those of the scenario.
    seed, pairs : int
        First seed, and the most pairs.
    """

    scenario: str = "baseline"
    sides: tuple[Side, Side] = (Side(), Side())
    assumptions: Mapping[str, Value] = field(default_factory=dict)
    quorum: str = ""
    months: int = 0
    seed: int = 1
    pairs: int = PAIRS

    @property
    def key(self) -> str:
        """A text that is equal for equal questions."""
        sides = [dict(sorted(side.settings.items())) for side in self.sides]
        plain = {**vars(self), "sides": sides, "assumptions": dict(sorted(self.assumptions.items()))}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @property
    def frame(self) -> tuple[Any, ...]:
        """What two questions must have in common if the answer to one is to hint at that to the other."""
        return self.scenario, self.quorum, self.months, self.letters

    @property
    def letters(self) -> list[str]:
        """Letters of the sides that are run."""
        return [letter for letter, side in zip(LETTERS, self.sides, strict=True) if not side.is_empty]

    def with_side(self, place: int, side: Side) -> Asked:
        """The question with another side A (0) or B (1)."""
        sides = list(self.sides)
        sides[place] = side
        return replace(self, sides=(sides[0], sides[1]))

    def assuming(self, parameter: str, value: Value | None) -> Asked:
        """The question with one assumption changed on all sides; None takes it back."""
        kept = {name: each for name, each in self.assumptions.items() if name != parameter}
        return replace(self, assumptions=kept if value is None else kept | {parameter: value})


def first_asked(scenario: str = "baseline") -> Asked:
    """What a first visit asks."""
    return Asked(scenario, (side_of(load(FIRST_POLICY)), Side()))


def baseline_of(asked: Asked) -> Scenario:
    """The baseline, with the assumptions and the rule of the quorum.

    Raises
    ------
    ScenarioError
        With every fault of the file or of what is set.
    """
    changes: dict[str, Any] = {f"parameters.{name}": value for name, value in asked.assumptions.items()}
    if asked.quorum:
        changes[f"parameters.{QUORUM}"] = asked.quorum
    if asked.months:
        changes["horizon.months"] = asked.months
    return load(asked.scenario).changed(changes) if changes else load(asked.scenario)


def scenarios_of(asked: Asked) -> list[Named]:
    """The baseline and the sides that are not empty, called ``side_a`` and ``side_b``.

    Raises
    ------
    ScenarioError
        With every fault of the file or of what is set.

    Examples
    --------
    >>> [each.name for each in scenarios_of(first_asked())]
    ['baseline', 'side_a']
    """
    baseline = baseline_of(asked)
    sides = []
    for letter, side in zip(LETTERS, asked.sides, strict=True):
        if not side.is_empty:
            made = baseline.changed(side.changes())
            sides.append(replace(made, name=name_of_side(letter), title=title_of_side(side)))
    return resolve([baseline, *sides])


def name_of_side(letter: str) -> str:
    """Name of the scenario of a side."""
    return f"side_{letter.lower()}"


def title_of_side(side: Side) -> dict[str, str]:
    """Titles of its policies."""
    return {
        language: listed(language, *(policy_title(name, language) for name in side.policies)) or "–"
        for language in ("en", "zh")
    }
