"""Villages, their people and their Party branches: an agent-based model for comparing interventions.

``sim.load`` reads a scenario, ``sim.run`` runs it, ``sim.compare`` compares scenarios seed by seed, ``sim.RuralParty``
is the Mesa model. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.compare import compare as compare
    from sim.execution.run import run as run
    from sim.model import RuralParty as RuralParty
    from sim.scenario.scenario import load as load
    from sim.studies.query import Study as Study
    from sim.studies.sweep import sweep as sweep

PLACES = {
    "load": "sim.scenario.scenario",
    "run": "sim.execution.run",
    "compare": "sim.analysis.compare",
    "sweep": "sim.studies.sweep",
    "Study": "sim.studies.query",
    "RuralParty": "sim.model",
}
__all__ = ["RuralParty", "Study", "compare", "load", "run", "sweep"]


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(PLACES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
