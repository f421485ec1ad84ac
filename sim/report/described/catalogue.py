"""What is declared, as text: policies, parameters, the month, outcomes. Reads declarations only and runs nothing."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sim.core.config.language import Language
from sim.core.config.problems import nearest
from sim.core.declarations.parameters import LAWS, TAGS, Param
from sim.core.declarations.sources import sources
from sim.indicators import HEADLINES, INDICATORS
from sim.mechanisms import all_parameters, mechanism_names
from sim.month import MONTH
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import Policy
from sim.report.described.policy_effects import effects
from sim.report.layout.table import REST, Column, Table, columns
from sim.report.layout.text import wrapped
from sim.words.doses import DOSES
from sim.words.levers import LEVERS
from sim.words.policies import CHINESE
from sim.words.units import unit_word

CODE = re.compile(r"\((I\d+)\)")
PARTS = re.compile(r"^(does|costs|fails|items)\s+", re.MULTILINE)
HEADS: dict[str, tuple[str, str]] = {
    "does": ("What it does", "做什么"),
    "costs": ("What it costs", "成本"),
    "fails": ("How it can fail", "可能的反效果"),
    "items": ("Source items", "来源条目"),
    "levers": (
        "Levers it moves: from the default to where the default doses take it",
        "所动政策杠杆：默认值 → 默认力度下的值",
    ),
    "doses": ("Doses: default, unit, range, tag, source", "力度参数：默认值、单位、范围、标记、来源"),
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

BILL = {
    "en": "At the default doses, in each of fifteen villages of 1,350 persons: {first:,.0f} yuan and {hours:,.0f} "
    "cadre hours in the first year, then {later:,.0f} yuan and {hours_later:,.0f} hours a year.",
    "zh": "默认力度下，十五个1,350人的村每村：第一年{first:,.0f}元、干部{hours:,.0f}工时，"
    "此后每年{later:,.0f}元、{hours_later:,.0f}工时。",
}
NOT_MOVED = {"en": "not moved", "zh": "未动"}
POLICY_HEADS = (
    Column(),
    Column("policy", "政策", width=24),
    Column("source items", "来源条目", width=17),
    Column("yuan, year 1", "首年元", "{:,.0f}".format, 7),
    Column("later", "此后", "{:,.0f}".format),
    Column("hours, year 1", "首年工时", "{:,.0f}".format, 8),
    Column("later", "此后", "{:,.0f}".format),
    Column("levers", "政策杠杆", width=REST),
)
PARAMETER_HEADS = ("parameter", "default", "unit", "range", "tag", "source", "direction", "law", "meaning")
BELOW_POLICIES = {
    "en": "Yuan and cadre hours a year, of a village of 1,350 persons in a county of fifteen, at the default doses; "
    "grants for projects that start come on top. More: ruralparty explain POLICY; packages of policies: scenarios/.",
    "zh": "默认力度下每村每年的费用（元）和干部工时：十五村一县，每村1,350人；项目开工拨款另计。"
    "详见 ruralparty explain POLICY；政策组合见 scenarios/。",
}


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
    nodes = [node for node in ast.walk(tree) if id(node) not in read]
    words = dict.fromkeys(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    starts = {node.values[0].value for node in nodes if isinstance(node, ast.JoinedStr) and _has_start(node)}
    named = [*words, *(f"{start}{word}" for start in sorted(starts) for word in words)]
    found = dict.fromkeys(name for name in named if name in levers)
    return {lever: levers[lever] for lever in found if levers[lever].law}


def _has_start(node: ast.JoinedStr) -> bool:
    return len(node.values) == 2 and isinstance(node.values[0], ast.Constant)


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
    words, done = CHINESE.get(parts["code"]), effects(name)
    return {
        "name": name,
        **parts,
        "zh": words._asdict() if words else {},
        "levers": {
            lever: {"law": param.law, "unit": param.unit, "note": param.note, "moved": done.moves.get(lever)}
            for lever, param in levers_moved(policy).items()
        },
        "yuan": done.yuan,
        "hours": done.hours,
        "doses": {key: param_record(param) for key, param in policy.params.items()},
    }


def param_record(param: Param) -> dict[str, Any]:
    """A parameter or dose in plain values."""
    low, high = param.range
    rest = ("tag", "source", "raises", "lowers", "either", "law", "symbol", "note")
    bounds = {"low": low, "high": high, "choices": list(param.choices)}
    return {"default": param.default, "unit": param.unit, **bounds, **{name: getattr(param, name) for name in rest}}


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
    for key in ("does", "costs"):
        blocks.append(f"{head(key, language)}\n{wrapped(plain_text(words.get(key) or record[key]))}")
    blocks[-1] += "\n" + wrapped(_bill(record, language))
    blocks.append(f"{head('fails', language)}\n{wrapped(plain_text(words.get('fails') or record['fails']))}")
    items = record["items"].partition(":")[0] if language == "zh" else record["items"]
    blocks.append(f"{head('items', language)}\n{wrapped(items)}")
    laws = LAWS_ZH if language == "zh" else LAWS
    levers = [_lever_row(lever, each, language) for lever, each in record["levers"].items()]
    used = "\n".join(wrapped(f"{law}: {laws[law]}") for law in dict.fromkeys(row[3] for row in levers))
    blocks.append(f"{head('levers', language)}\n{Table(columns(5, widths={2: 14}), levers).text(indent=2)}\n{used}")
    doses = [
        (
            key,
            shown_value(each["default"]),
            unit_word(each["unit"], language),
            {"fixed": "固定"}.get(shown_range(each), shown_range(each)) if language == "zh" else shown_range(each),
            each["tag"],
            each["source"],
            DOSES.get(name, {}).get(key, each["note"]) if language == "zh" else each["note"],
        )
        for key, each in record["doses"].items()
    ]
    blocks.append(f"{head('doses', language)}\n{Table(columns(7, widths={3: 17}), doses).text(indent=2)}")
    blocks.append(f"{head('sources', language)}\n{_cited(row[5] for row in doses)}")
    tags = TAGS_ZH if language == "zh" else TAGS
    marks = "; ".join(f"{tag} {tags[tag]}" for tag in dict.fromkeys(row[4] for row in doses))
    blocks.append(f"{head('tags', language)}\n{wrapped(marks)}")
    return "\n\n".join(blocks)


def plain_text(text: str) -> str:
    """Text of a docstring without its marks for code."""
    return text.replace("``", "")


def _lever_row(lever: str, each: dict[str, Any], language: Language) -> tuple[str, ...]:
    note = LEVERS.get(lever, each["note"]) if language == "zh" else each["note"]
    moved = shown_move(all_parameters()[lever], each["moved"]) if each["moved"] else NOT_MOVED[language]
    return lever, moved, unit_word(each["unit"], language), each["law"], note


def shown_move(param: Param, moved: Sequence[float]) -> str:
    """From the default of a lever to where the default doses take it."""
    if param.is_switch or param.choices:
        names = param.choices or ("off", "on")
        return " → ".join(names[int(value)] for value in moved)
    return " → ".join(f"{value:.3g}" for value in moved)


def _bill(record: dict[str, Any], language: Language) -> str:
    first, later = record["yuan"]
    hours, hours_later = record["hours"]
    return BILL[language].format(first=first, later=later, hours=hours, hours_later=hours_later)


def _cited(keys: Iterable[str]) -> str:
    lines = []
    for key in dict.fromkeys(keys):
        known = sources().get(key)
        lines.append(
            wrapped(f"{key}: {known['citation']} [{known['status']}]" if known else f"{key}: not in sources.yaml")
        )
    return "\n".join(lines)


def policies_record() -> dict[str, dict[str, Any]]:
    """All policies by name, in the order of their codes: what a row of :func:`policies_table` holds.

    Yuan and cadre hours are those of a village at the default doses, in the first year and in a later one.
    """
    found = {}
    records = [policy_record(name) for name in policy_names()]
    for record in sorted(records, key=lambda each: (int(each["code"][1:] or 0), each["name"])):
        name = record["name"]
        found[name] = {
            "code": record["code"],
            "en": policy_title(name, "en"),
            "zh": policy_title(name, "zh"),
            "items": record["items"].partition(":")[0],
            **{
                f"{key}_{year}": value
                for key in ("yuan", "hours")
                for year, value in zip(("first_year", "later_year"), record[key], strict=True)
            },
            "levers": list(record["levers"]),
        }
    return found


def policies_table(language: Language) -> str:
    """All policies: title, source items, levers, and what a village costs at the default doses."""
    rows = []
    for name, record in policies_record().items():
        costs = (record[f"{key}_{year}"] for key in ("yuan", "hours") for year in ("first_year", "later_year"))
        what = f"{name}\n{record[language]}"
        rows.append((record["code"], what, record["items"], *costs, _by_mechanism(record["levers"])))
    return f"{Table(POLICY_HEADS, rows, language).text()}\n\n{wrapped(BELOW_POLICIES[language], 0)}"


def _by_mechanism(levers: Iterable[str]) -> str:
    """Names of levers, each mechanism once: ``effort: stakes, subsidy; supervision: audit``."""
    groups: dict[str, list[str]] = {}
    for lever in levers:
        mechanism, _, name = lever.partition(".")
        groups.setdefault(mechanism, []).append(name)
    return "; ".join(f"{mechanism}: {', '.join(names)}" for mechanism, names in groups.items())


def parameters_of(only: str = "") -> dict[str, Param]:
    """Parameters of all mechanisms, or of one mechanism or policy (its doses, by their path in a scenario), or one.

    Parameters
    ----------
    only : str
        A mechanism or policy; or ``meetings.denominator``, ``policies.training.dose.units`` for a single one. All
        mechanisms if left out.

    Raises
    ------
    ValueError
        If there is no such mechanism, policy, parameter or dose, with the nearest name.
    """
    if not only:
        return all_parameters()
    every = all_parameters() | {
        f"policies.{name}.dose.{key}": param
        for name in policy_names()
        for key, param in find_policy(name).params.items()
    }
    found = {
        key: param for key, param in every.items() if key.startswith((f"{only}.", f"policies.{only}.")) or key == only
    }
    if found:
        return found
    known = [*mechanism_names(), *policy_names()]
    near = nearest(only, every if "." in only else known)
    hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
    raise ValueError(f"there is no {'parameter' if '.' in only else 'mechanism or policy'} {only!r}; {hint}")


def parameters_table(only: str = "") -> str:
    """Parameters with default, unit, range, tag, source, direction and meaning."""
    rows = []
    for key, param in parameters_of(only).items():
        shown, given = shown_value(param.default), shown_range(param_record(param))
        direction = f"raises {param.raises}" if param.raises else f"lowers {param.lowers}" if param.lowers else "either"
        rows.append((key, shown, param.unit, given, param.tag, param.source, direction, param.law or "", param.note))
    return Table(columns(PARAMETER_HEADS), rows).text()


def month_table(language: Language) -> str:
    """The order of a month, with the reason for each place."""
    rows = []
    for place, step in enumerate(MONTH, start=1):
        told = (step.title_zh, step.reason_zh) if language == "zh" else (step.title_en, step.reason)
        rows.append((f"{place}.", step.mechanism, *told))
    return Table(columns(4), rows).text()


def outcomes_table(language: Language) -> str:
    """All outcomes; headlines are marked with a star."""
    rows = []
    for name, each in INDICATORS.items():
        label = each.zh if language == "zh" else each.en
        rows.append(("*" * (name in HEADLINES), each.code, name, label, each.unit, each.note))
    return Table(columns(6), rows).text()
