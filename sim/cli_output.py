"""What the commands of ``ruralparty`` share: exit codes, and how results, messages and failures are printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.study.runs import Failure

DONE, SOME_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3
Options = argparse.Namespace


def say(text: str) -> None:
    """Print a message on standard error."""
    print(text, file=sys.stderr, flush=True)


def show(options: Options, text: str, record: Any) -> None:
    """Print the result: text, or with ``--json`` the record."""
    if options.json:
        from sim.report.folder import as_json

        text = as_json(record).rstrip("\n")
    print(text)


def tell_failures(failures: Sequence[Failure], verbose: bool) -> int:
    """Report failed runs; the exit code that follows from them."""
    for failure in failures:
        say(f"failed: {failure.scenario}, seed {failure.seed}: {failure.error}\n  replay: {failure.command}")
        if verbose:
            say(failure.trace)
    return SOME_FAILED if failures else DONE


def check_out(options: Options) -> None:
    """Refuse the folder for results before anything is run."""
    if options.out:
        from pathlib import Path

        from sim.report.folder import check_free

        check_free(Path(options.out))
