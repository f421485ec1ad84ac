"""What the commands of ``ruralparty`` share: exit codes, and how results, messages and failures are printed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.execution.simulator import ShareDone
    from sim.runs.run import Failure

DONE, SOME_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3
Options = argparse.Namespace
STORE_PLACE, NO_STORE = "RURALPARTY_STORE", "none"
"""As of ``sim/execution/cache.py``, which commands that only read do not import."""
SHARE = {
    "en": "{done} runs done now, {finished} of {requested} are there; once all are, the same command gives the result",
    "zh": "本次完成{done}次运行，共{requested}次，已有{finished}次；全部完成后，同一命令给出结果",
}
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


def execution_of(options: Options) -> dict[str, Any]:
    """Arguments of ``run``, ``compare`` and ``budget_table`` that say where runs are kept and what does them."""
    given = {name: getattr(options, name) for name in ("jobs", "fresh", "engine", "scheduler", "shard")}
    return {**given, "store": options.store or not options.no_store}


def tell_share(options: Options, share: ShareDone) -> int:
    """Report what a share of the runs did; the exit code that follows from it."""
    record = {name: getattr(share, name) for name in ("done", "finished", "requested")}
    show(options, SHARE[options.lang].format(**record), record)
    return tell_failures(share.failures, options.verbose)


def interrupted_text(options: Options) -> str:
    """What an interruption has left."""
    text = "interrupted; no results were written"
    keeps = not getattr(options, "no_store", True) and (options.store or os.environ.get(STORE_PLACE) != NO_STORE)
    return f"{text}; runs that ended are kept, and the same command goes on from there" if keeps else text


@contextmanager
def interrupted_as(text: str) -> Iterator[None]:
    """Let an interruption say what it leaves."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(text) from None
