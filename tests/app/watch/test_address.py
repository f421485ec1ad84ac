"""What an address of the page asks for, and what of it is refused."""

import pytest

from sim.app.watch.address import read_address
from sim.app.watch.state import State


def test_an_address_without_wishes_has_what_the_server_was_started_with():
    asked = read_address(None, "training", "zh")
    assert asked == (State("training", language="zh"), [])


def test_an_address_sets_scenario_language_seed_and_levers():
    asked = read_address("?scenario=training&lang=zh&seed=5&migration.leave=0.02&meetings.denominator=adjusted")
    levers = {"migration.leave": 0.02, "meetings.denominator": "adjusted"}
    assert asked == (State("training", 5, levers, "zh"), [])


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ("migration.leave=9", "migration.leave: 9 is out of range; allowed: 0.01 – 0.022 1/month"),
        ("migration.leav=0.02", "migration.leav: there is no such setting; did you mean migration.leave?"),
        ("scenario=trainin", "did you mean training?"),
        ("scenario=/etc/hostname", "there is no scenario /etc/hostname"),
        ("lang=fr", "lang: fr is no language; allowed: en, zh"),
        ("seed=-1", "seed: -1 is no seed; allowed: whole numbers from 0 – 4294967295"),
        ("seed=", "seed:  is no seed"),
        ("seed=" + "9" * 5000, "is no seed"),
        ("seed=²", "seed: ² is no seed"),
    ],
)
def test_what_is_not_valid_is_refused_and_the_rest_holds(search, message):
    asked = read_address(search)
    assert len(asked.refused) == 1
    assert message in asked.refused[0]
    assert asked.state == State()
