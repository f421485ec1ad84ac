"""Reference of what can be written and typed, made from what is declared: ``python -m sim.cli.reference FILE``."""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from pathlib import Path

import sim
from sim.channels.channel import Channel
from sim.channels.table import CHANNELS
from sim.cli.main import FAMILIES
from sim.cli.parser import Command
from sim.core.config.calendar import name_of
from sim.core.config.setting import declared
from sim.core.declarations.dated_value import shown_value
from sim.policies.common.delivery import Delivery
from sim.policies.common.triggers import OCCASIONS
from sim.procedures.targets import LOOKS_AT, RULES
from sim.report.described.odd.markdown import code, heading, plain_marks, table
from sim.scenario.scenario import Horizon
from sim.studies.read import KEYS
from sim.world.specification import WorldSpec

TOP = (
    ("name", "short name, of results and runs"),
    ("title", "text, or {en: text, zh: text}"),
    ("extends", "a shipped scenario or a file, from which everything is taken that is not said"),
    ("rationale", "why; free text"),
    ("version", "the version it was written for; a later one says what has changed since"),
    ("horizon", "when; below"),
    ("world", "where; below"),
    ("parameters", "values of parameters by `mechanism.parameter`; all are in [model.md](model.md#section-7)"),
    ("policies", "by name: `dose:` and delivery, below; all are in [model.md](model.md#section-9)"),
    ("hold", "channels that stay what they are in the baseline; below"),
    ("held_from", "the baseline, a table as this one; what the scenario is compared with if left out"),
)
STUDY = {
    "name": "short name",
    "title": "text",
    "rationale": "why",
    "scenarios": "names or files, each run at every point and seed",
    "constants": "set in every scenario, by dotted path",
    "levers": "what a policy maker sets: `{low, high}`, a list of values, or `declared`",
    "uncertainties": "what nobody knows: the same",
    "design": "`{kind, points}`: how points are chosen",
    "replicates": "seeds of each point, or `{precision: {OUTCOME: HALF-WIDTH}, baseline: NAME, least, cap}`",
    "seed": "first seed",
    "outcomes": "`headlines`, `all`, or names",
    "window": "months at the end over which scalars are taken",
    "keep": "`scalars`, `yearly`, `monthly`",
}
"""What the keys of a study file mean; those that there are stand in ``sim/studies/read.py``."""


def reference() -> str:
    """The page, in Markdown."""
    parts = [
        "# Reference: what can be written and typed",
        "Written from what the code declares by `make model`; a test fails when it is stale. Parameters, outcomes and "
        "policies, with units, ranges and sources, are in [the description of the model](model.md).",
        *_scenario(),
        *_study(),
        *_commands(),
        *_python(),
    ]
    return "\n\n".join(parts) + "\n"


def _settings(owner: type) -> str:
    fields = {each.name: each.default for each in owner.__dataclass_fields__.values()}  # type: ignore[attr-defined]
    rows = []
    for name, each in declared(owner).items():
        usual = fields[name]
        given = "must be given" if usual is inspect.Parameter.empty or repr(usual).startswith("<data") else usual
        if each.form == "month" and isinstance(given, int):
            given = name_of(given)
        rows.append(
            (code(name), shown_value(given) if given is not None else "none", each.unit, each.allowed, each.note)
        )
    return table(("key", "default", "unit", "allowed", "meaning"), rows)


def _scenario() -> list[str]:
    rules = [(code(rule), f"{'lowest' if LOOKS_AT[rule][1] > 0 else 'highest'} {code(LOOKS_AT[rule][0])} first"
              if rule in LOOKS_AT else "by lot") for rule in RULES]  # fmt: skip
    occasions = [
        (code(name), each.side, f"{each.low:g} to {each.high:g}", each.unit, each.note)
        for name, each in OCCASIONS.items()
    ]
    channels = [(code(name), each.words["en"], _how(each)) for name, each in CHANNELS.items()]
    return [
        heading(2, "Scenario file", "scenario"),
        table(("key", "meaning"), [(code(key), said) for key, said in TOP]),
        heading(3, "`horizon`", "horizon"),
        _settings(Horizon),
        heading(3, "`world`", "world"),
        _settings(WorldSpec),
        heading(3, "Delivery of a policy: `policies: {NAME: {start: 2022-01, ...}}`", "delivery"),
        _settings(Delivery),
        heading(3, "`rule`: which villages come first", "rules"),
        table(("rule", "who comes first"), rules),
        heading(
            3, "`trigger: {when: NAME, least: NUMBER}`: delivered from the month on in which it is met", "triggers"
        ),
        table(("when", "threshold", "range", "unit", "meaning"), occasions),
        heading(3, "`levers: [LEVER, ...]`: only these act, costs are booked all the same", "levers"),
        "Levers of a policy: `ruralparty explain NAME`.",
        heading(3, "`hold: {CHANNEL: baseline}`: what stays as in the baseline", "hold"),
        table(("channel", "what is held", "how"), channels),
    ]


def _how(channel: Channel) -> str:
    if channel.is_entry:
        return f"levers of {code(channel.mechanism)}"
    return "; ".join(f"{store}: {', '.join(map(code, names))}" for store, names in channel.columns.items())


def _study() -> list[str]:
    rows = [(code(key), STUDY[key]) for key in KEYS]
    return [heading(2, "Study file", "study"), table(("key", "meaning"), rows)]


def _commands() -> list[str]:
    parts = [heading(2, "Commands", "commands"), "Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted."]
    for family in FAMILIES:
        parts.append(heading(3, family.title.capitalize(), f"commands-{family.title.split()[0]}"))
        for each in family.commands.values():
            parts += _command(each)
    return parts


def _command(each: Command) -> list[str]:
    parser = argparse.ArgumentParser(each.name, add_help=False)
    for add in each.switches:
        add(parser)
    rows = []
    for action in parser._actions:
        names = ", ".join(map(code, action.option_strings)) or code(action.metavar or action.dest)
        choices = f" ({', '.join(map(str, action.choices))})" if action.choices else ""
        rows.append((names, (action.help or "").replace("%%", "%") + choices))
    shown = [f"**{code(each.name)}** {each.summary}", f"```sh\n{each.example}\n```"]
    return [*shown, table(("switch", "meaning"), rows)] if rows else shown


def _python() -> list[str]:
    parts = [heading(2, "Python", "python")]
    for name in sim.__all__:
        thing = getattr(sim, name)
        text = plain_marks(inspect.getdoc(thing) or "").partition("\n")[0]
        try:
            call = str(inspect.signature(thing)) if inspect.isfunction(thing) else ""
        except ValueError:
            call = ""
        call = re.sub(r"<function .*? at 0x\w+>", "...", call.replace("'", "").partition(" -> ")[0])
        parts.append(f"**`sim.{name}{call}`** {text}")
    return parts


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
