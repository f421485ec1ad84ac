"""The store of runs on the command line."""

from __future__ import annotations

import os
from typing import Any

from sim.cli.output import DONE, Options, show

PLACE, NOTHING = "RURALPARTY_STORE", "none"
"""As of ``run_store.py``, which commands that only read do not import."""


def store_of(options: Options) -> dict[str, Any]:
    """Arguments of ``compare`` and ``budget_table`` that the switches of the store stand for."""
    return {"store": options.store or not options.no_store, "fresh": options.fresh}


def interrupted_text(options: Options) -> str:
    """What an interruption has left."""
    text = "interrupted; no results were written"
    keeps = hasattr(options, "no_store") and not options.no_store
    keeps = keeps and bool(options.store or os.environ.get(PLACE) != NOTHING)
    return f"{text}; runs that ended are kept, and the same command goes on from there" if keeps else text


def clear_store(options: Options) -> int:
    """``ruralparty gc`` without a study: runs in the store that no comparison of this version would use.

    Raises
    ------
    ValueError
        If the store that is named is no folder.
    """
    from pathlib import Path

    from sim.execution.cache import store_root
    from sim.studies.clean import clear_runs

    root = Path(options.store) if options.store else store_root()
    if options.store and not root.is_dir():
        raise ValueError(f"there is no store of runs at {root}: give the folder that --store had when they were made")
    found = clear_runs(root, dry_run=options.dry_run)
    verb = "would be deleted" if options.dry_run else "deleted"
    text = (
        f"{root}: {verb}: {found.runs} runs of other versions, unused for a month or beyond the bound, "
        f"{found.files} unfinished files; {found.bytes / 1e6:.1f} MB"
    )
    show(options, text, {"store": str(root), **vars(found)})
    return DONE
