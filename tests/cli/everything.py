"""A command line for every command, in worlds that take no time."""

from __future__ import annotations

from pathlib import Path

STUDY = """
name: small
scenarios: [baseline, training]
constants: {world.townships: 1, world.villages: 2, world.village_size: 150, horizon.months: 13, horizon.burn_in: 1}
levers: {policies.training.dose.units: {low: 0.5, high: 3.5}}
design: {kind: lhs, points: 1}
replicates: 1
outcomes: [trust]
"""
VARIED = """
name: varied
scenarios: [baseline, training]
constants: {world.townships: 1, world.villages: 2, world.village_size: 150, horizon.months: 13, horizon.burn_in: 1}
uncertainties: {parameters.migration.leave: declared}
design: {kind: lhs, points: 4}
outcomes: [trust, capacity]
"""
PORTFOLIO = """
name: portfolio
scenarios: [baseline, training]
constants:
  {world.townships: 1, world.villages: 2, world.village_size: 150, horizon.months: 13, horizon.burn_in: 1,
   policies.training.start: 2021-01}
levers:
  policies.training.dose.units: declared
  policies.training.dose.secretary_units: declared
  policies.training.coverage: {low: 0, high: 1}
design: {kind: lhs, points: 24}
outcomes: [secretary_capacity, secretary_hours]
"""
CALIBRATION = """
name: tiny
until: 2012
waves: 1
points: 10
seeds: 1
villages: 1
village_size: 100
plausible: 1
uncertainties: {parameters.migration.leave: declared}
"""
EVALUATION = """
name: tiny
constants: {world.townships: 1, world.villages: 6, world.village_size: 120, horizon.months: 36, horizon.burn_in: 1}
pilot: {policy: training, starts: [2023-01]}
rules: [weakest]
outcomes: [attendance, trust]
survey: {persons: 10, deviation: {trust: 0.25}}
estimators: [difference_in_differences, sun_abraham]
worlds: 2
"""
NOT_HERE = {"demo", "watch", "app"}
"""`demo` is a `compare` of large worlds; `watch` and `app` wait for a browser (`tests/app/`)."""
READING = ("validate", "month", "policies", "explain", "parameters", "outcomes", "coverage", "odd", "cite", "fit")
"""Commands that run no model."""
SIZE = ["--months", "24", "--townships", "1", "--villages", "2", "--village-size", "150"]
WORLD = ["--counties", "1", "--townships", "1", "--villages", "2", "--village-size", "150"]


def study_in(folder: Path) -> str:
    """A study of three runs."""
    study = folder / "study"
    study.mkdir()
    (study / "study.yaml").write_text(STUDY, encoding="utf-8")
    (study / "varied").mkdir()
    (study / "varied" / "study.yaml").write_text(VARIED, encoding="utf-8")
    (study / "portfolio").mkdir()
    (study / "portfolio" / "study.yaml").write_text(PORTFOLIO, encoding="utf-8")
    (study / "calibration").mkdir()
    (study / "calibration" / "study.yaml").write_text(CALIBRATION, encoding="utf-8")
    (study / "evaluation").mkdir()
    (study / "evaluation" / "study.yaml").write_text(EVALUATION, encoding="utf-8")
    return str(study)


def command_lines(tiny: list[str], study: str) -> dict[str, list[str]]:
    """Words of every command by its name, in an order in which each finds what it needs."""
    here = ["-j", "1"]
    return {
        "validate": ["training", *tiny],
        "month": [],
        "policies": [],
        "explain": ["training"],
        "parameters": ["trust"],
        "outcomes": [],
        "coverage": ["A27"],
        "odd": ["S8"],
        "cite": [],
        "run": [tiny[1], "--reps", "2", *here],
        "compare": [*tiny, "--reps", "2", *here],
        "table": ["--policies", "training", "--reps", "2", "--budgets", "30", "--baseline", tiny[0], *SIZE, *here],
        "why": ["training", tiny[0], "--pairs", "2", "--channels", "hours", *SIZE, *here],
        "story": ["secretary", "--under", ",".join(tiny)],
        "new": ["study", "robust", f"{study}/new"],
        "design": [study],
        "sweep": [study, *here],
        "status": [study],
        "archive": [study],
        "recheck": [study, "--sample", "1", *here],
        "reproduce": [study, *here],
        "gc": [study],
        "robust": [f"{study}/varied", *here],
        "discover": [f"{study}/varied", *here],
        "sensitivity": [f"{study}/varied", *here],
        "worth": [f"{study}/varied", *here],
        "evaluate": [f"{study}/evaluation", *here],
        "optimise": [f"{study}/portfolio", "--portfolios", "3", "--pairs", "2", "--evaluations", "120", *here],
        "report": [study],
        "fit": [tiny[0]],
        "backcast": ["--until", "2011", "--seeds", "2", *WORLD, *here],
        "calibrate": [f"{study}/calibration", "--out", f"{study}/calibrated", *here],
        "holdout": [f"{study}/calibrated", "--points", "1", "--seeds", "1", "--former", "1", *here],
        "patterns": ["P7", "--archetypes", "labour-exporting", "--seeds", "1", "--village-size", "150", *here],
        "signs": ["S6,S12,S17", "--seeds", "2", "--villages", "2", "--village-size", "150", *here],
    }
