"""What every mechanism offers: declared parameters, a start and a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sim.core.config.language import message
from sim.core.declarations.parameters import Parametrised

if TYPE_CHECKING:
    import numpy as np


class Mechanism(Parametrised):
    """One submodel: its ``Param``s, what it prepares at the start, and what it does in a month.

    The model calls :meth:`setup` once on the start population, :meth:`after_burn_in` once before the first month that
    counts and :meth:`step` every month, in the order of
    ``sim/month.py``.

    Attributes
    ----------
    by_village : bool
        The step touches no village but ``model.mine``: it calls kernels through ``model.over_villages``, each of which
        keeps to its own villages. Of such steps that follow on each other each thread does all for its own villages,
        without waiting for the others.
    """

    by_village: ClassVar[bool] = False
    idle: ClassVar[Mapping[str, float]] = {}
    """Parameters that carry a mechanism from outside the package, and their values without effect, which are their
    defaults: in a month in which all have them in all villages it is not asked to do anything."""
    place: ClassVar[Any] = None
    """Where it stands in the month, a ``sim.month.Place``; those of the package stand in ``sim/month.py``."""

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """Parameters that shape the start population or a table made in :meth:`setup`, and so cannot be dated."""
        return frozenset()

    def setup(self, model: Any) -> None:
        """Prepare what must be known before the first month (nothing by default)."""

    def after_burn_in(self, model: Any) -> None:
        """Take what the months before the first one that counts have shown (nothing by default)."""

    def step(self, model: Any) -> None:
        """Do one month's work."""
        raise TypeError(message("mechanism {name!r} declares no step(model)", name=self.name))

    def is_idle(self, model: Any) -> bool:
        """Whether it is left out this month."""
        return bool(self.idle) and all((self.settings(model)[name] == value).all() for name, value in self.idle.items())

    def settings(self, model: Any) -> np.ndarray:
        """This month's values of the mechanism's parameters, a row for each village."""
        return model.settings[self.name]  # type: ignore[no-any-return]
