"""Commands that look at one person."""

from __future__ import annotations

import json

from sim.cli import main as cli


def test_a_run_names_persons_whose_story_can_be_told(capsys, tiny):
    assert cli.main(["run", tiny[0], "--seed", "4", "-j", "1", "--json"]) == cli.DONE
    identity = json.loads(capsys.readouterr().out)["persons"]["random"]
    assert cli.main(["story", str(identity), "--under", ",".join(tiny), "--seed", "4"]) == cli.DONE
    told = capsys.readouterr().out
    assert str(identity) in told
    assert "tiny" in told
    assert cli.main(["story", "7", "--under", ",".join(tiny), "--seed", "4"]) == cli.BAD_INPUT
    assert "nobody with identity 7" in capsys.readouterr().err
