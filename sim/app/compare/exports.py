"""What leaves the page: scenarios, tables, the command and Python that compute the same again, and how to cite it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML

from sim.app.compare.answer import Answer
from sim.app.compare.asked import LETTERS, MOST_PAIRS, PAIRS, scenarios_of
from sim.app.compare.state import State
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.execution.provenance import version_of
from sim.report.comparison.courses import COLUMNS as COURSE_COLUMNS
from sim.report.layout.table import to_csv
from sim.report.layout.tables import COLUMNS, rows
from sim.scenario.files import shipped_names
from sim.scenario.scenario import Scenario
from sim.words.compare import say
from sim.words.labels import listed

DIGITS = 6


def scenario_files(state: State) -> dict[str, Scenario]:
    """Scenarios by the name of their file, the baseline first: what the command line takes.

    A baseline that is shipped and unchanged needs no file.
    """
    named = scenarios_of(state.asked)
    found = {}
    for each in named:
        scenario = each.scenario
        if scenario.name == named[0].name:
            if is_shipped(state):
                continue
            scenario = replace(scenario, name=base_name(state))
        found[f"{scenario.name}.yaml"] = scenario
    return found


def is_shipped(state: State) -> bool:
    """Whether the baseline is a shipped scenario as it is."""
    asked = state.asked
    return asked.scenario in shipped_names() and not (asked.assumptions or asked.quorum or asked.months)


def base_name(state: State) -> str:
    """Name of the file of the baseline."""
    return state.asked.scenario if is_shipped(state) else "side_0"


def as_yaml(scenario: Scenario) -> str:
    """A scenario as a file, nothing left to defaults.

    Examples
    --------
    >>> from sim.scenario.scenario import load
    >>> as_yaml(load("training")).splitlines()[0]
    'name: training'
    """
    writer, text = YAML(typ="safe", pure=True), io.StringIO()
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = 120
    writer.dump(without_nothing(scenario.plain()), text)
    return text.getvalue()


def without_nothing(value: Any) -> Any:
    """Plain tables without settings that are not there: a file leaves them out."""
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items() if each is not None and each != ""}
    return list(map(without_nothing, value)) if isinstance(value, list | tuple) else value


def command_of(state: State) -> str:
    """The command line that computes the same, in the folder of the scenario files."""
    files = scenario_files(state)
    base = state.asked.scenario if is_shipped(state) else f"{base_name(state)}.yaml"
    others = [name for name in files if name != f"{base_name(state)}.yaml"]
    pairs = f" --reps {pairs_of(state)}" if pairs_of(state) != PAIRS else ""
    seed = f" --seed {state.asked.seed}" if state.asked.seed != 1 else ""
    return f"ruralparty compare {' '.join([base, *others])}{pairs}{seed}"


def pairs_of(state: State) -> int:
    """Pairs of the answer that is shown, or those that are asked for."""
    shown = state.shown
    return shown.pairs if state.is_exact and shown and 2 <= shown.pairs <= MOST_PAIRS else state.asked.pairs


def python_of(state: State) -> str:
    """The Python that computes the same."""
    files = scenario_files(state)
    base = state.asked.scenario if is_shipped(state) else f"{base_name(state)}.yaml"
    others = [name for name in files if name != f"{base_name(state)}.yaml"]
    call = f"sim.compare({base!r}, {others!r}, reps={pairs_of(state)}, seed={state.asked.seed}, extremes=True)"
    return f'import sim\n\nif __name__ == "__main__":  # its processes import this file\n    found = {call}'


def citation(state: State) -> str:
    """How to cite the result: version, scenarios, pairs, seed and digest."""
    language, shown = state.view.language, state.shown
    digest = shown.figures.digest if state.is_exact and shown and shown.figures else say("no_digest", language)
    named = [each.scenario.title[language] for each in scenarios_of(state.asked)]
    return say(
        "cite_text",
        language,
        version=version_of("ruralparty"),
        titles=listed(language, *named[1:]) or "–",
        baseline=named[0],
        pairs=pairs_of(state),
        seed=state.asked.seed,
        digest=digest,
    )


def numbers_csv(answer: Answer) -> str:
    """All differences of an answer, as ``compare`` writes them to ``summary.csv``."""
    if answer.figures is None:
        return to_csv([], COLUMNS)
    return to_csv(rows(answer.figures, answer.readings), COLUMNS)  # all that it needs of a comparison is its costs


def courses_csv(answer: Answer, outcome: str = "") -> str:
    """Courses over time: all, or those of one outcome."""
    figures = answer.figures
    if figures is None:
        return ",".join(COURSE_COLUMNS) + "\n"
    units = {each.indicator.name: each.indicator.unit for each in answer.readings}
    found = []
    for (kind, name, scenario), course in figures.courses.items():
        if outcome in ("", name):
            for place, month in enumerate(figures.places):
                values = (float(f"{each[place]:.{DIGITS}g}") for each in course.quantiles)
                unit = units.get(name, "") if kind != "percent" else "share of the baseline"
                key = (scenario, name, unit, kind, name_of(figures.start + int(month)))
                found.append(dict(zip(COURSE_COLUMNS, (*key, *values, answer.pairs), strict=True)))
    return to_csv(found, COURSE_COLUMNS)


def offered(state: State) -> list[dict[str, str]]:
    """What the list of exports offers: a name and words for each."""
    language = state.view.language
    found = [
        {"name": f"scenario:{file}", "text": f"{say('export_scenario', language, title=each.title[language])} ({file})"}
        for file, each in scenario_files(state).items()
    ]
    if state.shown is not None:
        found += [{"name": name, "text": say(f"export_{name}", language)} for name in ("numbers", "courses")]
    return found


def exported(state: State, name: str) -> tuple[str, str, str]:
    """A file: its name, its kind, what it holds.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    kind, _, rest = name.partition(":")
    shown = state.shown
    if kind == "scenario":
        return rest, "application/yaml", as_yaml(scenario_files(state)[rest])
    if shown is None:
        raise KeyError(name)
    if kind == "numbers":
        return "differences.csv", "text/csv", numbers_csv(shown)
    if kind == "courses":
        return "courses.csv", "text/csv", courses_csv(shown)
    raise KeyError(name)


def sheets_of(state: State) -> dict[str, Any]:
    """What Share, Reproduce, Export and Open show."""
    language: Language = state.view.language
    upload = state.asked.scenario in state.uploads
    keys = (
        "share", "reproduce", "export", "bring", "close", "copy", "copied", "share_note", "reproduce_note", "command",
        "python", "cite", "export_pictures", "bring_note", "bring_text", "bring_file", "bring_as", "check",
    )  # fmt: skip
    return {
        "words": {key: say(key, language) for key in keys},
        "share_upload": say("share_upload", language) if upload else "",
        "command": command_of(state),
        "python": python_of(state),
        "cite": citation(state),
        "offered": offered(state),
        "places": [{"value": "baseline", "text": say("as_baseline", language)}]
        + [{"value": letter, "text": say("as_side", language, letter=letter)} for letter in LETTERS],
    }
