"""What is read off and what is tried: outcomes, policies, sources, patterns and how each came out."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.language import Language, in_language
from sim.core.declarations.parameters import LAWS, TAGS
from sim.core.declarations.sources import sources
from sim.indicators import HEADLINES, INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.report.described.catalogue import BILL, COSTS, HEADS, NOT_MOVED, policy_record, policy_title, shown_move
from sim.report.described.odd.entities import said
from sim.report.described.odd.markdown import anchor_of, code, heading, plain_marks, table
from sim.report.described.odd.process import parameters
from sim.report.validation.patterns_text import UNITS_ZH, YES, band
from sim.validation.patterns import ASSUMED, INPUT, PATTERNS, RESTS_ON
from sim.words.labels import COLON, word
from sim.words.units import unit_word

PATTERNS_FOUND = Path(__file__).parent / "patterns.csv"
OUTCOME_HEADS = {
    "en": ("", "code", "outcome", "label", "unit", "formula", "as reported", "definition"),
    "zh": ("", "编号", "指标", "名称", "单位", "公式", "上报值", "定义"),
}
PATTERN_HEADS = {
    "en": ("", "check", "world", "target", "found", "90 % of seeds", "unit", "holds"),
    "zh": ("", "检验", "地区类型", "目标", "所得", "种子的90%区间", "单位", "成立"),
}
LEVER_HEADS = {"en": ("lever", "from → to", "unit", "law"), "zh": ("政策杠杆", "默认值 → 改动后", "单位", "合成")}
SOURCE_HEADS = {"en": ("key", "status", "citation"), "zh": ("键", "状态", "文献")}
LAW_HEADS = {"en": ("law", "how moves of several policies compose"), "zh": ("合成方式", "多项政策如何合成")}
TAG_HEADS = {"en": ("tag", "meaning", "parameters"), "zh": ("标记", "含义", "参数个数")}
KINDS = {INPUT: {"en": "input", "zh": "输入"}, ASSUMED: {"en": "assumed", "zh": "假设"}, "": {"en": "", "zh": ""}}
FITTED = {"en": "may be fitted to", "zh": "可用于拟合"}
HELD_OUT = {"en": "held out", "zh": "留出"}


def outcomes(language: Language) -> str:
    """Every indicator with its formula over tallies; headlines marked *."""
    rows, told = [], set()
    for name, each in INDICATORS.items():
        mark = f'<a id="{anchor_of(each.code)}"></a>' if each.code and each.code not in told else ""
        told.add(each.code)
        rows.append(
            (
                mark + "\\*" * (name in HEADLINES),
                each.code,
                code(name),
                each.label(language),
                unit_word(each.unit, language),
                code(each.formula),
                code(each.reported or ""),
                each.meaning(language),
            )
        )
    return table(OUTCOME_HEADS[language], rows)


def policies(language: Language) -> str:
    """Every policy: what it does, costs, how it fails, what it moves, its doses."""
    order = sorted(policy_names(), key=lambda name: (int(policy_record(name).get("code", "I999")[1:]), name))
    return "\n\n".join(_policy(name, language) for name in order)


def _policy(name: str, language: Language) -> str:
    record = policy_record(name)
    words = record["zh"] if language == "zh" else record
    told = record.get("code", "")
    parts = [f'<a id="{anchor_of(told)}"></a>'] if told else []
    parts.append(heading(3, f"{told} {policy_title(name, language)} (`{name}`)".strip(), f"policy-{name}"))
    for key in ("does", "costs", "fails"):
        text = plain_marks(words.get(key) or record.get(key) or "")
        parts.append(f"**{word(key, language, HEADS)}**{COLON[language]}{text}")
    costs = dict(zip(COSTS, (*record["yuan"], *record["hours"]), strict=True))
    parts.append(BILL[language].format(**costs))
    if "items" in record:
        items = record["items"].partition(":")[0] if language == "zh" else record["items"]
        parts.append(f"**{word('items', language, HEADS)}**{COLON[language]}{items}")
    rows = []
    for lever, each in record["levers"].items():
        param = all_parameters()[lever]
        moved = shown_move(param, each["moved"], language) if each["moved"] else NOT_MOVED[language]
        rows.append((code(lever), moved, unit_word(param.unit, language), each["law"]))
    parts.append(table(LEVER_HEADS[language], rows))
    parts.append(parameters(find_policy(name).params, language))
    return "\n\n".join(parts)


def laws(language: Language) -> str:
    """How moves of several policies on one lever compose."""
    return table(LAW_HEADS[language], [(code(law), word(law, language, LAWS)) for law in LAWS])


def tags(language: Language) -> str:
    """What the tags mean, and how many parameters have each."""
    found = [param.tag for param in all_parameters().values()]
    return table(TAG_HEADS[language], [(tag, word(tag, language, TAGS), found.count(tag)) for tag in TAGS])


def cited(language: Language) -> str:
    """Sources that parameters name."""
    rows = [
        (f'<a id="source-{key}"></a>{code(key)}', each["status"], each["citation"])
        for key, each in sorted(sources().items())
    ]
    return table(SOURCE_HEADS[language], rows)


@cache
def found() -> tuple[dict[str, str], ...]:
    """What the last kept run of ``ruralparty patterns`` found, a row a check and world."""
    with PATTERNS_FOUND.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def patterns(language: Language) -> str:
    """Every pattern with its checks, and what the kept runs found."""
    parts, before = [], ""
    for pattern in PATTERNS:
        title = in_language(language, pattern.en, pattern.zh)
        told = KINDS[pattern.given][language] or (FITTED if pattern.fitted else HELD_OUT)[language]
        rests = f" `{RESTS_ON[pattern.number]}`" if pattern.number in RESTS_ON else ""
        if pattern.number != before:
            parts.append(f'<a id="{anchor_of(pattern.number)}"></a>')
        before = pattern.number
        left, right = ("（", "）") if language == "zh" else (" (", ")")
        source = said(pattern.source, language)
        parts.append(f"**{pattern.code} {title}**{left}{told}{rests}{right}{COLON[language]}{source}")
        rows = []
        for check in pattern.checks:
            runs = [each for each in found() if (each["pattern"], each["check"]) == (pattern.number, check.en)]
            runs = [each for each in runs if not pattern.archetypes or each["world"] in pattern.archetypes]
            unit = in_language(language, check.unit, UNITS_ZH.get(check.unit) or unit_word(check.unit, language))
            for run in runs or [dict.fromkeys(("world", "mean", "low", "high", "holds"), "")]:
                world = in_language(language, run["world"], WORLD_LABELS.get(run["world"], ""))
                interval = f"{run['low']} … {run['high']}" if run["low"] else ""
                holds = YES[language][run["holds"] != "yes"] if run["holds"] else ""
                rows.append(
                    (
                        "",
                        in_language(language, check.en, check.zh),
                        world,
                        band(check),
                        run["mean"],
                        interval,
                        unit,
                        holds,
                    )
                )
        parts.append(table(PATTERN_HEADS[language], rows))
    return "\n\n".join(parts)
