"""Results of experiments are there whole or not at all: one that cannot be written leaves the one of before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from experiments import common, drawing

TABLE = pd.DataFrame({"arm": ["training", "rotation"], "difference": [0.123456789, 2.0]})


class Unwritable:
    def __format__(self, _: str) -> str:
        raise ArithmeticError("half way")

    __str__ = __repr__ = __format__  # type: ignore[assignment]


def broken() -> pd.DataFrame:
    return pd.DataFrame({"arm": ["training", Unwritable()], "difference": [0.5, 2.0]})


WRITERS: dict[str, tuple[str, Callable[[Path, pd.DataFrame], None]]] = {
    "table": ("tables/effects.csv", lambda folder, table: common.write(folder, "effects", table)),
    "points": ("points.csv", lambda folder, table: common.write_points(folder, table.to_dict("records"))),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_that_fails_half_way_leaves_the_former_one(tmp_path: Path, kind: str) -> None:
    name, write = WRITERS[kind]
    write(tmp_path, TABLE)
    before = (tmp_path / name).read_bytes()
    with pytest.raises((ArithmeticError, TypeError)):
        write(tmp_path, broken())
    assert (tmp_path / name).read_bytes() == before
    assert [path.name for path in (tmp_path / name).parent.iterdir()] == [Path(name).name]


def test_a_table_has_six_significant_digits(tmp_path: Path) -> None:
    common.write(tmp_path, "effects", TABLE)
    assert (tmp_path / "tables" / "effects.csv").read_text() == "arm,difference\ntraining,0.123457\nrotation,2\n"


def test_the_study_of_the_full_size_merges_constants_and_finds_its_files_one_folder_up(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(
        "scenarios: [baseline, scenarios/own.yaml]\nconstants: {a: 1, b: 2}\nseeds: 4\ndesign: {file: points.csv}\n"
    )
    place = common.full_study(tmp_path, {"constants": {"b": 3}, "seeds": 40})
    problems: list[object] = []
    tree = common.read(place / "study.yaml", problems)
    assert tree is not None
    assert not problems
    assert tree.plain == {
        "scenarios": ["baseline", "../scenarios/own.yaml"],
        "constants": {"a": 1, "b": 3},
        "seeds": 40,
        "design": {"file": "../points.csv"},
    }
    assert [path.name for path in place.iterdir()] == ["study.yaml"]


def test_a_figure_that_is_not_finished_leaves_the_former_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "figures" / "effects.png"
    target.parent.mkdir()
    drawing.publish_bytes(target, b"former")

    def full(path: Path, content: bytes) -> None:
        path.open("wb").write(content[:3])
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="the disk is full"):
        drawing.publish_bytes(target, b"present")
    assert target.read_bytes() == b"former"
    assert [path.name for path in target.parent.iterdir()] == ["effects.png"]
