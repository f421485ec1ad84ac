"""Folders that the environment names: full paths only, and never the present folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core.config.places import OF_USER, forget_relative, place_in, user_cache
from sim.execution.cache import opened, store_root

HOMELESS = """
import os, pwd, warnings
for name in ("HOME", "XDG_CACHE_HOME", "RURALPARTY_STORE", "RURALPARTY_CACHE"):
    os.environ.pop(name, None)
def nobody(number): raise KeyError(number)
pwd.getpwuid = nobody
from sim.core.compute.kernel_cache import cache_root
from sim.execution.cache import store_root
warnings.simplefilter("always")
print(cache_root().parent == store_root().parent, cache_root().is_absolute(), os.getcwd() in str(cache_root()))
"""


@pytest.mark.skipif(os.name == "nt", reason="of POSIX")
@pytest.mark.parametrize("told", ["", ".", "cache", "~/cache"])
def test_a_relative_cache_of_the_user_is_ignored(monkeypatch, tmp_path, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", told)
    assert user_cache() == tmp_path / "home" / ".cache" / "ruralparty"


@pytest.mark.parametrize("told", ["", "home", "."])
def test_a_relative_home_is_no_home(monkeypatch, told):
    for name in OF_USER:
        monkeypatch.setenv(name, told)
    forget_relative()
    assert not set(OF_USER) & set(os.environ)
    assert user_cache().is_absolute()
    assert Path.cwd() not in user_cache().parents


@pytest.mark.parametrize("variable", ["RURALPARTY_STORE", "RURALPARTY_CACHE"])
def test_a_relative_folder_of_this_program_is_refused_and_an_empty_one_is_none(monkeypatch, variable):
    monkeypatch.delenv("RURALPARTY_STORE")
    usual = store_root()
    monkeypatch.setenv(variable, "")
    assert place_in(variable) is None
    assert store_root() == usual
    monkeypatch.setenv(variable, "runs")
    with pytest.raises(ValueError, match=f"{variable} is 'runs'; allowed is a full path"):
        opened()


@pytest.mark.skipif(os.name == "nt", reason="of POSIX")
def test_who_has_no_home_is_told_once_and_nothing_lands_in_the_present_folder(tmp_path):
    done = subprocess.run([sys.executable, "-c", HOMELESS], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout == "True True False\n"
    assert done.stderr.count("this user has no home folder: compiled code is kept for this command only") == 1
    assert list(tmp_path.iterdir()) == []
