"""Information and misperception: exposure, resistance, correction."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism


class Information(Mechanism):
    """Information and misperception: exposure, resistance, correction."""

    def step(self, model: Any) -> None:
        """Nothing happens yet."""
