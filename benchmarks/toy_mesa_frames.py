"""The toy in mesa-frames: an AgentSet on a Polars frame, a month as a few expressions.

Draws come from the model's NumPy generator, as mesa-frames offers it; hazards are gathered from tables by age.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks import toy


class People(AgentSetPolars):
    """All villagers; the village is a column."""

    def __init__(self, model: ModelDF, villages: int) -> None:
        super().__init__(model)
        first = toy.start(villages)
        self.death = pl.Series(toy.death_by_age().astype(np.float32))
        self.leave = pl.Series(toy.leave_by_age().astype(np.float32))
        village = np.repeat(np.arange(villages, dtype=np.int32), toy.VILLAGE_SIZE)
        self.add(
            pl.DataFrame(
                {
                    "unique_id": np.arange(first.age.size),
                    "village": village,
                    "age": first.age.astype(np.int16),
                    "away": first.away,
                    "adopted": first.adopted,
                }
            )
        )

    def uniform(self) -> pl.Series:
        """One draw a person."""
        return pl.Series(self.model.random.random(len(self), dtype=np.float32))

    def step(self) -> None:
        age, away, adopted = pl.col("age"), pl.col("away"), pl.col("adopted")
        share = adopted.mean().over("village")
        self.agents = self.agents.with_columns(
            age + pl.lit(1, pl.Int16), adopted | (self.uniform() < toy.INNOVATION + toy.IMITATION * share)
        ).with_columns(
            (self.uniform() < pl.lit(self.death).gather(age)).alias("dies"),
            away ^ (self.uniform() < pl.when(away).then(toy.RETURN).otherwise(pl.lit(self.leave).gather(age))),
        )
        survives = ~pl.col("dies")
        self.agents = self.agents.with_columns(
            pl.when(survives).then(age).otherwise(pl.lit(0, pl.Int16)), away & survives, adopted & survives
        ).drop("dies")


class MesaFramesToy(ModelDF):
    """A model with one set of agents."""

    def __init__(self, villages: int, seed: int) -> None:
        super().__init__(seed)
        self.people = People(self, villages)
        self.agents += self.people

    def month(self) -> None:
        """Take everybody one month further."""
        self.step()

    def state(self) -> toy.State:
        """Read the population, village after village."""
        frame = self.get_agents_of_type(People).agents
        return toy.State(*(frame[column].to_numpy() for column in ("age", "away", "adopted")))


def build(villages: int, seed: int) -> MesaFramesToy:
    """Build the start population of ``villages`` villages."""
    return MesaFramesToy(villages, seed)
