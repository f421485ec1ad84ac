"""Kernels: lazy, cached for exactly their sources, and the same without a compiler."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sim.core.compute import kernel_cache
from sim.core.compute.kernel_cache import sources_of
from sim.core.compute.kernels import Kernel, kernel

CORE = Path(kernel_cache.__file__).parents[1]
COPIED = (
    "compute/kernel_cache.py",
    "compute/kernels.py",
    "compute/compiled_columns.py",
    "compute/typing_answers.py",
    "columns/columns.py",
    "config/bounds.py",
    "config/declared.py",
    "config/places.py",
)
WORDS = "config/language.py"
"""Needed, and nothing that machine code comes of."""


@pytest.fixture
def package(tmp_path):
    """A package ``sim`` of its own: our kernels and columns, a helper, and loops that call it."""
    core = tmp_path / "sim" / "core"
    for name in (*COPIED, WORDS, "__init__.py", "compute/__init__.py", "columns/__init__.py", "config/__init__.py"):
        (core / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORE / name, core / name)
    (tmp_path / "sim" / "__init__.py").touch()
    write(tmp_path, "constants", "STEP = 3\n")
    write(
        tmp_path,
        "helper",
        """
        from sim.constants import STEP
        from sim.core.compute.kernels import kernel

        @kernel(inline=True)
        def increased(x):
            return x + STEP
        """,
    )
    write(
        tmp_path,
        "loops",
        """
        import numpy as np
        from sim.core.columns.columns import Column, SlicedStore
        from sim.core.compute.kernels import kernel
        from sim.helper import (
            increased,
        )

        class Beast:
            weight = Column(np.float64, "kg", "weight")

        @kernel
        def grow(P, lo, hi):
            for i in range(lo, hi):
                P.weight[i] = increased(P.weight[i])
            return P.weight[lo]

        def result(beyond=0):
            columns = SlicedStore(Beast, np.array([4])).columns
            value = grow(columns, 0, columns.weight.size + beyond)
            stats = getattr(grow.compiled, "stats", None)
            return value, sum(stats.cache_hits.values()) if stats else None
        """,
    )
    return tmp_path


def write(package, module, source):
    (package / "sim" / f"{module}.py").write_text(textwrap.dedent(source))


def run(package, script="from sim.loops import result; print(*result())", check=True, **environment):
    """What a process of its own prints when it works with the package."""
    finished = subprocess.run(
        [sys.executable, "-B", "-c", script],
        env=os.environ | {"PYTHONPATH": str(package), "RURALPARTY_CACHE": str(package / "cache"), **environment},
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0 or not check, finished.stderr
    return finished.stdout.strip() or finished.stderr.strip().splitlines()[-1]


def test_an_edited_helper_or_constant_never_meets_the_machine_code_of_its_former_self(package):
    assert run(package) == "3.0 0"
    assert run(package) == "3.0 1", "a kernel over columns is found again by another process"
    helper = (package / "sim" / "helper.py").read_text()
    write(package, "helper", helper.replace("x + STEP", "x - STEP"))
    assert run(package) == "-3.0 0"
    write(package, "constants", "STEP = 5\n")
    assert run(package) == "-5.0 0"
    write(package, "helper", helper)
    write(package, "constants", "STEP = 3\n")
    assert run(package) == "3.0 1", "the first sources meet the first machine code"


def test_bounds_are_checked_in_a_cache_of_their_own_and_the_plain_interpreter_needs_none(package):
    beyond = "from sim.loops import result; print(*result(beyond=1))"
    assert run(package, NUMBA_DISABLE_JIT="1") == "3.0 None"
    assert not (package / "cache").exists()
    assert run(package, NUMBA_BOUNDSCHECK="0") == "3.0 0"
    folders = set((package / "cache").iterdir())
    assert "IndexError" in run(package, beyond, check=False, NUMBA_BOUNDSCHECK="1")
    assert len(set((package / "cache").iterdir()) - folders) == len(folders)


def test_folders_of_kernels_that_nobody_used_for_a_month_are_deleted_and_no_others(package):
    old, recent, foreign = (package / "cache" / name for name in ("0" * 24, "f" * 24, "photos"))
    for folder, days in ((old, 31), (recent, 29), (foreign, 60)):
        folder.mkdir(parents=True)
        moment = package.stat().st_mtime - days * 86400
        os.utime(folder, (moment, moment))
    run(package)
    assert (old.exists(), recent.exists(), foreign.exists()) == (False, True, True)


def said_by(package, cache):
    """What a process says that compiles with a cache that cannot be written to, and what it found in it."""
    script = "from sim.loops import result; print(*result())"
    places = {"PYTHONPATH": package, "RURALPARTY_CACHE": cache, "TMPDIR": package / "temporary"}
    environment = os.environ | {name: str(place) for name, place in places.items()}
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], env=environment, cwd=package, capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), done.stderr.count("is kept for this command only")


@pytest.mark.parametrize("place", ["{package}/a file", "{package}/a file/below", "/proc/nowhere", "/dev/null/x"])
def test_kernels_are_compiled_all_the_same_where_nothing_can_be_kept(package, place):
    (package / "a file").touch()
    (package / "temporary").mkdir()
    assert said_by(package, place.format(package=package)) == ("3.0 0", 1)
    assert not list((package / "temporary").iterdir())


def test_kernels_of_a_cache_that_can_be_read_only_are_used(package):
    assert run(package) == "3.0 0"
    script = (
        "from sim.core.compute import kernel_cache; kernel_cache.why_unwritable = lambda folder: 'read-only'; "
        "from sim.loops import result; print(*result())"
    )
    assert run(package, script) == "3.0 1"


def test_a_disk_that_fills_up_meanwhile_is_done_without(package):
    script = (
        "import numba.core.caching as caching; from sim.loops import result\n"
        "def full(*given, **keywords): raise OSError(28, 'No space left on device')\n"
        "caching.IndexDataCacheFile.save = full; print(*result())"
    )
    assert run(package, script) == "3.0 0"


def test_threads_that_make_kernels_at_once_keep_each_in_the_folder_of_its_sources(package):
    modules = [f"part{number}" for number in range(8)]
    for number, module in enumerate(modules):
        kernel_of = "".join(f"\n@kernel\ndef loop{each}(x):\n    return x + {number}\n" for each in range(8))
        write(package, module, f"from sim.core.compute.kernels import kernel\n{kernel_of}")
    script = f"""
import sys, importlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sim.core.compute.kernel_cache import cache_folder
from sim.core.compute.kernels import Kernel
sys.setswitchinterval(1e-6)
found = [importlib.import_module(f"sim.{{name}}") for name in {modules}]
made = [each for module in found for each in vars(module).values() if isinstance(each, Kernel)]
with ThreadPoolExecutor(4) as threads:
    paths = list(threads.map(lambda each: Path(each.compiled.stats.cache_path), made))
print(sum(cache_folder(each.function.__module__) in path.parents for each, path in zip(made, paths)), len(made))
"""
    assert run(package, script) == "64 64"


def test_importing_all_that_is_declared_imports_neither_mesa_nor_numba():
    script = (
        "import sys, importlib, sim.mechanisms.roll, sim.indicators\n"
        "from sim.month import MONTH\n"
        "for step in MONTH: importlib.import_module('sim.mechanisms.' + step.mechanism)\n"
        "print(sorted({'mesa', 'numba', 'pandas', 'matplotlib'} & sys.modules.keys()))"
    )
    assert run(CORE.parents[1], script) == "[]"


def test_sources_are_followed_through_all_that_a_module_imports(package, monkeypatch):
    monkeypatch.setattr(kernel_cache, "PACKAGE", package / "sim")
    assert {
        "sim.loops",
        "sim.helper",
        "sim.constants",
        "sim.core.compute.kernels",
        "sim.core.columns.columns",
    } <= sources_of("sim.loops").keys()
    of_columns = {f"sim.core.{each.removesuffix('.py').replace('/', '.')}" for each in COPIED}
    assert sources_of("sim.constants").keys() == {"sim.constants"} | of_columns  # kernels are given columns
    write(package, "late", "def call():\n    from sim import helper\n    return helper\n")
    assert "sim.constants" in sources_of("sim.late")


def test_a_kernel_is_compiled_by_its_first_call_only_and_keeps_its_words():
    @kernel
    def doubled(x):
        """Twice the number."""
        return 2 * x

    assert isinstance(doubled, Kernel)
    assert (doubled.__name__, doubled.__doc__) == ("doubled", "Twice the number.")
    assert "compiled" not in vars(doubled)
    assert doubled.py_func(4) == 8
