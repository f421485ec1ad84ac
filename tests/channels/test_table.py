"""The channels are complete: nothing that a policy may move is without one, and nothing is in two."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.household import Household
from sim.agents.secretary import Secretary
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.channels.table import CHANNELS, ENTRIES, STATES, channel_named, entry_of
from sim.core.columns.columns import columns_of
from sim.indicators.tallies import Tallies
from sim.mechanisms import all_parameters
from sim.model import AGENTS
from sim.policies import policy_names
from sim.report.described.policy_effects import effects

STORES = {each.store_name: each for each in AGENTS if each.__name__ != "Member"} | {"people": Villager}
OWN: dict[type, str] = {
    Villager: "identity birth_month sex education household kin spouse mother father births frail ability left_behind "
    "life",
    Household: "persons away",
    Village: "identity first last room household_first household_last household_room county township dispersion "
    "potential coverage local_wage wage_gap income member_first member_last registered residents adults adults_home "
    "full_members full_home",
    Secretary: "holder_row",
    FirstSecretary: "",
    GraduateOfficial: "",
    Township: "identity county",
}
"""Columns that no channel holds: traits, kinship, where rows lie, births and deaths, and what follows from others."""


def held(store: str) -> list[str]:
    return [name for each in STATES for name in each.columns.get(store, ())]


def test_every_lever_has_a_channel() -> None:
    entries = {each.name: each.mechanism for each in ENTRIES}
    without = [
        lever
        for lever, param in all_parameters().items()
        if param.law is not None and entries.get(entry_of(lever)) != lever.partition(".")[0]
    ]
    assert without == []


@pytest.mark.parametrize("name", policy_names())
def test_whatever_a_policy_moves_has_a_channel(name: str) -> None:
    assert {entry_of(lever) for lever in effects(name).moves} <= CHANNELS.keys()


@pytest.mark.parametrize("rows", OWN, ids=lambda rows: rows.__name__)
def test_every_column_is_in_one_channel_or_named_as_in_none(rows: type) -> None:
    store = next(name for name, each in STORES.items() if each is rows)
    assert Counter([*held(store), *OWN[rows].split()]) == Counter(list(columns_of(rows)))


def test_no_tally_is_unknown_or_in_two_channels() -> None:
    tallies = held("tallies")
    assert len(tallies) == len(set(tallies))
    assert set(tallies) <= columns_of(Tallies).keys()


def test_every_channel_has_words_in_both_languages_and_a_name_of_its_own() -> None:
    assert len(CHANNELS) == len(STATES) + len(ENTRIES)
    assert all(each.words["en"] and each.words["zh"] for each in CHANNELS.values())
    assert all(bool(each.columns) != each.is_entry for each in CHANNELS.values())


def test_an_unknown_channel_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'hours'"):
        channel_named("hour")
