"""``ruralparty demo``: what a fresh machine is told to run first."""

from __future__ import annotations

from sim.cli import main as cli


def test_the_demo_writes_its_page(tmp_path, capsys):
    assert cli.main(["demo", "--reps", "1", "-j", "1", "-o", str(tmp_path / "demo")]) == cli.DONE
    assert (tmp_path / "demo" / "index.html").is_file()
    assert "1 pair" in capsys.readouterr().out
