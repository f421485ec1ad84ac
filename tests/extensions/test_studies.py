"""A study that was designed with an extension says so, and refuses to go on without it or with another content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.extensions.registry import forget, named
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.recheck import recheck, replay, reproduce
from sim.studies.sweep import sweep
from tests.extensions.conftest import MECHANISM, OUTCOME, POLICY

TEXT = """\
scenarios: [without.yaml, rounds.yaml]
constants: {horizon.months: 6, horizon.burn_in: 0}
levers: {policies.evening_rounds.dose.evenings: {low: 1, high: 8}}
uncertainties: {parameters.land_quarrels.chance: {low: 0.01, high: 0.05}}
design: {kind: lhs, points: 2}
outcomes: [unmet_needs, trust]
window: all
"""


@pytest.fixture
def study(written, scenarios) -> Path:
    """Folder of a study, and its extensions registered."""
    sim.register(POLICY, OUTCOME, MECHANISM)
    return Path(written("study.yaml", TEXT)).parent


def asks(study: Path, again: Path):
    """What goes on with a study."""
    name = open_study(study).names[0][0].decode()
    return (
        lambda: sweep(study, engine="sequential"),
        lambda: recheck(study, engine="sequential"),
        lambda: replay(study, name),
        lambda: reproduce(study, again, engine="sequential"),
    )


def test_a_study_sweeps_on_processes_is_rechecked_and_repeated(study, tmp_path):
    swept = sweep(study, engine="process", jobs=2)
    assert (swept.status.done, swept.status.failed) == (4, 0)
    manifest = json.loads((study / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extensions"] == named()
    assert [each["name"] for each in named()] == ["evening_rounds.py", "land_quarrels.py", "unmet_needs.py"]
    found = recheck(study, 4, engine="sequential")
    assert (found.equal, found.well) == (4, True)
    again = reproduce(study, tmp_path / "again", engine="sequential")
    assert (again.equal, again.different, again.missing, again.same_model) == (4, [], 0, True)
    assert open_study(tmp_path / "again").manifest["extensions"] == named()
    forget()  # whoever only reads runs nothing
    assert Study(study).frame()["unmet_needs"].between(0, 1).all()


def test_without_or_with_another_content_it_goes_on_in_no_way(study, tmp_path, written):
    sweep(study, engine="sequential")
    whole = named()
    again = tmp_path / "again"
    forget()
    for ask in asks(study, again):
        with pytest.raises(
            ValueError, match=r"designed with evening_rounds\.py of hash \w{12}; it is not loaded: --with FILE"
        ) as refused:
            ask()
        for each in whole:
            assert f"{each['name']} of hash {each['hash'][:12]}" in str(refused.value)
    other = written("other/land_quarrels.py", Path(MECHANISM).read_text(encoding="utf-8") + "\n# more\n")
    sim.register(POLICY, OUTCOME, other)
    for ask in asks(study, again):
        with pytest.raises(
            ValueError, match=r"designed with land_quarrels\.py of hash \w{12}; its hash is \w{12} now;"
        ):
            ask()
    forget()
    sim.register(POLICY, OUTCOME, MECHANISM, sim.core.recording.indicator.Indicator(
        "one_more", "ratio", "x", "甲", "visits", note="n", note_zh="说明"))  # fmt: skip
    with pytest.raises(ValueError, match="the study was designed without one_more; `ruralparty design"):
        sweep(study, engine="sequential")
    assert not again.exists()
    forget()
    sim.register(MECHANISM, OUTCOME, POLICY)
    assert sweep(study, engine="sequential").status.to_do == 0


def test_an_edited_study_goes_on_with_them_only(study):
    prepare(study)
    (study / "study.yaml").write_text(TEXT.replace("points: 2", "points: 3"), encoding="utf-8")
    forget()
    with pytest.raises(ValueError, match="it is not loaded: --with FILE"):
        sweep(study, engine="sequential")
    sim.register(POLICY, OUTCOME, MECHANISM)
    assert sweep(study, engine="sequential").status.done == 6


def test_names_of_runs_without_any_are_no_others(written, scenarios):
    folder = Path(written("study.yaml", "scenarios: [without.yaml]\nreplicates: 2\noutcomes: [trust]\n")).parent
    plain = prepare(folder).names[0].tolist()
    assert "extensions" not in open_study(folder).manifest
    sim.register(OUTCOME)
    assert not set(plain) & set(prepare(folder).names[0].tolist())
    forget()
    assert prepare(folder).names[0].tolist() == plain
