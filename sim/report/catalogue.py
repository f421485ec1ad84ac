"""What is declared, as text: policies, parameters, the month, outcomes. Reads declarations only and runs nothing."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable
from typing import Any

from sim.core.parameters import LAWS, TAGS, Param
from sim.core.policy import Policy
from sim.core.problems import nearest
from sim.core.sources import sources
from sim.indicators import HEADLINES, INDICATORS
from sim.mechanisms import all_parameters, mechanism_names
from sim.month import MONTH
from sim.policies import find_policy, policy_names
from sim.report.labels import Language
from sim.report.policy_words import CHINESE
from sim.report.text import aligned, wrapped

CODE = re.compile(r"\((I\d+)\)")
PARTS = re.compile(r"^(does|costs|fails|items)\s+", re.MULTILINE)
HEADS: dict[str, tuple[str, str]] = {
    "does": ("What it does", "做什么"),
    "costs": ("What it costs", "成本"),
    "fails": ("How it can fail", "可能的反效果"),
    "items": ("Source items", "来源条目"),
    "levers": ("Levers it moves", "所动政策杠杆"),
    "doses": ("Doses", "力度参数"),
    "sources": ("Sources of the numbers", "数值来源"),
    "tags": ("Tags", "来源标记"),
}
LAWS_ZH = {
    "sum": "各政策相加",
    "product": "各政策相乘",
    "odds": "各政策的比值比相乘",
    "or": "任一政策开启即开启",
    "set": "直接设定，只许一项政策",
}
TAGS_ZH = {"D": "官方数据或规则", "L": "文献", "A": "假设"}


def head(key: str, language: Language) -> str:
    """Head of a part of an explanation."""
    return HEADS[key][language == "zh"]


def policy_parts(policy: type[Policy]) -> dict[str, str]:
    """Title, code and parts of a policy's docstring."""
    text = inspect.getdoc(inspect.getmodule(policy)) or ""
    first, _, rest = text.partition("\n")
    code = CODE.search(first)
    found = {"title": CODE.sub("", first.partition(":")[0]).strip(), "code": code[1] if code else ""}
    pieces = PARTS.split(rest)
    for key, content in zip(pieces[1::2], pieces[2::2], strict=True):
        found[key] = " ".join(content.split())
    return found


def policy_title(name: str, language: Language) -> str:
    """Title of a policy."""
    parts = policy_parts(find_policy(name))
    words = CHINESE.get(parts["code"])
    return words.title if language == "zh" and words else parts["title"]


def levers_moved(policy: type[Policy]) -> dict[str, Param]:
    """Levers that a policy names in its code, apart from those it only reads."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(policy) or policy))
    read = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "lever"
        for argument in node.args
    }
    levers = all_parameters()
    named = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in read)
    found = dict.fromkeys(value for value in named if isinstance(value, str) and value in levers)
    return {lever: levers[lever] for lever in found if levers[lever].law}


def policy_record(name: str) -> dict[str, Any]:
    """Everything declared about a policy, in plain values.

    Raises
    ------
    ValueError
        If there is no such policy, with the nearest name.
    """
    if name not in policy_names():
        near = nearest(name, policy_names())
        hint = f"did you mean {near!r}?" if near else f"the policies are {', '.join(policy_names())}"
        raise ValueError(f"there is no policy {name!r}; {hint}")
    policy = find_policy(name)
    parts = policy_parts(policy)
    words = CHINESE.get(parts["code"])
    return {
        "name": name,
        **parts,
        "zh": words._asdict() if words else {},
        "levers": {
            lever: {"law": param.law, "unit": param.unit, "note": param.note}
            for lever, param in levers_moved(policy).items()
        },
        "doses": {key: param_record(param) for key, param in policy.params.items()},
    }


def param_record(param: Param) -> dict[str, Any]:
    """A parameter or dose in plain values."""
    low, high = param.range
    return {
        "default": param.default,
        "unit": param.unit,
        "low": low,
        "high": high,
        "choices": list(param.choices),
        "tag": param.tag,
        "source": param.source,
        "raises": param.raises,
        "lowers": param.lowers,
        "either": param.either,
        "law": param.law,
        "symbol": param.symbol,
        "note": param.note,
    }


def shown_range(record: dict[str, Any]) -> str:
    """Range of a parameter in words."""
    if record["choices"]:
        return ", ".join(record["choices"])
    if isinstance(record["default"], bool):
        return "true, false"
    if record["low"] == record["high"]:
        return "fixed"
    return f"{record['low']:g} – {record['high']:g}"


def shown_value(value: Any) -> str:
    """A default in words."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else f"{value:g}"


def explanation(name: str, language: Language) -> str:
    """What a policy does, moves, costs, and how it can fail."""
    record = policy_record(name)
    words = record["zh"] if language == "zh" else record
    title = words.get("title") or record["title"]
    blocks = [f"{title} ({', '.join(filter(None, (name, record['code'])))})"]
    for key in ("does", "costs", "fails", "items"):
        content = words.get(key) or record.get(key)
        if content:
            blocks.append(f"{head(key, language)}\n{wrapped(content)}")
    laws = LAWS_ZH if language == "zh" else LAWS
    levers = [(lever, each["unit"], each["law"], each["note"]) for lever, each in record["levers"].items()]
    if levers:
        used = "\n".join(wrapped(f"{law}: {laws[law]}") for law in dict.fromkeys(row[2] for row in levers))
        blocks.append(f"{head('levers', language)}\n{aligned(levers, indent=2)}\n{used}")
    doses = [
        (key, shown_value(each["default"]), each["unit"], shown_range(each), each["tag"], each["source"], each["note"])
        for key, each in record["doses"].items()
    ]
    if doses:
        blocks.append(f"{head('doses', language)}\n{aligned(doses, indent=2)}")
    blocks.append(f"{head('sources', language)}\n{_cited(row[5] for row in doses)}")
    tags = TAGS_ZH if language == "zh" else TAGS
    blocks.append(
        f"{head('tags', language)}\n"
        + "\n".join(f"  {tag}  {tags[tag]}" for tag in dict.fromkeys(row[4] for row in doses))
    )
    return "\n\n".join(blocks)


def _cited(keys: Iterable[str]) -> str:
    lines = []
    for key in dict.fromkeys(keys):
        known = sources().get(key)
        lines.append(
            wrapped(f"{key}: {known['citation']} [{known['status']}]" if known else f"{key}: not in sources.yaml")
        )
    return "\n".join(lines)


def policies_table(language: Language) -> str:
    """All policies with their titles and first sentence."""
    table = []
    for name in policy_names():
        parts = policy_parts(find_policy(name))
        table.append((parts["code"], name, policy_title(name, language)))
    return aligned(sorted(table, key=lambda row: (int(row[0][1:] or 0) if row[0] else 0, row[1])))


def parameters_of(only: str = "") -> dict[str, Param]:
    """Parameters of all mechanisms, or of one mechanism or policy (its doses, by their path in a scenario).

    Raises
    ------
    ValueError
        If there is no such mechanism or policy, with the nearest name.
    """
    if not only:
        return all_parameters()
    found = {key: param for key, param in all_parameters().items() if key.partition(".")[0] == only}
    if only in policy_names():
        found |= {f"policies.{only}.dose.{key}": param for key, param in find_policy(only).params.items()}
    if not found:
        known = [*mechanism_names(), *policy_names()]
        near = nearest(only, known)
        hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
        raise ValueError(f"there is no mechanism or policy {only!r}; {hint}")
    return found


def parameters_table(only: str = "") -> str:
    """Parameters with default, unit, range, tag, source, direction and meaning."""
    table = [("parameter", "default", "unit", "range", "tag", "source", "direction", "law", "meaning")]
    for key, param in parameters_of(only).items():
        record = param_record(param)
        direction = f"raises {param.raises}" if param.raises else f"lowers {param.lowers}" if param.lowers else "either"
        cells = (key, shown_value(param.default), param.unit, shown_range(record), param.tag, param.source, direction)
        table.append((*cells, param.law or "", param.note))
    return aligned(table)


def month_table(language: Language) -> str:
    """The order of a month, with the reason for each place."""
    table = [
        (
            f"{place}.",
            step.mechanism,
            *((step.title_zh, step.reason_zh) if language == "zh" else (step.title_en, step.reason)),
        )
        for place, step in enumerate(MONTH, start=1)
    ]
    return aligned(table)


def outcomes_table(language: Language) -> str:
    """All outcomes; headlines are marked with a star."""
    table = [
        (
            "*" if name in HEADLINES else "",
            each.code,
            name,
            each.zh if language == "zh" else each.en,
            each.unit,
            each.note,
        )
        for name, each in INDICATORS.items()
    ]
    return aligned(table)
