"""What decides outcomes, as text: each outcome with the seed's share and its strongest inputs, and how it was done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.analysis.sensitivity.fitted import LEAST_R2
from sim.analysis.sensitivity.indices import Share
from sim.analysis.sensitivity.outcome import CONSTANT, NOTHING, UNSURE
from sim.analysis.sensitivity.table import DIFFERENCE, LEVEL, MORRIS, SALTELLI, Item, Sensitivity
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.layout.numbers import fixed
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.words.labels import WORDS, joined, listed

SHOWN = 4
LEAST_SHOWN = 0.03
"""Share from which an input is named."""
DESIGNED_ROWS = 6
PREFIX = "parameters."
HEADS = (
    Column(*WORDS["outcome"], None, 30),
    Column("seed, %", "种子份额%", str),
    Column("R²", "R²", str),
    Column(
        "inputs by total effect, % of what inputs move (95 % CI)", "输入的总效应，占输入所致方差%（95%区间）", None, -1
    ),
)
SHAPLEY_HEAD = Column(
    "inputs by Shapley effect, % of what inputs move (95 % CI)",
    "输入的Shapley效应，占输入所致方差%（95%区间）",
    None,
    -1,
)
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "{inputs} inputs varied at {points} points, {seconds} of them at more than one seed",
        "zh": "{inputs}个输入，{points}个点，其中{seconds}个点有一个以上种子",
    },
    LEVEL: {"en": "What decides the level: {scenario}", "zh": "什么决定水平：{scenario}"},
    DIFFERENCE: {
        "en": "What decides the effect of {scenario} (difference from {baseline})",
        "zh": "什么决定{scenario}的效应（与{baseline}的差异）",
    },
    CONSTANT: {"en": "the same in every run: nothing moves it", "zh": "所有运行相同：没有输入影响它"},
    NOTHING: {"en": "no input was seen to move it in so many runs", "zh": "在此运行数下未见任何输入影响它"},
    UNSURE: {
        "en": "not printed: too little of what noise leaves is foretold of unseen points",
        "zh": "不列出：对未见过的点预测不足",
    },
    "r2": {
        "en": "R²: of what noise leaves, foretold of points that screening and fit had not seen; below {least} no "
        "index is printed.",
        "zh": "R²：去除噪声后，对筛选与拟合未见过的点的解释比例；低于{least}不列指数。",
    },
    "law": {
        "en": "Seed: share of what varies between single runs that is luck, a factor of its own. A design that takes "
        "luck for the inputs' finds ST (1 - n) + n in place of a total effect ST, n being the seed's share: an input "
        "that does nothing seems to do n. The column naive_total holds it.",
        "zh": "种子：单次运行间的方差中属于偶然性的比例，作为单独因素。若把偶然性算在输入上，总效应ST会变成ST(1-n)+n"
        "（n为种子份额）：毫无作用的输入看来也有n。见naive_total列。",
    },
    "shared": {
        "en": "All points share their seeds: what one seed does alike at all points is in no share. `replicates: "
        "{second: 64}` gives each point a seed of its own.",
        "zh": "所有点共用种子：同一种子对各点相同的影响不计入任何份额。写replicates: "
        "{second: 64}可让每点有自己的种子。",
    },
    "single": {
        "en": "No point has a second seed: the seed's share holds what the emulator misses too.",
        "zh": "没有点有第二个种子：种子份额也包含模拟器未能解释的部分。",
    },
    "dependent": {
        "en": "Inputs depend on each other (points that published figures leave): Shapley effects share out what they "
        "do together; Sobol indices would not add up and are not printed.",
        "zh": "输入相互依赖（公布数据容许的点）：Shapley效应分摊其共同作用；Sobol指数不可加，故不列出。",
    },
    MORRIS: {
        "en": "Morris's elementary effects stand in the columns elementary_…; the seed's scatter is in them.",
        "zh": "Morris基本效应见elementary_…列，其中含种子的离散。",
    },
    SALTELLI: {
        "en": "Indices straight from Saltelli's design stand in the columns direct_…; the seed's scatter is in them, "
        "by the law above.",
        "zh": "由Saltelli设计直接得出的指数见direct_…列，其中按上述规律含种子的离散。",
    },
    "levels": {"en": "Levels of the other scenarios stand in effects.csv.", "zh": "其余情景的水平见effects.csv。"},
    "refused": {
        "en": "Left out: {outcome}, without a value in {count} runs: {runs}",
        "zh": "未列入：{outcome}，{count}次运行无值：{runs}",
    },
}
METHOD: dict[Language, str] = {
    "en": "Each outcome, as a level and as the paired difference from {baseline} at the same point and seed (common "
    "random numbers), is regressed on {inputs} inputs over {points} points ({design}), {seconds} of them at a second "
    "seed{own}. Inputs are screened by orthogonal matching pursuit over Legendre polynomials (Pati and others 1993 "
    "[RECALLED]) and those that remain enter a Gaussian process of orthogonal effects of one, two and three inputs "
    "(ANOVA kernels, Durrande and others 2013 [RECALLED]), whose sizes, the variance between seeds and the variance "
    "that neither explains maximise the restricted likelihood of the means of points and the scatter within points. "
    "{indices} Intervals (95 %) are quantiles over {draws} functions drawn from what the runs leave open; they do not "
    "hold what is not known of the sizes. Indices are printed where at least {least} of the variance that noise "
    "leaves is foretold in fourfold cross-validation, screening included. Study {hash}, digest of results {digest}, "
    "ruralparty {version}.",
    "zh": "对每个指标，取其水平以及同一点、同一种子下与{baseline}的配对差（共用随机数），对{points}个点（"
    "{design}）上的{inputs}个输入回归，其中{seconds}个点有第二个种子"
    "{own}。输入先以Legendre多项式的正交匹配追踪筛选（Pati等1993 [RECALLED]），其余进入由一元、二元、三元正交效应组成"
    "的高斯过程（ANOVA核，Durrande等2013 [RECALLED]），其大小、种子间方差及未解释方差使各点均值与点内离散的限制似然最"
    "大。{indices}区间（95%）为从运行所容许的函数中抽取"
    "{draws}个所得的分位数，不含大小参数的不确定性。四折交叉验证（含筛选）解释去噪方差不少于{least}时才列指数。研究"
    "{hash}，结果摘要值{digest}，ruralparty {version}。",
}
INDICES: dict[bool, dict[Language, str]] = {
    False: {
        "en": "Total and first effects follow from its coefficients (Sobol' 2001, Homma and Saltelli 1996, Sudret 2008 "
        "[RECALLED]).",
        "zh": "总效应与一阶效应由其系数得出（Sobol' 2001，Homma和Saltelli 1996，Sudret 2008 [RECALLED]）。",
    },
    True: {
        "en": "Shapley effects (Owen 2014, Song and others 2016 [RECALLED]) are worked out under a Gaussian copula of "
        "the points.",
        "zh": "Shapley效应（Owen 2014，Song等2016 [RECALLED]）按各点的高斯copula计算。",
    },
}
OWN: dict[Language, str] = {"en": ", each point with seeds of its own", "zh": "，每点有自己的种子"}


def sensitivity_text(found: Sensitivity, titles: Mapping[str, str], baseline: str, language: Language) -> str:
    """The analysis for a terminal."""
    counts = {"inputs": len(found.inputs), "points": found.points, "seconds": found.seconds}
    blocks = [wrapped(TEXTS["head"][language].format(**counts), 0)]
    heads = (*HEADS[:-1], SHAPLEY_HEAD if found.dependent else HEADS[-1])
    arms = list(dict.fromkeys((item.about.scenario, item.about.of) for item in found.items))
    several = any(of == DIFFERENCE for _, of in arms)
    shown = [arm for arm in arms if not several or arm[1] == DIFFERENCE or arm[0] == baseline]
    for scenario, of in shown:
        rows = [
            _row(item, found, language)
            for item in found.items
            if (item.about.scenario, item.about.of) == (scenario, of)
        ]
        names = {"scenario": titles.get(scenario, scenario), "baseline": titles.get(baseline, baseline)}
        blocks.append(Table(heads, rows, language, TEXTS[of][language].format(**names)).text())
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in _notes(found, len(shown) < len(arms), language))])


def method_text(
    found: Sensitivity, baseline: str, draws: int, provenance: Mapping[str, str], language: Language
) -> str:
    """How it was done, as a paragraph to be cited."""
    counts = {"inputs": len(found.inputs), "points": found.points, "seconds": found.seconds, "draws": draws}
    return METHOD[language].format(
        baseline=baseline,
        design=found.design,
        own=OWN[language] if found.own_seeds else "",
        indices=INDICES[found.dependent][language],
        least=fixed(LEAST_R2, 1),
        **counts,
        **provenance,
    )


def short(path: str) -> str:
    """A path without what all parameters have in common."""
    return path.removeprefix(PREFIX)


def strongest(item: Item, inputs: Sequence[str]) -> list[tuple[str, Share]]:
    """Inputs by their share, the strongest first, as far as they do much."""
    shares = sorted(item.found.total.items(), key=lambda each: -each[1].value)
    return [(inputs[place], share) for place, share in shares if share.value >= LEAST_SHOWN]


def in_per_cent(share: Share) -> str:
    """A share with its interval."""
    value, low, high = (fixed(100 * each, 0) for each in (share.value, share.low, share.high))
    return f"{value} ({low}–{high})"


def _row(item: Item, found: Sensitivity, language: Language) -> tuple[str, ...]:
    decided = item.found
    named = strongest(item, found.inputs)
    text = joined(language, *(f"{short(path)} {in_per_cent(share)}" for path, share in named[:SHOWN]))
    if len(named) > SHOWN:
        text += " …"
    return (
        indicator_named(item.about.outcome).label(language),
        in_per_cent(decided.seed) if decided.seed else "–",
        "–" if math.isnan(decided.r2) else fixed(decided.r2, 2),
        TEXTS[decided.verdict][language] if decided.verdict in TEXTS else text,
    )


def _notes(found: Sensitivity, more: bool, language: Language) -> list[str]:
    keys = [key for key, holds in (("levels", more), ("dependent", found.dependent)) if holds]
    told = [TEXTS[key][language] for key in keys]
    told += [TEXTS["r2"][language].format(least=fixed(LEAST_R2, 1)), TEXTS["law"][language]]
    told += [TEXTS["single"][language]] if not found.seconds else []
    told += [TEXTS["shared"][language]] if not found.own_seeds else []
    told += [TEXTS[found.design][language]] if found.design in (MORRIS, SALTELLI) else []
    for outcome, runs in found.refused.items():
        few = listed(language, *runs[:DESIGNED_ROWS]) + " …" * (len(runs) > DESIGNED_ROWS)
        told.append(TEXTS["refused"][language].format(outcome=outcome, count=len(runs), runs=few))
    return told
