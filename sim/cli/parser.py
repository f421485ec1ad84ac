"""The parser of the command line: families of commands, switches that several share, answers to mistakes.

A command is declared above the function that carries it out, ``@FAMILY.command(name, summary, example, *switches)``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sim.cli.output import Options, say
from sim.core.config.language import LANGUAGE_VARIABLE, LANGUAGES, is_language, message

DESCRIPTION = (
    "Simulated villages, their people and their Party branches: run scenarios, and compare interventions person by "
    "person. A scenario is the name of a shipped one (baseline, training, ...) or a file ending in .yaml."
)
EXITS = "Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted."
LANGUAGE_HELP = "language of results, messages and help (en, or RURALPARTY_LANG)"
RENAMED = {"--denominator": "--quorum"}
"""Old names of switches, understood for one release more."""
CHOICE = re.compile(r"invalid choice: '(?P<given>[^']*)' \(choose from (?P<known>.*)\)")
UNKNOWN = re.compile(r"unrecognized arguments: (?:.* )?(?P<given>--[\w-]+)")

Switches = Callable[[Any], object]
"""What adds one switch or several to a parser or a group of one."""
Handler = Callable[[Options], int | None]
"""What carries a command out; its exit code, or nothing if all is done."""


class Command(NamedTuple):
    """A command: its name, what it does, an example, its switches, and the function that carries it out."""

    name: str
    summary: str
    example: str
    switches: tuple[Switches, ...]
    do: Handler

    @property
    def line(self) -> str:
        """The summary in the list of commands: what stands before its colon or semicolon."""
        return re.split("[:;] ", self.summary)[0]


class Family:
    """Commands under one heading of the help.

    Parameters
    ----------
    title : str
        The heading.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.commands: dict[str, Command] = {}

    def command[Do: Handler](self, name: str, summary: str, example: str, *switches: Switches) -> Callable[[Do], Do]:
        """Declare a command above the function that carries it out."""

        def declare(do: Do) -> Do:
            self.commands[name] = Command(name, summary, example, switches, do)
            return do

        return declare


class Parser(argparse.ArgumentParser):
    """A parser that tells a mistyped command or switch what was probably meant."""

    switches: frozenset[str] = frozenset()
    """Switches of all commands; only the parser of the whole command line knows them."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print what is wrong, the name most like it and where help is, and leave with exit code 2."""
        near = self._nearest(message)
        hint = f"; did you mean {near!r}?" if near else ""
        self.exit(2, f"{self.prog}: {message}{hint}\nsee: {self.prog} --help\n")

    def _nearest(self, message: str) -> str:
        from sim.core.config.problems import nearest

        if found := CHOICE.search(message):
            return nearest(found["given"], re.findall(r"[\w-]+", found["known"]))
        if found := UNKNOWN.search(message):
            near = nearest(found["given"], [*self.switches, *RENAMED])
            return "" if near == found["given"] else RENAMED.get(near, near)  # a switch of another command
        return ""


def global_switches() -> Parser:
    """The parser of switches that may stand before the command or after it; they are read before all others."""
    parser = Parser("ruralparty", add_help=False, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="show the version")
    told = os.environ.get(LANGUAGE_VARIABLE, "")
    parser.add_argument("--lang", choices=LANGUAGES, default=told if is_language(told) else "en", help=LANGUAGE_HELP)
    parser.add_argument(
        "--with",
        dest="extensions",
        action="append",
        default=[],
        metavar="FILE",
        help="a Python file with policies, outcomes or mechanisms of your own, or the name of an installed plug-in; "
        "its code is run; may stand several times, before the command or after it",
    )
    return parser


def parse(families: Sequence[Family], words: Sequence[str]) -> Options:
    """Read a command line: its switches, and as ``do`` the function that carries the command out.

    What ``--with`` names is loaded at once, since switches may name what is in it.
    """
    ahead = global_switches()
    options, rest = ahead.parse_known_args(words)
    if options.lang != "en":
        from sim.words.catalogue import speak

        speak(options.lang)
    if options.version:
        print(f"ruralparty {_version()}")
        ahead.exit()
    if options.extensions:
        from sim.extensions.loading import ExtensionError
        from sim.extensions.registry import register

        try:
            register(*options.extensions)
        except ExtensionError as error:
            ahead.exit(2, f"{ahead.prog} --with: {error}\n")
    return make_parser(families, ahead).parse_args(rest, options)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ruralparty")
    except PackageNotFoundError:
        return "not installed"


def renewed(words: Iterable[str]) -> list[str]:
    """The words with the names that switches have today; every old one is told on standard error."""
    found = []
    for word in words:
        name, *value = word.split("=", 1)
        if name in RENAMED:
            say(f"{name} is called {RENAMED[name]} now; the old name goes with the next release")
            word = "=".join((RENAMED[name], *value))
        found.append(word)
    return found


def make_parser(families: Sequence[Family], ahead: Parser) -> Parser:
    """The parser of all commands, whose help lists them by family.

    Parameters
    ----------
    families : sequence of Family
    ahead : Parser
        That of the switches that are read before all others.
    """
    shape, width = argparse.RawDescriptionHelpFormatter, shutil.get_terminal_size().columns - 2
    parser = Parser("ruralparty", parents=[ahead], epilog=textwrap.fill(EXITS, width), formatter_class=shape)
    parser.usage = "ruralparty [-h] [--version] [--with FILE] COMMAND ..."
    parser.description = f"{textwrap.fill(DESCRIPTION, width)}\n\n{commands_text(families, width)}"
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser, prog=parser.prog, help=argparse.SUPPRESS
    )
    for each in (command for family in families for command in family.commands.values()):
        summary, example = textwrap.fill(message(each.summary), width), f"{message('example:')}\n  {each.example}"
        command = commands.add_parser(each.name, description=summary, epilog=example, formatter_class=shape)
        for add in (*COMMON, *each.switches):
            add(command)
        command.set_defaults(do=each.do)
        parser.switches |= {name for name in command._option_string_actions if name.startswith("--")}
    return parser


def commands_text(families: Sequence[Family], width: int) -> str:
    """The commands by family, a line each; longer lines go on beneath themselves."""
    return "\n\n".join(
        "\n".join((f"{family.title}:", *(_listed(each, width) for each in family.commands.values())))
        for family in families
    )


def _listed(command: Command, width: int) -> str:
    return textwrap.fill(f"  {command.name:10}  {command.line}", width, subsequent_indent=" " * 14)


def count_of(text: str) -> int:
    """A whole number from 1."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")


def reps_of(text: str) -> int | str:
    """Number of pairs, or ``auto``."""
    if text == "auto" or text.isdecimal() and int(text) >= 1:
        return text if text == "auto" else int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither a number from 1 nor auto")


def shard_of(text: str) -> tuple[int, int]:
    """``2/8``: the second of eight shares."""
    place, _, count = text.partition("/")
    if place.isdecimal() and count.isdecimal() and 1 <= int(place) <= int(count):
        return int(place), int(count)
    raise argparse.ArgumentTypeError(f"{text!r} is no share I/N with I from 1 to N, such as 2/8")


def names_of(text: str) -> list[str]:
    """Names with commas between them; one that stands twice counts once."""
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def precision_of(text: str) -> tuple[str, float]:
    """``trust=0.005`` or ``attendance=2 points``: an outcome and the half-width wanted.

    Parameters
    ----------
    text : str
        A number in the outcome's unit, a share from 0 to 1; points and % are hundredths of a share.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no such pair, or points are given of what is no share.
    """
    name, _, width = text.partition("=")
    number = width.removesuffix("%").removesuffix("points").removesuffix("point")
    try:
        value = float(number)
    except ValueError:
        shape = "OUTCOME=HALF-WIDTH, such as trust=0.005 or 'attendance=2 points'"
        raise argparse.ArgumentTypeError(f"{text!r} is not {shape}") from None
    if number == width:
        return name, value
    from sim.indicators import INDICATORS

    if name in INDICATORS and INDICATORS[name].unit != "share":
        unit = INDICATORS[name].unit
        raise argparse.ArgumentTypeError(f"{text!r}: points are of shares; {name} is in {unit}, a number without more")
    return name, value / 100


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
    told = meaning if usual is None else f"{meaning} ({usual})"
    return switch(name, type=count_of, default=usual, metavar="N", help=told)


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


COMMON = (
    flag("--json", "print the result as JSON"),
    switch("-v", "--verbose", action="store_true", help="show where an error happened"),
    switch("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=LANGUAGE_HELP),
)
"""Switches of every command."""
SEEDED = (
    switch("--seed", type=int, default=1, metavar="N", help="first seed; replicate k has seed N + k (1)"),
    switch(
        "--quorum",
        choices=("registered", "adjusted"),
        help="quorum rule of all scenarios alike: all full members, or less those excused",
    ),
)
JOBS = switch("-j", "--jobs", type=int, default=0, metavar="N", help="processes; one for each processor if left out")
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
        metavar="FOLDER",
        help="write tables, figure, series and manifest there; earlier results are replaced, files of yours stay",
    ),
    *SPREAD,
    either(
        switch(
            "--store",
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
