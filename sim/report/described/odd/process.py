"""The month and the submodels: order with reasons, equations, parameters, tests."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.core.columns.columns import columns_of
from sim.core.config.language import Language, in_language, message, speaking
from sim.core.declarations.dated_value import shown_value
from sim.core.declarations.parameters import Param
from sim.mechanisms import find_mechanism, mechanism_names, month_steps
from sim.report.described.catalogue import shown_direction, shown_range
from sim.report.described.odd.entities import ENTITIES
from sim.report.described.odd.markdown import anchor_of, code, formula, heading, plain_marks, table
from sim.report.described.odd.submodel import Equation, Submodel, submodel
from sim.words.labels import COLON, in_brackets
from sim.words.units import unit_word

STEP_HEADS = {"en": ("", "submodel", "what happens", "why here"), "zh": ("", "子模型", "做什么", "为何在此")}
PARAM_HEADS = {
    "en": ("parameter", "default", "unit", "range", "tag", "source", "direction", "law", "meaning"),
    "zh": ("参数", "默认值", "单位", "范围", "标记", "来源", "方向", "合成", "含义"),
}
WORDS = {
    "en": {
        "equations": "Equations",
        "parameters": "Parameters",
        "none": "No parameters.",
        "where": "where",
        "code": "carried out in",
        "tests": "tests",
        "reads": "Reads",
        "writes": "Writes",
        "draws": "Draws",
        "tested": "Tested",
        "file": "File",
    },
    "zh": {
        "equations": "方程",
        "parameters": "参数",
        "none": "无参数。",
        "where": "其中",
        "code": "代码",
        "tests": "检验",
        "reads": "读取",
        "writes": "写入",
        "draws": "随机数流",
        "tested": "检验",
        "file": "文件",
    },
}
WORD = re.compile(r"[a-z][a-z_]+")


def month(language: Language) -> str:
    """Steps of the month with the reasons for their places."""
    rows = []
    for place, step in enumerate(month_steps(), start=1):
        told = (step.title_zh, step.reason_zh) if language == "zh" else (step.title_en, step.reason)
        name = f"[{step.mechanism}](#{anchor_of(step.mechanism)})"
        rows.append((place, name, *told))
    return table(STEP_HEADS[language], rows)


def anchors() -> dict[str, list[str]]:
    """Mechanisms of each code, in the order of the month: ``S8`` has the meetings and the votes."""
    found: dict[str, list[str]] = {}
    for name in ("start", *(each for each in mechanism_names() if each != "start")):
        found.setdefault(submodel(name).code, []).append(name)
    return found


def in_order() -> list[str]:
    """Mechanisms by their codes, those without one last."""

    def place(name: str) -> tuple[int, str]:
        told = submodel(name).code
        return (int(re.sub(r"\D", "", told)), told) if told else (1000, "")

    return sorted(("start", *(each for each in mechanism_names() if each != "start")), key=place)


def submodels(language: Language) -> str:
    """Every submodel: what it does, its equations, its parameters."""
    parts, before = [], ""
    for name in in_order():
        told = submodel(name)
        if told.code and told.code != before:
            parts.append(f'<a id="{anchor_of(told.code)}"></a>')
        before = told.code
        parts.append(one(told, language))
    return "\n\n".join(parts)


def one(told: Submodel, language: Language) -> str:
    """One submodel."""
    words = WORDS[language]
    title = plain_marks(re.sub(r" \(S\w+\)", "", told.head(language))).rstrip("。.：:")
    parts = [heading(3, f"{told.code} {title}".strip(), anchor_of(told.name))]
    parts.append(f"{words['file']}{COLON[language]}`sim/mechanisms/{told.name}.py`")
    if text := told.words(language):
        parts.append(text)
    parts.append(_facts(told, language))
    if told.equations:
        parts.append(f"#### {words['equations']}{COLON[language]}`{told.name}`")
        parts += [_equation(number, each, language) for number, each in enumerate(told.equations, 1)]
    params = find_mechanism(told.name).params
    parts.append(f"#### {words['parameters']}{COLON[language]}`{told.name}`")
    parts.append(parameters(params, language) if params else words["none"])
    return "\n\n".join(parts)


def _facts(told: Submodel, language: Language) -> str:
    """What it reads, writes, draws; in Chinese the names alone, since the sentence is said in English."""
    words, lines = WORDS[language], []
    for fact, text in told.facts.items():
        shown = plain_marks(text) if language == "en" else _names_in(fact, text)
        if shown:
            lines.append(f"* {words[fact]}{COLON[language]}{shown}")
    return "\n".join(lines)


def _names_in(fact: str, text: str) -> str:
    if fact == "tested":
        return ""
    if fact == "draws":
        owner, found = "", []
        for each in re.findall(r"(?:[a-z_]+)?\.[a-z_]+", text):
            owner = each.partition(".")[0] or owner
            found.append(each if not each.startswith(".") else owner + each)
    else:
        known = {name for each, _, _ in ENTITIES for name in columns_of(each)}
        found = [each for each in WORD.findall(text) if each in known]
    return " ".join(map(code, dict.fromkeys(found)))


def _equation(number: int, each: Equation, language: Language) -> str:
    words, colon = WORDS[language], COLON[language]
    comma, semicolon, stop = ("，", "；", "。") if language == "zh" else (", ", "; ", ".")
    file, _, function = each.place.partition(" ")
    lines = [f"({number}) {in_language(language, each.en, each.zh)}{colon.rstrip()}", formula(each.text)]
    if each.where:
        said = semicolon.join(f"`{key}`{colon}{in_language(language, *told)}" for key, told in each.where.items())
        lines.append(f"{words['where']} {said}{stop}")
    tests = f"{semicolon}{words['tests']}{colon}{' '.join(map(code, each.tests))}" if each.tests else ""
    lines.append(f"{words['code']}{colon}`{function}`{comma}`{file}`{tests}")
    return "\n\n".join(lines)


def parameters(params: Mapping[str, Param], language: Language) -> str:
    """Parameters, or doses of a policy, with everything declared of them."""
    rows = []
    for name, param in params.items():
        rows.append(
            (
                code(name),
                shown_value(param.default),
                unit_word(param.unit, language),
                shown_range(param, language),
                param.tag,
                f"[{param.source}](#source-{param.source})",
                direction(param, language),
                param.law or "",
                _with_symbol(param, language),
            )
        )
    return table(PARAM_HEADS[language], rows)


def _with_symbol(param: Param, language: Language) -> str:
    """What a parameter means, and the symbol by which older pages call it."""
    return in_brackets(language, param.meaning(language), param.symbol) if param.symbol else param.meaning(language)


def direction(param: Param, language: Language) -> str:
    """Outcome that is expected to rise or fall, or why none can be expected."""
    told = shown_direction(param, language)
    if not param.either:
        return told
    with speaking(language):
        return f"{told}{COLON[language]}{message(param.either)}"
