"""Locks of shares: overlapping shares exclude each other, and nothing is left behind by a process that dies."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.execution.files import StoreError
from sim.execution.locks import ALL, AtWork, at_work

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from sim.execution.locks import at_work
with at_work(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("other", [ALL, (1, 2), (1, 3), (3, 4)])
def test_shares_that_may_have_runs_in_common_exclude_each_other(tmp_path, other):
    with (
        at_work(tmp_path, (1, 2)),
        pytest.raises(AtWork, match="another process is doing these runs"),
        at_work(tmp_path, other),
    ):
        pass
    with at_work(tmp_path, other):
        pass


@pytest.mark.parametrize("other", [(2, 2), (2, 4), (4, 4)])
def test_shares_apart_go_on_side_by_side(tmp_path, other):
    with at_work(tmp_path, (1, 2)), at_work(tmp_path, other):
        pass


def test_a_process_that_is_killed_leaves_no_lock_behind(tmp_path):
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AtWork), at_work(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with at_work(tmp_path):
        pass


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path):
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "1-of-1.lock").symlink_to(tmp_path / "outside")
    with pytest.raises(StoreError), at_work(tmp_path):
        pass
    assert not (tmp_path / "outside").exists()


def test_a_folder_that_is_not_there_is_not_made_for_a_lock(tmp_path):
    with pytest.raises(StoreError, match="not there any more"), at_work(tmp_path / "gone"):
        pass
    assert not (tmp_path / "gone").exists()
