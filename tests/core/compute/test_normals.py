"""Deviates of many words are those of one word at a time, to the last bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from sim.core.compute.draws import LARGEST_WORD, TAIL, WORDS, normal, unit
from sim.core.compute.normals import normals

ROOT = Path(__file__).resolve().parents[3]
EDGE = int(TAIL * WORDS)


def some_words() -> np.ndarray:
    """Words from end to end, and all those about the borders between the centre and the tails."""
    low = np.concatenate([np.arange(60), np.arange(EDGE - 60, EDGE + 60)])
    return np.concatenate([low, LARGEST_WORD - low, np.arange(0, LARGEST_WORD, 9_999_991)]).astype(np.uint32)


def test_they_are_the_deviates_of_single_words_bit_for_bit() -> None:
    words = some_words()
    deviates = np.empty(words.size)
    normals(words, deviates)
    single = np.array([normal(unit(word)) for word in words])
    assert np.array_equal(deviates.view(np.uint64), single.view(np.uint64))


def test_plain_python_gives_the_same_bits() -> None:
    code = (
        "import numpy as np; from tests.core.compute.test_normals import some_words\n"
        "from sim.core.compute.normals import normals\n"
        "words = some_words(); deviates = np.empty(words.size); normals(words, deviates)\n"
        "print(deviates.tobytes().hex())"
    )
    found = [
        subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
            env={**os.environ, "NUMBA_DISABLE_JIT": switch},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for switch in "01"
    ]
    assert found[0] == found[1]
