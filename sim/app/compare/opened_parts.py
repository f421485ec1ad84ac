"""A column of a question that is open, in plain values."""

from __future__ import annotations

from typing import Any


def column(head: str, *, badge: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    """A column with its head, a badge that says whether it is computed, and what stands in it."""
    empty: dict[str, Any] = {"svg": "", "marks": [], "rows": [], "list": [], "command": ""}
    return {"head": head, "badge": badge, "text": text, **empty, "select": None, "button": None, **more}
