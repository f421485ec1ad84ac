"""Graduate officials: hired, drawn into documentation, run the platform, leave."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism


class GraduateOfficials(Mechanism):
    """Graduate officials: hired, drawn into documentation, run the platform, leave."""

    def step(self, model: Any) -> None:
        """Nothing happens yet."""
