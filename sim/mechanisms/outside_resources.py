"""Outside resources: organisations, grants, urban feedback and practices copied from elsewhere (S17).

Social organisations come by a Poisson number with mean rate · exp(1.5 (leadership − .5)); each brings a lognormal grant
and stays for some months with hours of service (stays that overlap follow one another). Departments share a yearly sum
of each county out in grants of one size, the odds of a village being its size to a power. Of all money from outside
that came this month, by whatever way, the share σ(.5 + 2 (leadership − .5) − 1.5 (formalism − .3)) reaches the fund
next month. A village copies the best-fitting demonstration village of its county by the hazard imitation · (share of
its township with real success, last month's) · fit, fit = exp(−distance in size, dispersion and income); none is copied
that fits worse than ``fit_least``. Enterprises that help for nothing are there in some months and not in others.

reads   leadership, formalism, ``grants`` of this month (first secretaries), real projects, traits of the village
writes  ``grants``, ``helper_hours``, ``helper_months``, ``backup``, ``remote_hours``, ``copied``; success of townships,
        what departments have left
draws   outside_resources.arrival (villages: 0 number, 1- grants; counties: 0 number, 1- which village), .imitation
        (villages: 0 copying, 1 enterprises)
tested  Poisson arrivals, what is lost, fit, sums of departments, nothing by default but organisations
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.draws import normal, poisson, rounded, stream, uniform
from sim.core.compute.elementary import exp, exps, logs, powers
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import JANUARY, MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed, convention
from sim.procedures.projects import grant_efficiency

ARRIVAL, IMITATION = stream("outside_resources.arrival"), stream("outside_resources.imitation")
NUMBER, FIRST = 0, 1  # draws of a village or county
MIDDLE = 0.5

Floats = NDArray[np.float64]


@kernel
def receive(V, S, T, towns, fit, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Live one month; ``fit`` is that of the nearest demonstration village (0 = none)."""
    for v in range(lo, hi):
        village = V["identity"][v]
        lean = float(S["organisation_leadership"][v]) * (float(V["leadership"][v]) - MIDDLE)
        mean = float(S["organisations"][v]) * exp(lean)
        came = poisson(uniform(seed, ARRIVAL, village, month, NUMBER), mean)
        gross = float(V["grants"][v]) + max(float(S["granted"][v]), 0.0)
        for n in range(came):
            spread = float(S["organisation_spread"][v]) * normal(uniform(seed, ARRIVAL, village, month, FIRST + n))
            gross += float(S["organisation_grant"][v]) * exp(spread) * (1.0 + float(S["matching"][v]))
        net = gross * grant_efficiency(V, S, v)
        V["grants"][v] = net
        T["grants"][v] += gross
        T["grants_lost"][v] += gross - net
        T["organisations"][v] += came

        months = int(V["helper_months"][v])
        T["helper_hours"][v] += V["helper_hours"][v]
        months = max(months - 1, 0) + came * int(S["organisation_months"][v])
        V["helper_months"][v] = months
        hours = float(S["organisation_hours"][v]) if months > 0 else 0.0
        V["helper_hours"][v] = hours + float(S["helper_hours"][v])
        V["backup"][v] = float(S["urban_feedback"][v])
        remote = float(S["urban_feedback"][v]) * float(S["remote_hours"][v])
        given = float(S["enterprise_hours"][v])
        if given > 0.0 and uniform(seed, IMITATION, village, month, 1) < float(S["enterprise_there"][v]):
            remote += given
        V["remote_hours"][v] = remote

        success = float(towns["success"][V["township"][v]])
        hazard = float(S["imitation"][v]) * success * fit[v] if fit[v] >= float(S["fit_least"][v]) else 0.0
        free = hazard > 0.0 and float(V["copied"][v]) == 0.0
        if free and uniform(seed, IMITATION, village, month, 0) < 1.0 - exp(-hazard):
            V["copied"][v] = fit[v]
            T["copies"][v] += 1


@kernel
def look_around(V, towns, villages):  # type: ignore[no-untyped-def]
    """Renew the share of each township's villages with a real project; ``villages`` is how many it has."""
    for t in range(towns.size):
        towns["success"][t] = 0.0
    for v in range(V.size):
        towns["success"][V["township"][v]] += 1.0 if int(V["real_projects"][v]) > 0 else 0.0
    for t in range(towns.size):
        towns["success"][t] = float(towns["success"][t]) / villages[t]


def share_out(V: np.ndarray, counties: np.ndarray, S: np.ndarray, size: Floats, month: int, key: np.uint64) -> None:
    """Give the grants of departments that are due this month to villages drawn by their odds.

    Parameters
    ----------
    V, counties : structured arrays
        Villages (``grants`` is added to) and counties (``grants_left`` is taken from).
    S : structured array, shape (villages,)
        Settings of the mechanism.
    size : float array, shape (villages,)
        Persons by whom the odds are reckoned.
    month : int
        Calendar month.
    key : uint64
        Seed of the world.
    """
    for c, county in enumerate(counties["identity"]):
        rows = np.flatnonzero(V["county"] == c)
        rows = rows[np.argsort(V["identity"][rows])]
        each = float(S["department_size"][rows].mean())
        left = float(counties["grants_left"][c])
        wanted = rounded(left / each / (MONTHS - month % MONTHS), uniform(key, ARRIVAL, county, month, NUMBER))
        number = min(wanted, int(left / each))
        odds = np.cumsum(powers(np.maximum(size[rows], 1.0), S["grant_bias"][rows]))
        for n in range(number):
            draw = uniform(key, ARRIVAL, county, month, FIRST + n) * odds[-1]
            V["grants"][rows[np.searchsorted(odds, draw)]] += each
        counties["grants_left"][c] = left - number * each


def best_fit(V: np.ndarray, S: np.ndarray) -> Floats:
    """Fit of the nearest demonstration village of the county, shape (villages,); 0 without one and for these."""
    shown = S["demonstration"] > 0
    fit = np.zeros(len(V))
    if not shown.any():
        return fit
    size, income = logs(np.maximum(V["registered"], 1)), logs(np.maximum(V["income"], 1.0))
    scaled = size / S["scale_size"], V["dispersion"] / S["scale_dispersion"], income / S["scale_income"]
    traits = np.stack(scaled, axis=1)
    for v in np.flatnonzero(~shown):
        near = shown & (V["county"] == V["county"][v])
        if near.any():
            fit[v] = exps(-np.sqrt(((traits[near] - traits[v]) ** 2).sum(axis=1)).min())
    return fit


SCALED = "sets what counts as far"


class OutsideResources(Mechanism):
    """Organisations, grants, urban feedback and demonstration."""

    # fmt: off
    organisations = assumed(0.01, "1/month", low=0.0, high=0.03, raises="organisations", symbol="so_rate",
        law="product", note="social organisations that come to a village, leadership in the middle",
        note_zh="来村的社会组织数")
    organisation_leadership = assumed(1.5, "log hazard", low=0.75, high=3.0, symbol="so_L",
        either="villages above the middle get more, those below fewer", note="by leadership, above one half",
        note_zh="领导力的影响（以0.5为准）")
    organisation_grant = assumed(50000.0, "yuan", low=25000.0, high=100000.0, raises="grants", symbol="so_size",
        note="median of the grant that comes with one", note_zh="一个社会组织所带资金的中位数")
    organisation_spread = assumed(0.8, "standard deviation of ln", low=0.4, high=1.2, symbol="so_size",
        either="the mean rises with the spread, the grant drawn may not", note="spread of these grants",
        note_zh="上述资金的离散程度")
    organisation_months = assumed(6.0, "month", low=3.0, high=12.0, raises="helper_hours", symbol="so_months",
        note="months that one stays", note_zh="社会组织停留的月数")
    organisation_hours = assumed(20.0, "hour/month", low=10.0, high=40.0, raises="helper_hours", symbol="so_months",
        note="hours of service it gives meanwhile", note_zh="停留期间提供的服务工时")
    matching = assumed(0.0, "ratio", low=0.0, high=1.0, raises="grants", law="sum",
        note="public money added to each yuan of an organisation", note_zh="社会组织每一元所配的公共资金")
    helper_hours = assumed(0.0, "hour/month", low=0.0, high=20.0, law="sum", raises="service_fulfilment",
        note="hours of service given from outside, beside those of organisations", note_zh="社会组织之外的外来服务工时")
    granted = assumed(0.0, "yuan/month", low=0.0, high=10000.0, law="sum", raises="grants",
        note="money that a policy sends to the fund, less what is lost", note_zh="政策拨入村集体资金的数额，已扣除漏损")
    department_grants = assumed(0.0, "yuan/year", low=0.0, high=50000.0, law="sum", raises="grants",
        note="grants of departments for each village of a county and year; no figure was found, none by default",
        note_zh="部门拨款，全县每村每年；未查到数据，默认为零")
    department_size = assumed(100000.0, "yuan", low=50000.0, high=200000.0, either="the yearly sum stays the same",
        note="one grant of a department", note_zh="部门单笔拨款")
    grant_bias = assumed(0.0, "exponent", low=0.0, high=2.0, symbol="grant_bias",
        either="moves grants between villages", note="odds of a village by its size, to this power",
        note_zh="村庄获拨比值随人口规模的幂次")
    efficiency = convention(0.5, "log odds", lowers="grants_lost", symbol="eff",
        note="outside money spent on what it was meant for, leadership and formalism in the middle",
        note_zh="领导力和形式主义居中时外来资金用于本来用途的水平")
    efficiency_leadership = convention(2.0, "log odds", either="leadership is above or below the middle",
        note="by leadership, above one half", note_zh="领导力的影响（以0.5为准）")
    efficiency_formalism = convention(1.5, "log odds", either="formalism is above or below its usual value",
        note="less by formalism, above its usual value", note_zh="形式主义高于通常值时的降低")
    formalism_usual = convention(0.3, "share", lowers="grants_lost", note="formalism at which this is nought",
        note_zh="影响为零时的形式主义程度")
    urban_feedback = assumed(0.0, "share", low=0.0, high=1.0, symbol="urban_fb", law="sum",
        either="acts through the platform: see digital", note="strength of urban back-up and remote help",
        note_zh="城市反哺和远程支持的力度")
    remote_hours = assumed(10.0, "hour/month", low=5.0, high=20.0, either="needs urban feedback", law="product",
        note="hours on the platform by remote helpers, at full strength", note_zh="远程支持平台的工时")
    enterprise_hours = assumed(0.0, "hour/month", low=0.0, high=40.0, raises="platform_quality", law="sum",
        note="hours on the platform by enterprises, unpaid, in a month in which they are there",
        note_zh="企业无偿支持平台的工时（来时）")
    enterprise_there = assumed(0.5, "probability", low=0.25, high=0.75, either="needs such enterprises",
        note="they are there in a month", note_zh="企业当月在村的概率")
    demonstration = assumed(False, "switch", symbol="zones", law="or", either="a village is no example to itself",
        note="the village is a demonstration that others may copy", note_zh="该村为可供仿效的示范村")
    imitation = assumed(0.03, "1/month", low=0.015, high=0.06, symbol="demo_imit",
        either="needs demonstration villages", note="copying at full success of the township and perfect fit",
        note_zh="乡镇内示范全部成功且完全适配时的仿效率")
    fit_least = assumed(0.0, "0-1", low=0.0, high=0.9, either="needs demonstration villages", law="sum",
        note="least fit of a practice that is copied", note_zh="可仿效的最低适配度")
    scale_size = convention(0.35, "ln", either=SCALED, note="distance of one in size: the spread of village sizes",
        note_zh="人口规模差异的单位距离：村庄规模的离散程度")
    scale_dispersion = convention(1.0, "standard deviations", either=SCALED, note="distance of one in dispersion",
        note_zh="居住分散度差异的单位距离")
    scale_income = convention(0.3, "ln", either=SCALED, note="distance of one in mean income per head",
        note_zh="人均收入差异的单位距离")
    links_frozen = assumed(False, "switch", symbol="link_off", either="a check on the model, not a state of the world",
        note="ranks, examples and shares of grants in townships and counties stay as at the start",
        note_zh="乡镇和县内的排名、示范和拨款份额保持期初状态")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Remember the sizes of the start, and how many villages each township has."""
        V = model.villages.columns
        self.start_size = (V["last"] - V["first"]).astype(float)
        self.villages_in = np.maximum(np.bincount(V["township"], minlength=len(model.townships.columns)), 1)

    def step(self, model: Any) -> None:
        """Let outside resources arrive for the next month."""
        V, S, T = model.villages.columns, self.settings(model), model.recorder.now
        townships, frozen = model.townships.columns, bool((S["links_frozen"] > 0).any())
        month = int(model.month)
        if month % MONTHS == JANUARY or not model.months_run:
            sums = np.bincount(V["county"], weights=S["department_grants"], minlength=len(model.counties.columns))
            model.counties.columns["grants_left"] += sums * (MONTHS - month % MONTHS) / MONTHS
        if model.counties.columns["grants_left"].any():
            size = self.start_size if frozen else V["registered"].astype(float)
            share_out(V, model.counties.columns, S, size, month, model.key)
        receive(V, S, T, townships, best_fit(V, S), month, model.key, 0, len(V))
        if not frozen:
            look_around(V, townships, self.villages_in)
