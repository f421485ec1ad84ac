"""Both extremes of the quorum rule: differences under each, where the study ran them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.arms import Arm
from sim.analysis.contrasts import Contrast, Measured
from sim.analysis.effects import PairedDifference
from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.sentences import rule_name
from sim.report.layout.steps import decimals_of, shown, step_of
from sim.report.study.document import Head, Listing, Number, Paragraph, Part, Section, Table
from sim.report.study.material import Material
from sim.runs.jobs import QUORUM
from sim.words.labels import word

PATH = f"parameters.{QUORUM}"
RULES = ("list", "registered", "adjusted")
MOST_ROWS = 40
Found = dict[str, PairedDifference]
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Under both extremes of the quorum rule", "两种极端应到会口径"),
    "missing": (
        "The study runs one rule of the quorum ({rule}). What the extremes leave of a difference is not known from it; "
        "scenarios that set `meetings.denominator` to registered and to adjusted, or this, tell:",
        "本研究只用一种应到会口径（{rule}），无法知道两种极端口径下差异还剩多少；可将情景的`meetings.denominator`分别设为registered与"
        "adjusted，或运行：",
    ),
    "told": (
        "Whether branches count those away is not known; what a policy does under the extremes bounds what that can do "
        "to a result. Of {count} differences that matter under a rule, {turned} have the other sign under another, and "
        "{half} keep less than half.",
        "各支部是否将外出者计入应到会不得而知；政策在极端口径下的效果界定了其影响。某一口径下有意义的{count}项差异中，"
        "{turned}项在另一口径下反号，{half}项不足一半。",
    ),
    "rest": ("The {shown} that move most of {all}.", "全部{all}项中变动最大的{shown}项。"),
    "table": ("Differences under each rule of the quorum", "各应到会口径下的差异"),
    "arm": ("Arm", "方案"),
    "outcome": ("Outcome", "指标"),
    "unit": ("Unit", "单位"),
}


def quorum(material: Material) -> Section:
    """Differences under each rule of the quorum that the study ran."""
    language = material.language
    title = word("title", language, WORDS)
    found, titles, least = _by_rule(material)
    rules = [each for each in RULES if any(each in by_rule for by_rule in found.values())]
    rows = [(key, by_rule) for key, by_rule in found.items() if len(by_rule) > 1]
    if len(rules) < 2 or not rows:
        told = word("missing", language, WORDS, rule=rule_name(material.rules(material.arms.arms[0])[0], language))
        names = " ".join(material.prepared.titles[:3])
        again = (
            f"ruralparty compare {names} --reps 20"
            if len(material.prepared.titles) > 1
            else "ruralparty compare BASELINE POLICY --reps 20"
        )
        return Section("quorum", title, [Paragraph((told,)), Listing(again)])
    large = [(key, each) for key, each in rows if any(_matters(step, least[key[1].name]) for step in each.values())]
    turned = sum(
        min(step.difference for step in each.values()) < 0 < max(step.difference for step in each.values())
        for _, each in large
    )
    half = sum(
        min(abs(step.difference) for step in each.values()) < max(abs(step.difference) for step in each.values()) / 2
        for _, each in large
    )
    blocks: list[Any] = [Paragraph((word("told", language, WORDS, count=len(large), turned=turned, half=half),))]
    if large:
        blocks.append(_table(material, large, rules, titles, least))
    return Section("quorum", title, blocks)


def _matters(step: PairedDifference, least: float) -> bool:
    return step.clear and abs(step.difference) >= least


def _by_rule(material: Material) -> tuple[dict[tuple[Any, AnyIndicator], Found], dict[Any, str], dict[str, float]]:
    """Differences by what is compared and outcome, then by rule; titles, and least differences by outcome."""
    found: dict[tuple[Any, AnyIndicator], Found] = {}
    titles: dict[Any, str] = {}
    least: dict[str, float] = {}
    varied = any(each.path == PATH for each in material.prepared.factors)
    for group in material.groups:
        least |= {each.indicator.name: each.least for each in group.readings}
        for measured in group.measured.values():
            contrast = measured.contrast
            arm, base = contrast.arm, contrast.base
            if not varied and material.rules(arm) != material.rules(base):
                continue  # the rule itself is what differs
            key = (arm.levers, "" if arm.levers else arm.scenario, contrast.averaged)
            titles[key] = material.title(arm)
            for rule, mine in _parts(material, contrast, measured, varied).items():
                for each in material.indicators:
                    step = mine.difference(each.name)
                    if step is not None:
                        found.setdefault((key, each), {}).setdefault(rule, step)
    return found, titles, least


def _parts(material: Material, contrast: Contrast, measured: Measured, varied: bool) -> dict[str, Measured]:
    """The contrast by rule: its runs at the points of each, or all of them under that of its scenario."""
    if not varied:
        return {material.rules(contrast.arm)[0]: measured}
    found = {}
    own = material.rules(Arm(contrast.arm.scenario, (), ()))
    for rule in RULES:
        frame = material.frame[material.frame[PATH].fillna(own[0] if own else "") == rule]
        if len(frame):
            mine = Measured(contrast, frame)
            if mine.fewest and material.published(mine.fewest):
                found[rule] = mine
    return found


def _table(
    material: Material, rows: Any, rules: list[str], titles: Mapping[Any, str], least: Mapping[str, float]
) -> Table:
    language = material.language
    heads = [Head(word(key, language, WORDS)) for key in ("arm", "outcome", "unit")]
    heads += [Head(rule_name(rule, language), numeric=True) for rule in rules]
    ordered = sorted(rows, key=lambda each: -_moved(each[1]) / (least[each[0][1].name] or 1.0))
    lines: list[tuple[Part, ...]] = []
    for (key, indicator), by_rule in ordered[:MOST_ROWS]:
        step = step_of(indicator.unit)
        decimals = decimals_of(
            [step.factor * each.difference for each in by_rule.values()], step.factor * least[indicator.name]
        )
        cells = [_cell(by_rule.get(rule), indicator, decimals) for rule in rules]
        lines.append((titles[key], indicator.label(language), step.word(language), *cells))
    notes = (word("rest", language, WORDS, shown=len(lines), all=len(rows)),) if len(rows) > len(lines) else ()
    return Table("quorum", word("table", language, WORDS), heads, lines, notes)


def _moved(by_rule: Found) -> float:
    steps = [each.difference for each in by_rule.values()]
    return max(steps) - min(steps)


def _cell(found: PairedDifference | None, indicator: AnyIndicator, decimals: int) -> Part:
    if found is None:
        return "–"
    told = shown(found, indicator.unit, decimals)
    return Number(
        f"{told.step} [{told.low}, {told.high}]", found.difference, indicator.unit, scale=step_of(indicator.unit).factor
    )
