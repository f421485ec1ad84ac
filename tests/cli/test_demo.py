"""``ruralparty demo``: what a fresh machine is told to run first."""

from __future__ import annotations

import re

from sim.cli import main as cli


def test_the_demo_writes_its_page(tmp_path, capsys):
    assert cli.main(["demo", "--reps", "1", "-j", "1", "-o", str(tmp_path / "demo")]) == cli.DONE
    assert (tmp_path / "demo" / "index.html").is_file()
    said = capsys.readouterr().out
    assert "1 pair" in said
    *_, last = said.rpartition("In the simulated villages, against the baseline:")
    paragraphs = re.findall(r"(?m)^  \w.*?: One pair gives numbers", last)
    assert len(paragraphs) == 3  # what is read last is what the three alternatives change
