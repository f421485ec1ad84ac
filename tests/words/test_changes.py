"""Changes by version: what an older scenario file and older results are told, and that the numbers have a reason."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.core.config.language import LANGUAGES, speaking
from sim.scenario import checks
from sim.scenario.files import MERGED
from sim.scenario.scenario import load
from sim.studies.plausible import reference_digest
from sim.studies.query import Study
from sim.words import changes
from sim.words.changes import Change, number, present, since, told_made, told_written
from tests.studies.invented import quick, swept, write_study

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = ROOT / "docs" / "numbers.md"
LATER = (
    Change("0.2.0", {"en": "trust is another", "zh": "信任有变"}, ("parameters.trust.*",)),
    Change("0.2.0", {"en": "all is another", "zh": "一切有变"}),
    Change("0.10.0", {"en": "not yet", "zh": "尚未"}),
)
FILE = "name: mine\ntitle: Mine\nextends: baseline\nversion: {version}\n"


@pytest.fixture
def now_0_2(monkeypatch) -> None:
    """As if this were version 0.2.0."""
    monkeypatch.setattr(changes, "present", lambda: "0.2.0")
    monkeypatch.setattr(changes, "changes", lambda: LATER)


def written(folder: Path, version: str, more: str = "") -> Path:
    path = folder / "mine.yaml"
    path.write_text(FILE.format(version=version) + more, encoding="utf-8")
    return path


def told_by(path: Path) -> list[str]:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        load(path)
    return [str(each.message) for each in heard]


def test_every_change_is_said_in_both_languages_and_names_keys_that_there_are():
    found = changes.changes()
    assert found
    for each in found:
        assert set(each.what) == set(LANGUAGES)
        assert number(each.version) <= number(present()), "a change of a version that is still to come"
        assert all(key.partition(".")[0] in (*MERGED, *checks.KEYS) for key in each.keys)


def test_versions_are_compared_by_number():
    assert number("0.1") == number("0.1.0") < number("0.2") < number("0.10.0")


def test_a_file_for_this_version_and_one_that_does_not_say_are_told_nothing(tmp_path, now_0_2):
    assert told_by(written(tmp_path, "0.2.0")) == []
    path = tmp_path / "silent.yaml"
    path.write_text(FILE.partition("version")[0], encoding="utf-8")
    assert told_by(path) == []


def test_an_older_file_is_told_what_concerns_it(tmp_path, now_0_2):
    (told,) = told_by(written(tmp_path, "0.1.0", "parameters: {trust.message_weight: 0.1}\n"))
    assert told.splitlines()[0].endswith("mine.yaml was written for version 0.1.0, and this is 0.2.0. Since then:")
    assert told.splitlines()[1:] == ["  0.2.0: trust is another", "  0.2.0: all is another"]
    (told,) = told_by(written(tmp_path, "0.1.0"))
    assert told.splitlines()[1:] == ["  0.2.0: all is another"]


def test_a_file_of_a_later_version_is_told_so(tmp_path, now_0_2):
    (told,) = told_by(written(tmp_path, "1.0.0"))
    assert "may mean something else here" in told


def test_what_is_told_is_told_in_the_language_spoken(now_0_2):
    with speaking("zh"):
        assert since("0.1.0", set()) == ["0.2.0: 一切有变"]
        assert told_written("甲", "0.1.0", set()).startswith("甲 为 0.1.0 版而写")
        assert told_made("甲", "0.1.0").startswith("甲 由 0.1.0 版生成")


def test_a_command_says_it_once(tmp_path, capsys, now_0_2):
    path = written(tmp_path, "0.1.0")
    for command in (["validate"], ["fit"], ["run", "--reps", "1", "--no-store", "-j", "1"]):
        words = [command[0], str(path), *command[1:]]
        if command[0] != "validate":
            path.write_text(
                FILE.format(version="0.1.0")
                + "horizon: {months: 12, burn_in: 1}\nworld: {townships: 1, villages: 1, village_size: 150}\n",
                encoding="utf-8",
            )
        assert cli.main(words) == cli.DONE
        assert capsys.readouterr().err.count("was written for version 0.1.0") == 1


def test_results_and_studies_of_another_version_are_read_with_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    folder = write_study(tmp_path / "study", points=2, replicates=1)
    swept(folder)
    place = folder / "manifest.json"
    held = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps(held | {"version": "0.0.9"}), encoding="utf-8")
    with pytest.warns(UserWarning, match=r"was made by version 0\.0\.9, and this is"):
        assert len(Study(folder).frame())
    for command in (["status"], ["archive"], ["robust", "-j", "1"], ["reproduce", "-j", "1"]):
        assert cli.main([command[0], str(folder), *command[1:]]) == cli.DONE
        said = capsys.readouterr().err
        assert said.count(f"{folder} was made by version 0.0.9") == 1, (command, said)


def test_results_of_a_run_are_read_with_a_sentence(tmp_path, capsys):
    held = {"made_by": "ruralparty", "version": "0.0.9", "model_source_hash": "ab" * 16, "seeds": [1]}
    held["scenarios"] = [{"world": {"counties": 1, "townships": 1, "villages": 1}}]
    (tmp_path / "manifest.json").write_text(json.dumps(held), encoding="utf-8")
    assert cli.main(["cite", str(tmp_path)]) == cli.DONE
    assert capsys.readouterr().err.count("was made by version 0.0.9") == 1


def test_the_numbers_at_hand_are_listed_with_their_reason():
    lines = NUMBERS.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    assert all(reason for *_, reason in rows)
    version, digest, _ = rows[-1]
    assert (version, digest) == (present(), reference_digest()), "see docs/numbers.md: say why the numbers are others"
    assert re.fullmatch(r"[0-9a-f]{32}", digest)


def test_what_new_writes_says_its_version(tmp_path, capsys):
    for words in (["new", "scenario", str(tmp_path / "mine")], ["new", "county", str(tmp_path / "county")]):
        assert cli.main(words) == cli.DONE
    for path in (tmp_path / "mine.yaml", tmp_path / "county" / "scenario.yaml"):
        assert f"\nversion: {present()}" in path.read_text(encoding="utf-8")
        assert told_by(path) == []
