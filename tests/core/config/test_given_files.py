"""Files that a user names: regular ones of a size that makes sense are read; anything else is refused, and at once."""

from __future__ import annotations

import os
import pickle
import stat
from pathlib import Path

import pytest

from sim.core.config.given_files import UnreadableFile, given_path, read_given, why_unreadable

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")


def refused(path: Path, most: int = 100) -> str:
    """Why a file is not read, which is known before it is opened."""
    with pytest.raises(UnreadableFile) as caught:
        read_given(path, most)
    assert str(why_unreadable(path, most)) == str(caught.value)
    return caught.value.fault


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"a\r\n\x1a b")
    assert read_given(tmp_path / "x", 6) == b"a\r\n\x1a b"
    assert why_unreadable(tmp_path / "x", 6) is None


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"1234567")
    assert refused(tmp_path / "x", 6) == "has 7 bytes"


def test_a_folder_and_what_is_not_there_are_called_so(tmp_path: Path) -> None:
    assert refused(tmp_path) == "is a directory, not a file"
    assert refused(tmp_path / "none") == "there is no such file"
    assert refused(tmp_path / ("a" * 300)) == "is too long for the name of a file"


@needs_pipes
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    assert refused(tmp_path / "x.yaml") == "is no regular file but a pipe, a device or the like"


@needs_pipes
def test_nobody_waits_for_a_pipe_in_the_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    (tmp_path / "y.yaml").write_text("regular")
    regular = os.stat(tmp_path / "y.yaml")
    monkeypatch.setattr(os, "stat", lambda path: regular)
    with pytest.raises(UnreadableFile, match="no regular file"):
        read_given(tmp_path / "x.yaml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices of this kind on this system")
def test_a_device_is_not_read() -> None:
    assert "a device" in refused(Path("/dev/zero"))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no files of the kernel on this system")
def test_a_file_of_the_kernel_is_as_large_as_it_says() -> None:
    assert stat.S_ISREG(os.stat("/proc/self/status").st_mode)
    assert read_given(Path("/proc/self/status")) == b""


def test_a_link_to_itself_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert refused(tmp_path / "a") == "is a link that leads back to itself"


@pytest.mark.parametrize("name", ["~nosuchuser", "~nosuchuser/x.yaml", "a\0b", "x.yaml\0", "\ud800.yaml"])
def test_what_is_no_name_of_a_file_is_no_path(name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        given_path(name, Path("beside"))
    assert caught.value.name == name


def test_names_start_from_the_folder_beside_unless_they_say_from_where() -> None:
    assert given_path("a/../x.yaml", Path("beside")) == Path("beside/x.yaml")
    assert given_path("~/x.yaml", Path("beside")) == Path.home() / "x.yaml"
    assert given_path("x.yaml") == Path("x.yaml")


def test_the_reason_survives_a_process_border() -> None:
    reason = UnreadableFile("x", "has 7 bytes", "at most 6", "bytes")
    again = pickle.loads(pickle.dumps(reason))
    assert str(again) == str(reason) == "x: has 7 bytes; allowed: at most 6 (bytes)"
