"""What something from outside the package must declare, and what it lacks of that, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sim.core.columns.columns import columns_of
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import missing_from
from sim.core.recording.indicator import MEASURES, AnyIndicator, Composite, Declared, Spread, bind
from sim.core.recording.indicator import missing_words as missing_from_indicator
from sim.extensions.trial import fault_of
from sim.indicators.tallies import Tallies
from sim.month import MONTH, Place
from sim.policies.common.policy import Policy
from sim.policies.common.words import missing_words

PLACE = "place = Place(after=... or before=..., title_en=..., title_zh=..., reason=..., reason_zh=...) of sim.month"
ONES: Any = SimpleNamespace(total=lambda expression: 1.0, between=lambda measure, expressions: 1.0)
"""A level of aggregation at which every sum is one: to try a formula."""


def policy_lacks(policy: type[Policy], outcomes: Mapping[str, Declared]) -> list[str]:
    """What a policy lacks, each as the name of what to write; ``outcomes`` are those that it may name."""
    found = missing_words(policy)
    found += ["apply(self, month)"] * (policy.apply is Policy.apply)
    found += ["idle (the doses with which it does nothing)"] * (not policy.idle)
    found += _params_lack(policy, outcomes, "dose")
    if not found and (fault := fault_of(policy)):
        found.append(f"an apply that runs: {fault}")
    return found


def mechanism_lacks(mechanism: type[Mechanism], outcomes: Mapping[str, Declared]) -> list[str]:
    """What a mechanism lacks, each as the name of what to write."""
    found = ["step(self, model)"] * (mechanism.step is Mechanism.step)
    found += ["idle (the parameters that carry it, and their defaults)"] * (not mechanism.idle)
    for name, param in mechanism.params.items():
        if name in mechanism.idle and param.default != mechanism.idle[name]:
            found.append(f"the default {mechanism.idle[name]} of parameter {name}, with which it is idle")
        found += [f"{note} of parameter {name}" for note in ("note", "note_zh") if not getattr(param, note)]
    return [*found, *_params_lack(mechanism, outcomes, "parameter"), *_place_lacks(mechanism.place)]


def _place_lacks(place: Any) -> list[str]:
    if not isinstance(place, Place):
        return [PLACE]
    found = [f"{word} of place" for word in ("title_en", "title_zh", "reason", "reason_zh") if not getattr(place, word)]
    inside = [step.mechanism for step in MONTH]
    if bool(place.after) == bool(place.before) or (place.after or place.before) not in inside:
        found.append(f"after or before of place, one of the two, with one of {', '.join(inside)}")
    return found


def _params_lack(owner: Any, outcomes: Mapping[str, Declared], what: str) -> list[str]:
    found = [f"{what} {name}, which idle names" for name in owner.idle if name not in owner.params]
    lacks = [f"{lack} of {what} {name}" for name, each in owner.params.items() for lack in missing_from(each, outcomes)]
    return found + lacks


def indicator_lacks(indicator: AnyIndicator, outcomes: Mapping[str, Declared]) -> list[str]:
    """What an indicator lacks, each as the name of what to write."""
    found = missing_from_indicator(indicator)
    if isinstance(indicator, Composite):
        try:
            bind([indicator], outcomes)[indicator.name].at(ONES)
        except (SyntaxError, ValueError) as error:
            found.append(f"an expression that can be worked out ({error})")
    else:
        tallies = columns_of(Tallies)
        found += ["numerator"] * (not indicator.numerator)
        found += [f"a tally called {name}" for name in indicator.tallies if name not in tallies]
    if isinstance(indicator, Spread) and indicator.measure not in MEASURES:
        found.append(f"measure, one of {', '.join(MEASURES)}")
    found += ["better, -1, 0 or 1"] * (indicator.better not in (-1, 0, 1))
    if indicator.reported is not None and indicator.reported not in outcomes:
        found.append("reported, the name of an outcome that stands above")
    return found
