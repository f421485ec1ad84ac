"""The command line: ``--with`` in front or behind, what it refuses, and that nothing else loads a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.extensions.registry import forget, named
from sim.policies import policy_names
from tests.extensions.conftest import MECHANISM, OUTCOME, POLICY, SCENARIO
from tests.studies.invented import quick, write_study

TRAP = "from pathlib import Path\n\nPath({mark!r}).touch()\n"


@pytest.mark.parametrize(
    "words", [["--with", POLICY, "policies"], ["policies", "--with", POLICY], ["policies", f"--with={POLICY}"]]
)
def test_policies_list_it_wherever_the_switch_stands(capsys, words):
    assert cli.main(words) == cli.DONE
    assert "evening_rounds" in capsys.readouterr().out
    forget()
    assert cli.main(["policies"]) == cli.DONE
    assert "evening_rounds" not in capsys.readouterr().out


def test_commands_that_describe_know_what_it_brings(capsys, scenarios):
    files = ["--with", POLICY, "--with", OUTCOME, "--with", MECHANISM]
    for words, told in (
        (["validate", scenarios[1]], "valid"),
        (["explain", "evening_rounds", "--lang", "zh"], "夜访农户"),
        (["parameters", "land_quarrels"], "land_quarrels.loss"),
        (["parameters", "evening_rounds"], "policies.evening_rounds.dose.evenings"),
        (["parameters", "land_quarrels", "--scenario", scenarios[1]], "land_quarrels.chance"),
        (["outcomes"], "unmet_needs"),
        (["month"], "quarrels about land"),
    ):
        assert cli.main([*words, *files]) == cli.DONE
        assert told in capsys.readouterr().out
    assert cli.main(["month", "--json", *files]) == cli.DONE
    assert "land_quarrels" in [step["mechanism"] for step in json.loads(capsys.readouterr().out)]


def test_compare_and_run_use_it_and_say_how_to_repeat_it(capsys, scenarios, tmp_path):
    files = ["--with", POLICY, "--with", OUTCOME]
    words = ["compare", *scenarios, "--reps", "2", "-j", "1", "--outcomes", "visits,unmet_needs"]
    words += ["-o", str(tmp_path / "out")]
    assert cli.main([*words, *files]) == cli.DONE
    out = capsys.readouterr().out
    assert "needs not met" in out
    assert "home visits" in out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extensions"] == named()
    assert manifest["command"][-4:] == files
    assert "Evening rounds" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert cli.main(["run", scenarios[1], "-j", "1", "--outcomes", "unmet_needs", *files]) == cli.DONE
    assert "needs not met" in capsys.readouterr().out


def test_the_command_that_replays_a_failed_run_loads_it_too(capsys, written, scenarios):
    text = Path(POLICY).read_text(encoding="utf-8")
    broken = written("evening_rounds.py", text.replace("month.book(", "len(month.villages) == 15 or month.buy("))
    assert cli.main(["run", scenarios[1], "-j", "1", "--with", broken]) == cli.SOME_FAILED
    said = capsys.readouterr().err
    assert "has no attribute 'buy'" in said
    assert f"replay: ruralparty run {scenarios[1]} --with {broken} --reps 1" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nx = 1 / 0\n", ":2: ZeroDivisionError: division by zero"),
        ("x = 1\n", "declares no policy, no mechanism and no outcome"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_one_sentence_and_exit_2(capsys, written, tmp_path, text, message):
    path = str(tmp_path / "mine.py") if text is None else written("mine.py", text)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["policies", "--with", path])
    assert stopped.value.code == cli.BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith(f"ruralparty --with: {path}")
    assert message in said
    assert "Traceback" not in said


def test_a_scenario_that_needs_one_says_how_it_is_loaded(capsys, scenarios):
    assert cli.main(["validate", scenarios[1]]) == cli.BAD_INPUT
    assert "or one of your own, --with FILE" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["with", "extensions", "plugins", "import"])
def test_no_scenario_and_no_study_can_name_a_file(capsys, written, tmp_path, key):
    mark = tmp_path / "it-ran"
    trap = written("trap.py", TRAP.format(mark=str(mark)))
    scenario = SCENARIO.format(name="named", parameters="{}", policies="{}") + f"{key}: [{trap}]\n"
    assert cli.main(["validate", written("named.yaml", scenario)]) == cli.BAD_INPUT
    assert f"{key} = " in capsys.readouterr().out
    study = write_study(tmp_path / "study", text=f"scenarios: [baseline]\noutcomes: [trust]\n{key}: [{trap}]\n")
    assert cli.main(["design", str(study)]) == cli.BAD_INPUT
    for name in (trap, "trap", "trap.py", f"../{Path(trap).stem}"):
        policy = SCENARIO.format(name="named", parameters="{}", policies=f"{{{name}: {{start: 2021-02}}}}")
        assert cli.main(["validate", written("named.yaml", policy)]) == cli.BAD_INPUT
    assert not mark.exists()


def test_a_manifest_a_folder_and_the_environment_load_nothing(capsys, written, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    mark = tmp_path / "it-ran"
    study = write_study(tmp_path / "study", points=1, replicates=1)
    for name in (
        "evening_rounds.py",
        "extensions.py",
        "plugin.py",
        "policies/evening_rounds.py",
        "conftest.py",
        "study.py",
    ):
        written(f"study/{name}", TRAP.format(mark=str(mark)))
    trap = str(study / "evening_rounds.py")
    for name in ("RURALPARTY_WITH", "RURALPARTY_EXTENSIONS", "RURALPARTY_PLUGINS", "RURALPARTY"):
        monkeypatch.setenv(name, trap)
    monkeypatch.chdir(study)
    before = policy_names()
    assert cli.main(["design", "."]) == cli.DONE
    assert cli.main(["sweep", ".", "--engine", "sequential"]) == cli.DONE
    manifest = json.loads((study / "manifest.json").read_text(encoding="utf-8"))
    told = {"name": "evening_rounds.py", "hash": "0" * 32, "path": trap}
    (study / "manifest.json").write_text(json.dumps({**manifest, "extensions": [told]}), encoding="utf-8")
    for words in (["sweep", "."], ["recheck", ".", "-j", "1"], ["reproduce", ".", "-o", str(tmp_path / "again")]):
        assert cli.main(words) == cli.BAD_INPUT
        assert "evening_rounds.py of hash 000000000000; it is not loaded: --with FILE" in capsys.readouterr().err
    assert cli.main(["status", "."]) == cli.DONE
    assert (policy_names(), named()) == (before, [])
    assert not mark.exists()
