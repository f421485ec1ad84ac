"""Why in plain rows, and kept beside the runs: whoever asks the same question again, the page above all, finds it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.analysis.why.table import Share, Why
from sim.execution.cache import RunStore
from sim.execution.files import make_folder, publish_json
from sim.runs.identity import canonical, digest_of
from sim.runs.sources import numbers_hash

FOLDER = "why"
WHOLE, LEVER, DOSE, THROUGH = KINDS = ("effect", "lever", "dose", "through")
RECORD_COLUMNS = (
    "outcome",
    "unit",
    "kind",
    "name",
    "difference",
    "low",
    "high",
    "p",
    "verdict",
    "left",
    "left_low",
    "left_high",
    "pairs",
)


def rows_of(found: Why) -> list[dict[str, Any]]:
    """A row for each effect, part and path; ``left`` is the effect with the channel held."""
    rows = []
    for each in found.reasons:
        kinds = ((WHOLE, (Share("", each.whole),)), (LEVER, each.levers), (DOSE, each.doses), (THROUGH, each.channels))
        for kind, shares in kinds:
            rows += [_row(each.indicator.name, each.indicator.unit, kind, share) for share in shares]
    return rows


def _row(outcome: str, unit: str, kind: str, share: Share) -> dict[str, Any]:
    found, left = share.found, share.left
    values = {name: getattr(found, name) for name in ("difference", "low", "high", "p", "verdict")}
    rest = (None, None, None) if left is None else (left.difference, left.low, left.high)
    after = dict(zip(("left", "left_low", "left_high"), rest, strict=True))
    values = {name: each if isinstance(each, str) or math.isfinite(each) else None for name, each in values.items()}
    return {"outcome": outcome, "unit": unit, "kind": kind, "name": share.name, **values, **after, "pairs": found.pairs}


def place_of(store: RunStore, baseline: Any, alternative: Any) -> Path:
    """File of the answer to why an alternative differs from a baseline, by the numbers that it hangs on."""
    name = digest_of(numbers_hash(), canonical(baseline.plain()), canonical(alternative.plain()))
    return store.root / FOLDER / f"{name}.json"


def keep(found: Why, store: RunStore) -> None:
    """Keep an answer beside the runs; a temporary store keeps none."""
    if store.temporary:
        return
    path = place_of(store, found.baseline, found.alternative)
    make_folder(path.parent, parents=True)
    publish_json(path, {"pairs": found.pairs, "doses": list(found.doses), "rows": rows_of(found)})


def kept(store: RunStore, baseline: Any, alternative: Any) -> Mapping[str, Any] | None:
    """The kept answer, if there is one."""
    return read_kept(place_of(store, baseline, alternative))


def read_kept(path: Path) -> Mapping[str, Any] | None:
    """The answer in a file, if there is one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("rows"), list) else None
