"""What the commands of ``ruralparty`` share: exit codes, and how results, messages and failures are printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.runs.run import Failure

DONE, SOME_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3
Options = argparse.Namespace
FAULT = "this is a fault of the program; -v shows where"
PERHAPS_A_FAULT = "if nothing is wrong with what was typed, this is a fault of the program; -v shows where"


def say(text: str) -> None:
    """Print a message on standard error."""
    print(text, file=sys.stderr, flush=True)


def show(options: Options, text: str, record: Any) -> None:
    """Print the result: text, or with ``--json`` the record."""
    if options.json:
        from sim.report.layout.folder import as_json

        text = as_json(record).rstrip("\n")
    print(text, flush=True)  # before the messages that follow it, where both go into one file


def tell_failures(failures: Sequence[Failure], verbose: bool) -> int:
    """Report failed runs; the exit code that follows from them."""
    for failure in failures:
        say(f"failed: {failure.scenario}, seed {failure.seed}: {failure.error}\n  replay: {failure.command}")
        if verbose:
            say(failure.trace)
    return SOME_FAILED if failures else DONE


def tell_error(command: str, error: Exception) -> int:
    """Report an error without a traceback; the exit code that follows from it."""
    if isinstance(error, (ValueError, OSError, ModuleNotFoundError)):
        say(f"ruralparty {command}: {error}" + f"\n{PERHAPS_A_FAULT}" * (not speaks_for_itself(error)))
        return BAD_INPUT
    say(f"ruralparty {command}: {type(error).__name__}: {error}\n{FAULT}")
    return SOME_FAILED


def tell_warning(message: Warning | str, *where: Any, **others: Any) -> None:
    """Say a warning as a sentence, without the line of code that it was given on (``warnings.showwarning``)."""
    say(str(message))


def speaks_for_itself(error: Exception) -> bool:
    """Whether an error was written for whoever typed the command.

    So it is if a ``raise`` of this package made it, or if it names a file. What a library raises, or what one of its
    compiled functions raises on a line of this package, may be about anything.
    """
    if isinstance(error, OSError) and error.filename is not None:
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_globals.get("__name__", "").partition(".")[0] != "sim":
        return False
    from opcode import opmap

    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == opmap["RAISE_VARARGS"]


def check_out(options: Options) -> None:
    """Refuse the folder for results before anything is run."""
    if options.out:
        from pathlib import Path

        from sim.report.layout.folder import check_free

        check_free(Path(options.out))
