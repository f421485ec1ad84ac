"""Land quarrels: now and then a quarrel about land divides a village, and its people trust the branch the less.

reads   nothing
writes  trust of all adults in the village
draws   land_quarrels.begin (villages: 0)
"""

import numpy as np

from sim.core.compute.draws import outside_stream, uniform
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param
from sim.month import Place

BEGIN = outside_stream("land_quarrels.begin")


@kernel
def quarrel(P, V, S, quarrels, month, seed, lo, hi):
    """Let quarrels begin in the villages ``lo:hi``."""
    for v in range(lo, hi):
        chance = float(S["chance"][v])
        if chance <= 0.0 or uniform(seed, BEGIN, np.uint64(V["identity"][v]), month, 0) >= chance:
            continue
        quarrels[v] += 1
        keeps = np.float32(1.0 - float(S["loss"][v]))
        for i in range(int(V["first"][v]), int(V["last"][v])):
            P.trust[i] *= keeps


class LandQuarrels(Mechanism):
    """A quarrel lowers the trust of everybody in the village by a share."""

    by_village = True
    idle = {"chance": 0.0}
    place = Place(
        after="service",
        title_en="quarrels about land",
        title_zh="土地纠纷",
        reason="what the branch did this month is known; trust answers to it afterwards",
        reason_zh="当月服务已完成，随后才更新信任",
    )
    chance = Param(0.0, "1/month", "A", "assumption", low=0.0, high=0.05, law="sum", lowers="trust",
        note="chance that a quarrel begins", note_zh="当月发生纠纷的概率")  # fmt: skip
    loss = Param(0.1, "share", "A", "assumption", low=0.0, high=0.5, law="odds", lowers="trust",
        note="of trust, by a quarrel", note_zh="一次纠纷使信任降低的比例")  # fmt: skip

    def setup(self, model):
        """No village has quarrelled yet."""
        self.quarrels = np.zeros(len(model.villages.columns), np.int64)

    def step(self, model):
        """Do one month's work."""
        P, V = model.people.columns, model.villages.columns
        model.over_villages(quarrel, P, V, self.settings(model), self.quarrels, model.month, model.key)
