"""The parser of the command line: families of commands, and answers to mistakes.

A command is declared above the function that carries it out, ``@FAMILY.command(name, summary, example, *switches)``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sim.cli.argparse_texts import speak_in_argparse
from sim.cli.output import Options, say
from sim.cli.switches import LANGUAGE, OF_RESULTS, Switches
from sim.cli.values import shortened
from sim.core.config.language import LANGUAGE_VARIABLE, is_language, message, spoken
from sim.report.layout.text import broken

DESCRIPTION = (
    "Simulated villages, their people and their Party branches: run scenarios, and compare interventions person by "
    "person. A scenario is the name of a shipped one (baseline, training, ...) or a file ending in .yaml."
)
EXITS = "Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted."
RENAMED = {"--denominator": "--quorum"}
"""Old names of switches, understood for one release more."""
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
        return re.split("[:;] |[：；]", message(self.summary))[0]


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


class Help(argparse.RawDescriptionHelpFormatter):
    """Help that wraps by columns of a terminal, of which a Chinese character takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return broken(text, width)


class Parser(argparse.ArgumentParser):
    """A parser that tells a mistyped command, choice or switch what was probably meant."""

    def __init__(self, *given: Any, **keywords: Any) -> None:
        super().__init__(*given, formatter_class=Help, **keywords)
        self.commands: dict[str, Parser] = {}

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print what is wrong and where help is, and leave with exit code 2."""
        say(f"{self.prog}: {message}\n" + see(self.prog))
        self.exit(2)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read a command line; a switch that its command does not have is told with the one most like it."""
        options, left = self.parse_known_args(args, namespace)
        if left:
            chosen = self.commands.get(getattr(options, "command", ""), self)
            chosen.error(message("unrecognized arguments: {words}", words=" ".join(left)) + self._hint(chosen, left))
        return options

    def _hint(self, chosen: Parser, left: Sequence[str]) -> str:
        """What was probably meant by a switch: one of the command's own, or none, and which commands have it."""
        from sim.core.config.problems import nearest

        name = next((word.partition("=")[0] for word in left if word.startswith("--") and len(word) > 2), "")
        if others := [each for each, parser in self.commands.items() if name in parser.long_switches]:
            return "; " + message("{name} is a switch of {commands}", name=name, commands=", ".join(others))
        near = nearest(name, {*chosen.long_switches, *RENAMED}) if name else ""
        return "; " + message("did you mean {name!r}?", name=RENAMED.get(near, near)) if near else ""

    @property
    def long_switches(self) -> list[str]:
        """Names of switches that begin with two hyphens."""
        return [name for name in self._option_string_actions if name.startswith("--")]

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        from sim.core.config.problems import did_you_mean

        known = list(map(str, action.choices))
        choices = ", ".join(map(repr, known))
        text = message("invalid choice: {given!r} (choose from {choices})", given=shortened(value), choices=choices)
        raise argparse.ArgumentError(action, text + did_you_mean(value, known))


def see(name: str) -> str:
    """Where help is."""
    return message("see: {name} --help", name=name)


def global_switches() -> Parser:
    """The parser of switches that may stand before the command or after it; they are read before all others."""
    parser = Parser("ruralparty", add_help=False, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help=message("show the version"))
    LANGUAGE(parser)
    parser.set_defaults(lang=told_language(), json=False, verbose=False)
    parser.add_argument(
        "--with",
        dest="extensions",
        action="append",
        default=[],
        metavar="FILE",
        help=message(
            "a Python file with policies, outcomes or mechanisms of your own, or the name of an installed plug-in; "
            "its code is run; may stand several times, before the command or after it"
        ),
    )
    return parser


def told_language() -> str:
    """The language that the environment names, or English."""
    told = os.environ.get(LANGUAGE_VARIABLE, "")
    return told if is_language(told) else "en"


def parse(families: Sequence[Family], words: Sequence[str]) -> Options:
    """Read a command line: its switches, and as ``do`` the function that carries the command out.

    What ``--with`` names is loaded at once, since switches may name what is in it.
    """
    speak_in_argparse()
    _speak(told_language())
    ahead = global_switches()
    options, rest = ahead.parse_known_args(words)
    _speak(options.lang)
    if options.version:
        print(f"ruralparty {_version()}")
        ahead.exit()
    if options.extensions:
        from sim.extensions.loading import ExtensionError
        from sim.extensions.registry import register

        try:
            register(*options.extensions)
        except ExtensionError as error:
            say(f"{ahead.prog} --with: {error}")
            ahead.exit(2)
    found = make_parser(families).parse_args(rest, options)
    _speak(found.lang)  # which may have been shortened: --lan zh
    return found


def _speak(language: str) -> None:
    """Say messages in a language from here on; that they have a catalogue at all costs English nothing."""
    if language != spoken():
        from sim.words.catalogue import speak

        speak(language)  # type: ignore[arg-type]


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
            new = RENAMED[name]
            say(message("{name} is called {new} now; the old name goes with the next release", name=name, new=new))
            word = "=".join((RENAMED[name], *value))
        found.append(word)
    return found


def make_parser(families: Sequence[Family]) -> Parser:
    """The parser of all commands, whose help lists them by family.

    Parameters
    ----------
    families : sequence of Family
    """
    width = shutil.get_terminal_size().columns - 2
    parser = Parser("ruralparty", parents=[global_switches()], epilog=filled(message(EXITS), width))
    for add in OF_RESULTS:
        add(parser)
    parser.usage = "ruralparty [-h] [--version] [--with FILE] COMMAND ..."
    parser.description = f"{filled(message(DESCRIPTION), width)}\n\n{commands_text(families, width)}"
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser, prog=parser.prog, help=argparse.SUPPRESS
    )
    for each in (command for family in families for command in family.commands.values()):
        summary, example = filled(message(each.summary), width), f"{message('example:')}\n  {each.example}"
        command = commands.add_parser(each.name, description=summary, epilog=example)
        for add in (*OF_RESULTS, LANGUAGE, *each.switches):
            add(command)
        command.set_defaults(do=each.do)
        parser.commands[each.name] = command
    return parser


def filled(text: str, width: int, indent: str = "", beneath: str = "") -> str:
    """A paragraph of lines that fit; those after the first go on beneath it."""
    first, *others = broken(text, width - len(beneath or indent)) or [""]
    return "\n".join((indent + first, *((beneath or indent) + line for line in others)))


def commands_text(families: Sequence[Family], width: int) -> str:
    """The commands by family, a line each; longer lines go on beneath themselves."""
    return "\n\n".join(
        "\n".join(
            (
                message("{title}:", title=message(family.title)),
                *(_listed(each, width) for each in family.commands.values()),
            )
        )
        for family in families
    )


def _listed(command: Command, width: int) -> str:
    return filled(command.line, width, f"  {command.name:11}  ", " " * 15)
