"""The command ``ruralparty``. Results go to standard output, progress and messages to standard error.

Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted. Each command imports what it needs when it is
called, so that help, ``validate`` and ``explain`` answer at once.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sim.cli.output import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    SOME_FAILED,
    interrupted_text,
    say,
    tell_error,
    tell_share,
    tell_warning,
)
from sim.cli.parser import Family, parse, renewed

__all__ = ["BAD_INPUT", "DONE", "FAMILIES", "INTERRUPTED", "SOME_FAILED", "main"]
MODULES = ("run", "compare", "look", "studies", "validation", "describe")
"""Files beside this one that hold a family of commands each, in the order of the help."""
FAMILIES: tuple[Family, ...] = tuple(import_module(f"sim.cli.{name}").FAMILY for name in MODULES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of this process if left out.

    Returns
    -------
    int
        Exit code.
    """
    words = renewed(sys.argv[1:] if arguments is None else arguments)
    options = parse(FAMILIES, words)
    options.words = ["ruralparty", *words]
    options.begun = datetime.now(UTC)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with warnings.catch_warnings():
            if not options.verbose:
                warnings.showwarning = tell_warning
            return options.do(options) or DONE
    except KeyboardInterrupt as interruption:
        say(str(interruption) or interrupted_text(options))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if (simulator := sys.modules.get("sim.execution.simulator")) and isinstance(error, simulator.ShareDone):
            return tell_share(options, error)
        if options.verbose:
            raise
        return tell_error(options.command, error)
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: Any) -> None:
    """Treat a termination like Ctrl-C, so that workers are ended and temporary folders removed."""
    raise KeyboardInterrupt
