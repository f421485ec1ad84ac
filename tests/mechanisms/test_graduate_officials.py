"""Graduate officials: posts, contracts, turnover, documentation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.graduate_officials import GraduateOfficials
from tests.worlds import World

OFFICIALS = GraduateOfficials()
MONTHLY = 1 - math.exp(-0.03)


def villages_with_posts(villages: int = 1, **settings: float) -> World:
    world = World(OFFICIALS, villages=villages, persons=2, months=48)
    for name, value in {"posts": 1.0, **settings}.items():
        world.settings["graduate_officials"][name] = value
    return world


def lengths(world: World, months: int) -> np.ndarray:
    """Months that the first official of each village stayed."""
    stayed = np.zeros(len(world.villages.columns), int)
    G = world.graduate_officials.columns
    for _ in range(months):
        world.live(OFFICIALS)
        stayed += G["posted"] & (G["postings"] == 1)
    return stayed


def test_without_posts_nothing_is_written() -> None:
    world = villages_with_posts(4, posts=0.0)
    before = world.villages.columns.tobytes(), world.graduate_officials.columns.tobytes()
    world.live(OFFICIALS)
    assert (world.villages.columns.tobytes(), world.graduate_officials.columns.tobytes()) == before
    assert not world.recorder.series("graduate_officials").any()


def test_months_until_leaving_are_geometric() -> None:
    number = 4000
    stayed = lengths(villages_with_posts(number, contract_least=900.0, contract_most=900.0), 40)
    for months in (1, 6, 24):
        expected = (1 - MONTHLY) ** months
        share = float((stayed > months).mean())
        assert abs(share - expected) < 3 * math.sqrt(expected * (1 - expected) / number)


def test_contracts_end_after_two_to_three_years_all_lengths_alike() -> None:
    number = 2600
    stayed = lengths(villages_with_posts(number, turnover=0.0), 40)
    counts = np.bincount(stayed)
    assert counts[:24].sum() == 0
    assert len(counts) == 37
    assert np.abs(counts[24:] - number / 13).max() < 4 * math.sqrt(number / 13)


def test_a_post_is_filled_again_in_the_month_after() -> None:
    world = villages_with_posts(turnover=0.0, contract_least=3.0, contract_most=3.0)
    held = []
    for _ in range(9):
        world.live(OFFICIALS)
        held.append(bool(world.graduate_officials.columns["posted"][0]))
    assert held == [True, True, True, False, True, True, True, False, True]


def test_a_post_that_is_given_up_is_kept_until_the_contract_ends() -> None:
    world = villages_with_posts(turnover=0.0, contract_least=24.0, contract_most=24.0)
    world.live(OFFICIALS)
    world.settings["graduate_officials"]["posts"] = 0.0
    for _ in range(29):
        world.live(OFFICIALS)
    assert world.recorder.series("graduate_officials").sum() == 24


def test_posts_between_none_and_one_are_the_share_of_villages() -> None:
    world = villages_with_posts(4000, posts=0.3)
    world.live(OFFICIALS)
    assert abs(world.graduate_officials.columns["posted"].mean() - 0.3) < 3 * math.sqrt(0.21 / 4000)


@pytest.mark.parametrize("formalism", [0.0, 0.25, 1.0])
def test_documentation_takes_the_share_of_last_months_formalism(formalism: float) -> None:
    world = villages_with_posts()
    V = world.villages.columns
    V["formalism"] = formalism
    world.live(OFFICIALS)
    assert V["graduate_hours"][0] == pytest.approx(128 * (1 - formalism))
    assert V["graduate_skill"][0] == 0.85


def test_turnover_falls_with_pay_by_its_elasticity() -> None:
    def share_left(pay: float, answer: float) -> float:
        world = villages_with_posts(6000, pay=pay, pay_answer=answer)
        world.live(OFFICIALS)
        world.live(OFFICIALS)
        return 1 - float(world.graduate_officials.columns["posted"].mean())

    for pay, answer, hazard in ((2500.0, 1.0, 0.06), (8000.0, 1.0, 0.01875), (2500.0, 0.0, 0.03)):
        expected = 1 - math.exp(-hazard)
        assert abs(share_left(pay, answer) - expected) < 3 * math.sqrt(expected / 6000)


def test_a_share_of_them_are_full_members() -> None:
    world = villages_with_posts(4000, member_share=0.3)
    world.live(OFFICIALS)
    assert abs(world.graduate_officials.columns["member"].mean() - 0.3) < 3 * math.sqrt(0.21 / 4000)
