"""What a study does not say, and what it was made of and with: limits, provenance, references."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sim.mechanisms import all_parameters
from sim.report.analyses.save import SHORT
from sim.report.described.catalogue import ASSUMED
from sim.report.described.cite import AUTHORS, TITLE
from sim.report.study.document import Head, Listing, Paragraph, Section, Table
from sim.report.study.material import FEWEST_VILLAGES, Material
from sim.words.labels import listed, word

WORDS: Mapping[str, tuple[str, str]] = {
    "limits": ("Limits", "局限"),
    "simulated": (
        "All numbers are of simulated villages. They are no forecast, and rate no real place and no person.",
        "所有数字均来自模拟村庄，不是预测，不评价任何真实地区或个人。",
    ),
    "assumptions": (
        "{assumptions} of the model's {all} parameters rest on assumptions; {varied} of these are varied in this "
        "study, and the others stay at one value. What depends on these, the study cannot show.",
        "模型{all}个参数中有{assumptions}个依据假设；本研究变动了其中{varied}个，其余保持单一取值，对其依赖程度本研究无从显示。",
    ),
    "luck": (
        "Intervals cover luck (seeds) and, where points are a sample, the ranges that were varied; they do not cover "
        "that the model may be wrong.",
        "区间只包含偶然性（种子），以及抽样点所变动的范围；不包含模型本身可能有误。",
    ),
    "groups": (
        "No number is published behind which fewer than {least} simulated villages stand.",
        "背后模拟村庄少于{least}个的数字不予发布。",
    ),
    "suppressed": ("Not published for that reason: {names}.", "因此不予发布：{names}。"),
    "undone": (
        "{to_do} of {requested} runs are not done; the numbers are of those that are: `ruralparty sweep {folder}`.",
        "{requested}次运行中有{to_do}次尚未完成，数字仅来自已完成者：`ruralparty sweep {folder}`。",
    ),
    "failed": (
        "{failed} runs failed and are left out with their pairs: `ruralparty status {folder}`.",
        "{failed}次运行失败，连同其配对一并剔除：`ruralparty status {folder}`。",
    ),
    "moved": (
        "The sources of the model are others now ({now}) than when the study was designed ({then}).",
        "模型源码现为{now}，与研究设计时（{then}）不同。",
    ),
    "provenance": ("Provenance", "来源与复现"),
    "what": ("What", "项目"),
    "value": ("Value", "内容"),
    "version": ("Version", "版本"),
    "sources": ("Sources of the model (SHA-256)", "模型源码摘要（SHA-256）"),
    "numbers": ("What numbers depend on", "决定数值的代码摘要"),
    "study": ("Study", "研究"),
    "digest": ("Digest of all results", "全部结果摘要"),
    "seeds": ("Seeds", "种子"),
    "runs": ("Runs done", "完成运行"),
    "hours": ("Core-hours", "核时"),
    "designed": ("Designed", "设计时间"),
    "run": ("Run", "运行时间"),
    "python": ("Python", "Python"),
    "libraries": ("Libraries", "库"),
    "again": ("Each run again, compared to the last bit:", "逐次重跑并逐位比较："),
}
BENJAMINI = (
    "Benjamini Y, Hochberg Y. Controlling the false discovery rate: a practical and powerful approach to multiple "
    "testing[J]. Journal of the Royal Statistical Society: Series B, 1995, 57(1): 289-300."
)
SAMPLERS: Mapping[str, str] = {
    "lhs": "McKay M D, Beckman R J, Conover W J. A comparison of three methods for selecting values of input variables "
    "in the analysis of output from a computer code[J]. Technometrics, 1979, 21(2): 239-245.",
    "sobol": "Sobol' I M. On the distribution of points in a cube and the approximate evaluation of integrals[J]. USSR "
    "Computational Mathematics and Mathematical Physics, 1967, 7(4): 86-112.",
    "saltelli": "Saltelli A, Annoni P, Azzini I, et al. Variance based sensitivity analysis of model output: design "
    "and estimator for the total sensitivity index[J]. Computer Physics Communications, 2010, 181(2): 259-270.",
    "morris": "Morris M D. Factorial sampling plans for preliminary computational experiments[J]. Technometrics, 1991, "
    "33(2): 161-174.",
}
"""As of ``sim/studies/designs.py``; titles are recalled."""


def limits(material: Material) -> Section:
    """What the study does not say."""
    language, status = material.language, material.status
    folder = material.prepared.folder

    def told(key: str, **given: object) -> Paragraph:
        return Paragraph((word(key, language, WORDS, **given),))

    known = all_parameters()
    assumed = {f"parameters.{key}" for key, param in known.items() if param.tag == ASSUMED}
    varied = {each.path for each in material.prepared.factors} & assumed
    blocks = [
        told("simulated"),
        told("assumptions", assumptions=len(assumed), all=len(known), varied=len(varied)),
        told("luck"),
        told("groups", least=FEWEST_VILLAGES),
    ]
    if material.suppressed:
        names = listed(language, *dict.fromkeys(material.suppressed))
        blocks.append(told("suppressed", names=names))
    if status.to_do:
        blocks.append(told("undone", to_do=status.to_do, requested=status.requested, folder=folder))
    if status.failed:
        blocks.append(told("failed", failed=status.failed, folder=folder))
    now, then = _now(), material.prepared.model
    if now != then:
        blocks.append(told("moved", now=now[:SHORT], then=then[:SHORT]))
    return Section("limits", word("limits", language, WORDS), blocks)


def _now() -> str:
    from sim.runs.sources import numbers_hash

    return numbers_hash()


def provenance(material: Material) -> Section:
    """Version, digests, seeds, runs, and how to have them again."""
    language, held, status = material.language, material.prepared.manifest, material.status
    study = material.prepared.study
    first, last = int(material.frame["seed"].min()), int(material.frame["seed"].max())
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(held["libraries"].items()) if version)
    times = " – ".join(str(held[key]) for key in ("start", "end") if held.get(key))
    rows = [
        ("version", held["version"]),
        ("sources", held["model_source_hash"]),
        ("numbers", material.prepared.model),
        ("study", f"{study['name']} ({study['hash']})"),
        ("digest", status.digest),
        ("seeds", f"{first} – {last}"),
        ("runs", f"{status.done:,}"),
        ("hours", f"{status.core_hours:.3g}"),
        ("designed", str(held.get("designed", "–"))),
        ("run", times or "–"),
        ("python", held["python"]),
        ("libraries", libraries),
    ]
    title = word("provenance", language, WORDS)
    heads = [Head(word(key, language, WORDS)) for key in ("what", "value")]
    table = Table("provenance", title, heads, [(word(key, language, WORDS), str(value)) for key, value in rows])
    again = Paragraph((word("again", language, WORDS),))
    return Section("provenance", title, [table, again, Listing(f"ruralparty reproduce {material.prepared.folder}")])


def references(material: Material) -> list[str]:
    """What the report rests on, after GB/T 7714."""
    held = material.prepared.manifest
    year = datetime.fromisoformat(str(held["designed"])).year if held.get("designed") else ""
    version: dict[str, Any] = {"en": "Version", "zh": "版本"}
    named = f"{version[material.language]} {held['version']} ({held['model_source_hash'][:SHORT]})"
    own = f"{AUTHORS}. {TITLE}[CP]. {named}, {year}."
    kind = material.prepared.study["design"]["kind"]
    found = [own]
    if material.groups:
        found.append(BENJAMINI)
    if kind in SAMPLERS:
        found.append(SAMPLERS[kind])
    return found
