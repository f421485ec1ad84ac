"""Study files to begin with: one for each analysis, commented, that validates and runs as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path

from sim.core.config.given_files import given_path
from sim.core.config.language import message
from sim.execution.files import make_folder, publish_text
from sim.studies.new_evaluation import evaluation_text
from sim.studies.new_portfolio import POINTS, PORTFOLIO, portfolio_study, portfolio_text
from sim.studies.plan import NAME
from sim.studies.plausible import plausible_set

SENSITIVITY, ROBUST, DISCOVER, WORTH, OPTIMISE = SWEPT = ("sensitivity", "robust", "discover", "worth", "optimise")
EVALUATE = "evaluate"
KINDS = (*SWEPT, EVALUATE)
SECOND = 64
"""Points of a study of sensitivity that have a second seed."""
COMMENTS = 44
"""Column at which comments begin."""
UNKNOWNS = (
    "parameters.effort.hours_spread",
    "parameters.effort.platform_hours",
    "parameters.effort.unseen",
    "parameters.service.volunteer_most",
    "parameters.service.need_hours",
    "parameters.meetings.attend",
    "parameters.migration.leave",
    "parameters.trust.contact",
    "parameters.trust.message_weight",
    "parameters.training.gain",
    "parameters.training.decay",
    "parameters.membership.apply_trust",
)
"""A dozen parameters along which effects of the shipped scenarios were seen to turn."""


@dataclass(frozen=True)
class _Default:
    """What a default study holds beside what all of them do.

    Attributes
    ----------
    scenarios : tuple of str
    points : tuple of int
        Of its design; empty for all points of the plausible set.
    everything : bool
        Whether all parameters of the plausible set are varied, or the dozen of :data:`UNKNOWNS`.
    replicates : int
    """

    scenarios: tuple[str, ...]
    points: tuple[int, ...] = ()
    everything: bool = False
    replicates: int = 1


SHIPPED = ("baseline", "training", "talent_recruitment", "online_branch", "burden_and_outcomes")
DEFAULTS = {
    SENSITIVITY: _Default(("baseline", "training", "online_branch"), (512,), True),
    ROBUST: _Default(SHIPPED, replicates=2),
    DISCOVER: _Default(("baseline", "training", "online_branch"), (400, 200)),
    WORTH: _Default(SHIPPED, replicates=2),
    OPTIMISE: _Default(("baseline", PORTFOLIO), (POINTS,)),
}


def new_study(kind: str, folder: str | Path, *, scenarios: Sequence[str] = (), points: int | None = None) -> Path:
    """Write a default study file for an analysis.

    Parameters
    ----------
    kind : {"sensitivity", "robust", "discover", "worth", "optimise", "evaluate"}
    folder : str or Path
        Is made; the study goes by its name.
    scenarios : sequence of str
        The baseline first; a few shipped ones if left out.
    points : int, optional
        The usual number if left out; of an evaluation its worlds.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If there is no such kind, a study stands there already, or scenarios are named for one that has its own.

    Examples
    --------
    >>> import sim
    >>> from sim.studies.new import new_study
    >>> from sim.studies.read import load_study
    >>> file = new_study("robust", "how_sure", points=10)
    >>> plan = load_study(file)
    >>> plan.name, plan.design.kind, len(plan.scenarios)
    ('how_sure', 'plausible', 5)
    """
    if kind not in KINDS:
        raise ValueError(message("there is no study {kind!r}; there are {kinds}", kind=kind, kinds=", ".join(KINDS)))
    file = given_path(folder) / NAME
    if file.exists():
        raise ValueError(message("{file} is there already: give another name", file=file))
    if kind == OPTIMISE and scenarios:
        raise ValueError(message("optimise varies one scenario of its own, {name}.yaml: edit that", name=PORTFOLIO))
    name = file.parent.resolve().name
    text = evaluation_text(name, scenarios, points) if kind == EVALUATE else study_text(kind, name, scenarios, points)
    make_folder(file.parent)
    if kind == OPTIMISE and not (own := file.parent / f"{PORTFOLIO}.yaml").exists():
        publish_text(own, portfolio_text())
    publish_text(file, text)
    return file


def study_text(kind: str, name: str, scenarios: Sequence[str] = (), points: int | None = None) -> str:
    """The text of a default study, its comments in the language that is spoken.

    Parameters
    ----------
    kind, scenarios, points
        As of :func:`new_study`.
    name : str
        Of the study.
    """
    if kind == OPTIMISE:
        return portfolio_study(name, points, COMMENTS)
    usual = DEFAULTS[kind]
    chosen = scenarios or usual.scenarios
    titles, commands = _titles(), f"ruralparty {kind}"
    lines = [
        f"name: {dumps(name, ensure_ascii=False)}",  # text, whatever YAML would make of it
        f"title: {dumps(titles[kind], ensure_ascii=False)}",
        "",
        _line("scenarios:", message("the first is the baseline, from which differences are taken")),
        *(f"  - {each}" for each in chosen),
        "",
        _line("# constants:", message("set in every scenario; smaller worlds and shorter runs are cheaper")),
        "#   world.townships: 1",
        "#   horizon.months: 60",
        "",
        *_varied(kind, usual, points),
        _replicates(kind, usual),
        "seed: 1",
        "",
        _line("outcomes: headlines", message("or names, or all: `ruralparty outcomes`")),
        _line("window: 12", message("months at the end over which values are taken")),
        _line("keep: [scalars]", message("yearly and monthly as well, if wanted")),
        "",
        "# "
        + message(
            "`{command} FOLDER` does the runs that are missing and writes analysis/{kind}", command=commands, kind=kind
        ),
    ]
    return "\n".join(lines) + "\n"


def _titles() -> dict[str, str]:
    return {
        SENSITIVITY: message("What matters: which unknowns decide the outcomes and the effects"),
        ROBUST: message("How sure: effects over everything that published figures leave room for"),
        DISCOVER: message("Where it fails: the conditions under which a policy does harm"),
        WORTH: message("What is worth knowing: which unknown would change the choice"),
    }


def _replicates(kind: str, usual: _Default) -> str:
    if kind == SENSITIVITY:
        told = message("each point has a seed of its own, shared by all scenarios; so many have a second one")
        return _line(f"replicates: {{second: {SECOND}}}", told)
    return _line(
        f"replicates: {usual.replicates}", message("seeds at each point; baseline and alternatives share them")
    )


def _varied(kind: str, usual: _Default, points: int | None) -> list[str]:
    """What is varied, and at which points."""
    if not usual.points:
        number = "" if points is None else f" {points}"
        told = message("points that no published figure rules out; a number takes the first so many")
        return [_line(f"uncertainties: plausible{number}", told)]
    paths = tuple(plausible_set(1).points[0]) if usual.everything else UNKNOWNS
    sizes: Sequence[int] = usual.points if points is None else (points, *(points // 2 for _ in usual.points[1:]))
    told = (
        message("the second batch is held out: boxes are tried on it")
        if kind == DISCOVER
        else message("a larger number later keeps these points and adds to them")
    )
    shown = f"[{', '.join(map(str, sizes))}]" if len(sizes) > 1 else str(sizes[0])
    return [
        _line("uncertainties:", message("what nobody knows; declared: over the range that the parameter declares")),
        *(f"  {path}: declared" for path in paths),
        *(["  world.archetype: [national, near-urban, labour-exporting, hollow]"] if kind == DISCOVER else []),
        _line(f"design: {{kind: lhs, points: {shown}}}", told),
    ]


def _line(text: str, comment: str) -> str:
    return f"{text:<{COMMENTS}}# {comment}"
