"""What lies in the present folder is data: no process of a command takes it for a module."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.everything import study_in

ROOT = Path(__file__).resolve().parents[2]
MARK = "from pathlib import Path; Path({mark!r}).open('a').write(__name__ + ' ')\n"
THIRD = (
    "sim",
    "ruralparty",
    "numpy",
    "numba",
    "llvmlite",
    "pandas",
    "pyarrow",
    "mesa",
    "rich",
    "polib",
    "pint",
    "scipy",
)
COMMAND = "import sys; from ruralparty import main\nif __name__ == '__main__': sys.exit(main())"
"""As the script that an installation makes, which stands in a folder of scripts alone."""


@pytest.fixture
def trap(tmp_path):
    """A folder of files that are called like modules, and write down that they were run; and that note."""
    folder, mark = tmp_path / "study", tmp_path / "run"
    study_in(tmp_path)
    for name in {*sys.stdlib_module_names, *THIRD} - {"sitecustomize", "usercustomize"}:
        (folder / f"{name}.py").write_text(MARK.format(mark=str(mark)), encoding="utf-8")
    return folder, mark


def carry_out(words, folder, **environment):
    script = folder.parent / "bin" / "command.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(COMMAND, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [sys.executable, str(script), *words], capture_output=True, text=True, cwd=folder, env=inherited | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("words", [["sweep", ".", "-j", "2"], ["reproduce", ".", "-j", "2"]])
def test_no_file_of_a_study_folder_is_run_by_a_sweep_or_its_workers(trap, words):
    folder, mark = trap
    if words[0] == "reproduce":
        carry_out(["sweep", ".", "-j", "1"], folder)
    carry_out(words, folder)
    assert not mark.exists(), mark.read_text()


def test_no_file_of_the_present_folder_is_run_by_what_compiles_beside(tmp_path):
    """It is started as any module is, by name: one of the present folder is not found."""
    mark = tmp_path / "run"
    (tmp_path / "lies_here.py").write_text(MARK.format(mark=str(mark)))
    (tmp_path / "runpy.py").write_text(MARK.format(mark=str(mark)))
    code = (
        "from sim.core.compute import kernels; kernels.compile_beside('lies_here', 'sim.procedures.calls');"
        "print([each.wait() for each in kernels._beside])"
    )
    environment = os.environ | {"RURALPARTY_CACHE": str(tmp_path / "cache")}
    script = tmp_path / "bin" / "script.py"
    script.parent.mkdir()
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, env=environment, check=True
    )
    assert done.stdout == "[1]\n"
    assert not mark.exists()


def test_workers_of_a_script_look_in_no_present_folder(trap, tmp_path):
    """Whoever calls from Python gets workers that are as safe, and an environment as it was."""
    folder, mark = trap
    script = tmp_path / "bin" / "script.py"
    script.parent.mkdir()
    script.write_text(
        "import os, sim\n"
        "if __name__ == '__main__':\n"
        "    print(sim.sweep('.', jobs=2).status.done, 'PYTHONSAFEPATH' in os.environ)\n"
    )
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=folder, env=inherited)
    assert done.stdout == "2 False\n", done.stderr
    assert not mark.exists(), mark.read_text()


@pytest.mark.parametrize("kind", ["sim.py", "sim/__init__.py"])
@pytest.mark.parametrize("told", ["{mine}", "{mine}{sep}{root}", "", "."])
def test_a_module_of_the_same_name_on_the_path_does_not_hide_the_package(tmp_path, kind, told):
    mine = tmp_path / "mine"
    (mine / kind).parent.mkdir(parents=True)
    (mine / kind).write_text("raise SystemExit('mine')")
    path = told.format(mine=mine, sep=os.pathsep, root=ROOT)
    assert "demography" in carry_out(["month"], mine, PYTHONPATH=path)


def test_workers_too_find_the_package_beside_a_module_of_the_same_name(trap):
    folder, mark = trap
    carry_out(["sweep", ".", "-j", "2"], folder, PYTHONPATH=str(folder.parent / "other"))
    other = folder.parent / "other"
    other.mkdir()
    (other / "sim.py").write_text("raise SystemExit('mine')")
    carry_out(["recheck", ".", "--sample", "2", "-j", "2"], folder, PYTHONPATH=str(other))
    assert not mark.exists()


def test_who_imports_the_name_of_the_distribution_is_told_what_to_import_and_what_is_in_the_way(tmp_path):
    (tmp_path / "sim.py").touch()
    words = [sys.executable, "-c", "from ruralparty import RuralParty"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    said = f"the package is imported as sim: from sim import RuralParty; {tmp_path / 'sim.py'} is in its way"
    assert said in done.stderr.splitlines()[-1]


def test_the_file_that_is_in_the_way_is_named_by_python_too(tmp_path):
    (tmp_path / "sim.py").touch()
    words = [sys.executable, "-c", "from sim import RuralParty"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    assert str(tmp_path / "sim.py") in done.stderr.splitlines()[-1]
