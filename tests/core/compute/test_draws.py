"""Keyed draws: published known answers, the same words with and without a compiler, and frozen streams."""

import math
import os
import statistics
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from sim.core.compute import draws
from sim.core.compute.draws import (
    LARGEST_WORD,
    bound,
    child_id,
    fill,
    fill_first,
    fill_two,
    incomer_id,
    normal,
    philox,
    poisson,
    rounded,
    start_id,
    stream,
    uniform,
    unit,
)
from tests.core.compute.streams_frozen import FROZEN

# Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds: zeros, ones, digits of pi.
KNOWN = [
    ([0] * 4, [0] * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0], "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
words32 = st.integers(0, LARGEST_WORD)
identities = st.integers(0, 2**64 - 1)


def words(values):
    return [np.uint64(value) for value in values]


def filled(identity, month, block, seed, number):
    out = np.empty((4, 1), np.uint32)
    fill(np.array([identity], np.uint64), month, block, np.uint64(seed), np.uint64(number), *out)
    return out[:, 0].tolist()


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers_compiled_and_not(counter, key, answer):
    expected = [int(word, 16) for word in answer.split()]
    assert [int(word) for word in philox.function(*words(counter), *words(key))] == expected
    assert [int(word) for word in philox(*words(counter), *words(key))] == expected


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_fill_addresses_person_month_block_seed_and_stream(counter, key, answer):
    identity = counter[0] | counter[1] << 32
    assert filled(identity, counter[2], counter[3], *key) == [int(word, 16) for word in answer.split()]


@given(identities, st.integers(0, 6000), st.integers(0, 11), words32, words32)
def test_a_single_draw_is_the_word_that_fill_writes(identity, month, k, seed, number):
    word = filled(identity, month, k // 4, seed, number)[k % 4]
    assert uniform(np.uint64(seed), np.uint64(number), np.uint64(identity), month, k) == unit(np.uint32(word))


@given(identities, st.integers(0, 6000), words32, words32)
def test_the_first_draw_alone_is_the_first_that_fill_writes(identity, month, seed, number):
    lots = np.empty(1, np.uint32)
    fill_first(np.array([identity], np.uint64), month, np.uint64(seed), np.uint64(number), lots)
    assert lots[0] == filled(identity, month, 0, seed, number)[0]


@given(identities, st.integers(0, 6000), words32, words32)
def test_two_draws_alone_are_the_first_two_that_fill_writes(identity, month, seed, number):
    two = np.empty((2, 1), np.uint32)
    fill_two(np.array([identity], np.uint64), month, np.uint64(seed), np.uint64(number), two[0], two[1])
    assert two[:, 0].tolist() == list(filled(identity, month, 0, seed, number))[:2]


def test_draws_are_the_same_bits_without_a_compiler():
    script = (
        "import numpy as np\nfrom sim.core.compute.draws import *\nfrom sim.core.compute.draws import _streams\n"
        "seed = np.uint64(7)\nout = np.empty((4, 50), np.uint32)\n"
        "ids = np.arange(50, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)\n"
        "fill(ids, 1440, 2, seed, stream('needs.arise'), *out)\n"
        "fill_first(ids, 1440, seed, stream('needs.arise'), out[1])\n"
        "print(out.tolist())\n"
        "u = [float(uniform(seed, stream('needs.seek'), i, 1441, k)) for k, i in enumerate(ids)]\n"
        "print([x.hex() for x in u], [float(normal(x)).hex() for x in u], [int(poisson(x, 2.5)) for x in u])\n"
        "print([int(bound(x)) for x in u], [int(rounded(3.3, x)) for x in u])\n"
        "print([int(child_id(seed, i, 2)) for i in ids], [int(incomer_id(seed, i, 1440, 3)) for i in ids])\n"
    )
    results = [
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"NUMBA_DISABLE_JIT": plain},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for plain in ("0", "1")
    ]
    assert results[0] == results[1]
    assert len(results[0]) > 5000


@given(st.floats(0, 1), words32)
def test_a_word_below_the_bound_is_a_uniform_below_the_probability(probability, word):
    for near in {word, max(int(bound(probability)) - 1, 0), min(int(bound(probability)), LARGEST_WORD)}:
        assert (near < bound(probability)) == (unit(near) < probability)


def test_bounds_at_the_ends_are_never_and_always():
    assert bound(0.0) == bound(-1.0) == 0
    assert bound(1.0) == bound(2.0) == LARGEST_WORD + 1
    assert 0.0 < unit(0) < unit(LARGEST_WORD) < 1.0


def test_draws_are_uniform_and_independent_between_neighbours():
    count, cells = 40_000, 64
    out = np.empty((4, count), np.uint32)
    fill(np.arange(count, dtype=np.uint64), 1440, 0, np.uint64(1), stream("demography.death"), *out)
    # 99.99 % points of chi square with 63 and 255 degrees of freedom.
    for row in out:
        observed = np.bincount(row >> 26, minlength=cells)
        assert ((observed - count / cells) ** 2 / (count / cells)).sum() < 113.5
    pairs = np.bincount((out[0] >> 28) * 16 + (out[1] >> 28), minlength=256)
    assert ((pairs - count / 256) ** 2 / (count / 256)).sum() < 350.0
    assert abs(np.corrcoef(out[2][:-1], out[2][1:])[0, 1]) < 4 / math.sqrt(count)


def test_people_months_seeds_streams_and_draws_each_change_the_luck():
    base = [1, 1440, 0, 5, 10]
    seen = {tuple(filled(*base))}
    for place in range(5):
        changed = base.copy()
        changed[place] += 1
        seen.add(tuple(filled(*changed)))
    seen.add(tuple(filled(1 + 2**32, *base[1:])))
    assert len(seen) == 7


@given(st.floats(1e-9, 1 - 1e-9))
def test_normal_is_the_inverse_of_the_normal_distribution(u):
    assert normal(u) == pytest.approx(float(ndtri(u)), rel=1.2e-9, abs=1e-12)  # the published error
    assert normal(1 - u) == pytest.approx(-normal(u), rel=1e-6, abs=1e-7)


@given(st.floats(0.001, 0.999), st.floats(0.05, 20))
def test_poisson_counts_the_terms_below_the_uniform(u, mean):
    count = poisson(u, mean)

    def below(n):
        return math.fsum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(n + 1))

    assert below(count) >= u - 1e-9
    assert count == 0 or below(count - 1) < u + 1e-9


@given(st.integers(0, 1000), st.floats(0, 1, exclude_max=True), words32)
def test_a_rounded_number_is_one_of_its_neighbours_and_a_whole_one_stays(whole, part, word):
    u = unit(np.uint32(word))
    assert rounded(whole + part, u) in (whole, whole + 1)
    assert rounded(float(whole), u) == whole


def test_rounded_numbers_have_the_expected_mean():
    parts = [(i + 0.5) / 1000 for i in range(1000)]
    assert statistics.fmean(rounded(2.25, u) for u in parts) == pytest.approx(2.25, abs=1e-3)


def test_identities_of_the_start_of_children_and_of_incomers_do_not_meet():
    seed = np.uint64(3)
    start = {int(start_id(seed, np.uint64(1), np.uint64(v), r)) for v in range(20) for r in range(200)}
    children = {int(child_id(seed, np.uint64(mother), birth)) for mother in sorted(start)[:500] for birth in (1, 2)}
    place = [np.uint64(1 << 32 | v) for v in range(20)]
    incomers = {int(incomer_id(seed, v, month, rank)) for v in place for month in (1440, 1441) for rank in range(20)}
    assert (len(start), len(children), len(incomers)) == (4000, 1000, 800)
    assert len(start | children | incomers) == 5800


def test_streams_keep_their_numbers_for_ever():
    declared = draws._streams()
    assert {name: declared.get(name) for name in FROZEN} == FROZEN
    numbers = list(declared.values())
    assert len(set(numbers)) == len(numbers)
    assert all(isinstance(number, int) and 0 < number <= LARGEST_WORD for number in numbers)
    assert declared.keys() == FROZEN.keys(), (
        "a new stream: add it to tests/core/compute/streams_frozen.py with its number"
    )


def test_an_undeclared_stream_is_refused_by_name():
    with pytest.raises(KeyError, match=r"'needs\.arose' is not declared in sim/core/compute/streams\.yaml"):
        stream("needs.arose")
