"""Law 2 on another machine: a processor of the first 64-bit kind, with the library functions made for it.

Such a processor has no fused multiplication, and vectors of two numbers instead of eight. Numba compiles for it, NumPy,
OpenBLAS and the C library choose what they would choose there; what differs is rounded away or does not occur. A file
of its own, because it compiles all kernels once more.
"""

from __future__ import annotations

import json
import platform

import pytest

from tests.bits import printed

SCRIPT = """
import json
from numba import config
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from sim.policies import policy_names
from tests.whole import run, small, states
dated = {"world.drivers": "dated", "world.tables": 2010, "world.archetype": "national", "horizon.start": "2010-11"}
all_policies = {name: {"start": "2021-04"} for name in policy_names()}
futures = {
    "baseline": small({"horizon.months": 60}),
    "every policy": small({"horizon.months": 60}, all_policies),
    "from the census of 2010": small({**dated, "horizon.months": 40}),
}
found = {name: {str(k): v.hex() for k, v in states(run(future)).items()} for name, future in futures.items()}
print(json.dumps([config.CPU_NAME, [each for each in __cpu_dispatch__ if __cpu_features__[each]], found]))
"""


def first_of_its_kind() -> dict[str, str]:
    """Settings by which all that computes takes the processor for one of the first of 64 bits."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    old = {"NPY_DISABLE_CPU_FEATURES": " ".join(each for each in __cpu_dispatch__ if __cpu_features__.get(each))}
    old["NUMBA_CPU_NAME"], old["NUMBA_CPU_FEATURES"] = "generic", ""
    if platform.machine() in ("x86_64", "AMD64"):
        old["NUMBA_CPU_NAME"], old["OPENBLAS_CORETYPE"] = "x86-64", "Prescott"
        old["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL,-AVX512DQ"
    return old


@pytest.mark.verify
def test_another_processor_gives_the_same_bits() -> None:
    old = first_of_its_kind()
    _, _, lives = json.loads(printed(SCRIPT))
    name, features, lives_there = json.loads(printed(SCRIPT, **old))
    assert (name, features) == (old["NUMBA_CPU_NAME"], [])
    assert lives == lives_there
