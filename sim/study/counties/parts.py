"""A world of several counties, parted into its counties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any


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
            f"county {number} is none of scenario {scenario.name!r}, whose counties are {known[0]} to {known[-1]} "
            "(world.counties, world.first_county)"
        )
    return replace(scenario, world=replace(scenario.world, counties=1, first_county=number))


def check_several(scenario: Any) -> None:
    """Refuse to share out the counties of a scenario that has one.

    Raises
    ------
    ValueError
        If it has one county only.
    """
    if scenario.world.counties == 1:
        raise ValueError(
            f"scenario {scenario.name!r} has one county: there is nothing to share out; set world.counties, or make a "
            "study of several runs (`ruralparty design`)"
        )


def check_apart(scenario: Any) -> None:
    """Refuse to live a scenario county by county if a policy reaches across them.

    Raises
    ------
    ValueError
        If one does.
    """
    names = reaching_across(scenario) if scenario.world.counties > 1 else []
    if names:
        given = ", ".join(f"policies.{name}.budget" for name in names)
        raise ValueError(
            f"{given} of scenario {scenario.name!r} is spent in all counties together, so that no county can be lived "
            "without the others; leave the budget out (coverage, duration and strength are each county's own), or run "
            "all counties in one process without --shard"
        )
