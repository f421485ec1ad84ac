"""First secretaries: posted by rule, learn the village, bring money, leave."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism


class FirstSecretaries(Mechanism):
    """First secretaries: posted by rule, learn the village, bring money, leave."""

    def step(self, model: Any) -> None:
        """Nothing happens yet."""
