"""How a branch stands with its superiors: marks from what they see, and from what was done.

Every mark lies between 0 and 1 and covers twelve months; shorter records are taken as if they had gone on for a year.
Months before this one are in the recorder, this month is in its open tallies: what only the end of the month counts
(accounts, active users) is last month's.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.compute.draws import poisson, stream, uniform
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS

QUOTA = stream("membership.quota")


class Mark(NamedTuple):
    """One subject of the assessment: its weight, the mark superiors see, and the mark that is true.

    ``real`` is None where nothing real stands behind it; arrays have shape (villages,).
    """

    weight: np.ndarray
    reported: np.ndarray
    real: np.ndarray | None


def year(model: Any, tally: str) -> np.ndarray:
    """Sum of a tally over twelve months, this one included; shape (villages,)."""
    lived = min(MONTHS, model.recorder.month + 1)
    total: np.ndarray = (model.recorder.window(tally, MONTHS - 1) + model.recorder.now[tally]) * (MONTHS / lived)
    return total


def last(model: Any, tally: str) -> np.ndarray:
    """A tally of last month; shape (villages,), nought in the first month."""
    total: np.ndarray = model.recorder.window(tally, 1)
    return total


def share(part: np.ndarray, whole: np.ndarray | float, otherwise: float) -> np.ndarray:
    """Part of a whole, one at most; ``otherwise`` where there is no whole."""
    whole = np.broadcast_to(np.asarray(whole, dtype=float), part.shape)
    found: np.ndarray = np.minimum(np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 0), 1.0)
    return found


def marks(model: Any, S: np.ndarray, on_file: np.ndarray) -> tuple[Mark, ...]:
    """Marks in service, economy, Party life, documents, digital work and exits from poverty.

    Parameters
    ----------
    model : RuralParty
        Or what stands for it in a test.
    S : structured array
        Settings of ``supervision``.
    on_file : float array, shape (villages,)
        Made-up meetings of twelve months that nobody has found.
    """
    V, E = model.villages.columns, model.settings["effort"]
    visits = share(year(model, "visits"), S["visits_expected"] * V["adults_home"], 1.0)
    service = (share(year(model, "successes"), year(model, "needs_arisen"), 1.0) + visits) / 2
    income = share(year(model, "collective_income"), S["income_expected"], 1.0)
    claimed = share(year(model, "collective_income_reported"), S["income_expected"], 1.0)
    held, on_record, expected = *meetings(model, on_file), S["meetings_expected"]
    papers = year(model, "hours_trace") / MONTHS
    posts = share(year(model, "updates"), S["updates_expected"], 1.0)
    adults = V["adults"].astype(float)
    installs, active = share(last(model, "accounts"), adults, 0.0), share(last(model, "active"), adults, 0.0)
    exits, false = year(model, "exits_reported"), year(model, "exits_false")
    ever = exits + model.recorder.now["listed"]
    return (
        Mark(E["weight_service"] * E["seen_service"], service, service),
        Mark(E["weight_economy"] * E["seen_economy"], claimed, income),
        Mark(E["weight_party"] * E["seen_party"], share(on_record, expected, 1.0), share(held, expected, 1.0)),
        Mark(E["weight_documents"] * S["inspections"], papers / (papers + S["hours_expected"]), None),
        Mark(E["weight_digital"], (installs + posts) / 2, (active + posts) / 2),
        Mark(S["weight_exits"], share(exits, ever, 0.0), share(exits - false, ever, 0.0)),
    )


def meetings(model: Any, on_file: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Valid meetings of the branch each village belongs to, and those on record, in twelve months."""
    branch = model.villages.columns["branch"]
    lived = min(MONTHS, model.recorder.month + 1)
    held = year(model, "meetings_valid")
    return held[branch], (held + on_file * (MONTHS / lived))[branch]


def score(marks: tuple[Mark, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means of the marks reported and of the real ones; documents count in the first alone."""
    sums = np.zeros((4, len(marks[0].weight)))
    for mark in marks:
        sums[0] += mark.weight * mark.reported
        sums[1] += mark.weight
        if mark.real is not None:
            sums[2] += mark.weight * mark.real
            sums[3] += mark.weight
    return share(sums[0], sums[1], 0.0), share(sums[2], sums[3], 0.0)


@kernel
def recruits_asked(V, M, adults, month, seed, places, lo, hi):  # type: ignore[no-untyped-def]
    """Count the places for recruits that the quota gave each village in as many months as ``adults`` has rows."""
    months = adults.shape[0]
    for v in range(lo, hi):
        for m in range(months):
            # The quota is a keyed draw: asked again, it answers as it did in that month.
            luck = uniform(seed, QUOTA, V["identity"][v], month - (months - 1 - m), 0)
            places[v] += poisson(luck, float(M["quota"][v]) / MONTHS * adults[m, v])


def fidelity(model: Any, S: np.ndarray, on_file: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of five things asked for in the year: how many there were to do, and the shares really and reportedly done.

    Four valid members' meetings, the quota of recruits, a matched measure for each registered household, funded
    projects that are real, and monthly updates of the platform. What was not asked for (no place for a recruit, no
    registered household, no project) does not count.
    """
    V = model.villages.columns
    held, on_record = meetings(model, on_file)
    adults = np.vstack([model.recorder.series("adults")[-(MONTHS - 1) :], V["adults"]]).astype(float)
    places = np.zeros(len(V))
    model.over_villages(recruits_asked, V, model.settings["membership"], adults, int(model.month), model.key, places)
    places *= MONTHS / len(adults)
    recruited = share(year(model, "admissions"), places, 1.0)
    listed, started = year(model, "listed"), year(model, "projects_started")
    real = started - year(model, "projects_show")
    posted = share(year(model, "updates"), S["updates_expected"], 1.0)
    always = np.ones(len(V), np.bool_)
    things = (
        (always, share(held, S["meetings_expected"], 1.0), share(on_record, S["meetings_expected"], 1.0)),
        (places > 0, recruited, recruited),
        (listed > 0, share(year(model, "measures_matched"), listed, 1.0), share(year(model, "measures"), listed, 1.0)),
        (started > 0, share(real, started, 1.0), np.ones(len(V))),
        (always, posted, posted),
    )
    asked, done, reported = np.zeros(len(V)), np.zeros(len(V)), np.zeros(len(V))
    for wanted, truly, seen in things:
        asked += wanted
        done += wanted * truly
        reported += wanted * seen
    return asked, done, reported
