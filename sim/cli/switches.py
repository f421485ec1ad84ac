"""Switches of the command line: how one is declared, and those that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from sim.cli.values import count_of, jobs_of, names_of, place_of, shard_of, whole_of
from sim.core.config.language import LANGUAGES, message

LANGUAGE_HELP = "language of results, messages and help (en, or RURALPARTY_LANG)"
Switches = Callable[[Any], object]
"""What adds one switch or several to a parser or a group of one."""


def switch(*names: str, **keywords: Any) -> Switches:
    """A switch or a word, as ``argparse`` takes them."""

    def add(parser: argparse.ArgumentParser) -> object:
        told = {"help": message(keywords["help"])} if "help" in keywords else {}
        return parser.add_argument(*names, **keywords | told)

    return add


def flag(name: str, meaning: str) -> Switches:
    """A switch without a value."""
    return switch(name, action="store_true", help=meaning)


def number(name: str, meaning: str, usual: int | None = None) -> Switches:
    """A switch that takes a whole number from 1; the usual one is told in the help."""

    def add(parser: argparse.ArgumentParser) -> object:
        told = (
            message(meaning) if usual is None else message("{meaning} ({usual})", meaning=message(meaning), usual=usual)
        )
        return parser.add_argument(name, type=count_of, default=usual, metavar="N", help=told)

    return add


def names(name: str, meaning: str) -> Switches:
    """A switch that takes names with commas between them."""
    return switch(name, type=names_of, metavar="A,B", help=meaning)


def either(*switches: Switches) -> Switches:
    """Switches of which one at most is given."""

    def add(parser: argparse.ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        for each in switches:
            each(group)

    return add


OF_RESULTS = (
    switch("--json", action="store_true", default=argparse.SUPPRESS, help="print the result as JSON"),
    switch("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help="show where an error happened"),
)
"""Switches of every command. As the language, they may stand before it: their defaults are those of the whole line."""
LANGUAGE = switch("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=LANGUAGE_HELP)
SEEDED = (
    switch("--seed", type=whole_of, default=1, metavar="N", help="first seed; replicate k has seed N + k (1)"),
    switch(
        "--quorum",
        choices=("registered", "adjusted", "list"),
        help="quorum rule of all scenarios alike: all full members, less those excused, or less those on a branch's "
        "list",
    ),
)
JOBS = switch(
    "-j", "--jobs", type=jobs_of, default=0, metavar="N", help="processes; 0 or left out: one for each processor"
)
SPREAD = (
    JOBS,
    switch(
        "--engine", choices=("process", "sequential", "dask"), default="process", help="what does the runs (process)"
    ),
    switch("--scheduler", default="", metavar="ADDRESS", help="of dask: an address or a scheduler file"),
    switch(
        "--shard",
        type=shard_of,
        metavar="I/N",
        help="only the I-th of N shares of the runs, for job arrays; the last one to end gives the result, or the same "
        "command without this switch",
    ),
)
"""How many processes there are, on one machine or on several."""
EXECUTED = (
    switch(
        "-o",
        "--out",
        type=place_of,
        metavar="FOLDER",
        help="write tables, figure, series and manifest there; earlier results are replaced, files of yours stay",
    ),
    *SPREAD,
    either(
        switch(
            "--store",
            type=place_of,
            metavar="FOLDER",
            help="keep runs there, and do none that is there already (left out: the folder runs in the user's cache, "
            "or $RURALPARTY_STORE); about 300 kB a run of the baseline's world; runs not used for 30 days are deleted, "
            "and beyond 4 GB ($RURALPARTY_STORE_GB) those unused for longest",
        ),
        flag("--no-store", "run everything and keep no run (RURALPARTY_STORE=none)"),
    ),
    flag("--fresh", "run anew what is stored, and store it again"),
)
"""Where results and runs go, and what does the runs."""
EVALUATED = (
    switch(
        "--window",
        default="12",
        metavar="MONTHS",
        help="months of evaluation: 12 = the last twelve (default), 2025-01..2026-12, all",
    ),
    names("--outcomes", "outcomes; the headlines if left out"),
)
