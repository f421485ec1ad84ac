"""Joint branches: nobody below three full members unless there is nowhere to go (V2)."""

import numpy as np
import pytest

from sim.agents.village import Village
from sim.core.columns.columns import TableStore
from sim.core.compute.draws import uniform
from sim.procedures.joint_branches import UNITS_MOST, join_and_split

LEAST, WAIT = 3.0, 12.0


def villages(members: list[int], townships: list[int] | None = None) -> np.ndarray:
    V = TableStore(Village, len(members)).columns
    V["full_members"] = members
    V["township"] = townships or [0] * len(members)
    V["branch"] = V["identity"] = np.arange(len(members))
    return V


def reorganise(V: np.ndarray, months: int = 1) -> None:
    for _ in range(months):
        join_and_split(V, np.full(len(V), LEAST), np.full(len(V), WAIT))


def test_a_small_branch_joins_the_nearest_of_its_township() -> None:
    V = villages([9, 9, 2, 9, 9], [0, 0, 1, 1, 1])
    reorganise(V)
    assert V["branch"].tolist() == [0, 1, 3, 3, 4]


def test_equally_near_branches_are_taken_in_order() -> None:
    V = villages([9, 2, 9])
    reorganise(V)
    assert V["branch"].tolist() == [0, 0, 2]


def test_an_isolated_branch_stays_as_it_is() -> None:
    V = villages([1, 9], [0, 1])
    reorganise(V)
    assert V["branch"].tolist() == [0, 1]


@pytest.mark.parametrize("seed", range(6))
def test_every_village_is_in_one_branch_and_no_branch_is_too_small_unless_isolated(seed: int) -> None:
    members = [int(6 * uniform(np.uint64(seed), np.uint64(1), np.uint64(v), 0, 0)) for v in range(24)]
    V = villages(members, [0] * 8 + [1] * 16)
    reorganise(V)
    hosts = V["branch"]
    assert (hosts[hosts] == hosts).all()
    units = np.bincount(hosts, minlength=len(V))
    assert units.max() <= UNITS_MOST
    for host in np.unique(hosts):
        alone = V["full_members"][hosts == host].sum() < LEAST
        near = np.unique(hosts[(V["township"] == V["township"][host]) & (hosts != host)])
        assert not alone or (units[near] + units[host] > UNITS_MOST).all()
        assert (V["township"][hosts == host] == V["township"][host]).all()


def test_a_village_leaves_after_a_year_with_enough_members() -> None:
    V = villages([9, 2, 9])
    reorganise(V)
    V["full_members"][1] = 3
    reorganise(V, 11)
    assert V["branch"][1] == 0
    reorganise(V)
    assert V["branch"].tolist() == [0, 1, 2]


def test_a_village_stays_if_the_others_would_be_too_few() -> None:
    V = villages([2, 2])
    reorganise(V)
    V["full_members"][1] = 5
    reorganise(V, 30)
    assert len(np.unique(V["branch"])) == 1


def test_villages_in_another_order_are_joined_alike() -> None:
    members = [2, 9, 1, 2, 0, 7, 2, 1]
    plain = villages(members)
    reorganise(plain)
    order = np.array([5, 2, 7, 0, 3, 6, 1, 4])
    mixed = villages([members[v] for v in order])
    mixed["identity"] = order
    reorganise(mixed)
    assert order[mixed["branch"]].tolist() == plain["branch"][order].tolist()
