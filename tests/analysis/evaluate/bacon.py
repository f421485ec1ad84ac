"""Two-way fixed effects as a weighted mean of all two-by-two comparisons (Goodman-Bacon 2021 [RECALLED])."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from sim.analysis.evaluate.panels import NEVER, Panel


def bacon(panel: Panel) -> float:
    """What the weights make of the two-by-two comparisons of a balanced panel."""
    values, first = panel.values, panel.first
    villages, periods = values.shape
    share = {cohort: float((first == cohort).mean()) for cohort in (NEVER, *panel.cohorts)}
    on = {cohort: (periods - cohort) / periods for cohort in panel.cohorts}  # share of the time it is on
    mean = {cohort: values[first == cohort].mean(axis=0) for cohort in share}

    def compared(cohort: int, other: int, since: int, until: int) -> float:
        """Change of a cohort around its beginning less that of another, within some periods."""
        after, before = slice(cohort, until), slice(since, cohort)
        own, others = (mean[each][after].mean() - mean[each][before].mean() for each in (cohort, other))
        return float(own - others)

    terms = []
    for cohort in panel.cohorts:  # against villages that never begin
        spread = on[cohort] * (1 - on[cohort])
        terms.append((share[cohort] * share[NEVER] * spread, compared(cohort, NEVER, 0, periods)))
    for early, late in permutations(panel.cohorts, 2):
        if early < late:
            pair = share[early] * share[late]
            not_yet = pair * (on[early] - on[late]) * (1 - on[early])
            already = pair * on[late] * (on[early] - on[late])
            terms.append((not_yet, compared(early, late, 0, late)))
            terms.append((already, compared(late, early, early, periods)))
    weights = np.array([weight for weight, _ in terms])
    return float(weights @ [value for _, value in terms] / weights.sum())
