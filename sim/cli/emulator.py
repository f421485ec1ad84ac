"""``make emulator``: the pairs, the arrays that are shipped, and the table that a test holds them against."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.analysis.emulator.arrays import as_bytes
from sim.analysis.emulator.make import HELD_OUT, SECOND, STATES, make_emulator
from sim.analysis.emulator.speak import DATA
from sim.execution.files import publish
from sim.execution.progress import on_stderr
from sim.execution.simulator import call_on_all

HELD_OUT_TABLE = Path("tests/analysis/emulator/held_out.npz")


def main(words: Sequence[str] | None = None) -> None:
    """Make the emulator; what was interrupted goes on."""
    parser = argparse.ArgumentParser(prog="python -m sim.cli.emulator", description=__doc__)
    parser.add_argument("folder", nargs="?", default="results/emulator", help="where pairs are kept")
    parser.add_argument("--states", type=int, default=STATES)
    parser.add_argument("--second", type=int, default=SECOND)
    parser.add_argument("--held-out", type=int, default=HELD_OUT)
    parser.add_argument("-j", "--jobs", type=int, default=0)
    given = parser.parse_args(words)

    def call(function: Callable[[Any], Any], items: Sequence[Any]) -> Sequence[Any]:
        return call_on_all(function, items, lambda item, error: None, jobs=given.jobs, progress=on_stderr())

    made = make_emulator(
        Path(given.folder),
        states=given.states,
        second=given.second,
        held_out=given.held_out,
        jobs=given.jobs,
        progress=on_stderr(),
        call=call,
    )
    DATA.parent.mkdir(exist_ok=True)
    _write(DATA, as_bytes(made.arrays))
    _write(HELD_OUT_TABLE, as_bytes(made.held_out))
    import pandas

    table = pandas.DataFrame(made.tried).sort_values("r2", ascending=False)
    _write(DATA.with_suffix(".csv"), table.to_csv(index=False, float_format="%.4g").encode())
    print(table.to_string(index=False), file=sys.stdout)
    print(f"{len(made.told)} of {len(made.tried)} outcomes told; {DATA.stat().st_size} bytes")


def _write(path: Path, content: bytes) -> None:
    publish(path, lambda temporary: Path(temporary).write_bytes(content))


if __name__ == "__main__":
    main()
