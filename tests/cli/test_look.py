"""Commands that look at one person."""

from __future__ import annotations

import json

from sim.cli import main as cli


def test_a_run_names_persons_whose_story_can_be_told(capsys, tiny):
    assert cli.main(["run", tiny[0], "--seed", "4", "-j", "1", "--json"]) == cli.DONE
    identity = json.loads(capsys.readouterr().out)["persons"]["member of village 0"]
    assert cli.main(["story", str(identity), "--under", ",".join(tiny), "--seed", "4"]) == cli.DONE
    told = capsys.readouterr().out
    assert str(identity) in told
    assert "tiny" in told
    assert cli.main(["story", "7", "--under", ",".join(tiny), "--seed", "4"]) == cli.BAD_INPUT
    assert "nobody with identity 7" in capsys.readouterr().err


def test_a_random_story_is_of_somebody_who_lives_on_and_to_whom_the_scenarios_matter(capsys, tiny):
    for number in ("1", "2", "3"):
        assert cli.main(["story", "random", number, "--under", ",".join(tiny), "--seed", "4", "--json"]) == cli.DONE
        told = json.loads(capsys.readouterr().out)
        assert told["drawn_from"]["apart"] > 3
        assert told["first_difference"]
        assert all(life["end"] for life in told["lives"])
    assert cli.main(["story", "random", "--under", tiny[0], "--seed", "4"]) == cli.DONE
    assert " live to the end" in capsys.readouterr().out


def test_a_random_story_counts_those_it_can_be_told_of(capsys, tiny):
    assert cli.main(["story", "random", "99999", "--under", ",".join(tiny), "--seed", "4"]) == cli.BAD_INPUT
    assert "names nobody: there are " in capsys.readouterr().err
