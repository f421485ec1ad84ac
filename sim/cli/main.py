"""The command ``ruralparty``. Results go to standard output, progress and messages to standard error.

Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted. Each command imports what it needs when it is
called, so that help, ``validate`` and ``explain`` answer at once.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sim.cli.output import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    SOME_FAILED,
    Options,
    code_after,
    interrupted_text,
    say,
    tell_error,
    tell_share,
    warning_teller,
)
from sim.cli.parser import Family, parse, renewed
from sim.cli.streams import unfailing
from sim.core.config.language import LANGUAGE_VARIABLE, speak, spoken
from sim.core.config.places import forget_relative

__all__ = ["BAD_INPUT", "DONE", "FAMILIES", "INTERRUPTED", "SOME_FAILED", "main"]
MODULES = ("run", "compare", "why", "look", "studies", "analyses", "reports", "validation", "describe")
"""Files beside this one that hold a family of commands each, in the order of the help."""
CHINESE = "中"
WITHOUT_CHINESE = (
    "this terminal has no Chinese signs (its encoding is {encoding}): question marks stand for them; what is written "
    "to files has them (PYTHONIOENCODING=utf-8, or --lang en)"
)
"""In English always: whoever reads it sees no Chinese."""
SAFE_PATH = "PYTHONSAFEPATH"
ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that ask a process to end: Ctrl-C, `kill`, a terminal that closes, and Ctrl-Break on Windows."""
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
    words = list(sys.argv[1:] if arguments is None else arguments)
    with told_to_children(), unfailing() as out:
        options = Options(verbose=False, command="")
        try:
            words = renewed(words)
            options = parse(FAMILIES, words)
            options.words = ["ruralparty", *words]
            options.begun = datetime.now(UTC)
            if options.lang != "en" and not options.json and not out.says(CHINESE):
                say(WITHOUT_CHINESE.format(encoding=out.encoding))
            with stoppable():
                code = carry_out(options)
        except SystemExit as left:  # help, or a command line that is not understood
            out.flush()
            raise SystemExit(code_after(options, out, left.code if isinstance(left.code, int) else DONE)) from None
        out.flush()
        return code_after(options, out, code)


def carry_out(options: Options) -> int:
    """Do what a command line asks for; the exit code."""
    try:
        with warnings.catch_warnings():
            if not options.verbose:
                warnings.showwarning = warning_teller()
            return options.do(options) or DONE
    except KeyboardInterrupt as interruption:
        say(str(interruption) or interrupted_text(options))
        return INTERRUPTED
    except Exception as error:
        if (simulator := sys.modules.get("sim.execution.simulator")) and isinstance(error, simulator.ShareDone):
            return tell_share(options, error)
        return tell_error(options, error)


@contextmanager
def told_to_children() -> Iterator[None]:
    """Set what processes that are started meanwhile take over, and put it back: the language, and a safe path.

    None of them looks for modules in the present folder, which may be anybody's.
    """
    before = {name: os.environ.get(name) for name in (SAFE_PATH, LANGUAGE_VARIABLE)}
    language = spoken()
    os.environ[SAFE_PATH] = "1"
    forget_relative()
    try:
        yield
    finally:
        speak(language)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def stoppable() -> Iterator[None]:
    """Treat every signal to end like Ctrl-C, so that workers are ended and temporary folders removed.

    A second one ends the process at once. One that is ignored, as by ``nohup``, stays so.
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield
        return
    here = [each for name in ENDINGS if (each := getattr(signal, name, None))]
    before = {each: how for each in here if (how := signal.getsignal(each)) not in (signal.SIG_IGN, None)}

    def stop(number: int, frame: Any) -> None:
        for each in before:
            signal.signal(each, signal.SIG_DFL)
        raise KeyboardInterrupt

    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, how in before.items():
            signal.signal(each, how)
