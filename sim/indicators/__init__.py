"""Indicators: every outcome, declared once, a file for each part of the model description, §8.

Sums go over the chosen villages and months before a ratio is taken, so that an indicator of a township, a county or a
year is exact and not a mean of means. An indicator with ``reported`` has a twin that superiors see. To add one, write
an ``Indicator``, ``Composite`` or ``Spread`` (``sim/core/recording/indicator.py``) into the file it belongs to.
"""

from __future__ import annotations

from sim.core.config.language import message
from sim.core.config.problems import did_you_mean
from sim.core.recording.indicator import AnyIndicator, bind
from sim.indicators.branch import BRANCH
from sim.indicators.constructions import CONSTRUCTIONS
from sim.indicators.contact import CONTACT
from sim.indicators.demography import DEMOGRAPHY
from sim.indicators.digital import DIGITAL
from sim.indicators.economy import ECONOMY
from sim.indicators.members import MEMBERS
from sim.indicators.poverty import POVERTY

INDICATORS: dict[str, AnyIndicator] = bind(
    (*BRANCH, *CONTACT, *DIGITAL, *MEMBERS, *POVERTY, *ECONOMY, *CONSTRUCTIONS, *DEMOGRAPHY)
)

HEADLINES: tuple[str, ...] = (
    "quorum_failure",
    "valid_meetings",
    "attendance",
    "coverage",
    "service_fulfilment",
    "trust",
    "visits",
    "digital_reach",
    "formalism",
    "members",
    "member_age_home",
    "capacity",
)


def indicator_named(name: str) -> AnyIndicator:
    """An indicator by its name.

    Raises
    ------
    ValueError
        If there is none, with the nearest names.
    """
    if name in INDICATORS:
        return INDICATORS[name]
    hint = did_you_mean(name, INDICATORS, message("`ruralparty outcomes` lists them"))
    raise ValueError(message("there is no outcome {name!r}{hint}", name=name, hint=hint))
