"""A delivery as a scenario has it, in plain values."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sim.core.config.calendar import name_of
from sim.policies.common.delivery import Delivery
from sim.scenario.listed_villages import BESIDE_VILLAGES, LISTED

UNSAID = ("budget", "trigger", "levers", LISTED)
"""Entries that are not said where there is none."""


def plain_delivery(delivery: Delivery) -> dict[str, Any]:
    """When and where a policy arrives, nothing left to defaults."""
    given: dict[str, Any] = {each.name: getattr(delivery, each.name) for each in fields(Delivery)}
    given |= {"start": name_of(delivery.start), "trigger": delivery.trigger and delivery.trigger.plain}
    given["levers"] = None if delivery.levers is None else list(delivery.levers)
    if delivery.villages is not None:
        given = {key: each for key, each in given.items() if key not in BESIDE_VILLAGES}
        given[LISTED] = [None if each is None else name_of(each) for each in delivery.villages]
    return {key: each for key, each in given.items() if each is not None or key not in UNSAID}
