"""The default study of `optimise`: a scenario of several policies; levers for what money buys of them, and for whom."""

from __future__ import annotations

from json import dumps

from sim.core.config.language import message
from sim.policies import find_policy

PORTFOLIO = "portfolio"
POLICIES = ("training", "secretary_pay", "first_secretary", "digital_literacy", "hardship_care", "openness")
"""One that money buys for each of six ends: skill, hours, help from outside, devices, care, and being watched."""
OUTCOMES = ("service_fulfilment", "trust", "poverty")
TARGETED = ("training", "hardship_care")
"""Policies whose villages are chosen as well."""
TARGETS = ("random", "weakest", "poorest")
POINTS, SECOND = 400, 64


def portfolio_text() -> str:
    """The scenario: every policy reaches everywhere and begins a year after the start."""
    lines = [
        f"name: {PORTFOLIO}",
        'title: {en: "A portfolio of policies", zh: "政策组合"}',
        "extends: baseline",
        "rationale: doses and targets are those of the study beside it",
        "policies:",
        *(f"  {policy}: {{start: 2022-01, ramp: 6 months}}" for policy in POLICIES),
    ]
    return "\n".join(lines) + "\n"


def portfolio_study(name: str, points: int | None, column: int = 44) -> str:
    """The study file, its comments in the language that is spoken.

    Parameters
    ----------
    name : str
    points : int, optional
        The usual number if left out.
    column : int
        At which comments begin.
    """

    def told(text: str, comment: str) -> str:
        return f"{text:<{column - 2}}  # {comment}"

    levers = [
        f"  policies.{policy}.dose.{dose}: declared"
        for policy in POLICIES
        for dose in (*_bought(policy)["doses"], *_bought(policy)["reach"])
    ]
    targets = [f"  policies.{policy}.coverage: {{low: 0, high: 1}}" for policy in TARGETED]
    targets += [f"  policies.{policy}.rule: [{', '.join(TARGETS)}]" for policy in TARGETED]
    lines = [
        f"name: {dumps(name, ensure_ascii=False)}",
        f"title: {dumps(message('Which portfolio: doses and targets under one budget'), ensure_ascii=False)}",
        "",
        told("scenarios:", message("the baseline, and one whose policies have levers")),
        "  - baseline",
        told(f"  - {PORTFOLIO}.yaml", message("beside this file; its policies may be others")),
        "",
        told("constants:", message("set in every scenario; smaller worlds and shorter runs are cheaper")),
        "  world.townships: 2",
        "  world.villages: 3",
        "",
        told("levers:", message("doses that money buys, over their declared ranges")),
        *levers,
        *targets,
        told(f"design: {{kind: lhs, points: {points or POINTS}}}", message("more points foretell better")),
        told(
            f"replicates: {{second: {min(SECOND, points or POINTS)}}}",
            message("each point has a seed of its own, shared by all scenarios; so many have a second one"),
        ),
        "seed: 1",
        "",
        told(f"outcomes: [{', '.join(OUTCOMES)}]", message("what is sought; two to four that pull apart are best")),
        told("window: 12", message("months at the end over which values are taken")),
        told("keep: [scalars]", message("yearly and monthly as well, if wanted")),
        "",
        "# "
        + message(
            "`{command} FOLDER` does the runs that are missing and writes analysis/{kind}",
            command="ruralparty optimise --budget 100",
            kind="optimise",
        ),
    ]
    return "\n".join(lines) + "\n"


def _bought(policy: str) -> dict[str, tuple[str, ...]]:
    bought = find_policy(policy).bought
    return {"doses": bought.doses if bought else (), "reach": bought.reach if bought else ()}
