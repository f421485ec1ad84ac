"""Row views and sets of them."""

from __future__ import annotations

from typing import Any

import mesa


class RowAgent(mesa.Agent):
    """A Mesa agent that is a view of one row."""

    def __init_subclass__(cls, store: str | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if store is not None:
            cls.store_name = store
