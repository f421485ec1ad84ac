"""What the commands of ``ruralparty`` share: exit codes, and how results, messages and failures are printed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.core.config.language import message

if TYPE_CHECKING:
    from sim.cli.streams import Stream
    from sim.execution.simulator import ShareDone
    from sim.runs.run import Failure

DONE, SOME_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3
Options = argparse.Namespace
STORE_PLACE, NO_STORE = "RURALPARTY_STORE", "none"
"""As of ``sim/execution/cache.py``, which commands that only read do not import."""


def say(text: str) -> None:
    """Print a message on standard error."""
    print(text, file=sys.stderr, flush=True)


def show(
    options: Options, text: str, record: Any, save: Callable[[], object] | None = None, written: Sequence[str] = ("",)
) -> None:
    """Save the result where ``--out`` says, then print it: what stops the printing cannot lose it.

    Parameters
    ----------
    options : Options
    text : str
        The result as text.
    record : object
        The result for ``--json``.
    save : callable, optional
        Writes the result to the folder ``options.out``.
    written : sequence of str
        Files of that folder to point at.
    """
    saves = save is not None and bool(options.out)
    try:
        if save is not None and saves:
            save()
            options.saved = True
    finally:  # results that cannot be saved are printed at least
        print(as_record(record) if options.json else text, flush=True)
    if saves:
        first, *others = (os.path.join(options.out, name) if name else options.out for name in written)
        say(message("written: {files}", files=", ".join((first, *map(os.path.basename, others)))))


def as_record(record: Any) -> str:
    """A result as JSON; signs that standard output cannot say are written as JSON escapes them."""
    from sim.report.layout.folder import as_json

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return as_json(record, ascii_only=not encoding.lower().startswith("utf")).rstrip("\n")


def tell_failures(failures: Sequence[Failure], verbose: bool) -> int:
    """Report failed runs; the exit code that follows from them."""
    for each in failures:
        say(failure_text(each.scenario, each.seed, each.error, each.command))
        if verbose:
            say(each.trace)
    return SOME_FAILED if failures else DONE


def failure_text(scenario: str, seed: int, error: str, replay: str) -> str:
    """A run that failed, and the command that does it again."""
    what = message("failed: {scenario}, seed {seed}: {error}", scenario=scenario, seed=seed, error=error)
    return f"{what}\n  {message('replay: {command}', command=replay)}"


def tell_error(options: Options, error: Exception) -> int:
    """Report an error, with ``-v`` where it happened; the exit code that follows from it."""
    if options.verbose:
        from traceback import format_exception

        say("".join(format_exception(error)).rstrip("\n"))
    start = f"ruralparty {options.command}: "
    if isinstance(error, MemoryError):
        say(start + message("there is not enough memory ({error})", error=error))
        return BAD_INPUT
    if isinstance(error, (ValueError, OSError, ModuleNotFoundError)):
        say(f"{start}{error}")
        if not speaks_for_itself(error):
            say(message("if nothing is wrong with what was typed, this is a fault of the program; -v shows where"))
        return BAD_INPUT
    say(f"{start}{type(error).__name__}: {error}")
    say(message("this is a fault of the program; -v shows where"))
    return SOME_FAILED


def code_after(options: Options, out: Stream, code: int) -> int:
    """The exit code, if standard output took all; another if results are lost because it did not.

    Whoever closes a pipe has enough of it. A full disk is told, and is bad input where the result stands nowhere else.
    """
    if out.failed is None or isinstance(out.failed, BrokenPipeError):
        return code
    reason = out.failed.strerror or str(out.failed)
    say(message("what was to be printed could not be written: {reason}", reason=reason))
    return code if code != DONE or getattr(options, "saved", False) else BAD_INPUT


def warning_teller() -> Callable[..., None]:
    """What says warnings as sentences, each once, without the lines of code (``warnings.showwarning``)."""
    told: set[str] = set()

    def tell(message: Warning | str, *where: Any, **others: Any) -> None:
        if (text := str(message)) not in told:
            told.add(text)
            say(text)

    return tell


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
    if options.out is not None:
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
    text = message(
        "{done} runs done now, {finished} of {requested} are there; once all are, the same command gives the result",
        done=share.done,
        finished=share.finished,
        requested=share.requested,
    )
    show(options, text, record)
    return tell_failures(share.failures, options.verbose)


def interrupted_text(options: Options) -> str:
    """What an interruption has left."""
    keeps = not getattr(options, "no_store", True) and (options.store or os.environ.get(STORE_PLACE) != NO_STORE)
    if not keeps:
        return message("interrupted; no results were written")
    return message(
        "interrupted; no results were written; runs that ended are kept, and the same command goes on from there"
    )


@contextmanager
def interrupted_as(text: str) -> Iterator[None]:
    """Let an interruption say what it leaves."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(text) from None
