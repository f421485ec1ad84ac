"""Villages, their people and their Party branches: an agent-based model for comparing interventions.

``sim.load`` reads a scenario, ``sim.run`` runs it, ``sim.compare`` compares scenarios seed by seed, ``sim.sweep`` does
the runs of a study and ``sim.Study`` asks it; ``sim.register`` adds policies, outcomes and mechanisms of your own;
``sim.RuralParty`` is the Mesa model, and ``sim.col`` and the classes of agents are for its sets. Nothing is imported
before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents.county import County as County
    from sim.agents.first_secretary import FirstSecretary as FirstSecretary
    from sim.agents.graduate_official import GraduateOfficial as GraduateOfficial
    from sim.agents.household import Household as Household
    from sim.agents.member import Member as Member
    from sim.agents.secretary import Secretary as Secretary
    from sim.agents.township import Township as Township
    from sim.agents.village import Village as Village
    from sim.agents.villager import Villager as Villager
    from sim.analysis.compare import compare as compare
    from sim.core.columns.expressions import col as col
    from sim.execution.run import run as run
    from sim.extensions.registry import register as register
    from sim.model import RuralParty as RuralParty
    from sim.scenario.scenario import load as load
    from sim.studies.query import Study as Study
    from sim.studies.sweep import sweep as sweep

PLACES = {
    "load": "sim.scenario.scenario",
    "run": "sim.execution.run",
    "compare": "sim.analysis.compare",
    "register": "sim.extensions.registry",
    "sweep": "sim.studies.sweep",
    "Study": "sim.studies.query",
    "RuralParty": "sim.model",
    "col": "sim.core.columns.expressions",
    "County": "sim.agents.county",
    "FirstSecretary": "sim.agents.first_secretary",
    "GraduateOfficial": "sim.agents.graduate_official",
    "Household": "sim.agents.household",
    "Member": "sim.agents.member",
    "Secretary": "sim.agents.secretary",
    "Township": "sim.agents.township",
    "Village": "sim.agents.village",
    "Villager": "sim.agents.villager",
}
__all__ = [
    "County",
    "FirstSecretary",
    "GraduateOfficial",
    "Household",
    "Member",
    "RuralParty",
    "Secretary",
    "Study",
    "Township",
    "Village",
    "Villager",
    "col",
    "compare",
    "load",
    "register",
    "run",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(PLACES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
